"""Which windows of a P&L may have the largest deviation, by sums that move day by day.

Sums from the first day on take the place of a look at every day of every window. What rounding can
do to their differences is bounded, and whatever comes that near to the highest is kept: the windows
that are left are measured, one by one, as if every window had been.
"""

from __future__ import annotations

import numpy as np

from ..domain import Vector
from .moments import normalised
from .worst_window_bounds import NEAR, Starts

_MOST = 1000  # windows: of more that are as wide as each other each must be measured anyway
_ROUNDINGS = 8  # of each term of a sum, more than there are


def widest(pnl: Vector, length: int) -> Starts | None:
    """The first rows of the windows of (days,) that may have the highest deviation.

    The starts ascend. None for a P&L that is not finite or stands still, and where too many windows
    come near.
    """
    if not np.isfinite(pnl).all():
        return None
    whole = normalised(pnl)[0]
    days = whole - whole.mean()  # so that the squares of sums stay small beside the sums of squares
    sums, squares = _from_day_to_day(days), _from_day_to_day(days * days)
    of_sum, of_squares = sums[length:] - sums[:-length], squares[length:] - squares[:-length]
    spread = of_squares - of_sum * of_sum / length
    rounding = _rounding(days, length, of_sum) + _of_measuring(whole, length, spread)
    least = float((spread - rounding).max())
    if least <= 0:
        return None
    near = np.flatnonzero(spread + rounding >= least * (1 - 4 * NEAR))
    return near if len(near) <= _MOST else None


def _from_day_to_day(days: Vector) -> Vector:
    """(days + 1,) the sum of the days before each."""
    out = np.zeros(len(days) + 1)
    np.cumsum(days, out=out[1:])
    return out


def _rounding(days: Vector, length: int, of_sum: Vector) -> Vector:
    """(windows,) how far a spread may be from its true value, and from the one that is measured.

    A sum of n terms, one after another, is off by n roundings of the sum of their sizes at the most
    (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, section 4.2).
    """
    each = _ROUNDINGS * len(days) * np.finfo(np.float64).eps
    off_sum, off_squares = each * np.abs(days).sum(), each * (days @ days)
    of_mean = length * each * each * np.abs(days).max() ** 2
    return np.asarray(off_squares + (2 * np.abs(of_sum) + off_sum) * off_sum / length + of_mean)


def _of_measuring(whole: Vector, length: int, spread: Vector) -> Vector:
    """(windows,) how far the spread that is measured may be from its true value.

    A deviation taken from the mean of days that are all large and nearly alike is off by their last bit.
    """
    off = _ROUNDINGS * np.finfo(np.float64).eps * float(np.abs(whole).max())
    return np.asarray(2 * off * np.sqrt(np.maximum(spread, 0) * length) + length * off * off)
