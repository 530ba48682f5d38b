"""Assets without a crisis history, stood in for by factors that have one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import Book, History, Matrix, Positions, Vector, Window
from ..errors import Place
from .measure import Measure
from .moments import is_constant

LEAST_DAYS = 60
_COLLINEAR = 1e-10  # of a factor's own deviation, left over by the factors before it
_ROUNDING = 1e-13  # of an asset's deviation: a part of it so small is what float64 leaves of none


class Fit(NamedTuple):
    """Least squares of each asset on the factors with an intercept.

    betas: (factors, assets); r_squared, residual: (assets,), residual a daily deviation with
    n - k - 1 degrees of freedom; days: n, those on which both histories have a row.
    """

    betas: Matrix
    r_squared: Vector
    residual: Vector
    days: int


def fit(history: History, factors: History) -> Fit:
    """Betas of the assets on the factors over the days that both histories have.

    A factor that is zero on every row of its history, such as CASH, explains nothing: its beta is
    zero and it costs no degree of freedom. Any other factor that does not move on the common days,
    or is a combination of the others there, and an asset that does not move, is refused by name.

    Raises NotEnoughData for histories without dates or with too few in common, ImpossibleNumber for a
    column that is refused.
    """
    for table in (history, factors):
        if table.dates is None:
            raise errors.PROXY_UNDATED(Place(table.origin.argument))
    assert history.dates is not None
    assert factors.dates is not None
    if history.frequency is not factors.frequency:
        raise errors.FREQUENCIES_DIFFER(
            Place(factors.origin.argument), one=factors.frequency, other=history.frequency
        )
    _, mine, theirs = np.intersect1d(
        history.dates, factors.dates, assume_unique=True, return_indices=True
    )
    used = (factors.values != 0).any(axis=0)
    n, k = len(mine), int(np.count_nonzero(used))
    least = max(LEAST_DAYS, k + 2)
    if n < least:
        raise errors.TOO_FEW_COMMON_DAYS(Place(factors.origin.argument), days=n, least=least)
    y, x = history.values[mine], factors.values[theirs]
    _require_moving(history, y)
    q, r = _orthonormal(factors, x, used)
    y = y - y.mean(axis=0)
    size = np.linalg.norm(y, axis=0)
    betas = np.zeros((factors.assets, history.assets))
    betas[used] = np.linalg.solve(r, q.T @ y) if k else 0.0
    moved = np.linalg.norm(x - x.mean(axis=0), axis=0)[:, None]
    betas[np.abs(betas) * moved <= _ROUNDING * size] = 0.0
    left = y - q @ (q.T @ y)
    ssr = (left**2).sum(axis=0)
    ssr[ssr <= (_ROUNDING * size) ** 2] = 0.0
    return Fit(betas, 1 - ssr / (y**2).sum(axis=0), np.sqrt(ssr / (n - k - 1)), n)


def in_window(history: History, factors: History, betas: Matrix, window: Window) -> History:
    """The assets' returns in the window as the betas alone have them, dated as the factors.

    Raises NotEnoughData for factors that do not cover the window.
    """
    assert factors.dates is not None
    try:
        rows = factors.rows(window)
    except errors.NotEnoughData as failure:
        raise failure.about(factors.origin.argument) from None
    unplaced = replace(history.origin, placed=False)  # its numbers are in no cell
    return History(
        factors.values[rows] @ betas,
        history.names,
        factors.dates[rows],
        origin=unplaced,
        date_label=history.date_label,
    )


class ProxyVar(NamedTuple):
    """A VaR by the betas alone, what the assets' own noise adds, and both, in the positions' unit.

    share: of the noise in the square of both; NaN if both are zero.
    """

    by_betas: float
    noise: float
    both: float
    share: float


def proxy_var(
    history: History, factors: History, held: Positions, window: Window, measure: Measure
) -> ProxyVar:
    """The measure of positions whose crisis returns are betas on factors, with the noise left out.

    noise: z·√(Σw²s²), s the residual deviation of each fit; the noises of the assets are taken for
    independent of each other and of the factors, so that squares add up. A VaR by the betas that is
    a gain adds nothing. Raises as `fit`, `in_window` and
    the measure, and NotEnoughData for factors that leave every asset where it is.
    """
    found = fit(history, factors)
    proxied = in_window(history, factors, found.betas, window)
    if is_constant(proxied.values).all():
        raise errors.NOTHING_MOVES(Place(factors.origin.argument))
    book = Book.of(proxied, held)
    by_betas = measure(book)
    own = float(np.linalg.norm(book.positions * found.residual))
    noise = measure.confidence.z * own * measure.scale(factors)
    both = math.hypot(max(by_betas, 0.0), noise)
    return ProxyVar(by_betas, noise, both, (noise / both) ** 2 if both else math.nan)


def _require_moving(history: History, rows: Matrix) -> None:
    flat = np.flatnonzero(is_constant(rows))
    if len(flat):
        j = int(flat[0])
        raise errors.PROXY_STILL(history.place(column=j), name=history.name(j))


def _orthonormal(factors: History, x: Matrix, used: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """The QR of the moving factors about their means; raises for one that adds nothing."""
    columns = np.flatnonzero(used)
    x = x[:, columns]
    centred, flat = x - x.mean(axis=0), is_constant(x)
    q, r = np.linalg.qr(centred)
    size = np.sqrt((centred**2).sum(axis=0))
    own = np.abs(np.diag(r))
    for i, j in enumerate(columns.tolist()):
        place = factors.place(column=j)
        if flat[i]:
            raise errors.PROXY_STILL(place, name=factors.name(j))
        if own[i] <= _COLLINEAR * size[i]:
            raise errors.COLLINEAR(place, name=factors.name(j))
    return q, r
