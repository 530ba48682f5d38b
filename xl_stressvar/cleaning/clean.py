"""An export made into prices: what was done is noted, what cannot be read is kept as a failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .. import errors
from ..cells.algebra import is_blank_row
from ..domain import Days, Matrix, dates, matched
from ..errors import StressVarError
from .asked import Asked
from .column import Column, read_column
from .notes import Note
from .order import read_days
from .table import Lie, lie_of


@dataclass(frozen=True, eq=False)
class Cleaned:
    """Prices, oldest first.

    numbers: (rows, columns), NaN for a blank; days: (rows,) strictly increasing serials. rows: where
    each stood in the export, from 0; columns: the same. notes: what was done. problems: what could not
    be read, in the order in which it was met; with one of them the prices are not whole.
    """

    numbers: Matrix
    days: Days
    names: tuple[str, ...] | None
    date_label: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    days_column: int
    notes: list[Note] = field(default_factory=list)
    problems: list[StressVarError] = field(default_factory=list)

    def name(self, column: int) -> str:
        """The name of a column, or where it stood in words."""
        return self.names[column] if self.names else f"column {self.columns[column] + 1}"


def clean(asked: Asked) -> Cleaned:
    """The prices of an export, with notes and problems.

    Raises: BadInput without a column of dates, NotEnoughData without a price.
    """
    lie = lie_of(asked.grid, asked.date1904)
    if lie is None:
        raise errors.NO_DAYS(asked.place())
    notes = _around(asked, lie)
    problems: list[StressVarError] = []
    days = read_days(asked, lie, notes, problems)
    columns = [read_column(asked, lie, j, days, problems) for j in lie.columns]
    kept = _named(asked, lie, [c for c in columns if not _empty(c, notes)], problems)
    if not kept:
        raise errors.NO_PRICES(asked.place())
    for column in kept:
        notes += column.notes
    numbers = np.column_stack([column.numbers for column in kept])
    order = _in_order(asked, lie, days, numbers, notes, problems)
    names = None if lie.header is None else tuple(column.name for column in kept)
    head = "" if lie.header is None else asked.grid[lie.header][lie.days]
    return Cleaned(
        numbers=numbers[order],
        days=days[order],
        names=names,
        date_label=head.strip() if isinstance(head, str) and head.strip() else "Date",
        rows=tuple(lie.rows[i] for i in order),
        columns=tuple(column.at for column in kept),
        days_column=lie.days,
        notes=notes,
        problems=problems,
    )


def _around(asked: Asked, lie: Lie) -> list[Note]:
    """What stands around the table, and was left out."""
    notes = []
    blank = [i for i in lie.strays if is_blank_row(asked.grid[i])]
    other = [i for i in lie.strays if i not in set(blank)]
    for rows, kind, what in (
        (lie.titles, "title rows", "Left out: they stand above the table."),
        (lie.footer, "footer", "Left out: it stands below the last day."),
        (other, "rows that are no day", "Left out: a header again, or a text where the date is."),
        (blank, "blank rows", "Left out."),
    ):
        if rows:
            notes.append(Note(kind, len(rows), rows[0], lie.days, what))
    if lie.left:
        what = "Left out: they stand left of the dates."
        notes.append(
            Note("columns before the dates", len(lie.left), lie.rows[0], lie.left[0], what)
        )
    return notes


def _empty(column: Column, notes: list[Note]) -> bool:
    """Whether a column has not one price, which is noted."""
    if column.failed or np.isfinite(column.numbers).any():
        return False
    if column.first is not None:
        what = "No price in the whole column: it was left out. Check the code that was asked for."
        notes.append(
            Note("no price at all", len(column.numbers), column.first, column.at, what, column.name)
        )
    return True


def _named(
    asked: Asked, lie: Lie, columns: list[Column], problems: list[StressVarError]
) -> list[Column]:
    """The columns; a name that is missing or doubled is a problem."""
    seen: set[str] = set()
    for column in columns:
        if lie.header is None:
            continue
        place = asked.place(lie.header, column.at)
        if not column.name:
            problems.append(errors.NO_NAME(place))
        elif matched(column.name) in seen:
            problems.append(errors.NAME_TWICE(place, name=column.name))
        seen.add(matched(column.name))
    return columns


def _in_order(
    asked: Asked,
    lie: Lie,
    days: Days,
    numbers: Matrix,
    notes: list[Note],
    problems: list[StressVarError],
) -> list[int]:
    """The rows to keep, oldest first: those with a day and a price, each day once."""
    priced = np.isfinite(numbers).any(axis=1)
    empty = np.flatnonzero(~priced & (days > 0)).tolist()
    if empty:
        what = "Left out: no column has a price on that day."
        note = Note("rows without a price", len(empty), lie.rows[empty[0]], lie.days, what)
        notes.append(note.on(int(days[empty[0]])))
    rows = np.flatnonzero(priced & (days > 0))
    _note_order(lie, rows.tolist(), days, notes)
    order: list[int] = rows[np.argsort(days[rows], kind="stable")].tolist()
    kept: list[int] = []
    twice: list[int] = []
    for i in order:
        if not kept or days[i] != days[kept[-1]]:
            kept.append(i)
            continue
        same = np.array_equal(numbers[i], numbers[kept[-1]], equal_nan=True)
        twice.append(i)
        if not same:
            other = f"row {lie.rows[kept[-1]] + 1}"
            date = dates.iso(int(days[i]))
            place = asked.place(lie.rows[i], lie.days)
            problems.append(errors.DAY_TWICE(place, date=date, other=other))
    if twice:
        first = min(twice)
        what = "The same day again: one row was kept."
        note = Note("doubled days", len(twice), lie.rows[first], lie.days, what)
        notes.append(note.on(int(days[first])))
    return kept


def _note_order(lie: Lie, rows: list[int], days: Days, notes: list[Note]) -> None:
    steps = [int(days[b] - days[a]) for a, b in pairwise(rows)]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    if down and not up:
        notes.append(
            Note("newest first", len(rows), lie.rows[0], lie.days, "Turned: oldest first.")
        )
    elif down:
        wrong = next(i for i, step in enumerate(steps, 1) if (step > 0) == (down > up) and step)
        note = Note(
            "unsorted days", min(up, down), lie.rows[rows[wrong]], lie.days, "Sorted: oldest first."
        )
        notes.append(note.on(int(days[rows[wrong]])))
