"""What a way of reading the tail is.

A method answers for one day and one portfolio, in the unit of the positions, a loss positive. Each
has a module of its own; `registry` lists them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from ...domain import Book, Confidence, Matrix, Regime, Vector


class Method(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def search_proxy(self) -> PnlMethod:
        """The method that picks the worst window for this one."""

    def var(self, book: Book, confidence: Confidence) -> float:
        """Value at risk over one day."""

    def es(self, book: Book, confidence: Confidence) -> float:
        """Expected shortfall over one day."""

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """(assets,) VaR per unit more of each position; the positions times it sum to the VaR.

        NaN where the VaR has no such gradient: a book without risk.
        """

    def var_of_subportfolios(
        self, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(parts,) the VaR of other positions on the book's rows.

        weights: (parts, assets); pnl: (parts, days), their P&L.
        """


class PnlMethod(ABC):
    """A method that looks at nothing but the daily P&L: all but monte carlo.

    The kernels read many samples at once, one a row; a single book is one row.
    """

    name: str

    @property
    def search_proxy(self) -> PnlMethod:
        return self

    @abstractmethod
    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) value at risk of each row of (samples, days)."""

    @abstractmethod
    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) expected shortfall of each row of (samples, days)."""

    @abstractmethod
    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """(assets,) VaR per unit more of each position."""

    def var(self, book: Book, confidence: Confidence) -> float:
        return float(self.var_of(book.pnl[None, :], confidence, book.regime)[0])

    def es(self, book: Book, confidence: Confidence) -> float:
        return float(self.es_of(book.pnl[None, :], confidence, book.regime)[0])

    def var_of_subportfolios(
        self, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        return self.var_of(pnl, confidence, book.regime)
