"""Filtered historical simulation: the days rescaled to one volatility, then read as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ... import errors
from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..rescaled_windows import Enough, highest_rescaled
from ..worst_window_bounds import Starts
from . import tail
from .allocation import tail_day_gradient, tail_mean_gradient
from .base import PnlMethod, Tail
from .volatility import EWMA, ExponentialWeights, VolatilityPath, decay_of, reference


@dataclass(frozen=True)
class Rescaled(PnlMethod):
    """PERCENTILE.INC of the days rescaled to σ_ref: p_t·σ_ref/σ_t; ES of the same days.

    Refused where σ_t is zero, which takes a P&L of zero on every day. Days as for historical.
    """

    name: str
    model: VolatilityPath

    def least_days(self, confidence: Confidence) -> int:
        """1/(1-c) days, rounded up, or those of the volatility model."""
        return max(confidence.least_days, self.model.least_days)

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) minus the percentile of the rescaled days.

        Raises NotEnoughData for too few days, ImpossibleNumber for a P&L without volatility.
        """
        tail.require_days(pnl.shape[-1], confidence)
        days = pnl * self.scales(pnl, regime)
        return -tail.order_statistic(days, tail.inc(pnl.shape[-1], confidence))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) minus the tail mean of the rescaled days. Raises as VaR does."""
        tail.require_days(pnl.shape[-1], confidence)
        return -tail.tail_mean(pnl * self.scales(pnl, regime), confidence.tail)

    def scales(self, pnl: Matrix, regime: Regime) -> Matrix:
        """(samples, days) σ_ref/σ_t. Raises ImpossibleNumber for a P&L without volatility."""
        path = self.model.path(pnl)
        still = np.flatnonzero(~path[:, :-1].all(axis=1))
        if len(still):
            raise errors.NO_MOVE_TO_FILTER(method=self.name).of_samples(still.tolist())
        return np.asarray(reference(path, regime)[:, None] / path[:, :-1])

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) as historical, on the rescaled days; the scale is held fixed."""
        tail.require_days(book.days, confidence)
        scale = self.scales(book.pnl[None, :], book.regime)[0]
        unit_pnl, pnl = book.unit_pnl.values * scale[:, None], book.pnl * scale
        if which is Tail.ES:
            return tail_mean_gradient(unit_pnl, pnl, confidence.tail)
        return tail_day_gradient(unit_pnl, pnl, tail.inc(book.days, confidence))

    def rule(self, days: int, confidence: Confidence) -> str:
        """The quantile, and which of the rescaled days it reads with what weights."""
        at = tail.in_words(tail.inc(days, confidence))
        return f"minus PERCENTILE.INC(P&L rescaled by volatility, 1-c): {at}"


@dataclass(frozen=True)
class Filtered(Rescaled):
    """Rescaled by an exponentially weighted volatility of the P&L.

    Ref: Barone-Adesi, Giannopoulos & Vosper (1999), filtered historical simulation.
    """

    name: str = "filtered"
    model: ExponentialWeights = EWMA
    help = (
        "Historical, each day rescaled from its own volatility (EWMA, 0.94 or the decay typed behind "
        "the name) to the latest, or for a stressed figure to the highest of the window."
    )

    def with_parameter(self, number: float) -> Filtered:
        """The method with another decay. Raises ImpossibleNumber outside of 0.5 to 1."""
        model = ExponentialWeights(decay_of(number))
        return replace(self, name=f"{self.name} {number:g}", model=model)

    def widest(
        self, which: Tail, pnl: Vector, length: int, confidence: Confidence
    ) -> Starts | None:
        """Those that hold enough days which, rescaled, lose as much as the worst of some windows."""
        if length < self.least_days(confidence) or not np.isfinite(pnl).all():
            return None
        windows = sliding_window_view(pnl, length)

        def measure(starts: Starts) -> Vector:
            return self.measure_of(which, windows[starts], confidence, Regime.STRESSED)

        enough = Enough(days=tail.inc(length, confidence)[0] + 1)
        if which is Tail.ES:
            enough = Enough(mass=float(length * confidence.tail))
        return highest_rescaled(pnl, length, self.model.decay, enough, measure)
