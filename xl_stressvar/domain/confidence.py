"""A one-tailed confidence level, held exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from . import special

_WHOLE = 10**12  # a level is held to 12 decimals


@dataclass(frozen=True, slots=True)
class Confidence:
    """A one-tailed confidence level c, with 1 - c held exactly as the decimal it was typed as."""

    level: float
    _beyond: int = field(init=False, compare=False, repr=False)  # 1 - c, in parts of 10^-12

    def __post_init__(self) -> None:
        typed = int(f"{self.level:.12f}".replace(".", ""))
        object.__setattr__(self, "level", typed / _WHOLE)
        object.__setattr__(self, "_beyond", _WHOLE - typed)

    @property
    def tail(self) -> Fraction:
        """1 - c, exact."""
        return Fraction(self._beyond, _WHOLE)

    @property
    def z(self) -> float:
        """The standard normal quantile at c, positive.

        Near 50% it is small beside the rounding of 1 - c, so there it comes from 2c - 1.
        """
        if self.level < 0.6:
            return float(2**0.5 * special.erfinv((_WHOLE - 2 * self._beyond) / _WHOLE))
        return -float(special.ndtri(self._beyond / _WHOLE))

    def rank(self, days: int) -> int:
        """ceil(n(1-c)), exact: floats are one off at n = 100, 300, 500 for 99%."""
        return -(-days * self._beyond // _WHOLE)

    @property
    def least_days(self) -> int:
        """The fewest days that can resolve the tail: 1 / (1-c), rounded up."""
        return -(-_WHOLE // self._beyond)

    def __str__(self) -> str:
        return f"{100 * self.level:.14g}%"  # a level has 12 decimals
