"""Bonds by their yield: price, duration, convexity; and a book of them, revalued on every row.

coupon, yield: decimals a year, the yield compounded as often as coupons are paid. years: to maturity.
frequency: coupons a year. Coupons lie whole periods before maturity; one due now is no longer part
of the bond. Prices are dirty, per 1 of face.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ... import errors
from ...domain import History, Matrix, Vector, moves
from ...domain.moves import LEAST_RATE, MOST_RATE
from .listed import Listed, TablePlaces, blocks

_ON_A_DATE = 1e-9  # periods: so close to a coupon date is on it
BASIS_POINT = 1e-4

Numbers = float | Vector | Matrix


def periods(years: Numbers, frequency: Numbers) -> tuple[Vector, Vector]:
    """How many coupons are left, and the periods until the first of them, in (0, 1]."""
    whole = np.asarray(np.multiply(years, frequency), dtype=float)
    coupons = np.maximum(np.ceil(whole - _ON_A_DATE), 1.0)
    first = whole - coupons + 1
    return coupons, np.where(np.abs(first - 1) <= _ON_A_DATE, 1.0, first)


def price(coupon: Numbers, years: Numbers, yields: Numbers, frequency: Numbers) -> Matrix:
    """The price per 1 of face; the arguments broadcast.

    The coupons are an annuity in closed form: (1+h)^(1−w)·(1−(1+h)^−n)/h, h the yield a period, n
    coupons, w periods to the first.
    """
    coupons, first = periods(years, frequency)
    h = np.divide(yields, frequency)
    growth = np.log1p(h)
    still = h == 0
    annuity = -np.expm1(-coupons * growth) / np.where(still, 1.0, h)
    annuity = np.where(still, coupons, annuity) * np.exp((1 - first) * growth)
    redeemed = np.exp(-(first + coupons - 1) * growth)
    return np.asarray(np.divide(coupon, frequency) * annuity + redeemed)


@dataclass(frozen=True)
class BondFigures:
    """Price and value of a basis point in the unit of the face; duration, convexity in years."""

    price: float
    modified_duration: float
    convexity: float
    basis_point: float


def figures(
    coupon: float, years: float, yields: float, frequency: float, face: float
) -> BondFigures:
    """The figures of one bond: −P'/P, P''/P and −P'·0.0001 with respect to the yield."""
    coupons, first = periods(years, frequency)
    time = (float(first) + np.arange(int(coupons))) / frequency
    flows = np.full(int(coupons), coupon / frequency)
    flows[-1] += 1
    discount = 1 + yields / frequency
    present = flows * discount ** (-frequency * time)
    worth = float(present.sum())
    slope = float((present * time).sum()) / discount
    bend = float((present * time * (time + 1 / frequency)).sum()) / discount**2
    return BondFigures(face * worth, slope / worth, bend / worth, face * slope * BASIS_POINT)


@dataclass(frozen=True, eq=False)
class Bonds(Listed):
    """Bonds, each moved by a column of changes of yields; each a part of its own.

    names, curves: texts. faces: signed money. coupons, years, yields, frequencies: (bonds,).
    """

    held = "faces"
    movers, mover = "curves", "curve"

    curves: tuple[str, ...]
    faces: Vector
    coupons: Vector
    years: Vector
    yields: Vector
    frequencies: Vector
    places: TablePlaces = field(default=TablePlaces("bonds"), kw_only=True)

    def require_moves(self, history: History) -> None:
        """Raise BadInput for a curve without changes of a yield."""
        columns = dict.fromkeys(self.columns_on(history).tolist())
        moves.require_moves(history, moves.YIELDS, columns)

    def valued(self, history: History) -> Matrix:
        """(bonds, days) the price at the moved yield less the price before, times the face.

        Raises BadInput for a curve that the history does not have; ImpossibleNumber for a yield that
        leaves −20% to 100%.
        """
        columns = self.columns_on(history)
        out = np.empty((len(self.names), len(history)))
        for some in blocks(len(self.names), len(history)):
            yields = self.yields[some, None] + history.values.T[columns[some]]
            outside = (yields < LEAST_RATE) | (yields > MOST_RATE)
            for row, day in np.argwhere(outside)[:1].tolist():
                i = some.start + row
                raise errors.YIELD_GONE(
                    history.place(day, int(columns[i])),
                    day=history.day_name(day),
                    name=self.names[i],
                    value=float(yields[row, day]),
                    move=float(history.values[day, columns[i]]),
                )
            terms = self.coupons[some, None], self.years[some, None]
            often = self.frequencies[some, None]
            before = price(*terms, self.yields[some, None], often)
            out[some] = self.faces[some, None] * (price(*terms, yields, often) - before)
        return out
