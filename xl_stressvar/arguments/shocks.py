"""Scenarios of shocks, and the kind of argument that they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from .. import errors
from ..cells.algebra import is_blank
from ..domain import Matrix, Origin
from .argument import Argument
from .kind import Kind
from .layout import header_names, header_row


@dataclass(frozen=True, eq=False)
class Shocks:
    """Scenarios of moves, as given: NaN where a cell was blank.

    cells: the numbers in the shape of the range. names: of its columns, if there was a header.
    blanks: whether cells may be blank.
    """

    cells: Matrix
    names: tuple[str, ...] | None
    origin: Origin
    blanks: bool = False

    def rows(self, assets: int) -> Matrix:
        """(scenarios, assets): one scenario a row; a column of as many cells is one scenario.

        A column may have lost blank cells at its end, which hosts cut: they come back. Raises
        BadInput for any other shape.
        """
        rows, columns = self.cells.shape
        if columns == assets:
            return self.cells
        whole = rows == assets or (self.blanks and rows < assets)
        if columns == 1 and whole and self.names is None:
            out = np.full((1, assets), np.nan)
            out[0, :rows] = self.cells[:, 0]
            return out
        raise errors.SHOCKS_SHAPE(
            errors.Place(self.origin.argument), rows=rows, columns=columns, assets=assets
        )

    def is_column(self, assets: int) -> bool:
        """Whether one scenario of several assets was given as a column."""
        return bool(self.cells.shape[1] != assets)


@dataclass(frozen=True)
class ShockRange(Kind):
    """Moves of the assets: a row or column, or several scenarios one a row; a header is optional."""

    blanks: bool = False
    unit = "decimals"
    is_range = True
    expected = "one move an asset, such as -20%"
    shape = "a row or column of numbers, or one scenario a row, optional header row of names"

    def parse(self, argument: Argument) -> Shocks:
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        header = header_row(grid[0]) if len(grid) > 1 else None
        names = header_names(header, argument, 0) if header else None
        first = 1 if header else 0
        body = grid[first:]
        cells = np.array(
            [
                [
                    np.nan
                    if self.blanks and is_blank(cell)
                    else argument.number(cell, first + i, j, names[j] if names else "")
                    for j, cell in enumerate(row)
                ]
                for i, row in enumerate(body)
            ]
        )
        return Shocks(cells, names, Origin(argument.name, first, 0), self.blanks)
