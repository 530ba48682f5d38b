"""A one-tailed confidence level, held exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

from . import special


@dataclass(frozen=True, slots=True)
class Confidence:
    """A one-tailed confidence level c, with 1 - c held exactly as the decimal it was typed as."""

    level: float
    tail: Fraction = field(init=False, compare=False)  # the level's: a fraction hashes slowly

    def __post_init__(self) -> None:
        exact = Fraction(f"{self.level:.12f}")
        object.__setattr__(self, "level", float(exact))
        object.__setattr__(self, "tail", 1 - exact)

    @property
    def z(self) -> float:
        """The standard normal quantile at c, positive.

        Near 50% it is small beside the rounding of 1 - c, so there it comes from 2c - 1.
        """
        if self.level < 0.6:
            return float(2**0.5 * special.erfinv(float(1 - 2 * self.tail)))
        return -float(special.ndtri(float(self.tail)))

    def rank(self, days: int) -> int:
        """ceil(n(1-c)), exact: floats are one off at n = 100, 300, 500 for 99%."""
        return math.ceil(days * self.tail)

    @property
    def least_days(self) -> int:
        """The fewest days that can resolve the tail: 1 / (1-c), rounded up."""
        return -(-self.tail.denominator // self.tail.numerator)

    def __str__(self) -> str:
        return f"{100 * self.level:.10g}%"
