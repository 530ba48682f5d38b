"""The worst windows of a history that share no row, and the measure of windows along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..domain import Book, Regime, Vector
from .measure import Measure, WindowMeasure
from .worst_window import first_highest, measures, measures_of, nearly_highest, searchable
from .worst_window_bounds import Bounds, Span, Starts, bounds, numbers_of_losses

_LOSSES = 16  # for each weight: twice what one search begins with, as those of a window drop out


def ranking(book: Book, count: int, length: int | None, measure: Measure) -> list[Book]:
    """The window with the highest measure, then the highest that shares no row with one before it.

    At most so many, and fewer where no window is left. Each is what a search of the rows that are
    left would find; ties to the earlier start. Raises as the search of the worst window does.
    """
    length, blocks = searchable(book.history, length)
    search = measure.searched()
    windows = _Windows(book, blocks, length, search)
    spans = [Span(block.start, block.stop - length) for block in blocks]
    found: list[Book] = []
    while spans and len(found) < count:
        rows = (slice(start, start + length) for start in windows.near(spans).tolist())
        worst = first_highest([book.over(some, Regime.STRESSED) for some in rows], search)
        found.append(worst)
        spans = [part for span in spans for part in span.apart(worst.rows.start, length)]
    return found


class _Windows:
    """What is known of all windows of a book, made once and asked of fewer and fewer of them.

    The bounds by the largest losses, of more of them where few do not decide; where these do not
    help, the measures of the widest windows, or of all.
    """

    def __init__(
        self, book: Book, blocks: Sequence[slice], length: int, search: WindowMeasure
    ) -> None:
        self._book, self._blocks, self._length, self._search = book, blocks, length, search
        self._of_spans: dict[Span, tuple[Starts, Vector]] = {}
        self._finer = self._bounds()
        self._known = next(self._finer, None)

    def near(self, spans: Sequence[Span]) -> Starts:
        """The windows among the spans that may be the worst, the earliest first."""
        while self._known is not None:
            starts = self._known.near(0, spans)
            if starts is not None:
                return starts
            self._known = next(self._finer, None)
        found = [self._contenders(span) for span in spans]
        starts, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return starts[nearly_highest(values)]

    def _contenders(self, span: Span) -> tuple[Starts, Vector]:
        """The windows of a span that may be its worst, all of them if need be, and their measures."""
        if span not in self._of_spans:
            pnl = self._book.full_pnl[span.first : span.last + self._length]
            few = self._search.widest(pnl, self._length)
            if few is None:
                starts = np.arange(span.first, span.last + 1)
                self._of_spans[span] = starts, self._measures[starts]
            else:
                values = measures_of(few, pnl, self._length, self._search)
                self._of_spans[span] = few + span.first, values
        return self._of_spans[span]

    def _bounds(self) -> Iterator[Bounds]:
        weights = self._search.order_weights(self._length)
        pnl = self._book.full_pnl
        if weights is None or not np.isfinite(pnl).all():
            return
        for losses in numbers_of_losses(len(weights), len(pnl), _LOSSES):
            yield bounds(pnl[None, :], self._length, weights, losses)

    @cached_property
    def _measures(self) -> Vector:
        """(days,) of the window that starts at each row; NaN where it has no room in its block."""
        values = np.full(len(self._book.history), np.nan)
        for block in self._blocks:
            found = measures(self._book.over(block, Regime.STRESSED), self._length, self._search)
            values[block.start : block.start + len(found)] = found
        return values


class MeasuredWindow(NamedTuple):
    """A window of a history, and its measure."""

    rows: slice
    value: float


def series(book: Book, length: int | None, every: int, measure: Measure) -> list[MeasuredWindow]:
    """The measure of a window every so many rows, the first at the first row and after each hole.

    A window with a hole in it is left out; NaN for one without a figure by the method. Raises
    NotEnoughData if none is left, and what the method says of the first if it has a figure for none.
    """
    length, blocks = searchable(book.history, length)
    found: list[MeasuredWindow] = []
    for block in blocks:
        over = book.over(block, Regime.STRESSED)
        values = measure.method.of_windows(measure.tail, over, length, every, measure.confidence)
        for i, value in enumerate((values * measure.scale(book.history)).tolist()):
            start = block.start + i * every
            found.append(MeasuredWindow(slice(start, start + length), value))
    first = book.over(found[0].rows, Regime.STRESSED)
    measure.require_some(np.array([window.value for window in found]), first)
    return found
