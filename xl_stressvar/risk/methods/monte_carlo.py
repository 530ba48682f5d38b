"""Monte Carlo: normal draws through the principal components of the covariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ... import errors
from ...domain import Book, Confidence, History, Matrix, Vector
from ..moments import demeaned, standard_deviation
from . import sobol, tail
from .allocation import covariance_gradient
from .base import Method, PnlMethod, Tail, one_by_one
from .normal import NORMAL

# drawn side by side: 1 MB each, and as much again while they are made
PORTFOLIOS_AT_ONCE = 32
LEAST_DAYS = 2
MOST_WORK = 250_000  # portfolios x components: twenty seconds or so


class Components(NamedTuple):
    """Principal components of Σ, the largest first: deviations (k,) and loadings (parts, k)."""

    deviations: Vector
    loadings: Matrix


@dataclass(frozen=True)
class MonteCarlo(Method):
    """PERCENTILE.INC of 2¹⁷ draws of the P&L; ES the mean of the worst of the same draws.

    The draws are normal with the sample's Σ and mean zero, so the figure is `normal` up to the error
    of the draws; a P&L that does not move has VaR and ES of zero. Σ is that of the parts' unit P&L: of
    the returns for linear positions, of the parts' own P&L for any other portfolio, which is not
    revalued at the draws. At least 2 days; 1-c at least 1 in 2¹⁷.
    """

    name: str = "monte carlo"
    help = (
        "A percentile of 131,072 normal draws with the covariances of the window, always the same."
    )

    @property
    def search_proxy(self) -> PnlMethod:
        """Normal, which it is up to the error of the draws."""
        return NORMAL

    def least_days(self, confidence: Confidence) -> int:
        """2 days."""
        return LEAST_DAYS

    def var(self, book: Book, confidence: Confidence) -> float:
        """Raises NotEnoughData for a single day, or for a tail of less than one draw."""
        return float(_read(Tail.VAR, _drawn(book), confidence)[0])

    def es(self, book: Book, confidence: Confidence) -> float:
        """The mean of the worst of the same draws. Raises as VaR does."""
        _require_draws(confidence)
        return float(_read(Tail.ES, _drawn(book), confidence)[0])

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the figure times (Σw)_i / w'Σw."""
        return covariance_gradient(book, self.measure(which, book, confidence))

    def of_subportfolios(
        self, which: Tail, book: Book, weights: Matrix, pnl: Matrix, confidence: Confidence
    ) -> Vector:
        """(portfolios,) each from its own projections of the same draws."""
        unit_pnl, step = book.unit_pnl, PORTFOLIOS_AT_ONCE
        groups = [slice(i, i + step) for i in range(0, len(weights), step)]
        return np.concatenate(
            [_read(which, _draw(unit_pnl, weights[g], pnl[g]), confidence) for g in groups]
        )

    def require_affordable(self, portfolios: int, components: int) -> None:
        """Raise ImpossibleNumber for more work than twenty seconds or so."""
        if portfolios * components > MOST_WORK:
            raise errors.TOO_MUCH_TO_DRAW()

    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) each from the components of its own rows.

        Raises ImpossibleNumber for more windows than twenty seconds or so allow: each has a Σ of its
        own, costs what 20 components more would, and has no neighbours to share draws with.
        """
        self._require_windows(book, length, book.days - length)
        return one_by_one(self, which, book, length, confidence)

    def of_windows(
        self, which: Tail, book: Book, length: int, every: int, confidence: Confidence
    ) -> Vector:
        """(windows,) each from the components of its own rows; refused as `rolling` refuses."""
        self._require_windows(book, length, (book.days - length) // every + 1)
        return super().of_windows(which, book, length, every, confidence)

    def _require_windows(self, book: Book, length: int, windows: int) -> None:
        if 5 * windows * (min(length, len(book.positions)) + 20) > MOST_WORK:
            raise errors.TOO_MUCH_TO_DRAW()

    def rule(self, days: int, confidence: Confidence) -> str:
        """What is drawn and read."""
        return "minus PERCENTILE.INC of 2^17 scrambled Sobol normal draws, fixed scrambling"


def _require_draws(confidence: Confidence) -> None:
    if sobol.DRAWS * confidence.tail < 1:
        raise errors.DRAWS_TOO_FEW(draws=sobol.DRAWS, confidence=confidence)


def _read(which: Tail, drawn: Matrix, confidence: Confidence) -> Vector:
    """(portfolios,) the percentile, or the tail mean, of drawn P&L, (portfolios, draws)."""
    _require_draws(confidence)
    if which is Tail.ES:
        return -tail.tail_mean(drawn, confidence.tail)
    return -tail.order_statistic(drawn, tail.inc(sobol.DRAWS, confidence))


def _drawn(book: Book) -> Matrix:
    """(1, draws) the book's P&L, drawn once however many figures are read from it."""
    what = "drawn", book.positions.tobytes()
    unit_pnl = book.unit_pnl
    return unit_pnl.derived(
        what, lambda: _draw(unit_pnl, book.positions[None, :], book.pnl[None, :])
    )


def _draw(unit_pnl: History, weights: Matrix, pnl: Matrix) -> Matrix:
    """(portfolios, draws) P&L: only the portfolios' own projections are ever held.

    weights: (portfolios, parts); pnl: (portfolios, days), what they made. Components are taken a
    block at a time, so that memory does not grow with the number of parts. Where the P&L does not
    move, the exposures are the rounding of a perfect hedge, and count as the zeros they stand for.
    """
    deviations, loadings = principal(unit_pnl)
    exposures = (weights @ loadings) * deviations  # (portfolios, k)
    exposures[standard_deviation(pnl) == 0] = 0.0
    out = np.zeros((len(weights), sobol.DRAWS))
    for start in range(0, exposures.shape[1], sobol.BLOCK):
        part = exposures[:, start : start + sobol.BLOCK]
        out += part @ sobol.normals(start, part.shape[1])
    return out


def principal(unit_pnl: History) -> Components:
    """The principal components of a window's Σ, computed once a window."""
    return unit_pnl.derived("principal", lambda: components(unit_pnl.values))


def _singular(x: Matrix) -> tuple[Vector, Matrix]:
    """Singular values and right vectors; of many more assets than days through a QR first."""
    if x.shape[1] > 2 * x.shape[0]:
        q, r = np.linalg.qr(x.T)
        _, s, vt = np.linalg.svd(r.T, full_matrices=False)
        return s, vt @ q.T
    _, s, vt = np.linalg.svd(x, full_matrices=False)
    return s, vt


def components(returns: Matrix) -> Components:
    """Principal components of the returns' covariance, without building it.

    From the singular values of the centred returns; those that are rounding only are dropped, so a
    singular Σ is no harder than another. Each one's largest loading is made positive; of loadings
    equal to 9 digits the first counts as the largest. Raises NotEnoughData for a single day.
    """
    n = len(returns)
    if n < LEAST_DAYS:
        raise errors.TOO_FEW_DAYS(days=n, what="method monte carlo", least=LEAST_DAYS)
    s, vt = _singular(demeaned(returns) / (n - 1) ** 0.5)
    kept = s > s[0] * max(returns.shape) * np.finfo(float).eps
    s, vt = s[kept], vt[kept]
    sizes = np.abs(vt)
    largest = np.argmax(sizes >= (1 - 1e-9) * sizes.max(axis=1, keepdims=True, initial=0), axis=1)
    signs = np.sign(vt[np.arange(len(vt)), largest])
    return Components(s, (vt * signs[:, None]).T)
