"""What is held, and what it makes on a history: a portfolio values itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..errors import Place
from .arrays import Matrix, Vector
from .history import LONG, History
from .names import matched

_ROUNDING = 4 * np.finfo(np.float64).eps
MOST_VOLATILE = 0.5  # of a return from row to row: beyond it the unit is another
MOST_COUNTED = 10  # a whole position up to it may be a number of times a P&L in money
LEAST_LEVEL = 0.3  # a column that never falls below it holds levels


class Portfolio(Protocol):
    """What is held. It knows its own P&L on a history; nothing else has to know how.

    P&L is in the portfolio's unit, a loss negative. What comes back is not written to. A portfolio
    is asked once for a history, and the answer is sliced: it is valued row by row, so that a row's
    P&L depends on no other row.
    """

    @property
    def weights(self) -> Vector | None:
        """(assets,) the signed amounts of a linear portfolio, whose parts are its assets.

        None for any other: it is taken apart by its parts' P&L.
        """

    def pnl_on(self, history: History) -> Vector:
        """(days,) P&L of every row of a history."""

    def parts_on(self, history: History) -> Matrix:
        """(parts, days) P&L of each part; the parts sum to `pnl_on`."""

    def part_names(self, history: History) -> tuple[str, ...]:
        """(parts,) what to call each part."""


class ByParts(ABC):
    """A portfolio that is not linear: what its parts make on a row, summed."""

    @property
    def weights(self) -> Vector | None:
        """None: its value is no sum of amounts times returns."""
        return None

    @abstractmethod
    def parts_on(self, history: History) -> Matrix:
        """(parts, days) P&L of each part."""

    @abstractmethod
    def part_names(self, history: History) -> tuple[str, ...]:
        """(parts,) what to call each part."""

    def pnl_on(self, history: History) -> Vector:
        """(days,) P&L of every row; what `parts_on` raises."""
        return np.asarray(self.parts_on(history).sum(axis=0))


@dataclass(frozen=True, eq=False)
class LinearPortfolio:
    """Signed amounts of the assets of a history, (assets,): P&L is returns times amounts."""

    weights: Vector

    @cached_property
    def _key(self) -> bytes:
        return self.weights.tobytes()

    def pnl_on(self, history: History) -> Vector:
        """(days,) returns @ weights; zero where the sum is no more than the rounding of its terms.

        Worked out once a history, for all portfolios of the same weights.
        """
        return history.derived(("pnl", self._key), lambda: self._pnl(history))

    def _pnl(self, history: History) -> Vector:
        pnl = np.asarray(history.values @ self.weights)
        without_rounding(pnl, self.weights, history)
        pnl.flags.writeable = False
        return pnl

    def parts_on(self, history: History) -> Matrix:
        """(assets, days) P&L of each asset."""
        return np.asarray(history.values.T * self.weights[:, None])

    def part_names(self, history: History) -> tuple[str, ...]:
        """(assets,) the names of the history's columns."""
        return history.labels()


def without_rounding(pnl: Vector, weights: Vector, history: History) -> None:
    """Take off, in place, what rounding leaves of a perfect hedge in returns @ weights, (days,).

    Two positions that hedge each other perfectly leave 1e-17 of their size behind, from which a
    kurtosis or a number of degrees of freedom would be read in earnest. The largest |return|
    says on which days that could be so at all.
    """
    most = most_rounding(weights[None, :], history)
    if not near_rounding(pnl[None, :], most)[0]:
        return  # as nearly all portfolios
    sizes = np.abs(weights)
    small = np.flatnonzero(np.abs(pnl) <= most)
    if len(small):
        rounding = _ROUNDING * (np.abs(history.values[small]) @ sizes)
        # not an overflow
        pnl[small[(np.abs(pnl[small]) <= rounding) & (rounding < np.inf)]] = 0.0


def near_rounding(pnl: Matrix, most: Vector) -> NDArray[np.bool_]:
    """(portfolios,) whether a P&L of (portfolios, days) is on some day no more than rounding leaves."""
    most = most[:, None]
    return np.asarray(((pnl <= most) != (pnl < -most)).any(axis=1))


def most_rounding(weights: Matrix, history: History) -> Vector:
    """(portfolios,) what rounding leaves at the most of a P&L, on the day of the largest |return|."""
    returns = history.values
    largest = history.derived("largest", lambda: _largest(returns))
    return np.asarray(1.001 * _ROUNDING * largest * np.abs(weights).sum(axis=1))


def _largest(returns: Matrix) -> float:
    """The largest |return|."""
    return float(max(returns.max(initial=0.0), -returns.min(initial=0.0)))


