"""Student's t with the sample's variance and a fitted number of degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domain import Book, Confidence, Matrix, Regime, Vector, special
from ..moments import normal_pdf, require_rows, standard_deviation
from .allocation import covariance_gradient
from .base import PnlMethod, Tail
from .normal import NORMAL

LOWEST, HIGHEST = 2.05, 200.0  # of ν; at the highest the normal takes over
LEAST_DAYS = 4  # mean, scale and ν are three fitted numbers
_GRID = 2.0 + np.geomspace(LOWEST - 2, HIGHEST - 2, 30)
_GRID[0], _GRID[-1] = LOWEST, HIGHEST
_HALVINGS = 52  # of a bracket no wider than ν: to the last bits


@dataclass(frozen=True)
class StudentT(PnlMethod):
    """q·s·√((ν-2)/ν), q the t quantile: the sample deviation s is kept whatever ν is.

    ν maximises the likelihood of the days about their mean, in [2.05, 200]; at 200 the figure is
    the normal one. ES is scale·f(q)/(1-c)·(ν+q²)/(ν-1) (McNeil, Frey & Embrechts 2015, example
    2.15). A P&L that does not move has VaR and ES of zero. At least 4 days.
    """

    name: str = "student t"
    help = "A t quantile times the standard deviation, the degrees of freedom fitted to the P&L."

    @property
    def search_proxy(self) -> PnlMethod:
        """Normal: a fit for every window would take too long."""
        return NORMAL

    def least_days(self, confidence: Confidence) -> int:
        """4 days."""
        return LEAST_DAYS

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) q·s·√((ν-2)/ν). Raises NotEnoughData for fewer than 4 days."""
        sigma, nu = _fit(pnl)
        q = quantile(nu, confidence) * np.sqrt((nu - 2) / nu)
        return np.asarray(sigma * np.where(nu < HIGHEST, q, confidence.z))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) the mean loss beyond q. Raises NotEnoughData for fewer than 4 days."""
        sigma, nu = _fit(pnl)
        q = quantile(nu, confidence)
        log_f = (
            special.gammaln((nu + 1) / 2)
            - special.gammaln(nu / 2)
            - np.log(nu * np.pi) / 2
            - (nu + 1) / 2 * np.log1p(q * q / nu)
        )
        mean = np.exp(log_f) * (nu + q * q) / (nu - 1) * np.sqrt((nu - 2) / nu)
        mean = np.where(nu < HIGHEST, mean, normal_pdf(confidence.z))
        return np.asarray(sigma * mean / float(confidence.tail))

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the figure times (Σw)_i / w'Σw: ν is held fixed, as for an elliptical law."""
        return covariance_gradient(book, self.measure(which, book, confidence))

    def rule(self, days: int, confidence: Confidence) -> str:
        """The formula in words."""
        return "t quantile x sample deviation x root((nu-2)/nu), nu by maximum likelihood"


def _fit(pnl: Matrix) -> tuple[Vector, Vector]:
    """(samples,) deviations and degrees of freedom; ν 200 for a row that does not move."""
    require_rows(pnl, LEAST_DAYS, "method student t")
    sigma = standard_deviation(pnl)
    nu = np.full(len(pnl), HIGHEST)
    moving = sigma > 0
    if moving.any():
        centred = pnl[moving] - pnl[moving].mean(axis=-1, keepdims=True)
        nu[moving] = degrees_of_freedom((centred / sigma[moving, None]) ** 2)
    return sigma, nu


def degrees_of_freedom(squares: Matrix) -> Vector:
    """(samples,) the most likely ν in [2.05, 200] of squared deviations from the mean over the variance.

    The likelihood is searched on a grid, for it may have more than one maximum, then its derivative is
    brought to zero by halving: a maximum found by comparing likelihoods alone is good to half the
    digits only, and hosts would differ.
    """
    n = squares.shape[-1]
    heights = np.stack([_log_likelihood(squares, nu) for nu in _GRID])
    best = np.argmax(heights, axis=0)
    low = _GRID[np.maximum(best - 1, 0)]
    high = _GRID[np.minimum(best + 1, len(_GRID) - 1)]
    at_low = (best == 0) & (_slope(squares, low, n) <= 0)
    at_high = (best == len(_GRID) - 1) & (_slope(squares, high, n) >= 0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rising = _slope(squares, middle, n) > 0
        low = np.where(rising, middle, low)
        high = np.where(rising, high, middle)
    found = (low + high) / 2
    return np.where(at_low, LOWEST, np.where(at_high, HIGHEST, found))


def _log_likelihood(u: Matrix, nu: float) -> Vector:
    """Up to a constant, with ν·scale² = (ν-2)·s²."""
    n = u.shape[-1]
    front = special.gammaln((nu + 1) / 2) - special.gammaln(nu / 2) - np.log(nu - 2) / 2
    return np.asarray(n * front - (nu + 1) / 2 * np.log1p(u / (nu - 2)).sum(axis=-1))


def _slope(u: Matrix, nu: Vector, n: int) -> Vector:
    """The derivative of the log-likelihood by ν, for each row its own ν."""
    x = (nu - 2)[:, None]
    front = special.psi((nu + 1) / 2) / 2 - special.psi(nu / 2) / 2 - 1 / (2 * (nu - 2))
    last = (u / (x + u)).sum(axis=-1) * (nu + 1) / (2 * (nu - 2))
    return np.asarray(n * front - np.log1p(u / x).sum(axis=-1) / 2 + last)


def quantile(nu: Vector, confidence: Confidence) -> Vector:
    """(samples,) the upper t quantile at c, positive, through the incomplete beta function.

    P(|T| > q) = I_x(ν/2, 1/2) with x = ν/(ν+q²); far from the tail 1 - x is the one to solve for.
    """
    both = 2 * float(confidence.tail)
    if both < 0.5:
        x = special.betaincinv(nu / 2, 0.5, both)
        return np.asarray(np.sqrt(nu * (1 - x) / x))
    y = special.betaincinv(0.5, nu / 2, float(1 - 2 * confidence.tail))
    return np.asarray(np.sqrt(nu * y / (1 - y)))
