"""The figures of some portfolios on one history: what a worksheet would give for each alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .. import errors
from ..domain import Book, History, Matrix, Positions, Vector, Worst
from ..domain.panels import panel
from ..domain.portfolio import count_of_pnl
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
        refused = _refused(history, weights)
        by_measure = [_answers(books, refused, measure, components) for measure in measures]
    return [list(answers) for answers in zip(*by_measure, strict=True)]


def _refused(history: History, weights: Matrix) -> list[StressVarError | None]:
    """Why a cell would not take each row of positions on this history."""
    counts, amounts = (_rule(history, value) for value in (1.0, 1.5))
    if counts is amounts is None:
        return [None] * len(weights)
    only_counts = np.all(count_of_pnl(weights), axis=1)
    return [counts if count else amounts for count in only_counts.tolist()]


def _rule(history: History, amount: float) -> StressVarError | None:
    """Why a cell would not take such an amount of each factor."""
    try:
        Positions(np.full((1, history.assets), amount)).each_on(history)
    except StressVarError as failure:
        return failure
    return None


def _answers(
    books: Sequence[Book],
    refused: Sequence[StressVarError | None],
    measure: JobMeasure,
    components: bool,
) -> list[Answer]:
    """The figures of each book by one measure; those of all windows in one call."""
    answers: list[Answer | None] = list(refused)
    windows: dict[int, Book] = {}
    for i, found in enumerate(_windows(books, measure)):
        if answers[i] is None and isinstance(found, Book):
            windows[i] = found
        answers[i] = answers[i] or (found if isinstance(found, StressVarError) else None)
    of = list(windows.values())
    figures_of = zip(windows, of, measure.var.of_each(of), measure.es.of_each(of), strict=True)
    for i, book, var, es in figures_of:
        answers[i] = _answer(book, var, es, measure, components)
    return [answer for answer in answers if answer is not None]


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


def _answer(
    book: Book,
    var: float | StressVarError,
    es: float | StressVarError,
    measure: JobMeasure,
    components: bool,
) -> Answer:
    if isinstance(var, StressVarError):
        return var
    if isinstance(es, StressVarError):
        return es
    if not (math.isfinite(var) and math.isfinite(es)):
        return errors.OVERFLOW()
    if not components:
        return Figures(book.rows, var, es, None)
    try:
        component = gradient(book, measure.var, var)[1]
    except StressVarError as failure:
        return failure
    if not np.isfinite(component).all():
        return errors.OVERFLOW()
    return Figures(book.rows, var, es, component)
