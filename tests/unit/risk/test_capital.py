"""Capital rules against the regulations' tables and published worked examples.

Sources: BCBS158 = Basel 2.5 (2011), two maxima, averages of 60 days; BCBS22 = backtesting framework
(1996), table 2; MAR = Basel MAR31-33 (FRTB); FRM = a worked example of the FRM Part II syllabus
(99%: VaR 451, average 413; stressed 995, average 1,106; factors 3: USD 4,557 million); ARTICLE.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, value


def series(latest: float, average: float, n: int = 60) -> list[list[float]]:
    """n values that end in `latest` and average to `average`."""
    return column([(average * n - latest) / (n - 1)] * (n - 1) + [latest])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((100, 250), 750),  # ARTICLE case 6
        ((30, 80), 240),  # ARTICLE case 4
        ((series(451, 413), series(995, 1106), 3, "basel2.5"), 4557),  # FRM
        ((413, 1106, 3, "basel2.5"), 3 * 413 + 3 * 1106),  # a single number is its own average
        (
            (series(2000, 413), series(995, 1106), 3, "basel2.5"),
            2000 + 3318,
        ),  # the latest is larger
        ((series(451, 413), series(995, 1106), 3, "max"), 3 * 995),  # max: latest values alone
        ((100, 250, 4), 1000),  # CATALOGUE: the stressed multiplier is the current one unless given
        ((100, 250, 4, "basel2.5"), 400 + 1000),
        ((100, 90, 3, "max", 60, 4), 4 * 90),  # each with its own multiplier
        ((100, 70, 3, "max", 60, 4), 3 * 100),
        ((100, 250, 3, "us", 60, 4), 3 * 100 + 4 * 250),
        # 12 CFR 217.204: the previous day's, where it exceeds three times the average
        ((series(451, 413), series(9000, 1106), 3, "us"), 1239 + 9000),
    ],
)
def test_capital_requirement(arguments, expected) -> None:
    assert value("CAPITAL_REQ", *arguments) == pytest.approx(expected, rel=1e-12)


def test_a_weekly_stressed_series_has_an_average_of_its_own() -> None:
    # BCBS158: stressed VaR at least weekly, so 60 business days hold 12 of its values
    current, stressed = np.linspace(90, 110, 60), np.linspace(200, 260, 12)
    got = value("CAPITAL_REQ", column(current), column(stressed), 3, "basel2.5", 60, 4, 12)
    assert got == pytest.approx(max(110, 3 * 100) + max(260, 4 * 230), rel=1e-12)


def test_only_the_last_values_are_averaged() -> None:
    long = column([9999.0] * 40 + [100.0] * 60)
    assert value("CAPITAL_REQ", long, 200, 3, "basel2.5") == pytest.approx(300 + 600)


def test_us_rule_floors_each_day_before_averaging() -> None:
    # 12 CFR 217.206: a stressed VaR may not be less than the VaR; days 1-59: 100 over 50, last: 10
    current = column([100.0] * 59 + [10.0])
    stressed = column([50.0] * 59 + [40.0])
    floored = (100 * 59 + 40) / 60
    got = value("CAPITAL_REQ", current, stressed, 3, "us")
    assert got == pytest.approx(3 * (100 * 59 + 10) / 60 + 3 * floored, rel=1e-12)


def test_us_rule_refuses_series_of_unequal_length() -> None:
    assert failed("CAPITAL_REQ", column([1.0] * 60), column([1.0] * 61), 3, "us")[0] == "#VALUE!"


@pytest.mark.parametrize("which", [0, 1])
def test_a_series_shorter_than_its_average_is_refused(which) -> None:
    arguments = [column([1.0] * 60), column([1.0] * 60)]
    arguments[which] = column([1.0] * 59)
    code, sentence = failed("CAPITAL_REQ", *arguments, 3, "basel2.5")
    assert code == "#N/A"
    assert "59" in sentence


BCBS22 = {0: 3, 4: 3, 5: 3.4, 6: 3.5, 7: 3.65, 8: 3.75, 9: 3.85, 10: 4, 11: 4, 250: 4}
MAR32 = {0: 1.5, 4: 1.5, 5: 1.7, 6: 1.76, 7: 1.83, 8: 1.88, 9: 1.92, 10: 2, 11: 2, 250: 2}


@pytest.mark.parametrize(("rule", "table"), [("basel2.5", BCBS22), ("frtb", MAR32)])
def test_multipliers(rule, table) -> None:
    assert {x: value("CAPITAL_MULTIPLIER", x, rule) for x in table} == pytest.approx(
        table, rel=1e-15
    )


def test_the_multiplier_is_basel_2_5_by_default() -> None:
    assert value("CAPITAL_MULTIPLIER", 7) == 3.65


@pytest.mark.parametrize("exceptions", [-1, 2.5])
def test_a_count_of_exceptions_is_a_whole_number(exceptions) -> None:
    assert failed("CAPITAL_MULTIPLIER", exceptions)[0] == "#NUM!"


def test_limit_breach_of_the_article() -> None:
    # ARTICLE case 10: 400 held against 450: reduce positions to 88.9%, or raise 50
    report = dict(value("CAPITAL_CHECK", 400, 450))
    assert report["Status"] == "BREACH"
    assert report["Capital to raise"] == 50
    assert report["Largest position scale"] == pytest.approx(0.889, abs=5e-4)


def test_leverage_can_bind_and_breach() -> None:
    # ARTICLE cases 6 and 12: capital 750 for a book of 50,000: 3% of assets, 1,500, is the larger
    report = dict(value("CAPITAL_CHECK", 1000, 750, 50_000))
    assert report["Leverage requirement"] == 1500
    assert report["Binding constraint"] == "leverage ratio"
    assert report["Status"] == "BREACH"
    assert report["Headroom"] == -500
    assert dict(value("CAPITAL_CHECK", 10_000, 750, 50_000, 3 / 100))["Status"] == "OK"


def test_the_position_scale_is_of_the_requirement_alone() -> None:
    # CATALOGUE: capital over requirement, also where the leverage ratio is what is breached
    report = dict(value("CAPITAL_CHECK", 1000, 750, 50_000))
    assert report["Largest position scale"] == pytest.approx(1000 / 750)
    assert report["Capital to raise"] == 500


def test_two_equal_constraints_bind_as_the_requirement() -> None:
    report = dict(value("CAPITAL_CHECK", 2000, 1500, 50_000))
    assert report["Binding constraint"] == "requirement"


def test_capital_equal_to_the_requirement_is_enough() -> None:
    assert dict(value("CAPITAL_CHECK", 450, 450))["Status"] == "OK"


# --- FRTB ---------------------------------------------------------------------------------------
def test_liquidity_cascade() -> None:
    # MAR33.4 by hand: 100² + 80²·1 + 60²·2 + 40²·2 + 20²·6 = 29,200
    got = value("LIQUIDITY_ES", [[100, 80, 60, 40, 20]], [[10, 20, 40, 60, 120]])
    assert got == pytest.approx(29_200**0.5, rel=1e-14)


def test_all_risk_in_the_longest_horizon_scales_by_root_time() -> None:
    # MAR33.4: with ES the same in every subset, steps add up to (120/10)·ES²
    got = value("LIQUIDITY_ES", column([7.0] * 5), column([10, 20, 40, 60, 120]))
    assert got == pytest.approx(7 * 12**0.5, rel=1e-14)


def test_a_desk_of_liquid_factors_needs_no_scaling() -> None:
    assert value("LIQUIDITY_ES", [[5, 0, 0]], [[10, 20, 40]]) == 5
    assert value("LIQUIDITY_ES", 5, 10) == 5
    assert value("LIQUIDITY_ES", [[0, 0]], [[10, 20]]) == 0


def test_another_base() -> None:
    assert value("LIQUIDITY_ES", [[3, 4]], [[5, 10]], 5) == 5


@pytest.mark.parametrize(
    ("es", "horizons", "base", "code"),
    [
        ([[3, 4]], [[20, 40]], 10, "#NUM!"),  # does not start at the base
        ([[3, 4, 5]], [[10, 40, 20]], 10, "#NUM!"),  # does not ascend
        ([[3, 4, 5]], [[10, 20, 20]], 10, "#NUM!"),
        ([[3, 4]], [[10, 20, 40]], 10, "#VALUE!"),  # unequal lengths
        ([[3, -4]], [[10, 20]], 10, "#NUM!"),
        ([[3, 4]], [[10, 20]], 0, "#NUM!"),
        ([[3, None]], [[10, 20]], 10, "#VALUE!"),
    ],
)
def test_liquidity_cascade_refuses(es, horizons, base, code) -> None:
    assert failed("LIQUIDITY_ES", es, horizons, base)[0] == code


@pytest.mark.parametrize(
    ("stressed", "full", "reduced", "expected"),
    [
        (200, 120, 100, 240),  # MAR33: 200 x 1.2
        (200, 90, 100, 200),  # the ratio is floored at 1
        (200, 100, 75, 200 / 0.75),  # exactly 75% is enough
    ],
)
def test_stressed_es_is_scaled_by_full_over_reduced(stressed, full, reduced, expected) -> None:
    assert value("FRTB_STRESSED_ES", stressed, full, reduced) == pytest.approx(expected, rel=1e-14)


def test_the_75_percent_are_judged_on_the_average_and_the_ratio_on_the_latest() -> None:
    full = column([100.0] * 60)
    reduced = column([80.0] * 59 + [60.0])  # 60% on the last day, 79.7% on average
    assert value("FRTB_STRESSED_ES", 300, full, reduced) == pytest.approx(500)
    code, sentence = failed("FRTB_STRESSED_ES", 300, full, column([74.0] * 60))
    assert code == "#NUM!"
    assert "74.0%" in sentence
    old = column([10.0] * 40 + [80.0] * 60)  # what was before the last 60 days does not count
    assert value("FRTB_STRESSED_ES", 300, column([100.0] * 100), old) == pytest.approx(375)


@pytest.mark.parametrize(
    ("full", "reduced", "code"),
    [
        (100, 0, "#NUM!"),
        (column([1.0] * 59), column([1.0] * 59), "#N/A"),
        (column([1.0] * 60), column([1.0] * 61), "#VALUE!"),
        (column([1.0] * 60), 1, "#VALUE!"),
    ],
)
def test_stressed_es_refuses(full, reduced, code) -> None:
    assert failed("FRTB_STRESSED_ES", 300, full, reduced)[0] == code


def test_imcc_is_half_diversified_half_summed() -> None:
    classes = [[60, 50, 40, 30, 20]]
    assert value("FRTB_IMCC", 100, classes) == 0.5 * 100 + 0.5 * 200  # MAR33, rho 0.5
    assert value("FRTB_IMCC", 100, classes, 1) == 100
    assert value("FRTB_IMCC", 100, classes, 0) == 200
    assert failed("FRTB_IMCC", 100, classes, 1.1)[0] == "#NUM!"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((100, 10, 90, 10), 145),  # MAR33: 1.5 x 90 + 10
        ((200, 10, 90, 10), 210),  # the latest is larger
        ((100, 10, 90, 12, 10), 192),  # MAR32: 10 exceptions, 2 x 90 + 12
        ((100, 10, 90, 10, 6), 1.76 * 90 + 10),
        ((100, 10, 90, 10, OMITTED), 145),
    ],
)
def test_frtb_capital(arguments, expected) -> None:
    assert value("FRTB_CAPITAL", *arguments) == pytest.approx(expected, rel=1e-14)


def test_too_few_values_for_the_75_percent_rule_say_what_to_do() -> None:
    error, sentence = failed("FRTB_STRESSED_ES", 200, column([100.0] * 30), column([90.0] * 30))
    assert error == "#N/A"
    assert "30" in sentence
    assert "60" in sentence
    assert "averaging days" not in sentence  # the function has no such argument


def test_a_multiple_in_percent_is_refused() -> None:
    error, sentence = failed("APPROX_STRESSED_VAR", 0.01, 1, 100, 250)
    assert error == "#NUM!"
    assert "vol_multiple is 250" in sentence


def test_the_charge_for_factors_that_cannot_be_modelled_is_that_of_a_plain_loop() -> None:
    credit, equity, other, rho = [3.0, 1.0, 2.5], [6.0], [10.0, 4.0, 7.0], 0.3
    squares = [sum(x * x for x in kind) for kind in (credit, equity, other)]
    want = squares[0] ** 0.5 + squares[1] ** 0.5
    want += ((rho * sum(other)) ** 2 + (1 - rho * rho) * squares[2]) ** 0.5
    assert value("FRTB_SES", [credit], [equity], [other], rho) == pytest.approx(want, rel=1e-14)


def test_factors_with_everything_in_common_add_up() -> None:
    assert value("FRTB_SES", 0.0, 0.0, [[10.0, 4.0]], 1.0) == 14
    assert value("FRTB_SES", 0.0, 0.0, [[1e200, 1e200]], 1.0) == pytest.approx(2e200)
    assert failed("FRTB_SES", 0.0, 0.0, [[10.0, -4.0]])[0] == "#NUM!"
