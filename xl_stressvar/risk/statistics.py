"""Volatilities and correlations of a window."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from .. import errors
from ..domain import History, Matrix, Vector
from .moments import is_constant, standard_deviation

_MANY_ROWS = 2000  # from here on pairs by sorting are faster than days by matrices
MOST_ASSETS = 3000  # of a matrix: nine million cells


def volatility(history: History, annualise: bool) -> Vector:
    """(assets,) sample deviations (ddof 1) of a row's returns; times √(rows a year) if annualised.

    Raises NotEnoughData for a single row, BadInput for dates of no known frequency.
    """
    of_a_row = standard_deviation(np.ascontiguousarray(history.values.T))
    return np.asarray(of_a_row * history.frequency.a_year**0.5 if annualise else of_a_row)


def covariance(history: History) -> Matrix:
    """Σ per day, (assets, assets), ddof 1, with exact zeros for a column that does not move.

    Raises ImpossibleNumber for numbers whose products overflow, NotEnoughData for a single day.
    """
    cov = history.cov.copy()
    if not np.isfinite(cov).all():
        raise errors.OVERFLOW()
    flat = is_constant(history.values)
    cov[flat, :] = cov[:, flat] = 0.0
    return cov


def require_size(history: History) -> None:
    """Raise ImpossibleNumber for a matrix larger than memory, or a sheet, should have to hold."""
    if history.assets > MOST_ASSETS:
        raise errors.MATRIX_TOO_LARGE(history.place(), assets=history.assets, most=MOST_ASSETS)


def correlation(history: History, kind: str) -> Matrix:
    """(assets, assets) correlations; unit diagonal, symmetric.

    kind: pearson; spearman (Pearson of mid-ranks); kendall (tau-b, as scipy.stats.kendalltau).
    Raises ImpossibleNumber by name for a column that does not move, or for too many assets;
    NotEnoughData for a single day.
    """
    require_size(history)
    if len(history) < 2:
        raise errors.TOO_FEW_DAYS(days=len(history), what="a correlation", least=2)
    x = history.values
    flat = np.flatnonzero(is_constant(x))
    if len(flat):
        column = int(flat[0])
        raise errors.CONSTANT_COLUMN(history.place(column=column), name=history.name(column))
    if kind == "kendall":
        return _kendall(x) if len(x) <= _MANY_ROWS else _by_scipy(x)
    return _pearson(_mid_ranks(x) if kind == "spearman" else x)


def _mid_ranks(x: Matrix) -> Matrix:
    """The ranks of each column; equal values share the middle of theirs."""
    ranks = np.empty_like(x)
    for column, out in zip(x.T, ranks.T, strict=True):
        ordered = np.sort(column)
        out[:] = (ordered.searchsorted(column) + ordered.searchsorted(column, "right") + 1) / 2
    return ranks


def _pearson(x: Matrix) -> Matrix:
    centred = x - x.mean(axis=0)
    # each column scaled by its largest deviation first: squares of 1e-200 would vanish
    scaled = centred / np.abs(centred).max(axis=0)
    unit = scaled / np.sqrt((scaled**2).sum(axis=0))
    product: Matrix = np.clip(unit.T @ unit, -1.0, 1.0)
    out = (product + product.T) / 2
    np.fill_diagonal(out, 1.0)
    return out


def _kendall(x: Matrix) -> Matrix:
    """Pairs of days in the same order less those in the opposite, over the pairs without ties.

    Every column against every other at once, a day at a time against the later ones, so the work
    grows with the square of the rows; the counts are whole numbers, so the order of summation does not
    matter.
    """
    counts = np.zeros((x.shape[1], x.shape[1]))
    for t in range(len(x) - 1):
        order = np.sign(x[t + 1 :] - x[t])
        counts += order.T @ order
    untied = np.sqrt(np.diag(counts))
    out: Matrix = np.clip(counts / np.outer(untied, untied), -1.0, 1.0)
    np.fill_diagonal(out, 1.0)
    return out


def _by_scipy(x: Matrix) -> Matrix:
    """Kendall's tau-b pair by pair, in time n log n of the rows."""
    from scipy.stats import kendalltau  # slow to import, seldom asked for

    out = np.empty((x.shape[1], x.shape[1]))
    for i, j in combinations(range(len(out)), 2):
        out[i, j] = out[j, i] = kendalltau(x[:, i], x[:, j]).statistic
    out = np.clip(out, -1.0, 1.0)
    np.fill_diagonal(out, 1.0)
    return out
