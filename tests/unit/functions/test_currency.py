"""Local returns in the base currency: rates by date, crossing and inversion, days without one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.support import OMITTED, failed, value
from xl_stressvar.domain import dates

MONDAY = dates.serial(dt.date(2020, 3, 2))


def dated(names: list[str], rows: list[list[float]], days: list[int] | None = None) -> list:
    days = days or list(range(len(rows)))
    body = [[float(MONDAY + day), *row] for day, row in zip(days, rows, strict=True)]
    return [["Date", *names], *body]


LOCAL = dated(["Share", "Bond"], [[0.1, 0.0], [-0.2, 0.01], [0.05, 0.02]])


def test_each_asset_is_converted_by_the_rate_of_its_currency() -> None:
    fx = dated(["EURUSD", "GBPUSD"], [[0.01, 0.0], [0.0, -0.1], [-0.02, 0.5]])
    found = value("IN_CURRENCY", LOCAL, [["EUR", "GBP"]], "USD", fx)
    assert found[0] == ["Date", "Share", "Bond"]
    want = [[1.1 * 1.01, 1.0], [0.8, 1.01 * 0.9], [1.05 * 0.98, 1.02 * 1.5]]
    np.testing.assert_allclose([row[1:] for row in found[1:]], np.array(want) - 1, rtol=1e-13)


def test_an_asset_in_the_base_currency_stays_as_it_is() -> None:
    fx = dated(["EURUSD"], [[0.01], [0.0], [-0.02]])
    found = value("IN_CURRENCY", LOCAL, [["Bond", "usd"], ["share", "EUR"]], OMITTED, fx)
    assert [row[2] for row in found[1:]] == pytest.approx([0.0, 0.01, 0.02], abs=1e-15)
    assert found[1][1] == pytest.approx(1.1 * 1.01 - 1, rel=1e-13)


def test_the_library_converts_over_the_common_currency() -> None:
    local = value("CRISIS_RETURNS", "GFC", "GOLD")
    rates = value("CRISIS_RETURNS", "GFC", [["EURUSD", "EURCHF"]])
    found = value("IN_CURRENCY", local, "CHF")
    for one, rate, got in zip(local[1:], rates[1:], found[1:], strict=True):
        want = (1 + one[1]) / (1 + rate[2]) * (1 + rate[1]) - 1
        assert got[1] == pytest.approx(want, abs=1e-14)


def test_there_and_back_again_is_where_it_was() -> None:
    local = value("CRISIS_RETURNS", "GFC", [["SPX", "WTI"]])
    codes = [["USD", "JPY"]]
    there = value("IN_CURRENCY", local, codes, "GBP")
    back = [row[:] for row in there]
    for j, code in ((1, "USD"), (2, "JPY")):
        one = value("IN_CURRENCY", [[r[0], r[j]] for r in there], "GBP", code)
        for row, got in zip(back[1:], one[1:], strict=True):
            row[j] = got[1]
    np.testing.assert_allclose(
        [r[1:] for r in back[1:]], [r[1:] for r in local[1:]], rtol=0, atol=1e-14
    )


def test_rates_of_days_between_two_rows_compound() -> None:
    fx = dated(["EURUSD"], [[0.01], [0.02], [0.03], [0.04]])
    local = dated(["Share"], [[0.0], [0.0], [0.0]], [0, 1, 3])
    found = value("IN_CURRENCY", local, "EUR", "USD", fx)
    assert [r[1] for r in found[1:]] == pytest.approx([0.01, 0.02, 1.03 * 1.04 - 1], rel=1e-13)


def test_behind_a_hole_a_row_takes_the_rate_of_its_day_alone() -> None:
    days = [*range(3), *range(30, 33)]
    fx = dated(["EURUSD"], [[0.01] for _ in range(40)])
    found = value("IN_CURRENCY", dated(["Share"], [[0.0]] * 6, days), "EUR", "USD", fx)
    assert [r[1] for r in found[1:]] == pytest.approx([0.01] * 6, rel=1e-13)


def test_a_day_without_a_rate_is_named() -> None:
    fx = dated(["EURUSD"], [[0.01], [0.02], [0.03]], [0, 2, 3])
    code, sentence = failed("IN_CURRENCY", LOCAL, [["EUR", "USD"]], "USD", fx)
    assert code == "#N/A"
    assert "no rate of EURUSD on 2020-03-03" in sentence


def test_a_currency_without_a_rate_is_named() -> None:
    code, sentence = failed("IN_CURRENCY", LOCAL, [["EUR", "XAF"]])
    assert code == "#N/A"
    assert "Bond" in sentence
    assert "XAFUSD" in sentence


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((LOCAL, [["EUR", "Pound"]]), "#VALUE!", "not the code of a currency"),
        ((LOCAL, "EUR"), "#VALUE!", "1 x 1 for 2 assets"),
        ((LOCAL, [["Share", "EUR"], ["Cash", "USD"]]), "#VALUE!", "Cash"),
        ((LOCAL, [["Share", "EUR"], ["share", "USD"]]), "#VALUE!", "again"),
        ((LOCAL, [["Share", "EUR"], ["Ccy", "USD"]]), "#VALUE!", "Ccy"),
        (([[0.1], [0.2]], "EUR"), "#N/A", "no dates"),
        (([[0.1], [0.2]], "EUR", "USD", [["EURUSD"], [0.1]]), "#VALUE!", "1 row"),
        ((LOCAL, [["EUR", "USD"]], "USD", dated(["SPX"], [[0.1]] * 3)), "#VALUE!", "EURUSD"),
        (([[10.0], [-5.0]], "EUR", "USD", [["EURUSD"], [0.1], [0.0]]), "#VALUE!", "-100%"),
        (([[0.01]] * 20, "EUR", "USD", [["EURUSD"], *[[1.1]] * 20]), "#VALUE!", "levels"),
        (([[2.0 * (-1) ** i * 0.4] for i in range(20)], "USD"), "#VALUE!", "80% from row"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_refused_in_words(arguments, code, said) -> None:
    got, sentence = failed("IN_CURRENCY", *arguments)
    assert (got, said in sentence) == (code, True), sentence


def test_daily_rates_do_not_convert_weekly_returns() -> None:
    weekly = dated(["Share"], [[0.0]] * 6, [7 * i for i in range(6)])
    fx = dated(["EURUSD"], [[0.01]] * 40)
    for rates in (fx, OMITTED):
        code, sentence = failed("IN_CURRENCY", weekly, "EUR", "USD", rates)
        assert code == "#VALUE!"
        assert "weekly" in sentence


def test_in_the_crisis_euros_lost_less_on_the_index_than_dollars() -> None:
    local = value("CRISIS_RETURNS", "GFC", "SPX")
    in_dollars = value("STRESSED_VAR", local, 1)
    in_euros = value("STRESSED_VAR", value("IN_CURRENCY", local, "USD", "EUR"), 1)
    assert in_dollars > in_euros > 0
