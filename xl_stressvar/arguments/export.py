"""The kinds of what CLEAN_PRICES takes: a raw export, and how its texts are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from .. import errors
from ..cells.algebra import ErrorValue, Grid, is_blank
from ..cleaning.numbers import COMMA, POINT
from .argument import Argument
from .kind import Kind
from .scalars import Choice, Flag


class Export(NamedTuple):
    """Cells as they came, errors and texts among them."""

    argument: str
    grid: Grid
    date1904: bool


@dataclass(frozen=True)
class RawExport(Kind):
    """Any cells with dates and prices somewhere in them."""

    is_range = True
    takes_errors = True
    expected = "a raw export of prices"
    shape = "any cells, with a column of dates and, right of it, a column an asset"

    def parse(self, argument: Argument) -> Export:
        value = argument.value
        if isinstance(value, ErrorValue):
            raise errors.ERROR_CELL(argument.place(), error=value.code)
        if isinstance(value, str) and not is_blank(value):
            raise errors.TEXT_FOR_RANGE(argument.place(), text=value, expected=self.expected)
        grid = argument.grid()
        if not grid or not grid[0] or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        return Export(argument.name, grid, argument.date1904)


class DayFirst(Flag):
    """TRUE or FALSE; left out, the column of dates tells."""

    def show(self, default: Any) -> str:
        return "as the dates tell"


@dataclass(frozen=True)
class DecimalSign(Choice):
    """A point or a comma; left out, each column tells."""

    words: tuple[str, ...] = (POINT, COMMA)

    def find(self, text: str) -> str | None:
        sign = text.strip()
        return sign if sign in self.words else None

    def show(self, default: Any) -> str:
        return "as each column tells"
