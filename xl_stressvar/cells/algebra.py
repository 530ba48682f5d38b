"""The cell algebra: what a host may hand over, and nothing else.

A cell is a number, a text, a boolean, a date (hosts that know dates), None for a blank, or an
`ErrorValue`. An argument is a cell, a grid (a sequence of equally long rows), or `OMITTED`.
Empty text counts as blank: a formula that returns "" and LibreOffice's blank cells look the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import chain
from types import NoneType
from typing import Any, TypeGuard, cast

from ..errors import Code
from .numbers import Numbers, as_numbers


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error cell."""

    code: Code

    def __str__(self) -> str:
        return str(self.code)


class Omitted(Enum):
    """What stands for an argument that was left out."""

    OMITTED = "omitted"


OMITTED = Omitted.OMITTED
NOT_AVAILABLE = ErrorValue(Code.NA)
NOT_A_NUMBER = ErrorValue(Code.NUM)

Cell = float | int | str | bool | dt.date | ErrorValue | None
Row = Sequence[Cell]
Grid = Sequence[Row]
Value = Cell | Grid | Omitted


class CellBlock:
    """A range as a host hands it over: rows, and how to make cells of them."""

    def __init__(self, rows: Sequence[Any], plain: Callable[[Any], Any] | None = None) -> None:
        self.rows = rows
        self.parsed: dict[Hashable, Any] = {}  # what was read from it, if a host gives it again
        self._plain = plain

    @property
    def size(self) -> int:
        """How many cells it has; 0 if it is no range."""
        rows = self.rows if isinstance(self.rows, (list, tuple)) else ()
        return len(rows) * len(rows[0]) if rows else 0

    @cached_property
    def cells(self) -> Any:
        """The rows in the cell algebra: a grid, or an error if they are none."""
        return self._plain(self.rows) if self._plain else self.rows

    @cached_property
    def numbers(self) -> Numbers | None:
        """The range, up to its end, as numbers; None if anything in it is not certainly one."""
        try:
            end = self._end()
            if not set(map(len, self.rows[end:])) <= {len(self.rows[0])}:
                return None
        except TypeError:  # a row that is none
            return None
        return as_numbers(self.rows[:end] if end < len(self.rows) else self.rows)

    def _end(self) -> int:
        """As `end_of` the cells, of which no more are made than it takes."""
        start = _without_empty_tail(self.rows)
        while start and float not in map(type, self.rows[start - 1]):
            start -= 1
        if start == len(self.rows):
            return start
        start = max(start - 1, 0)  # with the row of numbers above what may be beyond the end
        tail = self.rows[start:]
        cells = self._plain(tail) if self._plain else tail
        return start + end_of(cells) if is_grid(cells) else len(self.rows)


Given = Value | CellBlock  # as a host hands it to `call`


_NUMBER = re.compile(
    r"[-+−(]?\s*[$€£¥]?\s*(\d+([ ,.'\u00a0]\d{3})*([.,]\d+)?|[.,]\d+)([eE][-+]?\d+)?\s*%?\)?"
)

_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}( \d{1,2}:\d{2}(:\d{2})?)?")  # in any order


def is_grid(value: object) -> TypeGuard[Grid]:
    """Whether an argument is a range."""
    return isinstance(value, (list, tuple))


def is_blank(cell: Cell) -> bool:
    """Whether a cell is blank, or a text of nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_blank_row(row: Row) -> bool:
    """Whether a row shows nothing."""
    return all(map(is_blank, row))


def is_number(cell: Cell) -> TypeGuard[float | int]:
    """Whether a cell is a number: TRUE and FALSE are none."""
    return isinstance(cell, (float, int)) and not isinstance(cell, bool)


def is_number_text(cell: Cell) -> TypeGuard[str]:
    """A number stored as text, as far as a sheet can tell: "nan" and "inf" are words there."""
    return isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) is not None


def is_date_text(cell: Cell) -> TypeGuard[str]:
    """A date that Excel kept as text: 15/09/2008, which no one can read for certain."""
    return isinstance(cell, str) and _DATE.fullmatch(cell.strip()) is not None


def quoted(cell: Cell) -> object:
    """A cell as a sentence shows it, texts in quotes."""
    if is_blank(cell):
        return "blank"
    if isinstance(cell, str):
        return f"'{cell}'" if len(cell) <= 50 else f"'{cell[:49]}…'"
    return cell


def end_of(grid: Grid) -> int:
    """How many rows a range has: blank rows at its end, and rows of nothing but #N/A, are not of it.

    #N/A is what an array formula shows in the rows that its result does not fill. Where nothing
    would be left, or nothing but a header, the #N/A is what the range holds.
    """
    end = _end(grid, _without_empty_tail(grid), is_blank_row)
    filled = _end(
        grid, end, lambda row: is_blank_row(row) or all(cell == NOT_AVAILABLE for cell in row)
    )
    if filled > 1 or (filled == 1 and any(map(is_number, grid[0]))):
        return filled
    return end


def _without_empty_tail(rows: Any) -> int:
    """How many rows are left without those at the end that hold nothing, of which whole columns have
    a million: they are passed over in ever longer strides.
    """
    end, stride = len(rows), 1
    while end:
        first = max(end - stride, 0)
        if set(map(type, chain.from_iterable(rows[first:end]))) <= {NoneType}:
            end, stride = first, 2 * stride
        elif stride == 1:
            break
        else:
            stride = 1
    return end


def _end(grid: Grid, end: int, beyond: Callable[[Row], bool]) -> int:
    """The first `end` rows of a grid, without those at their end that are beyond it."""
    while end and beyond(grid[end - 1]):
        end -= 1
    return end


def error_in(value: Value) -> tuple[ErrorValue, int | None, int | None] | None:
    """The first error cell of an argument, with its row and column."""
    if isinstance(value, ErrorValue):
        return value, None, None
    if is_grid(value):
        for i, row in enumerate(value):
            for j, cell in enumerate(row):
                if isinstance(cell, ErrorValue):
                    return cell, i, j
    return None


def resolved(given: Given) -> Value:
    """The cells of an argument, whatever the host handed over."""
    return cast(Value, given.cells) if isinstance(given, CellBlock) else given
