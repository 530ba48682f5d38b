"""Volatility that changes from day to day: the models that `ewma` and `filtered` take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ... import errors
from ...domain import Matrix, Regime, Vector
from ..moments import by_power_of_two, normalised, require_rows
from ..window_volatility import most_volatile
from ..worst_window_bounds import Starts

RISKMETRICS = 0.94  # their daily decay factor
LEAST_DECAY = 0.5  # below it a day or two would be all that counts


class VolatilityPath(Protocol):
    """The volatility of each day as seen before it, from the P&L of the days."""

    @property
    def least_days(self) -> int:
        """The fewest days that it takes."""

    def path(self, pnl: Matrix) -> Matrix:
        """(samples, days+1) σ_1 ... σ_{n+1} of each row of (samples, days).

        The last is as seen after the last day. Raises NotEnoughData for too few days.
        """


class VolatilityModel(VolatilityPath, Protocol):
    """One whose variance is a weighted sum of the squares of the days, for `ewma`."""

    @property
    def label(self) -> str:
        """What to call its deviations: EWMA."""

    @property
    def parameters(self) -> str:
        """Its parameters in words: lambda 0.94."""

    def day_weights(self, days: int, at: int) -> Vector:
        """(days,) what each day's p² counts in σ² at a place of the path."""

    def most_volatile(self, pnl: Vector, length: int) -> Starts | None:
        """The first rows of the windows of (days,) that may have the highest σ of all paths.

        They ascend. None if every window must be measured to tell.
        """


@dataclass(frozen=True)
class ExponentialWeights:
    """σ²_1 is the mean of p², σ²_{t+1} = λσ²_t + (1-λ)p²_t; the mean of p is not subtracted.

    Ref: RiskMetrics Technical Document (1996), section 5.2.
    """

    decay: float = RISKMETRICS
    label: str = "EWMA"
    least_days: int = 2

    @property
    def parameters(self) -> str:
        """The decay."""
        return f"lambda {self.decay:g}"

    def path(self, pnl: Matrix) -> Matrix:
        """(samples, days+1) σ_1 ... σ_{n+1}. Raises NotEnoughData for a single day."""
        require_rows(pnl, self.least_days, "an exponentially weighted volatility")
        near_one, exponent = normalised(pnl)
        squares = near_one**2
        # a row a day, so that what is read and written together lies together
        news = np.multiply(squares.T, 1 - self.decay, order="C")
        out = np.empty((pnl.shape[1] + 1, pnl.shape[0]))
        out[0] = squares.mean(axis=-1)
        for t, new in enumerate(news):
            np.multiply(out[t], self.decay, out=out[t + 1])
            out[t + 1] += new
        np.sqrt(out, out=out)
        return by_power_of_two(out.T, exponent)

    def day_weights(self, days: int, at: int) -> Vector:
        """(days,) what each day's p² counts in σ² at a place of the path."""
        weights = np.full(days, self.decay**at / days)
        weights[:at] += (1 - self.decay) * self.decay ** np.arange(at - 1, -1, -1)
        return weights

    def most_volatile(self, pnl: Vector, length: int) -> Starts | None:
        """The first rows of the windows that may have the highest σ."""
        return most_volatile(pnl, length, self.decay)


EWMA = ExponentialWeights()


def decay_of(number: float) -> float:
    """A decay typed behind a method's name; ImpossibleNumber unless between 0.5 and 1, exclusive."""
    if not LEAST_DECAY < number < 1:
        raise errors.DECAY(value=number)
    return number


def reference_at(path: Matrix, regime: Regime) -> int:
    """Where on one path, (days+1,), σ_ref stands: the end, or the first of the highest."""
    return len(path) - 1 if regime is Regime.CURRENT else int(np.argmax(path))


def reference(path: Matrix, regime: Regime) -> Vector:
    """(samples,) σ_ref: the latest σ for a current figure, the window's highest for a stressed one."""
    return np.asarray(path[:, -1] if regime is Regime.CURRENT else path.max(axis=-1))
