"""Prices to returns, gaps, proxies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import statsmodels.api as sm
from question import Question, frame
from scipy import stats

PRICES = [[100, 50], [101.5, 49.25], [99.7, 49.5], [103.2, 48.0]]
FACTORS = {"data": "gfc", "columns": ["Date", "SPX", "UST10Y"]}
PROXIED = {"data": "gfc", "columns": ["Date", "WTI", "GOLD"]}


def fits() -> list[object]:
    x = sm.add_constant(frame("gfc")[["SPX", "UST10Y"]])
    return [sm.OLS(frame("gfc")[a], x).fit() for a in ("WTI", "GOLD")]


def questions() -> Iterator[Question]:
    prices = pd.DataFrame(PRICES)
    yield Question("to-returns-pandas", "TO_RETURNS", [PRICES], "pandas", "DataFrame.pct_change",
                   lambda: prices.pct_change().dropna().to_numpy(), "simple")  # fmt: skip
    yield Question("to-returns-log-numpy", "TO_RETURNS", [PRICES, "log"], "numpy",
                   "diff of log", lambda: np.diff(np.log(prices), axis=0), "log")  # fmt: skip
    levels = frame("prices")

    def filled() -> np.ndarray:
        """pandas fills the first rows of a long gap too, so gaps over the limit are put back."""
        blank = levels.isna()
        runs = blank.groupby((~blank["Y"]).cumsum())["Y"].transform("sum")
        done = levels.ffill()
        return done[(runs <= 3) | ~blank["Y"]].to_numpy()

    yield Question("align-pandas", "ALIGN_HISTORY", [{"data": "prices"}, 3], "pandas",
                   "DataFrame.ffill, gaps over the limit left out", filled,
                   at={"from_row": 2, "from_column": 2})  # fmt: skip
    for i, column in enumerate(("WTI", "GOLD")):
        yield Question(f"proxy-fit-{column}", "PROXY_FIT", [PROXIED, FACTORS], "statsmodels",
                       "OLS with a constant: betas, rsquared, sqrt(mse_resid)",
                       lambda i=i: [*fits()[i].params[1:], fits()[i].rsquared, fits()[i].nobs,
                                    fits()[i].mse_resid ** 0.5],
                       at={"label": column, "from_column": 2},
                       tolerance={"relative": 1e-9, "reason": "two least-squares solvers"},
                       )  # fmt: skip
    yield Question("proxy-history", "PROXY_HISTORY", [PROXIED, FACTORS, "GFC"], "statsmodels",
                   "OLS with a constant; the betas alone times the factors",
                   lambda: np.column_stack(
                       [frame("gfc")[["SPX", "UST10Y"]] @ f.params[1:] for f in fits()]),
                   at={"from_row": 2, "from_column": 2},
                   tolerance={"absolute": 1e-12, "reason": "two least-squares solvers"})  # fmt: skip

    held = np.array([60.0, -25.0])

    def proxied() -> list[float]:
        """By the betas, by the residuals, and the root of the two squares; ten days at 97.5%."""
        pnl = frame("gfc")[["SPX", "UST10Y"]] @ np.column_stack(
            [f.params[1:] for f in fits()]
        ) @ held  # fmt: skip
        a = -pnl.quantile(0.025) * 10**0.5
        s = np.array([f.mse_resid**0.5 for f in fits()])
        b = stats.norm.isf(0.025) * np.linalg.norm(held * s) * 10**0.5
        return [a, b, np.hypot(a, b), b**2 / (a**2 + b**2)]

    yield Question("proxy-var", "PROXY_VAR", [PROXIED, FACTORS, held.tolist(), "GFC", 0.975, 10],
                   "statsmodels; pandas; scipy",
                   "OLS with a constant, mse_resid; Series.quantile; stats.norm.isf", proxied,
                   at={"column": 2},
                   tolerance={"relative": 1e-9, "reason": "two least-squares solvers"})  # fmt: skip

    x = frame("gfc")["SPX"].iloc[:40].to_numpy().copy()
    x[20] = 0.5

    def outliers() -> list[float]:
        """Rows (1 the first number) beyond 10 robust deviations, by scipy's MAD."""
        far = np.abs(x - np.median(x)) / stats.median_abs_deviation(x, scale=1 / 1.4826)
        return [float(i + 1) for i in np.flatnonzero(far > 10)]

    yield Question("history-check-mad", "HISTORY_CHECK", [{"column": x.tolist()}], "scipy",
                   "stats.median_abs_deviation, scale 1/1.4826",
                   lambda: outliers()[0], at={"row": 2, "column": 1})  # fmt: skip
