"""The kinds of daily series that a backtest takes, and of scenarios of shocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from .. import errors
from ..cells.algebra import Argument, is_blank
from ..domain import History, Matrix, Origin
from ..domain.cache import Cache
from .daily import DailyTable, header_names, header_row
from .scalars import Kind


class DailyPnl(DailyTable):
    """One number a day, with an optional header and an optional first column of dates.

    Comes out as a `History` of one column, oldest first. A plain row of numbers is taken for a
    column: it can be nothing else.
    """

    unit = "money, signed"
    expected = "one number a day"
    shape = "days x 1, optional header, optional first column of dates"

    def parse(self, argument: Argument) -> History:
        series = super().parse(argument)
        self.check(series)
        if len(series) == 1 and series.names is None and series.dates is None:
            return replace(series, values=series.values.reshape(-1, 1), cache=Cache())
        if series.assets > 1:
            raise errors.ONE_PNL(argument.place(), columns=series.assets)
        return series

    def check(self, series: History) -> None:
        """Raise for numbers that the kind does not allow."""


class DailyForecast(DailyPnl):
    """A positive number for all days, or one a day, none negative. One cell is the number."""

    unit = "money"
    expected = "a positive number, or one a day"
    shape = "one value, or days x 1 with optional header and dates"

    def parse(self, argument: Argument) -> History:
        grid = argument.grid()
        if len(grid) == 1 == len(grid[0]):
            number = argument.number(grid[0][0])
            if number <= 0:
                raise errors.NOT_POSITIVE(argument.place(), value=number)
            return History(np.array([[number]]), origin=Origin(argument.name))
        return super().parse(argument)

    def check(self, series: History) -> None:
        for row, column in np.argwhere(series.values < 0).tolist():
            raise errors.TOO_SMALL(
                series.place(row, column), value=float(series.values[row, column]), least=0
            )


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

        A column may have lost blank cells at its end, which hosts cut: they come back.
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
