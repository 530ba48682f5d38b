"""A VaR or an ES taken apart by groups of assets, level by level."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...domain import Book, Group, Matrix, Vector
from ...domain.portfolio import without_rounding
from ...errors import StressVarError
from ..measure import Measure
from .contribution import PartFigure, gradient, part_figures


class GroupPart(NamedTuple):
    """What one group has of a book's VaR or ES, in the portfolio's unit."""

    group: Group
    standalone: PartFigure
    component: float
    incremental: PartFigure


def by_group(
    book: Book, groups: Sequence[Group], measure: Measure
) -> tuple[float, list[GroupPart]]:
    """The measure of a linear book, and standalone, component and incremental of each group.

    Every asset is in one group of each level. A component is the sum of its assets', so that those of
    a level add up to the whole, and those of the finer groups in a group to its own. A group without
    P&L on any day has VaR and ES of zero. Raises what the measure of the book raises.
    """
    whole = measure(book)
    _, by_asset = gradient(book, measure, whole)
    measure.method.require_affordable(2 * len(groups), min(book.days, len(by_asset)))
    held = np.zeros((len(groups), len(by_asset)))
    for row, group in zip(held, groups, strict=True):
        row[list(group.assets)] = book.positions[list(group.assets)]
    rest = book.positions - held
    standalone = part_figures(book, held, _pnl(book, held), measure)
    without = part_figures(book, rest, _pnl(book, rest), measure)
    parts = [
        GroupPart(
            group,
            standalone[i],
            math.fsum(by_asset[list(group.assets)].tolist()),
            _incremental(whole, held[i], without[i]),
        )
        for i, group in enumerate(groups)
    ]
    return whole, parts


def _incremental(whole: float, held: Vector, without: PartFigure) -> PartFigure:
    """The whole less what it is without a group; exactly zero of one that holds nothing."""
    if not held.any():
        return 0.0
    return without if isinstance(without, StressVarError) else whole - without


def _pnl(book: Book, weights: Matrix) -> Matrix:
    """(portfolios, days) the P&L of other amounts of the book's assets, on its rows."""
    pnl = np.asarray(weights @ book.sample.values.T)  # one product: they share what is read
    for row, held in zip(pnl, weights, strict=True):
        without_rounding(row, held, book.sample)
    pnl[(weights == book.positions).all(axis=1)] = book.pnl  # the very bits
    return pnl
