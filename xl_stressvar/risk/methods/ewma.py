"""EWMA: a multiple of a volatility that gives recent days more weight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..moments import normal_pdf
from ..worst_window_bounds import Starts
from .allocation import euler_shares
from .base import PnlMethod, Tail
from .volatility import EWMA, ExponentialWeights, VolatilityModel, decay_of, reference, reference_at


@dataclass(frozen=True)
class Ewma(PnlMethod):
    """z·σ_ref; ES σ_ref·φ(z)/(1-c). σ_ref: the latest σ of the model, or the window's highest."""

    name: str = "ewma"
    model: VolatilityModel = EWMA
    help = (
        "The normal quantile times an exponentially weighted volatility (0.94, or the decay "
        "typed behind the name): the latest, or for a stressed figure the highest of the window."
    )

    def least_days(self, confidence: Confidence) -> int:
        """Those of the volatility model."""
        return self.model.least_days

    def with_parameter(self, number: float) -> Ewma:
        """The method with another decay. Raises ImpossibleNumber outside of 0.5 to 1."""
        model = ExponentialWeights(decay_of(number))
        return replace(self, name=f"{self.name} {number:g}", model=model)

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) z·σ_ref. Raises NotEnoughData for fewer days than the model takes."""
        return np.asarray(confidence.z * reference(self.model.path(pnl), regime))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) σ_ref·φ(z)/(1-c). Raises NotEnoughData as VaR does."""
        sigma = reference(self.model.path(pnl), regime)
        return np.asarray(sigma * normal_pdf(confidence.z) / float(confidence.tail))

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the figure times (Σw)_i / w'Σw with the weighted Σ whose w'Σw is σ_ref²: the exact gradient."""
        path = self.model.path(book.pnl[None, :])[0]
        weights = self.model.day_weights(book.days, reference_at(path, book.regime))
        return euler_shares(book, self.measure(which, book, confidence), weights * book.pnl)

    def widest(
        self, which: Tail, pnl: Vector, length: int, confidence: Confidence
    ) -> Starts | None:
        """Those of the highest σ_ref."""
        if length < self.least_days(confidence) or confidence.z <= 0:
            return None
        return self.model.most_volatile(pnl, length)

    def rule(self, days: int, confidence: Confidence) -> str:
        """The formula in words, with the model's parameters."""
        return f"z x highest {self.model.label} deviation of the window, {self.model.parameters}"
