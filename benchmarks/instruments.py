"""A thousand options revalued on 250 days of returns and volatilities, in a cell and in bare numpy."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from benchmarks.timing import SEED, Result, medians
from xl_stressvar.cells.algebra import Value
from xl_stressvar.dispatch import call

OPTIONS, DAYS = 1000, 250
HEADER = (
    "name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate",
)  # fmt: skip


def results() -> list[Result]:
    random = np.random.default_rng(SEED)
    moves = random.normal(0, [0.02, 0.01], (DAYS, 2))
    strike = random.uniform(70, 130, OPTIONS)
    years = random.uniform(0.1, 2, OPTIONS)
    sign = random.choice([-1.0, 1.0], OPTIONS)
    history: Value = [["X", "X VOL"], *moves.tolist()]
    table: Value = [
        HEADER,
        *(
            [f"{i}.", "X", "call" if s > 0 else "put", 1.0, 100.0, k, t, 0.3, 0.02]
            for i, (s, k, t) in enumerate(
                zip(sign.tolist(), strike.tolist(), years.tolist(), strict=True)
            )
        ),
    ]

    def ours() -> None:
        done = call("OPTION_PNL", [history, table])
        assert done.failure is None

    def value(spot: np.ndarray, volatility: np.ndarray) -> np.ndarray:
        paid = strike * np.exp(-0.02 * years)
        deviation = volatility * np.sqrt(years)
        d = np.log(spot / paid) / deviation + deviation / 2
        return sign * (spot * ndtr(sign * d) - paid * ndtr(sign * (d - deviation)))

    def bare() -> None:
        after = value(100 * (1 + moves[:, :1]), 0.3 + moves[:, 1:])
        (after - value(np.array(100.0), np.array(0.3))).tolist()

    took = medians({"ours": ours, "bare": bare})
    what = f"{OPTIONS} options x {DAYS} days x 2 factors"
    return [Result(what, took["ours"], "Black-Scholes in bare numpy", took["bare"], 3.0)]
