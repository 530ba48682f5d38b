"""EVT: a generalised Pareto tail beyond the 90th percentile of the losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import Book, Confidence, Matrix, Regime, Vector
from ...errors import Place
from ..moments import require_rows
from . import tail
from .allocation import euler_shares
from .base import PnlMethod, Tail

THRESHOLD = Confidence(0.9)
LEAST_EXCESSES = 20
LEAST_DAYS = 192  # the fewest of which 20 lie beyond their 90th percentile
LEAST_SHAPE = -1.0  # below it the likelihood has no maximum (Smith 1985)
# τ = ξ/β over the mean excess: positive, and the part of the way to -1/largest
_ABOVE = np.geomspace(1e-4, 1e8, 60)
_BELOW = -(1 - np.geomspace(1e-6, 1 - 1e-4, 40))
_HALVINGS = 60


class Pareto(NamedTuple):
    """A tail of each sample, all (samples,): threshold, shape ξ, scale β, excesses over days."""

    threshold: Vector
    shape: Vector
    scale: Vector
    share: Vector


@dataclass(frozen=True)
class Evt(PnlMethod):
    """u + β/ξ·((n/N·(1-c))^-ξ - 1), and ES (VaR + β - ξu)/(1-ξ), from the N losses beyond u.

    A P&L that does not move has VaR and ES of that loss. u: the 90th percentile (INC) of the losses; ξ and β by maximum likelihood, of the local maxima with
    ξ > -1 the highest. At least 20 excesses, which 192 days have; c at least 90%; ξ below 1 for ES.
    Ref: McNeil, Frey & Embrechts (2015), Quantitative Risk Management, section 5.2.
    """

    name: str = "evt"
    aliases = ("extreme value", "peaks over threshold", "pot")
    help = "A generalised Pareto tail fitted to the losses beyond their 90th percentile."

    def least_days(self, confidence: Confidence) -> int:
        """192 days."""
        return LEAST_DAYS

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) the quantile of the fitted tail.

        Raises NotEnoughData for fewer than 20 excesses, ImpossibleNumber for c below 90%, or where
        the likelihood has no maximum.
        """
        return self._var(fit(pnl, confidence), confidence)

    def es_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        """(samples,) the mean beyond VaR. Raises as VaR does; ImpossibleNumber for ξ of 1 or more."""
        found = fit(pnl, confidence)
        endless = np.flatnonzero(found.shape >= 1)
        if len(endless):
            failure = errors.NO_TAIL_MEAN(shape=float(found.shape[endless[0]]))
            raise failure.of_samples(endless.tolist())
        var = self._var(found, confidence)
        return np.asarray((var + found.scale - found.shape * found.threshold) / (1 - found.shape))

    def _var(self, found: Pareto, confidence: Confidence) -> Vector:
        log_odds = np.log(float(confidence.tail) / found.share)
        steep = np.where(found.shape == 0, 1.0, found.shape)
        bent = np.where(found.shape == 0, -log_odds, np.expm1(-found.shape * log_odds) / steep)
        return np.asarray(found.threshold + found.scale * bent)

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        """(parts,) the figure shared as the days beyond the threshold share their losses."""
        figure = self.measure(which, book, confidence)
        threshold = float(_threshold(book.pnl[None, :])[0])
        return euler_shares(book, figure, np.where(book.pnl < -threshold, 1.0, 0.0))

    def rule(self, days: int, confidence: Confidence) -> str:
        """The rule in words."""
        return "generalised Pareto, by maximum likelihood, beyond the 90th percentile of the losses"


def _threshold(pnl: Matrix) -> Vector:
    """(samples,) the 90th percentile of the losses."""
    return -tail.order_statistic(pnl, tail.inc(pnl.shape[-1], THRESHOLD))


