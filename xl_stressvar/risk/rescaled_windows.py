"""Which windows of a P&L may have the highest figure by days rescaled to their highest EWMA volatility.

A few windows are measured. Any other reaches the highest of these only if it holds enough days that,
rescaled, lose as much. Few days of the history do in any window, and only these are looked at, window by
window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..domain import Vector
from .moving import moving_highest
from .window_volatility import WindowVolatility
from .worst_window_bounds import NEAR, Starts

_MOST = 1 << 20  # days of all windows that are left, to be measured anyway: 8 MB
_GRID = 2  # windows measured at first, of as many rows as one has
_FEW = 400  # windows: of more, some are measured to leave fewer
_ROUNDS = 2
_AT_ONCE = 1 << 18  # days of windows looked at together: 2 MB
_BELOW = 1 - 4 * NEAR
# of what squares, and what is rescaled, keep all digits; of P&L near 1 the mean of the squares
_SIZES, _LEAST_MEAN, _LEAST_FADED = (1e-100, 1e100), 1e-150, 1e-100


@dataclass(frozen=True)
class Enough:
    """When rescaled losses can make up a figure.

    days: so many of them must reach it. With a mass, what they have above a part of the figure must
    add up to the mass times the rest of it.

    A quantile lies no higher than the first of the worst days that it reads. A tail mean is at most
    y + Σ max(loss - y, 0) ÷ mass, whatever y (Rockafellar & Uryasev 2000, theorem 1).
    """

    days: int = 0
    mass: float = 0.0

    @property
    def part(self) -> float:
        """Of a figure, the loss that a day must have to count."""
        return 0.75 if self.mass else 1.0

    def in_windows(self, figure: float, starts: Starts, losses: Vector, windows: int) -> Starts:
        """The windows for which it is, from the losses that count and the windows of each."""
        if not self.mass:
            return np.flatnonzero(np.bincount(starts, minlength=windows) >= self.days)
        above = np.bincount(starts, losses - self.part * figure, windows)
        return np.flatnonzero(above >= self.mass * (1 - self.part) * figure * _BELOW)


def highest_rescaled(
    pnl: Vector, length: int, decay: float, enough: Enough, measure: Callable[[Starts], Vector]
) -> Starts | None:
    """The first rows of the windows of (days,) that may have the highest figure, ascending.

    measure: the figures of the windows that start at some rows. None where every window must be
    measured to tell: of a P&L that stands still throughout a window, without a loss as its figure, and
    where too many windows come near.
    """
    size = float(np.abs(pnl).max())
    if not _SIZES[0] < size < _SIZES[1] or decay**length < _LEAST_FADED:
        return None
    volatility = WindowVolatility.of(pnl, length, decay)
    windows = len(volatility.mean)
    if volatility.mean.min() < _LEAST_MEAN:
        return None
    unit = int(np.frexp(size)[1])
    left, step, highest = np.arange(windows), max(length // _GRID, 1), 0.0
    for _ in range(_ROUNDS):
        highest = max(highest, float(measure(left[::step]).max()))
        if not 0 < highest < np.inf:
            return None
        left = _reaching(volatility, pnl < 0, float(np.ldexp(highest, -unit)) * _BELOW, enough)
        if len(left) <= _FEW:
            break
        step = max(len(left) // _FEW, 1)
    return left if len(left) < windows and len(left) * length <= _MOST else None


def _reaching(
    volatility: WindowVolatility, loses: NDArray[np.bool_], figure: float, enough: Enough
) -> Starts:
    """The windows that may have as high a figure. loses: (days,) whether each does."""
    least, (_, highest) = (enough.part * figure) ** 2, volatility.highest()
    days = _days(volatility, highest, least)
    days = days[loses[days]]
    step = max(_AT_ONCE // volatility.length, 1)
    held = [
        _held(volatility, days[first : first + step], highest, least)
        for first in range(0, len(days), step)
    ]
    starts = np.concatenate([starts for starts, _ in held] or [np.empty(0, np.intp)])
    losses = np.concatenate([losses for _, losses in held] or [np.empty(0)])
    return enough.in_windows(figure, starts, losses, len(highest))


def _days(volatility: WindowVolatility, highest: Vector, least: float) -> Starts:
    """The days whose square may be as much, rescaled, in one of the windows that hold them."""
    windows, length = len(highest), volatility.length
    padded = np.zeros(windows + 2 * (length - 1))
    padded[length - 1 : length - 1 + windows] = highest
    to = moving_highest(padded, length)
    return np.flatnonzero(volatility.squares * to >= least * volatility.least_of_days())


def _held(
    volatility: WindowVolatility, days: Starts, highest: Vector, least: float
) -> tuple[Starts, Vector]:
    """The windows that hold some days, each once a day, and what is lost on it at the most, rescaled.

    Only where its square is as much as the least.
    """
    starts = days[:, None] - np.arange(volatility.length)
    inside = (starts >= 0) & (starts < len(highest))
    starts = np.where(inside, starts, 0)
    variance = volatility.of_days(days, starts)
    squares = volatility.squares[days][:, None] * highest[starts]
    reached = inside & (squares >= least * variance)
    with np.errstate(divide="ignore"):  # what rounding leaves open may be any loss
        return starts[reached], np.sqrt(squares[reached] / np.maximum(variance[reached], 0))