@dataclass(frozen=True, eq=False)
class Positions:
    """Signed money (or weights) as given: a vector, a matrix with one portfolio a row, or by name."""

    cells: Matrix  # the numbers, in the shape of the range
    names: tuple[str, ...] | None = None
    name_rows: tuple[int, ...] = ()  # where each name stood in the range
    argument: str = "positions"

    def on(self, history: History) -> LinearPortfolio:
        """The single portfolio given; raises BadInput for several, or for what does not fit."""
        several = self.each_on(history)
        if len(several) > 1:
            rows, columns = self.cells.shape
            raise errors.POSITIONS_SHAPE(
                Place(self.argument), rows=rows, columns=columns, assets=history.assets
            )
        return several[0]

    def each_on(self, history: History) -> list[LinearPortfolio]:
        """Every portfolio given.

        Raises BadInput for what does not fit the history's columns, and for a history of another
        unit than returns; NotEnoughData for one that never moves.
        """
        weights = self.match(history)
        _require_moves(history)
        if not are_counts(weights):
            _require_returns(history)
        return [LinearPortfolio(each) for each in weights]

    def match(self, history: History) -> Matrix:
        """(portfolios, assets) the amounts in the order of the history's columns.

        Raises BadInput for a shape or a name that does not fit.
        """
        if self.names is not None:
            return self._by_name(history)
        rows, columns = self.cells.shape
        assets = history.assets
        if min(rows, columns) == 1 and max(rows, columns) == assets:
            return self.cells.reshape(1, assets)
        if columns == assets:
            return self.cells
        raise errors.POSITIONS_SHAPE(
            Place(self.argument), rows=rows, columns=columns, assets=assets
        )

    def _by_name(self, history: History) -> Matrix:
        assert self.names is not None
        if history.names is None:
            raise errors.POSITIONS_UNNAMED(Place(self.argument), table=history.origin.argument)
        out = np.full(history.assets, np.nan)
        for i, name in enumerate(self.names):
            place = Place(self.argument, self.name_rows[i], 0)
            j = history.named_columns.get(matched(name))
            if j is None:
                raise errors.UNKNOWN_NAME(
                    place, name=name, table=history.origin.argument, names=", ".join(history.names)
                )
            if not np.isnan(out[j]):
                raise errors.NAME_TWICE(place, name=name)
            out[j] = self.cells[i, 0]
        unheld = np.flatnonzero(np.isnan(out))
        if len(unheld):
            raise errors.MISSING_NAME(Place(self.argument), name=history.names[int(unheld[0])])
        return out[None, :]


def are_counts(weights: Vector | Matrix) -> bool:
    """Whether positions may count columns of P&L in money, of any size: 1, -1 (sold), 2 of them."""
    return bool(count_of_pnl(weights).all())


def count_of_pnl(weights: Vector | Matrix) -> NDArray[np.bool_]:
    """Whether each position may count a column of P&L in money."""
    counts: NDArray[np.bool_] = (weights == np.rint(weights)) & (np.abs(weights) <= MOST_COUNTED)
    return counts


def _require_moves(history: History) -> None:
    """Raise NotEnoughData for a history of two rows or more whose columns all stand still."""
    values = history.values
    if len(values) > 1 and history.derived("still", lambda: _is_still(values)):
        raise errors.NOTHING_MOVES(Place(history.origin.argument))


def _is_still(values: Matrix) -> bool:
    """Whether all rows are the same; the last one says of most histories that they are not."""
    first = values[0]
    return bool((values[-1] == first).all()) and bool((values == first).all())


def _require_returns(history: History) -> None:
    """Raise BadInput for numbers that cannot be returns as decimals, with the likely slip."""
    key = "not returns", history.origin  # the sentence names a cell
    failure = history.derived(key, lambda: _not_returns(history))
    if failure is not None:
        raise type(failure)(failure.problem, failure.place, failure.facts)


def _not_returns(history: History) -> errors.StressVarError | None:
    """Why numbers cannot be returns; None if they may be."""
    values = history.values
    lowest = values.min(axis=0)
    if history.assets > 1 and len(values) >= LONG:
        for column in np.flatnonzero(lowest >= LEAST_LEVEL)[:1].tolist():
            return errors.LEVELS(history.place(column=column), least=LEAST_LEVEL)
    if lowest.min() < -1:
        row, column = np.argwhere(values < -1)[0].tolist()
        value = float(values[row, column])
        return errors.RETURN_BELOW_ALL(history.place(row, column), value=value)
    if len(values) >= LONG and _may_be_volatile(values):
        with np.errstate(over="ignore"):
            sizes = 100 * np.std(values, axis=0)
        for column in np.flatnonzero(sizes > 100 * MOST_VOLATILE)[:1].tolist():
            size = float(sizes[column])
            percent = f"{size:.3g}%" if size < np.inf else "an endless percentage"
            return errors.TOO_VOLATILE(history.place(column=column), percent=percent)
    return None


def _may_be_volatile(values: Matrix) -> bool:
    """Whether a column may have too large a deviation: none has one above its root mean square."""
    with np.errstate(over="ignore"):
        squares = np.einsum("ij,ij->j", values, values) / len(values)
    return not bool((squares < 0.99 * MOST_VOLATILE**2).all())
