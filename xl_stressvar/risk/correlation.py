"""Correlation matrices from elsewhere: checked, repaired, and turned into a volatility."""

from __future__ import annotations

import math

import numpy as np

from .. import errors
from ..domain import Matrix, Vector
from ..errors import Place

VALID = -1e-12  # a smallest eigenvalue from here on is that of a correlation matrix
_ROUNDED = 1e-10  # what typing or rounding may leave of asymmetry, of a diagonal, of an eigenvalue
_STILL = 1e-13  # relative change of a pass at which the projections have met
_PASSES = 5000
_MOST_REPAIRED = 500  # each pass takes all eigenvectors, and there may be hundreds


def require_symmetric(matrix: Matrix, argument: str) -> None:
    """Raise ImpossibleNumber, naming the cell, unless a matrix is symmetric with ones on its diagonal."""
    bad = np.argwhere(np.abs(matrix - matrix.T) > _ROUNDED)
    if len(bad):
        i, j = map(int, bad[0])
        raise errors.NOT_SYMMETRIC(
            Place(argument, i, j), value=float(matrix[i, j]), other=float(matrix[j, i])
        )
    off = np.flatnonzero(np.abs(np.diag(matrix) - 1) > _ROUNDED)
    if len(off):
        i = int(off[0])
        raise errors.DIAGONAL_NOT_ONE(Place(argument, i, i), value=float(matrix[i, i]))


def require_repairable(matrix: Matrix, argument: str) -> None:
    """Raise for a matrix whose repair would keep every other calculation waiting for minutes."""
    if len(matrix) > _MOST_REPAIRED:
        raise errors.REPAIR_TOO_LARGE(Place(argument), assets=len(matrix), most=_MOST_REPAIRED)


def require_correlations(matrix: Matrix, argument: str) -> None:
    """Raise ImpossibleNumber unless symmetric, with ones on the diagonal and nothing beyond -1 or 1."""
    require_symmetric(matrix, argument)
    bad = np.argwhere(np.abs(matrix) > 1 + _ROUNDED)
    if len(bad):
        i, j = map(int, bad[0])
        raise errors.NOT_A_CORRELATION(Place(argument, i, j), value=float(matrix[i, j]))


def require_valid(matrix: Matrix, argument: str) -> None:
    """Raise ImpossibleNumber unless a matrix is a correlation matrix up to rounding."""
    require_correlations(matrix, argument)
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < -_ROUNDED:
        raise errors.NOT_POSSIBLE_TOGETHER(Place(argument), smallest=f"{smallest:.2g}")


def nearest_correlations(matrix: Matrix) -> Matrix:
    """The correlation matrix nearest to a symmetric one in the Frobenius norm.

    matrix: (n, n) symmetric, unit diagonal. One whose smallest eigenvalue is at least -1e-12 comes
    back unchanged. Alternating projections on the positive semidefinite matrices and on those with a
    unit diagonal, with Dykstra's correction: Higham (2002), IMA J. Numer. Anal. 22, algorithm 3.3.
    Raises ImpossibleNumber if they do not meet.
    """
    if np.linalg.eigvalsh(matrix)[0] >= VALID:
        return matrix
    y = (matrix + matrix.T) / 2
    correction = np.zeros_like(y)
    for _ in range(_PASSES):
        before = y
        shifted = y - correction
        x = _semidefinite(shifted)
        correction = x - shifted
        y = x.copy()
        np.fill_diagonal(y, 1.0)
        change = float(np.linalg.norm(y - before) / np.linalg.norm(y))
        if change <= _STILL:
            break
    else:
        raise errors.NO_NEAREST(Place("matrix"))
    return _unit_diagonal(_semidefinite(y))


def _semidefinite(matrix: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(matrix)
    out = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return np.asarray((out + out.T) / 2)


def _unit_diagonal(matrix: Matrix) -> Matrix:
    """The last rounding put right without leaving the semidefinite matrices: D^-½·X·D^-½."""
    size = np.sqrt(np.diag(matrix))
    out = np.clip(matrix / np.outer(size, size), -1.0, 1.0)
    np.fill_diagonal(out, 1.0)
    return np.asarray(out)


def equal_correlations(assets: int, correlation: float) -> Matrix:
    """(assets, assets) with one correlation everywhere, the nearest valid if it is too negative."""
    out = np.full((assets, assets), correlation)
    np.fill_diagonal(out, 1.0)
    return nearest_correlations(out)


def portfolio_volatility(volatilities: Vector, correlation: Matrix, positions: Vector) -> float:
    """√(x'Cx), x = volatility x position: the volatility of the portfolio's P&L."""
    x = volatilities * positions
    variance = float(x @ correlation @ x)
    return math.sqrt(max(variance, 0.0))
