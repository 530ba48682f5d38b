"""Normal: a multiple of the standard deviation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..moments import normal_pdf, standard_deviation
from ..widest_windows import widest
from ..worst_window_bounds import Starts
from .allocation import covariance_gradient
from .base import PnlMethod, Tail
from .interval import ChiSquare


@dataclass(frozen=True)
class Normal(PnlMethod):
    """z·σ, with σ² = w'Σw about the sample mean, ddof 1; the mean itself is left out.

    σ is taken from the portfolio's own P&L, which equals √(w'Σw) and needs no Σ.
    ES is σ·φ(z)/(1-c) (McNeil, Frey & Embrechts 2015, example 2.14, with μ = 0).
    """

    name: str = "normal"
    help = "The normal quantile times the standard deviation of the P&L, the mean left out."
    aliases = ("parametric", "variance covariance")
    interval = ChiSquare()

    def least_days(self, confidence: Confidence) -> int:
        """2 days."""
        return 2

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) z·σ. Raises NotEnoughData for a single day."""
        return np.asarray(confidence.z * standard_deviation(pnl))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) σ·φ(z)/(1-c). Raises NotEnoughData for a single day."""
        return np.asarray(
            standard_deviation(pnl) * normal_pdf(confidence.z) / float(confidence.tail)
        )

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the figure times (Σw)_i / w'Σw, exact."""
        return covariance_gradient(book, self.measure(which, book, confidence))

    def widest(
        self, which: Tail, pnl: Vector, length: int, confidence: Confidence
    ) -> Starts | None:
        """Those of the highest σ."""
        return widest(pnl, length) if length > 1 and confidence.z > 0 else None

    def rule(self, days: int, confidence: Confidence) -> str:
        """The formula in words."""
        return "z x sample deviation of P&L (ddof 1), mean left out"


NORMAL = Normal()
