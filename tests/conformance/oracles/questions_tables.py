"""Ratios, tables, series, intervals, audits and attributions, by every method."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np
from libraries import ES, VAR, latest, normal_var
from question import BOOK, CLOSE, EVERY_DAY, GFC, THREE, THREE_DATED, Question, pnl, returns
from scipy import stats

filtered = VAR["filtered"][2]
CURRENT = slice(-250, None)
LATER = {**THREE, "from": 201}  # 300 days: a series of 50


def name(method: str) -> str:
    return method.replace(" ", "-")


def worst(method: str) -> list[list[float]]:
    """First day, last day (from 1) and VaR of the worst 250 days of 500, every window tried."""
    x, answer = pnl("three"), VAR[method][2]
    chosen_by = {"student t": normal_var, "monte carlo": normal_var, "garch": filtered,
                 "volatility scaled": filtered}.get(method, answer)  # fmt: skip
    figures = [chosen_by(x[i : i + 250], 0.99) for i in range(251)]
    start = int(np.argmax(figures))
    return [[start + 1.0, start + 250.0, answer(x[start : start + 250], 0.99)]]


def apart(method: str) -> list[float] | float:
    """The VaRs of the worst 220 days of 500, and of the worst that share none with them, if any do."""
    x, answer = pnl("three"), VAR[method][2]
    chosen_by = {"student t": normal_var, "monte carlo": normal_var, "garch": filtered,
                 "volatility scaled": filtered}.get(method, answer)  # fmt: skip
    figures = np.array([chosen_by(x[i : i + 220], 0.99) for i in range(281)])
    first = int(np.argmax(figures))
    others = [i for i in range(281) if abs(i - first) >= 220]
    chosen = [first, *([max(others, key=lambda i: figures[i])] if others else [])]
    vars_ = [answer(x[i : i + 220], 0.99) for i in chosen]
    return vars_ if len(vars_) > 1 else vars_[0]  # one row is one cell


def series(method: str) -> list[float]:
    x = pnl("three")[200:]
    return [latest("var", method)(x[i : i + 250], 0.975) for i in range(50)]


def attribution(method: str) -> list[float]:
    """Current VaR, the three effects averaged over all orders, stressed VaR."""
    now, then = returns("three").iloc[CURRENT] * BOOK, returns("three") * BOOK
    tail = {
        "now": latest("var", method)(now.sum(axis=1).to_numpy(), 0.99)
        / normal_var(now.sum(axis=1).to_numpy(), 0.99),
        "then": VAR[method][2](then.sum(axis=1).to_numpy(), 0.99)
        / normal_var(then.sum(axis=1).to_numpy(), 0.99),
    }
    vol = {"now": now.std().to_numpy(), "then": then.std().to_numpy()}
    corr = {"now": now.corr().to_numpy(), "then": then.corr().to_numpy()}

    def figure(v: str, c: str, k: str) -> float:
        return float(stats.norm.isf(0.01) * (vol[v] @ corr[c] @ vol[v]) ** 0.5 * tail[k])

    effects = np.zeros(3)
    for order in permutations(range(3)):
        state = ["now"] * 3
        for which in order:
            before = figure(*state)
            state[which] = "then"
            effects[which] += (figure(*state) - before) / 6
    return [figure("now", "now", "now"), *effects, figure("then", "then", "then")]


def around(tolerance: dict[str, Any], size: float) -> dict[str, Any]:
    """A tolerance on effects that may be near zero: absolute, of the size of the VaR."""
    return {"absolute": tolerance["relative"] * size, "reason": tolerance["reason"]}


def questions() -> Iterator[Question]:
    both = pnl("three")
    for method, (library, how, answer, tolerance) in VAR.items():
        tag = name(method)
        yield Question(
            f"ratio-{tag}", "STRESS_RATIO",
            [THREE_DATED, list(BOOK), EVERY_DAY, 0.99, 1, method, 250], library, how + "; a quotient",
            lambda a=answer, m=method: a(both, 0.99) / latest("var", m)(both[CURRENT], 0.99),
            method, tolerance=tolerance,
        )  # fmt: skip
        for column, (_, how_tail, tail, allowed) in ((5, VAR[method]), (6, ES[method])):
            yield Question(
                f"table-{column}-{tag}", "STRESSED_VAR_TABLE",
                [GFC, list(BOOK), "GFC", 0.975, 1, method],
                VAR[method][0] if column == 5 else ES[method][0], how_tail,
                lambda a=tail: a(pnl("gfc"), 0.975), method, at={"row": 2, "column": column},
                tolerance=allowed,
            )  # fmt: skip
        yield Question(
            f"worst-{tag}", "WORST_WINDOW", [THREE, list(BOOK), 250, 0.99, 1, method],
            library, how + "; every window of 250 of 500 days", lambda m=method: worst(m), method,
            tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"ranking-{tag}", "WINDOW_RANKING", [THREE, list(BOOK), 5, 220, 0.99, 1, method],
            library, how + "; every window of 220 of 500 days, then those apart from the worst",
            lambda m=method: apart(m), method, at={"from_row": 2, "column": 4},
            tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"window-series-{tag}", "WINDOW_SERIES", [THREE, list(BOOK), 250, 0.99, 1, method, 125],
            library, how + "; of 250 days, 125 apart",
            lambda a=answer: [a(both[i : i + 250], 0.99) for i in (0, 125, 250)], method,
            at={"from_row": 2, "column": 3}, tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"series-{tag}", "VAR_SERIES", [LATER, list(BOOK), 0.975, 1, method, 250],
            library, how + "; of the 250 days before, 50 times", lambda m=method: series(m), method,
            at={"from_row": 2, "column": 2}, tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"ratio-series-{tag}", "RATIO_SERIES",
            [THREE_DATED, list(BOOK), EVERY_DAY, 0.975, 1, method, 450], library,
            how + "; of all 500 days, over that of the 450 before, 50 times",
            lambda a=answer, m=method: [
                a(both, 0.975) / latest("var", m)(both[i : i + 450], 0.975) for i in range(50)
            ],
            method, at={"from_row": 2, "column": 3},
            tolerance=tolerance | {"relative": 2 * tolerance["relative"]},
        )  # fmt: skip
        yield Question(
            f"audit-{tag}", "STRESS_AUDIT", [GFC, list(BOOK), "GFC", 0.975, 1, method], library,
            how, lambda a=answer: a(pnl("gfc"), 0.975), method,
            at={"label": "Stressed VaR", "column": 2}, tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"window-report-{tag}", "WINDOW_REPORT",
            [GFC, list(BOOK), "GFC", "2026-06-30", 0.975, 1, method], library,
            how, lambda a=answer: a(pnl("gfc"), 0.975), method,
            at={"label": "Stressed VaR", "column": 2}, tolerance=tolerance,
        )  # fmt: skip
        for label, (which, how_tail, tail, allowed) in (
            ("Stressed VaR", VAR[method]), ("Stressed ES", ES[method]),
        ):  # fmt: skip
            yield Question(
                f"stress-report-{label[-3:].strip().lower()}-{tag}", "STRESS_REPORT",
                [GFC, list(BOOK), "GFC", 0.975, 1, method, 250], which, how_tail,
                lambda a=tail: a(pnl("gfc"), 0.975), method, at={"label": label, "column": 2},
                tolerance=allowed,
            )  # fmt: skip
        yield Question(
            f"attribution-{tag}", "STRESS_ATTRIBUTION",
            [THREE_DATED, list(BOOK), EVERY_DAY, 0.99, 1, method, 250], library + "; pandas",
            how + "; DataFrame.std, corr; the mean over the orders of itertools.permutations",
            lambda m=method: attribution(m), method, at={"from_row": 2, "column": 2},
            tolerance=around(tolerance, 5.0),
        )  # fmt: skip
    yield Question(
        "series-age-weighted", "VAR_SERIES", [LATER, list(BOOK), 0.975, 1, "age weighted", 250],
        "pandas", "Series.sort_values, cumsum of 0.98 to the age; 50 times",
        lambda: series("age weighted"), "age weighted",
        at={"from_row": 2, "column": 2}, tolerance=CLOSE,
    )  # fmt: skip
    yield from intervals()


def intervals() -> Iterator[Question]:
    x = pnl("gfc")
    for method in ("historical", "historical exc", "historical rank"):
        library, how, answer, _ = VAR[method]

        def ends(a: Any = answer) -> list[list[float]]:
            interval = stats.quantile_test(x, q=0, p=0.05).confidence_interval(0.95)
            return [[-float(interval.high), a(x, 0.95), -float(interval.low)]]

        yield Question(
            f"interval-{name(method)}", "VAR_INTERVAL",
            [GFC, list(BOOK), "GFC", 0.95, 1, method], "scipy; " + library,
            "stats.quantile_test, confidence_interval (Conover 1999); " + how, ends, method,
        )  # fmt: skip
    n = len(x)
    yield Question(
        "interval-normal", "VAR_INTERVAL", [GFC, list(BOOK), "GFC", 0.99, 1, "normal"],
        "scipy; pandas", "stats.chi2.ppf; Series.std",
        lambda: [[normal_var(x, 0.99) * ((n - 1) / stats.chi2.ppf(q, n - 1)) ** 0.5 if q else
                  normal_var(x, 0.99) for q in (0.975, 0, 0.025)]],
        "normal",
    )  # fmt: skip
