"""Whether the columns of a history can be the moves that a valuation takes them for: their unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .. import errors
from .history import LONG, History

MOST_ANNUAL_VOLATILITY = 2.0  # beyond it the unit is another
LEAST_RATE, MOST_RATE = -0.2, 1.0  # a year, of rates and yields: the same


@dataclass(frozen=True)
class Unit:
    """What moves of a kind look like as decimals. what: in a sentence.

    most_volatile: the largest deviation of a column from row to row. lowest, highest: the least and
    the largest single move; least_level: a column that never falls below it holds levels.
    """

    what: str
    most_volatile: float
    lowest: float
    highest: float
    least_level: float


RETURNS = Unit("returns", 0.5, -1.0, np.inf, 0.3)
VOLATILITIES = Unit("changes of a volatility", 0.2, -np.inf, np.inf, 0.05)
YIELDS = Unit("changes of a yield", 0.01, -0.25, 0.25, 0.005)


def require_moves(history: History, unit: Unit, columns: Iterable[int] | None = None) -> None:
    """Raise BadInput for a column that cannot hold such moves, with the likely slip.

    A deviation and a level are judged from 20 rows on; fewer may be a scenario each.
    """
    values = history.values
    for j in range(history.assets) if columns is None else columns:
        column, place = values[:, j], history.place(column=j)
        for row in np.flatnonzero((column < unit.lowest) | (column > unit.highest))[:1].tolist():
            value = float(column[row])
            if unit is RETURNS:
                raise errors.MOVE_BELOW_ALL(history.place(row, j), value=value)
            percent = f"{100 * value:.6g}%"
            raise errors.MOVE_UNIT(history.place(row, j), percent=percent, what=unit.what)
        if len(column) < LONG:
            continue
        if column.min() >= unit.least_level:
            raise errors.MOVE_LEVELS(place, least=unit.least_level, what=unit.what)
        with np.errstate(over="ignore"):
            size = float(np.std(column))
        if not size <= unit.most_volatile:
            percent = f"{100 * size:.3g}%" if size < np.inf else "an endless percentage"
            raise errors.MOVE_UNIT(place, percent=percent, what=unit.what)
