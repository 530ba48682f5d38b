"""A book: one portfolio on a history, looked at over some of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from .arrays import Vector
from .history import History
from .portfolio import Portfolio, Positions
from .window import Window


class Regime(StrEnum):
    """Which conditional volatility a book is judged at: today's, or the window's highest."""

    CURRENT = "current"
    STRESSED = "stressed"


@dataclass(frozen=True, eq=False)
class Book:
    """One portfolio on a history, looked at over some of its rows.

    The portfolio is valued once on the whole history, at the first need, and the P&L then sliced, so
    that every function sees the same bits for the same day.
    """

    history: History
    portfolio: Portfolio
    rows: slice
    regime: Regime
    _whole: Book | None = field(default=None, repr=False)  # that this is a view of

    @staticmethod
    def of(history: History, held: Positions | Portfolio) -> Book:
        """The book over every row; stressed.

        Raises BadInput for positions that are several portfolios, or do not fit the history.
        """
        portfolio = held.on(history) if isinstance(held, Positions) else held
        return Book(history, portfolio, slice(0, len(history)), Regime.STRESSED)

    @staticmethod
    def each(history: History, held: Positions | Portfolio) -> list[Book]:
        """One book a portfolio. Raises BadInput for positions that do not fit the history."""
        if not isinstance(held, Positions):
            return [Book.of(history, held)]
        return [Book.of(history, portfolio) for portfolio in held.each_on(history)]

    def during(self, window: Window | None) -> Book:
        """The book over a window, or over every row of an undated history; stressed.

        Raises NotEnoughData for a window that the history does not cover.
        """
        history = self.history
        rows = history.every_row() if window is None else history.rows(window)
        return self.over(rows, Regime.STRESSED)

    def latest(self, lookback: int | None) -> Book:
        """The book over the latest rows, a year of them if left out; current.

        Raises NotEnoughData if there are fewer, or if a hole lies among them.
        """
        return self.over(self.history.latest(lookback), Regime.CURRENT)

    def over(self, rows: slice, regime: Regime) -> Book:
        """The book over some rows of its history."""
        return Book(self.history, self.portfolio, rows, regime, self._whole or self)

    @property
    def days(self) -> int:
        """How many rows are looked at."""
        return int(self.rows.stop - self.rows.start)

    def day(self, i: int) -> int:
        """The date of the i-th row looked at, or its number in the history from 1."""
        return self.history.day(self.rows.start + i)

    @cached_property
    def full_pnl(self) -> Vector:
        """(days,) P&L of every row of the history, in the portfolio's unit; a loss is negative."""
        if self._whole is not None:
            return self._whole.full_pnl
        return self.portfolio.pnl_on(self.history)

    @property
    def pnl(self) -> Vector:
        """(days,) P&L of the rows looked at."""
        return self.full_pnl[self.rows]

    @property
    def sample(self) -> History:
        """The history over the rows looked at; books of one history share it, and its Σ."""
        return self.history[self.rows]

    @cached_property
    def positions(self) -> Vector:
        """(parts,) how much of each part is held: the amounts of a linear portfolio, 1 of any other."""
        weights = self.portfolio.weights
        return np.ones(self._full_unit_pnl.assets) if weights is None else weights

    @property
    def unit_pnl(self) -> History:
        """The P&L of one unit of each part over the rows, a column a part.

        `unit_pnl.values @ positions` is the book's P&L. The parts of a linear portfolio are its
        assets, and one unit makes the asset's return; of any other a unit is the whole part. So one
        arithmetic (gradients, Σ, principal components) serves both.
        """
        return self._full_unit_pnl[self.rows]

    @cached_property
    def _full_unit_pnl(self) -> History:
        if self._whole is not None:
            return self._whole._full_unit_pnl
        if self.portfolio.weights is not None:
            return self.history
        parts = self.portfolio.parts_on(self.history)
        return History(
            np.ascontiguousarray(parts.T),
            self.portfolio.part_names(self.history),
            self.history.dates,
            date_label=self.history.date_label,
        )
