"""From raw levels to returns: visible steps, in the sheet, before anything is measured."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .. import errors
from ..domain import History, Matrix, Vector

Rows = NDArray[np.intp]


def returns_of(prices: History, kind: str, days: int = 1) -> tuple[Matrix, Rows]:
    """Changes of prices over so many rows, and the row that each ends on: (rows, assets), (rows,).

    kind: `simple` p1/p0 - 1, `log` ln(p1/p0), `difference` p1 - p0. None leads across a hole. Raises
    ImpossibleNumber by name for a price that is not positive, unless for differences; NotEnoughData
    without a row that has so many before it on its side of a hole.
    """
    p = prices.values
    bad = np.argwhere(p <= 0)
    if len(bad) and kind != "difference":
        row, column = map(int, bad[0])
        raise errors.PRICE_NOT_POSITIVE(prices.place(row, column), value=float(p[row, column]))
    if len(p) < 2:
        raise errors.ONE_ROW(prices.place(), rows=len(p))
    rows = _ends(prices, days)
    change = p[rows] - p[rows - days]
    if kind == "difference":
        return change, rows
    change = change / p[rows - days]
    return (np.log1p(change) if kind == "log" else change), rows


def overlapping(history: History, days: int, kind: str) -> tuple[Matrix, Rows]:
    """Returns over so many rows of daily ones, and the row that each ends on: (rows, assets), (rows,).

    kind: `compound` Π(1+r) - 1, or `sum`. Raises NotEnoughData without so many rows on one side of a hole.
    """
    rows = _ends(history, days - 1)
    windows = sliding_window_view(history.values, days, axis=0)[rows - days + 1]
    if kind == "sum":
        return windows.sum(axis=-1), rows
    return np.asarray((1 + windows).prod(axis=-1) - 1), rows


def _ends(history: History, before: int) -> Rows:
    """The rows that have so many before them on their side of a hole. Raises NotEnoughData for none."""
    rows = np.concatenate(
        [np.arange(b.start + before, max(b.stop, b.start + before)) for b in history.blocks]
    )
    if not len(rows):
        longest = max(block.stop - block.start for block in history.blocks)
        raise errors.TOO_FEW_TO_OVERLAP(history.place(), rows=longest, least=before + 1)
    return rows


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
