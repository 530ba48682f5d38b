"""Numbers in another unit than the function reads are refused, where no honest number looks like them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, failed, value

POSITIONS = [[60.0, 30.0, 15.0]]
SEEDED = np.random.default_rng(23)
RETURNS = SEEDED.normal(0, 0.01, (60, 3))  # 1% a day
PRICES = np.cumprod(1 + RETURNS, axis=0)


def var(history: np.ndarray, positions: object = POSITIONS) -> tuple[object, ...]:
    return "STRESSED_VAR", history.tolist(), positions, OMITTED, 0.95


def with_one(number: float) -> np.ndarray:
    """The returns with one other number."""
    changed = RETURNS.copy()
    changed[4, 1] = number
    return changed


@pytest.mark.parametrize(
    ("history", "said"),
    [
        # a normal day of 1% is 1 in percent, and 100 in basis points
        (100 * RETURNS, "a return below -100%, and the positions are amounts"),
        (10_000 * RETURNS, "a return below -100%, and the positions are amounts"),
        (60 * RETURNS, "moves by"),
        (with_one(-1.2), "history (day 5, column 2) is -1.2, a return below -100%"),
        # prices beside returns, beside a yield, and exchange rates below 1
        (np.column_stack([RETURNS[:, :2], 100 * PRICES[:, 2]]), "history (column 3) is never below 0.3"),
        (np.column_stack([100 * PRICES[:, :2], 0.02 + RETURNS[:, 2]]), "history (column 1) is never below 0.3"),
        (0.8 * PRICES, "history (column 1) is never below 0.3"),
    ],
    ids=["percent", "basis points", "percent of calm days", "one return", "a price", "a yield", "rates"],
)  # fmt: skip
def test_a_history_that_holds_no_returns_is_refused_with_the_likely_slip(
    history: np.ndarray, said: str
) -> None:
    if said == "moves by":
        history = np.clip(history, -1, None)
    error, sentence = failed(*var(history))
    assert (error, said in sentence) == ("#VALUE!", True), sentence


@pytest.mark.parametrize("unit", [1.0, 1000.0])
def test_what_may_be_money_is_read_as_money(unit: float) -> None:
    """Positions of a few whole numbers count columns of P&L, of any size."""
    pnl = unit * 50 * RETURNS
    assert value(*var(pnl, [[1.0, -1.0, 2.0]])) == pytest.approx(
        -np.percentile(pnl @ [1.0, -1.0, 2.0], 5), rel=1e-12
    )


def test_a_crash_and_a_total_loss_are_returns() -> None:
    for number in (-1.0, -0.9, 1.5):
        value(*var(with_one(number)))


@pytest.mark.parametrize("number", [0.0, 0.01])
def test_a_history_that_stands_still_has_no_figure(number: float) -> None:
    error, sentence = failed(*var(np.full((60, 3), number)))
    assert (error, "No column of history moves" in sentence) == ("#N/A", True)


def test_a_volatility_in_percent_is_refused() -> None:
    error, sentence = failed("PARAM_VAR", 20.0, 100.0)
    assert error == "#NUM!"
    assert "a volatility of 2000% a day. Type 1.2% or 0.012" in sentence
    assert failed("PARAM_VAR", 0.51, 100.0)[0] == "#NUM!"
    # 100 x 50% x the normal quantile of 99%, by any table
    assert value("PARAM_VAR", 0.5, 100.0) == pytest.approx(116.317, abs=1e-3)


@pytest.mark.parametrize("shift", [0.02, -0.02])
def test_a_shift_of_rates_as_a_decimal_is_refused(shift: float) -> None:
    error, sentence = failed("RATE_SHOCK_PNL", 100.0, 7.0, shift)
    assert (error, "Type 200 for 2%" in sentence) == ("#NUM!", True)
    assert value("RATE_SHOCK_PNL", 100.0, 7.0, 0.0) == 0
    assert value("RATE_SHOCK_PNL", 100.0, 7.0, 200.0) == pytest.approx(-14, rel=1e-12)
