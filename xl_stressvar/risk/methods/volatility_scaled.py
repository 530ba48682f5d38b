"""Volatility scaled: historical, each asset's days rescaled by the asset's own volatility."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...domain import Book, Confidence, Matrix, Regime, Vector
from . import tail
from .allocation import tail_day_gradient, tail_mean_gradient
from .base import Method, PnlMethod, Tail
from .filtered import Filtered
from .volatility import EWMA, ExponentialWeights, decay_of, reference

_ROUNDING = 4 * np.finfo(np.float64).eps
_AT_ONCE = 1 << 20  # numbers rescaled at a time: 8 MB


@dataclass(frozen=True)
class VolatilityScaled(Method):
    """PERCENTILE.INC of the P&L of rescaled returns: r_ti·σ_i,ref/σ_ti of each asset's own EWMA.

    σ_i,ref: the asset's latest, or for a stressed figure its highest within the window. An asset that
    does not move stays at zero. Of a portfolio that is not linear the parts' own P&L is rescaled.
    Ref: Hull & White (1998), Incorporating volatility updating into the historical simulation method.
    """

    name: str = "volatility scaled"
    aliases = ("hull white",)
    model: ExponentialWeights = EWMA
    help = (
        "Historical, each asset's returns rescaled from their own volatility (EWMA, 0.94 or the decay "
        "typed behind the name) to its latest, or for a stressed figure to its highest."
    )

    @property
    def search_proxy(self) -> PnlMethod:
        """Filtered with the same decay: the same for one asset, and the assets' returns not needed."""
        return Filtered(model=self.model)

    def least_days(self, confidence: Confidence) -> int:
        """1/(1-c) days, rounded up."""
        return max(confidence.least_days, self.model.least_days)

    def with_parameter(self, number: float) -> VolatilityScaled:
        """The method with another decay. Raises ImpossibleNumber outside of 0.5 to 1."""
        model = ExponentialWeights(decay_of(number))
        return replace(self, name=f"{self.name} {number:g}", model=model)

    def var(self, book: Book, confidence: Confidence) -> float:
        """Minus the percentile of the rescaled days. Raises NotEnoughData for too few days."""
        return float(_read(Tail.VAR, self._pnl(book)[None], confidence)[0])

    def es(self, book: Book, confidence: Confidence) -> float:
        """Minus the tail mean of the rescaled days. Raises NotEnoughData for too few days."""
        return float(_read(Tail.ES, self._pnl(book)[None], confidence)[0])

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) as historical, on the rescaled days: exact, the scales do not hang on positions."""
        tail.require_days(book.days, confidence)
        if which is Tail.ES:
            return tail_mean_gradient(self._unit_pnl(book), self._pnl(book), confidence.tail)
        at = tail.inc(book.days, confidence)
        return tail_day_gradient(self._unit_pnl(book), self._pnl(book), at)

    def of_subportfolios(
        self, which: Tail, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(portfolios,) each from the same rescaled returns."""
        return _read(which, held(self._unit_pnl(book), weights), confidence)

    def require_affordable(self, portfolios: int, components: int) -> None:
        """Any number: each costs a product with the same returns."""

    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) of the rows before each day, a block of windows at a time."""
        # (windows, parts, length); the last row has none after it
        windows = sliding_window_view(book.unit_pnl.values[:-1], length, axis=0)
        step = max(_AT_ONCE // (length * windows.shape[1]), 1)
        out = []
        for first in range(0, len(windows), step):
            scaled = self._rescaled(windows[first : first + step], Regime.CURRENT)
            pnl = np.stack([held(window.T, book.positions[None])[0] for window in scaled])
            out.append(_read(which, pnl, confidence))
        return np.concatenate(out)

    def rule(self, days: int, confidence: Confidence) -> str:
        """The quantile, and which of the rescaled days it reads with what weights."""
        at = tail.in_words(tail.inc(days, confidence))
        return f"minus PERCENTILE.INC(P&L of returns rescaled by volatility, 1-c): {at}"

    def days_read(self, book: Book, confidence: Confidence) -> list[int]:
        """The one or two rescaled rows at the quantile; of equal P&L the earlier counts as the worse."""
        below, part = tail.inc(book.days, confidence)
        order = np.argsort(self._pnl(book), kind="stable")
        rows: list[int] = order[below : below + 1 + (part > 0)].tolist()
        return rows

    def _pnl(self, book: Book) -> Vector:
        """(days,) the rescaled P&L of the book."""
        return np.asarray(held(self._unit_pnl(book), book.positions[None])[0])

    def _unit_pnl(self, book: Book) -> Matrix:
        """(days, parts) the rescaled P&L of one unit of each part, made once a window."""
        unit_pnl = book.unit_pnl
        return unit_pnl.derived(
            ("rescaled", self.model, book.regime),
            lambda: np.ascontiguousarray(self._rescaled(unit_pnl.values.T[None], book.regime)[0].T),
        )

    def _rescaled(self, unit_pnl: Matrix, regime: Regime) -> Matrix:
        """(windows, parts, days) times σ_ref/σ_t of each part in each window."""
        windows, parts, days = unit_pnl.shape
        samples = np.ascontiguousarray(unit_pnl).reshape(windows * parts, days)
        path = self.model.path(samples)
        sigma = np.where(path[:, :-1] == 0, 1.0, path[:, :-1])  # zero: on every day
        scaled = samples * (reference(path, regime)[:, None] / sigma)
        return scaled.reshape(windows, parts, days)


def _read(which: Tail, pnl: Matrix, confidence: Confidence) -> Vector:
    """(samples,) the percentile, or the tail mean, of rescaled days, (samples, days)."""
    tail.require_days(pnl.shape[-1], confidence)
    if which is Tail.ES:
        return -tail.tail_mean(pnl, confidence.tail)
    return -tail.order_statistic(pnl, tail.inc(pnl.shape[-1], confidence))


def held(unit_pnl: Matrix, weights: Matrix) -> Matrix:
    """(portfolios, days) unit P&L, (days, parts), times weights; what rounding leaves of a hedge is 0."""
    pnl = weights @ unit_pnl.T
    rounding = _ROUNDING * (np.abs(weights) @ np.abs(unit_pnl).T)
    return np.where((np.abs(pnl) <= rounding) & (rounding < np.inf), 0.0, pnl)
