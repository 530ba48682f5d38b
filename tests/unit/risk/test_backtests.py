"""Backtests against a second implementation, at the edges, and in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.support import OMITTED, column, examples, failed, value


def xlogy(x: float, y: float) -> float:
    return x * log(y) if x else 0.0


def naive(hits: list[int], p: float) -> dict[str, float]:
    """The likelihood ratios straight from their definitions, a term at a time."""
    n, x = len(hits), sum(hits)
    pof = -2 * (xlogy(n - x, 1 - p) + xlogy(x, p) - xlogy(n - x, 1 - x / n) - xlogy(x, x / n))
    pairs = list(pairwise(hits))
    n00, n01, n10, n11 = (pairs.count(pair) for pair in ((0, 0), (0, 1), (1, 0), (1, 1)))
    pooled = (n01 + n11) / len(pairs) if pairs else 0
    calm = n01 / (n00 + n01) if n00 + n01 else 0
    after = n11 / (n10 + n11) if n10 + n11 else 0
    null = xlogy(n00 + n10, 1 - pooled) + xlogy(n01 + n11, pooled)
    free = xlogy(n00, 1 - calm) + xlogy(n01, calm) + xlogy(n10, 1 - after) + xlogy(n11, after)
    return {
        "Kupiec": pof,
        "Independence": -2 * (null - free),
        "Conditional coverage": pof - 2 * (null - free),
    }


def days(hits) -> list[list[float]]:
    return column([-2.0 if hit else 1.0 for hit in hits])


@examples(60)
@given(st.lists(st.booleans(), min_size=1, max_size=60), st.sampled_from([0.9, 0.95, 0.99]))
def test_statistics_equal_their_definitions(hits, confidence) -> None:
    report = dict(value("BACKTEST_VAR", days(hits), 1, confidence))
    for name, expected in naive([int(h) for h in hits], 1 - confidence).items():
        assert report[f"{name} LR"] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        freedom = 2 if name == "Conditional coverage" else 1
        assert report[f"{name} p-value"] == pytest.approx(
            stats.chi2.sf(report[f"{name} LR"], freedom), rel=1e-9
        )


@pytest.mark.parametrize(
    "hits",
    [
        [0] * 250,
        [1] * 250,
        [1] + [0] * 249,
        [0] * 249 + [1],
        [0] * 100 + [1] * 5 + [0] * 145,
        [0, 1] * 125,
        [0],
        [1],
    ],
    ids=["none", "all", "first", "last", "running", "alternate", "one calm day", "one bad day"],
)
def test_every_pattern_of_exceptions_has_a_finite_report(hits) -> None:
    report = dict(value("BACKTEST_VAR", days(hits), 1))
    numbers = [x for x in report.values() if isinstance(x, float)]
    assert all(np.isfinite(numbers))
    assert all(x >= 0 for x in numbers)
    assert isinstance(report["TUFF LR"], str) == (not any(hits))
    assert len(report["Verdict"]) <= 255


def test_first_failure_on_day_one() -> None:
    report = dict(value("BACKTEST_VAR", days([1] + [0] * 249), 1))
    assert report["TUFF LR"] == pytest.approx(-2 * log(0.01), rel=1e-12)  # its own maximum is 1


def test_a_loss_equal_to_var_is_no_exception() -> None:
    assert dict(value("BACKTEST_VAR", column([-1.0, -1.0000001]), 1))["Exceptions"] == 1


@pytest.mark.parametrize(
    ("exceptions", "direction", "words"),
    [
        (0, "too conservative", "too conservative"),  # LR 5.03, p 2.5%
        (1, "in line", "in line with its confidence of 99%"),
        (2, "in line", "in line"),
        (6, "in line", "in line"),  # p 5.9%
        (7, "too low", "VaR is too low"),
        (250, "too low", "VaR is too low"),
    ],
)
def test_direction_of_250_days_at_99_percent(exceptions, direction, words) -> None:
    hits = np.zeros(250, dtype=int)
    hits[np.linspace(0, 249, exceptions).astype(int)] = 1
    report = dict(value("BACKTEST_VAR", days(hits), 1))
    assert report["Exceptions"] == exceptions
    assert report["Direction"] == direction
    assert words in report["Verdict"]
    assert "wrong" not in report["Verdict"]


@pytest.mark.parametrize(
    ("exceptions", "light"),
    [(0, None), (4, None), (5, "yellow"), (6, "yellow"), (7, None)],  # 7: too low says it already
)
def test_the_verdict_does_not_hide_a_light_that_is_not_green(exceptions, light) -> None:
    # BCBS22, table 2: yellow from 5 exceptions; Kupiec rejects from 7 (p 1.9%; 6: 5.9%)
    hits = np.zeros(250, dtype=int)
    hits[np.linspace(0, 249, exceptions).astype(int)] = 1
    verdict = dict(value("BACKTEST_VAR", days(hits), 1))["Verdict"]
    assert ("traffic light" in verdict) is (light is not None)
    assert light is None or f"traffic light is {light} all the same" in verdict


def test_no_exception_is_not_held_against_a_var_for_a_light_that_means_too_few_days() -> None:
    report = dict(value("BACKTEST_VAR", days([0] * 5), 1))  # P(X = 0) is 95.1%: yellow
    assert report["Traffic light"] == "yellow"
    assert "traffic light" not in report["Verdict"]


def test_the_verdict_names_a_cluster() -> None:
    verdict = dict(value("BACKTEST_VAR", days([0] * 100 + [1] * 5 + [0] * 145), 1))["Verdict"]
    assert "cluster" in verdict


def test_the_verdict_tells_alternation_from_a_cluster() -> None:
    verdict = dict(value("BACKTEST_VAR", days([0, 1] * 125), 1))["Verdict"]
    assert "alternate with calm days" in verdict
    assert "cluster" not in verdict


@pytest.mark.parametrize("x", [46, 48, 50, 52, 54])  # within a tenth of the 50 expected
def test_kupiec_near_its_expectation_is_exact(x) -> None:
    with localcontext(prec=40):
        n, p = Decimal(1000), Decimal("0.05")
        rate = x / n
        model = (n - x) * (1 - p).ln() + x * p.ln()
        exact = -2 * (model - (n - x) * (1 - rate).ln() - x * rate.ln())
    got = value("KUPIEC_TEST", x, 1000, 0.95)[0][0]
    assert got == pytest.approx(float(exact), rel=1e-13, abs=1e-13)


def test_the_plus_factor_is_for_250_days_at_99_percent_alone() -> None:
    for n, confidence in [(250, 0.95), (250, 0.975), (249, 0.99), (251, 0.99)]:
        assert value("TRAFFIC_LIGHT", 5, n, confidence)[0][2] == "n/a"


def test_the_verdict_says_when_days_are_too_few() -> None:
    assert "So few days" in dict(value("BACKTEST_VAR", days([0] * 100), 1))["Verdict"]


# --- series, dates, and what is refused -----------------------------------------------------------
DATES = [dt.date(2020, 3, d) for d in (2, 3, 4, 5)]
LOSSES = [-1.0, -5.0, -2.0, -9.0]
LIMITS = [2.0, 4.0, 3.0, 8.0]


def table(*columns, header: list[str] | None = None) -> list[list[object]]:
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [header, *rows] if header else rows


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("dated", ["pnl", "var", "both"])
def test_each_day_meets_its_own_var(newest_first, dated) -> None:
    step = -1 if newest_first else 1
    days_, pnl, var = DATES[::step], LOSSES[::step], LIMITS[::step]
    left = table(days_, pnl) if dated != "var" else column(pnl)
    right = table(days_, var, header=["Date", "VaR"]) if dated != "pnl" else column(var)
    got = value("VAR_EXCEPTIONS", left, right)
    assert [row[1:] for row in got[1:]] == [[-5, 4, 1], [-9, 8, 1]]
    assert [row[0] for row in got[1:]] == [43893, 43895]  # 2020-03-03 and -05


def test_two_dated_series_meet_by_date_whatever_their_order() -> None:
    got = value("VAR_EXCEPTIONS", table(DATES, LOSSES), table(DATES[::-1], LIMITS[::-1]))
    assert [row[2] for row in got[1:]] == [4, 8]


def test_days_without_dates_are_numbered_and_a_row_will_do() -> None:
    assert value("VAR_EXCEPTIONS", [LOSSES], [LIMITS]) == [
        ["Day", "P&L", "VaR", "Excess"],
        [2, -5, 4, 1],
        [4, -9, 8, 1],
    ]


def test_no_exception_leaves_the_header() -> None:
    assert value("VAR_EXCEPTIONS", column([1.0]), 1) == [["Day", "P&L", "VaR", "Excess"]]


@pytest.mark.parametrize(
    ("pnl", "var", "code"),
    [
        (column(LOSSES), 0, "#NUM!"),
        (column(LOSSES), -1, "#NUM!"),
        (column(LOSSES), column([2, -4, 3, 8]), "#NUM!"),
        (column(LOSSES), column([2, 4, 3]), "#VALUE!"),
        (column(LOSSES), column([2, None, 3, 8]), "#VALUE!"),
        (table(LOSSES, LOSSES), 1, "#VALUE!"),
        (table(DATES, LOSSES), table([dt.date(2020, 3, 1), *DATES[1:]], LIMITS), "#VALUE!"),
        (OMITTED, 1, "#VALUE!"),
    ],
)
def test_what_a_backtest_refuses(pnl, var, code) -> None:
    assert failed("VAR_EXCEPTIONS", pnl, var)[0] == code


def test_a_day_may_have_no_risk() -> None:
    assert value("VAR_EXCEPTIONS", column([0.0, -1.0]), column([0.0, 0.0]))[1:] == [[2, -1, 0, 1]]


def test_more_exceptions_than_days_are_refused() -> None:
    assert failed("KUPIEC_TEST", 6, 5)[0] == "#NUM!"
    assert failed("TRAFFIC_LIGHT", 6, 5)[0] == "#NUM!"
    assert failed("KUPIEC_TEST", 0, 0)[0] == "#NUM!"


# --- stressed VaR --------------------------------------------------------------------------------
def stressed(pnl, var, *more) -> dict[str, Any]:
    return dict(value("BACKTEST_STRESSED_VAR", pnl, var, *more))


def test_default_alert_rate_is_the_articles_1_percent_for_95() -> None:
    assert stressed(column([1.0, 2.0]), 10, 0.95)["Alert rate"] == pytest.approx(0.01, rel=1e-15)
    assert stressed(column([1.0, 2.0]), 10)["Alert rate"] == pytest.approx(0.002, rel=1e-15)


@pytest.mark.parametrize(
    ("breaches", "status"),
    [(0, "ok"), (2, "ok"), (3, "watch"), (5, "watch"), (6, "alert"), (250, "alert")],
)
def test_status_of_250_days_at_a_rate_of_1_percent(breaches, status) -> None:
    # binomial: P(X ≥ 5) = 10.8%, P(X ≥ 6) = 4.1% (BCBS22, table 2: 1 − 89.22%, 1 − 95.88%)
    report = stressed(days([1] * breaches + [0] * (250 - breaches)), 1, 0.95)
    assert report["Status"] == status
    assert report["P(this many or more)"] == pytest.approx(
        stats.binom.sf(breaches - 1, 250, 0.01), rel=1e-9
    )
    assert len(report["Verdict"]) <= 255


def test_breaches_at_the_alert_rate_are_ok_and_the_verdict_gives_their_rate() -> None:
    report = stressed(days([1] * 5 + [0] * 495), 1, 0.95)
    assert report["Status"] == "ok"
    assert "5 breaches in 500 days (1%)" in report["Verdict"]


@pytest.mark.parametrize(("volatility", "crisis"), [(1.01, True), (0.99, False)])
def test_a_ratio_above_1_is_a_crisis_now(volatility, crisis) -> None:
    recent = np.tile([volatility, -volatility], 30) * np.sqrt(59 / 60)  # deviation: volatility
    pnl = column([*[-9.0] * 6, *np.zeros(184), *recent])
    report = stressed(pnl, stats.norm.ppf(0.95), 0.95, OMITTED, "GFC", "2010-06-30")
    assert report["Recent ÷ stressed volatility"] == pytest.approx(volatility, rel=1e-12)
    assert ("crisis" in report["Reasons"]) is crisis


def test_reasons() -> None:
    rng = np.random.default_rng(8)
    calm, wild = rng.normal(0, 1, 190), rng.normal(0, 10, 60)
    pnl = column([*calm, *wild])
    z = stats.norm.ppf(0.95)
    now = stressed(pnl, z * 5, 0.95, OMITTED, "GFC", "2010-06-30")
    assert now["Recent volatility"] == pytest.approx(wild.std(ddof=1), rel=1e-12)
    assert now["Recent ÷ stressed volatility"] == pytest.approx(wild.std(ddof=1) / 5, rel=1e-12)
    assert now["Reasons"] == "the present is itself a crisis"
    stale = stressed(pnl, z * 5, 0.95, OMITTED, "GFC", "2026-06-30")
    assert stale["Reasons"] == "the present is itself a crisis; the stress window is stale"
    assert stale["Window age in years"] == pytest.approx(16.83, abs=0.005)
    assert "stale" not in stressed(pnl, z * 5, 0.95, OMITTED, "GFC", "2014-08-31")["Reasons"]
    assert "stale" in stressed(pnl, z * 5, 0.95, OMITTED, "GFC", "2014-09-02")["Reasons"]
    jumps = column([-9.0] * 6 + [0.01, -0.01] * 122)  # breaches, but calm of late
    leverage = stressed(jumps, 8, 0.95, OMITTED, "GFC", "2010-06-30")
    assert leverage["Reasons"] == "positions are too large for the capital (leverage)"
    assert leverage["Verdict"].endswith(f"Likely reason: {leverage['Reasons']}.")
    fine = stressed(column([1.0, -1.0] * 125), 8, 0.95, OMITTED, "GFC", "2026-06-30")
    assert fine["Reasons"] == "none"  # no breach, nothing to explain, however old the window


def test_a_window_that_ends_after_the_review_has_no_age_and_is_not_stale() -> None:
    breached = days([1] * 6 + [0] * 244)
    report = stressed(breached, 1, 0.95, OMITTED, "GFC", "2009-08-30")
    assert report["Window age in years"] == "n/a"
    assert "stale" not in report["Reasons"]
    assert stressed(breached, 1, 0.95, OMITTED, "GFC", "2009-08-31")["Window age in years"] == 0
    review = dict(value("WINDOW_REVIEW", "GFC", "2005-01-03"))
    assert (review["Age in years"], review["Verdict"]) == ("n/a", "in date")
    assert review["Why"] == "it ends after as_of"
    ages = {row[0]: row[5] for row in value("CRISIS_WINDOWS", "2005-01-03")}
    assert (ages["GFC"], ages["COVID"]) == ("n/a", "n/a")
    assert ages["LTCM"] == pytest.approx(1983 / 365.25)  # 31 July 1999 to 3 January 2005


def test_stressed_var_may_be_daily_and_is_averaged_over_the_recent_days() -> None:
    pnl = np.tile([1.0, -1.0], 50)
    var = np.r_[np.full(40, 100.0), np.full(60, 5.0)]
    report = stressed(column(pnl), column(var), 0.95)
    expected = pnl[-60:].std(ddof=1) / (5 / stats.norm.ppf(0.95))
    assert report["Recent ÷ stressed volatility"] == pytest.approx(expected, rel=1e-12)


def test_a_single_day_has_no_volatility_and_a_stressed_var_of_nothing_no_ratio() -> None:
    assert stressed(column([-1.0]), 2)["Recent volatility"] == "n/a"
    assert failed("BACKTEST_STRESSED_VAR", column([1.0, 2.0]), column([0.0, 0.0]))[0] == "#NUM!"


# --- ES -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("severity", "verdict"),
    [(1.0, "pass"), (1.69, "pass"), (1.71, "watch"), (2.79, "watch"), (2.81, "fail")],
)
def test_es_verdict_by_z2(severity, verdict) -> None:
    # Acerbi & Szekely (2014): -0.70 and -1.80; 5 exceptions in 200 days at 97.5%: Z2 = 1 - severity
    pnl = column([-severity] * 5 + [1.0] * 195)
    z1, z2, said = value("BACKTEST_ES", pnl, 0.5, 1)[0]
    assert z2 == pytest.approx(1 - severity, abs=1e-12)
    assert z1 == pytest.approx(1 - severity, abs=1e-12)
    assert said == verdict


def test_es_verdict_only_where_its_limits_hold() -> None:
    for n, confidence, given_ in [
        (199, 0.975, False),
        (200, 0.975, True),
        (300, 0.975, True),
        (301, 0.975, False),
        (250, 0.99, False),
    ]:
        said = value("BACKTEST_ES", column([1.0] * n), 1, 2, confidence)[0][2]
        assert (said == "pass") is given_


def test_es_without_exceptions() -> None:
    assert value("BACKTEST_ES", column([1.0] * 250), 1, 2) == [["n/a", 1.0, "pass"]]


def test_es_of_zero_on_an_exception_is_refused() -> None:
    assert (
        failed("BACKTEST_ES", column([-1.0, 1.0]), column([0.0, 1.0]), column([0.0, 1.0]))[0]
        == "#NUM!"
    )


@pytest.mark.parametrize("es", [19.0, column([19.0] * 3 + [19.9])])
def test_an_es_below_the_var_on_every_day_is_refused(es) -> None:
    error, sentence = failed("BACKTEST_ES", column([-30.0, 1.0, 1.0, 1.0]), 20, es)
    assert error == "#NUM!"
    assert "never below the VaR" in sentence
    assert "order of the arguments" in sentence


def test_one_es_for_a_var_that_moves_about_it_is_taken() -> None:
    got = value("BACKTEST_ES", column([-30.0, 1, 1, 1]), column([20.0, 30, 20, 20]), 25, 0.75)
    assert got[0][0] == pytest.approx(1 - 30 / 25, rel=1e-12)


def test_an_es_equal_to_the_var_is_taken() -> None:
    assert value("BACKTEST_ES", column([-20.0, 1, 1, 1]), 10, 10, 0.75)[0][0] == -1


@pytest.mark.parametrize("rate", [1, 2, 0.51, 0, -0.01])
def test_an_alert_rate_that_no_count_could_reach_is_refused(rate) -> None:
    error, sentence = failed(
        "BACKTEST_STRESSED_VAR", days([1, 0, 0, 0]), 1, 0.95, rate, "GFC", "2026-06-30"
    )
    assert error == "#NUM!"
    assert "alert_rate" in sentence


@pytest.mark.parametrize("year", [2026, 1998, 18263])
def test_a_year_is_no_day_to_judge_from(year) -> None:
    for name, arguments in [
        ("WINDOW_REVIEW", ("GFC", year)),
        ("CRISIS_WINDOWS", (year,)),
        ("BACKTEST_STRESSED_VAR", (days([1, 0]), 1, 0.95, 0.01, "GFC", year)),
    ]:
        error, sentence = failed(name, *arguments)
        assert error == "#VALUE!"
        assert f"as_of is {year}, which is not a date" in sentence
