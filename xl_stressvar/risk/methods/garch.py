"""GARCH: filtered historical simulation by a volatility that is fitted to the P&L."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import Book, Confidence, Matrix, Vector
from ..moments import normalised, require_rows
from .base import PnlMethod, Tail
from .filtered import Filtered, Rescaled

LEAST_DAYS = 200
MOST_PERSISTENT = 1 - 1e-6  # of α+β
MOST_FITS = 1_000  # twenty seconds or so
_FITS_AT_ONCE = 256
_LEAST_LEVEL = 1e-10  # of ω, over the mean square
_MOST_DECAY = 1 - 1e-9  # of β in the search
_STARTS = np.array(
    [
        (total - alpha, alpha)
        for total in (0.3, 0.7, 0.9, 0.97, 0.995)
        for alpha in (0.02, 0.06, 0.12, 0.25)
    ]
)
_CLIMBS = 3  # from so many of the likeliest starts
_MOST_STEPS = 400
_NEAR_TOP = 1e-13  # of the likelihood that a step promises, a day: less is lost in rounding
_POLISHING = 5  # Newton steps; each doubles the digits
_DIFFERENCE = 1e-6  # of the score, for its slope


@dataclass(frozen=True)
class GarchPath:
    """σ²_t = ω + α·p²_{t-1} + β·σ²_{t-1}, σ²_0 = p²_0 = mean p²; the mean of p is not subtracted.

    ω, α, β by Gaussian quasi-maximum likelihood, α and β not negative. Refused without an admissible
    fit: α+β above 1 - 1e-6, or no maximum found.
    Ref: Bollerslev (1986), Generalized autoregressive conditional heteroskedasticity.
    """

    least_days: int = LEAST_DAYS

    def path(self, pnl: Matrix) -> Matrix:
        """(samples, days+1) σ_1 ... σ_{n+1}.

        Raises NotEnoughData for fewer than 200 days, ImpossibleNumber without an admissible fit.
        """
        require_rows(pnl, self.least_days, "method garch")
        near_one, exponent = normalised(pnl)
        size = np.sqrt((near_one**2).mean(axis=-1, keepdims=True))
        out = np.zeros((pnl.shape[0], pnl.shape[1] + 1))
        without: list[int] = []
        for first in range(0, len(pnl), _FITS_AT_ONCE):
            rows = slice(first, first + _FITS_AT_ONCE)
            moving = np.flatnonzero(size[rows, 0]) + first
            squares = (near_one[moving] / size[moving]) ** 2
            theta = fit(squares)
            without += moving[np.isnan(theta[:, 0])].tolist()
            out[moving] = np.sqrt(_variances(squares, theta))
        if without:
            raise errors.NO_GARCH_FIT().of_samples(without)
        return np.asarray(np.ldexp(out * size, exponent))


@dataclass(frozen=True)
class Garch(Rescaled):
    """As filtered, by the fitted volatility. At least 200 days."""

    name: str = "garch"
    model: GarchPath = GarchPath()
    help = (
        "Historical, each day rescaled by a GARCH(1,1) volatility fitted to the P&L: to the latest, or "
        "for a stressed figure to the highest of the window."
    )

    @property
    def search_proxy(self) -> PnlMethod:
        """Filtered: a fit for every window would take too long."""
        return Filtered()

    def require_affordable(self, portfolios: int, components: int) -> None:
        """Raise ImpossibleNumber for more fits than twenty seconds or so allow."""
        if portfolios > MOST_FITS:
            raise errors.TOO_MUCH_TO_FIT()

    def rolling(self, which: Tail, book: Book, length: int, confidence: Confidence) -> Vector:
        """(days - length,) each from a fit to its own rows.

        Raises ImpossibleNumber for more fits than twenty seconds or so allow.
        """
        self.require_affordable(book.days - length, 1)
        return super().rolling(which, book, length, confidence)


def fit(squares: Matrix) -> Matrix:
    """(samples, 3) the likeliest ω, α, β of squares of mean 1, (samples, days).

    Climbed from the likeliest of a grid of starts by Fisher scoring, damped (Levenberg 1944) where a
    step would fall. NaN without an admissible fit.
    """
    samples = len(squares)
    starts = np.column_stack([1 - _STARTS.sum(axis=1), _STARTS[:, 1], _STARTS[:, 0]])
    heights = np.stack(
        [_height(squares, _variances(squares, np.tile(s, (samples, 1)))) for s in starts], axis=1
    )
    first = np.argsort(-heights, axis=1)[:, :_CLIMBS]
    climbed = [_climb(squares, starts[first[:, k]]) for k in range(_CLIMBS)]
    tops = np.stack([height for _, height in climbed])
    best = np.argmax(tops, axis=0)
    found = np.stack([theta for theta, _ in climbed])[best, np.arange(samples)]
    found = _polished(squares, found)
    persistent = found[:, 1] + found[:, 2]
    found[~np.isfinite(tops.max(axis=0)) | (persistent >= MOST_PERSISTENT)] = np.nan
    return found


def _variances(squares: Matrix, theta: Matrix) -> Matrix:
    """(samples, days+1) σ²_1 ... σ²_{n+1}."""
    omega, alpha, beta = theta.T[:, :, None]
    before = np.concatenate([np.ones_like(omega), squares], axis=1)
    driven = omega + alpha * before
    driven[:, :1] += beta  # σ²_0 is 1
    return _accumulated(driven, beta)


def _accumulated(driven: Matrix, beta: Matrix) -> Matrix:
    """x_t + β·x_{t-1} + β²·x_{t-2} ..., by doubling: no term is negative, and none cancels.

    Along the last axis of `driven`, which is used up.
    """
    out, step, power = driven, 1, beta
    while step < driven.shape[-1]:
        out[..., step:] += power * out[..., :-step]
        step, power = 2 * step, power * power
    return out


def _height(squares: Matrix, variances: Matrix) -> Vector:
    """(samples,) the mean log-likelihood, up to a constant and twice."""
    v = variances[:, :-1]
    return np.asarray(-(np.log(v) + squares / v).mean(axis=-1))


def _climb(squares: Matrix, start: Matrix) -> tuple[Matrix, Vector]:
    """(samples, 3) near where the likelihood is highest; and its height, -inf if it was not found."""
    theta, samples = start.copy(), len(start)
    variances = _variances(squares, theta)
    height = _height(squares, variances)
    damping = np.full(samples, 1e-3)
    at_top = np.zeros(samples, bool)
    for _ in range(_MOST_STEPS):
        open_ = np.flatnonzero(~at_top)
        if not len(open_):
            break
        score, information = _slopes(squares[open_], variances[open_], theta[open_])
        step, promised = _step(theta[open_], score, information, damping[open_])
        tried = _inside(theta[open_] + step)
        new = _variances(squares[open_], tried)
        reached = _height(squares[open_], new)
        better = (reached >= height[open_]) | (promised < _NEAR_TOP)
        rows = open_[better]
        theta[rows], variances[rows], height[rows] = tried[better], new[better], reached[better]
        damping[open_] = np.where(better, np.maximum(damping[open_] / 5, 1e-12), damping[open_] * 4)
        at_top[open_] = better & (promised < _NEAR_TOP)
    return theta, np.where(at_top, height, -np.inf)


def _slopes(squares: Matrix, variances: Matrix, theta: Matrix) -> tuple[Matrix, Matrix]:
    """(samples, 3) the score and (samples, 3, 3) its expected information, a day."""
    beta = theta[:, 2][:, None]
    v = variances[:, :-1]
    sources = np.ones((3, *v.shape))  # of ω, α and β
    sources[1, :, 1:] = squares[:, :-1]
    sources[2, :, 1:] = v[:, :-1]
    by = _accumulated(sources, beta) / v
    days = v.shape[1]
    score = np.asarray(np.einsum("kst,st->sk", by, squares / v - 1) / days)
    return score, np.asarray(np.einsum("kst,lst->skl", by, by) / days)


def _step(
    theta: Matrix, score: Matrix, information: Matrix, damping: Vector
) -> tuple[Matrix, Vector]:
    """(samples, 3) a damped scoring step that leaves no bound outwards; and what it promises."""
    held = _held(theta, score)
    free = ~held
    matrix = information * (free[:, :, None] & free[:, None, :])
    diagonal = np.einsum("skk->sk", information)
    matrix += np.eye(3) * (damping[:, None] * diagonal + held * diagonal)[:, None, :]
    pull = np.where(held, 0.0, score)
    step = np.asarray(np.linalg.solve(matrix, pull[:, :, None])[:, :, 0], np.float64)
    return step, (step * pull).sum(axis=-1)


def _polished(squares: Matrix, theta: Matrix) -> Matrix:
    """The parameters, where the score is brought to zero: a height alone shows half their digits.

    A step that brings it no nearer is not taken; nor one off a bound, or over it.
    """
    for _ in range(_POLISHING):
        score = _slopes(squares, _variances(squares, theta), theta)[0]
        held = _held(theta, score) | (theta <= _DIFFERENCE) | (theta >= 1 - _DIFFERENCE)
        held[:, 0] = theta[:, 0] <= 2 * _DIFFERENCE
        columns = []
        for k in range(3):
            shift = np.where(held[:, k], 0.0, _DIFFERENCE)[:, None] * np.eye(3)[k]
            up, down = theta + shift, theta - shift
            rise = _slopes(squares, _variances(squares, up), up)[0]
            fall = _slopes(squares, _variances(squares, down), down)[0]
            columns.append((rise - fall) / (2 * _DIFFERENCE))
        hessian = np.stack(columns, axis=2)
        free = ~held
        hessian *= free[:, :, None] & free[:, None, :]
        hessian += np.eye(3) * held[:, None, :]
        whole = np.abs(np.linalg.det(hessian)) > 0
        hessian[~whole] = np.eye(3)
        pull = np.where(held, 0.0, score)
        tried = theta - np.linalg.solve(hessian, pull[:, :, None])[:, :, 0]
        inside = _inside(tried)
        after = _slopes(squares, _variances(squares, inside), inside)[0]
        nearer = np.abs(np.where(held, 0.0, after)).max(axis=1) < np.abs(pull).max(axis=1)
        theta = np.where((whole & nearer & (inside == tried).all(axis=1))[:, None], tried, theta)
    return theta


def _held(theta: Matrix, score: Matrix) -> NDArray[np.bool_]:
    """(samples, 3) the parameters that lie at a bound and would go over it."""
    least = np.array([_LEAST_LEVEL, 0.0, 0.0])
    most = np.array([np.inf, _MOST_DECAY, _MOST_DECAY])
    return np.asarray(((theta <= least) & (score < 0)) | ((theta >= most) & (score > 0)))


def _inside(theta: Matrix) -> Matrix:
    """The parameters within their bounds."""
    return np.clip(theta, [_LEAST_LEVEL, 0.0, 0.0], [np.inf, _MOST_DECAY, _MOST_DECAY])