def fit(pnl: Matrix, confidence: Confidence) -> Pareto:
    """The tail of each row of (samples, days). Raises as `Evt.var_of`."""
    days = pnl.shape[-1]
    if confidence.level < THRESHOLD.level:
        raise errors.BELOW_THRESHOLD(Place("confidence"), value=str(confidence))
    require_rows(pnl, LEAST_DAYS, "method evt")
    at = tail.inc(days, THRESHOLD)
    threshold = _threshold(pnl)
    excess = np.maximum(-tail.lowest(pnl, at[0] + 1) - threshold[:, None], 0.0)
    count = (excess > 0).sum(axis=-1)
    still = (pnl == pnl[:, :1]).all(axis=-1)
    if still.any():  # all mass at one loss: a tail of scale zero
        return _beside_still(pnl, confidence, threshold, still)
    if (count < LEAST_EXCESSES).any():
        raise errors.TOO_FEW_EXCESSES(days=int(count.min()), least=LEAST_EXCESSES)
    mean = excess.sum(axis=-1) / count
    shape, scale = pareto(excess / mean[:, None], count)
    without = np.flatnonzero(np.isnan(shape))
    if len(without):
        raise errors.NO_PARETO_FIT().of_samples(without.tolist())
    return Pareto(threshold, shape, scale * mean, count / days)


def _beside_still(
    pnl: Matrix, confidence: Confidence, threshold: Vector, still: NDArray[np.bool_]
) -> Pareto:
    """The tails of samples of which some do not move."""
    zero = np.zeros(len(pnl))
    out = Pareto(threshold, zero, zero.copy(), np.full(len(pnl), float(THRESHOLD.tail)))
    moving = np.flatnonzero(~still)
    if len(moving):
        try:
            found = fit(pnl[moving], confidence)
        except errors.ImpossibleNumber as failure:
            if failure.samples is None:
                raise
            raise failure.of_samples(moving[list(failure.samples)].tolist()) from None
        for whole, part in zip(out, found, strict=True):
            whole[moving] = part
    return out


def pareto(excess: Matrix, count: Vector) -> tuple[Vector, Vector]:
    """(samples,) ξ and β of excesses with mean 1; zeros among them do not count. NaN without a fit.

    With τ = ξ/β the likelihood has one unknown (Grimshaw 1993): ξ = mean log(1 + τy). Where its slope
    turns from rising to falling on a grid, halving brings it to zero, and the highest such place wins.
    """
    end = -1 / excess.max(axis=-1)
    grid = np.concatenate([-_BELOW * end[:, None], np.tile(_ABOVE, (len(excess), 1))], axis=1)
    grid.sort(axis=1)
    slopes = np.stack([_slope(excess, count, tau) for tau in grid.T], axis=1)
    turns = (slopes[:, :-1] > 0) & (slopes[:, 1:] <= 0)
    row, place = np.nonzero(turns)
    low, high = grid[row, place], grid[row, place + 1]
    some, counts = excess[row], count[row]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rising = _slope(some, counts, middle) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    tau = _not_zero((low + high) / 2)
    shapes = _shape(some, counts, tau)
    heights = np.where(shapes > LEAST_SHAPE, -np.log(shapes / tau) - shapes, -np.inf)
    shape, scale = np.full(len(excess), np.nan), np.full(len(excess), np.nan)
    best = np.full(len(excess), -np.inf)
    for i, sample in enumerate(row.tolist()):
        if heights[i] > best[sample]:
            best[sample] = heights[i]
            shape[sample], scale[sample] = shapes[i], shapes[i] / tau[i]
    return shape, scale


def _not_zero(tau: Vector) -> Vector:
    """τ, a tiny number in place of zero, at which the likelihood has a removable gap."""
    return np.where(np.abs(tau) < 1e-9, 1e-9, tau)


def _shape(excess: Matrix, count: Vector, tau: Vector) -> Vector:
    return np.asarray(np.log1p(tau[:, None] * excess).sum(axis=-1) / count)


def _slope(excess: Matrix, count: Vector, tau: Vector) -> Vector:
    """The derivative of the mean log-likelihood by τ: 1/τ - ξ'(1 + 1/ξ)."""
    tau = _not_zero(tau)
    steeper = (excess / (1 + tau[:, None] * excess)).sum(axis=-1) / count
    return np.asarray(1 / tau - steeper * (1 + 1 / _shape(excess, count, tau)))
