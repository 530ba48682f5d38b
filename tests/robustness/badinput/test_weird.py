"""Odd but possible inputs, each of which a careless reader would get wrong in silence."""

from __future__ import annotations

import datetime as dt
import string
from copy import deepcopy

import numpy as np
import pytest

from tests.robustness.badinput.good import HISTORY, WEEKDAYS
from tests.support import OMITTED, CallContext, call, column, failed, value
from xl_stressvar import errors
from xl_stressvar.errors import MAX_SENTENCE, PROBLEMS, Place, Problem

POSITIONS = [[60.0, 40.0]]
RETURNS = np.random.default_rng(20080915).normal(0, 0.01, 300).tolist()


def stressed(history, *rest):
    return failed("STRESSED_VAR", history, *(rest or ([[60.0, 40.0]],)))


# --- windows
@pytest.mark.parametrize("function", ["STRESSED_VAR", "CRISIS_REPLAY", "STRESS_AUDIT"])
@pytest.mark.parametrize("text", [";", " ; ;", ";;;"])
def test_a_separator_alone_is_no_window_and_not_the_default_either(function, text) -> None:
    assert failed(function, HISTORY, POSITIONS, text) == (
        "#VALUE!",
        failed(function, HISTORY, POSITIONS, "")[1],
    )


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (39692.0, "single date 2008-09-01"),
        (dt.date(2008, 9, 1), "single date 2008-09-01"),
        ("2008-09-01", "single date 2008-09-01"),
        ([[39692.0, None]], "single date 2008-09-01"),
        ("WORST;GFC", "WORST beside other windows"),
        ([["GFC"], ["worst"]], "WORST beside other windows"),
        (2008.0000001, "2008.0000001"),
        (True, "TRUE"),
        ("2009-02-01:2009-02-29", "2009-02-29"),
        ([["01/09/2008", "31/08/2009"]], "01/09/2008"),
    ],
)
def test_a_window_that_is_none_is_refused_by_what_it_is(window, words) -> None:
    error, sentence = failed("STRESSED_VAR", HISTORY, POSITIONS, window)
    assert (error, words in sentence) == ("#VALUE!", True), sentence


def test_windows_are_read_whatever_their_case_blanks_and_number() -> None:
    want = value("STRESSED_VAR", HISTORY, POSITIONS, "GFC")
    for same in (" gfc ;", ";".join(["GFC"] * 100), "2008", 2008, "2008-09-01 : 2009-08-31"):
        assert value("STRESSED_VAR", HISTORY, POSITIONS, same) == want


# --- headers and first rows
@pytest.mark.parametrize(
    ("history", "words"),
    [
        ([["0.01"], *column(RETURNS)], "a number stored as text: data, or a name?"),
        ([["1.5%"], *column(RETURNS)], "a number stored as text: data, or a name?"),
        ([["Date", "2", "10"], *HISTORY[1:]], "a number stored as text: data, or a name?"),
        ([[WEEKDAYS[0], "n/a", "n/a"], *HISTORY[2:]], "2008-09-01, column 2) holds the text 'n/a'"),
        ([["2008-09-01", "n/a", "n/a"], *HISTORY[2:]], "2008-09-01, column 2) holds the text"),
        ([["Date", "Stocks", 500.0], *HISTORY[1:]], "column 3) is 500 where a name is expected"),
        ([["Date", "Stocks", True], *HISTORY[1:]], "column 3) is TRUE where a name is expected"),
    ],
)
def test_a_first_row_is_never_dropped_as_a_header_by_mistake(history, words) -> None:
    error, sentence = stressed(history)
    assert (error, words in sentence) == ("#VALUE!", True), sentence


# --- dates
@pytest.mark.parametrize("text", ["15/09/2008", "09/15/2008", "15.09.2008", "15-09-08"])
def test_dates_that_excel_kept_as_texts_are_refused_by_name(text) -> None:
    rows = [[text, x] for x in RETURNS]
    for header in ([], [["Date", "A"]], [["Day", "A"]], [[None, "A"]]):
        error, sentence = stressed([*header, *rows], 1.0)
        assert error == "#VALUE!"
        assert f"'{text}'" in sentence
        assert "date" in sentence


@pytest.mark.parametrize("first", [0.0, 1.0, 59.0, 60.0, 2_958_460.0, 20_080_901.0])
def test_days_that_no_calendar_has_are_refused(first) -> None:
    rows = [["Date", "A"], *([first + i, x] for i, x in enumerate(RETURNS))]
    error, sentence = stressed(rows, 1.0)
    assert (error, "which is not a date" in sentence) == ("#VALUE!", True), sentence


