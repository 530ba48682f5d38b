"""The P&L of many linear portfolios on one history, by matrix products of one shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Matrix, Vector
from .history import History
from .portfolio import LinearPortfolio, without_rounding

#: Portfolios in a product. The bits of a product depend on its shape, and not on where in it a row
#: stands: with one shape for all, a portfolio's P&L has the same bits whichever others are beside it.
#: So many that packing the returns for a product, once each, costs little beside it.
PANEL = 256


@dataclass(frozen=True, eq=False)
class ValuedPortfolio(LinearPortfolio):
    """A linear portfolio whose P&L on one history is known; on any other it values itself."""

    history: History
    pnl: Vector

    def pnl_on(self, history: History) -> Vector:
        """(days,) the P&L that is known, or worked out."""
        return self.pnl if history is self.history else super().pnl_on(history)


def panel(history: History, weights: Matrix) -> list[ValuedPortfolio]:
    """The portfolios of (portfolios, assets), PANEL of them at most, valued together.

    Their P&L is that of `LinearPortfolio` but for the rounding of its last bits.
    """
    padded = np.zeros((PANEL, history.assets))
    padded[: len(weights)] = weights
    pnl = (padded @ history.values.T)[: len(weights)]
    for row, held in zip(pnl, weights, strict=True):
        without_rounding(row, held, history)
    pnl.flags.writeable = False
    return [ValuedPortfolio(held, history, row) for held, row in zip(weights, pnl, strict=True)]
