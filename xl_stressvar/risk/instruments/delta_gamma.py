"""The second-order P&L of a book of which only the sensitivities are known."""

from __future__ import annotations

import numpy as np

from ...domain import Matrix, Vector


def pnl(moves: Matrix, delta: Vector, gamma: Matrix | None) -> Vector:
    """(days,) δ'x + ½x'Γx.

    moves: (days, assets) returns. delta: (assets,) money per unit of the return. gamma:
    (assets, assets) symmetric, money per unit of the return squared; None for the straight line.
    """
    straight = np.asarray(moves @ delta)
    if gamma is None:
        return straight
    return np.asarray(straight + 0.5 * np.einsum("ij,ij->i", moves @ gamma, moves))