def test_serials_iso_texts_and_date_cells_are_one_calendar() -> None:
    mixed = deepcopy(HISTORY)
    for i, row in enumerate(mixed[1:]):
        day = dt.date(1899, 12, 30) + dt.timedelta(row[0])
        row[0] = (row[0], day.isoformat(), day, dt.datetime(day.year, day.month, day.day, 17))[
            i % 4
        ]
    assert value("STRESSED_VAR", mixed, POSITIONS) == value("STRESSED_VAR", HISTORY, POSITIONS)


def test_a_book_of_the_1904_system_has_the_same_days() -> None:
    early = [HISTORY[0], *([row[0] - 1462, *row[1:]] for row in HISTORY[1:])]
    assert value("STRESSED_VAR", early, POSITIONS, host=CallContext(date1904=True)) == value(
        "STRESSED_VAR", HISTORY, POSITIONS
    )
    assert failed("STRESSED_VAR", early, POSITIONS)[0] == "#N/A"


@pytest.mark.parametrize("years", [1e4, 1e9, 1e308])
def test_a_review_beyond_the_calendar_is_impossible(years) -> None:
    error, sentence = failed("WINDOW_REVIEW", "GFC", "2026-06-30", years)
    assert (error, "max_age_years" in sentence) == ("#NUM!", True)
    assert failed("WINDOW_REVIEW", "9999-01-01:9999-12-31", "2026-06-30")[0] == "#NUM!"


# --- shapes and sizes
def test_of_two_assets_two_by_two_numbers_are_two_portfolios_or_a_refusal() -> None:
    square = [[60.0, 40.0], [0.0, 100.0]]
    both = value("STRESSED_VAR", HISTORY, square)
    assert both == [[value("STRESSED_VAR", HISTORY, [row])] for row in square]
    assert failed("STRESS_RATIO", HISTORY, square)[0] == "#VALUE!"


def test_a_column_without_any_number_is_no_bug_to_align() -> None:
    assert "no row in which every column" in failed("ALIGN_HISTORY", [[1.0, None], [2.0, None]])[1]


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e160, 1e300])
@pytest.mark.parametrize("method", ["historical", "normal", "ewma", "filtered", "student t"])
def test_money_too_small_or_large_to_square_scales_like_any_other(method, size) -> None:
    wide = column((np.array(RETURNS) * 10).tolist())
    for name in ("STRESSED_VAR", "STRESSED_ES"):
        one = value(name, wide, 1.0, OMITTED, 0.95, 1, method)
        assert value(name, wide, size, OMITTED, 0.95, 1, method) == pytest.approx(size * one)
    days = value("WORST_WINDOW", wide, 1.0, 250.0, 0.95, 1, method)[0]
    found = value("WORST_WINDOW", wide, size, 250.0, 0.95, 1, method)[0]
    assert found == pytest.approx([days[0], days[1], size * days[2]])


@pytest.mark.parametrize(
    "call_",
    [
        ("RATE_SHOCK_PNL", 1.0, 1.0, 1e308, 1.0),
        ("SPREAD_SHOCK_PNL", 1.0, 1.0, -1e308, 1e308),
        ("REVERSE_STRESS", HISTORY, [[1e308, 1e308]], 1.0),
        ("STRESSED_VAR", [[10**400]] * 300, 1.0),
    ],
    ids=lambda c: c[0],
)
def test_an_overflow_is_an_impossible_number_not_a_bug(call_) -> None:
    assert failed(*call_)[0] == "#NUM!"


def test_a_hundred_thousand_rows_and_ten_thousand_columns_are_only_many() -> None:
    long = column(np.tile(RETURNS, 334)[:100_000].tolist())
    assert value("CURRENT_VAR", long, 1.0, 0.99, 1, "historical", 100_000.0) > 0
    assert failed("STRESSED_VAR", [*long[:-1], ["soon"]], 1.0)[1].startswith(
        "history (row 100000, column 1) holds the text 'soon'"
    )
    wide = np.random.default_rng(1).normal(0, 0.01, (20, 10_000)).tolist()
    assert value("STRESSED_VAR", wide, [[1.0] * 10_000], OMITTED, 0.9) > 0


@pytest.mark.parametrize("confidence", [0.999999999, 99.9999999])
def test_a_confidence_next_to_certain_needs_as_many_days(confidence) -> None:
    error, sentence = failed("STRESSED_VAR", column(RETURNS), 1.0, OMITTED, confidence)
    assert (error, "99.9999999%" in sentence) == ("#N/A", True)
    assert value("STRESSED_VAR", column(RETURNS), 1.0, OMITTED, confidence, 1, "normal") > 0


