"""A measure of a book: VaR or ES by a method, at a confidence, over a horizon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .. import errors
from ..domain import Book, Confidence, History, Matrix, Regime, Vector
from ..domain.equality import above
from ..domain.frequency import horizon_scale
from ..domain.portfolio import are_counts
from ..errors import StressVarError
from .methods.base import Method, PnlMethod, Tail
from .rolling import span
from .worst_window_bounds import Starts


@dataclass(frozen=True)
class Measure:
    """VaR or ES by a method, at a confidence, scaled to a horizon by √days."""

    tail: Tail
    method: Method
    confidence: Confidence
    horizon_days: float = 1.0

    def __call__(self, book: Book) -> float:
        """The measure of a book, in the portfolio's unit; a loss is positive."""
        scale = self.scale(book.history)
        of_a_row = float(self.method.measure(self.tail, book, self.confidence))
        _require_held(book, of_a_row)
        return of_a_row * scale

    def of_each(self, books: Sequence[Book]) -> list[float | StressVarError]:
        """The measure of each of several books on one history, or why one has none: as of each alone."""
        try:
            values = self.method.measure_each(self.tail, books, self.confidence)
        except StressVarError:  # of one of them: which, only each alone can tell
            return [_or_failure(self, book) for book in books]
        return [
            _or_failure(_held_or_raise, book, value, self)
            for book, value in zip(books, values.tolist(), strict=True)
        ]

    def scale(self, history: History) -> float:
        """√(horizon ÷ what a row of the history spans).

        Raises ImpossibleNumber for a horizon shorter than a row.
        """
        return horizon_scale(history.frequency, self.horizon_days)

    def rolling(self, book: Book, length: int) -> Vector:
        """(days,) the measure of the rows before each row; NaN where these have none.

        That is where a hole lies among those rows, and where the method has no figure for them. Raises
        what the method says of the first rows if it has a figure for none.
        """
        out = np.full(len(book.history), np.nan)
        for block in book.history.blocks:
            if block.stop - block.start > length:
                over = book.over(block, Regime.CURRENT)
                values = self.method.rolling(self.tail, over, length, self.confidence)
                out[block.start + length : block.stop] = values
        with_room = [b for b in book.history.blocks if b.stop - b.start > length]
        if with_room:
            start = with_room[0].start
            first = book.over(slice(start, start + length), Regime.CURRENT)
            self.require_some(out, first)
        return out * self.scale(book.history)

    def require_some(self, values: Vector, first: Book) -> None:
        """Raise what the method says of the first window if none of the values is a figure."""
        if np.isnan(values).all():
            try:
                self(first)
            except errors.ImpossibleNumber as failure:
                raise failure.about(span(first.sample, slice(0, first.days))) from None

    def searched(self) -> WindowMeasure:
        """The measure that picks the worst window for this one: its own, or normal's."""
        return WindowMeasure(
            self.tail, self.method.search_proxy, self.confidence, self.horizon_days
        )


def _or_failure(figure: Callable[..., float], *of: object) -> float | StressVarError:
    try:
        return figure(*of)
    except StressVarError as failure:
        return failure


def _held_or_raise(book: Book, of_a_row: float, measure: Measure) -> float:
    scale = measure.scale(book.history)
    _require_held(book, of_a_row)
    return of_a_row * scale


def _require_held(book: Book, loss: float) -> None:
    """Raise ImpossibleNumber for a loss of one row above all that a long-only portfolio holds.

    Counts of a P&L in money, which may be of any size, are no limit to it.
    """
    weights = book.portfolio.weights
    if weights is None or (weights < 0).any() or are_counts(weights):
        return
    held = float(weights.sum())
    if above(loss, held):
        raise errors.LONG_ONLY(value=loss, held=held)


@dataclass(frozen=True)
class WindowMeasure(Measure):
    """A measure that many windows can be asked for at once: its method reads P&L alone."""

    method: PnlMethod

    def of_samples(self, pnl: Matrix) -> Vector:
        """(samples,) the stressed measure of each row of (samples, days), over one row of horizon."""
        return self.method.measure_of(self.tail, pnl, self.confidence, Regime.STRESSED)

    def widest(self, pnl: Vector, length: int) -> Starts | None:
        """The first rows of the windows of (days,) that may have the highest measure, ascending.

        None if every window must be measured to tell.
        """
        return self.method.widest(self.tail, pnl, length, self.confidence)

    def order_weights(self, days: int) -> Vector | None:
        """What each of the largest losses counts, the largest first; the horizon is left out.

        None if the measure is no weighted sum of them.
        """
        return self.method.order_weights(self.tail, days, self.confidence)
