"""The days of an export: one order of day and month for the whole column, never guessed."""

from __future__ import annotations

import datetime as dt

import numpy as np

from .. import errors
from ..cells.algebra import Cell, is_blank, quoted
from ..domain import Days, dates
from ..errors import StressVarError
from .asked import Asked
from .days import Reading, reading
from .notes import Note
from .table import Lie

_TURN = 12  # the last number that may be a month or a day


def read_days(asked: Asked, lie: Lie, notes: list[Note], problems: list[StressVarError]) -> Days:
    """The days of the rows as serials, 0 where one cannot be read, which is a problem."""
    cells = [asked.grid[i][lie.days] for i in lie.rows]
    read = [reading(cell, asked.date1904) for cell in cells]
    day_first = _order(asked, lie, cells, read, problems)
    days = np.zeros(len(cells), dtype=np.int64)
    for i, found in enumerate(read):
        serial = None
        if found is not None:
            serial = found.day_first if day_first else found.month_first
        if serial is None:
            problems.append(_no_day(asked, lie, lie.rows[i], cells[i], day_first))
        else:
            days[i] = serial
    _note_texts(lie, cells, read, day_first, days, notes)
    return days


def _order(
    asked: Asked,
    lie: Lie,
    cells: list[Cell],
    read: list[Reading | None],
    problems: list[StressVarError],
) -> bool:
    """Whether the day comes first."""
    open_ = [(i, r) for i, r in enumerate(read) if r is not None and not r.certain]
    only_day = [i for i, r in open_ if r.month_first is None]
    only_month = [i for i, r in open_ if r.day_first is None]
    if open_ and _half_converted(cells, read):
        i = open_[0][0]
        place = asked.place(lie.rows[i], lie.days)
        problems.append(errors.HALF_CONVERTED(place, value=quoted(cells[i])))
    if asked.day_first is not None:
        return asked.day_first
    if only_day and only_month:
        i, j = max(only_day[0], only_month[0]), min(only_day[0], only_month[0])
        one, two = ("month", "day") if i in only_month[:1] else ("day", "month")
        problems.append(
            errors.ORDERS_MIXED(
                asked.place(lie.rows[i], lie.days),
                value=quoted(cells[i]),
                one=one,
                two=two,
                other=f"row {lie.rows[j] + 1}",
            )
        )
    elif open_ and not only_day and not only_month:
        i = open_[0][0]
        problems.append(
            errors.DAY_OR_MONTH(asked.place(lie.rows[i], lie.days), value=quoted(cells[i]))
        )
    return not only_month


def _half_converted(cells: list[Cell], read: list[Reading | None]) -> bool:
    """Whether a spreadsheet has turned the texts that it could into dates, month first, and left the rest.

    Then no text has both its numbers up to 12, and no date lies behind the 12th of its month.
    """
    texts = [r for c, r in zip(cells, read, strict=True) if isinstance(c, str) and r is not None]
    others = [
        r.day_first
        for c, r in zip(cells, read, strict=True)
        if not isinstance(c, str) and r is not None and r.day_first is not None
    ]
    if len(others) < 2 or any(None not in r for r in texts if not r.certain):
        return False
    return all(dates.date(day).day <= _TURN for day in others)


def _no_day(asked: Asked, lie: Lie, row: int, cell: Cell, day_first: bool) -> StressVarError:
    place = asked.place(row, lie.days)
    if is_blank(cell) or not isinstance(cell, (str, dt.date)):
        return errors.ROW_WITHOUT_DAY(place, value=quoted(cell))
    order = "day, month, year" if day_first else "month, day, year"
    return errors.NO_SUCH_DAY(place, value=quoted(cell), order=order)


def _note_texts(
    lie: Lie,
    cells: list[Cell],
    read: list[Reading | None],
    day_first: bool,
    days: Days,
    notes: list[Note],
) -> None:
    texts = [i for i, cell in enumerate(cells) if isinstance(cell, str) and days[i]]
    if not texts:
        return
    how = ""
    if any(r is not None and not r.certain for r in read):
        how = f", the {'day' if day_first else 'month'} first"
    note = Note("dates as text", len(texts), lie.rows[texts[0]], lie.days, f"Read{how}.")
    notes.append(note.on(int(days[texts[0]])))
