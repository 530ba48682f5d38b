"""Times taken turn about, and what becomes of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

SEED = 20080915
TURN = 0.01  # seconds, about, that a short function is called again and again


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

    `before` is done, untimed, before each call. All have a turn in every round, of several calls if
    they are short. Processor time, because what else runs on a machine must not decide a ratio.
    """
    once = {name: min(timed(f, before, 1) for _ in range(2)) for name, f in functions.items()}
    repeats = {name: min(max(int(TURN / seconds), 1), 50) for name, seconds in once.items()}
    taken: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            taken[name].append(timed(function, before, repeats[name]))
    return {name: statistics.median(times) for name, times in taken.items()}


def timed(function: Callable[[], object], before: Callable[[], object], repeats: int) -> float:
    """Median seconds of processor time of so many calls running."""
    times = []
    for _ in range(repeats):
        before()
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return statistics.median(times)


def returns(days: int, assets: int) -> np.ndarray:
    """Daily returns of 1% volatility."""
    return np.random.default_rng(SEED).normal(0, 0.01, (days, assets))


def as_tuples(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    """A range as COM hands it over; new objects each time, as at every crossing."""
    return tuple(map(tuple, matrix.tolist()))
