"""Scenarios: what a shock brings with it, what would lose a given amount, what a crisis would do.

Σ is the daily covariance of a window, about the sample mean, ddof 1; scenarios have mean zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import errors
from ..domain import Book, Matrix, Vector, special
from ..domain.frequency import horizon_scale
from ..errors import Place
from . import statistics
from .moments import demeaned

LEAST_SHIFT = 0.1  # basis points: less is a yield typed as a decimal
RCOND = 1e-10  # eigenvalues of Σ_AA below this share of the largest count as zero
_OUT_OF_RANGE = 1e-6  # of a shock, left over by what Σ_AA can produce
_STILL = 1e-10  # a deviation below this share of the undiversified one is rounding


def propagate(cov: Matrix, shocks: Vector) -> Vector:
    """The shocks with every NaN filled by its expectation given the others: Σ_BA·pinv(Σ_AA)·s.

    cov: (assets, assets); shocks: (assets,), at least one number. Normal returns with mean zero.
    Raises ImpossibleNumber, at the column, for a shock outside the range of Σ_AA.
    """
    given = ~np.isnan(shocks)
    s = shocks[given]
    sigma = np.sqrt(np.diag(cov)[given])
    unit = np.where(sigma > 0, sigma, 1.0)
    # the cut is made on correlations: on Σ itself a calm asset's moves would count as rounding
    values, vectors = np.linalg.eigh(cov[np.ix_(given, given)] / np.outer(unit, unit))
    kept = values > RCOND * max(float(values[-1]), 0.0)
    basis = vectors[:, kept]
    coordinates = basis.T @ (s / unit)
    _require_range(cov, given, s, s - unit * (basis @ coordinates))
    out = shocks.copy()
    pull = basis @ (coordinates / values[kept]) / unit
    out[~given] = cov[np.ix_(~given, given)] @ pull
    return out


def _require_range(cov: Matrix, given: np.ndarray, s: Vector, rest: Vector) -> None:
    """Raise for a part of the shocks that the window's moves cannot produce.

    Judged in each asset's own volatility, so that units and sizes do not hide one asset's remainder
    behind another's shock.
    """
    sigma = np.sqrt(np.diag(cov)[given])
    moving = sigma > 0
    largest = float((np.abs(s[moving]) / sigma[moving]).max()) if moving.any() else 0.0
    allowed = _OUT_OF_RANGE * np.maximum(np.abs(s), sigma * largest)
    worst = np.abs(rest) - allowed
    if (worst > 0).any():
        j = int(np.argmax(np.abs(rest) / np.where(allowed > 0, allowed, 1.0)))
        raise errors.SHOCK_OUT_OF_RANGE(Place("shocks", column=int(np.flatnonzero(given)[j])))


@dataclass(frozen=True, eq=False)
class Reverse:
    """The most plausible scenario of a loss, its distance in deviations, and its probability."""

    shocks: Vector
    distance: float
    probability: float


def reverse(book: Book, loss: float, horizon_days: float) -> Reverse:
    """The scenario x = -L·Σw/(w'Σw): of all that lose exactly L the one nearest to no move at all.

    Nearest in Mahalanobis distance, x'Σ⁻¹x over the horizon; d = L/√(h·w'Σw), probability 1 - Φ(d)
    of a loss of L or more if returns are normal with mean zero. A shock is the unit P&L of a part: the
    return of an asset, for a linear portfolio. Raises ImpossibleNumber for a book that does not move.
    """
    w = book.positions
    undiversified = float(np.abs(w) @ statistics.volatility(book.unit_pnl, annualise=False))
    # w'Σw by way of the P&L: out of Σ itself a hedged book's variance would lose its digits
    moves = demeaned(book.unit_pnl.values)
    pnl = moves @ w
    deviation = float(np.linalg.norm(pnl)) / (book.days - 1) ** 0.5
    if deviation <= _STILL * undiversified:
        raise errors.STILL_BOOK(Place("positions"), loss=loss)
    pull = moves.T @ pnl
    if not np.isfinite([deviation, w @ pull]).all():  # else every shock would be a quiet 0
        raise errors.OVERFLOW()
    distance = loss / (deviation * horizon_scale(book.history.frequency, horizon_days))
    return Reverse(-loss * (pull / (w @ pull)), distance, float(special.ndtr(-distance)))


def drawdown(cumulative: Vector) -> Vector:
    """How far the running sum stands below its highest so far, the start (0) included; positive."""
    return np.asarray(np.maximum.accumulate(np.maximum(cumulative, 0.0)) - cumulative)


def rate_shock(value: float, duration: float, shift_bp: float, convexity: float) -> float:
    """V·(−D·Δy + ½·C·Δy²), D the modified duration in years, C in years².

    Raises ImpossibleNumber for a shift that is a decimal or a percentage by its size.
    """
    if 0 < abs(shift_bp) < LEAST_SHIFT:
        raise errors.SHIFT_UNIT(Place("shift_bp"), value=shift_bp)
    shift = shift_bp / 10_000
    return value * (-duration * shift + convexity * shift**2 / 2)
