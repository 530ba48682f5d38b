"""Figures of the portfolios of a panel over their windows, all in one call where the method has one.

Each is what its book alone would give; a figure in doubt is left to the book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..domain import Matrix, Vector
from ..domain.equality import TOLERANCE
from ..domain.panels import Panel, PanelWindows
from ..errors import StressVarError
from .decompose.contribution import adding_up_each, gradient
from .measure import Measure
from .worst_window import of_book, searchable
from .worst_window_bounds import Starts
from .worst_window_decided import UNDECIDED, decided

Failures = Mapping[int, StressVarError]
T = TypeVar("T")


def worst_windows(panel: Panel, measure: Measure) -> tuple[PanelWindows, Failures]:
    """Each portfolio over its worst year of rows; and why one has none, by its number.

    Raises NotEnoughData for a history without room for a year.
    """
    length, blocks = searchable(panel.history, None)
    weights = measure.searched().order_weights(length)
    starts = np.full(len(panel), UNDECIDED, dtype=np.intp)
    if weights is not None and len(blocks) == 1:
        block = blocks[0]
        found = decided(panel.pnl[:, block], length, weights)
        starts = np.where(found == UNDECIDED, UNDECIDED, found + block.start)
    failures = {}
    for i in np.flatnonzero(starts == UNDECIDED).tolist():
        try:
            starts[i] = of_book(panel.books[i], length, measure).rows.start
        except StressVarError as failure:
            failures[i] = failure
    there = np.flatnonzero(starts != UNDECIDED)
    return PanelWindows(panel, there, starts[there], length), failures


def measured(windows: PanelWindows, measure: Measure) -> tuple[Vector, Failures]:
    """(windows,) the measure of each; and why one has none, by its place here."""
    try:
        a_row = measure.method.measure_windows(measure.tail, windows, measure.confidence)
        if a_row is None:
            return _one_by_one(windows, measure)
        values = a_row * measure.scale(windows.panel.history)
    except StressVarError:  # of one of them: which, only each alone can tell
        return _one_by_one(windows, measure)
    again = _beyond_held(windows, a_row)
    return _replaced(values, again, lambda i: measure(windows.book(i)))


def _one_by_one(windows: PanelWindows, measure: Measure) -> tuple[Vector, Failures]:
    books = [windows.book(i) for i in range(len(windows))]
    found = measure.of_each(books)
    failures = {i: value for i, value in enumerate(found) if isinstance(value, StressVarError)}
    return np.array([np.nan if i in failures else v for i, v in enumerate(found)], float), failures


def _beyond_held(windows: PanelWindows, a_row: Vector) -> Starts:
    """The places of losses that may be above all that a long-only portfolio holds.

    Of these its book says so in words.
    """
    long = np.flatnonzero(windows.panel.long_only[windows.portfolios])
    held = windows.panel.weights[windows.portfolios[long]].sum(axis=1)
    return np.asarray(long[a_row[long] > held * (1 - TOLERANCE)])


def components(windows: PanelWindows, measure: Measure, values: Vector) -> tuple[Matrix, Failures]:
    """(windows, assets) each measure taken apart by asset; and why one cannot be, by its place here."""
    method, history = measure.method, windows.panel.history
    out = np.zeros((len(windows), history.assets))
    marginal = method.marginal_of_windows(measure.tail, windows, measure.confidence)
    if marginal is None:
        again = np.arange(len(windows))
    else:
        w = windows.weights
        component = np.where(
            np.isnan(marginal) | (w == 0), 0.0, w * (marginal * measure.scale(history))
        )
        out, again = adding_up_each(component, values), np.empty(0, np.intp)
    return _replaced(out, again, lambda i: gradient(windows.book(i), measure, float(values[i]))[1])


def _replaced(
    values: NDArray[np.float64], again: Starts, alone: Callable[[int], Vector | float]
) -> tuple[NDArray[np.float64], Failures]:
    """Values, some of which are worked out one by one; and why one has none."""
    failures = {}
    for i in again.tolist():
        try:
            values[i] = alone(i)
        except StressVarError as failure:
            values[i], failures[i] = np.nan, failure
    return values, failures
