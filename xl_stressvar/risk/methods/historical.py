"""Historical: a quantile of the P&L that was, by three rules of rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from . import tail
from .allocation import tail_day_gradient
from .base import PnlMethod


@dataclass(frozen=True)
class Historical(PnlMethod):
    """Minus a quantile of the P&L that was; ES the mean of the worst n(1-c) days."""

    name: str
    quantile: Callable[[int, Confidence], tail.Quantile]  # of so many days

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        days = pnl.shape[-1]
        tail.require_days(days, confidence)
        return -tail.order_statistic(pnl, self.quantile(days, confidence))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        tail.require_days(pnl.shape[-1], confidence)
        return -tail.tail_mean(pnl, confidence.tail)

    def order_weights(self, days: int, confidence: Confidence, es: bool) -> Vector:
        """What each of the largest losses of so many days counts in VaR or ES, the largest first."""
        tail.require_days(days, confidence)
        if es:
            return tail.mean_weights(days, confidence.tail)
        return tail.order_weights(self.quantile(days, confidence))

    def rolling_var(self, pnl: Vector, length: int, confidence: Confidence) -> Vector | None:
        """(days - length + 1,) the VaR of every window; None for a P&L that overflowed."""
        tail.require_days(length, confidence)
        if not np.isfinite(pnl).all():
            return None
        return -tail.rolling_order_statistic(pnl, length, self.quantile(length, confidence))

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        return tail_day_gradient(book.sample.values, book.pnl, self.quantile(book.days, confidence))


HISTORICAL = Historical("historical", tail.inc)
