"""Historical: a quantile of the P&L that was, by three rules of rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ...domain.panels import PanelWindows
from . import tail
from .allocation import tail_day_gradient, tail_day_gradients, tail_mean_gradient
from .base import PnlMethod, Tail
from .interval import OrderStatistics


@dataclass(frozen=True)
class Historical(PnlMethod):
    """Minus a quantile of the P&L that was; ES the mean of the worst n(1-c) days.

    quantile: the place of the VaR among so many days; reading: the rule in words, with the days that
    it reads as {days}.
    """

    name: str
    quantile: Callable[[int, Confidence], tail.Quantile]
    reading: str
    help: str
    interval = OrderStatistics()

    def least_days(self, confidence: Confidence) -> int:
        """1/(1-c) days, rounded up."""
        return confidence.least_days

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) minus the quantile. Raises NotEnoughData for a tail that the days cannot show."""
        days = pnl.shape[-1]
        tail.require_days(days, confidence)
        return -tail.order_statistic(pnl, self.quantile(days, confidence))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) minus the tail mean. Raises NotEnoughData as VaR does."""
        tail.require_days(pnl.shape[-1], confidence)
        return -tail.tail_mean(pnl, confidence.tail)

    def order_weights(self, which: Tail, days: int, confidence: Confidence) -> Vector:
        """What each of the largest losses of so many days counts in VaR or ES, the largest first."""
        tail.require_days(days, confidence)
        if which is Tail.ES:
            return tail.mean_weights(days, confidence.tail)
        return tail.order_weights(self.quantile(days, confidence))

    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) VaR of the rows before each day, the window kept in order as it moves.

        An ES, or a P&L that overflowed, is read window by window.
        """
        tail.require_days(length, confidence)
        pnl = book.pnl[:-1]
        if which is Tail.ES or not np.isfinite(pnl).all():
            return super().rolling(which, book, length, confidence)
        return -tail.rolling_order_statistic(pnl, length, self.quantile(length, confidence))

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) minus the unit P&L of each part on the days that the quantile or the mean reads."""
        unit_pnl = book.unit_pnl.values
        if which is Tail.ES:
            return tail_mean_gradient(unit_pnl, book.pnl, confidence.tail)
        at = self.quantile(book.days, confidence)
        return tail_day_gradient(unit_pnl, book.pnl, at)

    def marginal_of_windows(
        self, which: Tail, windows: PanelWindows, confidence: Confidence
    ) -> Matrix | None:
        """(windows, assets) as `marginal`, of VaR; None for ES."""
        if which is Tail.ES:
            return None
        returns, at = windows.panel.history.values, self.quantile(windows.length, confidence)
        return tail_day_gradients(returns, windows.starts, windows.pnl, at)

    def rule(self, days: int, confidence: Confidence) -> str:
        """The quantile, and which days it reads with what weights."""
        return self.reading.format(days=tail.in_words(self.quantile(days, confidence)))

    def days_read(self, book: Book, confidence: Confidence) -> list[int]:
        """The one or two rows at the quantile; of equal P&L the earlier counts as the worse."""
        below, part = self.quantile(book.days, confidence)
        order = np.argsort(book.pnl, kind="stable")
        rows: list[int] = order[below : below + 1 + (part > 0)].tolist()
        return rows


HISTORICAL = Historical(
    "historical",
    tail.inc,
    "minus PERCENTILE.INC(P&L, 1-c): {days}",
    "Minus a percentile of the P&L that was, as PERCENTILE.INC reads it.",
)
HISTORICAL_EXC = Historical(
    "historical exc",
    tail.exc,
    "minus PERCENTILE.EXC(P&L, 1-c): {days}",
    "The same as PERCENTILE.EXC reads it, further out in the tail.",
)
HISTORICAL_RANK = Historical(
    "historical rank",
    tail.rank,
    "minus the P&L of {days}, the ceil(n(1-c))-th",
    "Minus the P&L of one day, the n(1-c)-th worst, rounded up.",
)
