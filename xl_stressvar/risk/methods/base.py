"""What a way of reading the tail is, and all that the rest of the house asks of one.

A method answers for one day and one portfolio, in the portfolio's unit, a loss positive. Each has a
module of its own and one line in `registry`; no other module asks which method it has before it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector
from ...domain.panels import PanelWindows
from ..rolling import every_window
from ..worst_window_bounds import Starts
from .interval import Interval


class Tail(StrEnum):
    """What is read of the tail: value at risk, or expected shortfall."""

    VAR = "var"
    ES = "es"


class Method(ABC):
    """A way of reading the tail of a book's P&L.

    name: the word of every `method` argument; aliases: others for it. help: what it is, a sentence.
    stressed: False for a method that is for current figures only. of_pnl: it looks at nothing but the
    P&L of the whole. interval: that of its VaR, or None.
    """

    name: str
    help: str
    aliases: tuple[str, ...] = ()
    stressed: bool = True
    of_pnl: bool = False
    interval: Interval | None = None

    def __str__(self) -> str:
        return self.name

    # figures
    @abstractmethod
    def var(self, book: Book, confidence: Confidence) -> float:
        """Value at risk over one day. Raises NotEnoughData for too few days."""

    @abstractmethod
    def es(self, book: Book, confidence: Confidence) -> float:
        """Expected shortfall over one day. Raises NotEnoughData for too few days."""

    def measure(self, which: Tail, book: Book, confidence: Confidence) -> float:
        """VaR or ES over one day."""
        return self.var(book, confidence) if which is Tail.VAR else self.es(book, confidence)

    def measure_each(self, which: Tail, books: Sequence[Book], confidence: Confidence) -> Vector:
        """(books,) VaR or ES over one day of each of several books. Raises what one of them raises."""
        return np.array([self.measure(which, book, confidence) for book in books])

    def measure_windows(
        self, which: Tail, windows: PanelWindows, confidence: Confidence
    ) -> Vector | None:
        """(windows,) VaR or ES over one day of each in one call; None if each must be asked for alone.

        Raises what one of them raises.
        """
        return None

    @abstractmethod
    def least_days(self, confidence: Confidence) -> int:
        """The fewest days that it takes."""

    def with_parameter(self, number: float) -> Method | None:
        """The method with a number typed behind its name, as in `name 0.97`; None if it takes none.

        Raises ImpossibleNumber, without a place, for a number that it cannot have.
        """
        return None

    # by part
    @abstractmethod
    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) VaR or ES per unit more of each part: the positions times it sum to the figure.

        NaN where the figure has no such gradient: a book without risk.
        """

    def marginal_of_windows(
        self, which: Tail, windows: PanelWindows, confidence: Confidence
    ) -> Matrix | None:
        """(windows, assets) `marginal` of each in one call; None if the method must be asked for each."""
        return None

    @abstractmethod
    def of_subportfolios(
        self, which: Tail, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(portfolios,) the VaR or ES of other positions on the book's rows.

        weights: (portfolios, parts), in units of `book.unit_pnl`; pnl: (portfolios, days), their P&L.
        """

    @abstractmethod
    def require_affordable(self, portfolios: int, components: int) -> None:
        """Raise ImpossibleNumber before so many portfolios would keep the sheet waiting.

        components: of their common Σ, as many as there are parts or days, whichever is fewer.
        """

    # over windows
    @property
    @abstractmethod
    def search_proxy(self) -> PnlMethod:
        """The method that picks the worst window for this one: itself, if it is fast enough."""

    @abstractmethod
    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) VaR or ES of the rows before each row that has so many before it.

        NaN where those have no figure by the method. Raises ImpossibleNumber where it would keep the sheet waiting.
        """

    def of_windows(
        self, which: Tail, book: Book, length: int, every: int, confidence: Confidence
    ) -> Vector:
        """(windows,) stressed VaR or ES of windows of so many of the book's rows.

        The first starts at the book's first row, each other so many rows later. NaN for a window
        without a figure by the method. Raises ImpossibleNumber where it would keep the sheet waiting.
        """
        starts = range(book.rows.start, book.rows.stop - length + 1, every)
        windows = (book.over(slice(i, i + length), Regime.STRESSED) for i in starts)
        return np.array([self.measure(which, window, confidence) for window in windows])

    # for a reviewer
    @abstractmethod
    def rule(self, days: int, confidence: Confidence) -> str:
        """How the VaR of a stressed window of so many days is read, in words, with its numbers."""

    def days_read(self, book: Book, confidence: Confidence) -> list[int]:
        """The rows of the book whose P&L the VaR is read from, the worst first; none if from all."""
        return []


class PnlMethod(Method):
    """A method that looks at nothing but the daily P&L.

    The kernels read many samples at once, one a row; a single book is one row.
    """

    of_pnl = True

    @property
    def search_proxy(self) -> PnlMethod:
        """Itself: the kernels are made for many windows."""
        return self

    @abstractmethod
    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) value at risk of each row of (samples, days)."""

    @abstractmethod
    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) expected shortfall of each row of (samples, days)."""

    def measure_of(
        self, which: Tail, pnl: Matrix, confidence: Confidence, regime: Regime
    ) -> Vector:
        """(samples,) VaR or ES of each row of (samples, days)."""
        one_day = self.var_of if which is Tail.VAR else self.es_of
        return one_day(pnl, confidence, regime)

    def var(self, book: Book, confidence: Confidence) -> float:
        """Value at risk over one day."""
        return float(self.var_of(book.pnl[None, :], confidence, book.regime)[0])

    def es(self, book: Book, confidence: Confidence) -> float:
        """Expected shortfall over one day."""
        return float(self.es_of(book.pnl[None, :], confidence, book.regime)[0])

    def measure_each(self, which: Tail, books: Sequence[Book], confidence: Confidence) -> Vector:
        """(books,) VaR or ES over one day; of books over as many days in one call."""
        if len({(book.days, book.regime) for book in books}) != 1:
            return super().measure_each(which, books, confidence)
        pnl = np.stack([book.pnl for book in books])
        return self.measure_of(which, pnl, confidence, books[0].regime)

    def measure_windows(
        self, which: Tail, windows: PanelWindows, confidence: Confidence
    ) -> Vector | None:
        """(windows,) the VaR or ES of each, all of which are read at once."""
        return self.measure_of(which, windows.pnl, confidence, Regime.STRESSED)

    def of_subportfolios(
        self, which: Tail, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(portfolios,) the VaR or ES of each row of P&L: the weights are not needed."""
        return self.measure_of(which, pnl, confidence, book.regime)

    def require_affordable(self, portfolios: int, components: int) -> None:
        """Any number: each costs a look at its P&L."""

    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) VaR or ES of the rows before each day, a block of windows at a time."""
        return every_window(
            book.pnl[:-1],
            length,
            lambda pnl: self.measure_of(which, pnl, confidence, Regime.CURRENT),
            book.sample,
            missing=True,
        )

    def of_windows(
        self, which: Tail, book: Book, length: int, every: int, confidence: Confidence
    ) -> Vector:
        """(windows,) stressed VaR or ES of windows of the book's rows, a block of them at a time."""
        self.require_affordable((book.days - length) // every + 1, 1)
        return every_window(
            book.pnl,
            length,
            lambda pnl: self.measure_of(which, pnl, confidence, Regime.STRESSED),
            book.sample,
            every,
            missing=True,
        )

    def order_weights(self, which: Tail, days: int, confidence: Confidence) -> Vector | None:
        """What each of the largest losses of so many days counts, the largest first.

        None for a method whose figure is no weighted sum of them.
        """
        return None

    def widest(
        self, which: Tail, pnl: Vector, length: int, confidence: Confidence
    ) -> Starts | None:
        """The first rows of the windows of (days,) that may have the highest figure, ascending.

        None for a method that cannot tell without measuring every window.
        """
        return None


def one_by_one(method: Method, which: Tail, book: Book, length: int, c: Confidence) -> Vector:
    """(days - length,) VaR or ES of the rows before each day, of a method without fast kernels."""
    ends = range(book.rows.start + length, book.rows.stop)
    windows = (book.over(slice(end - length, end), Regime.CURRENT) for end in ends)
    return np.array([method.measure(which, window, c) for window in windows])
