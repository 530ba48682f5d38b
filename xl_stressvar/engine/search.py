"""The worst window of a history, and figures of every window in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .. import dates, errors
from ..domain import Book, History, Matrix, Regime, Vector

WORST_ROWS = 250  # of the window choice WORST: a year
_AT_ONCE = 1 << 20  # numbers copied at a time: 8 MB
_NEAR = 1e-9  # relative; far above rounding, and what is near is measured once more, alone


class Searchable(Protocol):
    """A figure of a book that many windows can be asked for at once."""

    def __call__(self, book: Book) -> float: ...

    def of_samples(self, pnl: Matrix, regime: Regime) -> Vector:
        """(samples,) the figure of each row of (samples, days)."""


def worst(book: Book, length: int, figure: Searchable) -> Book:
    """The book over the window of so many rows with the highest figure; ties to the earlier start.

    Exactly what measuring every window alone would pick. A window that has no figure (outside the
    domain of cornish fisher, say) leaves the worst unknown: an error naming the first such window.
    """
    history = book.history
    if len(history) < length:
        raise errors.TOO_SHORT_TO_SEARCH(days=len(history), length=length)
    values = np.concatenate(
        list(
            _blocks(
                book.whole, length, lambda pnl: figure.of_samples(pnl, Regime.STRESSED), history
            )
        )
    )
    if not np.isfinite(values).all():
        raise errors.OVERFLOW()
    near = np.flatnonzero(values >= values.max() - _NEAR * np.abs(values).max())
    if len(near) == 1:
        return book.over(_rows(int(near[0]), length), Regime.STRESSED)
    windows = [book.over(_rows(int(start), length), Regime.STRESSED) for start in near]
    return max(windows, key=figure)  # the first of equals


def rolling(book: Book, length: int, figure: Searchable) -> Vector:
    """(days - length,) the figure of the rows before each day from the one after the first window."""

    def measure(pnl: Matrix) -> Vector:
        return figure.of_samples(pnl, Regime.CURRENT)

    return np.concatenate(list(_blocks(book.whole[:-1], length, measure, book.history)))


def _rows(start: int, length: int) -> slice:
    return slice(start, start + length)


def _blocks(
    pnl: Vector, length: int, measure: Callable[[Matrix], Vector], history: History
) -> Iterator[Vector]:
    """The figure of every window, a block of windows at a time, so that memory stays small."""
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
            raise failure.about(span(history, _rows(first + i, len(row)))) from None


def day(history: History, row: int) -> int:
    """The date of a row, or its number from 1 if the history has no dates."""
    return row + 1 if history.dates is None else dates.Serial(history.dates[row])


def span(history: History, rows: slice) -> str:
    """The first and last day of some rows, in words."""
    first, last = day(history, rows.start), day(history, rows.stop - 1)
    if history.dates is None:
        return f"days {first} to {last}"
    return f"{dates.iso(first)}:{dates.iso(last)}"
