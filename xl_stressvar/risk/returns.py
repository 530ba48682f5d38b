"""From raw levels to returns: visible steps, in the sheet, before anything is measured."""

from __future__ import annotations

import numpy as np

from .. import errors
from ..domain import History, Matrix, Vector


def returns_of(prices: History, kind: str) -> Matrix:
    """(days-1, assets) returns of prices: `simple` p1/p0 - 1, or `log` ln(p1/p0).

    Raises ImpossibleNumber by name for a price that is not positive, NotEnoughData for a single row.
    """
    p = prices.values
    bad = np.argwhere(p <= 0)
    if len(bad):
        row, column = map(int, bad[0])
        raise errors.PRICE_NOT_POSITIVE(prices.place(row, column), value=float(p[row, column]))
    if len(p) < 2:
        raise errors.ONE_ROW(prices.place(), rows=len(p))
    change = (p[1:] - p[:-1]) / p[:-1]
    return np.log1p(change) if kind == "log" else change


def carry_forward(levels: Matrix, max_fill: int) -> Matrix:
    """Gaps of at most max_fill rows filled with the last number before them, a copy.

    A longer gap is left whole: the first days of a dead series are no fresher than the rest.
    """
    return np.column_stack([_fill(column, max_fill) for column in levels.T])


def _fill(column: Vector, max_fill: int) -> Vector:
    known = np.flatnonzero(~np.isnan(column))
    out = column.copy()
    if not len(known):
        return out
    ends = np.append(known[1:], len(column))
    for start, end in zip(known, ends, strict=True):
        if 1 < end - start <= max_fill + 1:
            out[start + 1 : end] = column[start]
    return out
