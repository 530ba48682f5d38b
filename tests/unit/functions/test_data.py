"""Windows, library returns, and the visible cleaning steps."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar.domain.dates import serial

PRICES = [
    ["Date", "A", "B"],
    ["2008-09-01", 100.0, 10.0],
    ["2008-09-02", 110.0, 9.0],
    ["2008-09-03", 99.0, 9.9],
]


def rows_of(as_of="2026-06-30") -> dict[str, list]:
    header, *rows = value("CRISIS_WINDOWS", as_of)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def test_the_windows_have_their_regulatory_dates_and_days() -> None:
    windows = rows_of()
    gfc_row = windows["GFC"]
    assert gfc_row["Start"] == serial(dt.date(2008, 9, 1))
    assert gfc_row["End"] == serial(dt.date(2009, 8, 31))
    assert gfc_row["Trading days"] == 252  # the NYSE calendar
    # the article's crash months have 22 to 64 days
    crashes = {code: row["Trading days"] for code, row in windows.items() if "CRASH" in code}
    assert crashes == {"COVID_CRASH": 41, "LTCM_CRASH": 64, "BLACK_MONDAY_CRASH": 22}


def test_the_windows_tell_the_truth_about_the_library() -> None:
    windows = rows_of()
    assert "EURUSD" not in windows["LTCM"]["Library factors"]  # the euro starts in 1999
    assert "GOLD" not in windows["COVID"]["Library factors"]  # the series ends 2020-03-13
    assert len(windows["GFC"]["Library factors"].split(", ")) == 11


def test_age_counts_from_the_end_of_the_window() -> None:
    assert rows_of("2010-08-31")["GFC"]["Age in years"] == pytest.approx(365 / 365.25)


def test_as_of_left_out_is_today() -> None:
    today = dt.date.today().isoformat()
    assert value("CRISIS_WINDOWS") == value("CRISIS_WINDOWS", today)


def test_library_returns_have_dates_a_header_and_the_day_lehman_failed() -> None:
    table = value("CRISIS_RETURNS", "GFC", [["SPX"]])
    assert table[0] == ["Date", "SPX"]
    lehman = {row[0]: row[1] for row in table[1:]}[serial(dt.date(2008, 9, 15))]
    assert lehman == pytest.approx(-0.0471, abs=5e-5)  # S&P 500, 2008-09-15


def test_factors_may_be_one_text_and_in_any_case() -> None:
    assert value("CRISIS_RETURNS", "GFC", "spx; ust10y") == gfc("SPX", "UST10Y")


def test_factors_left_out_are_those_that_cover_the_window() -> None:
    assert value("CRISIS_RETURNS", "COVID")[0] == [
        "Date", "SPX", "EURUSD", "GBPUSD", "USDJPY", "CASH",
    ]  # fmt: skip


def test_betas_scale_their_columns() -> None:
    plain = np.array(gfc("SPX", "GOLD")[1:])
    scaled = np.array(value("CRISIS_RETURNS", "GFC", "SPX;GOLD", [[1.5, 0.5]])[1:])
    np.testing.assert_allclose(scaled[:, 1:], plain[:, 1:] * [1.5, 0.5], rtol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("GFC", "VIX"), "#VALUE!", "'VIX', which is not a library factor. Use SPX, NASDAQ"),
        (("GFC", "SPX;SPX"), "#VALUE!", "names SPX twice"),
        (("COVID", "GOLD"), "#N/A", "GOLD does not cover COVID"),
        (("2023-01-01:2023-12-31",), "#N/A", "the library has 1950-01-04 to 2022-12-28"),
        (("GFC", "SPX", [[1.0, 2.0]]), "#VALUE!", "2 numbers for 1 factor."),
        (("GFC", [["SPX", 3.0]]), "#VALUE!", "not a library factor"),
        (("GFC;COVID",), "#VALUE!", "several windows where one is expected"),
        (("WORST",), "#VALUE!", "WORST, which this function does not search for"),
    ],
)
def test_what_the_library_cannot_give_is_said(arguments, code, words) -> None:
    error, sentence = failed("CRISIS_RETURNS", *arguments)
    assert error == code
    assert words in sentence


def test_returns_of_prices_keep_header_and_dates() -> None:
    table = value("TO_RETURNS", PRICES)
    assert table[0] == ["Date", "A", "B"]
    np.testing.assert_allclose(
        np.array(table[1:]), [[39693, 0.1, -0.1], [39694, -0.1, 0.1]], rtol=1e-14
    )


def test_log_returns_add_up() -> None:
    table = value("TO_RETURNS", PRICES, "log")
    assert sum(row[1] for row in table[1:]) == pytest.approx(np.log(0.99), rel=1e-14)


def test_newest_first_prices_give_the_same_returns() -> None:
    assert value("TO_RETURNS", [PRICES[0], *reversed(PRICES[1:])]) == value("TO_RETURNS", PRICES)


def test_bare_prices_give_bare_returns() -> None:
    np.testing.assert_allclose(
        value("TO_RETURNS", column([100.0, 110.0, 99.0])), [[0.1], [-0.1]], rtol=1e-14
    )


def test_a_price_of_zero_is_refused_by_name_and_date() -> None:
    bad = [list(row) for row in PRICES]
    bad[2][2] = 0.0
    error, sentence = failed("TO_RETURNS", bad)
    assert error == "#NUM!"
    assert "prices (2008-09-02, B) is 0" in sentence


def test_one_price_has_no_return() -> None:
    assert failed("TO_RETURNS", PRICES[:2])[0] == "#N/A"


def test_alignment_fills_short_gaps_and_drops_what_stays_open() -> None:
    levels = [
        ["A", "B"], [1.0, None], [2.0, 10.0], [None, 11.0], [3.0, None], [4.0, ""], [5.0, 12.0],
    ]  # fmt: skip
    assert value("ALIGN_HISTORY", levels, 2) == [
        ["A", "B"], [2.0, 10.0], [2.0, 11.0], [3.0, 11.0], [4.0, 11.0], [5.0, 12.0],
    ]  # fmt: skip
    # a gap longer than max_fill is left whole: rows 4 and 5 go
    assert value("ALIGN_HISTORY", levels, 1) == [
        ["A", "B"], [2.0, 10.0], [2.0, 11.0], [5.0, 12.0],
    ]  # fmt: skip
    assert value("ALIGN_HISTORY", levels, 0) == [["A", "B"], [2.0, 10.0], [5.0, 12.0]]


def test_alignment_takes_blanks_but_no_text() -> None:
    error, sentence = failed("ALIGN_HISTORY", [["A"], [1.0], ["n/a"]])
    assert error == "#VALUE!"
    assert "'n/a'" in sentence


def test_alignment_without_a_complete_row_is_not_available() -> None:
    assert failed("ALIGN_HISTORY", [[1.0, None], [None, 2.0]], 0)[0] == "#N/A"
    assert failed("ALIGN_HISTORY", [[1.0], [2.0]], 1.5)[0] == "#NUM!"
    assert failed("ALIGN_HISTORY", [[1.0], [2.0]], -1)[0] == "#NUM!"


def test_crisis_returns_without_anything_is_the_gfc() -> None:
    assert value("CRISIS_RETURNS", OMITTED, "SPX") == gfc("SPX")


def test_a_check_of_prices_says_that_they_are_no_returns() -> None:
    prices = [["Date", "A"], [39692.0, 1282.8], [39693.0, 1277.6], [39694.0, 1274.9]]
    rows = value("HISTORY_CHECK", prices)[1:]
    assert [row[:3] for row in rows] == [[2.0, "A", "prices"]]
    assert "TO_RETURNS" in rows[0][3]
    assert "prices" not in [row[2] for row in value("HISTORY_CHECK", gfc())]


def calm(columns: int, rows: int = 60) -> np.ndarray:
    """Seeded returns of 1% a day."""
    return np.random.default_rng(11).normal(0, 0.01, (rows, columns))


@pytest.mark.parametrize("level", [100.0, 0.7])  # prices, and a currency below 1
def test_a_check_finds_levels_of_any_size(level) -> None:
    levels = level * np.cumprod(1 + calm(1), axis=0)
    assert [row[2] for row in value("HISTORY_CHECK", levels.tolist())[1:]] == ["prices"]


def test_a_check_does_not_take_interest_on_cash_for_levels() -> None:
    accrual = np.column_stack([calm(1), np.full((60, 1), 0.0001) + 1e-6 * np.arange(60)[:, None]])
    assert value("HISTORY_CHECK", accrual.tolist())[1][2] == "ok"


@pytest.mark.parametrize("unit", [100, 10_000])  # percent, basis points
def test_a_check_finds_a_column_of_percent_or_basis_points(unit) -> None:
    mixed = calm(3) * [1, unit, 1]
    rows = value("HISTORY_CHECK", [["A", "B", "C"], *mixed.tolist()])[1:]
    assert [row[:3] for row in rows] == [[2.0, "B", "units"]]
    assert "percent" in rows[0][3]
    assert value("HISTORY_CHECK", (calm(3)).tolist())[1][2] == "ok"


def test_a_check_leaves_a_single_column_of_money_alone() -> None:
    assert value("HISTORY_CHECK", (1e6 * calm(1)).tolist())[1][2] == "ok"


@pytest.mark.parametrize(
    ("function", "rest"),
    [
        ("STRESSED_VAR", ([[60, 40]], OMITTED, 0.95, 1, "normal")),
        ("STRESS_RATIO", ([[60, 40]], OMITTED, 0.95, 1, "normal", 60)),
        ("CRISIS_CORR", ()),
        ("CRISIS_VOL", ()),
        ("SCENARIO_PROPAGATE", ([[-0.1, None]],)),
    ],
)
@pytest.mark.parametrize("through", ["range", "handle"])
def test_a_table_of_prices_is_refused_where_returns_are_asked_for(function, rest, through) -> None:
    prices = [["A", "B"], *(100 * np.cumprod(1 + calm(2), axis=0)).tolist()]
    given = value("LOAD_HISTORY", prices) if through == "handle" else prices
    error, sentence = failed(function, given, *rest)
    assert error == "#NUM!"
    assert "prices" in sentence
    assert "TO_RETURNS" in sentence
    value(
        function,
        value("TO_RETURNS", given),
        *rest[:-1],
        *([59] if rest[-1:] == (60,) else rest[-1:]),
    )


def test_what_may_be_money_is_not_taken_for_prices() -> None:
    gains = 100 + 1000 * calm(1)  # a P&L column that gains every day, with position 1
    assert value("STRESSED_VAR", np.abs(gains).tolist(), 1, OMITTED, 0.95) < 0
    desks = np.column_stack([1000 * calm(1), np.full(60, 5000.0)])  # one desk earns carry
    value("STRESSED_VAR", desks.tolist(), [[1, 1]], OMITTED, 0.95)
    value("CRISIS_COV", [[1, 2], [2, 4], [3, 6]])  # too few rows to tell


@pytest.mark.parametrize(("days", "kind"), [(2, "compound"), (10, "compound"), (10, "sum")])
def test_overlapping_returns_are_those_of_a_plain_loop(days, kind) -> None:
    header, *rows = gfc("SPX", "GOLD")
    got = value("OVERLAPPING_RETURNS", [header, *rows], days, kind)
    assert got[0] == header
    for i, (day, *numbers) in enumerate(got[1:]):
        window = rows[i : i + days]
        assert day == window[-1][0]
        for j, number in enumerate(numbers, 1):
            total = 0.0 if kind == "sum" else 1.0
            for row in window:
                total = total + row[j] if kind == "sum" else total * (1 + row[j])
            assert number == pytest.approx(total - (kind != "sum"), rel=1e-12, abs=1e-15)
    assert len(got) == len(rows) - days + 2


def test_overlapping_returns_of_prices_are_those_of_their_returns() -> None:
    prices = column([100.0, 101.0, 99.0, 104.0, 103.0, 98.0])
    over = value("TO_RETURNS", prices, "simple", 3)
    again = value("OVERLAPPING_RETURNS", value("TO_RETURNS", prices), 3)
    assert over == pytest.approx(np.array(again))


def test_no_overlapping_return_leads_across_a_hole() -> None:
    days = [39692.0, 39693.0, 39694.0, 39720.0, 39721.0]
    rows = [["Date", "A"], *([day, 100.0 + i] for i, day in enumerate(days))]
    got = value("TO_RETURNS", rows, "difference", 2)
    assert got == [["Date", "A"], [39694.0, 2.0]]
    error, sentence = failed("TO_RETURNS", rows, "difference", 3)
    assert error == "#N/A"
    assert "3 rows without a hole; a return over so many days takes at least 4" in sentence


def test_differences_take_levels_of_any_sign() -> None:
    assert value("TO_RETURNS", column([0.01, 0.0, -0.005]), "difference") == [
        [pytest.approx(-0.01)], [pytest.approx(-0.005)]
    ]  # fmt: skip
