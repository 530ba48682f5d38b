"""Monte Carlo of 50 assets: other positions on draws that are in memory, against the bare arithmetic."""

from __future__ import annotations

from itertools import count

import numpy as np

from benchmarks.timing import Result, as_tuples, medians, returns
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import call
from xl_stressvar.domain import Confidence
from xl_stressvar.risk.methods import sobol, tail

ASSETS = 50


def results() -> list[Result]:
    rows = as_tuples(returns(250, ASSETS))
    draws = np.concatenate([sobol.normals(j, 1) for j in range(ASSETS)])
    exposures = np.random.default_rng(1).normal(size=ASSETS)
    quantile = tail.inc(sobol.DRAWS, Confidence(0.99))
    sizes = count(100)

    def ours(positions: float) -> None:
        book = [[positions] * ASSETS]
        done = call("STRESSED_VAR", [rows, book, OMITTED, 0.99, 1.0, "monte carlo"])
        assert done.failure is None

    took = medians(
        {
            "other": lambda: ours(float(next(sizes))),
            "same": lambda: ours(1.0),
            "bare": lambda: tail.order_statistic(exposures @ draws, quantile),
        }
    )
    named = "one product with the draws + selection"
    return [
        Result(f"{ASSETS} assets, other positions", took["other"], named, took["bare"], 2.0),
        Result(f"{ASSETS} assets, the same again", took["same"], named, took["bare"], 2.0),
    ]
