"""The largest moves of a series of returns: over some days, and from peak to trough."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..domain import Vector


class Fall(NamedTuple):
    """From a highest point to the lowest after it: rows from 0, -1 is the day before the first."""

    depth: float  # as a return: -0.4, or 0 for what never fell
    peak: int
    trough: int


def overlapping(returns: Vector, days: int) -> Vector:
    """(rows - days + 1,) compound returns over so many rows, by their last."""
    if days == 1:
        return returns
    return np.asarray(np.prod(1 + sliding_window_view(returns, days), axis=1) - 1)


def fall(returns: Vector) -> Fall:
    """The largest fall of the compounded returns below their highest point so far."""
    index = np.concatenate(([1.0], np.cumprod(1 + returns)))
    highest = np.maximum.accumulate(index)
    trough = int(np.argmin(index / highest))
    peak = int(np.argmax(index[: trough + 1]))
    return Fall(float(index[trough] / index[peak] - 1), peak - 1, trough - 1)


def compounded(returns: Vector, after: int, until: int) -> float:
    """The compound return of the rows behind one (-1: from the first on) up to another, included."""
    return float(np.prod(1 + returns[after + 1 : until + 1]) - 1)
