"""Age weighted: historical, in which a day counts the less the longer ago it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ...domain.equality import TOLERANCE
from . import tail
from .base import PnlMethod, Tail
from .volatility import decay_of


class _Tail(NamedTuple):
    """The days of each sample, (samples, days), the worst first, and where the weights reach 1-c."""

    losses: Matrix
    weights: Matrix
    reached: NDArray[np.intp]  # (samples,) place of the day among them
    order: NDArray[np.intp]  # (samples, days) the row of each


@dataclass(frozen=True)
class AgeWeighted(PnlMethod):
    """The loss at which the weights of the days, the worst first, reach 1-c; ES their weighted mean.

    The i-th day from the last weighs λ^i(1-λ)/(1-λⁿ). In the ES the day that reaches 1-c counts with
    what was missing. For current figures alone: a crisis is not weighted by age (EBA/GL/2012/2).
    Ref: Boudoukh, Richardson & Whitelaw (1998), The best of both worlds.
    """

    name: str = "age weighted"
    aliases = ("brw",)
    decay: float = 0.98
    stressed: bool = False
    help = (
        "Historical, a day weighing 0.98 (or the decay typed behind the name) of the day after it: "
        "for current figures only."
    )

    def least_days(self, confidence: Confidence) -> int:
        """1/(1-c) days, rounded up."""
        return confidence.least_days

    def with_parameter(self, number: float) -> AgeWeighted:
        """The method with another decay. Raises ImpossibleNumber outside of 0.5 to 1."""
        return replace(self, name=f"{self.name} {number:g}", decay=decay_of(number))

    def day_weights(self, days: int) -> Vector:
        """(days,) what each day counts, the oldest first; they sum to 1."""
        ages = np.arange(days - 1, -1, -1)
        return np.asarray(self.decay**ages * (1 - self.decay) / (1 - self.decay**days), float)

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) the loss that reaches 1-c. Raises NotEnoughData for too few days."""
        found = self._tail(pnl, confidence)
        return np.asarray(found.losses[np.arange(len(pnl)), found.reached])

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) the weighted mean of the tail, its last day in part. Raises as VaR does."""
        found = self._tail(pnl, confidence)
        beyond = float(confidence.tail)
        before = np.arange(pnl.shape[-1]) < found.reached[:, None]
        weights = np.where(before, found.weights, 0.0)
        rest = beyond - weights.sum(axis=-1)
        last = found.losses[np.arange(len(pnl)), found.reached]
        return np.asarray(((weights * found.losses).sum(axis=-1) + rest * last) / beyond)

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) minus the unit P&L of each part on the day that is read, or averaged as the ES is."""
        found = self._tail(book.pnl[None, :], confidence)
        unit_pnl, last = book.unit_pnl.values, int(found.reached[0])
        if which is Tail.VAR:
            return np.asarray(-unit_pnl[found.order[0, last]])
        weights = found.weights[0, : last + 1].copy()
        weights[last] = float(confidence.tail) - weights[:last].sum()
        return np.asarray(
            -(weights @ unit_pnl[found.order[0, : last + 1]]) / float(confidence.tail)
        )

    def rule(self, days: int, confidence: Confidence) -> str:
        """The rule in words, with the decay."""
        return (
            f"the loss at which weights by age (lambda {self.decay:g}), the worst first, reach 1-c"
        )

    def days_read(self, book: Book, confidence: Confidence) -> list[int]:
        """The one row whose weight reaches 1-c; of equal P&L the earlier counts as the worse."""
        found = self._tail(book.pnl[None, :], confidence)
        return [int(found.order[0, found.reached[0]])]

    def _tail(self, pnl: Matrix, confidence: Confidence) -> _Tail:
        days = pnl.shape[-1]
        tail.require_days(days, confidence)
        order = np.argsort(pnl, axis=-1, kind="stable")
        weights = self.day_weights(days)[order]
        enough = np.cumsum(weights, axis=-1) >= float(confidence.tail) * (1 - TOLERANCE)
        losses = -np.take_along_axis(pnl, order, axis=-1)
        return _Tail(losses, weights, np.argmax(enough, axis=-1), order)
