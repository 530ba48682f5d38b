"""How other libraries answer VaR and ES by every method: x is a P&L sample, c the confidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import riskfolio as rp
import skfolio.measures as sk
from arch import arch_model
from arch.univariate import EWMAVariance, StudentsT
from question import BOOK, CLOSE, EXACT, pnl, returns
from scipy import integrate, optimize, stats

Sample = np.ndarray
Answer = Callable[[Sample, float], float]
Row = tuple[str, str, Answer, dict[str, Any]]
SAMPLED = {
    "relative": 0.01,
    "reason": "Monte Carlo of 131,072 draws against the closed form it converges to",
}
CLIMBED = {
    "relative": 2e-5,
    "reason": "the library's optimiser compares likelihoods, which shows half the digits",
}
FITTED = {
    "relative": 1e-6,
    "reason": "two optimisers stop at slightly different degrees of freedom",
}


def sigma(x: Sample) -> float:
    return float(pd.Series(x).std())


def normal_var(x: Sample, c: float) -> float:
    return float(stats.norm(scale=sigma(x)).isf(1 - c))


def normal_es(x: Sample, c: float) -> float:
    """The mean beyond the quantile, integrated by scipy."""
    return beyond(stats.norm(scale=sigma(x)), c)


def beyond(law: object, c: float) -> float:
    lower = law.isf(1 - c)
    integral, _ = integrate.quad(
        lambda t: law.isf((1 - c) * t), 0, 1, epsabs=1e-14, epsrel=1e-13, limit=500
    )
    assert integral > lower
    return float(integral)


def freedom(x: Sample) -> float:
    """arch's Student's t has unit variance: its likelihood at the sample variance, one parameter."""
    resids = x - x.mean()
    variance = np.full(len(x), x.var(ddof=1))
    law = StudentsT()

    def minus(nu: float) -> float:
        return -float(law.loglikelihood([nu], resids, variance))

    found = optimize.minimize_scalar(minus, bounds=(2.05, 200), method="bounded",
                                     options={"xatol": 1e-10})  # fmt: skip
    return float(found.x)


def t_var(x: Sample, c: float) -> float:
    return -float(StudentsT().ppf(1 - c, np.array([freedom(x)]))) * sigma(x)


def t_es(x: Sample, c: float) -> float:
    nu = freedom(x)
    return beyond(stats.t(nu, scale=sigma(x) * ((nu - 2) / nu) ** 0.5), c)


def fisher(x: Sample) -> Callable[[float], float]:
    """The expansion as a function of a standard normal z, from scipy's moments."""
    s, k = stats.skew(x), stats.kurtosis(x)
    return lambda z: (z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24
                      - (2 * z**3 - 5 * z) * s**2 / 36)  # fmt: skip


def fisher_var(x: Sample, c: float) -> float:
    return -sigma(x) * fisher(x)(stats.norm.ppf(1 - c))


def fisher_es(x: Sample, c: float) -> float:
    """The mean of the expansion over the normal tail, integrated by scipy."""
    q = fisher(x)
    integral, _ = integrate.quad(lambda z: q(z) * stats.norm.pdf(z), -40, stats.norm.ppf(1 - c),
                                 epsabs=1e-15, epsrel=1e-13, limit=500)  # fmt: skip
    return -sigma(x) * integral / (1 - c)


def ewma(x: Sample) -> np.ndarray:
    """σ_1 … σ_{n+1} by arch's recursion, started at the mean of p²."""
    volatility = EWMAVariance(0.94)
    padded = np.append(x, 0.0)
    variance = np.empty(len(padded))
    bounds = np.column_stack([np.zeros(len(padded)), np.full(len(padded), 1e300)])
    volatility.compute_variance(np.empty(0), padded, variance, float((x**2).mean()), bounds)
    return np.sqrt(variance)


def ewma_by_pandas(x: Sample) -> np.ndarray:
    start = np.concatenate([[(x**2).mean()], x**2])
    return np.sqrt(pd.Series(start).ewm(alpha=0.06, adjust=False).mean().to_numpy())


def rescaled(x: Sample, reference: float) -> Sample:
    return x * reference / ewma(x)[:-1]


def parts(x: Sample) -> Sample:
    """(days, assets) the positions' own P&L on the days of a P&L of the book."""
    for name in ("gfc", "three"):
        whole = pnl(name)
        for start in range(len(whole) - len(x) + 1):
            if np.allclose(whole[start : start + len(x)], x, rtol=1e-9, atol=1e-12):
                return (returns(name).to_numpy() * np.array(BOOK))[start : start + len(x)]
    raise LookupError("not a P&L of the book")


