"""Scenarios against regressions, an optimiser, and arithmetic by hand."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize, stats

from tests.support import OMITTED, column, failed, gfc, value

FACTORS = ("SPX", "UST10Y", "WTI", "GOLD")
GFC = gfc(*FACTORS)
RETURNS = np.array([row[1:] for row in GFC[1:]], dtype=float)
BOOK = [[60.0, 30.0, 10.0, -5.0]]


# --- SCENARIO_PNL ---------------------------------------------------------------------------------
def test_one_scenario_is_a_number_and_several_are_a_column() -> None:
    assert value("SCENARIO_PNL", [[100, 50]], [[-0.2, 0.1]]) == pytest.approx(-15)
    got = value("SCENARIO_PNL", column([100, 50]), [[-0.2, 0.1], [0, 1], [0.1, 0]])
    assert np.array(got) == pytest.approx(np.array([[-15], [50], [10]]))


def test_a_column_of_shocks_is_one_scenario_unless_there_is_one_asset() -> None:
    assert value("SCENARIO_PNL", [[100, 50]], column([-0.2, 0.1])) == pytest.approx(-15)
    assert value("SCENARIO_PNL", 100, column([-0.2, 0.1])) == [[-20], [10]]


def test_names_match_whatever_the_order_and_case() -> None:
    by_name = [["Asset", "Amount"], ["oil", 50.0], ["stocks", 100.0]]
    got = value("SCENARIO_PNL", by_name, [["Stocks", "OIL"], [-0.2, 0.1]])
    assert got == pytest.approx(-15)


@pytest.mark.parametrize(
    ("positions", "shocks"),
    [
        ([[100, 50]], [[-0.2, 0.1, 0.3]]),
        ([[100, 50]], column([-0.2, 0.1, 0.3])),
        ([[100, 50, 1]], column([-0.2, 0.1])),
        ([[1, 2], [3, 4]], [[-0.2, 0.1]]),
        ([["a", 1.0], ["b", 2.0]], [[-0.2, 0.1]]),  # names on one side alone
        ([["a", 1.0], ["b", 2.0]], [["a", "c"], [-0.2, 0.1]]),
        ([[100, 50]], [[-0.2, None]]),
        ([[100, 50]], [[-0.2, "x"]]),
    ],
)
def test_scenario_pnl_refuses_what_does_not_fit(positions, shocks) -> None:
    assert failed("SCENARIO_PNL", positions, shocks)[0] == "#VALUE!"


# --- SCENARIO_PROPAGATE ---------------------------------------------------------------------------
def test_blanks_are_the_regression_on_what_is_given() -> None:
    shocks = [[-0.3, None, -0.4, None]]
    x, y = RETURNS[:, [0, 2]], RETURNS[:, [1, 3]]
    betas, *_ = np.linalg.lstsq(np.c_[np.ones(len(x)), x], y, rcond=None)
    got = value("SCENARIO_PROPAGATE", GFC, shocks, "GFC")[0]
    assert got[0::2] == [-0.3, -0.4]
    assert got[1::2] == pytest.approx(np.array([-0.3, -0.4]) @ betas[1:], rel=1e-9)


def test_it_is_the_conditional_mean_of_simulated_normals() -> None:
    # 400,000 draws with known Σ; those near the shocks average to the answer
    rng = np.random.default_rng(3)
    root = np.array([[1.0, 0, 0], [0.6, 0.8, 0], [-0.3, 0.5, 0.7]]) / 100
    draws = rng.standard_normal((400_000, 3)) @ root.T
    near = np.abs(draws[:, 0] - 0.015) < 0.0005
    days = np.busday_offset("1990-01-01", np.arange(4000)).tolist()
    rows = (rng.standard_normal((4000, 3)) @ root.T).tolist()
    history = [[day.isoformat(), *row] for day, row in zip(days, rows, strict=True)]
    window = f"{days[0].isoformat()}:{days[-1].isoformat()}"
    got = value("SCENARIO_PROPAGATE", history, [[0.015, "", ""]], window)[0]
    assert got[1:] == pytest.approx(draws[near, 1:].mean(axis=0), abs=7e-4)


def test_the_shape_of_the_shocks_comes_back() -> None:
    row = value("SCENARIO_PROPAGATE", GFC, [[-0.3, None, None, None]])
    upright = value("SCENARIO_PROPAGATE", GFC, [[-0.3], [None], [None], [None]])
    cut = value("SCENARIO_PROPAGATE", GFC, [[-0.3]])  # hosts cut blank cells at the end
    assert upright == cut == [[x] for x in row[0]]
    two = value("SCENARIO_PROPAGATE", GFC, [[-0.3, None, None, None], [None, 0.1, None, None]])
    assert two[0] == row[0]
    named = value(
        "SCENARIO_PROPAGATE", GFC, [["gold", "wti", "ust10y", "spx"], [None, None, None, -0.3]]
    )
    assert named[0] == ["gold", "wti", "ust10y", "spx"]
    assert named[1] == pytest.approx(row[0][::-1], rel=1e-9)


def test_what_is_all_given_comes_back_as_it_is() -> None:
    assert value("SCENARIO_PROPAGATE", GFC, [[-0.3, 0.1, 0.2, 0.0]]) == [[-0.3, 0.1, 0.2, 0.0]]


def test_cash_may_not_move_but_may_stand_still() -> None:
    history = gfc("SPX", "CASH", "WTI")
    code, sentence = failed("SCENARIO_PROPAGATE", history, [[-0.3, 0.01, None]])
    assert code == "#NUM!"
    assert "CASH" in sentence
    assert failed("SCENARIO_PROPAGATE", history, [[None, 1e-9, None]])[0] == "#NUM!"
    still = value("SCENARIO_PROPAGATE", history, [[-0.3, 0, None]])
    blank = value("SCENARIO_PROPAGATE", history, [[-0.3, None, None]])
    assert blank[0][1] == 0
    assert still[0] == pytest.approx(blank[0], rel=1e-12)


def test_a_constant_that_is_not_exactly_its_mean_does_not_move_either() -> None:
    history = [[0.0001, r] for r in RETURNS[:, 0]]  # the mean of 0.0001s is off in the last bit
    assert failed("SCENARIO_PROPAGATE", history, [[0.01, None]])[0] == "#NUM!"


def test_twins_move_together_or_not_at_all() -> None:
    history = np.c_[RETURNS[:, 0], RETURNS[:, 0], 2 * RETURNS[:, 0], RETURNS[:, 1]].tolist()
    alone = value("SCENARIO_PROPAGATE", history, [[-0.1, None, None, None]])[0]
    assert alone[1:3] == pytest.approx([-0.1, -0.2], rel=1e-9)
    together = value("SCENARIO_PROPAGATE", history, [[-0.1, -0.1, -0.2, None]])[0]
    assert together[3] == pytest.approx(alone[3], rel=1e-6)
    assert failed("SCENARIO_PROPAGATE", history, [[-0.1, -0.1001, None, None]])[0] == "#NUM!"


def test_assets_apart_by_less_than_the_cut_off_are_twins() -> None:
    # CATALOGUE: rcond 1e-10; 1e-6 of another asset leaves an eigenvalue of about 1e-14 of the largest
    near = RETURNS[:, 0] + 1e-6 * RETURNS[:, 1]
    history = np.c_[RETURNS[:, 0], near, RETURNS[:, 1]].tolist()
    alone = value("SCENARIO_PROPAGATE", history, [[-0.1, None, None]])[0]
    both = value("SCENARIO_PROPAGATE", history, [[-0.1, -0.1, None]])[0]
    assert both[2] == pytest.approx(
        alone[2], rel=1e-5
    )  # not what a difference of nothing says of that asset
    assert failed("SCENARIO_PROPAGATE", history, [[-0.1, -0.1001, None]])[0] == "#NUM!"


@pytest.mark.parametrize(
    ("shocks", "code"),
    [
        ([[None, None, None, None]], "#VALUE!"),
        ([[-0.3, None, None]], "#VALUE!"),
        ([["SPX", "UST10Y", "WTI", "COPPER"], [-0.3, None, None, None]], "#VALUE!"),
        ([[-0.3, "x", None, None]], "#VALUE!"),
        ([[-0.3, None, None, None], [None] * 4, [-0.3, None, None, None]], "#VALUE!"),
    ],
)
def test_propagation_refuses(shocks, code) -> None:
    assert failed("SCENARIO_PROPAGATE", GFC, shocks)[0] == code


# --- rates and spreads ----------------------------------------------------------------------------
def test_rates_up_200_bp() -> None:
    # by hand: -8 x 2% x 1000 = -160; + 80/2 x 0.0004 x 1000 = +16
    assert value("RATE_SHOCK_PNL", 1000, 8, 200) == pytest.approx(-160, rel=1e-14)
    assert value("RATE_SHOCK_PNL", 1000, 8, 200, 80) == pytest.approx(-144, rel=1e-14)
    assert value("RATE_SHOCK_PNL", -1000, 8, -200) == pytest.approx(-160, rel=1e-14)


def test_second_order_is_close_to_repricing_a_zero_coupon_bond() -> None:
    # a 10-year zero at 3% continuous: duration 10, convexity 100; exact: exp(-10 x 1%) - 1
    exact = 1000 * np.expm1(-10 * 0.01)
    assert value("RATE_SHOCK_PNL", 1000, 10, 100, 100) == pytest.approx(
        exact, abs=1000 * 0.1**3 / 6
    )


def test_spreads_from_100_to_500_bp() -> None:
    assert value("SPREAD_SHOCK_PNL", 1000, 5, 100, 500) == pytest.approx(
        -200, rel=1e-14
    )  # ARTICLE 5c
    assert value("SPREAD_SHOCK_PNL", 1000, 5, 500, 100) == pytest.approx(200, rel=1e-14)


# --- REVERSE_STRESS -------------------------------------------------------------------------------
def test_the_scenario_loses_exactly_the_loss() -> None:
    *rows, _, _ = value("REVERSE_STRESS", GFC, BOOK, 25)[1:]
    assert [row[0] for row in rows] == list(FACTORS)
    assert sum(row[2] for row in rows) == pytest.approx(-25, rel=1e-12)
    for position, (_, shock, pnl) in zip(BOOK[0], rows, strict=True):
        assert pnl == pytest.approx(position * shock, rel=1e-12)


def test_no_other_scenario_of_that_loss_is_nearer() -> None:
    cov, w = np.cov(RETURNS.T), np.array(BOOK[0])
    root = np.linalg.cholesky(cov)  # x = root @ u; its distance is |u|
    best = optimize.minimize(
        lambda u: u @ u,
        np.full(4, 0.1),
        jac=lambda u: 2 * u,
        method="SLSQP",
        constraints={"type": "eq", "fun": lambda u: w @ root @ u + 25, "jac": lambda u: w @ root},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert best.success
    *rows, distance, probability = value("REVERSE_STRESS", GFC, BOOK, 25)[1:]
    assert [row[1] for row in rows] == pytest.approx(root @ best.x, rel=1e-5)
    assert distance[:2] == ["Distance", pytest.approx(best.fun**0.5, rel=1e-6)]
    assert probability[1] == pytest.approx(stats.norm.sf(distance[1]), rel=1e-10)


def test_a_longer_horizon_makes_the_same_scenario_likelier() -> None:
    one, ten = (value("REVERSE_STRESS", GFC, BOOK, 25, OMITTED, h) for h in (1, 10))
    assert [r[1] for r in one[1:5]] == [r[1] for r in ten[1:5]]
    assert one[5][1] == pytest.approx(ten[5][1] * 10**0.5, rel=1e-12)


def test_cash_stands_still_in_a_reverse_stress() -> None:
    got = value("REVERSE_STRESS", gfc("SPX", "CASH"), [[60, 40]], 6)
    assert got[1][1:] == pytest.approx([-0.1, -6])
    assert got[2][1:] == [0, 0]


def test_twins_share_the_loss() -> None:
    history = np.c_[RETURNS[:, 0], RETURNS[:, 0]].tolist()
    assert value("REVERSE_STRESS", history, [[30, 30]], 6)[1][1] == pytest.approx(-0.1, rel=1e-12)


@pytest.mark.parametrize(
    ("history", "book"),
    [
        (gfc("SPX", "CASH"), [[0, 40]]),
        (np.c_[RETURNS[:, 0], RETURNS[:, 0]].tolist(), [[30, -30]]),
        (np.c_[RETURNS[:, 0], 3 * RETURNS[:, 0]].tolist(), [[30, -10]]),
        (gfc("SPX", "CASH"), [[0, 0]]),
        # cash that earns the same every day: the mean of 0.0001s is off in the last bit
        ([[r, 0.0001] for r in RETURNS[:, 0]], [[0, 40]]),
    ],
)
def test_a_book_that_stands_still_cannot_lose(history, book) -> None:
    assert failed("REVERSE_STRESS", history, book, 5)[0] == "#NUM!"


def test_no_matrix_of_all_assets_is_built() -> None:
    history = np.random.default_rng(3).normal(0, 0.01, (40, 4000)).tolist()
    tracemalloc.start()
    value("REVERSE_STRESS", history, [[1.0] * 4000], 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4000 * 4000 * 8 / 2


@pytest.mark.parametrize("apart", [1e-2, 1e-5, 1e-8])
def test_a_hedged_book_keeps_its_digits(apart) -> None:
    # long one asset, short its near twin: the exact deviation by fractions, from the same floats
    one = RETURNS[:, 0]
    two = one + apart * RETURNS[:, 1]
    pnl = [1000 * (Fraction(a) - Fraction(b)) for a, b in zip(one, two, strict=True)]
    mean = sum(pnl) / len(pnl)
    deviation = float(sum((x - mean) ** 2 for x in pnl) / (len(pnl) - 1)) ** 0.5
    got = value("REVERSE_STRESS", np.c_[one, two].tolist(), [[1000, -1000]], 5)
    tolerance = 1e-15 / apart + 1e-13  # the rounding of a P&L that is so small beside its legs
    assert got[3][1] == pytest.approx(5 / deviation, rel=tolerance)
    # the legs nearly cancel, so the loss is exact to the rounding of the legs
    assert got[1][2] + got[2][2] == pytest.approx(-5, abs=1e-15 * abs(got[1][2]) + 1e-14)


@pytest.mark.parametrize("loss", [0, -5])
def test_a_loss_is_positive(loss) -> None:
    assert failed("REVERSE_STRESS", GFC, BOOK, loss)[0] == "#NUM!"


def test_numbers_beyond_a_double_are_refused_not_shown() -> None:
    huge = [[1e200, 1.0], [-1e200, 2.0], [3e200, -1.0]]
    assert failed("REVERSE_STRESS", huge, [[1, 1]], 5)[0] == "#NUM!"
    assert failed("SCENARIO_PROPAGATE", huge, [[1, None]])[0] == "#NUM!"
    assert failed("SCENARIO_PNL", 1e300, 1e300)[0] == "#NUM!"


# --- CRISIS_REPLAY --------------------------------------------------------------------------------
def test_replay_by_hand() -> None:
    assert value("CRISIS_REPLAY", column([0.01, -0.02, 0.005, 0.03]), 100) == [
        ["Day", "P&L", "Cumulative", "Drawdown"],
        [1, 1, 1, 0],
        [2, -2, -1, 2],
        [3, 0.5, -0.5, 1.5],
        [4, 3, 2.5, 0],
    ]


def test_replay_of_the_crisis() -> None:
    head, *rows = value("CRISIS_REPLAY", GFC, BOOK, "GFC")
    assert head == ["Date", "P&L", "Cumulative", "Drawdown"]
    assert len(rows) == 252  # DATA: 252 returns on the NYSE calendar
    pnl = RETURNS @ np.array(BOOK[0])
    total = np.cumsum(pnl)
    peak = np.maximum.accumulate(np.r_[0, total])[1:]
    assert np.array(rows)[:, 1:] == pytest.approx(np.c_[pnl, total, peak - total], abs=1e-10)
    assert [row[0] for row in rows] == [row[0] for row in GFC[1:]]


def test_a_loss_on_the_first_day_is_a_drawdown() -> None:
    assert value("CRISIS_REPLAY", column([-0.01]), 100)[1] == [1, -1, -1, 1]
