"""Empirical tails: quantiles and averages of P&L samples, with ranks exact in rationals.

Every kernel takes one sample along the last axis, so that one window and ten thousand are read by
the same code.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ... import errors
from ...domain import Confidence, Vector

# a place among the days sorted from the worst: a day, from 0, and the part of the way to the next
Quantile = tuple[int, float]


def require_days(days: int, confidence: Confidence) -> None:
    """Raise NotEnoughData unless the sample resolves the tail: at least 1/(1-c) days."""
    if days < confidence.least_days:
        raise errors.TAIL_TOO_THIN(days=days, confidence=confidence, least=confidence.least_days)


def lowest(pnl: Vector, k: int) -> Vector:
    """(..., k) the k lowest P&Ls of each sample, lowest first."""
    days = pnl.copy()
    if k < pnl.shape[-1]:
        days.partition(k - 1, axis=-1)
        days = days[..., :k]
    days.sort(axis=-1)
    return days


def order_statistic(pnl: Vector, at: Quantile) -> Vector:
    """(...) the order statistic at a quantile, interpolated linearly between neighbours."""
    below, part = at
    if part == 0:
        return np.asarray(lowest(pnl, below + 1)[..., below])
    sorted_tail = lowest(pnl, below + 2)
    low, high = sorted_tail[..., below], sorted_tail[..., below + 1]
    return np.asarray(low + part * (high - low))


@lru_cache(maxsize=256)  # arithmetic on fractions takes as long as the selection itself
def whole_and_part(days: Fraction) -> tuple[int, float]:
    """A position among the days, or a number of them, as whole days and the part of one more."""
    whole = int(days)
    return whole, float(days - whole)


@lru_cache(maxsize=256)
def inc(days: int, confidence: Confidence) -> Quantile:
    """Excel's PERCENTILE.INC: (n-1)·(1-c) (Hyndman & Fan 1996, type 7)."""
    return whole_and_part((days - 1) * confidence.tail)


@lru_cache(maxsize=256)
def exc(days: int, confidence: Confidence) -> Quantile:
    """Excel's PERCENTILE.EXC: (n+1)·(1-c) - 1 (Hyndman & Fan 1996, type 6).

    Needs n·(1-c) >= 1, which `require_days` ensures.
    """
    return whole_and_part((days + 1) * confidence.tail - 1)


@lru_cache(maxsize=256)
def rank(days: int, confidence: Confidence) -> Quantile:
    """The k-th worst day, k = ceil(n(1-c))."""
    return confidence.rank(days) - 1, 0.0


def tail_mean(pnl: Vector, tail: Fraction) -> Vector:
    """(...) the mean of the worst n·tail days, the last with a fractional weight; a signed P&L.

    The exact expected shortfall of the sample (Acerbi & Tasche 2002, definition 2.6).
    """
    mass = pnl.shape[-1] * tail
    whole, part = whole_and_part(mass)
    days = lowest(pnl, whole + (part > 0))
    total = days[..., :whole].sum(axis=-1)
    if part:
        total = total + part * days[..., whole]
    return np.asarray(total / float(mass))


def order_weights(at: Quantile) -> Vector:
    """What each of the worst days counts in the order statistic at a quantile, the worst first."""
    below, part = at
    return np.array([0.0] * below + [1 - part] + [part] * (part > 0))


def mean_weights(days: int, tail: Fraction) -> Vector:
    """What each of the worst days counts in the tail mean, the worst first."""
    mass = days * tail
    whole, part = whole_and_part(mass)
    return np.array([1.0] * whole + [part] * (part > 0)) / float(mass)


def in_words(at: Quantile) -> str:
    """The days at a quantile, with their weights: `0.49 x the 3rd worst day + 0.51 x the 4th`."""
    below, part = at
    if not part:
        return f"the {_th(below + 1)} worst day"
    return f"{1 - part:.10g} x the {_th(below + 1)} worst day + {part:.10g} x the {_th(below + 2)}"


def _th(k: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    return (
        f"{k}{'th' if k % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(k % 10, 'th')}"
    )


def rolling_order_statistic(pnl: Vector, length: int, at: Quantile) -> Vector:
    """(days - length + 1,) the order statistic of every window of a P&L of finite numbers.

    The window is kept in order as it moves: one day in, one day out.
    """
    below, part = at
    days = pnl.tolist()
    window = sorted(days[:length])
    out = []
    for new, old in zip([*days[length:], 0.0], days, strict=False):
        low = window[below]
        out.append(low + part * (window[below + 1] - low) if part else low)
        del window[bisect_left(window, old)]
        insort(window, new)
    return np.array(out)
