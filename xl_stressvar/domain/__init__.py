"""What the engine talks about: a history, a book of positions on it, a period, a confidence.

Labels (names, dates, where a row stood in the sheet) are handled here once; the kernels see float64
arrays. Histories run oldest first, whatever the order in the sheet.
"""

from __future__ import annotations

import math
import unicodedata
import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..errors import Place
from . import dates, special
from .cache import Memory

T = TypeVar("T")
Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Days = NDArray[np.int64]

EDGE_DAYS = 5  # a covered window has a row within so many days of each end ...
GAP_DAYS = 12  # ... and no longer gap inside: any market's holidays
LONG = 20  # days from which on what never falls, or leaps every day, cannot be returns
_ROUNDING = 4 * np.finfo(np.float64).eps


def matched(name: str) -> str:
    """What two spellings of one name share: case aside, whether é is one character or two, and which
    or how many spaces stand between words: a hard one, as from a web page, looks like any other.
    """
    plain = " ".join(name.split())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the numbers of a history stood in the range that was selected."""

    argument: str = "history"
    row: int = 0  # of the first day's row in the sheet's order
    column: int = 0  # of the first asset
    newest_first: bool = False
    placed: bool = True  # False behind a handle: the cells are not those of the argument


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of calendar days, as serials, with a code if it is a built-in crisis."""

    start: int
    end: int
    code: str = ""

    def __str__(self) -> str:
        span = f"{dates.iso(self.start)}:{dates.iso(self.end)}"
        return f"{self.code} ({span})" if self.code else span


class Worst:
    """The window choice WORST: the 250-row window with the highest measure."""


WORST = Worst()


