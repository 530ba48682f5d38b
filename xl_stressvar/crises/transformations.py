"""From levels to daily returns: what a factor does with the columns that it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..domain import Days, Vector

Levels = Mapping[str, Vector]  # (days,) by column, NaN where unknown


class Transformation(Protocol):
    """Daily simple returns of the levels of some columns, (days,): the first day has none."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def text(self) -> str: ...

    def returns(self, levels: Levels, days: Days) -> Vector: ...


@dataclass(frozen=True)
class Ratio:
    """A price over the one of the day before."""

    column: str
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def returns(self, levels: Levels, days: Days) -> Vector:
        return ratios(levels[self.column])


@dataclass(frozen=True)
class Cross:
    """A rate over another, over that of the day before."""

    over: str
    under: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.over, self.under)

    @property
    def text(self) -> str:
        return f"ratio of {self.over} ÷ {self.under}"

    def returns(self, levels: Levels, days: Days) -> Vector:
        return ratios(levels[self.over] / levels[self.under])


@dataclass(frozen=True)
class ParBond:
    """A par bond of so many years at yesterday's yield, repriced at today's, with its carry."""

    column: str
    years: int

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def text(self) -> str:
        return f"par bond, {self.years} years"

    def returns(self, levels: Levels, days: Days) -> Vector:
        y = levels[self.column]
        return _from_second_day(par_bond_return(y[:-1], y[1:], self.years, np.diff(days)))


@dataclass(frozen=True)
class Zero:
    """No return on any day."""

    columns: tuple[str, ...] = ()
    text: str = "zero on every day"

    def returns(self, levels: Levels, days: Days) -> Vector:
        return np.zeros(len(days))


def par_bond_return(y0: Vector, y1: Vector, maturity_years: float, days: Days) -> Vector:
    """Return of a bond issued at par at yield y0 and repriced at yield y1, with its carry.

    The bond pays y0/2 each half year for exactly n years and 1 at the end; repriced at the same
    maturity it is worth 1 + (y0 - y1)/2 · Σ (1 + y1/2)^-k over k = 1…2n. Carry is y0·days/365.

    y0, y1: yields before and after as decimals, compounded twice a year, any common shape.
    maturity_years: n, a multiple of one half. days: calendar days from y0 to y1.
    Gives a decimal of that shape; NaN where a yield is NaN; at y1 = 0 the sum is 2n.
    Ref: US Treasury constant-maturity yields are par yields on this semiannual bond-equivalent
    basis; the price is the textbook present value of the bond's cash flows.
    """
    periods = 2 * maturity_years
    half = y1 / 2
    at_zero = half == 0
    discounted = -np.expm1(-periods * np.log1p(half))
    annuity = np.where(at_zero, periods, discounted / np.where(at_zero, 1.0, half))
    value: Vector = (y0 - y1) / 2 * annuity + y0 * days / 365
    return value


def ratios(level: Vector) -> Vector:
    """Simple returns of levels, (days,); NaN where unknown or where a level is not positive."""
    before, after = level[:-1], level[1:]
    known = (before > 0) & (after > 0)
    return _from_second_day(np.where(known, after / np.where(known, before, 1.0) - 1, np.nan))


def differences(level: Vector) -> Vector:
    """Changes of levels, (days,); NaN where unknown."""
    return _from_second_day(np.diff(level))


def _from_second_day(moves: Vector) -> Vector:
    """Moves between days as a column a day: the first day has none."""
    return np.concatenate(([np.nan], moves))
