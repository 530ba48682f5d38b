"""The worst window of a history, and figures of every window in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .. import errors
from ..domain import Book, History, Matrix, Regime, Vector
from .worst_window_bounds import NEAR, Starts, candidates

WORST_ROWS = 250  # of the window choice WORST: a year
_AT_ONCE = 1 << 20  # numbers copied at a time: 8 MB
_BOOKS_AT_ONCE = 8  # their P&L over decades stays in a core's own cache


class WindowMeasure(Protocol):
    """A measure of a book that many windows can be asked for at once."""

    def __call__(self, book: Book) -> float: ...

    def of_samples(self, pnl: Matrix, regime: Regime) -> Vector:
        """(samples,) the measure of each row of (samples, days)."""

    def order_weights(self, days: int) -> Vector | None:
        """What each of the largest losses counts, if the measure is a weighted sum of them."""

    def rolling(self, pnl: Vector, length: int) -> Vector | None:
        """(days - length + 1,) the measure of all windows, if there is a faster way than one by one."""


def of_book(book: Book, length: int, measure: WindowMeasure) -> Book:
    """The book over the window of so many rows with the highest measure; ties to the earlier start.

    Exactly what measuring every window alone would pick. A window that has no figure (outside the
    domain of cornish fisher, say) leaves the worst unknown: an error naming the first such window.
    """
    return of_books([book], length, measure)[0]


def of_books(books: Sequence[Book], length: int, measure: WindowMeasure) -> list[Book]:
    """The worst window of each of several books on one history."""
    history = books[0].history
    if len(history) < length:
        raise errors.TOO_SHORT_TO_SEARCH(days=len(history), length=length)
    weights = measure.order_weights(length)
    if weights is None:
        return [_measured(book, length, measure) for book in books]
    found = []
    for first in range(0, len(books), _BOOKS_AT_ONCE):
        some = books[first : first + _BOOKS_AT_ONCE]
        starts = candidates(np.stack([book.full_pnl for book in some]), length, weights)
        found += [
            _measured(book, length, measure)
            if few is None
            else _highest(book, few, length, measure)
            for book, few in zip(some, starts, strict=True)
        ]
    return found


def _measured(book: Book, length: int, measure: WindowMeasure) -> Book:
    """The worst window, from the figures of all windows."""
    history = book.history
    values = np.concatenate(
        list(
            _blocks(
                book.full_pnl, length, lambda pnl: measure.of_samples(pnl, Regime.STRESSED), history
            )
        )
    )
    if not np.isfinite(values).all():
        raise errors.OVERFLOW()
    near = np.flatnonzero(values >= values.max() - NEAR * np.abs(values).max())
    return _highest(book, near, length, measure)


def _highest(book: Book, starts: Starts, length: int, measure: WindowMeasure) -> Book:
    """The window with the highest figure, each measured alone; the first of equals."""
    windows = [book.over(_rows(start, length), Regime.STRESSED) for start in starts.tolist()]
    return windows[0] if len(windows) == 1 else max(windows, key=measure)


def rolling(book: Book, length: int, measure: WindowMeasure) -> Vector:
    """(days - length,) the figure of the rows before each day from the one after the first window."""

    def one_day(pnl: Matrix) -> Vector:
        return measure.of_samples(pnl, Regime.CURRENT)

    before = book.full_pnl[:-1]
    values = measure.rolling(before, length)
    if values is not None:
        return values
    return np.concatenate(list(_blocks(before, length, one_day, book.history)))


def _rows(start: int, length: int) -> slice:
    return slice(start, start + length)


def _blocks(
    pnl: Vector, length: int, measure: Callable[[Matrix], Vector], history: History
) -> Iterator[Vector]:
    """The figure of every window, a block of windows at a time, so that cache stays small."""
    windows = sliding_window_view(pnl, length)
    step = max(_AT_ONCE // length, 1)
    for first in range(0, len(windows), step):
        block = np.ascontiguousarray(windows[first : first + step])
        try:
            yield measure(block)
        except errors.ImpossibleNumber:
            _name_the_failure(block, first, measure, history)
            raise


def _name_the_failure(
    block: Matrix, first: int, measure: Callable[[Matrix], Vector], history: History
) -> None:
    """Raise the failure of the first window that fails alone, with its name."""
    for i, row in enumerate(block):
        try:
            measure(row[None, :])
        except errors.ImpossibleNumber as failure:
            raise failure.about(_span(history, _rows(first + i, len(row)))) from None


def _span(history: History, rows: slice) -> str:
    """The first and last day of some rows, in words."""
    if window := history.window_of(rows):
        return str(window)
    return f"days {rows.start + 1} to {rows.stop}"
