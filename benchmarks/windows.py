"""Windows against each other along decades, as cells; and a bank's book by desk."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.timing import SEED, Result, as_tuples, medians
from xl_stressvar.cells.algebra import Value
from xl_stressvar.dispatch import Outcome, call
from xl_stressvar.domain import Book, Confidence, Group, History, LinearPortfolio
from xl_stressvar.risk.decompose.groups import by_group
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.window_ranking import ranking as search_all
from xl_stressvar.risk.worst_window import of_book

DAYS, ASSETS, GROUPS = 9000, 2000, 50
C99 = Confidence(0.99)


def results() -> list[Result]:
    return [*_windows("historical"), *_windows("normal"), _ratio(), *_groups()]


def _windows(method: str) -> list[Result]:
    rng = np.random.default_rng(SEED)
    calm = np.exp(0.5 * np.sin(np.arange(DAYS) / 300))  # calm and stormy years
    rows = as_tuples(0.01 * (rng.standard_t(4, DAYS) * calm)[:, None])

    def asked(name: str, *arguments: Value) -> Callable[[], Outcome]:
        return lambda: call(name, [rows, 100.0, *arguments])

    one = asked("WORST_WINDOW", 250.0, 0.99, 1.0, method)
    ranking = asked("WINDOW_RANKING", 5.0, 250.0, 0.99, 1.0, method)
    series = asked("WINDOW_SERIES", 250.0, 0.99, 1.0, method, 5.0)
    assert ranking().value[1][1:4] == one().value[0]  # type: ignore[index]
    # the search alone, which in a cell hides behind the reading of the range
    book = Book.of(History(np.array(rows)), LinearPortfolio(np.array([100.0])))
    wanted = Measure(Tail.VAR, METHODS[method], C99)
    took = medians(
        {
            "one": one,
            "ranking": ranking,
            "series": series,
            "search": lambda: of_book(book, 250, wanted),
            "searches": lambda: search_all(book, 5, 250, wanted),
        }
    )
    size = f"{DAYS:,} days, {method}"
    return [
        Result(
            f"the search of WINDOW_RANKING of five, {size}",
            took["searches"],
            "that of WORST_WINDOW",
            took["search"],
            3.0 if method == "historical" else None,
        ),
        Result(
            f"WINDOW_RANKING of five, {size}", took["ranking"], "WORST_WINDOW", took["one"], 3.0
        ),
        Result(f"WINDOW_SERIES, every 5 rows, {size}", took["series"], "WORST_WINDOW", took["one"]),
    ]


def _ratio() -> Result:
    """RATIO_SERIES: the VARs of VAR_SERIES, each over one more figure."""
    rng = np.random.default_rng(SEED)
    weekdays = np.busday_offset("1990-01-01", np.arange(DAYS)) - np.datetime64("1899-12-30")
    rows = as_tuples(np.column_stack([weekdays.astype(float), rng.normal(0, 0.01, DAYS)]))
    window = "GFC"
    assert call("RATIO_SERIES", [rows, 100.0, window]).failure is None
    took = medians(
        {
            "ratio": lambda: call("RATIO_SERIES", [rows, 100.0, window]),
            "var": lambda: call("VAR_SERIES", [rows, 100.0]),
        }
    )
    return Result(f"RATIO_SERIES, {DAYS:,} days", took["ratio"], "VAR_SERIES", took["var"], 2.0)


def _groups() -> list[Result]:
    """Against one stressed VaR of the same book, which reads the same numbers once."""
    rng = np.random.default_rng(SEED)
    returns, amounts = rng.normal(0, 0.01, (250, ASSETS)), rng.uniform(1, 100, ASSETS)
    groups = [Group((f"book {g}",), tuple(range(g, ASSETS, GROUPS))) for g in range(GROUPS)]
    var = Measure(Tail.VAR, METHODS["historical"], C99)

    def fresh() -> Book:  # nothing kept from the call before
        return Book.of(History(returns), LinearPortfolio(amounts))

    rows = as_tuples(returns)
    held = [tuple(amounts.tolist())]
    named = [tuple(f"book {i % GROUPS}" for i in range(ASSETS))]
    took = medians(
        {
            "groups": lambda: by_group(fresh(), groups, var),
            "VaR": lambda: var(fresh()),
            "in a cell": lambda: call("GROUP_CONTRIBUTION", [rows, held, named]),
            "VaR in a cell": lambda: call("STRESSED_VAR", [rows, held]),
        },
        rounds=5,
    )
    size = f"{ASSETS:,} assets in {GROUPS} groups"
    note = "standalone, component, incremental"
    cell = f"GROUP_CONTRIBUTION, {size}"
    return [
        Result(size, took["groups"], "one VaR", took["VaR"], note=note),
        Result(cell, took["in a cell"], "STRESSED_VAR", took["VaR in a cell"], note="in a cell"),
    ]
