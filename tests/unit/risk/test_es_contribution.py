"""An ES taken apart: components add up to it, and each is what a plain reading of the tail says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.naive import estimators as naive
from tests.support import OMITTED, examples, failed, gfc, value
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Regime
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS

FACTORS = ("SPX", "UST10Y", "WTI")
BOOK = [[60.0, 30.0, 10.0]]
STRESSED = [m.name for m in METHODS.values() if m.stressed]
HISTORICAL = ("historical", "historical exc", "historical rank")
SMOOTH = ("normal", "cornish fisher", "ewma", "volatility scaled", *HISTORICAL)


def parts(method: str = "historical", c: float = 0.975, book=BOOK, window=OMITTED, history=None):
    rows = value("VAR_CONTRIBUTION", history or gfc(*FACTORS), book, window, c, 1, method, "es")
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


def es(method: str = "historical", c: float = 0.975, book=BOOK, window=OMITTED) -> float:
    return value("STRESSED_ES", gfc(*FACTORS), book, window, c, 1, method)


@pytest.mark.parametrize("c", [0.95, 0.975, 0.99])
@pytest.mark.parametrize("method", STRESSED)
def test_components_sum_to_the_es(method, c) -> None:
    rows = parts(method, c)
    total = sum(rows[name]["Component ES"] for name in FACTORS)
    assert total == pytest.approx(es(method, c), rel=1e-12)
    assert rows["Total"]["Component ES"] == pytest.approx(es(method, c), rel=1e-12)
    assert rows["Total"]["Share"] == pytest.approx(1, rel=1e-12)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.9, 0.95, 0.963]), st.booleans())
@examples(80)
def test_historical_components_are_those_of_walking_down_the_tail(seed, c, coarse) -> None:
    """Coarse numbers make days with the same P&L, of which the earlier counts as the worse."""
    rng = np.random.default_rng(seed)
    returns = np.round(rng.normal(0, 0.02, (130, 3)), 6)
    if coarse:  # in 64ths, so that P&L is exact and equal days are equal
        returns = np.round(64 * returns) / 64
    w = rng.integers(-3, 4, 3) * 16.0
    want = naive.es_components(returns.tolist(), w.tolist(), c)
    rows = value(
        "VAR_CONTRIBUTION", returns.tolist(), [w.tolist()], OMITTED, c, 1, "historical", "es"
    )
    assert [row[4] for row in rows[1:4]] == pytest.approx(want, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("method", SMOOTH)
def test_marginal_is_the_slope_of_the_es(method) -> None:
    rows = parts(method)
    for i, name in enumerate(FACTORS):
        up, down = [list(BOOK[0])], [list(BOOK[0])]
        up[0][i] += 1e-4
        down[0][i] -= 1e-4
        slope = (es(method, book=up) - es(method, book=down)) / 2e-4
        assert rows[name]["Marginal ES"] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("method", STRESSED)
def test_standalone_and_incremental_are_those_of_other_books(method) -> None:
    rows = parts(method)
    whole = es(method)
    for i, name in enumerate(FACTORS):
        alone = [[w if j == i else 0.0 for j, w in enumerate(BOOK[0])]]
        rest = [[0.0 if j == i else w for j, w in enumerate(BOOK[0])]]
        assert rows[name]["Standalone ES"] == pytest.approx(es(method, book=alone), rel=1e-9)
        assert rows[name]["Incremental ES"] == pytest.approx(
            whole - es(method, book=rest), rel=1e-8
        )
    alone = sum(rows[name]["Standalone ES"] for name in FACTORS)
    benefit = rows["Diversification benefit"]["Standalone ES"]
    assert benefit == pytest.approx(alone - whole, rel=1e-12)


@pytest.mark.parametrize("window", ["WORST", "2008-09-01:2009-02-27;2009-03-02:2009-08-31"])
def test_the_window_is_the_one_with_the_highest_es(window) -> None:
    rows = parts("historical rank", 0.95, window=window)
    assert rows["Total"]["Component ES"] == pytest.approx(
        es("historical rank", 0.95, window=window), rel=1e-12
    )


def test_measure_var_is_the_table_without_it_in_any_spelling() -> None:
    call = (gfc(*FACTORS), BOOK, OMITTED, 0.99, 1, "historical")
    want = value("VAR_CONTRIBUTION", *call)
    assert value("VAR_CONTRIBUTION", *call, "var") == want
    assert value("VAR_CONTRIBUTION", *call, "Value-at-risk") == want
    assert want[0][2] == "Standalone VaR"
    expected_shortfall = value("VAR_CONTRIBUTION", *call, "Expected shortfall")
    assert expected_shortfall == value("VAR_CONTRIBUTION", *call, "ES")
    assert expected_shortfall[0][2] == "Standalone ES"


def test_another_measure_is_refused_with_the_two() -> None:
    error, said = failed("VAR_CONTRIBUTION", gfc(*FACTORS), BOOK, OMITTED, 0.99, 1, "normal", "vol")
    assert (error, "var" in said, "es" in said) == ("#VALUE!", True, True)


def test_age_weighted_components_are_the_weighted_days_of_the_tail() -> None:
    """No worksheet function takes it apart, a current figure; Python may."""
    method, c = METHODS["age weighted"], Confidence(0.95)
    returns = np.random.default_rng(3).normal(0, 0.01, (80, 3))
    w = np.array(BOOK[0])
    whole = Book.of(History(returns), LinearPortfolio(w))
    book = whole.over(slice(0, 80), Regime.CURRENT)
    for which in Tail:
        total = float(method.marginal(which, book, c) @ w)
        assert total == pytest.approx(method.measure(which, book, c), rel=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_groups_add_up_to_the_es_level_by_level(method) -> None:
    groups = [["SPX", "Risky", "Stocks"], ["UST10Y", "Bonds", "US"], ["WTI", "Risky", "Oil"]]
    rows = value("GROUP_CONTRIBUTION", gfc(*FACTORS), BOOK, groups, OMITTED, 0.975, 1, method, "es")
    assert rows[0][2:] == ["Standalone ES", "Component ES", "Share", "Incremental ES"]
    by_asset = parts(method)
    whole = es(method)
    for level in (1, 2):
        assert sum(row[3] for row in rows[1:6] if row[0] == level) == pytest.approx(
            whole, rel=1e-12
        )
    risky, stocks, oil = rows[1:4]
    assert stocks[3] + oil[3] == pytest.approx(risky[3], rel=1e-12)
    for row, name in ((stocks, "SPX"), (oil, "WTI"), (rows[5], "UST10Y")):
        want = [by_asset[name][f"{k} ES"] for k in ("Standalone", "Component", "Incremental")]
        assert [row[2], row[3], row[5]] == pytest.approx(want, rel=1e-9)
    alone = es(method, book=[[60.0, 0.0, 10.0]])
    assert risky[2] == pytest.approx(alone, rel=1e-9)
