"""A measure of a book over a period: the heart that most functions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .. import errors
from ..domain import Book, Confidence, Period, Worst
from ..library.windows import GFC
from .methods import HISTORICAL, Method

C99 = Confidence(0.99)


class Tail(StrEnum):
    VAR = "var"
    ES = "es"


@dataclass(frozen=True)
class Measure:
    """VaR or ES by a method, at a confidence, scaled to a horizon by √days."""

    tail: Tail = Tail.VAR
    method: Method = HISTORICAL
    confidence: Confidence = C99
    horizon_days: float = 1.0

    def __call__(self, book: Book) -> float:
        one_day = getattr(self.method, self.tail)(book, self.confidence)
        return float(one_day * self.horizon_days**0.5)


def windows_of(book: Book, window: Sequence[Period] | Worst | None) -> Sequence[Book]:
    """The stressed books that a window choice asks for.

    Omitted: the GFC if the history has dates, every row of an undated history.
    """
    if isinstance(window, Worst):
        raise errors.WORST_NOT_HERE()
    if window is None:
        window = (GFC,) if book.history.dates is not None else ()
    return [book.during(period) for period in window] or [book.during(None)]


def stressed(book: Book, window: Sequence[Period] | Worst | None, measure: Measure) -> float:
    """The highest of the measure over the windows."""
    return max(measure(window) for window in windows_of(book, window))


def ratio(stressed_value: float, current_value: float) -> float:
    """Stressed over current; a current VaR of zero or less has no ratio."""
    if current_value <= 0:
        raise errors.RATIO_DENOMINATOR(value=current_value)
    return stressed_value / current_value
