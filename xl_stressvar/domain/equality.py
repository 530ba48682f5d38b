"""Equality where a figure decides: two numbers within 1e-12 of the larger one are equal.

A sum of floats misses the limit that it should meet by a rounding; a status, a refusal or a tie must
not hang on that.
"""

from __future__ import annotations

TOLERANCE = 1e-12


def equal(one: float, other: float) -> bool:
    """Whether two numbers differ by no more than rounding."""
    return one == other or abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def below(one: float, other: float) -> bool:
    """Whether a number is below another by more than rounding."""
    return one < other and not equal(one, other)


def above(one: float, other: float) -> bool:
    """Whether a number is above another by more than rounding."""
    return below(other, one)


def difference(one: float, other: float) -> float:
    """One - other; exactly 0 for equal numbers."""
    return 0.0 if equal(one, other) else one - other


def digits_apart(value: float, limit: float, least: int = 4) -> str:
    """A number with as many digits as it takes to differ from a limit that it is not equal to."""
    for digits in range(least, 18):
        text = f"{value:.{digits}g}"
        if text != f"{limit:.{digits}g}":
            return text
    return repr(value)
