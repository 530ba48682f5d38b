"""A book of European options, revalued in full on every row of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import History, Matrix, Vector, matched, moves
from ...domain.moves import MOST_ANNUAL_VOLATILITY
from . import black_scholes
from .listed import Listed, TablePlaces, blocks

VOLATILITY = (
    "VOL"  # what a column of changes of a volatility is called behind the underlying's name
)


@dataclass(frozen=True, eq=False)
class Options(Listed):
    """European options on columns of a history, each a part of its own.

    names, underlyings: texts. signs: 1 for a call, -1 for a put. quantities: signed numbers of them.
    spots, strikes: prices. years: to expiry. volatilities, rates, yields: a year, as decimals, the
    last two continuously compounded. All (options,).
    """

    held = "quantities"
    movers, mover = "underlyings", "underlying"

    underlyings: tuple[str, ...]
    signs: Vector
    quantities: Vector
    spots: Vector
    strikes: Vector
    years: Vector
    volatilities: Vector
    rates: Vector
    yields: Vector
    places: TablePlaces = field(default=TablePlaces("options"), kw_only=True)

    def require_moves(self, history: History) -> None:
        """Raise BadInput for an underlying without returns, and for changes of no volatility."""
        columns = dict.fromkeys(self.columns_on(history).tolist())
        moves.require_moves(history, moves.RETURNS, columns)
        moves.require_moves(history, moves.VOLATILITIES, self.shifted_by(history))

    def shifted_by(self, history: History) -> dict[int, None]:
        """The columns of a history that move volatilities: changes as decimals."""
        shifts = _volatility_columns(history, self.underlyings)
        return dict.fromkeys(shifts[shifts >= 0].tolist())

    def valued(self, history: History) -> Matrix:
        """(options, days) the value at spot·(1 + r) and the moved volatility, less the value before.

        The volatility moves by the column `UNDERLYING VOL` of the history, if it has one: changes as
        decimals. Raises BadInput for an underlying that the history does not have; ImpossibleNumber
        for a volatility that leaves (0, 200%].
        """
        columns = self.columns_on(history)
        shifts = _volatility_columns(history, self.underlyings)
        now = self._values(slice(None), self.spots[:, None], self.volatilities[:, None])
        out = np.empty((len(self.names), len(history)))
        of_day = np.ascontiguousarray(history.values.T)
        for some in blocks(len(self.names), len(history)):
            spots = self.spots[some, None] * (1 + of_day[columns[some]])
            volatilities = self.volatilities[some, None]
            if (shifts[some] >= 0).any():
                shift = np.where(shifts[some, None] >= 0, of_day[shifts[some]], 0.0)
                volatilities = volatilities + shift
                self._require(history, some, volatilities, shifts)
            after = self._values(some, spots, volatilities)
            out[some] = self.quantities[some, None] * (after - now[some])
        return out

    def _values(self, some: slice, spots: Matrix, volatilities: Matrix) -> Matrix:
        """(options, days) the value of one of each, of some of them."""
        return black_scholes.value(
            self.signs[some, None],
            spots,
            self.strikes[some, None],
            self.years[some, None],
            volatilities,
            self.rates[some, None],
            self.yields[some, None],
        )

    def _require(
        self, history: History, some: slice, volatilities: Matrix, shifts: NDArray[np.intp]
    ) -> None:
        outside = ~((volatilities > 0) & (volatilities <= MOST_ANNUAL_VOLATILITY))
        for row, day in np.argwhere(outside)[:1].tolist():
            i = some.start + row
            column = int(shifts[i])
            raise errors.VOLATILITY_GONE(
                history.place(day, column),
                day=history.day_name(day),
                name=self.names[i],
                value=float(volatilities[row, day]),
                move=float(history.values[day, column]),
                most=f"{MOST_ANNUAL_VOLATILITY:.0%}",
                column=history.name(column),
            )


def _volatility_columns(history: History, underlyings: Sequence[str]) -> NDArray[np.intp]:
    """(options,) the history's column of changes of each one's volatility; -1 for none."""
    known = history.named_columns
    return np.array(
        [known.get(matched(f"{each} {VOLATILITY}"), -1) for each in underlyings], dtype=np.intp
    )
