"""A history whose assets have their own past where there is any, and a proxy only where there is none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import errors
from ..domain import Days, History, Matrix, Vector, Window, dates
from ..errors import Place
from .gaps import Flags, before_first
from .moments import is_constant
from .proxies import Fit, fit

_ADDS = 1e-10  # of a column's own deviation: what it must add to those before it


class Filled(NamedTuple):
    """values: (days, assets), NaN where a blank stays. own, filled: (assets,) how many days of each.

    r_squared, residual: (assets,) of the proxy; NaN for an asset of which nothing was filled.
    """

    values: Matrix
    own: Vector
    filled: Vector
    r_squared: Vector
    residual: Vector


def filled_history(history: History, factors: History, window: Window | None) -> Filled:
    """Blanks before each asset's first day, and all in the window, filled by betas.

    Least squares with an intercept of the asset on the factors, and on the other assets that are known
    on every day to be filled, over the days on which all of them are; the betas alone are applied. On a
    day without a row of the factors between two of theirs they count as unmoved: their markets were
    closed, and their next row holds the move.

    Raises: NotEnoughData for a window that the history does not cover, fewer than 60 common days, or
    factors without a row where one is needed; ImpossibleNumber for a column that does not move.
    """
    known = np.isfinite(history.values)
    blank = before_first(history.values)
    if window is not None:
        rows = history.rows(window)
        blank[rows] |= ~known[rows]
    values = history.values.copy()
    r_squared, residual = np.full((2, history.assets), np.nan)
    for j in np.flatnonzero(blank.any(axis=0)).tolist():
        proxy, block = _proxy(history, factors, known, blank[:, j], j)
        values[blank[:, j], j] = block @ proxy.betas[:, 0]
        r_squared[j], residual[j] = proxy.r_squared[0], proxy.residual[0]
    return Filled(values, known.sum(axis=0), blank.sum(axis=0), r_squared, residual)


def _proxy(
    history: History, factors: History, known: Flags, blank: Flags, j: int
) -> tuple[Fit, Matrix]:
    """The fit of an asset, and the numbers to which its betas are applied on the days to be filled."""
    if history.dates is None or factors.dates is None:
        undated = history if history.dates is None else factors
        raise errors.PROXY_UNDATED(Place(undated.origin.argument))
    days = history.dates
    outside = _unmoved(factors, days, history.frequency.gap_days)
    missing = np.flatnonzero(blank & np.isnan(outside).any(axis=1))
    if len(missing):
        day = dates.iso(int(days[missing[0]]))
        raise errors.FILL_WITHOUT_FACTOR(
            Place(factors.origin.argument), date=day, asset=history.name(j)
        )
    own = known[:, j] & np.isin(days, factors.dates)
    others = [k for k in range(history.assets) if k != j and known[blank, k].all()]
    others = _adding(outside, history.values, known, own, others)
    common = own & known[:, others].all(axis=1)
    block = np.column_stack([outside, history.values[:, others]])
    asset = History(
        history.values[common][:, [j]], (history.name(j),), days[common], history.origin
    )
    names = (*factors.labels(), *(history.name(k) for k in others))
    x = History(block[common], names, days[common], factors.origin)
    return fit(asset, x), block[blank]


def _unmoved(factors: History, days: Days, gap_days: int) -> Matrix:
    """The factors on the days of a history: 0 between two of their rows, NaN beyond them or in a hole."""
    assert factors.dates is not None
    out = np.full((len(days), factors.assets), np.nan)
    after = np.searchsorted(factors.dates, days)
    inside = (after > 0) & (after < len(factors.dates))
    at = np.clip(after, 1, len(factors.dates) - 1)
    closed = inside & (factors.dates[at] - factors.dates[at - 1] <= gap_days)
    out[closed] = 0.0
    _, mine, theirs = np.intersect1d(days, factors.dates, assume_unique=True, return_indices=True)
    out[mine] = factors.values[theirs]
    return out


def _adding(
    outside: Matrix, values: Matrix, known: Flags, own: Flags, others: list[int]
) -> list[int]:
    """The other assets that move, and are no combination of the factors and of those before them."""
    kept: list[int] = []
    for k in others:
        rows = own & known[:, [*kept, k]].all(axis=1)
        y = values[rows, k]
        if len(y) < 2 or is_constant(y[:, None])[0]:
            continue
        x = np.column_stack([outside[rows], values[rows][:, kept]])
        y = y - y.mean()
        x = x - x.mean(axis=0)
        left = y - x @ np.linalg.lstsq(x, y)[0]
        if np.linalg.norm(left) > _ADDS * np.linalg.norm(y):
            kept.append(k)
    return kept
