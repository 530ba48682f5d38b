"""What functions return, and how it becomes cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import isfinite, isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import Days, Matrix
from ..domain.dates import OFFSET_1904, Serial, serials
from .algebra import NOT_A_NUMBER, Cell, ErrorValue

#: How a column or value is formatted: Excel number formats live in the generators.
Unit = str  # money, percent, ratio, number, count, date, text, years, correlation


NONE = "n/a"  # where a line or a cell has no such number


class Blank(Enum):
    """What stands for a cell without a value, where a result may have one (`Returns.blanks`)."""

    BLANK = ""


#: Comes out as the empty text: the one blank that a formula can give, for Excel shows a true one as 0.
BLANK = Blank.BLANK


def or_none(value: Cell) -> Cell:
    """What is shown for a number that may be missing."""
    return NONE if value is None else value


def figure(value: float) -> Cell:
    """A number of a row of a table; #NUM! for NaN, where the method has none."""
    return NOT_A_NUMBER if isnan(value) else value


@dataclass(frozen=True)
class Table:
    """Rows under a header, if there is one. Dates are serials; `NOT_AVAILABLE` stands where a row has no number."""

    header: Sequence[str] | None
    rows: Sequence[Sequence[Cell | Blank]]

    @staticmethod
    def of_days(label: str, days: Days, names: Sequence[str] | None, block: Matrix) -> Table:
        """A row a day: its date, then its numbers; with a header if the columns have names.

        days: (rows,) serials; block: (rows, columns).
        """
        body = [[day, *row] for day, row in zip(serials(days), block.tolist(), strict=True)]
        return Table(None if names is None else [label, *names], body)

    def with_blanks(self) -> Table:
        """The same, NaN as blanks: for a result that may have some."""
        rows = [
            [BLANK if isinstance(cell, float) and isnan(cell) else cell for cell in row]
            for row in self.rows
        ]
        return Table(self.header, rows)


@dataclass(frozen=True)
class Report:
    """Label and value pairs."""

    lines: Sequence[tuple[str, Cell]]


@dataclass(frozen=True)
class Returns:
    """What a function gives back: shape for the reference, units for the formats."""

    help: str
    unit: Unit = "number"
    columns: tuple[tuple[str, Unit], ...] = ()  # of a table; the last repeats if `repeats`
    repeats: bool = False
    # of a report, those with numbers; `Position: *` is any
    lines: tuple[tuple[str, Unit], ...] = ()
    blanks: bool = False  # whether cells of a table may be blank: an empty text, never zero


def encode(value: Any, date1904: bool = False) -> Cell | list[list[Cell]]:
    """A result as a cell or a grid of cells; NaN, infinities and empty text never pass.

    Dates come out as serials of the sheet's own date system.
    """
    shift = OFFSET_1904 if date1904 else 0
    if isinstance(value, Table):
        rows = value.rows if value.header is None else [value.header, *value.rows]
        return [_row(row, shift) for row in rows]
    if isinstance(value, Report):
        return [[label, _cell(cell, shift)] for label, cell in value.lines]
    if isinstance(value, np.ndarray):
        return _array(value)
    return _cell(value, shift)


def _row(row: Sequence[Any], shift: int) -> list[Cell]:
    """A row as cells; one of nothing but finite floats behind its first cell in one go."""
    rest = row[1:]
    if set(map(type, rest)) == {float} and isfinite(sum(rest)):
        if 0.0 in rest:  # which may be -0
            rest = [number + 0.0 for number in rest]
        return [_cell(row[0], shift), *rest]
    return [_cell(cell, shift) for cell in row]


def _array(value: NDArray[Any]) -> list[list[Cell]]:
    if not np.isfinite(value).all():
        raise errors.OVERFLOW()
    rows: list[list[Cell]] = (np.atleast_2d(value) + 0.0).tolist()
    return rows


def _cell(cell: Any, shift: int) -> Cell:
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is BLANK:
        return str(BLANK.value)
    if isinstance(cell, (bool, ErrorValue)):
        return cell
    if isinstance(cell, Serial):
        return float(cell - shift)
    if isinstance(cell, (int, float)):
        number = float(cell)
        if number - number != 0:
            raise errors.OVERFLOW()
        return number + 0.0  # a cell shows -0 as 0, and so do we
    if isinstance(cell, str) and cell:
        return cell
    raise errors.OVERFLOW()
