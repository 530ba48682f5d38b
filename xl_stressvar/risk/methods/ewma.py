"""Exponentially weighted volatility: a VaR from it, and history rescaled to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import errors
from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..moments import normal_pdf, normalised, require_rows
from . import tail
from .allocation import euler_shares, tail_day_gradient
from .base import PnlMethod

DECAY = 0.94  # RiskMetrics' daily factor
LEAST_DAYS = 2


def volatilities(pnl: Matrix) -> Matrix:
    """(samples, days+1): σ_1 ... σ_{n+1}, the last as seen after the last day.

    σ²_1 is the mean of p², σ²_{t+1} = 0.94σ²_t + 0.06p²_t; the mean of p is not subtracted
    (RiskMetrics Technical Document 1996, section 5.2).
    """
    require_rows(pnl, LEAST_DAYS, "an exponentially weighted volatility")
    near_one, exponent = normalised(pnl)
    squares = near_one**2
    out = np.empty((pnl.shape[0], pnl.shape[1] + 1))
    out[:, 0] = squares.mean(axis=-1)
    for t in range(pnl.shape[1]):
        out[:, t + 1] = DECAY * out[:, t] + (1 - DECAY) * squares[:, t]
    return np.ldexp(np.sqrt(out), exponent)


def reference(path: Matrix, regime: Regime) -> Vector:
    """(samples,) σ_ref: the latest σ for a current figure, the window's highest for a stressed one."""
    return np.asarray(path[:, -1] if regime is Regime.CURRENT else path.max(axis=-1))


@dataclass(frozen=True)
class Ewma(PnlMethod):
    """z·σ_ref; ES σ_ref·φ(z)/(1-c). At least 2 days."""

    name: str = "ewma"

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        return np.asarray(confidence.z * reference(volatilities(pnl), regime))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        sigma = reference(volatilities(pnl), regime)
        return np.asarray(sigma * normal_pdf(confidence.z) / float(confidence.tail))

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """VaR·(Σw)_i / w'Σw with the weighted Σ whose w'Σw is σ_ref²: the exact gradient."""
        path = volatilities(book.pnl[None, :])[0]
        at = len(path) - 1 if book.regime is Regime.CURRENT else int(np.argmax(path))
        weights = np.full(book.days, DECAY**at / book.days)
        weights[:at] += (1 - DECAY) * DECAY ** np.arange(at - 1, -1, -1)
        return euler_shares(book, self.var(book, confidence), weights * book.pnl)


@dataclass(frozen=True)
class Filtered(PnlMethod):
    """PERCENTILE.INC of the days rescaled to σ_ref: p_t·σ_ref/σ_t; ES of the same days.

    Refused where σ_t is zero, which takes a P&L of zero on every day. Days as for historical.
    Ref: Barone-Adesi, Giannopoulos & Vosper (1999), filtered historical simulation.
    """

    name: str = "filtered"

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        tail.require_days(pnl.shape[-1], confidence)
        days = pnl * scales(pnl, regime)
        return -tail.order_statistic(days, tail.inc(pnl.shape[-1], confidence))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        tail.require_days(pnl.shape[-1], confidence)
        return -tail.tail_mean(pnl * scales(pnl, regime), confidence.tail)

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """As historical, on the rescaled days; the scale is held fixed."""
        tail.require_days(book.days, confidence)
        scale = scales(book.pnl[None, :], book.regime)[0]
        return tail_day_gradient(
            book.sample.values * scale[:, None],
            book.pnl * scale,
            tail.inc(book.days, confidence),
        )


def scales(pnl: Matrix, regime: Regime) -> Matrix:
    """(samples, days) σ_ref/σ_t."""
    path = volatilities(pnl)
    if not path[:, :-1].all():
        raise errors.NO_MOVE_TO_FILTER()
    return np.asarray(reference(path, regime)[:, None] / path[:, :-1])
