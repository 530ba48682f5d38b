"""The ways to read a tail from a book: one object a method, all with the same two questions.

A method answers for one day and one portfolio, in the unit of the positions, a loss positive.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .. import errors
from ..domain import Book, Confidence, Vector
from . import tail


class Method(Protocol):
    @property
    def name(self) -> str: ...

    def var(self, book: Book, confidence: Confidence) -> float:
        """Value at risk over one day."""

    def es(self, book: Book, confidence: Confidence) -> float:
        """Expected shortfall over one day."""


def _percentile_inc(pnl: Vector, confidence: Confidence) -> float:
    return tail.percentile_inc(pnl, confidence.tail)


def _percentile_exc(pnl: Vector, confidence: Confidence) -> float:
    return tail.percentile_exc(pnl, confidence.tail)


def _rank(pnl: Vector, confidence: Confidence) -> float:
    return float(tail.worst(pnl, confidence.rank(len(pnl)))[-1])


@dataclass(frozen=True)
class Historical:
    """Minus a quantile of the P&L that was; ES the mean of the worst n(1-c) days."""

    name: str
    quantile: Callable[[Vector, Confidence], float]

    def var(self, book: Book, confidence: Confidence) -> float:
        tail.require_days(book.days, confidence)
        return -self.quantile(book.pnl, confidence)

    def es(self, book: Book, confidence: Confidence) -> float:
        tail.require_days(book.days, confidence)
        return -tail.tail_mean(book.pnl, confidence.tail)


def density(z: float) -> float:
    """The standard normal density."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


@dataclass(frozen=True)
class Normal:
    """z·σ, with σ² = w'Σw about the sample mean, ddof 1; the mean itself is left out.

    σ is taken from the portfolio's own P&L, which equals √(w'Σw) and needs no Σ.
    ES is σ·φ(z)/(1-c) (McNeil, Frey & Embrechts 2015, example 2.14, with μ = 0).
    """

    name: str = "normal"

    def var(self, book: Book, confidence: Confidence) -> float:
        return confidence.z * deviation(book)

    def es(self, book: Book, confidence: Confidence) -> float:
        return deviation(book) * density(confidence.z) / float(confidence.tail)


def deviation(book: Book) -> float:
    """The sample deviation of the book's P&L (ddof 1), in the unit of the positions."""
    if book.days < 2:
        raise errors.TOO_FEW_DAYS(days=book.days, what="a volatility", least=2)
    return float(np.std(book.pnl, ddof=1))


HISTORICAL = Historical("historical", _percentile_inc)
METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        HISTORICAL,
        Historical("historical exc", _percentile_exc),
        Historical("historical rank", _rank),
        Normal(),
    )
}
ALIASES = {"parametric": "normal", "variance covariance": "normal"}