@dataclass(frozen=True, slots=True)
class Confidence:
    """A one-tailed confidence level c, with 1 - c held exactly as the decimal it was typed as."""

    level: float
    tail: Fraction = field(init=False, compare=False)  # the level's: a fraction hashes slowly

    def __post_init__(self) -> None:
        exact = Fraction(f"{self.level:.12f}")
        object.__setattr__(self, "level", float(exact))
        object.__setattr__(self, "tail", 1 - exact)

    @property
    def z(self) -> float:
        """The standard normal quantile at c, positive.

        Near 50% it is small beside the rounding of 1 - c, so there it comes from 2c - 1.
        """
        if self.level < 0.6:
            return float(2**0.5 * special.erfinv(float(1 - 2 * self.tail)))
        return -float(special.ndtri(float(self.tail)))

    def rank(self, days: int) -> int:
        """ceil(n(1-c)), exact: floats are one off at n = 100, 300, 500 for 99%."""
        return math.ceil(days * self.tail)

    @property
    def least_days(self) -> int:
        """The fewest days that can resolve the tail: 1 / (1-c), rounded up."""
        return -(-self.tail.denominator // self.tail.numerator)

    def __str__(self) -> str:
        return f"{100 * self.level:.10g}%"


@dataclass(frozen=True, eq=False)
class History:
    """Daily numbers, one row a day (oldest first), one column an asset.

    returns: (days, assets) float64, decimals (or money, for a P&L column).
    dates: (days,) strictly increasing serials, or None.
    names: one an asset, or None.

    What is worked out of it (slices, P&L, Σ, principal components) hangs on it: `remembered`. A slice
    shares the memory of the history that it was taken from.
    """

    returns: Matrix
    names: tuple[str, ...] | None = None
    dates: Days | None = None
    origin: Origin = Origin()
    date_label: str = "Date"
    memory: Memory = field(default_factory=Memory, repr=False)
    _slice: tuple[weakref.ref[History], int, int] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.returns)

    @property
    def assets(self) -> int:
        return int(self.returns.shape[1])

    def name(self, column: int) -> str:
        return self.names[column] if self.names else f"column {column + 1}"

    @cached_property
    def named_columns(self) -> Mapping[str, int]:
        """The columns by name, as `matched` spells it; none for a history without names."""
        return {matched(name): j for j, name in enumerate(self.names or ())}

    def labels(self) -> tuple[str, ...]:
        return tuple(self.name(j) for j in range(self.assets))

    def day(self, row: int) -> int:
        """The date of a row, or its number from 1 if the history has no dates."""
        return row + 1 if self.dates is None else dates.Serial(self.dates[row])

    def day_name(self, row: int) -> str:
        """The same in words: 2008-09-15, or day 3."""
        return f"day {row + 1}" if self.dates is None else dates.iso(self.dates[row])

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """The cell of a day and asset, for a message."""
        label = []
        if row is not None:
            label.append(self.day_name(row))
        if column is not None:
            label.append(self.name(column))
        o = self.origin
        if not o.placed:
            return Place(o.argument, label=", ".join(label))
        sheet_row = None
        if row is not None:
            sheet_row = o.row + (len(self) - 1 - row if o.newest_first else row)
        sheet_column = None if column is None else o.column + column
        return Place(o.argument, sheet_row, sheet_column, ", ".join(label))

    def rows(self, period: Period) -> slice:
        """The rows of a period; raises if the history does not cover it."""
        if self.dates is None:
            raise errors.UNDATED(Place(self.origin.argument), window=period)
        first = int(np.searchsorted(self.dates, period.start, "left"))
        last = int(np.searchsorted(self.dates, period.end, "right"))
        inside = self.dates[first:last]
        if (
            not len(inside)
            or inside[0] - period.start > EDGE_DAYS
            or period.end - inside[-1] > EDGE_DAYS
        ):
            raise errors.NOT_COVERED(
                Place(self.origin.argument),
                window=period,
                first=dates.iso(self.dates[0]),
                last=dates.iso(self.dates[-1]),
            )
        gaps = np.flatnonzero(np.diff(inside) > GAP_DAYS)
        if len(gaps):
            raise errors.GAP_IN_WINDOW(
                Place(self.origin.argument),
                window=period,
                before=dates.iso(inside[gaps[0]]),
                after=dates.iso(inside[gaps[0] + 1]),
            )
        return slice(first, last)

    def latest(self, lookback: int) -> slice:
        """The latest rows; raises if there are fewer."""
        if len(self) < lookback:
            raise errors.TOO_FEW_FOR_LOOKBACK(Place("lookback"), days=len(self), lookback=lookback)
        return slice(len(self) - lookback, len(self))

    def __getitem__(self, rows: slice) -> History:
        """The history over some of its rows; the same object for the same rows."""
        start, stop, _ = rows.indices(len(self))
        return self.remembered(("rows", start, stop, self.origin), lambda: self._rows(start, stop))

    def _rows(self, start: int, stop: int) -> History:
        moved = len(self) - stop if self.origin.newest_first else start
        root, before = (self, 0) if self._slice is None else (self._slice[0](), self._slice[1])
        return History(
            self.returns[start:stop],
            self.names,
            None if self.dates is None else self.dates[start:stop],
            replace(self.origin, row=self.origin.row + moved),
            self.date_label,
            # weak, or the memory and what it holds would keep each other alive
            _slice=None if root is None else (weakref.ref(root), before + start, before + stop),
        )

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What was worked out of these rows before, or is now; not to be written to."""
        if self._slice is None:
            return self.memory.recall((0, len(self), what), make)
        root, start, stop = self._slice
        whole = root()
        memory = self.memory if whole is None else whole.memory
        return memory.recall((start, stop, what), make)

    def pnl(self, positions: Vector) -> Vector:
        """(days,) the P&L of positions, (assets,), in their unit; not to be written to."""
        key = "pnl", positions.tobytes()
        return self.remembered(key, lambda: _pnl(self.returns, self._largest, positions))

    @cached_property
    def _largest(self) -> float:
        """The largest |return|."""
        return float(max(self.returns.max(initial=0.0), -self.returns.min(initial=0.0)))

    @property
    def cov(self) -> Matrix:
        """Σ, (assets, assets): about the sample mean, ddof 1, per day."""
        return self.remembered("cov", self._cov)

    def _cov(self) -> Matrix:
        if len(self) < 2:
            raise errors.TOO_FEW_DAYS(None, days=len(self), what="a covariance", least=2)
        centred = self.returns - self.returns.mean(axis=0)
        cov: Matrix = centred.T @ centred / (len(self) - 1)
        return cov

    def period_of(self, rows: slice) -> Period | None:
        """First and last day of some rows, if the history is dated."""
        if self.dates is None:
            return None
        first, last = dates.serials(self.dates[[rows.start, rows.stop - 1]])
        return Period(first, last)


@dataclass(frozen=True, eq=False)
class Positions:
    """Signed money (or weights) as given: a vector, a matrix with one portfolio a row, or by name."""

    cells: Matrix  # the numbers, in the shape of the range
    names: tuple[str, ...] | None = None
    name_rows: tuple[int, ...] = ()  # where each name stood in the range
    argument: str = "positions"

    def match(self, history: History) -> Matrix:
        """The portfolios, (portfolios, assets), in the order of the history's columns."""
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


