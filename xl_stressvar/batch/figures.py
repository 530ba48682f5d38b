"""The figures of some portfolios on one history: what a worksheet would give for each alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .. import errors
from ..domain import Book, History, Matrix, Positions, Vector, Worst
from ..domain.panels import panel
from ..errors import StressVarError
from ..risk.decompose.contribution import gradient
from ..risk.stressed import stressed_book
from ..risk.worst_window import of_books
from .job import JobMeasure


class Figures(NamedTuple):
    """What a measure gives for one portfolio, in the portfolio's unit; a loss is positive.

    rows: of the history, the window of the VaR. es: over that window. component: (factors,) by
    factor, adding up to the VaR; None if it is not asked for.
    """

    rows: slice
    var: float
    es: float
    component: Vector | None


Answer = Figures | StressVarError


def figures(
    history: History, weights: Matrix, measures: Sequence[JobMeasure], components: bool
) -> list[list[Answer]]:
    """A list a portfolio of (portfolios, factors), an answer a measure; PANEL portfolios at most."""
    with np.errstate(all="ignore"):  # what overflows is refused, in words
        books = [Book.of(history, valued) for valued in panel(history, weights)]
        refused = [_refused(history, row) for row in weights]
        by_measure = [_answers(books, refused, measure, components) for measure in measures]
    return [list(answers) for answers in zip(*by_measure, strict=True)]


def _refused(history: History, weights: Vector) -> StressVarError | None:
    """Why a cell would not take these positions on this history."""
    try:
        Positions(weights[None, :]).each_on(history)
    except StressVarError as failure:
        return failure
    return None


def _answers(
    books: Sequence[Book],
    refused: Sequence[StressVarError | None],
    measure: JobMeasure,
    components: bool,
) -> list[Answer]:
    windows = _windows(books, measure)
    return [
        failure or _answer(window, measure, components)
        for failure, window in zip(refused, windows, strict=True)
    ]


def _windows(books: Sequence[Book], measure: JobMeasure) -> Sequence[Book | StressVarError]:
    """Each book over the window of its VaR: the search for the worst takes all of them at once."""
    if isinstance(measure.windows, Worst):
        try:
            return of_books(books, None, measure.var)
        except StressVarError:
            pass  # of one of them: which, only a search of each can tell
    return [_window(book, measure) for book in books]


def _window(book: Book, measure: JobMeasure) -> Book | StressVarError:
    try:
        return stressed_book(book, measure.windows, measure.var)[1]
    except StressVarError as failure:
        return failure


def _answer(book: Book | StressVarError, measure: JobMeasure, components: bool) -> Answer:
    if isinstance(book, StressVarError):
        return book
    try:
        var, es = measure.var(book), measure.es(book)
        if not (np.isfinite(var) and np.isfinite(es)):
            return errors.OVERFLOW()
        component = gradient(book, measure.var, var)[1] if components else None
    except StressVarError as failure:
        return failure
    except (MemoryError, OverflowError):
        return errors.OVERFLOW()
    if component is not None and not np.isfinite(component).all():
        return errors.OVERFLOW()
    return Figures(book.rows, var, es, component)
