"""Backtests of VaR: counts against the binomial, their order against a Markov chain.

p is the probability of an exception, 1 - confidence; n the days, x the exceptions. Every statistic
is -2 (log-likelihood under the model - log-likelihood as observed), with 0·ln 0 = 0, so that none,
one, all, or consecutive exceptions give finite numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ...domain import Confidence, Vector, special
from ...domain.equality import TOLERANCE, below
from ..capital.basel import plus_factor

Hits = NDArray[np.bool_]
SIGNIFICANT = 0.05  # below it a p-value counts against the model


@dataclass(frozen=True)
class LikelihoodRatio:
    """A likelihood ratio and its chi-squared p-value."""

    __test__ = False  # not one of pytest's

    statistic: float
    p: float

    @staticmethod
    def of(model: float, observed: float, freedom: int = 1) -> LikelihoodRatio:
        """The ratio of two log-likelihoods, against χ² with so many degrees of freedom."""
        statistic = max(-2 * (model - observed), 0.0)  # rounding may leave -1e-16
        return LikelihoodRatio(statistic, float(special.chdtrc(freedom, statistic)))


def hits(pnl: Vector, var: Vector) -> Hits:
    """(n,) whether the day was an exception: a P&L below -var by more than rounding."""
    return (pnl < -var) & ~np.isclose(pnl, -var, rtol=TOLERANCE, atol=0.0)


def likelihood(p: float, x: int, n: int) -> float:
    """ln(p^x (1-p)^(n-x))."""
    return float(special.xlogy(x, p) + special.xlog1py(n - x, -p))


def kupiec(x: int, n: int, p: float) -> LikelihoodRatio:
    """Proportion of failures (Kupiec 1995), χ²(1).

    Twice the deviance of x from n·p and of n-x from n·(1-p), which is the same as the likelihoods
    and keeps its digits where these are large and nearly equal.
    """
    expected = n * p
    statistic = 2 * (deviance(x, expected) + deviance(n - x, n - expected))
    return LikelihoodRatio(statistic, float(special.chdtrc(1, statistic)))


def deviance(x: float, mean: float) -> float:
    """x·ln(x/m) + m - x, never below zero, with 0·ln 0 = 0 (Loader 2000, the function D0 times m)."""
    u = (x - mean) / mean
    if abs(u) < 0.1:
        # Σ (-u)^k / (k(k-1)): the first terms, u itself, have cancelled
        return mean * math.fsum((-u) ** k / (k * (k - 1)) for k in range(20, 1, -1))
    return float(special.xlogy(x, x / mean)) + (mean - x)


def first_failure(hits: Hits, p: float) -> LikelihoodRatio | None:
    """Time until the first failure (Kupiec 1995), χ²(1); None without a failure."""
    if not hits.any():
        return None
    day = int(hits.argmax()) + 1
    return LikelihoodRatio.of(likelihood(p, 1, day), likelihood(1 / day, 1, day))


@dataclass(frozen=True)
class Transitions:
    """How often a day of one kind followed a day of the other: (from, to), 1 an exception."""

    n00: int
    n01: int
    n10: int
    n11: int

    @staticmethod
    def of(hits: Hits, joined: Hits) -> Transitions:
        """The transitions of n days.

        joined: (n-1,) whether a day and the next follow one another, with no hole between.
        """
        before, after = hits[:-1][joined], hits[1:][joined]
        return Transitions(
            int((~before & ~after).sum()),
            int((~before & after).sum()),
            int((before & ~after).sum()),
            int((before & after).sum()),
        )

    @property
    def after_calm(self) -> float:
        """The rate of exceptions on days after one without."""
        return _share(self.n01, self.n00)

    @property
    def after_exception(self) -> float:
        """The rate of exceptions on days after an exception."""
        return _share(self.n11, self.n10)


def _share(x: int, rest: int) -> float:
    return x / (x + rest) if x + rest else 0.0


def independence(hits: Hits, joined: Hits) -> LikelihoodRatio:
    """First-order Markov independence on the n-1 transitions (Christoffersen 1998), χ²(1).

    A step across a hole in the dates is no transition.
    """
    t = Transitions.of(hits, joined)
    x, n = t.n01 + t.n11, t.n00 + t.n01 + t.n10 + t.n11
    together = likelihood(_share(x, n - x), x, n)
    apart = likelihood(t.after_calm, t.n01, t.n00 + t.n01) + likelihood(
        t.after_exception, t.n11, t.n10 + t.n11
    )
    return LikelihoodRatio.of(together, apart)


def conditional_coverage(hits: Hits, joined: Hits, p: float) -> LikelihoodRatio:
    """Proportion of failures plus independence (Christoffersen 1998), χ²(2)."""
    order = independence(hits, joined)
    total = kupiec(int(hits.sum()), len(hits), p).statistic + order.statistic
    return LikelihoodRatio(total, float(special.chdtrc(2, total)))


class Light(StrEnum):
    """A zone of the Basel traffic light."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def traffic_light(x: int, n: int, p: float) -> tuple[Light, float]:
    """The Basel zone of x exceptions, and P(X ≤ x): below 95%, below 99.99%, above."""
    cumulative = at_most(x, n, p)
    if below(cumulative, 0.95):
        return Light.GREEN, cumulative
    return (Light.YELLOW if below(cumulative, 0.9999) else Light.RED), cumulative


def basel_plus_factor(x: int, n: int, confidence: Confidence) -> float | None:
    """The add-on to the multiplier, which Basel defines for 250 days at 99% alone."""
    return plus_factor(x) if n == 250 and confidence == Confidence(0.99) else None


def at_most(x: int, n: int, p: float) -> float:
    """P(X ≤ x) for X binomial (n, p), by the incomplete beta function: any n, however large."""
    return float(special.betainc(float(n - x), float(x) + 1, 1 - p)) if x < n else 1.0


def at_least(x: int, n: int, p: float) -> float:
    """P(X ≥ x) for X binomial (n, p)."""
    return float(special.betainc(float(x), float(n - x) + 1, p)) if x else 1.0


class Direction(StrEnum):
    """Which way a VaR errs."""

    TOO_LOW = "too low"
    IN_LINE = "in line"
    TOO_CONSERVATIVE = "too conservative"


def direction(x: int, n: int, p: float) -> Direction:
    """Which way the VaR errs, where Kupiec's test says that it does."""
    if kupiec(x, n, p).p >= SIGNIFICANT:
        return Direction.IN_LINE
    return Direction.TOO_LOW if x / n > p else Direction.TOO_CONSERVATIVE
