"""A VaR taken apart by part: by asset, for a linear portfolio."""

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
PartVar = float | StressVarError  # a part may have no VaR of its own by the method
_CANCELLED = 1e-9  # of the largest component: what rounding may leave of a sum
_AT_ONCE = 1 << 20  # numbers of P&L held at a time: 8 MB


class Contributions(NamedTuple):
    """VaR by part, in the portfolio's unit. NaN where a number does not exist.

    marginal: per unit more of the part; component: marginal times the position, adding up to the VaR.
    """

    var: float
    standalone: Sequence[PartVar]
    marginal: Vector
    component: Vector
    incremental: Sequence[PartVar]


def contributions(book: Book, measure: Measure) -> Contributions:
    """Standalone, marginal, component and incremental VaR of each part of a book's window.

    The P&L of a part is its own, w_i·r_i of an asset; without it, the book's less that. A part without
    P&L on any day has a VaR of zero by every method. Raises what the measure of the book raises.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7.
    """
    var = measure(book)
    w, unit_pnl = book.positions, book.unit_pnl.values
    marginal, component = gradient(book, measure, var)
    # twice the parts: standalone and incremental, however they are grouped
    measure.method.require_affordable(2 * len(w), min(book.days, len(w)))
    standalone: list[PartVar] = []
    incremental: list[PartVar] = []
    step = max(_AT_ONCE // max(book.days, len(w)), 1)
    for first in range(0, len(w), step):
        group = np.arange(first, min(first + step, len(w)))
        alone = np.zeros((len(group), len(w)))
        alone[np.arange(len(group)), group] = w[group]
        pnl = np.ascontiguousarray(unit_pnl[:, group].T) * w[group][:, None]
        standalone += part_vars(book, alone, pnl, measure)
        rest = part_vars(book, w - alone, _rest(book, group, pnl), measure)
        incremental += [
            0.0 if w[i] == 0 else r if isinstance(r, StressVarError) else var - r
            for i, r in zip(group, rest, strict=True)
        ]
    return Contributions(var, standalone, marginal, component, incremental)


def gradient(book: Book, measure: Measure, var: float) -> tuple[Vector, Vector]:
    """Marginal and component VaR of each part, (parts,) both: the components add up to the VaR."""
    w = book.positions
    marginal = measure.method.marginal(book, measure.confidence) * measure.scale(book.history)
    component = np.where(np.isnan(marginal) | (w == 0), 0.0, w * marginal)
    return marginal, _adding_up(component, var)


def _adding_up(component: Vector, var: float) -> Vector:
    """The components scaled so that they add up to the VaR.

    Of a book that nearly hedges itself they are large and cancel: what rounding leaves of their sum
    would be seen in it. Not scaled where more than rounding parts the two.
    """
    total = float(component.sum())
    largest = float(np.abs(component).max(initial=0.0))
    if total == 0 or abs(total - var) > _CANCELLED * largest:
        return component
    return component * (var / total)


def _rest(book: Book, group: Indices, parts: Matrix) -> Matrix:
    """(group, days) the book's P&L without each part; exactly zero if nothing else is held."""
    others = np.count_nonzero(book.positions) - (book.positions[group] != 0)
    return np.where((others > 0)[:, None], book.pnl - parts, 0.0)


def part_vars(book: Book, weights: Matrix, pnl: Matrix, measure: Measure) -> list[PartVar]:
    """The VaR of each part of a book, a row of weights and P&L each, or why it has none."""
    out: list[PartVar] = [0.0] * len(pnl)
    moving = np.flatnonzero(pnl.any(axis=1))
    if not len(moving):
        return out

    def var(rows: Indices) -> Vector:
        one_day = measure.method.var_of_subportfolios(
            book, weights[rows], pnl[rows], measure.confidence
        )
        return one_day * measure.scale(book.history)

    try:
        found: Sequence[PartVar] = var(moving).tolist()
    except errors.StressVarError:
        found = [_var_or_failure(var, i) for i in moving.tolist()]
    for i, part_var in zip(moving, found, strict=True):
        out[i] = part_var
    return out


def _var_or_failure(var: Callable[[Indices], Vector], i: int) -> PartVar:
    try:
        return float(var(np.array([i]))[0])
    except errors.StressVarError as failure:
        return failure
