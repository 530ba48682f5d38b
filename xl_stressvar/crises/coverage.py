"""Which windows the built-in data covers, factor by factor."""

from __future__ import annotations

import numpy as np

from .. import errors
from ..domain import History, Window, dates
from .factors import Library, load


def rows(window: Window) -> slice:
    """The library's rows of a window; raises if the NYSE calendar does not cover it."""
    data = load()
    calendar = History(np.empty((len(data.dates), 0)), dates=data.dates)
    try:
        return calendar.rows(window)
    except errors.NotEnoughData:
        raise errors.LIBRARY_NOT_COVERED(window=window, spans=span()) from None


def covering(window: Window) -> tuple[str, ...]:
    """The factors with a return on every NYSE day of the window; none if it is not covered."""
    data = load()
    try:
        block = data.returns[rows(window)]
    except errors.NotEnoughData:
        return ()
    return tuple(c for c, day in zip(data.codes, block.T, strict=True) if np.isfinite(day).all())


def span(code: str | None = None) -> str:
    """First to last day with a return of a factor, or of the whole library, as ISO dates."""
    data = load()
    known = np.flatnonzero(~np.isnan(_column(data, code)))
    first, last = data.dates[known[[0, -1]]]
    return f"{dates.iso(first)} to {dates.iso(last)}"


def _column(data: Library, code: str | None) -> np.ndarray:
    return data.column(code or "SPX")
