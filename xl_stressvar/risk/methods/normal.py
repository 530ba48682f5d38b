"""Normal: a multiple of the standard deviation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..moments import normal_pdf, standard_deviation
from .allocation import covariance_gradient
from .base import PnlMethod


@dataclass(frozen=True)
class Normal(PnlMethod):
    """z·σ, with σ² = w'Σw about the sample mean, ddof 1; the mean itself is left out.

    σ is taken from the portfolio's own P&L, which equals √(w'Σw) and needs no Σ.
    ES is σ·φ(z)/(1-c) (McNeil, Frey & Embrechts 2015, example 2.14, with μ = 0).
    """

    name: str = "normal"

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        return np.asarray(confidence.z * standard_deviation(pnl))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        return np.asarray(
            standard_deviation(pnl) * normal_pdf(confidence.z) / float(confidence.tail)
        )

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        return covariance_gradient(book, self.var(book, confidence))


NORMAL = Normal()
