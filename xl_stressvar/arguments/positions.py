"""The kind of positions: an amount an asset, by order or by name."""

from __future__ import annotations

from itertools import chain

import numpy as np

from .. import errors
from ..cells.algebra import Cell, Grid, is_blank
from ..domain import Positions
from .argument import Argument
from .kind import Kind
from .matrices import whole_matrix


class PositionsRange(Kind):
    """One number an asset, or two columns (name, amount), or one portfolio a row."""

    unit = "money, signed"
    is_range = True
    shared = True
    expected = "one position an asset"
    shape = "a row or column of numbers, or two columns: name and amount"

    def parse(self, argument: Argument) -> Positions:
        if (matrix := whole_matrix(argument)) is not None:
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


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_blank(cell)


def _is_title(cell: Cell) -> bool:
    """A word over the amounts, not an amount typed as text."""
    return isinstance(cell, str) and not any(c.isdigit() for c in cell) and not is_blank(cell)
