"""The worst window of a history: the rows with the highest measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import errors
from ..domain import Book, Regime
from .measure import Measure, WindowMeasure
from .rolling import every_window
from .worst_window_bounds import NEAR, Starts, candidates

WORST_ROWS = 250  # of the window choice WORST: a year
_BOOKS_AT_ONCE = 8  # their P&L over decades stays in a core's own cache


def of_book(book: Book, length: int, measure: Measure) -> Book:
    """The book over the window of so many rows with the highest measure; ties to the earlier start.

    Exactly what measuring every window alone would pick, by the method's search proxy. A window that
    has no measure (outside the domain of cornish fisher, say) leaves the worst unknown: an
    ImpossibleNumber naming the first such window. Raises NotEnoughData for a shorter history.
    """
    return of_books([book], length, measure)[0]


def of_books(books: Sequence[Book], length: int, measure: Measure) -> list[Book]:
    """The worst window of each of several books on one history. Raises as `of_book`: NotEnoughData, ImpossibleNumber."""
    days = len(books[0].history)
    if days < length:
        raise errors.TOO_SHORT_TO_SEARCH(days=days, length=length)
    search = measure.searched()
    weights = search.order_weights(length)
    if weights is None:
        return [_measured(book, length, search) for book in books]
    found = []
    for first in range(0, len(books), _BOOKS_AT_ONCE):
        some = books[first : first + _BOOKS_AT_ONCE]
        starts = candidates(np.stack([book.full_pnl for book in some]), length, weights)
        found += [
            _measured(book, length, search) if few is None else _highest(book, few, length, search)
            for book, few in zip(some, starts, strict=True)
        ]
    return found


def _measured(book: Book, length: int, measure: WindowMeasure) -> Book:
    """The worst window, from the measures of all windows."""
    values = every_window(book.full_pnl, length, measure.of_samples, book.history)
    if not np.isfinite(values).all():
        raise errors.OVERFLOW()
    near = np.flatnonzero(values >= values.max() - NEAR * np.abs(values).max())
    return _highest(book, near, length, measure)


def _highest(book: Book, starts: Starts, length: int, measure: WindowMeasure) -> Book:
    """The window with the highest measure, each measured alone; the first of equals."""
    rows = [slice(start, start + length) for start in starts.tolist()]
    windows = [book.over(r, Regime.STRESSED) for r in rows]
    return windows[0] if len(windows) == 1 else max(windows, key=measure)
