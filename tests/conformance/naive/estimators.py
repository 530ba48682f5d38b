"""A second implementation of every estimator, in plain loops, to be read beside the catalogue.

It shares no code with the product: lists, `math`, `fractions`, and scipy.stats where a distribution's
function is needed. Slow and obvious is the point.
"""

from __future__ import annotations

import math
from fractions import Fraction

from scipy import optimize, stats

Rows = list[list[float]]


def pnl_of(returns: Rows, positions: list[float]) -> list[float]:
    out = []
    for row in returns:
        total = 0.0
        for r, w in zip(row, positions, strict=True):
            total += r * w
        out.append(total)
    return out


def tail_of(confidence: float) -> Fraction:
    return 1 - Fraction(str(round(confidence, 12)))


# --- moments ----------------------------------------------------------------------------------------
def mean(x: list[float]) -> float:
    return math.fsum(x) / len(x)


def standard_deviation(x: list[float], ddof: int = 1) -> float:
    m = mean(x)
    return math.sqrt(math.fsum((v - m) ** 2 for v in x) / (len(x) - ddof))


def covariance(x: list[float], y: list[float]) -> float:
    mx, my = mean(x), mean(y)
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / (len(x) - 1)


def columns(returns: Rows) -> Rows:
    return [list(c) for c in zip(*returns, strict=True)]


def covariance_matrix(returns: Rows) -> Rows:
    cs = columns(returns)
    return [[covariance(a, b) for b in cs] for a in cs]


def pearson(x: list[float], y: list[float]) -> float:
    return covariance(x, y) / (standard_deviation(x) * standard_deviation(y))


def mid_ranks(x: list[float]) -> list[float]:
    return [sum(v < a for v in x) + (sum(v == a for v in x) + 1) / 2 for a in x]


def spearman(x: list[float], y: list[float]) -> float:
    return pearson(mid_ranks(x), mid_ranks(y))


def kendall(x: list[float], y: list[float]) -> float:
    """Tau-b."""
    up = down = only_x = only_y = 0
    for i in range(len(x)):
        for j in range(i):
            a, b = x[i] - x[j], y[i] - y[j]
            if a * b > 0:
                up += 1
            elif a * b < 0:
                down += 1
            elif a == 0 and b != 0:
                only_x += 1
            elif b == 0 and a != 0:
                only_y += 1
    return (up - down) / math.sqrt((up + down + only_x) * (up + down + only_y))


# --- value at risk ----------------------------------------------------------------------------------
def percentile(p: list[float], position: Fraction) -> float:
    """Linear interpolation at a position counted from 0."""
    s = sorted(p)
    low = math.floor(position)
    part = float(position - low)
    return s[low] if part == 0 else s[low] + part * (s[low + 1] - s[low])


def historical(p: list[float], c: float) -> float:
    return -percentile(p, (len(p) - 1) * tail_of(c))


def historical_exc(p: list[float], c: float) -> float:
    return -percentile(p, (len(p) + 1) * tail_of(c) - 1)


def historical_rank(p: list[float], c: float) -> float:
    return -sorted(p)[math.ceil(len(p) * tail_of(c)) - 1]


def historical_es(p: list[float], c: float) -> float:
    """The worst n(1-c) days, day by day, the last counted in part."""
    left = len(p) * tail_of(c)
    mass, total = left, 0.0
    for loss in sorted(p):
        weight = min(left, Fraction(1))
        total += float(weight) * loss
        left -= weight
        if left <= 0:
            break
    return -total / float(mass)


def es_components(returns: Rows, w: list[float], c: float) -> list[float]:
    """Minus each position's P&L on the worst n(1-c) days, day by day, the last counted in part."""
    p = pnl_of(returns, w)
    left = len(p) * tail_of(c)
    mass, totals = left, [0.0] * len(w)
    for _, day in sorted((loss, day) for day, loss in enumerate(p)):
        weight = min(left, Fraction(1))
        totals = [
            t + float(weight) * r * a for t, r, a in zip(totals, returns[day], w, strict=True)
        ]
        left -= weight
        if left <= 0:
            break
    return [-total / float(mass) for total in totals]


def normal(p: list[float], c: float) -> float:
    return stats.norm.ppf(c) * standard_deviation(p)


def normal_es(p: list[float], c: float) -> float:
    return standard_deviation(p) * stats.norm.pdf(stats.norm.ppf(c)) / float(tail_of(c))


def portfolio_sigma(returns: Rows, w: list[float]) -> float:
    cov = covariance_matrix(returns)
    n = len(w)
    return math.sqrt(math.fsum(w[i] * cov[i][j] * w[j] for i in range(n) for j in range(n)))


