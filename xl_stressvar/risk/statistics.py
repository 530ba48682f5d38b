"""Volatilities and correlations of a window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import History, Matrix, Vector
from .methods.base import standard_deviation

TRADING_DAYS = 252
MOST_ASSETS = 3000  # of a matrix: nine million cells
_MOST_DAYS_OF_PAIRS = 20_000  # eighty years: kendall compares every day with every other


def is_constant(x: Matrix) -> NDArray[np.bool_]:
    """(columns,) whether a column holds one number throughout: its mean may miss it by a last bit."""
    return np.asarray((x == x[0]).all(axis=0))


def demeaned(x: Matrix) -> Matrix:
    """x less the mean of each column; exactly zero in a column that does not move."""
    return np.where(is_constant(x), 0.0, x - x.mean(axis=0))


def volatility(history: History, annualise: bool) -> Vector:
    """(assets,) sample deviations (ddof 1) of daily returns; times √252 if annualised."""
    daily = standard_deviation(np.ascontiguousarray(history.values.T))
    return np.asarray(daily * TRADING_DAYS**0.5 if annualise else daily)


def covariance(history: History) -> Matrix:
    """Σ per day, (assets, assets), ddof 1, with exact zeros for a column that does not move."""
    cov = history.cov.copy()
    if not np.isfinite(cov).all():
        raise errors.OVERFLOW()
    flat = is_constant(history.values)
    cov[flat, :] = cov[:, flat] = 0.0
    return cov


def require_size(history: History) -> None:
    """Raise before a matrix would take more cache than a sheet could show."""
    if history.assets > MOST_ASSETS:
        raise errors.MATRIX_TOO_LARGE(history.place(), assets=history.assets, most=MOST_ASSETS)


def correlation(history: History, kind: str) -> Matrix:
    """(assets, assets) correlations; unit diagonal, symmetric.

    kind: pearson; spearman (Pearson of mid-ranks); kendall (tau-b, as scipy.stats.kendalltau).
    Raises ImpossibleNumber by name for a column that does not move.
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
        if len(x) > _MOST_DAYS_OF_PAIRS:
            days, most = f"{len(x):,}", f"{_MOST_DAYS_OF_PAIRS:,}"
            raise errors.TOO_MANY_PAIRS(history.place(), days=days, most=most)
        return _kendall(x)
    if kind == "spearman":
        from scipy.stats import rankdata  # slow to import, seldom asked for

        x = rankdata(x, axis=0)
    return _pearson(x)


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

    Every column against every other at once, a day at a time against the later ones; the counts are
    whole numbers, so the order of summation does not matter.
    """
    counts = np.zeros((x.shape[1], x.shape[1]))
    for t in range(len(x) - 1):
        order = np.sign(x[t + 1 :] - x[t])
        counts += order.T @ order
    untied = np.sqrt(np.diag(counts))
    out: Matrix = np.clip(counts / untied[:, None] / untied, -1.0, 1.0)
    np.fill_diagonal(out, 1.0)
    return out
