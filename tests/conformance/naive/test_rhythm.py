"""Rows of every frequency, with and without holes: the figures of the plain-loops version, or its refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from tests.conformance.naive import rhythm as naive
from tests.robustness.torture import slices
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import call
from xl_stressvar.domain import dates

STEPS: dict[str, Callable[[dt.date, Random], int]] = {
    "daily": lambda day, random: 3 if day.isoweekday() == 5 else 1,
    "seven-day": lambda day, random: 1,
    "weekly": lambda day, random: 7,
    "monthly": lambda day, random: random.choice([28, 30, 31]),
    "irregular": lambda day, random: random.choice([2, 3, 4]),
    "now and then": lambda day, random: random.choice([1, 1, 1, 2, 3, 5, 12, 13]),
}


def history(random: Random) -> tuple[list[dt.date], list[float]]:
    """Days of one rhythm in one to three blocks, some missing, and a number a day."""
    kind = random.choice([*STEPS])
    day = dt.date(2008, 9, 1) + dt.timedelta(random.randint(0, 6))
    days = []
    for _ in range(random.choice([1, 1, 2, 2, 3])):
        for _ in range(random.choice([1, 12, 30, 52, 60, 120])):
            days.append(day)
            day += dt.timedelta(STEPS[kind](day, random))
        day += dt.timedelta(random.choice([1, 8, 12, 13, 20, 22, 69, 71, 6000]))
    return days, [random.gauss(0, 0.01) for _ in days]


def asked(name: str, days: Sequence[dt.date], numbers: Sequence[float], *more: Any) -> Any:
    rows = [[float(dates.serial(day)), x] for day, x in zip(days, numbers, strict=True)]
    if Random(str(more)).random() < 0.3:
        rows.reverse()
    outcome = call(name, [[["Date", "X"], *rows], *more])
    return outcome.value


def agree(got: Any, want: Callable[[], Any], seed: int) -> None:
    refused: tuple[str, ...] = ()
    try:
        expected = want()
    except naive.Refused as reasons:
        refused = reasons.args
    if refused:
        assert str(got) in refused, (seed, got)
        return
    assert not isinstance(got, ErrorValue), (seed, got, expected)
    assert got == expected, seed


def close(x: float) -> Any:
    return pytest.approx(x, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("seeds", slices.chunks(300, 20_000, 75), ids=slices.name)
@pytest.mark.slow
def test_figures_of_any_rhythm_agree(seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        days, pnl = history(random)
        if len(days) < 3:
            continue
        lookback = random.choice([12, 20, 52, len(days)])
        horizon = float(random.choice([1, 5, 10, 21, 250]))
        c = random.choice([0.9, 0.8])
        agree(
            asked("CURRENT_VAR", days, pnl, 100.0, c, horizon, "historical rank", float(lookback)),
            lambda d=days, p=pnl, c=c, h=horizon, n=lookback: close(  # type: ignore[misc]
                100 * naive.current(d, p, c, h, n)
            ),
            seed,
        )
        agree(
            asked("WORST_WINDOW", days, pnl, 100.0, 12.0, c, horizon, "historical rank"),
            lambda d=days, p=pnl, c=c, h=horizon: _row(naive.worst(d, p, 12, c, h)),  # type: ignore[misc]
            seed,
        )
        prices = [100 + 100 * x for x in pnl]
        agree(
            asked("TO_RETURNS", days, prices),
            lambda d=days, p=prices: _table(naive.returns_of(d, p)),  # type: ignore[misc]
            seed,
        )


def _row(found: tuple[dt.date, dt.date, float]) -> Any:
    first, last, figure = found
    return [[dates.serial(first), dates.serial(last), close(100 * figure)]]


def _table(found: list[tuple[dt.date, float]]) -> Any:
    if not found:
        raise naive.Refused("#N/A")
    return [["Date", "X"], *([dates.serial(day), close(x)] for day, x in found)]


@pytest.mark.parametrize("kind", [k for k in STEPS if k not in ("irregular", "now and then")])
def test_a_volatility_of_a_year_agrees(kind: str) -> None:
    random = Random(kind)
    day, days = dt.date(2008, 9, 1), []
    for _ in range(60):
        days.append(day)
        day += dt.timedelta(STEPS[kind](day, random))
    returns = [random.gauss(0, 0.01) for _ in days]
    window = f"{days[0]}:{days[-1]}"
    got = asked("CRISIS_VOL", days, returns, window)
    assert got == [[close(naive.volatility(days, returns))]]
