"""The worst window of a history: the rows with the highest measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .. import errors
from ..domain import Book, History, Regime, Vector
from ..domain.equality import equal
from ..errors import Place
from .measure import Measure, WindowMeasure
from .rolling import every_window
from .worst_window_bounds import NEAR, Starts, candidates
from .worst_window_decided import UNDECIDED, decided

_BOOKS_AT_ONCE = 64  # whose P&L over decades is copied: 5 MB


def of_book(book: Book, length: int | None, measure: Measure) -> Book:
    """The book over the window of so many rows with the highest measure; ties to the earlier start.

    Exactly what measuring every window alone would pick, by the method's search proxy. A window that
    has no measure (outside the domain of cornish fisher, say) leaves the worst unknown: an
    ImpossibleNumber naming the first such window. A length left out is a year of rows. A window with
    a hole in it is no candidate. Raises NotEnoughData for a shorter history, or if none is left.
    """
    return of_books([book], length, measure)[0]


def of_books(books: Sequence[Book], length: int | None, measure: Measure) -> list[Book]:
    """The worst window of each of several books on one history. Raises as `of_book`."""
    length, blocks = searchable(books[0].history, length)
    search = measure.searched()
    of_blocks = [
        _in_block([book.over(block, Regime.STRESSED) for book in books], length, search)
        for block in blocks
    ]
    return [first_highest(windows, search) for windows in zip(*of_blocks, strict=True)]


def searchable(history: History, length: int | None) -> tuple[int, list[slice]]:
    """The rows of a window, a year of them if left out, and the blocks that have room for one.

    Raises NotEnoughData for a shorter history, or if no block is left.
    """
    length = history.frequency.year if length is None else length
    if len(history) < length:
        raise errors.TOO_SHORT_TO_SEARCH(days=len(history), length=length)
    blocks = [block for block in history.blocks if block.stop - block.start >= length]
    if not blocks:
        hole = history.hole_before(history.blocks[1].start)
        raise errors.ONLY_BROKEN_WINDOWS(Place(history.origin.argument), length=length, **hole)
    return length, blocks


def _in_block(books: Sequence[Book], length: int, search: WindowMeasure) -> list[Book]:
    """The worst window of each book among its own rows."""
    weights = search.order_weights(length)
    if weights is None:
        return [_measured(book, length, search) for book in books]
    found = []
    for first in range(0, len(books), _BOOKS_AT_ONCE):
        some = books[first : first + _BOOKS_AT_ONCE]
        starts = decided(np.stack([book.pnl for book in some]), length, weights)
        found += [
            _searched(book, length, search, weights)
            if start == UNDECIDED
            else _highest_from(book, np.array([start]), length, search)
            for book, start in zip(some, starts.tolist(), strict=True)
        ]
    return found


def _searched(book: Book, length: int, search: WindowMeasure, weights: Vector) -> Book:
    """The worst window, from the few that the book's largest losses leave."""
    (few,) = candidates(book.pnl[None, :], length, weights)
    if few is None:
        return _measured(book, length, search)
    return _highest_from(book, few, length, search)


def _measured(book: Book, length: int, measure: WindowMeasure) -> Book:
    """The worst window, from the measures of all windows that may be it."""
    few = measure.widest(book.pnl, length)
    if few is not None:
        near = few[nearly_highest(measures_of(few, book.pnl, length, measure))]
        return _highest_from(book, near, length, measure)
    near = nearly_highest(measures(book, length, measure))
    return _highest_from(book, near, length, measure)


def measures(book: Book, length: int, measure: WindowMeasure) -> Vector:
    """(days - length + 1,) the measure of every window of the book's rows.

    Raises ImpossibleNumber naming the first window that has none.
    """
    return _finite(every_window(book.pnl, length, measure.of_samples, book.sample))


def measures_of(starts: Starts, pnl: Vector, length: int, measure: WindowMeasure) -> Vector:
    """(windows,) the measure of those windows of (days,) that start at some rows."""
    return _finite(measure.of_samples(sliding_window_view(pnl, length)[starts]))


def _finite(values: Vector) -> Vector:
    """The values. Raises ImpossibleNumber if one is beyond the largest number."""
    if not np.isfinite(values).all():
        raise errors.OVERFLOW()
    return values


def nearly_highest(values: Vector) -> Starts:
    """Where values stand that are the highest, or may be but for rounding."""
    return np.flatnonzero(values >= values.max() - NEAR * np.abs(values).max())


def _highest_from(book: Book, starts: Starts, length: int, measure: WindowMeasure) -> Book:
    """Of the windows that start at some of the book's rows the one with the highest measure."""
    rows = (book.rows.start + start for start in starts.tolist())
    windows = [book.over(slice(row, row + length), Regime.STRESSED) for row in rows]
    return first_highest(windows, measure)


def first_highest(windows: Sequence[Book], measure: WindowMeasure) -> Book:
    """The window with the highest measure, each measured alone; of equals the earliest."""
    if len(windows) == 1:
        return windows[0]
    values = [measure.of_samples(window.pnl[None, :])[0] for window in windows]
    highest = max(values)
    return next(w for w, value in zip(windows, values, strict=True) if equal(value, highest))
