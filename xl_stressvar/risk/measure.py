"""A measure of a book: VaR or ES by a method, at a confidence, over a horizon."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain import Book, Confidence, Matrix, Regime, Vector
from .methods.base import Method, PnlMethod, Tail


@dataclass(frozen=True)
class Measure:
    """VaR or ES by a method, at a confidence, scaled to a horizon by √days."""

    tail: Tail
    method: Method
    confidence: Confidence
    horizon_days: float = 1.0

    def __call__(self, book: Book) -> float:
        """The measure of a book, in the portfolio's unit; a loss is positive."""
        return float(self.method.measure(self.tail, book, self.confidence) * self.scale)

    @property
    def scale(self) -> float:
        """√horizon."""
        return float(self.horizon_days**0.5)

    def rolling(self, book: Book, length: int) -> Vector:
        """(days - length,) the measure of the rows before each day that has so many before it."""
        return self.method.rolling(self.tail, book, length, self.confidence) * self.scale

    def searched(self) -> WindowMeasure:
        """The measure that picks the worst window for this one: its own, or normal's."""
        return WindowMeasure(
            self.tail, self.method.search_proxy, self.confidence, self.horizon_days
        )


@dataclass(frozen=True)
class WindowMeasure(Measure):
    """A measure that many windows can be asked for at once: its method reads P&L alone."""

    method: PnlMethod

    def of_samples(self, pnl: Matrix) -> Vector:
        """(samples,) the stressed measure of each row of (samples, days)."""
        one_day = self.method.measure_of(self.tail, pnl, self.confidence, Regime.STRESSED)
        return one_day * self.scale

    def order_weights(self, days: int) -> Vector | None:
        """What each of the largest losses counts, the largest first; the horizon is left out.

        None if the measure is no weighted sum of them.
        """
        return self.method.order_weights(self.tail, days, self.confidence)
