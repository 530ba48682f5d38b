"""A history as it is: gaps and dates in disorder are let in, for HISTORY_CHECK to find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cells.algebra import is_blank
from ..domain import Days, History, Matrix
from .argument import Argument
from .daily import DailyRange, loaded


@dataclass(frozen=True, eq=False)
class Raw:
    """Rows in the order of the sheet.

    numbers: (rows, columns) float64, NaN for a blank. days: (rows,) serials, 0 for a blank, or None.
    first_row: of the rows, in the selection.
    """

    numbers: Matrix
    days: Days | None
    names: tuple[str, ...] | None
    first_row: int
    date_label: str

    def name(self, column: int) -> str:
        return self.names[column] if self.names else f"column {column + 1}"


@dataclass(frozen=True)
class RawTable(DailyRange):
    """As a daily table, with blanks and in any order; texts and dates that are none are refused."""

    blanks: bool = True

    def parse(self, argument: Argument) -> Raw:
        if history := loaded(argument):
            return _oldest_first(history)
        body, layout = self.rows(argument)
        days = None
        if layout.dated:
            days = np.zeros(len(body), dtype=np.int64)
            for i, row in enumerate(body):
                if is_blank(row[0]):
                    continue
                day = argument.day(row[0])
                if day is None:
                    raise argument.no_day(row[0], layout.first_row + i)
                days[i] = day
        numbers = self.numbers(argument, body, layout, None)
        return Raw(numbers, days, layout.names, layout.first_row, layout.date_label)


def _oldest_first(history: History) -> Raw:
    """The rows behind a handle, counted from the oldest, a header included."""
    first_row = 0 if history.names is None else 1
    return Raw(history.values, history.dates, history.names, first_row, history.date_label)
