"""VaR and ES by every method, on the crisis library and on 500 seeded days."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from libraries import ES, VAR, ewma_by_pandas, latest
from question import BOOK, BOOKS, CLOSE, GFC, THREE, Question, pnl, returns
from scipy import stats

LEVELS = (0.90, 0.95, 0.975, 0.99)


def measures() -> Iterator[Question]:
    for tail, table in (("var", VAR), ("es", ES)):
        for method, (library, how, answer, tolerance) in table.items():
            for data, (history, window) in BOOKS.items():
                for c in LEVELS:
                    name = f"{data}-{method.replace(' ', '-')}-{c}"
                    yield Question(
                        f"stressed-{tail}-{name}", f"STRESSED_{tail.upper()}",
                        [history, list(BOOK), window, c, 1, method],
                        library, how, lambda a=answer, d=data, c=c: a(pnl(d), c),
                        method, tolerance=tolerance,
                    )  # fmt: skip
            yield Question(
                f"current-{tail}-three-{method.replace(' ', '-')}", f"CURRENT_{tail.upper()}",
                [THREE, list(BOOK), 0.99, 10, method, 250],
                library, how + "; the latest 250 days; x sqrt(10)",
                lambda t=tail, m=method: latest(t, m)(pnl("three")[-250:], 0.99) * 10**0.5,
                method, tolerance=tolerance,
            )  # fmt: skip


def others() -> Iterator[Question]:
    x = pnl("gfc")
    for tail in ("var", "es"):
        for c in LEVELS:
            yield Question(
                f"current-{tail}-gfc-age-weighted-{c}", f"CURRENT_{tail.upper()}",
                [GFC, list(BOOK), c, 1, "age weighted", 252],
                "pandas", "Series.sort_values, cumsum of 0.98 to the age",
                lambda t=tail, c=c: latest(t, "age weighted")(x, c), "age weighted",
                tolerance=CLOSE,
            )  # fmt: skip
    yield Question(
        "stressed-var-gfc-ewma-pandas", "STRESSED_VAR", [GFC, list(BOOK), "GFC", 0.99, 1, "ewma"],
        "pandas; scipy", "ewm(alpha=0.06, adjust=False); norm.isf",
        lambda: float(stats.norm(scale=ewma_by_pandas(x).max()).isf(0.01)), "ewma",
    )  # fmt: skip
    yield Question(
        "stressed-var-gfc-normal-10-days", "STRESSED_VAR",
        [GFC, list(BOOK), "GFC", 0.99, 10, "normal"],
        "pandas; scipy", "DataFrame.cov; norm.isf; x sqrt(10)",
        lambda: float(stats.norm.isf(0.01) * (np.array(BOOK) @ returns("gfc").cov() @ BOOK * 10) ** 0.5),
        "normal",
    )  # fmt: skip


def given() -> Iterator[Question]:
    """From volatilities and a correlation matrix that the user gives."""
    vols, positions = np.array([0.02, 0.01, 0.015]), np.array([10.0, 5.0, -3.0])
    corr = np.array([[1, 0.3, 0.5], [0.3, 1, -0.2], [0.5, -0.2, 1]])
    wide = np.where(np.eye(3) == 1, 1.0, 0.8)

    def law(v: np.ndarray, c: np.ndarray, w: np.ndarray) -> float:
        joint = stats.multivariate_normal(cov=np.outer(v, v) * c)
        return float(stats.norm.isf(0.01) * (w @ joint.cov @ w) ** 0.5)

    grid = corr.tolist()
    yield Question("portfolio-var-scipy", "PORTFOLIO_VAR", [vols.tolist(), grid, positions.tolist()],
                   "scipy", "stats.multivariate_normal; norm.isf",
                   lambda: law(vols, corr, positions))  # fmt: skip
    yield Question("approx-stressed-var-scipy", "APPROX_STRESSED_VAR",
                   [vols.tolist(), grid, positions.tolist()],
                   "scipy", "volatilities x 2.5, correlations 0.8; norm.isf",
                   lambda: law(2.5 * vols, wide, positions))  # fmt: skip
    yield Question("param-var-scipy", "PARAM_VAR", [0.02, 10, 0.975, 10], "scipy", "stats.norm.isf",
                   lambda: float(stats.norm.isf(0.025)) * 0.02 * 10 * 10**0.5)  # fmt: skip


def questions() -> Iterator[Question]:
    for family in (measures, others, given):
        yield from family()