def degrees_of_freedom(p: list[float]) -> float:
    m, s = mean(p), standard_deviation(p)

    def minus_log_likelihood(nu: float) -> float:
        scale = s * math.sqrt((nu - 2) / nu)
        constant = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2)
        constant -= math.log(math.pi * nu) / 2 + math.log(scale)
        tail = math.fsum(math.log1p(((v - m) / scale) ** 2 / nu) for v in p)
        return (nu + 1) / 2 * tail - len(p) * constant

    grid = [2.05 * (200 / 2.05) ** (i / 60) for i in range(61)]
    best = min(range(61), key=lambda i: minus_log_likelihood(grid[i]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, 60)]
    found = optimize.minimize_scalar(
        minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-10}
    )
    return min((found.x, low, high), key=minus_log_likelihood)


def student_t(p: list[float], c: float) -> float:
    nu = degrees_of_freedom(p)
    if nu >= 200 - 1e-6:
        return normal(p, c)
    return standard_deviation(p) * math.sqrt((nu - 2) / nu) * stats.t.ppf(c, nu)


def student_t_es(p: list[float], c: float) -> float:
    nu = degrees_of_freedom(p)
    if nu >= 200 - 1e-6:
        return normal_es(p, c)
    q = stats.t.ppf(c, nu)
    scale = standard_deviation(p) * math.sqrt((nu - 2) / nu)
    return scale * stats.t.pdf(q, nu) / float(tail_of(c)) * (nu + q * q) / (nu - 1)


def cornish_fisher_moments(p: list[float]) -> tuple[float, float]:
    m, n = mean(p), len(p)
    m2 = math.fsum((v - m) ** 2 for v in p) / n
    m3 = math.fsum((v - m) ** 3 for v in p) / n
    m4 = math.fsum((v - m) ** 4 for v in p) / n
    return m3 / m2**1.5, m4 / m2**2 - 3


def cornish_fisher(p: list[float], c: float) -> float:
    s, k = cornish_fisher_moments(p)
    z = stats.norm.ppf(float(tail_of(c)))
    bent = z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36
    return -standard_deviation(p) * bent


def cornish_fisher_es(p: list[float], c: float) -> float:
    s, k = cornish_fisher_moments(p)
    z = stats.norm.ppf(float(tail_of(c)))
    bend = 1 + z * s / 6 + (z**2 - 1) * k / 24 - (2 * z**2 - 1) * s**2 / 36
    return standard_deviation(p) * stats.norm.pdf(z) / float(tail_of(c)) * bend


def ewma_path(p: list[float], decay: float = 0.94) -> list[float]:
    """σ_1 … σ_{n+1}."""
    variance = mean([v * v for v in p])
    out = [math.sqrt(variance)]
    for v in p:
        variance = decay * variance + (1 - decay) * v * v
        out.append(math.sqrt(variance))
    return out


def ewma(p: list[float], c: float, stressed: bool) -> float:
    path = ewma_path(p)
    return stats.norm.ppf(c) * (max(path) if stressed else path[-1])


def ewma_es(p: list[float], c: float, stressed: bool) -> float:
    z = stats.norm.ppf(c)
    return ewma(p, c, stressed) / z * stats.norm.pdf(z) / float(tail_of(c))


def rescaled(p: list[float], stressed: bool) -> list[float]:
    path = ewma_path(p)
    reference = max(path) if stressed else path[-1]
    return [v * reference / s for v, s in zip(p, path, strict=False)]


def filtered(p: list[float], c: float, stressed: bool) -> float:
    return historical(rescaled(p, stressed), c)


def filtered_es(p: list[float], c: float, stressed: bool) -> float:
    return historical_es(rescaled(p, stressed), c)


def volatility_scaled(
    returns: Rows, w: list[float], stressed: bool, decay: float = 0.94
) -> list[float]:
    """The P&L of each asset's returns rescaled by its own path."""
    scaled = []
    for r in columns(returns):
        path = ewma_path(r, decay)
        reference = max(path) if stressed else path[-1]
        scaled.append([v * reference / s if s else 0.0 for v, s in zip(r, path, strict=False)])
    return pnl_of([list(row) for row in zip(*scaled, strict=True)], w)


def age_weighted(p: list[float], c: float, decay: float = 0.98) -> tuple[float, float]:
    """VaR and ES."""
    n, left = len(p), float(tail_of(c))
    aged = [(loss, decay ** (n - 1 - i) * (1 - decay) / (1 - decay**n)) for i, loss in enumerate(p)]
    total = 0.0
    for gain, weight in sorted(aged):
        if weight >= left * (1 - 1e-12):
            return -gain, -(total + left * gain) / float(tail_of(c))
        total += weight * gain
        left -= weight
    raise AssertionError


