"""Crises, scenarios, limits and eligibility agree with the plain-loops version."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.naive import crises as naive
from tests.support import gfc, value
from xl_stressvar.crises.windows import CRISES
from xl_stressvar.domain import dates

WINDOWS = [crisis.code for crisis in CRISES]


def series(window: str, factor: str) -> tuple[list[float], list[float]]:
    rows = value("CRISIS_RETURNS", window, factor)[1:]
    return [row[0] for row in rows], [row[1] for row in rows]


@pytest.mark.parametrize("days", [1, 10])
@pytest.mark.parametrize("window", ["GFC", "BLACK_MONDAY", "COVID_CRASH", "BONDS_1994"])
def test_the_largest_moves_agree(window: str, days: int) -> None:
    at, returns = series(window, "SPX")
    row = value("CRISIS_SHOCKS", window, "SPX", days)[1]
    moves = naive.moves(returns, days)
    assert row[1] == pytest.approx(min(moves), rel=1e-12)
    assert row[3] == pytest.approx(max(moves), rel=1e-12)
    assert row[2] == at[moves.index(min(moves)) + days - 1]
    assert row[4] == at[moves.index(max(moves)) + days - 1]
    assert row[5] == pytest.approx(naive.fall(returns)[0], rel=1e-12)


@pytest.mark.parametrize("window", WINDOWS)
def test_a_replay_moves_all_factors_over_the_same_days(window: str) -> None:
    _, returns = series(window, "SPX")
    depth, peak, trough = naive.fall(returns)
    replayed = {
        row[1]: row[2]
        for row in value("SCENARIO_LIBRARY", "replay")[1:]
        if row[0].endswith(f"({window})")
    }
    assert replayed["SPX"] == pytest.approx(depth, rel=1e-12)
    for factor, shock in replayed.items():
        _, other = series(window, factor)
        between = other[peak + 1 : trough + 1]
        assert shock == pytest.approx(naive.moves(between, len(between))[0], rel=1e-9, abs=1e-15)


@given(st.lists(st.integers(0, 420), max_size=160), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
@pytest.mark.slow
def test_eligibility_agrees_on_any_days(offsets: list[int], back: int) -> None:
    as_of = dt.date(2026, 6, 30) - dt.timedelta(days=back)
    seen = [as_of - dt.timedelta(days=k - 20) for k in offsets] or [as_of - dt.timedelta(days=500)]
    report = dict(
        map(tuple, value("RFET", [[dates.serial(day)] for day in seen], as_of.isoformat()))
    )
    observations, fewest, short, eligible = naive.rfet(seen, as_of)
    assert report["Observations"] == observations
    assert report["Fewest in 90 days"] == fewest
    assert report["Periods of 90 days with too few"] == short
    assert report["Result"] == ("eligible" if eligible else "not eligible")


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0.1, 1))
@settings(max_examples=100, deadline=None)
def test_limits_agree(measure: float, limit: float, warn: float) -> None:
    row = value("LIMIT_CHECK", "A", measure, limit, warn)[1]
    share, status, headroom = naive.limit(measure, limit, warn)
    assert row[3] == pytest.approx(share, rel=1e-11)
    assert row[4] == status or abs(share - 1) < 1e-11 or abs(share - warn) < 1e-11
    assert row[5] == pytest.approx(headroom, rel=1e-9, abs=1e-6)


def test_a_scenario_propagates_as_a_regression_does() -> None:
    table = gfc("SPX", "UST10Y", "WTI")
    columns = {name: [row[j] for row in table[1:]] for j, name in enumerate(table[0]) if j}
    held = {"SPX": 60.0, "UST10Y": 30.0, "WTI": 10.0}
    got = value(
        "SCENARIO_TABLE", table, [[60, 30, 10]], [["Up", "UST10Y", -0.05], ["Fall", "SPX", -0.3]]
    )
    assert got[1][1] == pytest.approx(
        naive.scenario_pnl(columns, held, {"UST10Y": -0.05}), rel=1e-9
    )
    assert got[2][1] == pytest.approx(naive.scenario_pnl(columns, held, {"SPX": -0.3}), rel=1e-9)


def test_the_rank_of_a_window_agrees() -> None:
    table = value("CRISIS_RETURNS", "2007-01-03:2009-12-31", "SPX")
    pnl = [row[1] for row in table[1:]]
    window = "2008-06-02:2009-05-29"
    start = next(i for i, row in enumerate(table[1:]) if row[0] >= 39601)
    report = value("WINDOW_REPORT", table, 1, window, "2026-06-30", 0.99, 1, "historical rank")
    got = dict(map(tuple, report))
    place, count = naive.rank(pnl, start, int(got["Days"]), 0.99)
    assert (got["Rank"], got["Windows ranked"]) == (place, count)
    assert got["Rank"] > 1 or got["Below the worst by"] == 0
    assert np.isfinite(got["Stressed to current"])
