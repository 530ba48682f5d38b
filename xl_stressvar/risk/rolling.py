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
    pnl: Vector,
    length: int,
    kernel: Kernel,
    history: History,
    every: int = 1,
    missing: bool = False,
) -> Vector:
    """(days - length + 1,) what a kernel makes of each window of so many rows.

    pnl: (days,), whose first row is the history's. every: so many rows from start to start. missing:
    a window that the kernel has no figure for is NaN. Raises what the kernel raises; unless missing, an
    ImpossibleNumber that names the first window that fails.
    """
    windows = sliding_window_view(pnl, length)[::every]
    step = max(_AT_ONCE // length, 1)  # so that memory stays small
    out = []
    for first in range(0, len(windows), step):
        block = np.ascontiguousarray(windows[first : first + step])
        values, failure, at = _figures(block, kernel, missing)
        if failure and not missing:
            start = (first + at) * every
            raise failure.about(span(history, slice(start, start + length))) from None
        out.append(values)
    return np.concatenate(out)


def _figures(
    block: Matrix, kernel: Kernel, missing: bool
) -> tuple[Vector, errors.ImpossibleNumber | None, int]:
    """What the kernel makes of each sample, NaN for one that fails; the first failure, and its place.

    Unless missing, what comes behind the first failure is not looked at.
    """
    values = np.full(len(block), np.nan)
    first: errors.ImpossibleNumber | None = None
    at = 0
    left = np.arange(len(block))
    while len(left):
        try:
            values[left] = kernel(block if len(left) == len(block) else block[left])
            break
        except errors.ImpossibleNumber as failure:
            if failure.samples is None:  # of all alike
                raise
            failed = left[list(failure.samples)]
            if first is None or failed[0] < at:
                first, at = failure, int(failed[0])
            left = np.setdiff1d(left, failed) if missing else left[left < at]
    return values, first, at


def span(history: History, rows: slice) -> str:
    """The first and last day of some rows, in words."""
    if window := history.window_of(rows):
        return str(window)
    return f"days {rows.start + 1} to {rows.stop}"
