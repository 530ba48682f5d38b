"""The first functions against hand calculations, numpy and the published article.

Sources: ARTICLE = the article that the product implements (figures in its case numbers);
DATA = the provenance checks of the crisis library; numpy's own percentile and corrcoef.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar.cells.algebra import Cell
from xl_stressvar.dispatch import call

BOOK = [[60.0, 40.0]]
PNL = np.array([row[1:] for row in gfc()[1:]], dtype=float) @ [60.0, 40.0]


def pair(off_diagonal: float) -> np.ndarray:
    return np.array([[1.0, off_diagonal], [off_diagonal, 1.0]])


@pytest.mark.parametrize(
    ("volatility", "expected"),
    [
        (0.012, 1.9738),  # ARTICLE case 1: 1.645 x 0.012 x 100 = 1.97, with z to more digits
        (0.035, 5.7570),  # ARTICLE case 1: 5.76
    ],
)
def test_param_var_gives_the_articles_calm_and_stressed_figures(volatility, expected) -> None:
    assert value("PARAM_VAR", volatility, 100.0, 0.95) == pytest.approx(expected, abs=5e-5)


def test_param_var_takes_the_size_of_a_short_position() -> None:
    assert value("PARAM_VAR", 0.012, -100.0) == value("PARAM_VAR", 0.012, 100.0)


def test_param_var_refuses_a_negative_volatility() -> None:
    assert failed("PARAM_VAR", -0.012, 100.0)[0] == "#NUM!"


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.975, 0.99])
def test_historical_is_minus_percentile_inc(confidence) -> None:
    expected = -np.percentile(PNL, 100 * (1 - confidence))  # numpy's default is PERCENTILE.INC
    got = value("STRESSED_VAR", gfc(), BOOK, "GFC", confidence)
    assert got == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.975, 0.99])
def test_historical_exc_is_minus_percentile_exc(confidence) -> None:
    expected = -np.percentile(PNL, 100 * (1 - confidence), method="weibull")
    got = value("STRESSED_VAR", gfc(), BOOK, "GFC", confidence, 1, "historical exc")
    assert got == pytest.approx(expected, rel=1e-12)


def test_historical_rank_is_the_third_worst_of_252_days_at_99_percent() -> None:
    got = value("STRESSED_VAR", gfc(), BOOK, "GFC", 0.99, 1, "historical rank")
    assert got == -np.sort(PNL)[2]  # ceil(2.52) = 3


def test_normal_is_z_times_the_deviation_of_w_sigma_w() -> None:
    returns = np.array([row[1:] for row in gfc()[1:]], dtype=float)
    w = np.array(BOOK[0])
    expected = stats.norm.ppf(0.99) * np.sqrt(w @ np.cov(returns, rowvar=False) @ w)
    got = value("STRESSED_VAR", gfc(), BOOK, "GFC", 0.99, 1, "normal")
    assert got == pytest.approx(expected, rel=1e-12)


def test_current_var_looks_at_the_latest_rows_only() -> None:
    got = value("CURRENT_VAR", gfc(), BOOK, 0.95, 1, "historical", 100)
    assert got == pytest.approx(-np.percentile(PNL[-100:], 5), rel=1e-12)


def test_the_stress_ratio_is_stressed_over_current() -> None:
    stressed = value("STRESSED_VAR", gfc(), BOOK, "GFC", 0.95)
    current = value("CURRENT_VAR", gfc(), BOOK, 0.95, 1, "historical", 100)
    got = value("STRESS_RATIO", gfc(), BOOK, "GFC", 0.95, 1, "historical", 100)
    assert got == stressed / current


def test_a_ratio_to_a_gain_is_refused() -> None:
    error, sentence = failed("STRESS_RATIO", column([0.01, 0.02] * 50), 1.0, OMITTED, 0.99, 1,
                             "historical", 100)  # fmt: skip
    assert error == "#NUM!"
    assert "current VaR is -0.01" in sentence


def test_a_tail_that_still_gains_is_a_negative_var() -> None:
    assert value("STRESSED_VAR", column([0.01, 0.02] * 50), 100.0) == pytest.approx(-1.0)


def test_a_pnl_column_in_money_needs_position_one() -> None:
    assert value("STRESSED_VAR", column(PNL.tolist()), 1.0) == pytest.approx(
        value("STRESSED_VAR", gfc(), BOOK), rel=1e-14
    )


def test_crisis_volatilities_are_those_of_2008_09() -> None:
    got = value("CRISIS_VOL", gfc("SPX", "UST10Y", "WTI", "GOLD", "EURUSD"))
    # DATA: annualised from simple returns, to 0.3 points
    np.testing.assert_allclose(np.array(got) * 100, [[45.2, 13.8, 75.4, 31.2, 17.0]], atol=0.3)


def test_volatility_per_day_is_the_sample_deviation() -> None:
    returns = np.array([row[1:] for row in gfc()[1:]], dtype=float)
    got = value("CRISIS_VOL", gfc(), "GFC", False)
    np.testing.assert_allclose(got, [returns.std(axis=0, ddof=1)], rtol=1e-13)


def test_crisis_correlations_are_those_of_2008_09() -> None:
    got = value("CRISIS_CORR", gfc("SPX", "UST10Y", "WTI"))
    # DATA: S&P-10y -0.34, S&P-WTI 0.41
    assert got[0][1] == pytest.approx(-0.34, abs=0.005)
    assert got[0][2] == pytest.approx(0.41, abs=0.005)


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("pearson", lambda x: np.corrcoef(x, rowvar=False)),
        ("spearman", lambda x: pair(stats.spearmanr(*x.T).statistic)),
        ("kendall", lambda x: pair(stats.kendalltau(*x.T).statistic)),
    ],
)
def test_correlation_kinds_agree_with_numpy_and_scipy(kind, other) -> None:
    returns = np.array([row[1:] for row in gfc()[1:]], dtype=float)
    got = np.array(value("CRISIS_CORR", gfc(), "GFC", kind))
    np.testing.assert_allclose(got, other(returns), rtol=1e-12)
    assert np.diag(got).tolist() == [1.0, 1.0]


def test_a_constant_column_has_no_correlation_and_is_named() -> None:
    grid = gfc()
    for row in grid[1:]:
        row[2] = 0.001
    error, sentence = failed("CRISIS_CORR", grid)
    assert error == "#NUM!"
    assert sentence.startswith("UST10Y does not move in the window")


def test_capital_by_the_article_is_three_times_the_greater() -> None:
    assert value("CAPITAL_REQ", 100.0, 250.0) == 750  # ARTICLE case 6
    assert value("CAPITAL_REQ", 30.0, 80.0) == 240  # ARTICLE case 4


def test_basel_2_5_adds_two_maxima() -> None:
    # BCBS 158: max(VaR, m x average) + max(sVaR, m x average); by hand on short series
    current, stressed = column([100.0, 50.0]), column([250.0, 1000.0])
    got = value("CAPITAL_REQ", current, stressed, 3, "basel2.5", 2)
    assert got == max(50, 3 * 75) + max(1000, 3 * 625)
    assert value("CAPITAL_REQ", 100.0, 250.0, 3, "basel2.5") == 3 * 350  # its own average


def test_the_us_rule_floors_stressed_var_day_by_day() -> None:
    current, stressed = column([100.0, 10.0]), column([50.0, 50.0])
    got = value("CAPITAL_REQ", current, stressed, 3, "us", 2)
    assert got == 3 * 55 + 3 * 75
    error, sentence = failed("CAPITAL_REQ", current, 50.0, 3, "us", 2)
    assert error == "#VALUE!"
    assert "2 values and stressed_var 1" in sentence


def test_a_weekly_stressed_series_has_an_average_and_a_multiplier_of_its_own() -> None:
    current, stressed = column([10.0] * 60), column([20.0] * 11 + [40.0])
    got = value("CAPITAL_REQ", current, stressed, 3, "basel2.5", 60, 4, 12)
    assert got == pytest.approx(3 * 10 + max(40, 4 * (20 * 11 + 40) / 12), rel=1e-15)


def test_a_series_shorter_than_its_average_is_not_available() -> None:
    error, sentence = failed("CAPITAL_REQ", column([1.0] * 59), 2.0, 3, "basel2.5")
    assert error == "#N/A"
    assert "59 values; the average asks for 60" in sentence


def test_capital_check_shows_the_articles_breach() -> None:
    report = dict(value("CAPITAL_CHECK", 400.0, 450.0))  # ARTICLE case 10
    assert report["Status"] == "BREACH"
    assert report["Headroom"] == -50
    assert report["Capital to raise"] == 50
    assert report["Largest position scale"] == pytest.approx(0.889, abs=5e-4)
    assert report["Leverage requirement"] == "n/a"


def test_the_leverage_ratio_can_be_what_binds() -> None:
    report = dict(value("CAPITAL_CHECK", 1000.0, 450.0, 50_000.0))  # ARTICLE case 12: 3%
    assert report["Leverage requirement"] == 1500
    assert report["Binding constraint"] == "leverage ratio"
    assert report["Status"] == "BREACH"


def test_every_cell_of_every_result_is_a_cell() -> None:
    for name, arguments in (
        ("CRISIS_WINDOWS", ("2026-06-30",)),
        ("CRISIS_RETURNS", ()),
        ("CAPITAL_CHECK", (400.0, 0.0)),
    ):
        for row in value(name, *arguments):
            for cell in row:
                assert isinstance(cell, (float, str))
                assert cell != ""
                assert not isinstance(cell, float) or np.isfinite(cell)


@pytest.mark.parametrize(
    "function", ["STRESSED_VAR", "CURRENT_ES", "STRESS_AUDIT", "VAR_CONTRIBUTION", "WINDOW_REPORT"]
)
@pytest.mark.parametrize("positions", [[["SPX", 60.0], ["WTI", 40.0]], [[60.0, 40.0]]])
def test_history_and_positions_in_each_others_place_are_told_so(
    function: str, positions: list[list[Cell]]
) -> None:
    returns = call("CRISIS_RETURNS", ("GFC", [["SPX", "WTI"]])).value
    swapped = call(function, (positions, returns)).failure
    assert swapped is not None
    assert str(swapped).startswith("history holds what looks like positions")
    assert "Exchange the two" in str(swapped)


def test_a_fault_of_the_history_is_not_taken_for_a_swap() -> None:
    history = [["Date", "A"], [39692.0, "n.a."], [39693.0, 0.01], [39694.0, -0.01]]
    failure = call("STRESSED_VAR", (history, 100.0)).failure
    assert "holds the text 'n.a.' among numbers" in str(failure)


def test_cash_that_cannot_be_correlated_is_told_with_the_way_out() -> None:
    """Cash is among the factors by default: who leaves them out never named it."""
    failure = call("CRISIS_CORR", (call("CRISIS_RETURNS", ("GFC",)).value,)).failure
    assert 'naming the others, as CRISIS_RETURNS("GFC","SPX;WTI")' in str(failure)
    assert not call("CRISIS_CORR", (call("CRISIS_RETURNS", ("GFC", "SPX;WTI")).value,)).failure


@pytest.mark.parametrize(
    ("function", "typed", "two", "code"),
    [
        ("PARAM_VAR", (0.0, 12.0, 100.0, 0.95), "0 and 12", "#NUM!"),  # 0,012
        ("PARAM_VAR", (1.0, 0.02, 100.0, 0.95), "1 and 2%", "#NUM!"),  # 1,2%
        ("PARAM_VAR", (0.012, 100.0, 97.0, 0.05), "97 and 5%", "#NUM!"),  # 97,5%
        ("PARAM_VAR", (0.0, 12.0, 100.0, 0.95, 10.0), "0 and 12", "#VALUE!"),  # one too many
    ],
)
def test_a_number_that_a_decimal_comma_parted_is_told_so(
    function: str, typed: tuple[Cell, ...], two: str, code: str
) -> None:
    error, sentence = failed(function, *typed)
    assert error == code
    assert sentence.startswith(f"{two} look like one number that a decimal comma parted in two.")
    assert "0.012 for 0,012" in sentence


@pytest.mark.parametrize(
    ("function", "typed", "said"),
    [
        ("PARAM_VAR", (0.012, 100.0, 100.0), "confidence is 100%"),
        ("PARAM_VAR", (0.0, 12.0, "x"), "confidence is the text"),  # nor can the two as one be read
        ("PARAM_VAR", (1.0, 12.0, 0.95), "volatility is 1"),
        ("PARAM_VAR", (0.1, 100.0, 0.01), "Did you mean 99%?"),
        ("PARAM_VAR", (2.0, 3.0, 0.95, 0.99), "volatility is 2"),  # whole numbers that are meant
    ],
)
def test_numbers_that_are_two_are_not_taken_for_one(
    function: str, typed: tuple[Cell, ...], said: str
) -> None:
    assert said in failed(function, *typed)[1]


def test_a_table_of_which_one_cell_was_entered_is_told_so() -> None:
    """A script that writes =ALIGN_HISTORY(…) as a plain formula leaves the first cell alone."""
    error, sentence = failed("TO_RETURNS", [["Date", None], [None, None]])
    assert error == "#VALUE!"
    assert "holds the text 'Date' and nothing else" in sentence
    assert "array formula over all of its cells, or nest it here" in sentence
    assert "holds no row of numbers" in failed("TO_RETURNS", [["Date", "A"], [None, None]])[1]
