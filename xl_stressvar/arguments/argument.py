"""One argument of a call: its cells, and where a failure in it lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from .. import errors
from ..cells.algebra import (
    Cell,
    CellBlock,
    ErrorValue,
    Given,
    Grid,
    Omitted,
    Value,
    end_of,
    is_blank,
    is_date_text,
    is_grid,
    is_number,
    is_number_text,
    quoted,
    resolved,
)
from ..cells.numbers import SMALL, Numbers
from ..domain import dates
from ..errors import Place, StressVarError


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
        rows = self.given.rows if isinstance(self.given, CellBlock) else self.given
        return rows if isinstance(rows, (list, tuple)) else ()

    @property
    def cells(self) -> int:
        """How many cells a range has; 0 for any other argument."""
        if isinstance(self.given, CellBlock):
            return self.given.size
        rows = self.rows
        return len(rows) * len(rows[0]) if rows else 0

    @cached_property
    def numbers(self) -> Numbers | None:
        """A range of some size as numbers; None for any other argument, and if a cell is no number."""
        if self.cells < SMALL:
            return None
        block = (
            self.given if isinstance(self.given, CellBlock) else CellBlock(cast(Grid, self.given))
        )
        return block.numbers

    def place(self, row: int | None = None, column: int | None = None, label: str = "") -> Place:
        """A cell of the argument, for a message."""
        if is_grid(self.given) or self.numbers is not None or is_grid(self.value):
            return Place(self.name, row, column, label)
        return Place(self.name, label=label)

    def grid(self) -> Grid:
        """The cells as rows, whatever the shape, up to the end of the range."""
        given = self.value
        if isinstance(given, Omitted):
            return []
        value = given if isinstance(given, (list, tuple)) else [[cast(Cell, given)]]
        end = end_of(value)
        return value if end == len(value) else value[:end]

    def scalar(self, expected: str) -> Cell:
        """The single cell; a range of one cell counts. Raises BadInput for a blank."""
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
        """The cells of one row or one column, each with its row and column.

        Raises BadInput for a block, and for nothing but blanks.
        """
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
        """The cell as a float.

        Raises ErrorCell, ImpossibleNumber for an infinite one, BadInput by name for any other.
        """
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
