"""The worst windows of a history that share no row, and the measure of windows along it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..domain import Book, Regime
from .measure import Measure, WindowMeasure
from .worst_window import first_highest, highest_from, highest_of, in_block, measures, searchable
from .worst_window_bounds import Bounds
from .worst_window_bounds import bounds as bounds_of

_LOSSES = 32  # looked at for each weight: enough for the few worst windows
_Find = Callable[[slice], Book]  # the worst window among some rows without a hole


def ranking(book: Book, count: int, length: int | None, measure: Measure) -> list[Book]:
    """The window with the highest measure, then the highest that shares no row with one before it.

    At most so many, and fewer where no window is left. Each is what a search of the rows that are
    left would find; ties to the earlier start. Raises as the search of the worst window does.
    """
    length, blocks = searchable(book.history, length)
    search = measure.searched()
    find = _finder(book, blocks, length, search)
    open_ = [(block, find(block)) for block in blocks]
    found: list[Book] = []
    while open_ and len(found) < count:
        worst = first_highest([window for _, window in open_], search)
        found.append(worst)
        i = next(i for i, (_, window) in enumerate(open_) if window is worst)
        block = open_[i][0]
        left = [slice(block.start, worst.rows.start), slice(worst.rows.stop, block.stop)]
        if len(found) < count:
            open_[i : i + 1] = [(r, find(r)) for r in left if r.stop - r.start >= length]
    return found


def _finder(book: Book, blocks: list[slice], length: int, search: WindowMeasure) -> _Find:
    """How the worst window among some rows of one of the blocks is found.

    What takes time, the bounds or the measures of all windows, is done once.
    """
    weights = search.order_weights(length)
    if weights is None:
        return _from_measures(book, blocks, length, search)
    bounds: dict[int, Bounds] = {}

    def find(rows: slice) -> Book:
        block = next(b for b in blocks if b.start <= rows.start < b.stop)
        some = book.over(rows, Regime.STRESSED)
        if block.start not in bounds:
            pnl = book.over(block, Regime.STRESSED).pnl[None, :]
            if not np.isfinite(pnl).all():
                return in_block([some], length, search)[0]
            losses = min(_LOSSES * len(weights), pnl.shape[1])
            bounds[block.start] = bounds_of(pnl, length, weights, losses)
        first = rows.start - block.start
        starts = bounds[block.start].near(0, first, rows.stop - length - block.start)
        if starts is None:
            return in_block([some], length, search)[0]
        return highest_from(some, starts - first, length, search)

    return find


def _from_measures(book: Book, blocks: list[slice], length: int, search: WindowMeasure) -> _Find:
    values = np.full(len(book.history), np.nan)
    for block in blocks:
        of_block = measures(book.over(block, Regime.STRESSED), length, search)
        values[block.start : block.start + len(of_block)] = of_block

    def find(rows: slice) -> Book:
        of_rows = values[rows.start : rows.stop - length + 1]
        return highest_of(of_rows, book.over(rows, Regime.STRESSED), length, search)

    return find


class MeasuredWindow(NamedTuple):
    """A window of a history, and its measure."""

    rows: slice
    value: float


def series(book: Book, length: int | None, every: int, measure: Measure) -> list[MeasuredWindow]:
    """The measure of a window every so many rows, the first at the first row and after each hole.

    A window with a hole in it is left out. Raises NotEnoughData if none is left, and what the measure
    raises for a window that has none.
    """
    length, blocks = searchable(book.history, length)
    found: list[MeasuredWindow] = []
    for block in blocks:
        over = book.over(block, Regime.STRESSED)
        values = measure.method.of_windows(measure.tail, over, length, every, measure.confidence)
        for i, value in enumerate((values * measure.scale(book.history)).tolist()):
            start = block.start + i * every
            found.append(MeasuredWindow(slice(start, start + length), value))
    return found
