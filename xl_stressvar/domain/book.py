"""A book: one portfolio on a history, looked at over some of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .. import errors
from ..errors import Place
from .arrays import Vector
from .history import History
from .portfolio import Positions
from .window import Window


class Regime(StrEnum):
    """Which conditional volatility a book is judged at: today's, or the window's highest."""

    CURRENT = "current"
    STRESSED = "stressed"


@dataclass(frozen=True, eq=False)
class Book:
    """One portfolio on a history, looked at over some of its rows.

    The P&L is computed once on the whole history and then sliced, so that every function sees the
    same bits for the same day.
    """

    history: History
    positions: Vector  # (assets,)
    rows: slice
    regime: Regime
    full_pnl: Vector  # (days,) P&L of every row of the history, in the unit of the positions

    @staticmethod
    def of(history: History, positions: Positions) -> Book:
        """The book of a single portfolio."""
        books = Book.portfolios(history, positions)
        if len(books) > 1:
            rows, columns = positions.cells.shape
            raise errors.POSITIONS_SHAPE(
                Place(positions.argument), rows=rows, columns=columns, assets=history.assets
            )
        return books[0]

    @staticmethod
    def portfolios(history: History, positions: Positions) -> Sequence[Book]:
        """One book a portfolio."""
        everything = slice(0, len(history))
        return [
            Book(history, w, everything, Regime.STRESSED, history.pnl(w))
            for w in positions.match(history)
        ]

    def during(self, window: Window | None) -> Book:
        """The book over a window, or over every row of an undated history; stressed."""
        rows = slice(0, len(self.history)) if window is None else self.history.rows(window)
        return self.over(rows, Regime.STRESSED)

    def latest(self, lookback: int) -> Book:
        """The book over the latest rows; current."""
        return self.over(self.history.latest(lookback), Regime.CURRENT)

    def over(self, rows: slice, regime: Regime) -> Book:
        return Book(self.history, self.positions, rows, regime, self.full_pnl)

    @property
    def days(self) -> int:
        return int(self.rows.stop - self.rows.start)

    def day(self, i: int) -> int:
        """The date of the i-th row looked at, or its number in the history from 1."""
        return self.history.day(self.rows.start + i)

    @property
    def pnl(self) -> Vector:
        """(days,) P&L of the rows looked at; a loss is negative."""
        return self.full_pnl[self.rows]

    @property
    def sample(self) -> History:
        """The history over the rows looked at; books of one history share it, and its Σ."""
        return self.history[self.rows]
