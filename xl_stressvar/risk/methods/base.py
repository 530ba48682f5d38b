"""What a way of reading the tail is, and the two that need no parameters: historical and normal.

A method answers for one day and one portfolio, in the unit of the positions, a loss positive. The
other methods have modules of their own; `registry` lists them all.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import Book, Confidence, Matrix, Regime, Vector
from . import tail

IntMatrix = NDArray[np.int32]


class Method(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def search_proxy(self) -> PnlMethod:
        """The method that picks the worst window for this one."""

    def var(self, book: Book, confidence: Confidence) -> float:
        """Value at risk over one day."""

    def es(self, book: Book, confidence: Confidence) -> float:
        """Expected shortfall over one day."""

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """(assets,) VaR per unit more of each position; the positions times it sum to the VaR.

        NaN where the VaR has no such gradient: a book without risk.
        """

    def var_of_subportfolios(
        self, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(parts,) the VaR of other positions on the book's rows.

        weights: (parts, assets); pnl: (parts, days), their P&L.
        """


class PnlMethod(ABC):
    """A method that looks at nothing but the daily P&L: all but monte carlo.

    The kernels read many samples at once, one a row; a single book is one row.
    """

    name: str

    @property
    def search_proxy(self) -> PnlMethod:
        return self

    @abstractmethod
    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) value at risk of each row of (samples, days)."""

    @abstractmethod
    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) expected shortfall of each row of (samples, days)."""

    @abstractmethod
    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        """(assets,) VaR per unit more of each position."""

    def var(self, book: Book, confidence: Confidence) -> float:
        return float(self.var_of(book.pnl[None, :], confidence, book.regime)[0])

    def es(self, book: Book, confidence: Confidence) -> float:
        return float(self.es_of(book.pnl[None, :], confidence, book.regime)[0])

    def var_of_subportfolios(
        self, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        return self.var_of(pnl, confidence, book.regime)


@dataclass(frozen=True)
class Historical(PnlMethod):
    """Minus a quantile of the P&L that was; ES the mean of the worst n(1-c) days."""

    name: str
    quantile: Callable[[int, Confidence], tail.Quantile]  # of so many days

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        days = pnl.shape[-1]
        tail.require_days(days, confidence)
        return -tail.order_statistic(pnl, self.quantile(days, confidence))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        tail.require_days(pnl.shape[-1], confidence)
        return -tail.tail_mean(pnl, confidence.tail)

    def order_weights(self, days: int, confidence: Confidence, es: bool) -> Vector:
        """What each of the largest losses of so many days counts in VaR or ES, the largest first."""
        tail.require_days(days, confidence)
        if es:
            return tail.mean_weights(days, confidence.tail)
        return tail.order_weights(self.quantile(days, confidence))

    def rolling_var(self, pnl: Vector, length: int, confidence: Confidence) -> Vector | None:
        """(days - length + 1,) the VaR of every window; None for a P&L that overflowed."""
        tail.require_days(length, confidence)
        if not np.isfinite(pnl).all():
            return None
        return -tail.rolling_order_statistic(pnl, length, self.quantile(length, confidence))

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        return tail_day_gradient(book.sample.values, book.pnl, self.quantile(book.days, confidence))


def tail_day_gradient(returns: Matrix, pnl: Vector, at: tail.Quantile) -> Vector:
    """(assets,) minus each asset's return on the day at a quantile of the P&L.

    Interpolated between two days as the percentile is; of days with the same P&L the earlier
    counts as the worse.
    """
    order = np.argsort(pnl, kind="stable")
    below, part = at
    low = returns[order[below]]
    if part == 0:
        return np.asarray(-low)
    return np.asarray(-(low + part * (returns[order[below + 1]] - low)))


def normal_pdf(z: float) -> float:
    """The standard normal density."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


@dataclass(frozen=True)
class Normal(PnlMethod):
    """z·σ, with σ² = w'Σw about the sample mean, ddof 1; the mean itself is left out.

    σ is taken from the portfolio's own P&L, which equals √(w'Σw) and needs no Σ.
    ES is σ·φ(z)/(1-c) (McNeil, Frey & Embrechts 2015, example 2.14, with μ = 0).
    """

    name: str = "normal"

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        return np.asarray(confidence.z * standard_deviation(pnl))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        return np.asarray(
            standard_deviation(pnl) * normal_pdf(confidence.z) / float(confidence.tail)
        )

    def marginal(self, book: Book, confidence: Confidence) -> Vector:
        return covariance_gradient(book, self.var(book, confidence))


def covariance_gradient(book: Book, var: float) -> Vector:
    """(assets,) VaR·(Σw)_i / w'Σw: the gradient of any VaR that is a multiple of √(w'Σw).

    Σw is the covariance of each asset with the portfolio's P&L: no Σ is built.
    """
    return euler_shares(book, var, book.pnl - book.pnl.mean())


def euler_shares(book: Book, var: float, weights: Vector) -> Vector:
    """(assets,) the VaR shared as Σ_t weight_t·r_ti, per unit, so that the parts sum to it.

    NaN for a book without risk.
    """
    pull = book.sample.values.T @ normalised(weights)[0]
    whole = float(book.positions @ pull)
    if var == 0 or whole == 0:
        return np.full(len(pull), np.nan)
    return np.asarray(pull * (var / whole))


def require_rows(pnl: Matrix, least: int, what: str) -> None:
    """Raise unless each sample has so many days."""
    if pnl.shape[-1] < least:
        raise errors.TOO_FEW_DAYS(days=pnl.shape[-1], what=what, least=least)


def standard_deviation(pnl: Matrix) -> Vector:
    """(...) the sample deviation of each sample of P&L (ddof 1), in the unit of the positions.

    Exactly zero for a P&L that does not move, whose mean may differ from it in the last bit.
    """
    require_rows(pnl, 2, "a volatility")
    flat = (pnl == pnl[..., :1]).all(axis=-1)
    sigma = np.where(flat, 0.0, np.std(pnl, axis=-1, ddof=1))
    lost = ~flat & ~((sigma > _LEAST_SQUARED) & (sigma < np.inf))
    if lost.any():  # numbers whose squares no float can hold
        near_one, exponent = normalised(pnl[lost])
        sigma[lost] = np.ldexp(np.std(near_one, axis=-1, ddof=1), exponent[..., 0])
    return sigma


_LEAST_SQUARED = 1e-140  # the square of less has lost digits, or is zero


def normalised(pnl: Matrix) -> tuple[Matrix, IntMatrix]:
    """Each sample of (..., days) over the power of two 2^e that brings its largest near 1; and e.

    No digit changes by that, and squares neither vanish nor overflow.
    """
    exponent = np.frexp(np.abs(pnl).max(axis=-1, keepdims=True))[1]
    return np.ldexp(pnl, -exponent), exponent


HISTORICAL = Historical("historical", tail.inc)
NORMAL = Normal()
