"""The cell algebra: what a host may hand over, and nothing else.

A cell is a number, a text, a boolean, a date (hosts that know dates), None for a blank, or an
`ErrorValue`. An argument is a cell, a grid (a sequence of equally long rows), or `OMITTED`.
Empty text counts as blank: a formula that returns "" and LibreOffice's blank cells look the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, TypeGuard, cast

from .. import errors
from ..domain import dates
from ..errors import Code, Place, StressVarError
from .numbers import SMALL, Block, Numbers


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error cell."""

    code: Code

    def __str__(self) -> str:
        return str(self.code)


class Omitted(Enum):
    OMITTED = "omitted"


OMITTED = Omitted.OMITTED
NOT_AVAILABLE = ErrorValue(Code.NA)

Cell = float | int | str | bool | dt.date | ErrorValue | None
Row = Sequence[Cell]
Grid = Sequence[Row]
Value = Cell | Grid | Omitted
Given = Value | Block  # as a host hands it to `call`


_NUMBER = re.compile(
    r"[-+−(]?\s*[$€£¥]?\s*(\d+([ ,.'\u00a0]\d{3})*([.,]\d+)?|[.,]\d+)([eE][-+]?\d+)?\s*%?\)?"
)

_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}( \d{1,2}:\d{2}(:\d{2})?)?")  # in any order


def is_grid(value: object) -> TypeGuard[Grid]:
    return isinstance(value, (list, tuple))


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_number(cell: Cell) -> TypeGuard[float | int]:
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
    return cast(Value, given.cells) if isinstance(given, Block) else given


@dataclass(frozen=True)
class Argument:
    """One argument of a call, with what is needed to read it and to say where it failed."""

    name: str
    given: Given
    date1904: bool = False

    @property
    def value(self) -> Value:
        """The cells."""
        return resolved(self.given)

    @property
    def rows(self) -> Sequence[Any]:
        """A range as the host gave it; empty for any other argument."""
        rows = self.given.rows if isinstance(self.given, Block) else self.given
        return rows if isinstance(rows, (list, tuple)) else ()

    @property
    def cells(self) -> int:
        """How many cells a range has; 0 for any other argument."""
        rows = self.rows
        return len(rows) * len(rows[0]) if rows else 0

    @cached_property
    def numbers(self) -> Numbers | None:
        """A range of some size as numbers; None for any other argument, and if a cell is no number."""
        if self.cells < SMALL:
            return None
        block = self.given if isinstance(self.given, Block) else Block(cast(Grid, self.given))
        return block.numbers

    def place(self, row: int | None = None, column: int | None = None, label: str = "") -> Place:
        if is_grid(self.given) or self.numbers is not None or is_grid(self.value):
            return Place(self.name, row, column, label)
        return Place(self.name, label=label)

    def grid(self) -> Grid:
        """The cells as rows, whatever the shape; rows that are all blank cut at the end."""
        given = self.value
        if isinstance(given, Omitted):
            return []
        value = given if isinstance(given, (list, tuple)) else [[cast(Cell, given)]]
        end = len(value)
        while end and all(map(is_blank, value[end - 1])):
            end -= 1
        return value if end == len(value) else value[:end]

    def scalar(self, expected: str) -> Cell:
        """The single cell; a range of one cell counts, a blank does not."""
        value = self.value
        if isinstance(value, (list, tuple)):
            if len(value) != 1 or len(value[0]) != 1:
                columns = len(value[0]) if value else 0
                raise errors.ONE_VALUE(
                    self.place(), rows=len(value), columns=columns, expected=expected
                )
            value = value[0][0]
        if isinstance(value, Omitted):
            raise errors.MISSING(self.place(), expected=expected)
        cell = cast(Cell, value)
        if is_blank(cell):
            raise errors.BLANK_ARGUMENT(self.place(), expected=expected)
        return cell

    def series(self, expected: str) -> Iterator[tuple[int, int, Cell]]:
        """The cells of one row or one column, each with its row and column."""
        grid = self.grid()
        if not grid:
            raise errors.ALL_BLANK(self.place(), expected=expected)
        if len(grid) > 1 and len(grid[0]) > 1:
            raise errors.NOT_PURE(self.place())
        for i, row in enumerate(grid):
            for j, cell in enumerate(row):
                yield i, j, cell

    def number(
        self, cell: Cell, row: int | None = None, column: int | None = None, label: str = ""
    ) -> float:
        """The cell as a float; every other kind of cell is refused by name."""
        if is_number(cell):
            number = float(cell)
            if number - number != 0:  # infinite or NaN
                raise errors.NOT_FINITE(self.place(row, column, label))
            return number
        place = self.place(row, column, label)
        if isinstance(cell, ErrorValue):
            raise errors.ERROR_CELL(place, error=cell.code)
        if is_blank(cell):
            raise errors.BLANK(place)
        if isinstance(cell, bool):
            raise errors.BOOLEAN(place, text="TRUE" if cell else "FALSE")
        if isinstance(cell, dt.date):
            raise errors.BOOLEAN(place, text=f"the date {cell.isoformat()[:10]}")
        assert isinstance(cell, str)
        if is_number_text(cell):
            # Text to Columns reads 0,012 as 12 where the comma parts thousands
            raise (errors.COMMA_AS_TEXT if "," in cell else errors.NUMBER_AS_TEXT)(place, text=cell)
        if is_date_text(cell):
            raise errors.DATE_AS_TEXT(place, text=cell)
        raise (errors.TEXT if is_grid(self.value) else errors.TEXT_FOR_NUMBER)(place, text=cell)

    def day(self, cell: Cell) -> int | None:
        """The cell as a serial day of the 1900 system, or None if it is no date."""
        if isinstance(cell, dt.date):
            return dates.serial(cell)
        if isinstance(cell, str):
            return dates.parse_iso(cell)
        if is_number(cell):
            return dates.parse_number(cell + (dates.OFFSET_1904 if self.date1904 else 0))
        return None

    def no_day(self, cell: Cell, row: int) -> StressVarError:
        """Why a cell of a date column is no date."""
        place = self.place(row, 0)
        if isinstance(cell, ErrorValue):
            return errors.ERROR_CELL(place, error=cell.code)
        if is_date_text(cell):
            return errors.DATE_AS_TEXT(place, text=cell)
        return errors.BAD_ROW_DATE(place, value=quoted(cell))
