"""What must hold for every option, bond and grid: parity, monotonicity, limits, convergence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import OMITTED, examples, value
from xl_stressvar.risk.instruments import black_scholes, bonds

PRICES = st.floats(1.0, 500.0)
YEARS = st.floats(0.01, 10.0)
VOLATILITIES = st.floats(0.02, 1.5)
RATES = st.floats(-0.02, 0.2)


@given(PRICES, PRICES, YEARS, VOLATILITIES, RATES, RATES)
@examples(200)
def test_a_call_less_a_put_is_the_forward(spot, strike, years, vol, rate, dividend) -> None:
    terms = (spot, strike, years, vol, rate, dividend)
    ((call, *of_call),) = value("OPTION_VALUE", "call", *terms)
    ((put, *of_put),) = value("OPTION_VALUE", "put", *terms)
    forward = spot * np.exp(-dividend * years) - strike * np.exp(-rate * years)
    assert call - put == pytest.approx(forward, abs=1e-10 * (spot + strike))
    assert of_call[0] - of_put[0] == pytest.approx(np.exp(-dividend * years), rel=1e-10)
    assert of_call[1:3] == pytest.approx(of_put[1:3], rel=1e-9)  # gamma and vega


@given(PRICES, PRICES, YEARS, VOLATILITIES, RATES, RATES)
@examples(200)
def test_a_value_lies_between_its_bounds_and_rises_with_volatility(
    spot, strike, years, vol, rate, dividend
) -> None:
    held, paid = spot * np.exp(-dividend * years), strike * np.exp(-rate * years)
    for sign, most in ((1, held), (-1, paid)):
        low, high = (
            float(black_scholes.value(sign, spot, strike, years, v, rate, dividend))
            for v in (vol, 1.1 * vol)
        )
        assert max(sign * (held - paid), 0) - 1e-10 * spot <= low <= most * (1 + 1e-12)
        assert high >= low - 1e-10 * spot


@given(st.floats(20, 200), YEARS, VOLATILITIES, RATES, RATES)
@examples(100)
def test_sensitivities_are_the_slopes_of_the_value(spot, years, vol, rate, dividend) -> None:
    def price(s=spot, t=years, v=vol, r=rate):
        return float(black_scholes.value(-1, s, 100.0, t, v, r, dividend))

    ((_, delta, gamma, vega, theta, rho),) = value(
        "OPTION_VALUE", "put", spot, 100, years, vol, rate, dividend
    )
    h = 1e-4
    near = {"rel": 1e-3, "abs": 2e-3}
    assert delta == pytest.approx((price(s=spot + h) - price(s=spot - h)) / (2 * h), **near)
    up, down = (float(_delta(spot + s, years, vol, rate, dividend)) for s in (h, -h))
    assert gamma == pytest.approx((up - down) / (2 * h), **near)
    assert vega == pytest.approx((price(v=vol + h) - price(v=vol - h)) / (2 * h), **near)
    assert theta == pytest.approx(-(price(t=years + h) - price(t=years - h)) / (2 * h), rel=1e-2, abs=2e-2)  # fmt: skip
    assert rho == pytest.approx((price(r=rate + h) - price(r=rate - h)) / (2 * h), **near)


def _delta(spot, years, vol, rate, dividend):
    return black_scholes.sensitivities(-1, spot, 100.0, years, vol, rate, dividend).delta


def test_an_expired_option_is_its_payoff() -> None:
    assert value("OPTION_VALUE", "call", 42, 40, 0, 0.2, 0.1, 0.05) == [
        [2.0, 1.0, 0.0, 0.0, pytest.approx(0.05 * 42 - 0.1 * 40), 0.0]
    ]
    assert value("OPTION_VALUE", "put", 42, 40, 0, 0.2)[0][:2] == [0.0, 0.0]
    assert value("OPTION_VALUE", "put", 40, 40, 0, 0.2) == [[0.0, "n/a", "n/a", 0.0, "n/a", 0.0]]


def test_a_tiny_volatility_leaves_what_is_certain() -> None:
    ((call, delta, gamma, *_),) = value("OPTION_VALUE", "call", 42, 40, 0.5, 1e-9, 0.1)
    assert call == pytest.approx(42 - 40 * np.exp(-0.05), rel=1e-12)
    assert (delta, gamma) == (1.0, 0.0)


def test_deep_in_and_deep_out_of_the_money_have_limits() -> None:
    assert value("OPTION_VALUE", "put", 1e-6, 40, 0.5, 0.2, 0.1)[0][0] == pytest.approx(
        40 * np.exp(-0.05), rel=1e-6
    )
    assert value("OPTION_VALUE", "call", 1e-6, 40, 0.5, 0.2, 0.1)[0] == [0.0] * 6


@given(
    st.floats(0, 0.12), st.floats(0.05, 40), st.floats(-0.015, 0.15), st.sampled_from([1, 2, 4, 12])
)
@examples(200)
def test_duration_convexity_and_basis_point_are_the_slopes_of_the_price(
    coupon, years, y, frequency
) -> None:
    ((price, duration, convexity, point),) = value("BOND_VALUE", coupon, years, y, frequency)
    h = 1e-5
    up, at, down = (100 * float(bonds.price(coupon, years, y + d, frequency)) for d in (h, 0, -h))
    assert price == pytest.approx(at, rel=1e-11)
    assert duration == pytest.approx((down - up) / (2 * h) / price, rel=1e-6)
    assert convexity == pytest.approx((up - 2 * at + down) / h**2 / price, rel=1e-3, abs=1e-3)
    assert point == pytest.approx(duration * price * 1e-4, rel=1e-12)


@given(st.floats(0, 0.12), st.floats(0.05, 40), st.floats(-0.015, 0.15))
@examples(100)
def test_a_price_falls_as_the_yield_rises_and_is_par_at_the_coupon(coupon, years, y) -> None:
    prices = [value("BOND_VALUE", coupon, years, y + d)[0][0] for d in (0, 0.001, 0.002)]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] - 2 * prices[1] + prices[2] > -1e-9  # convex
    whole = np.ceil(2 * years) / 2
    assert value("BOND_VALUE", coupon, float(whole), coupon)[0][0] == pytest.approx(100, rel=1e-12)


# --- a grid against full revaluation ----------------------------------------------------------------
RETURNS = np.sin(np.arange(200) ** 2) * 0.15
PUT = [
    ["name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate"],
    ["Put", "X", "put", -1.0, 100.0, 95.0, 0.25, 0.2, 0.03],
]


def error_of_grid(moves: int, interpolation: str) -> float:
    at = np.linspace(-0.16, 0.16, moves)
    pnl = value("OPTION_PNL", [["X"], *([m] for m in at.tolist())], PUT)[1:]
    history = [[r] for r in RETURNS.tolist()]
    grid = [[m, *p] for m, p in zip(at.tolist(), pnl, strict=True)]
    got = value("GRID_PNL", history, grid, interpolation)
    want = value("OPTION_PNL", [["X"], *history], PUT)[1:]
    return float(np.abs(np.array(got) - np.array(want)).max())


@pytest.mark.parametrize(("interpolation", "order"), [("linear", 2), ("spline", 4)])
def test_half_the_step_divides_the_error_of_a_grid_as_theory_says(interpolation, order) -> None:
    errors = [error_of_grid(moves, interpolation) for moves in (17, 33, 65, 129)]
    for coarse, fine in pairwise(errors):
        assert coarse / fine > 0.6 * 2**order


def test_delta_and_gamma_are_the_first_two_terms_of_the_revaluation() -> None:
    ((_, delta, gamma, *_),) = value("OPTION_VALUE", "put", 100, 95, 0.25, 0.2, 0.03)
    for scale, most in ((1e-2, 5e-2), (1e-3, 5e-5), (1e-4, 5e-8)):
        x = [[scale], [-scale]]
        near = value("DELTA_GAMMA_PNL", x, -100 * delta, -1e4 * gamma)
        full = value("OPTION_PNL", [["X"], *x], PUT)[1:]
        assert np.abs(np.array(near) - np.array(full)).max() < most


def test_gamma_left_out_is_the_straight_line() -> None:
    assert value("DELTA_GAMMA_PNL", [[0.1, -0.2]], [[10, 5]], OMITTED) == [[0.0]]
