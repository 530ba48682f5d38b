"""A history: daily numbers with their names, dates and places in the sheet."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from .. import errors
from ..errors import Place
from . import dates
from .arrays import Days, Matrix
from .cache import Cache
from .frequency import Calendar, Frequency, enough_rows
from .names import matched
from .window import Window

T = TypeVar("T")
MOST_UNDATED = 400  # rows without dates that may be one crisis
LONG = 20  # days from which on what never falls, or leaps every day, cannot be returns


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the numbers of a history stood in the range that was selected."""

    argument: str = "history"
    row: int = 0  # of the first day's row in the sheet's order
    column: int = 0  # of the first asset
    newest_first: bool = False
    placed: bool = True  # False behind a handle: the cells are not those of the argument


@dataclass(frozen=True, eq=False)
class History:
    """Daily numbers, one row a day (oldest first), one column an asset.

    values: (days, assets) float64, decimals (or money, for a P&L column).
    dates: (days,) strictly increasing serials, or None.
    names: one an asset, or None.

    It owns what is derived from it (P&L, Σ, principal components). A slice, and the same numbers
    under another origin, share the cache of the history that they were taken from.
    """

    values: Matrix
    names: tuple[str, ...] | None = None
    dates: Days | None = None
    origin: Origin = Origin()
    date_label: str = "Date"
    # not of the constructor, so that `replace`, with other numbers, cannot share what was derived
    cache: Cache = field(default_factory=Cache, init=False, repr=False)
    _first: int = field(default=0, init=False, repr=False)  # of the rows, where the cache began

    def __len__(self) -> int:
        return len(self.values)

    @property
    def assets(self) -> int:
        """How many columns there are."""
        return int(self.values.shape[1])

    def name(self, column: int) -> str:
        """The name of a column, or its number from 1 in words."""
        return self.names[column] if self.names else f"column {column + 1}"

    @cached_property
    def named_columns(self) -> Mapping[str, int]:
        """The columns by name, as `matched` spells it; none for a history without names."""
        return {matched(name): j for j, name in enumerate(self.names or ())}

    def labels(self) -> tuple[str, ...]:
        """The names of all columns, or their numbers in words."""
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

    @cached_property
    def calendar(self) -> Calendar:
        """Frequency and holes of the whole history that this one was taken from."""
        return Calendar(self.dates, self.origin.argument)

    @property
    def frequency(self) -> Frequency:
        """How often it has a row. Raises BadInput for dates of no known frequency."""
        return self.calendar.frequency

    @property
    def blocks(self) -> list[slice]:
        """The rows between its holes, in order: one block for a history without a hole.

        Raises BadInput for dates of no known frequency.
        """
        gap = self.frequency.gap_days
        edges = (
            [] if self.dates is None else (np.flatnonzero(np.diff(self.dates) > gap) + 1).tolist()
        )
        return [slice(a, b) for a, b in zip([0, *edges], [*edges, len(self)], strict=True)]

    def hole_before(self, row: int) -> dict[str, str]:
        """The days on either side of the hole that a row follows, for a sentence."""
        assert self.dates is not None
        return {"before": dates.iso(self.dates[row - 1]), "after": dates.iso(self.dates[row])}

    def every_row(self) -> slice:
        """All rows of an undated history, as the window that was left out.

        Raises NotEnoughData for more than one crisis can have.
        """
        if len(self) > MOST_UNDATED:
            raise errors.TOO_MANY_UNDATED(
                Place(self.origin.argument), rows=len(self), most=MOST_UNDATED
            )
        return slice(0, len(self))

    def rows(self, window: Window) -> slice:
        """The rows of a window.

        Raises NotEnoughData if the history does not cover it: no dates, no row near an end, a hole,
        or fewer than nine tenths of the rows that it should have. Raises BadInput for dates of no
        known frequency.
        """
        if self.dates is None:
            raise errors.UNDATED(Place(self.origin.argument), window=window)
        first = int(np.searchsorted(self.dates, window.start, "left"))
        last = int(np.searchsorted(self.dates, window.end, "right"))
        inside = self.dates[first:last]
        frequency = self.frequency
        edge = frequency.edge_days
        if not len(inside) or inside[0] - window.start > edge or window.end - inside[-1] > edge:
            raise errors.NOT_COVERED(
                Place(self.origin.argument),
                window=window,
                first=dates.iso(self.dates[0]),
                last=dates.iso(self.dates[-1]),
            )
        gaps = np.flatnonzero(np.diff(inside) > frequency.gap_days)
        if len(gaps):
            raise errors.GAP_IN_WINDOW(
                Place(self.origin.argument),
                window=window,
                before=dates.iso(inside[gaps[0]]),
                after=dates.iso(inside[gaps[0] + 1]),
            )
        expected = frequency.expected_rows(window.start, window.end)
        if not enough_rows(last - first, expected):
            raise errors.THIN_WINDOW(
                Place(self.origin.argument),
                rows=last - first,
                window=window,
                expected=round(expected),
                units=frequency.units,
            )
        return slice(first, last)

    def latest(self, lookback: int | None) -> slice:
        """The latest rows, a year of them if left out.

        Raises NotEnoughData if there are fewer, or if a hole lies among them.
        """
        lookback = self.frequency.year if lookback is None else lookback
        start = len(self) - lookback
        if start >= 0 and (last := self.blocks[-1].start) > start:
            raise errors.HOLE_IN_LATEST(
                Place("lookback"),
                lookback=lookback,
                rows=len(self) - last,
                **self.hole_before(last),
            )
        if len(self) < lookback:
            raise errors.TOO_FEW_FOR_LOOKBACK(Place("lookback"), days=len(self), lookback=lookback)
        return slice(len(self) - lookback, len(self))

    def __getitem__(self, rows: slice) -> History:
        """The history over some of its rows.

        A new object each time: kept in the cache that it shares, it would keep that cache alive.
        """
        start, stop, _ = rows.indices(len(self))
        moved = len(self) - stop if self.origin.newest_first else start
        return self._sharing(
            values=self.values[start:stop],
            dates=None if self.dates is None else self.dates[start:stop],
            origin=replace(self.origin, row=self.origin.row + moved) if moved else self.origin,
            _first=self._first + start,
            calendar=self.calendar,  # frequency and holes are those of the whole
        )

    def standing_at(self, origin: Origin) -> History:
        """The same history, whose numbers are told of as standing elsewhere."""
        calendar = replace(self.calendar, argument=origin.argument)
        return self._sharing(origin=origin, calendar=calendar)

    def _sharing(self, **changes: object) -> History:
        """A history with the same cache; without making one first, as `replace` would."""
        other = object.__new__(History)
        vars(other).update(vars(self), **changes)
        return other

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was derived from these rows before, or is made now; not to be written to.

        `make` must not give a History: the cache would keep itself alive.
        """
        return self.cache.get_or_make((self._first, len(self), key), make)

    @property
    def cov(self) -> Matrix:
        """Σ, (assets, assets): about the sample mean, ddof 1, per day.

        Raises NotEnoughData for fewer than two days.
        """
        return self.derived("cov", self._cov)

    def _cov(self) -> Matrix:
        if len(self) < 2:
            raise errors.TOO_FEW_DAYS(None, days=len(self), what="a covariance", least=2)
        centred = self.values - self.values.mean(axis=0)
        cov: Matrix = centred.T @ centred / (len(self) - 1)
        return cov

    def window_of(self, rows: slice) -> Window | None:
        """First and last day of some rows, if the history is dated."""
        if self.dates is None:
            return None
        first, last = dates.serials(self.dates[[rows.start, rows.stop - 1]])
        return Window(first, last)
