"""Cornish-Fisher: the normal quantile corrected for skewness and kurtosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ... import errors
from ...domain import Book, Confidence, Matrix, Regime, Vector
from ..moments import normal_pdf, require_rows, standard_deviation
from .base import PnlMethod, Tail

LEAST_DAYS = 4  # fewer have no fourth moment worth the name; Excel's KURT asks for as many


class Moments(NamedTuple):
    """Standard deviation (ddof 1), population skewness and excess kurtosis of each sample."""

    sigma: Vector
    skewness: Vector
    kurtosis: Vector


@dataclass(frozen=True)
class CornishFisher(PnlMethod):
    """-σ·z_CF, z_CF = z + (z²-1)S/6 + (z³-3z)K/24 - (2z³-5z)S²/36 at the lower-tail z.

    Refused where that quantile would not rise with the level (Maillard 2012; Chernozhukov,
    Fernández-Val & Galichon 2010): A = K/8 - S²/6 >= 0, D = 1 - K/8 + 5S²/36 >= 0, S²/9 <= 4AD.
    A P&L that does not move has VaR and ES of zero. At least 4 days.
    """

    name: str = "cornish fisher"
    help = "The normal quantile corrected for the skewness and kurtosis of the P&L."

    def least_days(self, confidence: Confidence) -> int:
        """4 days."""
        return LEAST_DAYS

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) -σ·z_CF. Raises ImpossibleNumber outside its domain, NotEnoughData for few days."""
        sigma, s, k = _require_valid(moments_of(pnl))
        return np.asarray(-sigma * quantile(-confidence.z, s, k))

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) σ·φ(z)/(1-c)·[1 + zS/6 + (z²-1)K/24 - (2z²-1)S²/36].

        The mean of z_CF below the level. Raises as VaR does.
        """
        sigma, s, k = _require_valid(moments_of(pnl))
        z = -confidence.z
        return np.asarray(sigma * normal_pdf(z) / float(confidence.tail) * tail_mean(z, s, k))

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the exact gradient: σ, S and K each by the position, S and K being of degree zero."""
        sigma, s, k = (float(x[0]) for x in _require_valid(moments_of(book.pnl[None, :])))
        unit_pnl = book.unit_pnl.values
        if sigma == 0:
            return np.full(unit_pnl.shape[1], np.nan)
        z = -confidence.z
        n = book.days
        centred = unit_pnl - unit_pnl.mean(axis=0)
        scale = sigma * ((n - 1) / n) ** 0.5  # the population deviation
        y = (book.pnl - book.pnl.mean()) / scale
        # of the mean of y, y² and y³ times each part's unit P&L, per unit of the book's deviation
        first, second, third = (centred.T @ y**power / (n * scale) for power in (1, 2, 3))
        d_sigma = sigma * first
        d_s = 3 * second - 3 * s * first
        d_k = 4 * third - 4 * (k + 3) * first
        if which is Tail.VAR:
            by_s = (z**2 - 1) / 6 - (2 * z**3 - 5 * z) * s / 18
            by_k = (z**3 - 3 * z) / 24
            return np.asarray(-quantile(z, s, k) * d_sigma - sigma * (by_s * d_s + by_k * d_k))
        by_s = z / 6 - (2 * z**2 - 1) * s / 18
        by_k = (z**2 - 1) / 24
        by_figure = tail_mean(z, s, k) * d_sigma + sigma * (by_s * d_s + by_k * d_k)
        return np.asarray(by_figure * (normal_pdf(z) / float(confidence.tail)))

    def rule(self, days: int, confidence: Confidence) -> str:
        """The formula in words."""
        return "minus sample deviation x Cornish-Fisher z at 1-c"


def moments_of(pnl: Matrix) -> Moments:
    """The moments of each row of (samples, days); zeros for a row that does not move."""
    require_rows(pnl, LEAST_DAYS, "method cornish fisher")
    n = pnl.shape[-1]
    sigma = standard_deviation(pnl)
    population = np.where(sigma > 0, sigma * ((n - 1) / n) ** 0.5, 1.0)
    y = (pnl - pnl.mean(axis=-1, keepdims=True)) / population[:, None]
    squares = y * y
    moving = sigma > 0
    return Moments(
        sigma,
        np.where(moving, np.mean(squares * y, axis=-1), 0.0),
        np.where(moving, np.mean(squares * squares, axis=-1) - 3.0, 0.0),
    )


def quantile(z: float, s: Vector | float, k: Vector | float) -> Vector | float:
    """z_CF at skewness s and excess kurtosis k."""
    return z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36


def tail_mean(z: float, s: Vector | float, k: Vector | float) -> Vector | float:
    """What skewness s and excess kurtosis k make of the mean below z, times that of the normal."""
    return 1 + z * s / 6 + (z**2 - 1) * k / 24 - (2 * z**2 - 1) * s**2 / 36


def _require_valid(moments: Moments) -> Moments:
    _, s, k = moments
    a = k / 8 - s**2 / 6
    d = 1 - k / 8 + 5 * s**2 / 36
    outside = np.flatnonzero(~((a >= 0) & (d >= 0) & (s**2 / 9 <= 4 * a * d)))
    if len(outside):
        i = int(outside[0])
        failure = errors.CORNISH_FISHER(skewness=f"{s[i]:.3f}", kurtosis=f"{k[i]:.3f}")
        raise failure.of_samples(outside.tolist())
    return moments
