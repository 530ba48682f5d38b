"""Writes the small datasets of the golden vectors: `python -m tests.conformance.vectors.make_data`.

Made here, by seed or by construction, so that a published figure can be met without the publisher's
data: where a source states only moments, variances or counts, the file has exactly those.
gfc.csv is the built-in library's; a test compares it with the library.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
from scipy.optimize import fsolve
from scipy.stats import norm

from xl_stressvar.dispatch import call
from xl_stressvar.domain.dates import iso

HERE = Path(__file__).parent / "data"
GFC_FACTORS = ["SPX", "UST10Y", "WTI", "GOLD", "EURUSD"]
Rows = Iterable[Sequence[object]]


def gfc() -> Rows:
    """The built-in returns of 2008-09: five classes, 252 days."""
    header, *rows = call("CRISIS_RETURNS", ("GFC", [GFC_FACTORS])).value
    yield header
    for day, *numbers in rows:
        yield iso(int(day)), *numbers


def three() -> Rows:
    """500 undated days of three assets, fat-tailed and correlated: n(1-c) is whole at 99%."""
    rng = np.random.default_rng(20081015)
    normal = rng.multivariate_normal(
        [0, 0, 0], [[1, 0.6, -0.3], [0.6, 1, -0.1], [-0.3, -0.1, 1]], 500
    )
    fat = normal / np.sqrt(rng.chisquare(5, (500, 1)) / 5)
    returns = fat * [0.012, 0.02, 0.005] + [0.0004, 0.0006, 0.0001]
    yield "A", "B", "C"
    yield from np.round(returns, 8).tolist()


def moments() -> Rows:
    """100 numbers of skewness -0.7, excess kurtosis 4.5 (population), sample deviation 1, mean 0."""
    z = norm.ppf((np.arange(100) + 0.5) / 100)

    def shaped(square: float, cube: float) -> np.ndarray:
        x = z + square * z**2 + cube * z**3
        x = x - x.mean()
        return x / x.std(ddof=1)

    def miss(coefficients: Sequence[float]) -> list[float]:
        x = shaped(*coefficients)
        u = (x - x.mean()) / x.std()
        return [(u**3).mean() + 0.7, (u**4).mean() - 3 - 4.5]

    x = shaped(*fsolve(miss, [-0.1, 0.1], xtol=1e-14))
    yield ("X",)
    yield from ((number,) for number in x.tolist())


def danish() -> Rows:
    """Losses whose tail is that of the Danish fire insurance losses: 109 beyond 10, xi 0.4970, beta 6.9755.

    981 smaller losses fill up to 1,090, so that the threshold, their 90th percentile, is 10. The two
    free numbers, a size and a power, bring both derivatives of the likelihood to zero.
    """
    xi, beta, excesses = 0.4970, 6.9755, 109
    at = (np.arange(excesses) + 0.5) / excesses
    pareto = beta / xi * ((1 - at) ** -xi - 1)

    def shaped(size: float, power: float) -> np.ndarray:
        return pareto.mean() * size * (pareto / pareto.mean()) ** power

    def slopes(free: Sequence[float]) -> list[float]:
        y = shaped(*free)
        t = 1 + xi * y / beta
        by_beta = (-1 / beta + (1 + 1 / xi) * xi * y / beta**2 / t).mean()
        by_xi = (np.log(t) / xi**2 - (1 + 1 / xi) * y / beta / t).mean()
        return [float(by_beta), float(by_xi)]

    excess = shaped(*fsolve(slopes, [1.0, 1.0], xtol=1e-12))
    # of 1,090 the 90th percentile lies 0.1 of the way from the 981st to the 982nd
    below = 10 - (excess[0] / 9)
    small = np.linspace(1, below, 981)
    yield ("P&L",)
    yield from ((-number,) for number in [*small.tolist(), *(10 + excess).tolist()])


def hull_days() -> Rows:
    """500 days with the three largest losses of Hull's four indices on their days; on the others 0."""
    largest = {494: 477_841, 339: 345_435, 349: 282_204}
    yield ("P&L",)
    yield from ((-largest.get(scenario, 0),) for scenario in range(1, 501))


