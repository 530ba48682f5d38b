"""A VaR or an ES taken apart by part: by asset, for a linear portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import Book, Matrix, Vector
from ...errors import StressVarError
from ..measure import Measure

Indices = NDArray[np.intp]
PartFigure = float | StressVarError  # a part may have none of its own by the method
_CANCELLED = 1e-9  # of the largest component: what rounding may leave of a sum
_AT_ONCE = 1 << 20  # numbers of P&L held at a time: 8 MB


class Contributions(NamedTuple):
    """VaR or ES by part, in the portfolio's unit. NaN where a number does not exist.

    whole: the book's; marginal: per unit more of the part; component: marginal times the position,
    adding up to the whole.
    """

    whole: float
    standalone: Sequence[PartFigure]
    marginal: Vector
    component: Vector
    incremental: Sequence[PartFigure]


def contributions(book: Book, measure: Measure) -> Contributions:
    """Standalone, marginal, component and incremental measure of each part of a book's window.

    The P&L of a part is its own, w_i·r_i of an asset; without it, the book's less that. A part without
    P&L on any day has VaR and ES of zero by every method. Raises what the measure of the book raises.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7.
    """
    whole = measure(book)
    w, unit_pnl = book.positions, book.unit_pnl.values
    marginal, component = gradient(book, measure, whole)
    # twice the parts: standalone and incremental, however they are grouped
    measure.method.require_affordable(2 * len(w), min(book.days, len(w)))
    standalone: list[PartFigure] = []
    incremental: list[PartFigure] = []
    step = max(_AT_ONCE // max(book.days, len(w)), 1)
    for first in range(0, len(w), step):
        group = np.arange(first, min(first + step, len(w)))
        alone = np.zeros((len(group), len(w)))
        alone[np.arange(len(group)), group] = w[group]
        pnl = np.ascontiguousarray(unit_pnl[:, group].T) * w[group][:, None]
        standalone += part_figures(book, alone, pnl, measure)
        rest = part_figures(book, w - alone, _rest(book, group, pnl), measure)
        incremental += [
            0.0 if w[i] == 0 else r if isinstance(r, StressVarError) else whole - r
            for i, r in zip(group, rest, strict=True)
        ]
    return Contributions(whole, standalone, marginal, component, incremental)


def gradient(book: Book, measure: Measure, whole: float) -> tuple[Vector, Vector]:
    """Marginal and component of each part, (parts,) both: the components add up to the whole."""
    w = book.positions
    a_row = measure.method.marginal(measure.tail, book, measure.confidence)
    marginal = a_row * measure.scale(book.history)
    component = np.where(np.isnan(marginal) | (w == 0), 0.0, w * marginal)
    return marginal, adding_up_each(component[None, :], np.array([whole]))[0]


def adding_up_each(component: Matrix, whole: Vector) -> Matrix:
    """The components of each row of (books, parts) scaled so that they add up to its whole.

    Of a book that nearly hedges itself they are large and cancel: what rounding leaves of their sum
    would be seen in it. Not scaled where more than rounding parts the two.
    """
    total = component.sum(axis=1)
    largest = np.abs(component).max(axis=1, initial=0.0)
    as_it_is = (total == 0) | (np.abs(total - whole) > _CANCELLED * largest)
    scale = np.divide(whole, total, out=np.ones_like(total), where=~as_it_is)
    return np.asarray(component * scale[:, None])


def _rest(book: Book, group: Indices, parts: Matrix) -> Matrix:
    """(group, days) the book's P&L without each part; exactly zero if nothing else is held."""
    others = np.count_nonzero(book.positions) - (book.positions[group] != 0)
    return np.where((others > 0)[:, None], book.pnl - parts, 0.0)


def part_figures(book: Book, weights: Matrix, pnl: Matrix, measure: Measure) -> list[PartFigure]:
    """The measure of each part of a book, a row of weights and P&L each, or why it has none."""
    out: list[PartFigure] = [0.0] * len(pnl)
    moving = np.flatnonzero(pnl.any(axis=1))
    if not len(moving):
        return out

    def figures(rows: Indices) -> Vector:
        of_a_row = measure.method.of_subportfolios(
            measure.tail, book, weights[rows], pnl[rows], measure.confidence
        )
        return of_a_row * measure.scale(book.history)

    try:
        found: Sequence[PartFigure] = figures(moving).tolist()
    except errors.StressVarError:
        found = [_figure_or_failure(figures, i) for i in moving.tolist()]
    for i, part_figure in zip(moving, found, strict=True):
        out[i] = part_figure
    return out


def _figure_or_failure(figures: Callable[[Indices], Vector], i: int) -> PartFigure:
    try:
        return float(figures(np.array([i]))[0])
    except errors.StressVarError as failure:
        return failure
