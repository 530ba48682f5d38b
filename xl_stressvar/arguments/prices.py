"""Whether a table that should hold returns holds prices."""

from __future__ import annotations

from ..domain import LONG, History


def of_prices(history: History) -> bool:
    """Whether every asset gains 100% on every day.

    A single column may be P&L in money; a few rows, made up for an example, may be anything.
    """
    returns = history.values
    if history.assets < 2 or len(history) < LONG or returns[0].min() <= 1:
        return False
    return bool(returns.min() > 1)
