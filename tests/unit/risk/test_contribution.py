"""The parts of a VaR sum to it, and each is what its name says."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar.risk.methods.registry import METHODS

FACTORS = ("SPX", "UST10Y", "WTI", "GOLD")
BOOK = [[60.0, 30.0, 10.0, -5.0]]


def table(method: str, history=None, positions=BOOK, c: float = 0.99, **_: object):
    rows = value("VAR_CONTRIBUTION", history or gfc(*FACTORS), positions, OMITTED, c, 1, method)
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def var(method: str, w, history=None, c: float = 0.99) -> float:
    return value("STRESSED_VAR", history or gfc(*FACTORS), [w], OMITTED, c, 1, method)


STRESSED = [m.name for m in METHODS.values() if m.stressed]


@pytest.mark.parametrize("method", STRESSED)
@pytest.mark.parametrize("c", [0.95, 0.975, 0.99])
def test_components_sum_to_the_var(method, c) -> None:
    rows = table(method, c=c)
    want = var(method, BOOK[0], c=c)
    parts = [rows[name]["Component VaR"] for name in FACTORS]
    assert sum(parts) == pytest.approx(want, rel=1e-12)
    assert rows["Total"]["Component VaR"] == pytest.approx(want, rel=1e-12)
    assert sum(rows[name]["Share"] for name in FACTORS) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_standalone_and_incremental_are_vars_of_other_books(method) -> None:
    rows = table(method)
    whole = var(method, BOOK[0])
    for i, name in enumerate(FACTORS):
        alone = [w if i == j else 0.0 for j, w in enumerate(BOOK[0])]
        without = [0.0 if i == j else w for j, w in enumerate(BOOK[0])]
        assert rows[name]["Standalone VaR"] == pytest.approx(var(method, alone), rel=1e-10)
        assert rows[name]["Incremental VaR"] == pytest.approx(
            whole - var(method, without), rel=1e-9, abs=1e-9
        )
    benefit = sum(rows[n]["Standalone VaR"] for n in FACTORS) - whole
    assert rows["Diversification benefit"]["Standalone VaR"] == pytest.approx(benefit, rel=1e-12)


@pytest.mark.parametrize("method", ["normal", "cornish fisher", "ewma", "historical"])
def test_marginal_is_the_derivative(method) -> None:
    step = 1e-5
    rows = table(method)
    for i, name in enumerate(FACTORS):
        up, down = (
            var(method, [w + s * (i == j) for j, w in enumerate(BOOK[0])]) for s in (step, -step)
        )
        assert rows[name]["Marginal VaR"] == pytest.approx((up - down) / (2 * step), rel=1e-6)


def test_historical_ties_go_to_the_earlier_day() -> None:
    # days 1 and 2 both lose 2, by different assets; the worst of 4 days at 75% by rank is day 1
    history = [[-0.02, 0.0], [0.0, -0.02], [0.01, 0.0], [0.02, 0.0]]
    rows = table("historical rank", history, [[100.0, 100.0]], 0.75)
    assert rows["column 1"]["Component VaR"] == 2
    assert rows["column 2"]["Component VaR"] == 0


def test_an_asset_without_a_position_or_a_move_takes_no_part() -> None:
    history = [
        [*row, "CASH"] if i == 0 else [*row, 0.0] for i, row in enumerate(gfc("SPX", "GOLD"))
    ]
    rows = table("filtered", history, [[100.0, 0.0, 50.0]])
    for name in ("GOLD", "CASH"):
        assert rows[name]["Standalone VaR"] == rows[name]["Incremental VaR"] == 0
        assert rows[name]["Component VaR"] == 0
    assert rows["SPX"]["Incremental VaR"] == pytest.approx(
        rows["Total"]["Component VaR"], rel=1e-15
    )


def test_a_book_without_risk_has_components_of_zero_and_no_gradient() -> None:
    x = [row[1] for row in gfc("SPX")[1:]]
    history = [[r, r] for r in x]
    rows = table("normal", history, [[100.0, -100.0]])
    assert rows["column 1"]["Component VaR"] == 0
    assert rows["column 1"]["Marginal VaR"] == rows["column 1"]["Share"] == "n/a"
    assert rows["column 1"]["Standalone VaR"] > 0


def test_a_part_outside_the_domain_of_cornish_fisher_shows_it_in_its_cell_only() -> None:
    rng = np.random.default_rng(5)
    flip = np.tile([0.01, -0.01], 150)  # kurtosis -2: no Cornish-Fisher
    history = np.column_stack([0.02 * rng.standard_t(5, 300), flip]).tolist()
    rows = table("cornish fisher", history, [[100.0, 10.0]])
    assert str(rows["column 2"]["Standalone VaR"]) == "#NUM!"
    assert str(rows["Total"]["Standalone VaR"]) == "#NUM!"
    assert rows["Total"]["Component VaR"] > 0


@pytest.mark.parametrize("method", STRESSED)
def test_the_attribution_adds_up(method) -> None:
    window = "2008-09-01:2009-06-30"
    rows = value("STRESS_ATTRIBUTION", gfc(*FACTORS), BOOK, window, 0.95, 10, method, 200)
    got = {row[0]: row[1] for row in rows[1:]}
    assert got["Current VaR"] == value("CURRENT_VAR", gfc(*FACTORS), BOOK, 0.95, 10, method, 200)
    assert got["Stressed VaR"] == value(
        "STRESSED_VAR", gfc(*FACTORS), BOOK, window, 0.95, 10, method
    )
    total = sum(row[1] for row in rows[1:-1])
    assert total == pytest.approx(got["Stressed VaR"], rel=1e-12)


def test_the_attribution_of_doubled_returns_is_all_volatility() -> None:
    calm = [[x, y] for _, x, y in gfc()[1:]]
    history = [[2 * x, 2 * y] for x, y in calm] + calm
    history = [[i + 40000.0, *row] for i, row in enumerate(history)]  # a dated history
    crisis = [[40000.0, 40000.0 + len(calm) - 1]]
    rows = value("STRESS_ATTRIBUTION", history, [[60.0, 40.0]], crisis, 0.95, 1, "historical", 252)
    got = dict(rows[1:])
    assert got["Volatility effect"] == pytest.approx(got["Current VaR"], rel=1e-12)
    assert got["Correlation effect"] == pytest.approx(0, abs=1e-12)
    assert got["Distribution effect"] == pytest.approx(0, abs=1e-12)


def test_the_attribution_of_a_flipped_sign_is_all_correlation() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 300))
    y = y + 0.8 * x
    history = np.vstack([np.column_stack([x, y]), np.column_stack([x, -y])])
    crisis = [[i + 40000.0, *row] for i, row in enumerate(history.tolist())]
    got = dict(
        value(
            "STRESS_ATTRIBUTION", crisis, [[1.0, 1.0]], [[40000.0, 40299.0]], 0.99, 1, "normal", 300
        )[1:]
    )
    assert got["Correlation effect"] == pytest.approx(got["Stressed VaR"] - got["Current VaR"])
    assert got["Volatility effect"] == pytest.approx(0, abs=1e-12)


def test_an_asset_that_stood_still_has_correlation_zero_with_the_others() -> None:
    """By hand, in units of one asset's VaR, positions 3 and 4. Current: the first alone moves, 3.
    Crisis: both move as one, 7. Crisis volatilities without the crisis' correlation: √(9+16) = 5. So
    volatility adds ((5-3) + (7-3))/2 = 3 and correlation ((3-3) + (7-5))/2 = 1."""
    moves = [0.01 * (-1) ** i for i in range(300)]
    rows = [[x, x] for x in moves] + [[x, 0.0] for x in moves]
    history = [[i + 40000.0, *row] for i, row in enumerate(rows)]
    got = dict(
        value(
            "STRESS_ATTRIBUTION",
            history,
            [[3.0, 4.0]],
            [[40000.0, 40299.0]],
            0.99,
            1,
            "normal",
            300,
        )[1:]
    )
    one = got["Current VaR"] / 3
    assert got["Volatility effect"] == pytest.approx(3 * one)
    assert got["Correlation effect"] == pytest.approx(one)
    assert got["Distribution effect"] == pytest.approx(0, abs=1e-12)


def test_the_attribution_refuses_a_book_that_does_not_move() -> None:
    error, sentence = failed(
        "STRESS_ATTRIBUTION",
        column([0.01, -0.01] * 25 + [0.0] * 250),
        1.0,
        OMITTED,
        0.99,
        1,
        "normal",
    )
    assert error == "#NUM!"
    assert "does not move in the current days" in sentence


@pytest.mark.slow
def test_ten_thousand_assets_are_taken_apart_in_seconds() -> None:
    rng = np.random.default_rng(3)
    history = (0.01 * rng.normal(size=(250, 10_000))).tolist()
    rows = value("VAR_CONTRIBUTION", history, [[1.0] * 10_000], OMITTED, 0.99, 1, "normal")
    assert sum(row[4] for row in rows[1:-2]) == pytest.approx(rows[-2][4], rel=1e-12)


@pytest.mark.slow
def test_what_monte_carlo_would_take_minutes_for_is_refused_with_the_way_out() -> None:
    history = (0.01 * np.random.default_rng(3).normal(size=(250, 600))).tolist()
    error, sentence = failed(
        "VAR_CONTRIBUTION", history, [[1.0] * 600], OMITTED, 0.99, 1, "monte carlo"
    )
    assert error == "#NUM!"
    assert "method normal" in sentence