def asset_by_asset(x: Sample, reference: Callable[[Sample], float]) -> Sample:
    """The P&L of positions that are each rescaled by their own path; reference: of a path."""
    own = parts(x)
    return sum(rescaled(column, reference(ewma(column))) for column in own.T)


def garch_path(x: Sample) -> np.ndarray:
    """σ_1 … σ_{n+1} by arch's GARCH(1,1) without a mean, started at the mean of p²."""
    size = (x**2).mean() ** 0.5
    model = arch_model(x / size, mean="Zero", vol="GARCH", p=1, q=1, rescale=False)
    fits = [
        model.fit(
            backcast=1.0, disp="off", tol=1e-14, starting_values=start, options={"maxiter": 2000}
        )
        for start in (None, np.array([0.05, 0.1, 0.85]), np.array([0.4, 0.1, 0.5]))
    ]
    best = max(fits, key=lambda fit: fit.loglikelihood)
    omega, alpha, beta = best.params.to_numpy()
    path = best.conditional_volatility
    after = omega + alpha * (x[-1] / size) ** 2 + beta * path[-1] ** 2
    return np.append(path, after**0.5) * size


def garch_days(x: Sample, reference: Callable[[Sample], float]) -> Sample:
    path = garch_path(x)
    return x * reference(path) / path[:-1]


def pareto(x: Sample) -> tuple[float, float, float, float]:
    """Threshold, xi, beta by scipy's genpareto, polished; and the share of the days beyond."""
    u = float(pd.Series(-x).quantile(0.9))
    excess = -x[-x > u] - u
    xi, _, beta = stats.genpareto.fit(excess, floc=0)
    polished = optimize.minimize(
        lambda t: stats.genpareto.nnlf((t[0], 0, t[1] * beta), excess), [xi, 1.0],
        method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000},
    )  # fmt: skip
    return u, polished.x[0], polished.x[1] * beta, len(excess) / len(x)


def evt_var(x: Sample, c: float) -> float:
    u, xi, beta, share = pareto(x)
    return u + float(stats.genpareto.isf((1 - c) / share, xi, 0, beta))


def evt_es(x: Sample, c: float) -> float:
    """The mean of the fitted law beyond its quantile, integrated by scipy."""
    u, xi, beta, share = pareto(x)
    mean, _ = integrate.quad(
        lambda t: stats.genpareto.isf((1 - c) / share * t, xi, 0, beta), 0, 1,
        epsabs=1e-13, epsrel=1e-12, limit=500,
    )  # fmt: skip
    return u + float(mean)


def last(path: Sample) -> float:
    return float(path[-1])


def highest(path: Sample) -> float:
    return float(path.max())


def mean_of_tail(x: Sample, c: float) -> float:
    return rp.CVaR_Hist(x, round(1 - c, 12))


def by_age(x: Sample, c: float) -> Sample:
    """The days from the worst, with what each counts in the tail: pandas' weights of a decay 0.98."""
    weights = pd.Series(0.98 ** np.arange(len(x) - 1, -1, -1.0))
    weights /= weights.sum()
    order = pd.Series(x).sort_values(kind="stable").index
    cumulated = weights[order].cumsum().clip(upper=round(1 - c, 12))
    return np.column_stack([-x[order], np.diff(cumulated, prepend=0.0)])


def age_weighted_var(x: Sample, c: float) -> float:
    tail = by_age(x, c)
    return float(tail[tail[:, 1] > 0][-1, 0])


def age_weighted_es(x: Sample, c: float) -> float:
    tail = by_age(x, c)
    return float(np.average(tail[:, 0], weights=tail[:, 1]))


def linear(x: Sample, c: float) -> float:
    return -float(pd.Series(x).quantile(round(1 - c, 12)))


