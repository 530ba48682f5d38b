"""Where the table lies in an export: its header, its days, its prices, and what stands around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ..cells.algebra import Cell, ErrorValue, Grid, Row, is_blank, is_blank_row, is_number
from .days import is_serial, looks_like_a_day, of_text, reading
from .numbers import says_no_price, written

_SAYS_DATE = re.compile(
    r"\b(date|dates|datum|fecha|data|day|tag|jour|giorno|dia|time)\b", re.IGNORECASE
)
_MAX_STEP = 31  # days; the median step of serials


@dataclass(frozen=True)
class Lie:
    """The rows and columns of a table in its export, all from 0.

    days: the column of dates. columns: those right of it that hold anything. header: the row of
    names, or None. rows: those with a day, or with what was meant for one. titles, footer, strays:
    the rows above, below and between that are none of them.
    """

    days: int
    columns: tuple[int, ...]
    header: int | None
    rows: tuple[int, ...]
    titles: tuple[int, ...]
    footer: tuple[int, ...]
    strays: tuple[int, ...]
    left: tuple[int, ...]


def lie_of(grid: Grid, date1904: bool) -> Lie | None:
    """Where the table lies; None without a column of dates beside anything else."""
    for column in range(len(grid[0]) - 1):
        if _holds_days(grid, column, date1904):
            return _around(grid, column, date1904)
    return None


def _day(cell: Cell, date1904: bool) -> bool:
    """Whether a cell is a day for certain, or a text that can be one."""
    if isinstance(cell, dt.date):
        return True
    if isinstance(cell, str):
        return of_text(cell) is not None
    return is_serial(cell, date1904) or _compact(cell, date1904)


def _compact(cell: Cell, date1904: bool) -> bool:
    """20080915 as a number."""
    return is_number(cell) and 1e7 < cell < 1e8 and reading(cell, date1904) is not None


def _price(cell: Cell) -> bool:
    """Whether a cell can stand among prices: a number, however it is written, or none for a reason."""
    if isinstance(cell, str):
        return written(cell) is not None or says_no_price(cell)
    return is_number(cell) or isinstance(cell, ErrorValue)


def _first_row(grid: Grid, column: int, date1904: bool) -> int | None:
    """The first row with a day in the column and a price beside it, or of the rows of days above that one.

    In these what stands beside cannot be read, and is to be named.
    """
    for i, row in enumerate(grid):
        if _day(row[column], date1904) and any(map(_price, row[column + 1 :])):
            while (
                i
                and _day(grid[i - 1][column], date1904)
                and not is_blank_row(grid[i - 1][column + 1 :])
            ):
                i -= 1
            return i
    return None


def _holds_days(grid: Grid, column: int, date1904: bool) -> bool:
    first = _first_row(grid, column, date1904)
    if first is None:
        return False
    cells = [row[column] for row in grid[first:] if not is_blank(row[column])]
    days = [cell for cell in cells if _day(cell, date1904)]
    if 2 * len(days) < len(cells):
        return False
    serials = [cell for cell in days if is_number(cell) and not _compact(cell, date1904)]
    if len(serials) < len(days) or len(serials) < 3:
        return len(serials) < len(days) or _says_date(grid, first, column)
    return median(abs(b - a) for a, b in pairwise(serials)) <= _MAX_STEP


def _says_date(grid: Grid, first: int, column: int) -> bool:
    return any(_says_date_itself(row[column]) for row in grid[:first])


def _around(grid: Grid, days: int, date1904: bool) -> Lie:
    first = _first_row(grid, days, date1904)
    assert first is not None
    header = _header(grid, first, days)
    names = [] if header is None else list(grid[header])
    rows, strays = [], []
    for i in range(first, len(grid)):
        row = grid[i]
        if is_blank_row(row) or (names and list(row) == names):
            strays.append(i)
        elif _meant(row, days, date1904):
            rows.append(i)
        else:
            strays.append(i)
    last = rows[-1]
    body = [*rows] if header is None else [header, *rows]
    filled = tuple(
        j for j in range(days + 1, len(grid[0])) if any(not is_blank(grid[i][j]) for i in body)
    )
    return Lie(
        days=days,
        columns=filled,
        header=header,
        rows=tuple(rows),
        titles=_filled(grid, (i for i in range(first) if i != header)),
        footer=_filled(grid, (i for i in strays if i > last)),
        strays=tuple(i for i in strays if i < last),
        left=tuple(j for j in range(days) if any(not is_blank(grid[i][j]) for i in rows)),
    )


def _filled(grid: Grid, rows: Iterable[int]) -> tuple[int, ...]:
    return tuple(i for i in rows if not is_blank_row(grid[i]))


def _meant(row: Row, days: int, date1904: bool) -> bool:
    """Whether a row is one of data: a day, what was meant for one, or numbers without any."""
    cell = row[days]
    if _day(cell, date1904) or looks_like_a_day(cell):
        return True
    if isinstance(cell, str) and not is_blank(cell):  # such as Average, or a disclaimer
        return False
    return any(is_number(c) or (isinstance(c, str) and written(c)) for c in row[days + 1 :])


def _header(grid: Grid, first: int, days: int) -> int | None:
    """The row of names: the lowest whose names differ, preferably one that says date."""
    columns = [
        j for j in range(days + 1, len(grid[0])) if any(map(_price, (r[j] for r in grid[first:])))
    ]
    above = range(first - 1, -1, -1)
    dated = [i for i in above if _says_date_itself(grid[i][days]) and _differ(grid[i], columns)]
    able = dated or [i for i in above if _texts(grid[i], columns) and _differ(grid[i], columns)]
    return able[0] if able else _partly(grid, first, columns)


def _says_date_itself(cell: Cell) -> bool:
    return isinstance(cell, str) and _SAYS_DATE.search(cell) is not None


def _texts(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row has a text over each column, none of them a number."""
    return all(isinstance(c := row[j], str) and written(c) is None for j in columns)


def _differ(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row has something over each column, and never the same. In Tokyo a share is 7203."""
    cells = [row[j] for j in columns]
    spelled = {str(cell).strip().casefold() for cell in cells}
    return not any(map(is_blank, cells)) and len(spelled) == len(cells)


def _partly(grid: Grid, first: int, columns: Sequence[int]) -> int | None:
    """A row right above the data with a text over half of the columns: a header with a fault."""
    for i in range(first - 1, -1, -1):
        if is_blank_row(grid[i]):
            continue
        texts = sum(isinstance(grid[i][j], str) and not is_blank(grid[i][j]) for j in columns)
        return i if 2 * texts >= len(columns) else None
    return None