def _pnl(returns: Matrix, largest: float, w: Vector) -> Vector:
    """(days,) returns @ w; zero where the sum is no more than the rounding of its terms.

    Two positions that hedge each other perfectly leave 1e-17 of their size behind, from which a
    kurtosis or a number of degrees of freedom would be read in earnest. largest: of |returns|, which
    says on which days that could be so at all.
    """
    pnl = np.asarray(returns @ w)
    sizes = np.abs(w)
    most = 1.001 * _ROUNDING * largest * float(sizes.sum())
    small = np.flatnonzero(np.abs(pnl) <= most)
    if len(small):
        rounding = _ROUNDING * (np.abs(returns[small]) @ sizes)
        pnl[small[(np.abs(pnl[small]) <= rounding) & (rounding < np.inf)]] = 0.0  # not an overflow
    pnl.flags.writeable = False
    return pnl


class Regime(StrEnum):
    """Which conditional volatility a book is judged at: today's, or the period's highest."""

    CURRENT = "current"
    STRESSED = "stressed"


@dataclass(frozen=True, eq=False)
class Book:
    """One portfolio on a history, looked at over some of its rows.

    The P&L is computed once on the whole history and then sliced, so that every function sees the
    same bits for the same day.
    """

    history: History
    positions: Vector  # (assets,)
    rows: slice
    regime: Regime
    whole: Vector  # (days,) P&L of every row of the history, in the unit of the positions

    @staticmethod
    def of(history: History, positions: Positions) -> Book:
        """The book of a single portfolio."""
        books = Book.portfolios(history, positions)
        if len(books) > 1:
            rows, columns = positions.cells.shape
            raise errors.POSITIONS_SHAPE(
                Place(positions.argument), rows=rows, columns=columns, assets=history.assets
            )
        return books[0]

    @staticmethod
    def portfolios(history: History, positions: Positions) -> Sequence[Book]:
        """One book a portfolio."""
        everything = slice(0, len(history))
        return [
            Book(history, w, everything, Regime.STRESSED, history.pnl(w))
            for w in positions.match(history)
        ]

    def during(self, period: Period | None) -> Book:
        """The book over a period, or over every row of an undated history; stressed."""
        rows = slice(0, len(self.history)) if period is None else self.history.rows(period)
        return self.over(rows, Regime.STRESSED)

    def latest(self, lookback: int) -> Book:
        """The book over the latest rows; current."""
        return self.over(self.history.latest(lookback), Regime.CURRENT)

    def over(self, rows: slice, regime: Regime) -> Book:
        return Book(self.history, self.positions, rows, regime, self.whole)

    @property
    def days(self) -> int:
        return int(self.rows.stop - self.rows.start)

    def day(self, i: int) -> int:
        """The date of the i-th row looked at, or its number in the history from 1."""
        return self.history.day(self.rows.start + i)

    @property
    def pnl(self) -> Vector:
        """(days,) P&L of the rows looked at; a loss is negative."""
        return self.whole[self.rows]

    @property
    def window(self) -> History:
        """The history over the rows looked at; books of one history share it, and its Σ."""
        return self.history[self.rows]
