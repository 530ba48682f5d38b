"""The EWMA volatility within every window of a P&L, from what is made once for all of them.

That of a window starts from the mean of its squares, m: σ²_t = G_{s+t} + λ^t (m - G_s), with G the
average that began on the first day of all. So each day of each window is known from two series.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from ..domain import Vector
from .moments import normalised
from .moving import faded_least, faded_sums, moving_sums
from .worst_window_bounds import NEAR, Starts

_MOST = 1000  # windows: of more that are as volatile as each other each must be measured anyway
_ROUNDINGS = 16  # of each term of a sum, more than there are


@dataclass(frozen=True, eq=False)
class WindowVolatility:
    """Of the windows of so many days of a P&L that is finite, over a power of two.

    squares: (days,). average: (days + 1,) G. mean: (windows,) m. excess: (windows,) m - G_s.
    rounding: relative, of any of these.
    """

    length: int
    decay: float
    squares: Vector
    average: Vector
    mean: Vector
    excess: Vector
    rounding: float

    @classmethod
    def of(cls, pnl: Vector, length: int, decay: float) -> Self:
        """Those of (days,)."""
        days = normalised(pnl)[0]
        squares = days * days
        mean = moving_sums(squares, length) / length
        average = np.concatenate([[0.0], (1 - decay) * faded_sums(squares, decay)])
        rounding = _ROUNDINGS * len(days) * float(np.finfo(np.float64).eps)
        excess = mean - average[: len(mean)]
        return cls(length, decay, squares, average, mean, excess, rounding)

    def highest(self) -> tuple[Vector, Vector]:
        """(windows,) no more and no less than the highest σ² of each window, t from 0 to its length.

        Of each stretch of t from 2^k to 2^(k+1) the highest G, with the excess as it is at its one end
        or the other.
        """
        windows, decay = len(self.mean), self.decay
        low = high = self.mean
        part, width = self.average, 1
        while width <= self.length:
            first = min(width, self.length + 1 - width)
            stretch = part[first : first + windows]
            ends = decay**first * self.excess, decay ** (first + width - 1) * self.excess
            low = np.maximum(low, stretch + np.minimum(*ends))
            high = np.maximum(high, stretch + np.maximum(*ends))
            part, width = np.maximum(part[:-width], part[width:]), 2 * width
        off = self.rounding * (high + self.average[:windows])
        return low - off, high + off

    def least_of_days(self) -> Vector:
        """(days,) no more than the σ² of each day, as seen before it, in any window that holds it."""
        excess = np.full(len(self.squares), np.inf)
        excess[: len(self.excess)] = self.excess
        average = self.average[:-1]
        return self._no_more(average + faded_least(excess, self.decay, self.length), average)

    def of_days(self, days: Starts, starts: Starts) -> Vector:
        """(days, length) no more than the σ² of each of some days, the (days, length) windows given.

        Of each day the windows that begin on it, on the day before, and so on.
        """
        average = self.average[days][:, None]
        faded = self.decay ** np.arange(self.length)
        return self._no_more(average + faded * self.excess[starts], average)

    def _no_more(self, variance: Vector, average: Vector) -> Vector:
        return np.asarray(variance * (1 - 4 * self.rounding) - 4 * self.rounding * average)


def most_volatile(pnl: Vector, length: int, decay: float) -> Starts | None:
    """The first rows of the windows of (days,) that may have the highest EWMA volatility on some day.

    The starts ascend. None for a P&L that is not finite or stands still, and where too many windows
    come near.
    """
    if not np.isfinite(pnl).all():
        return None
    low, high = WindowVolatility.of(pnl, length, decay).highest()
    least = float(low.max())
    if least <= 0:
        return None
    near = np.flatnonzero(high >= least * (1 - 4 * NEAR))
    return near if len(near) <= _MOST else None
