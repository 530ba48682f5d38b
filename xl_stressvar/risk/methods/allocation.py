"""Euler allocation of a VaR or an ES: what one unit more of each part of a book adds to it.

The parts and their units are the book's: `Book.unit_pnl` and `Book.positions`.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...domain import Book, Matrix, Vector
from ..moments import normalised
from .tail import Quantile, lowest, mean_weights


def tail_day_gradient(unit_pnl: Matrix, pnl: Vector, at: Quantile) -> Vector:
    """(parts,) minus each part's unit P&L, (days, parts), on the day at a quantile of the P&L.

    Interpolated between two days as the percentile is; of days with the same P&L the earlier
    counts as the worse.
    """
    order = np.argsort(pnl, kind="stable")
    below, part = at
    low = unit_pnl[order[below]]
    if part == 0:
        return np.asarray(-low)
    return np.asarray(-(low + part * (unit_pnl[order[below + 1]] - low)))


def tail_day_gradients(
    returns: Matrix, starts: NDArray[np.intp], pnl: Matrix, at: Quantile
) -> Matrix:
    """(windows, assets) the same of windows of (days, assets) from some starts, with their P&L.

    pnl: (windows, rows), a row a window.
    """
    below, part = at
    ordered = lowest(pnl, below + 1 + (part > 0))
    low = returns[starts + _day_of_rank(pnl, ordered, below)]
    if part == 0:
        return np.asarray(-low)
    high = returns[starts + _day_of_rank(pnl, ordered, below + 1)]
    return np.asarray(-(low + part * (high - low)))


def _day_of_rank(pnl: Matrix, ordered: Matrix, rank: int) -> NDArray[np.intp]:
    """(windows,) the place of the P&L of a rank, from 0; of equal P&L the earlier is the worse."""
    value = ordered[:, rank]
    same = pnl == value[:, None]
    found = np.argmax(same, axis=1)
    for i in np.flatnonzero(same.sum(axis=1) > 1).tolist():
        found[i] = np.argsort(pnl[i], kind="stable")[rank]
    return np.asarray(found)


def tail_mean_gradient(unit_pnl: Matrix, pnl: Vector, tail: Fraction) -> Vector:
    """(parts,) minus the mean of each part's unit P&L, (days, parts), on the worst days of the P&L.

    Weighted as the expected shortfall weighs them, the last in part; of days with the same P&L the
    earlier counts as the worse.
    """
    weights = mean_weights(len(pnl), tail)
    worst = np.argsort(pnl, kind="stable")[: len(weights)]
    return np.asarray(-(weights @ unit_pnl[worst]))


def covariance_gradient(book: Book, figure: float) -> Vector:
    """(parts,) figure·(Σw)_i / w'Σw: the gradient of any figure that is a multiple of √(w'Σw).

    Σw is the covariance of each part with the portfolio's P&L: no Σ is built.
    """
    return euler_shares(book, figure, book.pnl - book.pnl.mean())


def euler_shares(book: Book, figure: float, weights: Vector) -> Vector:
    """(parts,) a VaR or an ES shared as Σ_t weight_t·r_ti, per unit, so that the parts sum to it.

    r_ti: the unit P&L of a part on a day. NaN for a book without risk.
    """
    pull = book.unit_pnl.values.T @ normalised(weights)[0]
    whole = float(book.positions @ pull)
    if figure == 0 or whole == 0:
        return np.full(len(pull), np.nan)
    return np.asarray(pull * (figure / whole))
