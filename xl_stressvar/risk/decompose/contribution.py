"""A VaR taken apart by asset."""

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
Figure = float | StressVarError  # a part may have no VaR of its own by the method
_AT_ONCE = 1 << 20  # numbers of P&L held at a time: 8 MB


class Contributions(NamedTuple):
    """VaR by asset, in the unit of the positions. NaN where a number does not exist."""

    var: float
    standalone: Sequence[Figure]
    marginal: Vector
    component: Vector
    incremental: Sequence[Figure]


def contributions(book: Book, measure: Measure) -> Contributions:
    """Standalone, marginal, component and incremental VaR of each asset of a book's window.

    The P&L of a part is its own, w_i·r_i; without it, the book's less that. A part without P&L on
    any day has a VaR of zero by every method.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7.
    """
    var = measure(book)
    w = book.positions
    marginal = measure.method.marginal(book, measure.confidence) * measure.scale
    component = np.where(np.isnan(marginal) | (w == 0), 0.0, w * marginal)
    standalone: list[Figure] = []
    incremental: list[Figure] = []
    step = max(_AT_ONCE // max(book.days, len(w)), 1)
    for first in range(0, len(w), step):
        group = np.arange(first, min(first + step, len(w)))
        alone = np.zeros((len(group), len(w)))
        alone[np.arange(len(group)), group] = w[group]
        pnl = np.ascontiguousarray(book.sample.values[:, group].T) * w[group][:, None]
        standalone += _vars(book, alone, pnl, measure)
        rest = _vars(book, w - alone, _rest(book, group, pnl), measure)
        incremental += [
            0.0 if w[i] == 0 else r if isinstance(r, StressVarError) else var - r
            for i, r in zip(group, rest, strict=True)
        ]
    return Contributions(var, standalone, marginal, component, incremental)


def _rest(book: Book, group: Indices, parts: Matrix) -> Matrix:
    """(group, days) the book's P&L without each asset; exactly zero if nothing else is held."""
    others = np.count_nonzero(book.positions) - (book.positions[group] != 0)
    return np.where((others > 0)[:, None], book.pnl - parts, 0.0)


def _vars(book: Book, weights: Matrix, pnl: Matrix, measure: Measure) -> list[Figure]:
    """The VaR of each part, or why it has none."""
    out: list[Figure] = [0.0] * len(pnl)
    moving = np.flatnonzero(pnl.any(axis=1))
    if not len(moving):
        return out

    def var(rows: Indices) -> Vector:
        one_day = measure.method.var_of_subportfolios(
            book, weights[rows], pnl[rows], measure.confidence
        )
        return one_day * measure.scale

    try:
        found: Sequence[Figure] = var(moving).tolist()
    except errors.ImpossibleNumber as failure:
        if failure.problem is errors.TOO_MUCH_TO_DRAW:
            raise
        found = [_var_or_failure(var, i) for i in moving.tolist()]
    for i, figure in zip(moving, found, strict=True):
        out[i] = figure
    return out


def _var_or_failure(var: Callable[[Indices], Vector], i: int) -> Figure:
    try:
        return float(var(np.array([i]))[0])
    except errors.ImpossibleNumber as failure:
        return failure
