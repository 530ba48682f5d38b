"""The kinds of currencies: the base, and the one of each asset, by order or by name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from .. import errors
from ..cells.algebra import Cell, is_blank, quoted
from ..domain import History, matched
from ..errors import Place
from .argument import Argument
from .kind import Kind

_TITLES = ("currency", "currencies", "code", "ccy")


def _code(argument: Argument, cell: Cell, row: int | None = None, column: int | None = None) -> str:
    text = cell.strip().upper() if isinstance(cell, str) else ""
    if is_blank(cell):
        expected = "the code of a currency, such as USD"
        raise errors.BLANK_ARGUMENT(argument.place(row, column), expected=expected)
    if len(text) != 3 or not (text.isascii() and text.isalpha()):
        raise errors.NOT_A_CURRENCY(argument.place(row, column), value=quoted(cell))
    return text


class CurrencyCode(Kind):
    """The code of one currency."""

    unit = "currency"
    expected = "the code of a currency, such as USD"

    def parse(self, argument: Argument) -> str:
        return _code(argument, argument.scalar(self.expected))

    def show(self, default: Any) -> str:
        return f'"{default}"'


@dataclass(frozen=True)
class Currencies:
    """Codes as given: in the shape of the range, or by the names of the assets."""

    codes: tuple[str, ...]
    shape: tuple[int, int]
    names: tuple[str, ...] | None
    rows: tuple[int, ...]  # where each stood
    argument: str

    def on(self, history: History) -> tuple[str, ...]:
        """The code of each column. Raises BadInput for a shape or a name that does not fit."""
        if self.names is None:
            if min(self.shape) == 1 and len(self.codes) == history.assets:
                return self.codes
            rows, columns = self.shape
            raise errors.CURRENCIES_SHAPE(
                Place(self.argument), rows=rows, columns=columns, assets=history.assets
            )
        if history.names is None:
            raise errors.POSITIONS_UNNAMED(Place(self.argument), table="history")
        found: dict[int, str] = {}
        for name, code, row in zip(self.names, self.codes, self.rows, strict=True):
            place = Place(self.argument, row, 0)
            column = history.named_columns.get(matched(name))
            if column is None:
                known = ", ".join(history.names)
                raise errors.UNKNOWN_NAME(place, name=name, table="history", names=known)
            if column in found:
                raise errors.NAME_TWICE(place, name=name)
            found[column] = code
        for column, name in enumerate(history.names):
            if column not in found:
                raise errors.MISSING_CURRENCY(Place(self.argument), name=name)
        return tuple(found[column] for column in range(history.assets))


class CurrencyRange(Kind):
    """A code an asset, as a row or a column, or two columns: name and code."""

    unit = "currencies"
    is_range = True
    expected = "the code of a currency an asset, such as USD"
    shape = "a row or column of texts, or two columns: name and code"

    def parse(self, argument: Argument) -> Currencies:
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        rows, columns = len(grid), len(grid[0])
        if columns == 2 and not (rows == 1 and _is_code(grid[0][0])):
            return self._by_name(argument)
        codes = tuple(_code(argument, cell, i, j) for i, j, cell in argument.series(self.expected))
        return Currencies(codes, (rows, columns), None, (), argument.name)

    def _by_name(self, argument: Argument) -> Currencies:
        names, codes, rows = [], [], []
        for i, (name, code) in enumerate(argument.grid()):
            if i == 0 and isinstance(code, str) and code.strip().casefold() in _TITLES:
                continue
            if is_blank(name):
                raise errors.NO_NAME(argument.place(i, 0))
            if not isinstance(name, str):
                raise errors.NAME_NOT_TEXT(argument.place(i, 0), value=quoted(name))
            names.append(name.strip())
            codes.append(_code(argument, code, i, 1))
            rows.append(i)
        if not names:
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        shape = len(argument.grid()), 2
        return Currencies(tuple(codes), shape, tuple(names), tuple(rows), argument.name)


def _is_code(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell.strip()) == 3
