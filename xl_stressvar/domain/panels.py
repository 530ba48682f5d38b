"""The P&L of many linear portfolios on one history, by matrix products of one shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .arrays import Matrix, Vector
from .book import Book, Regime
from .history import History
from .portfolio import LinearPortfolio, count_of_pnl, most_rounding, near_rounding, without_rounding

#: Portfolios in a product. The bits of a product depend on its shape, and not on where in it a row
#: stands: with one shape for all, a portfolio's P&L has the same bits whichever others are beside it.
#: So many that packing the returns for a product, once each, costs little beside it.
PANEL = 256
_AT_ONCE = 16  # portfolios, of whose P&L a core's own cache holds some

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class ValuedPortfolio(LinearPortfolio):
    """A linear portfolio whose P&L on one history is known; on any other it values itself."""

    history: History
    pnl: Vector

    def pnl_on(self, history: History) -> Vector:
        """(days,) the P&L that is known, or worked out."""
        return self.pnl if history is self.history else super().pnl_on(history)


@dataclass(frozen=True, eq=False)
class Panel:
    """Linear portfolios valued together: weights (portfolios, assets), pnl (portfolios, days)."""

    history: History
    weights: Matrix
    pnl: Matrix

    @staticmethod
    def of(history: History, weights: Matrix, room: Matrix | None = None) -> Panel:
        """The portfolios of (portfolios, assets), PANEL of them at most.

        Their P&L is that of `LinearPortfolio` but for the rounding of its last bits. room: where it
        goes, (PANEL, days), if an earlier panel is done with.
        """
        padded = np.zeros((PANEL, history.assets))
        padded[: len(weights)] = weights
        pnl = np.matmul(padded, history.values.T, out=room)[: len(weights)]
        most = most_rounding(weights, history)
        for first in range(0, len(pnl), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            near = near_rounding(pnl[some], most[some])
            for i in (first + np.flatnonzero(near)).tolist():
                without_rounding(pnl[i], weights[i], history)
        pnl.flags.writeable = False
        return Panel(history, weights, pnl)

    def __len__(self) -> int:
        return len(self.weights)

    def some(self, places: Indices) -> Panel:
        """A few of them, by their places here."""
        return Panel(self.history, self.weights[places], self.pnl[places])

    @cached_property
    def long_only(self) -> NDArray[np.bool_]:
        """(portfolios,) whether one holds money, and none of it short."""
        long = np.flatnonzero((self.weights >= 0).all(axis=1))
        out = np.zeros(len(self), dtype=np.bool_)
        out[long] = ~count_of_pnl(self.weights[long]).all(axis=1)
        return out

    @cached_property
    def books(self) -> Sequence[Book]:
        """A book a portfolio, over every row."""
        valued = zip(self.weights, self.pnl, strict=True)
        return [Book.of(self.history, ValuedPortfolio(w, self.history, p)) for w, p in valued]


@dataclass(frozen=True, eq=False)
class PanelWindows:
    """Some portfolios of a panel, each over a window of its own, all of as many rows; stressed.

    portfolios: (windows,) which; starts: (windows,) the first row of each.
    """

    panel: Panel
    portfolios: Indices
    starts: Indices
    length: int

    def __len__(self) -> int:
        return len(self.starts)

    def some(self, places: Indices) -> PanelWindows:
        """A few of them, by their places here."""
        portfolios, starts = self.portfolios[places], self.starts[places]
        return PanelWindows(self.panel, portfolios, starts, self.length)

    @cached_property
    def pnl(self) -> Matrix:
        """(windows, rows) the P&L of each over its window."""
        rows = self.starts[:, None] + np.arange(self.length)
        return np.asarray(self.panel.pnl[self.portfolios[:, None], rows])

    @cached_property
    def weights(self) -> Matrix:
        """(windows, assets) the amounts of each."""
        if len(self) == len(self.panel):
            return self.panel.weights
        return self.panel.weights[self.portfolios]

    def book(self, i: int) -> Book:
        """One of them."""
        start = int(self.starts[i])
        rows = slice(start, start + self.length)
        return self.panel.books[int(self.portfolios[i])].over(rows, Regime.STRESSED)
