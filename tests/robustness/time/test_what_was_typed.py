"""Kinds of wrong figures that sheets have met: the status on a rounding, the wrong row, the wrong hole."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest

from tests.robustness.time.test_frequencies import (
    CRISIS,
    KINDS,
    LATEST,
    NOISE,
    Table,
    newest_first,
    serial,
    table,
    two_block,
    weekdays,
    weekly,
)
from tests.support import OMITTED, failed, value
from xl_stressvar import errors
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.risk.methods.registry import METHODS


# --- equality --------------------------------------------------------------------------------------
def test_a_reduced_shortfall_of_exactly_75_percent_is_never_refused() -> None:
    for reduced in range(3, 6000, 3):  # such as 0.6 of 0.8, which is 0.7499999999999999 of it
        got = value("FRTB_STRESSED_ES", 20.0, 4 * reduced / 3000, reduced / 1000)
        assert got == pytest.approx(20 / 0.75, rel=1e-12), reduced


def test_capital_of_exactly_the_requirement_is_no_breach() -> None:
    for tenths in range(11, 2000):  # the capital that a person would type, to the tenth
        requirement = value("CAPITAL_REQ", 1.0, tenths / 10)
        report = dict(map(tuple, value("CAPITAL_CHECK", 3 * tenths / 10, requirement)))
        assert (report["Status"], report["Headroom"]) == ("OK", 0.0), tenths


#: Whose figure does not hang on the order of the rows, and which resolve 60 of them.
UNORDERED = [
    "cornish fisher", "historical", "historical exc", "historical rank", "normal", "student t",
]  # fmt: skip


@pytest.mark.parametrize("method", UNORDERED)
def test_of_windows_with_the_same_returns_in_another_order_the_earlier_is_the_worst(method) -> None:
    block = 0.01 * np.random.default_rng(75).standard_t(5, 60)
    days = weekdays(serial(2008, 9, 1), 60) + weekdays(
        serial(2026, 1, 5), 60
    )  # two windows, no more
    for seed in range(20):
        again = np.random.default_rng(seed).permutation(block)
        history = table(days, np.concatenate([block, again]))
        got = value("WORST_WINDOW", history, 100.0, 60, 0.9, 1, method)
        assert got[0][0] == days[0], seed


BOUNDED = [
    (entry, parameter, limit, side)
    for entry in CATALOGUE
    for parameter in entry.parameters
    if type(parameter.kind) is Number
    for limit, side in ((parameter.kind.least, -1), (parameter.kind.most, 1))
    if limit
]


@pytest.mark.parametrize("bound", BOUNDED, ids=lambda b: f"{b[0].name}-{b[1].name}-{b[3]}")
def test_a_number_beyond_its_limit_by_a_hair_is_shown_with_the_digits_that_say_so(bound) -> None:
    _, parameter, limit, side = bound
    typed = limit * (1 + side * math.copysign(2e-10, limit))
    with pytest.raises(errors.StressVarError) as refused:
        parameter.kind.parse(Argument(parameter.name, typed))
    shown = refused.value.sentence().removeprefix(f"{parameter.name} is ").split(" ")[0]
    assert float(shown.rstrip(".,")) != limit


# --- sums that cancel ------------------------------------------------------------------------------
@pytest.mark.parametrize("method", [name for name, each in METHODS.items() if each.stressed])
def test_contributions_of_a_near_perfect_hedge_add_up_to_the_figure(method) -> None:
    r = np.random.default_rng(3).standard_t(5, 250) * 0.01
    history = np.column_stack([r, -1.000001 * r]).tolist()
    asked = [history, [[100.0, 100.0]], OMITTED, 0.99, 1, method]
    rows = value("VAR_CONTRIBUTION", *asked)
    parts = [row[4] for row in rows if str(row[0]).startswith("column")]
    figure = value("STRESSED_VAR", *asked)
    assert math.fsum(parts) == pytest.approx(figure, abs=1e-12 * max(map(abs, parts)))
    assert rows[3][4] == pytest.approx(figure, rel=1e-9)


@pytest.mark.parametrize("calm", [1.0, 1e-3, 1e-5, 1e-7])
def test_a_scenario_propagates_whatever_the_size_of_the_assets_moves(calm: float) -> None:
    rng = np.random.default_rng(5)
    one = rng.normal(0, 0.02, 250)
    other = calm * (0.5 * one + rng.normal(0, 0.01, 250))
    third = rng.normal(0, 0.02, 250)
    rows = np.column_stack([one, other, third]).tolist()
    got = value("SCENARIO_PROPAGATE", rows, [[-0.1, -0.02 * calm, None]])[0]
    sigma = np.cov(np.array(rows) / [1, calm, 1], rowvar=False)
    want = sigma[2, :2] @ np.linalg.solve(sigma[:2, :2], [-0.1, -0.02])
    assert got[2] == pytest.approx(want, rel=1e-8)


# --- holes: the siblings -----------------------------------------------------------------------------
def test_every_portfolio_of_a_matrix_is_refused_at_the_hole_and_right_beside_it() -> None:
    assert failed("CURRENT_VAR", two_block(), [[100.0], [50.0]])[0] == "#N/A"
    got = value("CURRENT_VAR", two_block(), [[100.0], [50.0]], 0.99, 1, "historical", 200)
    one = -np.percentile(NOISE[CRISIS:], 1)
    assert got == [[pytest.approx(one, rel=1e-12)], [pytest.approx(one / 2, rel=1e-12)]]


@pytest.mark.parametrize("order", [list, newest_first])
def test_the_volatility_of_a_backtest_is_of_the_days_behind_the_hole(order) -> None:
    days = weekdays(serial(2008, 9, 1), 100) + weekdays(serial(2026, 1, 5), 20)
    rows = order(table(days, 5 * NOISE[:120]))
    report = dict(
        map(tuple, value("BACKTEST_STRESSED_VAR", rows, 10.0, 0.99, OMITTED, "GFC", "2026-06-30"))
    )
    assert report["Days of recent volatility"] == 20
    assert report["Recent volatility"] == pytest.approx(
        np.std(5 * NOISE[100:120], ddof=1), rel=1e-12
    )


def test_an_exception_before_the_hole_does_not_precede_the_day_behind_it() -> None:
    days = weekdays(serial(2008, 9, 1), 50) + weekdays(serial(2026, 1, 5), 50)
    pnl = np.ones(100)
    pnl[[49, 50]] = -3.0  # the last before the hole, the first behind it: no cluster
    apart = value("CHRISTOFFERSEN_TEST", table(days, pnl), 2.0)
    together = value("CHRISTOFFERSEN_TEST", table(weekdays(serial(2008, 9, 1), 100), pnl), 2.0)
    assert apart[0][0] < together[0][0]


def test_a_crisis_is_replayed_on_one_side_of_the_hole() -> None:
    window = f"{dt.date(2009, 3, 2)}:{dt.date(2026, 6, 30)}"
    error, sentence = failed("CRISIS_REPLAY", two_block(), 100.0, window)
    assert error == "#N/A"
    assert "2026-01-05" in sentence


def test_weekly_assets_are_not_fitted_on_daily_factors() -> None:
    daily = table(weekdays(serial(2008, 9, 1), 260), 0.01 * NOISE[:260])
    error, sentence = failed("PROXY_FIT", weekly(), daily)
    assert error == "#VALUE!"
    assert "weekly" in sentence
    assert "daily" in sentence


def test_a_handle_keeps_the_frequency() -> None:
    handle = value("LOAD_HISTORY", weekly())
    assert "weekly" in failed("STRESSED_VAR", handle, 100.0, OMITTED, 0.9)[1]
    last = len(KINDS["monthly"]()) - 1
    handle = value("LOAD_HISTORY", KINDS["monthly"]())
    got = value("CURRENT_VAR", handle, 100.0, 0.9, 21, "historical", last)
    assert got == pytest.approx(-np.percentile(5 * NOISE[:36], 10), rel=1e-12)


@pytest.mark.parametrize("rows", [LATEST + 1, LATEST])
def test_the_ratio_is_of_whole_sides(rows: int) -> None:
    asked: list[object] = [two_block(), 100.0, "GFC", 0.99, 1, "historical", rows]
    if rows > LATEST:
        assert failed("STRESS_RATIO", *asked)[0] == "#N/A"
        return
    stressed = -np.percentile(3 * NOISE[:CRISIS], 1)
    assert value("STRESS_RATIO", *asked) == pytest.approx(
        stressed / -np.percentile(NOISE[CRISIS:], 1),
        rel=0.02,  # GFC ends within the block
    )


def test_names_that_are_numbers_are_refused_with_and_without_dates() -> None:
    returns = (0.01 * NOISE[:200]).reshape(100, 2).tolist()
    undated: Table = [[7203.0, 6758.0], *returns]
    days = weekdays(serial(2008, 9, 1), 100)
    dated: Table = [
        ["Date", 7203.0, 6758.0],
        *([float(d), *r] for d, r in zip(days, returns, strict=True)),
    ]
    for history in (undated, dated):
        error, sentence = failed("CRISIS_VOL", history)
        assert error == "#VALUE!"
        assert "7203" in sentence
