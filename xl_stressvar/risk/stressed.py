"""A measure over stress windows: the one asked for, the highest of several, or the worst there is."""

from __future__ import annotations

from collections.abc import Sequence

from .. import errors
from ..crises.windows import CRISES, GFC
from ..domain import Book, History, Window, Worst, dates
from ..domain.equality import equal
from ..errors import Place
from .measure import Measure
from .worst_window import of_book, of_books


def default_window(history: History) -> Window | None:
    """Of a window left out: the GFC if the history has dates, else None for every row."""
    return None if history.dates is None else GFC


def during(history: History, window: Window | None) -> History:
    """The rows of a window; omitted: the default one's. Raises NotEnoughData if it is not covered."""
    window = window or default_window(history)
    return history[history.every_row() if window is None else history.rows(window)]


def stressed_book(
    book: Book, windows: Sequence[Window] | Worst | None, measure: Measure
) -> tuple[float, Book]:
    """The highest of the measure over the windows, and the book over that window.

    WORST: a year of rows with the highest measure. Of several windows the first of the highest; one
    that fails stops them all, and the error names it. Raises what the measure raises, and NotEnoughData
    for a window that is not covered.
    """
    if isinstance(windows, Worst):
        worst = of_book(book, None, measure)
        return measure(worst), worst
    if windows is None or len(windows) == 1:
        alone = book.during(windows[0] if windows else default_window(book.history))
        return measure(alone), alone
    found = [_named(book, window, measure) for window in windows]
    highest = max(value for value, _ in found)
    return next(pair for pair in found if equal(pair[0], highest))


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
        return [measure(book) for book in of_books(books, None, measure)]
    return [stressed(book, windows, measure) for book in books]


def worst_crisis(book: Book, measure: Measure) -> tuple[Window, float]:
    """The built-in window of twelve months with the highest measure, and that measure; of equals the first.

    Windows that the history does not cover, or of which the method has no figure, are passed over.
    Raises NotEnoughData if it covers none, and what the measure of the first says if it has none.
    """
    place, days = Place(book.history.origin.argument), book.history.dates
    if days is None:
        raise errors.NO_CRISIS_UNDATED(place)
    years = [crisis.window for crisis in CRISES if crisis.twelve_months]
    covered = [window for window in years if _covers(book.history, window)]
    if not covered:
        raise errors.NO_CRISIS_COVERED(place, first=dates.iso(days[0]), last=dates.iso(days[-1]))
    figures: list[tuple[Window, float]] = []
    failures: list[errors.StressVarError] = []
    for window in covered:
        try:
            figures.append((window, _named(book, window, measure)[0]))
        except errors.StressVarError as failure:
            failures.append(failure)
    if not figures:
        raise failures[0]
    highest = max(value for _, value in figures)
    return next(pair for pair in figures if equal(pair[1], highest))


def _covers(history: History, window: Window) -> bool:
    try:
        history.rows(window)
    except errors.NotEnoughData:
        return False
    return True


def ratio(stressed_value: float, current_value: float) -> float:
    """Stressed over current; ImpossibleNumber for a current VaR of zero or less."""
    if current_value <= 0:
        raise errors.RATIO_DENOMINATOR(value=current_value)
    return stressed_value / current_value