def pareto_tail(p: list[float]) -> tuple[float, float, float, int]:
    """Threshold, ξ, β and the number of excesses: scipy's simplex on both parameters."""
    losses = [-v for v in p]
    u = percentile(losses, (len(p) - 1) * Fraction(9, 10))
    excess = [x - u for x in losses if x > u]
    size = mean(excess)

    def minus_log_likelihood(theta: list[float]) -> float:
        xi, beta = theta
        if beta <= 0 or xi <= -1 or any(1 + xi * y / size / beta <= 0 for y in excess):
            return 1e10
        if abs(xi) < 1e-9:
            return len(excess) * math.log(beta) + math.fsum(excess) / size / beta
        tail = math.fsum(math.log(1 + xi * y / size / beta) for y in excess)
        return len(excess) * math.log(beta) + (1 + 1 / xi) * tail

    options = {"xatol": 1e-11, "fatol": 1e-13, "maxiter": 4000, "maxfev": 4000}
    found = min(
        (optimize.minimize(minus_log_likelihood, start, method="Nelder-Mead", options=options)
         for start in ([0.1, 0.9], [-0.2, 1.2], [0.5, 0.6])),
        key=lambda f: f.fun,
    )  # fmt: skip
    return u, found.x[0], found.x[1] * size, len(excess)


def evt(p: list[float], c: float) -> float:
    u, xi, beta, excesses = pareto_tail(p)
    return u + beta / xi * ((len(p) / excesses * float(tail_of(c))) ** -xi - 1)


def evt_es(p: list[float], c: float) -> float:
    u, xi, beta, _ = pareto_tail(p)
    return (evt(p, c) + beta - xi * u) / (1 - xi)


def garch_path(p: list[float], theta: list[float]) -> list[float]:
    """σ²_1 … σ²_{n+1}, σ²_0 and p²_0 the mean of p²."""
    omega, alpha, beta = theta
    start = mean([v * v for v in p])
    out = [omega + (alpha + beta) * start]
    for v in p:
        out.append(omega + alpha * v * v + beta * out[-1])
    return out


def garch_fit(p: list[float]) -> list[float]:
    """ω, α, β by scipy's SLSQP from several starts."""
    size = math.sqrt(mean([v * v for v in p]))
    x = [v / size for v in p]

    def minus_log_likelihood(theta: list[float]) -> float:
        path = garch_path(x, theta)
        return math.fsum(math.log(s) + v * v / s for v, s in zip(x, path, strict=False)) / len(x)

    bounds = [(1e-10, None), (0, 1), (0, 1 - 1e-9)]
    found = min(
        (optimize.minimize(minus_log_likelihood, start, bounds=bounds, method="SLSQP",
                           options={"ftol": 1e-14, "maxiter": 1000})
         for start in ([0.05, 0.1, 0.85], [0.3, 0.1, 0.6], [0.01, 0.03, 0.96], [0.8, 0.1, 0.1])),
        key=lambda f: f.fun,
    )  # fmt: skip
    omega, alpha, beta = found.x.tolist()
    return [omega * size**2, alpha, beta]


def garch_rescaled(p: list[float], stressed: bool) -> list[float]:
    path = [math.sqrt(v) for v in garch_path(p, garch_fit(p))]
    reference = max(path) if stressed else path[-1]
    return [v * reference / s for v, s in zip(p, path, strict=False)]


STRESSED_VAR = {
    "historical": historical,
    "historical exc": historical_exc,
    "historical rank": historical_rank,
    "normal": normal,
    "student t": student_t,
    "cornish fisher": cornish_fisher,
    "ewma": lambda p, c: ewma(p, c, True),
    "filtered": lambda p, c: filtered(p, c, True),
    "volatility scaled": lambda p, c: filtered(p, c, True),  # of one asset it is the same
    "garch": lambda p, c: historical(garch_rescaled(p, True), c),
    "evt": evt,
}
STRESSED_ES = {
    "historical": historical_es,
    "historical exc": historical_es,
    "historical rank": historical_es,
    "normal": normal_es,
    "student t": student_t_es,
    "cornish fisher": cornish_fisher_es,
    "ewma": lambda p, c: ewma_es(p, c, True),
    "filtered": lambda p, c: filtered_es(p, c, True),
    "volatility scaled": lambda p, c: filtered_es(p, c, True),
    "garch": lambda p, c: historical_es(garch_rescaled(p, True), c),
    "evt": evt_es,
}
