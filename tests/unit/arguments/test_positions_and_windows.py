"""Positions by order and by name; windows by code, alias, dates; confidence and horizon."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, failed, gfc, value

ROW = [[60.0, 40.0]]
BY_NAME = [["UST10Y", 40.0], ["spx", 60.0]]


@pytest.mark.parametrize(
    "positions",
    [
        [[60.0], [40.0]],
        BY_NAME,
        [["Asset", "Amount"], *BY_NAME],
        [[60, 40]],
    ],
    ids=["column", "by name", "by name under a title", "integers"],
)
def test_every_shape_of_positions_gives_the_same_number(positions) -> None:
    assert value("STRESSED_VAR", gfc(), positions) == value("STRESSED_VAR", gfc(), ROW)


def test_one_asset_takes_a_single_cell() -> None:
    history = gfc("SPX")
    assert value("STRESSED_VAR", history, 100.0) == value("STRESSED_VAR", history, [[100.0]])


@pytest.mark.parametrize(
    ("positions", "words"),
    [
        ([["SPX", 60.0], ["GOLD", 40.0]], "is GOLD, which the history does not have"),
        ([["SPX", 60.0], ["spx", 40.0]], "the name spx again"),
        ([["SPX", 60.0]], "no amount for UST10Y"),
        ([[60.0, 40.0, 1.0]], "1 x 3 for 2 assets"),
        ([[60.0], [40.0], [1.0]], "3 x 1 for 2 assets"),
        ([["SPX", 60.0], ["UST10Y", None]], "is blank"),
        ([["SPX", 60.0], ["UST10Y", "x"]], "holds the text 'x'"),
        ([[60.0, "x"]], "holds the text 'x'"),
        ([[60.0, None]], "is blank"),
        ([[None, None]], "nothing but blanks"),
        (60.0, "1 x 1 for 2 assets"),
    ],
)
def test_positions_that_do_not_fit_are_refused(positions, words) -> None:
    error, sentence = failed("STRESSED_VAR", gfc(), positions)
    assert error == "#VALUE!"
    assert words in sentence


def test_names_need_a_header_in_the_history() -> None:
    bare = [row[1:] for row in gfc()[1:]]
    assert "no header row" in failed("STRESSED_VAR", bare, BY_NAME)[1]


@pytest.mark.parametrize(
    "window",
    [
        "GFC", "gfc", "2008", 2008, 2008.0, "2008-09-01:2009-08-31", [[39692.0, 40056.0]],
        [[39692.0], [40056.0]], [["2008-09-01", "2009-08-31"]], [["GFC"]], "GFC;",
    ],
)  # fmt: skip
def test_every_spelling_of_the_window_is_the_same_window(window) -> None:
    assert value("STRESSED_VAR", gfc(), ROW, window) == value("STRESSED_VAR", gfc(), ROW)


@pytest.mark.parametrize(
    ("window", "code", "words"),
    [
        ("FOO", "#VALUE!", "'FOO', which is not a crisis window. Use GFC, COVID, LTCM"),
        (0.99, "#VALUE!", "is 99%, which is no crisis window but looks like a confidence"),
        (97.5, "#VALUE!", "as in (B1:F253, H2:H5, , 97.5%)"),
        (1999, "#VALUE!", "'1999', which is not a crisis window"),
        (True, "#VALUE!", "not a crisis window"),
        ("2009-08-31:2008-09-01", "#VALUE!", "ends 2008-09-01, before it starts 2009-08-31"),
        ("2008-09-01:soon", "#VALUE!", "not a crisis window"),
        ("COVID", "#N/A", "does not cover COVID (2020-02-01:2021-01-31): it has 2008-09-02 to"),
        ("2008-08-01:2009-08-31", "#N/A", "does not cover"),
        (None, "#VALUE!", "is blank"),
    ],
)
def test_a_window_that_cannot_be_used_says_why(window, code, words) -> None:
    error, sentence = failed("STRESSED_VAR", gfc(), ROW, window)
    assert error == code
    assert words in sentence


def test_a_window_may_start_five_days_before_the_first_row_and_no_earlier() -> None:
    first_row = 39693  # 2008-09-02
    for days, covered in ((5, True), (6, False)):
        window = [[first_row - days, 40056]]
        outcome = value if covered else failed
        outcome("STRESSED_VAR", gfc(), ROW, window)


def test_a_gap_of_more_than_twelve_days_inside_is_not_covered() -> None:
    def without(rows):
        return [r for i, r in enumerate(gfc()) if i not in rows]

    # rows 10 and 17 are 2008-09-15 and 2008-09-24; dropping 11..17 leaves a gap of 10 days,
    # dropping 11..19 one of 14
    value("STRESSED_VAR", without(range(11, 18)), ROW)
    error, sentence = failed("STRESSED_VAR", without(range(11, 20)), ROW)
    assert error == "#N/A"
    assert "no row between 2008-09-15 and 2008-09-29" in sentence


def test_a_window_needs_dates_and_an_undated_history_uses_every_row() -> None:
    bare = [row[1:] for row in gfc()[1:]]
    assert value("STRESSED_VAR", bare, ROW) == value("STRESSED_VAR", gfc(), ROW)
    error, sentence = failed("STRESSED_VAR", bare, ROW, "GFC")
    assert error == "#N/A"
    assert "has no dates" in sentence


@pytest.mark.parametrize("confidence", [0.99, 99, 99.0, [[0.99]], OMITTED])
def test_confidence_may_be_a_decimal_a_percentage_or_a_number_of_percent(confidence) -> None:
    got = value("STRESSED_VAR", gfc(), ROW, "GFC", confidence)
    assert got == value("STRESSED_VAR", gfc(), ROW)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.01, "confidence is 1%; it must lie between 50% and 100%, exclusive. Did you mean 99%?"),
        (1, "Did you mean 99%?"),
        (1.01, "confidence is 1.01; it must lie"),  # 101%, or 1.01%
        (5, "Did you mean 95%?"),
        (0.05, "Did you mean 95%?"),
        (0.5, "Type 99% or 0.99"),
        (100, "Type 99% or 0.99"),
        (0, "Type 99% or 0.99"),
        (-0.99, "Type 99% or 0.99"),
        (150, "Type 99% or 0.99"),
        (0.9999999999999, "Type 99% or 0.99"),
    ],
)
def test_an_impossible_confidence_is_refused_with_a_hint(confidence, words) -> None:
    error, sentence = failed("STRESSED_VAR", gfc(), ROW, "GFC", confidence)
    assert error == "#NUM!"
    assert words in sentence


@pytest.mark.parametrize(
    ("confidence", "code", "words"),
    [
        ("99%", "#VALUE!", "number stored as text"),
        ("high", "#VALUE!", "is the text 'high' where a number is needed"),
        (True, "#VALUE!", "TRUE"),
        (None, "#VALUE!", "confidence is blank"),
        ([[0.99, 0.95]], "#VALUE!", "1 x 2 cells where one value is expected"),
    ],
)
def test_a_confidence_of_the_wrong_type_is_refused(confidence, code, words) -> None:
    error, sentence = failed("STRESSED_VAR", gfc(), ROW, "GFC", confidence)
    assert error == code
    assert words in sentence


def test_the_horizon_scales_by_its_root_and_starts_at_one() -> None:
    one = value("STRESSED_VAR", gfc(), ROW)
    ten = value("STRESSED_VAR", gfc(), ROW, "GFC", 0.99, 10)
    assert ten == pytest.approx(one * 10**0.5, rel=1e-15)
    for days in (0, 0.5, -1):
        error, sentence = failed("STRESSED_VAR", gfc(), ROW, "GFC", 0.99, days)
        assert error == "#NUM!"
        assert "It must be 1 or more" in sentence


@pytest.mark.parametrize(
    "method", ["Historical", "HISTORICAL  EXC", "historical-rank", "Variance_Covariance"]
)
def test_the_spelling_of_a_method_does_not_matter(method) -> None:
    value("STRESSED_VAR", gfc(), ROW, "GFC", 0.99, 1, method)


def test_an_unknown_method_lists_the_methods() -> None:
    error, sentence = failed("STRESSED_VAR", gfc(), ROW, "GFC", 0.99, 1, "arch 1")
    assert error == "#VALUE!"
    assert "'arch 1'" in sentence
    assert "historical exc" in sentence


def test_twenty_two_days_cannot_resolve_99_percent() -> None:
    error, sentence = failed("STRESSED_VAR", gfc()[:23], ROW, "2008-09-01:2008-10-02")
    assert error == "#N/A"
    assert sentence.startswith("22 days cannot resolve 99%.")


def test_a_lookback_longer_than_the_history_is_not_available() -> None:
    error, sentence = failed("CURRENT_VAR", gfc(), ROW, 0.99, 1, "historical", 253)
    assert (error, sentence[:24]) == ("#N/A", "The history has 252 days")


@pytest.mark.parametrize("row", [0, 1])
def test_an_amount_without_its_name_is_what_is_missed(row) -> None:
    named = [["SPX", 60.0], ["UST10Y", 40.0]]
    named[row][0] = None
    error, sentence = failed("STRESSED_VAR", gfc(), named)
    assert error == "#VALUE!"
    assert sentence.startswith(f"positions (row {row + 1}, column 1) is blank where a name")
