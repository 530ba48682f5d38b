"""The kinds of range arguments: a history of daily numbers, prices, positions."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from .. import errors
from ..cells.algebra import (
    Argument,
    Cell,
    Grid,
    Row,
    is_blank,
    is_date_text,
    is_number,
    is_number_text,
)
from ..cells.numbers import Numbers
from ..domain import Days, History, Matrix, Origin, Positions, Vector, dates, matched
from .history_cache import HISTORY_CACHE, is_handle
from .prices import of_prices
from .scalars import Kind

_SAYS_DATE = re.compile(r"\bdates?\b", re.IGNORECASE)
_SERIALS = (dates.SINCE_1950, 73050)  # 1950-01-01 to 2100-01-01: where a whole number may be a day
_MAX_STEP = 31
_NUMBERS = {float, int}  # types that are numbers, whatever they hold
_MANY = 1024  # cells of a book or a matrix that are worth converting as a whole


Column = Sequence[Cell] | Vector  # a first column: cells, or nothing but numbers


class Shape(NamedTuple):
    """What a range is made of: the row in the sheet of its first row under the header, whether the
    first column is dates, the columns' names, and what the date column is called."""

    first_row: int
    dated: bool
    names: tuple[str, ...] | None
    date_label: str


@dataclass(frozen=True)
class DailyRange(Kind):
    """A range with one row a day: optional header row of names, optional first column of dates.

    `blanks` lets gaps in, as NaN.
    """

    blanks: bool = False
    shared = True
    expected = "daily numbers, one column an asset and one row a day"
    shape = "days x assets, optional header row, optional first column of dates"

    def layout(self, argument: Argument) -> tuple[Grid, Shape]:
        """The rows under the header, and what is header, what is dates, what is numbers."""
        grid = argument.grid()
        if not grid or not grid[0]:
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        if all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        if isinstance(argument.value, str):
            raise errors.TEXT_FOR_RANGE(
                argument.place(), text=argument.value, expected=self.expected
            )
        shape = self._shape(
            argument, grid[0], len(grid), lambda first: [row[0] for row in grid[first:]]
        )
        return grid[shape.first_row :], shape

    def _shape(
        self,
        argument: Argument,
        top: Row,
        rows: int,
        column: Callable[[int], Column],
    ) -> Shape:
        """What the first row and the first column (below so many rows) make of a range."""
        header = header_row(top)
        first_row = 1 if header else 0
        if rows == first_row:
            raise errors.NO_NUMBERS(argument.place(), expected=self.expected)
        label = str(header[0]) if header and not is_blank(header[0]) else ""
        dated = _has_dates(column(first_row), label, argument, len(top))
        if len(top) == dated:
            raise errors.ONLY_DATES(argument.place())
        names = header_names(header[dated:], argument, dated) if header else None
        return Shape(first_row, dated, names, (label or "Date") if dated else "")

    def numbers(self, argument: Argument, body: Grid, shape: Shape, days: Days | None) -> Matrix:
        """(rows, columns) float64, in the sheet's order; NaN for a blank where blanks are let in.

        days: of the rows, by which a message names them.
        """
        first_row, dated, names, _ = shape
        cells = [row[1:] for row in body] if dated else body
        if (finite := _finite(cells)) is not None:
            return finite
        # something is amiss, or gaps are allowed: cell by cell, to name the first that fails
        numbers = np.empty((len(cells), len(cells[0])))
        for i, row in enumerate(cells):
            for j, cell in enumerate(row):
                if self.blanks and is_blank(cell):
                    numbers[i, j] = np.nan
                elif isinstance(cell, float) and cell - cell == 0:
                    numbers[i, j] = cell
                else:
                    day = dates.iso(days[i]) if days is not None else f"row {first_row + i + 1}"
                    name = names[j] if names else f"column {dated + j + 1}"
                    numbers[i, j] = argument.number(
                        cell, first_row + i, dated + j, f"{day}, {name}"
                    )
        return numbers


@dataclass(frozen=True)
class DailyTable(DailyRange):
    """Comes out as a `History`, oldest first. `returns`: a table of prices is refused."""

    returns: bool = False

    def parse(self, argument: Argument) -> History:
        history = loaded(argument) or self._read(argument)
        if self.returns and of_prices(history):
            raise errors.PRICES(argument.place())
        return history

    def _read(self, argument: Argument) -> History:
        if (numbers := argument.numbers) is not None:
            reading = argument.name, argument.date1904
            try:
                return HISTORY_CACHE.history(
                    numbers, reading, lambda: self._converted(numbers, argument)
                )
            except errors.StressVarError:
                pass  # cell by cell, to name the first that fails
        body, shape = self.layout(argument)
        days = _days([row[0] for row in body], argument, shape.first_row) if shape.dated else None
        return _history(self.numbers(argument, body, shape, days), days, shape, argument.name)

    def _converted(self, numbers: Numbers, argument: Argument) -> History:
        """The history of a range that was converted as a whole.

        Raises StressVarError where only a look at the cells can tell.
        """
        matrix, left = numbers.matrix, numbers.left
        column = matrix[:, 0] if left is None else left
        top = numbers.head or ((left[0],) if left else ()) + tuple(matrix[0].tolist())
        shape = self._shape(
            argument, top, len(matrix) + (numbers.head is not None), lambda _: column
        )
        if (shape.first_row == 1) != (numbers.head is not None) or (left and not shape.dated):
            raise errors.NO_NUMBERS(argument.place(), expected=self.expected)
        days = _days(column, argument, shape.first_row) if shape.dated else None
        if shape.dated and left is None:
            matrix = matrix[:, 1:]
        return _history(matrix, days, shape, argument.name)


