"""Windows against each other: as a search of all of them finds, and as one at a time is measured."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.naive import crises as naive
from tests.support import OMITTED, column, examples, failed, value
from xl_stressvar.risk.methods.registry import METHODS

STRESSED = [m.name for m in METHODS.values() if m.stressed]


def clustered(days: int) -> np.ndarray:
    """A P&L whose volatility clusters, of which every window has a figure by every method."""
    z = np.random.default_rng(10).standard_t(6, days)
    pnl, variance = np.zeros(days), 1.0
    for i in range(days):
        pnl[i] = z[i] * variance**0.5
        variance = 0.05 + 0.1 * pnl[i] ** 2 + 0.83 * variance if variance < 50 else 1
    return np.round(pnl, 3)


PNL = clustered(600)
ROWS = [[36526.0 + i, float(x)] for i, x in enumerate(PNL)]
DATED = [["Date", "P&L"], *ROWS]
HOLED = [[day + 400 * (day >= 36526 + 350), x] for day, x in ROWS]


def ranking(pnl, count: float, length: int, method: str = "historical rank", c: float = 0.95):
    return value("WINDOW_RANKING", column(list(pnl)), 1, count, length, c, 1, method)[1:]


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([20, 37, 60]),
    st.sampled_from([2, 5, 100]),
    st.booleans(),
)
@examples(60)
def test_the_ranking_is_that_of_a_search_of_all_windows(seed, length, count, coarse) -> None:
    """Coarse numbers make ties, many of them; and a drifting scale makes windows that are calm.

    A hundred is more than there is room for: the last are found among windows without large losses.
    """
    rng = np.random.default_rng(seed)
    pnl = np.round(rng.standard_t(3, 300) * np.linspace(0.2, 2, 300), 0 if coarse else 6)
    got = ranking(pnl, count, length)
    want = naive.windows_apart(pnl.tolist(), length, count, 0.95)
    assert [(row[1] - 1, row[3]) for row in got] == want


@given(st.integers(0, 2**32 - 1), st.sampled_from([20, 37, 60]), st.sampled_from([2, 5, 100]))
@examples(30)
def test_by_normal_the_ranking_is_that_of_the_deviations(seed, length, count) -> None:
    rng = np.random.default_rng(seed)
    pnl = rng.standard_t(3, 300) * np.linspace(0.2, 2, 300)
    deviations = np.lib.stride_tricks.sliding_window_view(pnl, length).std(axis=1, ddof=1)
    want: list[int] = []
    while len(want) < count and np.isfinite(deviations).any():
        start = int(np.nanargmax(deviations))
        want.append(start)
        deviations[max(start - length + 1, 0) : start + length] = np.nan
    assert [row[1] - 1 for row in ranking(pnl, count, length, "normal")] == want


@pytest.mark.parametrize("method", STRESSED)
def test_the_first_is_the_worst_window_and_no_two_share_a_day(method) -> None:
    got = ranking(PNL, 5, 200, method, 0.975)
    worst = value("WORST_WINDOW", column(PNL.tolist()), 1, 200, 0.975, 1, method)
    assert got[0][1:4] == worst[0]
    assert got[0][4] == 1
    spans = sorted((row[1], row[2]) for row in got)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    for row in got:
        var = value("STRESSED_VAR", column(PNL[int(row[1]) - 1 : int(row[2])].tolist()), 1,
                    OMITTED, 0.975, 1, method)  # fmt: skip
        assert row[3] == pytest.approx(var, rel=1e-9)
        assert row[4] == pytest.approx(row[3] / got[0][3], rel=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_the_series_measures_each_window_alone(method) -> None:
    rows = value("WINDOW_SERIES", column(PNL.tolist()), 1, 250, 0.975, 4, method, 175)[1:]
    assert [row[:2] for row in rows] == [[1, 250], [176, 425], [351, 600]]
    for start, end, var in rows:
        alone = column(PNL[int(start) - 1 : int(end)].tolist())
        want = value("STRESSED_VAR", alone, 1, OMITTED, 0.975, 4, method)
        assert var == pytest.approx(want, rel=1e-9)


def test_fewer_windows_than_asked_for_come_back_where_no_more_have_room() -> None:
    assert len(ranking(PNL, 5, 600)) == 1
    assert len(ranking(PNL, 1, 20)) == 1
    assert len(ranking(PNL, 1000, 300)) in (1, 2)


def test_a_gain_has_no_share() -> None:
    assert ranking([1.0, 2.0, 3.0, 4.0], 5, 3, c=0.6)[0][3:] == [-2, "n/a"]


def test_no_window_lies_across_a_hole_and_the_series_starts_anew_behind_it() -> None:
    rows = value("WINDOW_SERIES", HOLED, 1, 100, 0.95, 1, "historical", 120)[1:]
    first = 36526
    assert [row[0] for row in rows] == [first, first + 120, first + 240, first + 750, first + 870]
    ranked = value("WINDOW_RANKING", HOLED, 1, 20, 100, 0.95)[1:]
    assert all(row[2] - row[1] == 99 for row in ranked)
    assert failed("WINDOW_SERIES", HOLED, 1, 400)[0] == "#N/A"


def test_the_same_windows_whichever_way_the_rows_run() -> None:
    turned = [DATED[0], *reversed(DATED[1:])]
    for name in ("WINDOW_RANKING", "WINDOW_SERIES"):
        assert value(name, turned, 1) == value(name, DATED, 1)


def test_a_short_history_and_an_endless_simulation_are_refused() -> None:
    assert failed("WINDOW_RANKING", column(PNL[:200].tolist()), 1)[0] == "#N/A"
    assert failed("WINDOW_SERIES", column(PNL[:200].tolist()), 1)[0] == "#N/A"
    error, said = failed("WINDOW_SERIES", column([*PNL] * 10), 1, 250, 0.99, 1, "monte carlo", 1)
    assert (error, len(said) <= 255) == ("#NUM!", True)
