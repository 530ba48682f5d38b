"""A measure of a book over a window: the heart that most functions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .. import errors
from ..crises.windows import GFC
from ..domain import Book, Confidence, History, Matrix, Regime, Vector, Window, Worst
from .methods.base import Method, PnlMethod
from .methods.historical import Historical
from .worst_window import WORST_ROWS, of_book, of_books


class Tail(StrEnum):
    VAR = "var"
    ES = "es"


@dataclass(frozen=True)
class Measure:
    """VaR or ES by a method, at a confidence, scaled to a horizon by √days."""

    tail: Tail
    method: Method
    confidence: Confidence
    horizon_days: float = 1.0

    def __call__(self, book: Book) -> float:
        one_day = self.method.var if self.tail is Tail.VAR else self.method.es
        return float(one_day(book, self.confidence) * self.scale)

    @property
    def scale(self) -> float:
        """√horizon."""
        return float(self.horizon_days**0.5)

    def of_samples(self, pnl: Matrix, regime: Regime) -> Vector:
        """(samples,) the measure of each row of (samples, days), by a method that reads P&L alone."""
        assert isinstance(self.method, PnlMethod)
        one_day = self.method.var_of if self.tail is Tail.VAR else self.method.es_of
        return one_day(pnl, self.confidence, regime) * self.scale

    def order_weights(self, days: int) -> Vector | None:
        """What each of the largest losses of so many days counts, the largest first.

        None for a method that is no weighted sum of them. The horizon is left out.
        """
        if not isinstance(self.method, Historical):
            return None
        return self.method.order_weights(days, self.confidence, es=self.tail is Tail.ES)

    def rolling(self, pnl: Vector, length: int) -> Vector | None:
        """(days - length + 1,) the measure of every window of so many days, kept up day by day.

        None where no day-by-day way gives the same bits.
        """
        if not isinstance(self.method, Historical) or self.tail is Tail.ES:
            return None
        values = self.method.rolling_var(pnl, length, self.confidence)
        return None if values is None else values * self.scale

    def searched(self) -> Measure:
        """The measure that picks the worst window for this one: its own, or normal's."""
        return replace(self, method=self.method.search_proxy)


def default_window(history: History) -> Window | None:
    """Of a window left out: the GFC if the history has dates, else None for every row."""
    return None if history.dates is None else GFC


def during(history: History, window: Window | None) -> History:
    """The rows of a window; omitted: the default one's."""
    window = window or default_window(history)
    return history if window is None else history[history.rows(window)]


def worst_window(book: Book, length: int, measure: Measure) -> Book:
    """The book over the window of so many rows with the highest measure."""
    return of_book(book, length, measure.searched())


def stressed_book(
    book: Book, windows: Sequence[Window] | Worst | None, measure: Measure
) -> tuple[float, Book]:
    """The highest of the measure over the windows, and the book over that window.

    WORST: the 250 rows with the highest measure. Of several windows the first of the highest; one
    that fails stops them all, and the error names it.
    """
    if isinstance(windows, Worst):
        found = worst_window(book, WORST_ROWS, measure)
        return measure(found), found
    if windows is None or len(windows) == 1:
        alone = book.during(windows[0] if windows else default_window(book.history))
        return measure(alone), alone
    return max((_named(book, window, measure) for window in windows), key=lambda pair: pair[0])


def _named(book: Book, window: Window, measure: Measure) -> tuple[float, Book]:
    try:
        during = book.during(window)
        return measure(during), during
    except errors.StressVarError as failure:
        raise failure.about(window.code or str(window)) from None


def stressed(book: Book, windows: Sequence[Window] | Worst | None, measure: Measure) -> float:
    """The highest of the measure over the windows."""
    return stressed_book(book, windows, measure)[0]


def stressed_each(
    books: Sequence[Book], windows: Sequence[Window] | Worst | None, measure: Measure
) -> list[float]:
    """The highest of the measure over the windows, for each of several books on one history."""
    if isinstance(windows, Worst):
        found = of_books(books, WORST_ROWS, measure.searched())
        return [measure(book) for book in found]
    return [stressed(book, windows, measure) for book in books]


def ratio(stressed_value: float, current_value: float) -> float:
    """Stressed over current; a current VaR of zero or less has no ratio."""
    if current_value <= 0:
        raise errors.RATIO_DENOMINATOR(value=current_value)
    return stressed_value / current_value