def ten_days() -> Rows:
    """The same at a volatility of 30% a year over 10 of 252 days."""
    header, *rows = moments()
    yield header
    for (x,) in rows:
        yield (float(str(x)) * 0.3 * (10 / 252) ** 0.5,)


def steady() -> Rows:
    """249 days of 1.8% up and down, then -2.3%: an EWMA at exactly 1.8% before the last day."""
    yield ("X",)
    for day in range(249):
        yield (0.018 if day % 2 else -0.018,)
    yield (-0.023,)


def two(deviations: tuple[float, float], correlation: float) -> Rows:
    """Four days with exactly these sample deviations and correlation, mean 0."""
    u = np.array([1.0, 1, -1, -1]) * 0.75**0.5
    v = np.array([1.0, -1, 1, -1]) * 0.75**0.5
    second = correlation * u + (1 - correlation**2) ** 0.5 * v
    yield "first", "second"
    yield from np.column_stack([deviations[0] * u, deviations[1] * second]).tolist()


def hits_1043() -> Rows:
    """1,043 days of P&L: below -1 on 57, first on day 58; transitions 932, 53, 53 and 4."""
    exceptions: list[int] = []
    day = 57
    for run in range(53):
        exceptions += [day, day + 1] if run < 4 else [day]
        day += 18
    days = ((-2.0 if day in set(exceptions) else 0.5,) for day in range(1043))
    yield ("P&L",)
    yield from days


def severities(failures: int, z1: float, days: int = 1966) -> Rows:
    """P&L of so many days, an ES of 1 and a VaR of 0.8: a loss of (1 - Z1) ES on every failure."""
    yield "pnl", "var", "es"
    for day in range(days):
        yield round(z1 - 1, 6) if day < failures else 0.5, 0.8, 1.0


def backtest() -> Rows:
    """250 days of P&L, a VaR and an ES at 97.5% that were a little too low."""
    rng = np.random.default_rng(975)
    pnl = rng.standard_t(4, 250) * 100
    var = 195 + 15 * np.sin(np.arange(250) / 20)
    yield "pnl", "var", "es"
    yield from np.round(np.column_stack([pnl, var, 1.28 * var]), 4).tolist()


def prices() -> Rows:
    """Thirty levels of two assets on weekdays of 2026, with gaps of 1, 3 and 4 rows in the second."""
    rng = np.random.default_rng(30)
    levels = 100 * np.exp(np.cumsum(rng.normal(0, 0.01, (30, 2)), axis=0))
    gaps = {4, 9, 10, 11, 17, 18, 19, 20}
    weekdays = np.busday_offset("2026-01-05", np.arange(30))
    yield "Date", "X", "Y"
    for row, (day, (x, y)) in enumerate(zip(weekdays, levels.round(4).tolist(), strict=True)):
        yield str(day), x, "" if row in gaps else y


def young() -> Rows:
    """A hundred weekdays of 2026 of a factor, an old asset, and a young one: 2 F - O/2 from the 31st day on."""
    i = np.arange(100)
    factor, old = np.round(0.01 * np.sin(i * i), 4), np.round(0.01 * np.cos(3 * i * i), 4)
    weekdays = np.busday_offset("2026-01-05", i)
    yield "Date", "F", "Old", "Young"
    for day, f, o in zip(weekdays, factor.tolist(), old.tolist(), strict=True):
        yield str(day), f, o, round(2 * f - o / 2, 6) if day >= weekdays[30] else ""


#: Thousands of dollars, worst first: the losses that Hull's table of his four indices prints.
HULL_LOSSES = (
    477.841, 345.435, 282.204, 277.041, 253.385, 217.974, 205.256, 201.389, 191.269, 191.050, 185.127,
    184.450, 182.707, 180.105, 172.224,
)  # fmt: skip