VAR: dict[str, Row] = {
    "historical": ("pandas", "Series.quantile, linear", linear, EXACT),
    "historical exc": ("numpy", "quantile, method weibull",
                       lambda x, c: -float(np.quantile(x, round(1 - c, 12), method="weibull")), EXACT),
    "historical rank": ("riskfolio-lib", "RiskFunctions.VaR_Hist",
                        lambda x, c: rp.VaR_Hist(x, round(1 - c, 12)), EXACT),
    "normal": ("pandas; scipy", "Series.std; stats.norm.isf", normal_var, EXACT),
    "student t": ("arch; scipy", "StudentsT.loglikelihood, ppf; optimize", t_var, FITTED),
    "cornish fisher": ("scipy", "stats.skew, kurtosis, norm in the expansion", fisher_var, EXACT),
    "monte carlo": ("pandas; scipy", "stats.norm.isf, the limit for linear positions", normal_var,
                    SAMPLED),
    "ewma": ("arch; scipy", "EWMAVariance.compute_variance; norm.isf",
             lambda x, c: float(stats.norm(scale=ewma(x).max()).isf(1 - c)), EXACT),
    "filtered": ("arch; pandas", "EWMAVariance.compute_variance; Series.quantile",
                 lambda x, c: linear(rescaled(x, ewma(x).max()), c), EXACT),
    "volatility scaled": ("arch; pandas", "EWMAVariance.compute_variance of each asset; Series.quantile",
                          lambda x, c: linear(asset_by_asset(x, highest), c), CLOSE),
    "garch": ("arch; pandas", "arch_model, mean Zero, backcast mean p²; Series.quantile",
              lambda x, c: linear(garch_days(x, highest), c), CLIMBED),
    "evt": ("scipy", "stats.genpareto.fit, isf", evt_var, CLIMBED),
}  # fmt: skip

ES: dict[str, Row] = {
    "historical": ("skfolio", "measures.cvar", lambda x, c: float(sk.cvar(x, beta=c)), EXACT),
    "historical exc": ("riskfolio-lib", "RiskFunctions.CVaR_Hist",
                       lambda x, c: rp.CVaR_Hist(x, round(1 - c, 12)), EXACT),
    "historical rank": ("riskfolio-lib", "RiskFunctions.CVaR_Hist",
                        lambda x, c: rp.CVaR_Hist(x, round(1 - c, 12)), EXACT),
    "normal": ("scipy", "integrate.quad of norm.isf over the tail", normal_es, CLOSE),
    "student t": ("arch; scipy", "StudentsT.loglikelihood; quad of stats.t.isf", t_es, FITTED),
    "cornish fisher": ("scipy", "integrate.quad of the expansion over the tail", fisher_es, CLOSE),
    "monte carlo": ("scipy", "integrate.quad of norm.isf, the limit", normal_es, SAMPLED),
    "ewma": ("arch; scipy", "EWMAVariance.compute_variance; quad of norm.isf",
             lambda x, c: beyond(stats.norm(scale=ewma(x).max()), c), CLOSE),
    "filtered": ("arch; riskfolio-lib", "EWMAVariance.compute_variance; CVaR_Hist",
                 lambda x, c: rp.CVaR_Hist(rescaled(x, ewma(x).max()), round(1 - c, 12)), EXACT),
    "volatility scaled": ("arch; riskfolio-lib", "EWMAVariance.compute_variance of each asset; CVaR_Hist",
                          lambda x, c: mean_of_tail(asset_by_asset(x, highest), c), CLOSE),
    "garch": ("arch; riskfolio-lib", "arch_model, mean Zero, backcast mean p²; CVaR_Hist",
              lambda x, c: mean_of_tail(garch_days(x, highest), c), CLIMBED),
    "evt": ("scipy", "stats.genpareto.fit; quad of isf", evt_es, CLIMBED),
}  # fmt: skip

#: Where today is the last day, not the worst of the window.
LATEST: dict[tuple[str, str], Answer] = {
    ("var", "ewma"): lambda x, c: float(stats.norm(scale=ewma(x)[-1]).isf(1 - c)),
    ("es", "ewma"): lambda x, c: beyond(stats.norm(scale=ewma(x)[-1]), c),
    ("var", "filtered"): lambda x, c: linear(rescaled(x, ewma(x)[-1]), c),
    ("var", "volatility scaled"): lambda x, c: linear(asset_by_asset(x, last), c),
    ("es", "volatility scaled"): lambda x, c: mean_of_tail(asset_by_asset(x, last), c),
    ("var", "garch"): lambda x, c: linear(garch_days(x, last), c),
    ("es", "garch"): lambda x, c: mean_of_tail(garch_days(x, last), c),
    ("var", "age weighted"): age_weighted_var,
    ("es", "age weighted"): age_weighted_es,
    ("es", "filtered"): lambda x, c: rp.CVaR_Hist(rescaled(x, ewma(x)[-1]), round(1 - c, 12)),
}


def latest(tail: str, method: str) -> Answer:
    """The answer for the days up to today."""
    table = VAR if tail == "var" else ES
    return LATEST.get((tail, method)) or table[method][2]
