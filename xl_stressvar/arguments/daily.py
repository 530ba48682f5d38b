"""The kind of a range of daily numbers: a history, prices, levels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from .. import errors
from ..cells.algebra import Grid, is_blank
from ..cells.numbers import Numbers
from ..domain import LONG, Days, History, Matrix, Origin, dates
from ..errors import Place, StressVarError
from .argument import Argument
from .history_cache import HISTORY_CACHE, is_handle
from .kind import Kind
from .layout import Layout, days_of, layout_of
from .matrices import finite_numbers


@dataclass(frozen=True)
class DailyRange(Kind):
    """A range with one row a day: optional header row of names, optional first column of dates.

    `blanks` lets gaps in, as NaN.
    """

    blanks: bool = False
    is_range = True
    shared = True
    expected = "daily numbers, one column an asset and one row a day"
    shape = "days x assets, optional header row, optional first column of dates"

    def rows(self, argument: Argument) -> tuple[Grid, Layout]:
        """The rows under the header, and the layout. Raises BadInput for what has none."""
        grid = argument.grid()
        if not grid or not grid[0] or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        if isinstance(argument.value, str):
            raise errors.TEXT_FOR_RANGE(
                argument.place(), text=argument.value, expected=self.expected
            )
        layout = layout_of(
            argument,
            grid[0],
            len(grid),
            lambda first: [row[0] for row in grid[first:]],
            self.expected,
        )
        return grid[layout.first_row :], layout

    def numbers(self, argument: Argument, body: Grid, layout: Layout, days: Days | None) -> Matrix:
        """(rows, columns) float64, in the sheet's order; NaN for a blank where blanks are let in.

        days: of the rows, by which a message names them. Raises StressVarError at the first cell
        that is no number.
        """
        first_row, dated, names, _ = layout
        cells = [row[1:] for row in body] if dated else body
        if (finite := finite_numbers(cells)) is not None:
            return finite
        # something is amiss, or gaps are allowed: cell by cell, to name the first that fails
        numbers = np.empty((len(cells), len(cells[0])))
        for i, row in enumerate(cells):
            for j, cell in enumerate(row):
                if self.blanks and is_blank(cell):
                    numbers[i, j] = np.nan
                elif isinstance(cell, float) and cell - cell == 0:
                    numbers[i, j] = cell
                else:
                    day = dates.iso(days[i]) if days is not None else f"row {first_row + i + 1}"
                    name = names[j] if names else f"column {dated + j + 1}"
                    numbers[i, j] = argument.number(
                        cell, first_row + i, dated + j, f"{day}, {name}"
                    )
        return numbers


@dataclass(frozen=True)
class DailyTable(DailyRange):
    """Comes out as a `History`, oldest first. `returns`: a table of prices is refused."""

    returns: bool = False

    def parse(self, argument: Argument) -> History:
        history = loaded(argument) or self._read(argument)
        if self.returns and of_prices(history):
            raise errors.PRICES(argument.place())
        origin = history.origin
        in_sheet = history.values[::-1] if origin.newest_first else history.values
        if self.returns and starts_with_names(in_sheet):
            place = argument.place(origin.row) if origin.placed else history.place(0)
            raise _names_refused(in_sheet, place)
        return history

    def _read(self, argument: Argument) -> History:
        """The history of a range, known or read anew.

        Two readers of the same thing: the fast one takes the range as a whole, and gives up where
        only a look at the cells can tell; the careful one looks at each, and names what is wrong.
        """
        if (numbers := argument.numbers) is not None:
            read_as = argument.name, argument.date1904
            try:
                return HISTORY_CACHE.history(
                    numbers, read_as, lambda: self._fast(numbers, argument)
                )
            except StressVarError:
                pass
        return self._careful(argument)

    def _fast(self, numbers: Numbers, argument: Argument) -> History:
        """Raises StressVarError, whichever, where the careful reader is to be asked."""
        matrix, left, headed = numbers.matrix, numbers.left, numbers.head is not None
        column = matrix[:, 0] if left is None else left
        top = numbers.head or ((left[0],) if left else ()) + tuple(matrix[0].tolist())
        layout = layout_of(argument, top, len(matrix) + headed, lambda _: column, self.expected)
        if (layout.first_row == 1) != headed or (left and not layout.dated):
            raise errors.NO_NUMBERS(argument.place(), expected=self.expected)
        days = days_of(column, argument, layout.first_row) if layout.dated else None
        beside = matrix[:, 1:] if layout.dated and left is None else matrix
        return _history(beside, days, layout, argument.name)

    def _careful(self, argument: Argument) -> History:
        body, layout = self.rows(argument)
        column = [row[0] for row in body]
        if layout.dated and is_blank(column[0]):  # as the corner above the dates may be
            numbers = finite_numbers([row[1:] for row in body])
            if numbers is not None and starts_with_names(numbers):
                raise _names_refused(numbers, argument.place(0))
        days = days_of(column, argument, layout.first_row) if layout.dated else None
        return _history(self.numbers(argument, body, layout, days), days, layout, argument.name)


def _history(matrix: Matrix, days: Days | None, layout: Layout, argument: str) -> History:
    """Rows in the sheet's order as a history, oldest first."""
    origin = Origin(argument, layout.first_row, layout.dated)
    if days is not None and len(days) > 1 and days[0] > days[-1]:
        matrix, days, origin = matrix[::-1], days[::-1], replace(origin, newest_first=True)
    matrix = np.ascontiguousarray(matrix)
    matrix.flags.writeable = False  # many functions will share it
    days = None if days is None else np.ascontiguousarray(days)
    return History(matrix, layout.names, days, origin, layout.date_label)


def loaded(argument: Argument) -> History | None:
    """The history behind the handle that stands in place of a range; None if no handle does.

    Raises NotEnoughData for a handle whose history is not known.
    """
    given = argument.given
    if isinstance(given, (list, tuple)) and len(given) == 1 == len(given[0]):
        given = given[0][0]
    if not isinstance(given, str) or not is_handle(given):
        return None
    found = HISTORY_CACHE.behind(given, argument.name)
    if found is None:
        raise errors.HANDLE_UNKNOWN(argument.place(), handle=given)
    return found


def starts_with_names(values: Matrix) -> bool:
    """Whether the first row is whole numbers of 1 or more, above numbers that are all smaller.

    Numbers can be names: in Tokyo a share is 7203. As returns they would be gains of 720,300%.
    """
    top = values[0]
    if top[0] < 1 or len(values) < 2 or top.min() < 1 or (top != np.floor(top)).any():
        return False
    return bool(values[1:].max() < 1 and values[1:].min() > -1)


def _names_refused(values: Matrix, place: Place) -> StressVarError:
    return errors.NUMBERS_AS_NAMES(place, value=f"{values[0, 0]:.15g}")


def of_prices(history: History) -> bool:
    """Whether every asset gains 100% on every day.

    A single column may be P&L in money; a few rows, made up for an example, may be anything.
    """
    returns = history.values
    if history.assets < 2 or len(history) < LONG or returns[0].min() <= 1:
        return False
    return bool(returns.min() > 1)
