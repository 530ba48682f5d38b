"""Distribution functions where the engine's are inexact: far tails, and large parameters.

Answered by scipy.special. Conditions and errors are those of Microsoft's page of each function.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ....cells.algebra import ErrorValue
from ....domain import special
from ....errors import Code

Answer = float | ErrorValue
_NUM = ErrorValue(Code.NUM)
_MOST_DEGREES = 1e10


def _poisson(x: float, mean: float) -> Answer:
    x = math.trunc(x)
    return _NUM if x < 0 or mean < 0 else float(special.gammaincc(x + 1, mean))


def _gamma(x: float, alpha: float, beta: float) -> Answer:
    if x < 0 or alpha <= 0 or beta <= 0:
        return _NUM
    return float(special.gammainc(alpha, x / beta))


def _gamma_inverse(p: float, alpha: float, beta: float) -> Answer:
    if not 0 <= p < 1 or alpha <= 0 or beta <= 0:
        return _NUM
    return float(special.gammaincinv(alpha, p)) * beta


def _binomial(successes: float, trials: float, p: float) -> Answer:
    k, n = math.trunc(successes), math.trunc(trials)
    if not 0 <= k <= n or not 0 <= p <= 1:
        return _NUM
    return 1.0 if k == n else float(special.betaincc(k + 1, n - k, p))


def _negative_binomial(failures: float, successes: float, p: float) -> Answer:
    f, s = math.trunc(failures), math.trunc(successes)
    if f < 0 or s < 1 or not 0 <= p <= 1:
        return _NUM
    return float(special.betainc(s, f + 1, p))


def _chi2(x: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return float(special.gammainc(k / 2, x / 2)) if x >= 0 and _are(k) else _NUM


def _chi2_right(x: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return float(special.gammaincc(k / 2, x / 2)) if x >= 0 and _are(k) else _NUM


def _chi2_inverse(p: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return 2 * float(special.gammaincinv(k / 2, p)) if 0 <= p < 1 and _are(k) else _NUM


def _chi2_inverse_right(p: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return 2 * float(special.gammainccinv(k / 2, p)) if 0 < p <= 1 and _are(k) else _NUM


def _t(x: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return float(special.stdtr(k, x)) if _are(k) else _NUM


def _t_right(x: float, degrees: float) -> Answer:
    return _t(-x, degrees)


def _t_two_sides(x: float, degrees: float) -> Answer:
    tail = _t(-x, degrees)
    return _NUM if x < 0 or isinstance(tail, ErrorValue) else 2 * tail


def _t_by_tails(x: float, degrees: float, tails: float) -> Answer:
    if x < 0 or math.trunc(tails) not in (1, 2):
        return _NUM
    return _t_right(x, degrees) if math.trunc(tails) == 1 else _t_two_sides(x, degrees)


def _t_inverse(p: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return float(special.stdtrit(k, p)) if 0 < p < 1 and _are(k) else _NUM


def _t_inverse_two_sides(p: float, degrees: float) -> Answer:
    k = math.trunc(degrees)
    return abs(float(special.stdtrit(k, p / 2))) if 0 < p <= 1 and _are(k) else _NUM


def _t_half_width(alpha: float, deviation: float, size: float) -> Answer:
    n = math.trunc(size)
    if not 0 < alpha < 1 or deviation <= 0 or n < 1:
        return _NUM
    if n == 1:
        return ErrorValue(Code.DIV0)
    return abs(float(special.stdtrit(n - 1, alpha / 2))) * deviation / math.sqrt(n)


def _f_inverse(p: float, above: float, below: float) -> Answer:
    m, n = math.trunc(above), math.trunc(below)
    if not 0 <= p < 1 or not (_are(m) and _are(n)):
        return _NUM
    return float(special.fdtri(m, n, p))


def _f_inverse_right(p: float, above: float, below: float) -> Answer:
    m, n = math.trunc(above), math.trunc(below)
    if not 0 < p <= 1 or not (_are(m) and _are(n)):
        return _NUM
    share = float(special.betaincinv(n / 2, m / 2, p))  # of n / (n + m F)
    return (1 - share) * n / (share * m) if share else _NUM


def _f_right(x: float, above: float, below: float) -> Answer:
    m, n = math.trunc(above), math.trunc(below)
    if x < 0 or not (_are(m) and _are(n)):
        return _NUM
    return float(special.betainc(n / 2, m / 2, n / (n + m * x)))


def _are(degrees: int) -> bool:
    return 1 <= degrees <= _MOST_DEGREES


#: those that are cumulative only if their last argument says so, and then without it
CUMULATIVE: dict[str, Callable[..., Answer]] = {
    "POISSON.DIST": _poisson, "POISSON": _poisson, "GAMMA.DIST": _gamma, "GAMMADIST": _gamma,
    "CHISQ.DIST": _chi2, "BINOM.DIST": _binomial, "BINOMDIST": _binomial,
    "NEGBINOM.DIST": _negative_binomial, "T.DIST": _t,
}  # fmt: skip
OTHERS: dict[str, Callable[..., Answer]] = {
    "CHISQ.DIST.RT": _chi2_right, "CHIDIST": _chi2_right, "CHISQ.INV": _chi2_inverse,
    "CHISQ.INV.RT": _chi2_inverse_right, "CHIINV": _chi2_inverse_right, "T.DIST.RT": _t_right,
    "T.DIST.2T": _t_two_sides, "TDIST": _t_by_tails, "T.INV": _t_inverse,
    "T.INV.2T": _t_inverse_two_sides, "TINV": _t_inverse_two_sides, "CONFIDENCE.T": _t_half_width,
    "F.DIST.RT": _f_right, "FDIST": _f_right, "F.INV": _f_inverse, "F.INV.RT": _f_inverse_right, "FINV": _f_inverse_right,
    "GAMMA.INV": _gamma_inverse, "GAMMAINV": _gamma_inverse,
}  # fmt: skip
_THREE = (_gamma, _f_right, _binomial, _negative_binomial, _t_by_tails, _t_half_width, _f_inverse,
          _f_inverse_right, _gamma_inverse)  # fmt: skip
#: name: the function, how many numbers it needs, and what stands for each that is left out
FUNCTIONS: dict[str, tuple[Callable[..., Answer], int, tuple[float, ...]]] = {
    name: (function, size := 3 if function in _THREE else 2, (0.0,) * size)
    for name, function in (CUMULATIVE | OTHERS).items()
}
