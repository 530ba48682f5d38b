"""Times taken turn about, and what becomes of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

SEED = 20080915


@dataclass(frozen=True)
class Result:
    """One line: what took how long, against what. `goal`: the ratio that was aimed at."""

    what: str
    seconds: float
    against: str
    against_seconds: float
    goal: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.seconds / self.against_seconds


def medians(
    functions: Mapping[str, Callable[[], object]],
    rounds: int = 15,
    before: Callable[[], object] = lambda: None,
) -> dict[str, float]:
    """Median seconds of processor time of each function.

    `before` is done, untimed, before each. All have a turn in every round, after one that is not timed. Processor time, because what else runs
    on a machine must not decide a ratio.
    """
    taken: dict[str, list[float]] = {name: [] for name in functions}
    for round_ in range(rounds + 1):
        for name, function in functions.items():
            before()
            start = time.process_time()
            function()
            if round_:
                taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def returns(days: int, assets: int) -> np.ndarray:
    """Daily returns of 1% volatility."""
    return np.random.default_rng(SEED).normal(0, 0.01, (days, assets))


def as_tuples(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    """A range as COM hands it over; new objects each time, as at every crossing."""
    return tuple(map(tuple, matrix.tolist()))
