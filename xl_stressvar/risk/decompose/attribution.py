"""What turned current VaR into stressed VaR: volatility, correlation, or the shape of the tail."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np

from ... import errors
from ...domain import Book, History, Matrix, Vector
from ..moments import demeaned

FACTORS = ("Volatility", "Correlation", "Distribution")


class VolatilityAndCorrelation(NamedTuple):
    """A window's volatilities, and its correlations as the moves that make them.

    volatility: (parts,); moves: (days, parts), columns of length one, or zero for a part without
    volatility: the correlations are moves'moves, with 1 on the diagonal, and are never built.
    """

    volatility: Vector
    moves: Matrix


class Attribution(NamedTuple):
    """VaRs in the portfolio's unit; effects[i] belongs to FACTORS[i]."""

    current: float
    effects: tuple[float, float, float]
    stressed: float


def attribute(current: Book, var: float, stressed: Book, stressed_var: float) -> Attribution:
    """The difference of two VaRs, shared between the three factors.

    VaR = z·σ(volatilities, correlations)·k, k the VaR over the normal VaR. The factors go from
    current to stressed one by one in each of the 6 orders; an effect is the mean of what its step
    added (Shapley 1953). Volatilities and correlations are those of the parts: of the assets, for a
    linear portfolio. Raises ImpossibleNumber for a book without volatility, which has no k.
    """
    w = current.positions
    windows = (apart(current.unit_pnl), apart(stressed.unit_pnl))
    tails = []  # VaR over σ: z·k, the horizon included
    for window, figure, book in zip(windows, (var, stressed_var), (current, stressed), strict=True):
        sigma = _sigma(w, window.volatility, window.moves)
        if sigma == 0 or (book.pnl == book.pnl[0]).all():
            raise errors.NO_VOLATILITY(regime=book.regime)
        tails.append(figure / sigma)

    def var_at(volatility: int, correlation: int, distribution: int) -> float:
        sigma = _sigma(w, windows[volatility].volatility, windows[correlation].moves)
        return sigma * tails[distribution]

    at = {bits: var_at(*bits) for bits in np.ndindex(2, 2, 2)}
    effects = [0.0, 0.0, 0.0]
    for order in permutations(range(3)):
        bits = [0, 0, 0]
        for factor in order:
            before = at[tuple(bits)]
            bits[factor] = 1
            effects[factor] += (at[tuple(bits)] - before) / 6
    return Attribution(var, (effects[0], effects[1], effects[2]), stressed_var)


def apart(unit_pnl: History) -> VolatilityAndCorrelation:
    """Volatilities (ddof 1, per day) and moves of length one of a window. NotEnoughData for one day."""
    x = unit_pnl.values
    if len(x) < 2:
        raise errors.TOO_FEW_DAYS(days=len(x), what="a volatility", least=2)
    centred = demeaned(x)
    length = np.sqrt((centred**2).sum(axis=0))
    return VolatilityAndCorrelation(
        length / (len(x) - 1) ** 0.5, centred / np.where(length > 0, length, 1.0)
    )


def _sigma(w: Vector, volatility: Vector, moves: Matrix) -> float:
    """√(x'Cx), x = w·volatility; a part without moves has correlation 0 with the others."""
    x = w * volatility
    alone = x[~moves.any(axis=0)]
    return float(np.sqrt(((moves @ x) ** 2).sum() + (alone**2).sum()))
