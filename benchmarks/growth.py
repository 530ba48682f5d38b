"""How much more time for twice as much: 2 is proportional, below 2 better."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.timing import Result, as_tuples, medians, returns
from xl_stressvar.arguments.history_cache import HISTORY_CACHE
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import Outcome, call


def results() -> list[Result]:
    return [
        twice("rows, first call", [(n, 100) for n in (1250, 2500, 5000, 10000)], over_all),
        twice("columns, first call", [(2500, n) for n in (25, 50, 100, 200)], over_all),
        twice("rows, WORST", [(n, 10) for n in (2250, 4500, 9000, 18000)], worst),
        twice("rows, VAR_SERIES", [(n, 10) for n in (1250, 2500, 5000, 10000)], series),
        twice("portfolios, WORST", [(9000, n) for n in (25, 50, 100, 200)], portfolios),
    ]


def twice(what: str, sizes: list[tuple[int, int]], ask: Callable[..., object]) -> Result:
    """The mean factor from one size to the next, with all times in the note."""
    functions = {}
    for size in sizes:
        rows = as_tuples(returns(*size))
        functions[str(size)] = lambda rows=rows: ask(rows)
    took = list(medians(functions, rounds=7, before=HISTORY_CACHE.clear).values())
    factor = (took[-1] / took[0]) ** (1 / (len(took) - 1))
    curve = ", ".join(
        f"{d:,} x {n}: {1000 * t:.1f} ms" for (d, n), t in zip(sizes, took, strict=True)
    )
    return Result(f"twice the {what}", factor, "once", 1.0, note=curve)


def over_all(rows: tuple[tuple[float, ...], ...]) -> object:
    weights, lookback = [[1.0] * len(rows[0])], float(len(rows))
    return good(call("CURRENT_VAR", [rows, weights, OMITTED, OMITTED, OMITTED, lookback]))


def worst(rows: tuple[tuple[float, ...], ...]) -> object:
    return good(call("STRESSED_VAR", [rows, [[1.0] * len(rows[0])], "WORST"]))


def series(rows: tuple[tuple[float, ...], ...]) -> object:
    return good(call("VAR_SERIES", [rows, [[1.0] * len(rows[0])]]))


def portfolios(rows: tuple[tuple[float, ...], ...]) -> object:
    """As many portfolios as there are columns, on the first ten columns."""
    count = len(rows[0])
    positions = [[float(1 + (i * j) % 7) for j in range(10)] for i in range(count)]
    return good(call("STRESSED_VAR", [[row[:10] for row in rows], positions, "WORST", OMITTED]))


def good(outcome: Outcome) -> Outcome:
    assert outcome.failure is None, outcome
    return outcome
