"""Moments of samples that keep their digits.

Whatever the size of the numbers, and exactly zero where nothing moves.

Returns are (days, assets), a column a sample; P&L is (samples, days), a row a sample.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import Matrix, Vector

IntMatrix = NDArray[np.int32]

_FLOAT_POWER = 1000  # exponents of two up to it are floats that have all their digits
_LEAST_SQUARED = 1e-140  # the square of less has lost digits, or is zero


def is_constant(returns: Matrix) -> NDArray[np.bool_]:
    """(columns,) whether a column holds one number throughout: its mean may miss it by a last bit."""
    return np.asarray((returns == returns[0]).all(axis=0))


def demeaned(returns: Matrix) -> Matrix:
    """The returns less the mean of each column; exactly zero in a column that does not move."""
    return np.where(is_constant(returns), 0.0, returns - returns.mean(axis=0))


def require_rows(pnl: Matrix, least: int, what: str) -> None:
    """Raise NotEnoughData unless each sample of (..., days) has so many days."""
    if pnl.shape[-1] < least:
        raise errors.TOO_FEW_DAYS(days=pnl.shape[-1], what=what, least=least)


def standard_deviation(pnl: Matrix) -> Vector:
    """(...) the sample deviation of each sample of (..., days), ddof 1, in the unit of the P&L.

    Exactly zero for a P&L that does not move, whose mean may differ from it in the last bit. Raises
    NotEnoughData for fewer than 2 days.
    """
    require_rows(pnl, 2, "a volatility")
    flat = (pnl == pnl[..., :1]).all(axis=-1)
    sigma = np.where(flat, 0.0, np.std(pnl, axis=-1, ddof=1))
    lost = ~flat & ~((sigma > _LEAST_SQUARED) & (sigma < np.inf))
    if lost.any():  # numbers whose squares no float can hold
        near_one, exponent = normalised(pnl[lost])
        sigma[lost] = np.ldexp(np.std(near_one, axis=-1, ddof=1), exponent[..., 0])
    return sigma


def normalised(pnl: Matrix) -> tuple[Matrix, IntMatrix]:
    """Each sample of (..., days) over the power of two 2^e that brings its largest near 1; and e.

    No digit changes by that, and squares neither vanish nor overflow.
    """
    exponent = np.frexp(np.abs(pnl).max(axis=-1, keepdims=True))[1]
    return by_power_of_two(pnl, -exponent), exponent


def by_power_of_two(values: Matrix, exponent: IntMatrix) -> Matrix:
    """Values times 2^exponent, which broadcasts: `np.ldexp`, several times as fast for most exponents."""
    if (np.abs(exponent) <= _FLOAT_POWER).all():
        return np.asarray(values * np.ldexp(1.0, exponent))
    return np.asarray(np.ldexp(values, exponent))


def normal_pdf(z: float) -> float:
    """The standard normal density at z."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
