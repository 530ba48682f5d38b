"""Whether a stress window is the right one: its rank among all of its length, the worst, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..domain import Book
from ..domain.equality import TOLERANCE
from .measure import Measure
from .rolling import every_window
from .worst_window import of_book


@dataclass(frozen=True, eq=False)
class Rank:
    """A window among all windows of as many rows, by the measure that ranks them.

    place: 1 is the highest; windows with the same figure share the better place. of: how many windows.
    worst: the book over the highest of them.
    """

    place: int
    of: int
    worst: Book


def rank(book: Book, measure: Measure) -> Rank:
    """Where the window of a book stands. Raises ImpossibleNumber for a window without a figure."""
    whole = book.over(slice(0, len(book.history)), book.regime)
    search = measure.searched()
    values = every_window(whole.full_pnl, book.days, search.of_samples, book.history)
    own = values[book.rows.start]
    above = values > own + TOLERANCE * max(abs(float(own)), float(np.abs(values).max()))
    return Rank(int(above.sum()) + 1, len(values), of_book(whole, book.days, measure))


def without_data(book: Book) -> tuple[str, ...]:
    """The assets that do not move in the window: they have no data of their own in it."""
    sample = book.sample
    still = (sample.values == sample.values[0]).all(axis=0)
    return tuple(name for name, at_rest in zip(sample.labels(), still, strict=True) if at_rest)
