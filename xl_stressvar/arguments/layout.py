"""What a range of daily numbers is made of: which row is its header, which column its dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from .. import errors
from ..cells.algebra import Cell, Row, is_blank, is_date_text, is_number, is_number_text
from ..domain import Days, Vector, dates, matched
from .argument import Argument

_SAYS_DATE = re.compile(r"\bdates?\b", re.IGNORECASE)
_SERIALS = (dates.SINCE_1950, 73050)  # 1950-01-01 to 2100-01-01: where a whole number may be a day
_MAX_STEP = 31

Column = Sequence[Cell] | Vector  # a first column: cells, or nothing but numbers


class Layout(NamedTuple):
    """What is header, what is dates, what is numbers.

    first_row: under the header, in the range. dated: whether the first column is dates. names: of
    the columns of numbers. date_label: what the date column is called.
    """

    first_row: int
    dated: bool
    names: tuple[str, ...] | None
    date_label: str


def layout_of(
    argument: Argument, top: Row, rows: int, column: Callable[[int], Column], expected: str
) -> Layout:
    """The layout of a range of so many rows: from its first row, and the first column below it.

    column: the first column from a row on. Raises BadInput if there are no numbers below the
    header or beside the dates, and for a column without a name.
    """
    header = header_row(top)
    first_row = 1 if header else 0
    if rows == first_row:
        if len(top) > 1 and isinstance(top[0], str) and all(map(is_blank, top[1:])):
            raise errors.ONE_CELL(argument.place(), text=top[0])
        raise errors.NO_NUMBERS(argument.place(), expected=expected)
    label = str(header[0]) if header and not is_blank(header[0]) else ""
    dated = has_dates(column(first_row), label, argument, len(top))
    if len(top) == dated:
        raise errors.ONLY_DATES(argument.place())
    names = header_names(header[dated:], argument, dated) if header else None
    return Layout(first_row, dated, names, (label or "Date") if dated else "")


def header_row(row: Sequence[Cell]) -> Sequence[Cell] | None:
    """The first row, if it is a header: text in it, and no number beyond the first column.

    A row that begins with a day is one of data, even if nothing but texts follow; one that begins
    with the word date is a header, even if a number stands among the names.
    """
    if set(map(type, row)) <= {float, int}:
        return None
    if len(row) > 1 and isinstance(row[0], str) and _SAYS_DATE.search(row[0]):
        return row
    beyond = row[1:] if len(row) > 1 else row
    has_text = any(isinstance(c, str) and not is_blank(c) for c in beyond)
    has_number = any(is_number(c) for c in beyond)
    of_a_day = len(row) > 1 and _is_day(row[0])
    return row if has_text and not has_number and not of_a_day else None


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, str):
        return dates.parse_iso(cell) is not None
    return isinstance(cell, dt.date) or (is_number(cell) and _SERIALS[0] <= cell <= _SERIALS[1])


def header_names(cells: Sequence[Cell], argument: Argument, dated: int) -> tuple[str, ...]:
    """The names of the columns.

    Raises BadInput for a blank, a doubled name, and for a header of nothing but numbers as texts,
    which may be a row of data.
    """
    if all(map(is_number_text, cells)):
        raise errors.NUMBER_OR_NAME(argument.place(0, dated), text=cells[0])
    names: list[str] = []
    seen: set[str] = set()
    for j, cell in enumerate(cells):
        place = argument.place(0, dated + j)
        if is_blank(cell):
            raise errors.NO_NAME(place)
        if not isinstance(cell, str):
            raise errors.NAME_NOT_TEXT(place, value=cell)
        name = cell.strip()
        if (known := matched(name)) in seen:
            raise errors.NAME_TWICE(place, name=name)
        seen.add(known)
        names.append(name)
    return tuple(names)


def has_dates(column: Column, label: str, argument: Argument, columns: int) -> bool:
    """Whether a first column holds dates: the catalogue's rule.

    Serials must make up at least half of the column, so that one bad date among good ones is
    refused by name rather than read as a return, and three whole numbers among many P&Ls are not
    taken for dates.
    """
    if _SAYS_DATE.search(label):
        return True
    if isinstance(column, np.ndarray):
        numbers = column
    else:
        if any(isinstance(c, dt.date) for c in column):
            return True
        if any(isinstance(c, str) and dates.parse_iso(c) is not None for c in column):
            return True
        if any(map(is_date_text, column)):  # which is then refused for what it is
            return True
        numbers = np.array([float(c) for c in column if is_number(c)])
    shift = dates.OFFSET_1904 if argument.date1904 else 0
    if numbers.max(initial=0.0) < _SERIALS[0] - shift:  # as returns are
        return False
    shifted = numbers + shift
    serials = shifted[
        (shifted >= _SERIALS[0]) & (shifted <= _SERIALS[1]) & (numbers == np.floor(numbers))
    ]
    if len(serials) < 3 or 2 * len(serials) < len(column):
        return False
    steps = np.diff(serials)
    if columns == 1 and not (len(serials) == len(column) and (all(steps > 0) or all(steps < 0))):
        return False  # a P&L of large whole numbers
    return float(np.median(np.abs(steps))) <= _MAX_STEP


def days_of(column: Column, argument: Argument, first_row: int) -> Days:
    """The dates as serials, in the order of the sheet.

    Raises BadInput, at the row, unless they run strictly up or strictly down.
    """
    out = _serials(column, argument) if isinstance(column, np.ndarray) else None
    if out is None:
        out = np.empty(len(column), dtype=np.int64)
        for i, cell in enumerate(column):
            day = argument.day(cell)
            if day is None:
                raise argument.no_day(cell, first_row + i)
            out[i] = day
    steps = np.diff(out)
    down = len(steps) > 0 and np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0)
    bad = np.flatnonzero(steps >= 0 if down else steps <= 0)
    if len(bad):
        i = int(bad[0]) + 1
        problem = errors.DATE_TWICE if steps[i - 1] == 0 else errors.DATES_UNSORTED
        raise problem(argument.place(first_row + i, 0), date=dates.iso(out[i]))
    return out


def _serials(column: Vector, argument: Argument) -> Days | None:
    """Numbers as serials of the 1900 system, as `Argument.day` reads one; None if one is no day."""
    shifted = column + (dates.OFFSET_1904 if argument.date1904 else 0)
    if ((shifted >= dates.FIRST) & (shifted < dates.LAST + 1)).all():
        return np.asarray(shifted.astype(np.int64))
    return None
