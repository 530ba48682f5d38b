"""How sure a VaR is of itself: confidence intervals of the estimate."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import numpy as np

from ...domain import Book, Confidence, special
from . import tail

_ROUNDING = 1 + 1e-12  # a probability this close to its bound is equal to it

Bounds = tuple[float | None, float | None]  # lower and upper


class Interval(Protocol):
    """How a method bounds its VaR."""

    def bounds(self, book: Book, var: float, confidence: Confidence, level: Confidence) -> Bounds:
        """Lower and upper bound of one day's VaR, equal tails.

        var: the estimate; level: how sure the interval is. None for a bound that the days are too
        few for.
        """


class OrderStatistics:
    """The bounds of a quantile of the P&L: order statistics by the exact binomial."""

    def bounds(self, book: Book, var: float, confidence: Confidence, level: Confidence) -> Bounds:
        """Minus the P&L of the days at `ranks`."""
        lower, upper = ranks(book.days, confidence.tail, level.tail / 2)
        lowest = tail.lowest(book.pnl, max(lower or 1, upper or 1))
        return (
            None if lower is None else -float(lowest[lower - 1]),
            None if upper is None else -float(lowest[upper - 1]),
        )


class ChiSquare:
    """The bounds of a multiple of a normal standard deviation: √((n-1)/χ²) at both tails."""

    def bounds(self, book: Book, var: float, confidence: Confidence, level: Confidence) -> Bounds:
        """The estimate times each factor."""
        lower, upper = normal_factors(book.days, level)
        return var * lower, var * upper


def ranks(days: int, probability: Fraction, each_side: Fraction) -> tuple[int | None, int | None]:
    """The ranks (s, r) of the worst days that bound a quantile from below and above.

    B ~ Bin(n, p) days are beyond the true VaR. r: the largest with P(B <= r-1) <= each_side, so the
    r-th worst day is the upper bound; s: the smallest with P(B >= s) <= each_side. None: no such day.
    Ref: Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.
    """
    p, bound = float(probability), float(each_side) * _ROUNDING
    # twelve deviations and more beyond the mean, every probability is far below any bound
    last = min(days, int(days * p + 12 * (days * p * (1 - p)) ** 0.5) + 100)
    k = np.arange(last + 1)
    upper = np.flatnonzero(special.bdtr(k[:-1], days, p) <= bound)  # k = r - 1
    lower = np.flatnonzero(special.bdtrc(k[:-1], days, p) <= bound)  # P(B > k) with k = s - 1
    return (
        int(lower[0]) + 1 if len(lower) else None,
        int(upper[-1]) + 1 if len(upper) else None,
    )


def normal_factors(days: int, level: Confidence) -> tuple[float, float]:
    """What a normal VaR is multiplied by for (lower, upper): √((n-1)/χ²) at both tails."""
    side = float(level.tail / 2)
    free = days - 1
    return (
        float((free / special.chdtri(free, side)) ** 0.5),
        float((free / special.chdtri(free, 1 - side)) ** 0.5),
    )
