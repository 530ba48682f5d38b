"""Backtests: every likelihood ratio is a G-test, and scipy and vartests know those."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import vartests
from question import Question, frame
from scipy import stats

BACKTEST = frame("backtest")
PNL, VAR = {"data": "backtest", "columns": ["pnl"]}, {"data": "backtest", "columns": ["var"]}
ES = {"data": "backtest", "columns": ["es"]}
HITS = (BACKTEST.pnl < -BACKTEST["var"]).to_numpy()
G = "log-likelihood"


def transitions(hits: np.ndarray) -> np.ndarray:
    table = np.zeros((2, 2))
    np.add.at(table, (hits[:-1].astype(int), hits[1:].astype(int)), 1)
    return table


def independence(hits: np.ndarray) -> tuple[float, float]:
    found = stats.chi2_contingency(transitions(hits), correction=False, lambda_=G)
    return float(found.statistic), float(found.pvalue)


def pof(x: int, n: int, p: float) -> tuple[float, float]:
    found = vartests.kupiec_test(x=x, n=n, risk_conf_level=1 - p)
    return found["statistic"], found["p-value"]


def first(day: int, p: float) -> tuple[float, float]:
    found = stats.power_divergence([1, day - 1], [day * p, day * (1 - p)], lambda_=G)
    return float(found.statistic), float(found.pvalue)


LOG = {"absolute": 1e-10, "relative": 1e-10, "reason": "differences of logarithms"}


def questions() -> Iterator[Question]:
    for x, n, c in (
        (5, 224, 0.99),
        (7, 224, 0.99),
        (15, 1000, 0.99),
        (0, 255, 0.99),
        (9, 250, 0.975),
    ):
        yield Question(f"kupiec-{x}-{n}-{c}", "KUPIEC_TEST", [x, n, c], "vartests", "kupiec_test",
                       lambda a=(x, n, 1 - c): [list(pof(*a))], tolerance=LOG)  # fmt: skip
    for x, n, c in ((4, 250, 0.99), (9, 250, 0.99), (10, 250, 0.99), (20, 500, 0.975)):
        yield Question(f"light-{x}-{n}-{c}", "TRAFFIC_LIGHT", [x, n, c], "scipy", "stats.binom.cdf",
                       lambda a=(x, n, 1 - c): float(stats.binom.cdf(*a)),
                       at={"row": 1, "column": 2},
                       tolerance={"relative": 1e-11, "reason": "1 - c as a float there"})  # fmt: skip
    lr, p_value = independence(HITS)
    n, x = len(HITS), int(HITS.sum())
    both = lr + pof(x, n, 0.025)[0]
    yield Question("christoffersen-scipy", "CHRISTOFFERSEN_TEST", [PNL, VAR, 0.975],
                   "scipy; vartests", "chi2_contingency of the transitions, log-likelihood; kupiec_test",
                   lambda: [[lr, p_value, both, float(stats.chi2.sf(both, 2))]],
                   tolerance=LOG)  # fmt: skip
    report = {
        "Exceptions": lambda: float(x),
        "Kupiec LR": lambda: pof(x, n, 0.025)[0],
        "Kupiec p-value": lambda: pof(x, n, 0.025)[1],
        "TUFF LR": lambda: first(int(HITS.argmax()) + 1, 0.025)[0],
        "TUFF p-value": lambda: first(int(HITS.argmax()) + 1, 0.025)[1],
        "Independence LR": lambda: lr,
        "Conditional coverage p-value": lambda: float(stats.chi2.sf(both, 2)),
    }
    for label, answer in report.items():
        yield Question(f"backtest-var-{label.lower().replace(' ', '-')}", "BACKTEST_VAR",
                       [PNL, VAR, 0.975], "scipy; vartests",
                       "power_divergence and chi2_contingency, log-likelihood; kupiec_test",
                       answer, at={"label": label, "column": 2}, tolerance=LOG)  # fmt: skip
    excess = (-BACKTEST.pnl - BACKTEST["var"])[HITS]
    yield Question("var-exceptions-pandas", "VAR_EXCEPTIONS", [PNL, VAR], "pandas",
                   "rows where pnl < -var",
                   lambda: np.column_stack([excess.index + 1.0, BACKTEST.pnl[HITS],
                                            BACKTEST["var"][HITS], excess]),
                   at={"from_row": 2}, tolerance={"absolute": 1e-12, "reason": "one subtraction"},
                   )  # fmt: skip
    breaches = int((BACKTEST.pnl < -300).sum())
    yield Question("backtest-stressed-chance", "BACKTEST_STRESSED_VAR",
                   [PNL, 300, 0.95, 0.01, "GFC", "2026-06-30"], "scipy",
                   "stats.binomtest, greater",
                   lambda: float(stats.binomtest(breaches, 250, 0.01, "greater").pvalue),
                   at={"label": "P(this many or more)", "column": 2}, tolerance=LOG)  # fmt: skip
    yield Question("backtest-stressed-volatility", "BACKTEST_STRESSED_VAR",
                   [PNL, 300, 0.95, 0.01, "GFC", "2026-06-30"], "pandas; scipy",
                   "Series.tail(60).std; norm.isf",
                   lambda: float(BACKTEST.pnl.tail(60).std() / (300 / stats.norm.isf(0.05))),
                   at={"label": "Recent ÷ stressed volatility", "column": 2})  # fmt: skip
    ratio = (-BACKTEST.pnl / BACKTEST.es)[HITS]
    yield Question("backtest-es-pandas", "BACKTEST_ES", [PNL, VAR, ES, 0.975], "pandas",
                   "Series.mean and sum of loss/ES on the exceptions",
                   lambda: [1 - float(ratio.mean()), 1 - float(ratio.sum()) / (250 * 0.025)],
                   at={"row": 1, "from_column": 1, "to_column": 2},
                   tolerance={"absolute": 1e-12, "reason": "the same arithmetic in another order"},
                   )  # fmt: skip
