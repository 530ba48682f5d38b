"""One figure for every window of a P&L, a block of windows at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .. import errors
from ..domain import History, Matrix, Vector

_AT_ONCE = 1 << 20  # numbers copied at a time: 8 MB

Kernel = Callable[[Matrix], Vector]  # (samples, days) to (samples,)


def every_window(
    pnl: Vector, length: int, kernel: Kernel, history: History, every: int = 1
) -> Vector:
    """(days - length + 1,) what a kernel makes of each window of so many rows.

    pnl: (days,), whose first row is the history's. every: so many rows from start to start. Raises what the kernel raises; an ImpossibleNumber
    names the first window that fails.
    """
    windows = sliding_window_view(pnl, length)[::every]
    step = max(_AT_ONCE // length, 1)  # so that memory stays small
    out = []
    for first in range(0, len(windows), step):
        block = np.ascontiguousarray(windows[first : first + step])
        try:
            out.append(kernel(block))
        except errors.ImpossibleNumber:
            _name_the_failure(block, first, kernel, history, every)
            raise
    return np.concatenate(out)


def _name_the_failure(
    block: Matrix, first: int, kernel: Kernel, history: History, every: int
) -> None:
    """Raise the failure of the first window that fails alone, with its name."""
    for i, row in enumerate(block):
        try:
            kernel(row[None, :])
        except errors.ImpossibleNumber as failure:
            start = (first + i) * every
            raise failure.about(_span(history, slice(start, start + len(row)))) from None


def _span(history: History, rows: slice) -> str:
    """The first and last day of some rows, in words."""
    if window := history.window_of(rows):
        return str(window)
    return f"days {rows.start + 1} to {rows.stop}"
