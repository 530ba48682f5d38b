"""The kinds of series of numbers: in order, or one a day as a backtest takes them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .. import errors
from ..domain import History, Origin, Vector
from ..errors import Place
from .argument import Argument
from .daily import DailyTable
from .kind import Bounded
from .scalars import of_a_day


class NumberSeries(Bounded):
    """A number, or a row or column of numbers oldest first: (n,) float64."""

    shape = "one number, or a row or column"
    is_range = True
    expected = "a number, or a row or column of numbers"

    def parse(self, argument: Argument) -> Vector:
        values = [
            self.check(argument.number(cell, i, j), argument.place(i, j))
            for i, j, cell in argument.series(self.expected)
        ]
        return np.array(values)


class VolatilitySeries(NumberSeries):
    """Volatilities per day, as decimals."""

    def check(self, number: float, place: Place) -> float:
        """Raises ImpossibleNumber for a negative one, and for one that no day has."""
        return of_a_day(super().check(number, place), place)


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
            return replace(series, values=series.values.reshape(-1, 1))
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