def test_a_horizon_is_any_number_up_to_ten_thousand_days() -> None:
    one = value("STRESSED_VAR", column(RETURNS), 1.0)
    assert value("STRESSED_VAR", column(RETURNS), 1.0, OMITTED, OMITTED, 1e4) == 100 * one
    for horizon in (10_001, 1e308):
        error, sentence = failed("STRESSED_VAR", column(RETURNS), 1.0, OMITTED, OMITTED, horizon)
        assert (error, "It must be 10000 or less" in sentence) == ("#NUM!", True)


# --- names and sentences
NAMES = [
    "x" * 300, "y" * 32_767, "{place}", "{0}{name", "100%s %(a)s", "a\nb\r\nc", "\x00\x07",
    "\U0001f984" * 80, "\ud800", "\u200fright", "=1+1", "it's \"quoted\"", "a;b,c",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_is_a_name_and_breaks_no_sentence(name) -> None:
    history = deepcopy(HISTORY)
    history[0][1] = name
    assert value("STRESSED_VAR", history, [[name, 60.0], ["Bonds", 40.0]]) == value(
        "STRESSED_VAR", HISTORY, POSITIONS
    )
    history[5][1] = None
    sentences = [
        stressed(history)[1],
        failed("STRESSED_VAR", HISTORY, [[name, 60.0], ["Bonds", 40.0]])[1],
        failed("STRESSED_VAR", HISTORY, POSITIONS, name)[1],
        failed("STRESSED_VAR", HISTORY, POSITIONS, OMITTED, OMITTED, OMITTED, name)[1],
    ]
    for sentence in sentences:
        assert sentence.isprintable()
        assert sentence.endswith(".")
        sentence.encode("utf-8")


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda p: p.name)
def test_long_names_do_not_push_the_advice_out(problem: Problem) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(problem.text) if name} - {"place"}
    facts: dict[str, object] = dict.fromkeys(names, "x" * 300)
    if problem.kind is errors.ErrorCell:
        facts["error"] = "#N/A"
    place = Place("crisis_correlation", 3, 4, "y" * 300)
    sentence = problem(place, **facts).about("z" * 40).sentence(lambda _: "'A long name'!C47")
    assert len(sentence) <= MAX_SENTENCE
    last = problem.cure.rpartition("}")[2]
    assert sentence.endswith(last or "…")


def test_a_name_is_one_however_its_accent_is_written() -> None:
    history = deepcopy(HISTORY)
    history[0][1] = "Cr\u00e9dit"
    same = [["CRE\u0301DIT", 60.0], ["Bonds", 40.0]]  # from a Mac: E and an accent to put on it
    assert value("STRESSED_VAR", history, same) == value("STRESSED_VAR", HISTORY, POSITIONS)
    history[0][2] = "Cre\u0301dit"
    assert "is the name" in stressed(history)[1]


def test_a_blank_row_among_named_positions_is_said_as_that() -> None:
    rows = [["Stocks", 60.0], [None, None], ["Bonds", 40.0]]
    sentence = failed("STRESSED_VAR", HISTORY, rows)[1]
    assert sentence.startswith("positions (row 2, column 1) is blank where a name is expected")


def test_a_sentence_writes_cells_as_the_sheet_does() -> None:
    assert "is TRUE," in failed("STRESSED_VAR", HISTORY, POSITIONS, OMITTED, OMITTED, 1, True)[1]
    assert "VaR is 0;" in failed("STRESS_RATIO", HISTORY, [[0.0, 0.0]])[1]


def test_a_failing_window_is_named_once() -> None:
    sentence = failed("STRESSED_VAR", HISTORY, POSITIONS, "GFC;COVID")[1]
    assert sentence.count("COVID") == 1


def test_text_that_only_looks_like_a_number_is_not_told_to_be_converted() -> None:
    for text, words in (
        ("nan", "holds the text"),
        ("inf", "holds the text"),
        ("12,345.6", "stored as text"),
        ("(5)", "stored as text"),
        ("€ 5", "stored as text"),
        ("1e-3", "stored as text"),
    ):
        history = deepcopy(HISTORY)
        history[9][2] = text
        assert words in stressed(history)[1]


def test_what_a_host_hands_over_is_not_changed() -> None:
    before = deepcopy(HISTORY)
    call("STRESSED_VAR", [HISTORY, POSITIONS, "WORST"])
    assert before == HISTORY
