"""Empirical tails: quantiles and averages of a P&L sample, with ranks exact in rationals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from .. import errors
from ..domain import Confidence, Vector


def require_days(days: int, confidence: Confidence) -> None:
    """Raise unless the sample resolves the tail: at least 1/(1-c) days."""
    if days < confidence.least_days:
        raise errors.TAIL_TOO_THIN(days=days, confidence=confidence, least=confidence.least_days)


def worst(pnl: Vector, k: int) -> Vector:
    """The k lowest P&Ls, lowest first."""
    if k >= len(pnl):
        return np.sort(pnl)
    return np.sort(np.partition(pnl, k - 1)[:k])


def _at(pnl: Vector, position: Fraction) -> float:
    """The order statistic at a position from 0, interpolated linearly between neighbours."""
    below = int(position)
    part = float(position - below)
    if part == 0:
        return float(worst(pnl, below + 1)[below])
    low, high = worst(pnl, below + 2)[below:]
    return float(low + part * (high - low))


def percentile_inc(pnl: Vector, tail: Fraction) -> float:
    """Excel's PERCENTILE.INC(pnl, tail), a signed P&L.

    pnl: (n,) finite; tail: exact, in [0, 1]. The position is (n-1)·tail (Hyndman & Fan 1996, type 7).
    """
    return _at(pnl, (len(pnl) - 1) * tail)


def percentile_exc(pnl: Vector, tail: Fraction) -> float:
    """Excel's PERCENTILE.EXC(pnl, tail): position (n+1)·tail - 1 (Hyndman & Fan 1996, type 6).

    Needs n·tail >= 1, which `require_days` ensures.
    """
    return _at(pnl, (len(pnl) + 1) * tail - 1)


def tail_mean(pnl: Vector, tail: Fraction) -> float:
    """The mean of the worst n·tail days, the last with a fractional weight.

    The exact expected shortfall of the sample (Acerbi & Tasche 2002, definition 2.6), a signed P&L.
    """
    mass = len(pnl) * tail
    whole = int(mass)
    part = float(mass - whole)
    days = worst(pnl, whole + (part > 0))
    total = float(days[:whole].sum()) + (part * float(days[-1]) if part else 0.0)
    return total / float(mass)