def _history(matrix: Matrix, days: Days | None, shape: Shape, argument: str) -> History:
    """Rows in the sheet's order as a history, oldest first."""
    origin = Origin(argument, shape.first_row, shape.dated)
    if days is not None and len(days) > 1 and days[0] > days[-1]:
        matrix, days, origin = matrix[::-1], days[::-1], replace(origin, newest_first=True)
    matrix = np.ascontiguousarray(matrix)
    matrix.flags.writeable = False  # many functions will share it
    days = None if days is None else np.ascontiguousarray(days)
    return History(matrix, shape.names, days, origin, shape.date_label)


def loaded(argument: Argument) -> History | None:
    """The history behind the handle that stands in place of a range; None if no handle does."""
    given = argument.given
    if isinstance(given, (list, tuple)) and len(given) == 1 == len(given[0]):
        given = given[0][0]
    if not isinstance(given, str) or not is_handle(given):
        return None
    found = HISTORY_CACHE.behind(given, argument.name)
    if found is None:
        raise errors.HANDLE_UNKNOWN(argument.place(), handle=given)
    return found


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
    """The names of the columns; a header of nothing but numbers as texts may be a row of data."""
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


def _has_dates(column: Column, label: str, argument: Argument, columns: int) -> bool:
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


def _days(column: Column, argument: Argument, first_row: int) -> Days:
    """The dates as serials, in the order of the sheet, strictly up or strictly down."""
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


class PositionsRange(Kind):
    """One number an asset, or two columns (name, amount), or one portfolio a row."""

    unit = "money, signed"
    shared = True
    expected = "one position an asset"
    shape = "a row or column of numbers, or two columns: name and amount"

    def parse(self, argument: Argument) -> Positions:
        if (matrix := _matrix(argument)) is not None:
            return Positions(matrix, argument=argument.name)
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        left = [row[0] for row in grid if not is_blank(row[0])]
        if len(grid[0]) == 2 and left and (_is_text(grid[-1][0]) or all(map(_is_text, left))):
            return self._by_name(grid, argument)
        cells = [
            [argument.number(c, i, j) for j, c in enumerate(row)] for i, row in enumerate(grid)
        ]
        return Positions(np.array(cells), argument=argument.name)

    def _by_name(self, grid: Grid, argument: Argument) -> Positions:
        titled = len(grid) > 1 and _is_text(grid[0][0]) and _is_title(grid[0][1])
        names, amounts, rows = [], [], []
        for i, (name, amount) in enumerate(grid):
            if titled and i == 0:
                continue
            if is_blank(name):
                raise errors.NO_NAME(argument.place(i, 0))
            if not isinstance(name, str):
                place = argument.place(i, 0)
                raise errors.UNKNOWN_NAME(place, name=name, table="history", names="texts")
            amounts.append([argument.number(amount, i, 1, name.strip())])
            names.append(name.strip())
            rows.append(i)
        return Positions(np.array(amounts), tuple(names), tuple(rows), argument.name)


def _matrix(argument: Argument) -> Matrix | None:
    """A range of nothing but finite numbers, converted as a whole; None for any other argument."""
    if argument.cells < _MANY:
        return _finite(argument.rows, {float})  # a whole number may stand for an error
    numbers = argument.numbers
    if numbers is None or numbers.head is not None or numbers.left is not None:
        return None
    return numbers.matrix


def _finite(rows: Sequence[Any], types: set[type] = _NUMBERS) -> Matrix | None:
    """Rows of nothing but finite numbers of these types; None for any other."""
    cells = list(chain.from_iterable(rows))
    if not cells or not set(map(type, cells)) <= types or len(set(map(len, rows))) > 1:
        return None
    if not math.isfinite(sum(cells)):  # nor is the sum if one of them is not
        return None
    return np.array(cells, dtype=np.float64).reshape(len(rows), -1)


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_blank(cell)


def _is_title(cell: Cell) -> bool:
    """A word over the amounts, not an amount typed as text."""
    return isinstance(cell, str) and not any(c.isdigit() for c in cell) and not is_blank(cell)


class SquareMatrix(Kind):
    """N x N numbers."""

    expected = "a square matrix of numbers"
    shape = "assets x assets"

    def parse(self, argument: Argument) -> Any:
        matrix = _matrix(argument)
        if matrix is None:
            grid = argument.grid()
            if not grid:
                raise errors.ALL_BLANK(argument.place(), expected=self.expected)
            cells = [
                [argument.number(c, i, j) for j, c in enumerate(row)] for i, row in enumerate(grid)
            ]
            matrix = np.array(cells)
        if matrix.shape[0] != matrix.shape[1]:
            raise errors.NOT_SQUARE(argument.place(), rows=matrix.shape[0], columns=matrix.shape[1])
        return matrix