def hull_losses() -> Rows:
    """500 scenarios: the 15 worst as printed; the others, which he does not print, at nothing."""
    yield ("P&L",)
    yield from ((-loss,) for loss in HULL_LOSSES)
    yield from ((0.0,) for _ in range(500 - len(HULL_LOSSES)))


def numacc(centre: str) -> Rows:
    """NIST's Numerical-Accuracy: 1,001 numbers, the centre, then 500 times 0.1 below and 0.1 above."""
    below, above = (str(Decimal(centre) + step) for step in (Decimal("-0.1"), Decimal("0.1")))
    yield ("y",)
    yield (centre,)
    for _ in range(500):
        yield (below,)
        yield (above,)


# NIST's Filip (A. Filippelli): the response, and the one predictor of the polynomial.
FILIP_Y = """
    0.8116 0.9072 0.9052 0.9039 0.8053 0.8377 0.8667 0.8809 0.7975 0.8162 0.8515 0.8766 0.8885
    0.8859 0.8959 0.8913 0.8959 0.8971 0.9021 0.909 0.9139 0.9199 0.8692 0.8872 0.89 0.891
    0.8977 0.9035 0.9078 0.7675 0.7705 0.7713 0.7736 0.7775 0.7841 0.7971 0.8329 0.8641 0.8804
    0.7668 0.7633 0.7678 0.7697 0.77 0.7749 0.7796 0.7897 0.8131 0.8498 0.8741 0.8061 0.846
    0.8751 0.8856 0.8919 0.8934 0.894 0.8957 0.9047 0.9129 0.9209 0.9219 0.7739 0.7681 0.7665
    0.7703 0.7702 0.7761 0.7809 0.7961 0.8253 0.8602 0.8809 0.8301 0.8664 0.8834 0.8898 0.8964
    0.8963 0.9074 0.9119 0.9228
"""
FILIP_X = """
    -6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942
    -6.118102026 -7.115148017 -6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091
    -5.79832982 -5.482672118 -5.171791386 -4.851705903 -4.517126416 -4.143573228 -3.709075441
    -3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696 -4.329846955
    -3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279
    -6.920818754 -6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488
    -8.247337057 -7.971428747 -7.676129393 -7.352812702 -7.072065318 -6.774174009 -6.478861916
    -6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889 -5.598599459 -5.290645224
    -4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166
    -8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626
    -6.691862621 -6.392544977 -6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167
    -5.132414673 -4.811352704 -4.098269308 -3.66174277 -3.2644011
"""


def filip() -> Rows:
    """The 82 responses less 0.85, and the predictor's first ten powers, the k-th over 10 to the k.

    Both keep every number below what a return may be; the fit is the same, a beta 10^k times as large.
    """
    yield "y", *(f"p{k}" for k in range(1, 11))
    for y, x in zip(FILIP_Y.split(), FILIP_X.split(), strict=True):
        yield (
            str(Decimal(y) - Decimal("0.85")),
            *(float((Decimal(x) / 10) ** k) for k in range(1, 11)),
        )


DATASETS: dict[str, Callable[[], Rows]] = {
    "gfc": gfc,
    "three": three,
    "moments": moments,
    "ten_days": ten_days,
    "danish": danish,
    "hull_days": hull_days,
    "steady": steady,
    "cad_eur": lambda: two((0.05, 0.12), 0.0),
    "chf_jpy": lambda: two((0.10, 0.20), 0.30),
    "hits_1043": hits_1043,
    "severities_95": lambda: severities(102, -0.092302),
    "severities_975": lambda: severities(55, -0.11714),
    "backtest": backtest,
    "prices": prices,
    "hull_losses": hull_losses,
    "young": young,
    "numacc_2": lambda: numacc("1.2"),
    "numacc_3": lambda: numacc("1000000.2"),
    "numacc_4": lambda: numacc("10000000.2"),
    "filip": filip,
}


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, rows in DATASETS.items():
        with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows())


if __name__ == "__main__":
    main()
