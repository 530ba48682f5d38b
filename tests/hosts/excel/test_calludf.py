"""Both of Excel's ways in give what `call` gives: our engine, and the genuine xlwings CallUDF."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.hosts.excel.engine import ADDIN, Excel
from tests.hosts.excel.formulas import as_cells, as_com, call_in
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE, spelled
from xl_stressvar.cells.algebra import NOT_AVAILABLE
from xl_stressvar.dispatch import Outcome, call
from xl_stressvar.hosts.com import CVERR, MISSING
from xl_stressvar.hosts.excel_addin import ADDRESS, SENTINEL

NA, VALUE, NUM, DIV0 = -2146826246, -2146826273, -2146826252, -2146826281
NAME, REF, NULL, SPILL, CALC, GETTING_DATA = (
    -2146826259, -2146826265, -2146826288, -2146826243, -2146826238, -2146826245,
)  # fmt: skip
EXAMPLES = [(e.name, formula) for e in CATALOGUE for formula, _ in e.examples]
FOUR = ((-0.02,), (0.01,), (-0.01,), (0.02,))  # PERCENTILE.INC at 25%: -0.0125


def flattened(outcome: Outcome, error: str) -> object:
    """The cells of an outcome, in the shape that CallUDF makes of them; `error` stands for #N/A."""
    assert outcome.failure is None, outcome.sentence()
    grid = outcome.value
    if not isinstance(grid, list):
        return grid
    grid = [[error if cell == NOT_AVAILABLE else cell for cell in row] for row in grid]
    if len(grid) == 1:
        return grid[0][0] if len(grid[0]) == 1 else grid[0]
    return grid


def history(days: int = 300, first: float = 39692.0) -> list[list[object]]:
    """A header, and days of returns that differ, one row a weekday from 2008-09-01 (serial 39692)."""
    serials = [first + i for i in range(days * 2) if (int(first) + i) % 7 not in (0, 1)][:days]
    body = [[s, 0.01 * (i % 11 - 5), 0.002 * (i % 7 - 3)] for i, s in enumerate(serials)]
    return [["Date", "SPX", "UST"], *body]  # type: ignore[list-item]


def com(grid: list[list[object]]) -> tuple[tuple[object, ...], ...]:
    return tuple(map(tuple, grid))


HISTORY = com(history())
POSITIONS = ((60.0, 40.0),)


# --- the functions -------------------------------------------------------------------------------
def test_xlwings_finds_every_function_with_its_names_and_help(excel: Excel) -> None:
    found = excel.functions()
    assert sorted(found) == sorted(e.name for e in CATALOGUE)
    for entry in CATALOGUE:
        assert found[entry.name] == {
            "arguments": [(spelled(p.name), not p.required, p.kind.help) for p in entry.parameters],
            "doc": entry.summary,
            "category": "StressVaR",
        }


def test_the_function_of_our_add_in_is_not_offered_to_xlwings_users(excel: Excel) -> None:
    assert "STRESSVAR_CALL" not in excel.functions()
    assert excel.functions(ADDIN) == {}


def test_the_tabs_menu_gets_the_files_of_the_templates(excel: Excel) -> None:
    files = list(map(Path, excel.ask(ADDIN, "STRESSVAR_TEMPLATES", ())))
    assert "start_here.xlsx" in [file.name for file in files]
    assert all(file.is_file() for file in files)


def test_a_function_added_to_the_catalogue_is_there(excel: Excel) -> None:
    assert set(excel.functions("tests.hosts.excel.dummy_host")) == {
        *(e.name for e in CATALOGUE),
        "TWICE",
    }
    assert excel.ask("tests.hosts.excel.dummy_host", "TWICE", (21.0, MISSING)) == 42.0


def test_the_stand_ins_are_not_in_this_process() -> None:
    assert sys.platform != "win32"
    assert "pythoncom" not in sys.modules


# --- the examples --------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "formula"), EXAMPLES, ids=[f for _, f in EXAMPLES])
def test_an_example_gives_the_same_as_call(excel: Excel, name: str, formula: str) -> None:
    found, arguments = call_in(formula, CATALOGUE)
    assert found == name
    outcome = call(name, [as_cells(a) for a in arguments])
    raw = [as_com(a) for a in arguments]
    assert excel.addin(name, *raw) == flattened(outcome, f"{SENTINEL}2042")
    padded = [*raw, *[MISSING] * (len(CATALOGUE[name].parameters) - len(raw))]
    assert excel.udf(name, *padded) == flattened(outcome, "#N/A")


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_every_function_answers_a_call_without_arguments(excel: Excel, entry) -> None:
    outcome = call(entry.name, [])
    if outcome.failure:
        assert excel.addin(entry.name).startswith(f"{SENTINEL}{CVERR[outcome.failure.code]}|")
    else:
        assert excel.addin(entry.name) == flattened(outcome, f"{SENTINEL}2042")


def test_a_value_by_hand(excel: Excel) -> None:
    # PERCENTILE.INC({-0.02;-0.01;0.01;0.02}, 0.25) = -0.02 + 0.75 * 0.01 = -0.0125, times 100
    assert excel.udf("STRESSED_VAR", FOUR, 100.0, MISSING, 0.75, MISSING, MISSING) == 1.25
    assert excel.addin("STRESSED_VAR", FOUR, 100.0, MISSING, 75.0) == 1.25


# --- what arrives --------------------------------------------------------------------------------
def test_omitted_takes_the_default_and_blank_is_refused(excel: Excel) -> None:
    assert excel.addin("PARAM_VAR", 0.012, 100.0, MISSING) == pytest.approx(
        2.7916174,
        abs=1e-7,  # 1.2 x 2.3263479, NIST e-Handbook 1.3.6.7.1
    )
    refused = excel.addin("PARAM_VAR", 0.012, 100.0, None)
    assert refused.startswith(f"{SENTINEL}2015|3|0|0|0|confidence is blank.")
    assert "leave the argument out" in refused
    assert excel.udf("PARAM_VAR", 0.012, 100.0, None, MISSING).startswith(
        "#VALUE!: confidence is blank"
    )


def test_a_one_row_array_arrives_flat_and_is_a_row(excel: Excel) -> None:
    grid = ((0.01, 0.02), (-0.01, 0.01), (-0.02, 0.0), (0.02, -0.01))
    whole = excel.addin("STRESSED_VAR", grid, ((60.0, 40.0),), MISSING, 0.75)
    assert isinstance(whole, float)
    assert excel.addin("STRESSED_VAR", grid, (60.0, 40.0), MISSING, 0.75) == whole
    assert excel.udf("STRESSED_VAR", grid, (60.0, 40.0), MISSING, 0.75, MISSING, MISSING) == whole


@pytest.mark.parametrize(
    ("scode", "code"),
    [(NA, "#N/A"), (VALUE, "#VALUE!"), (NUM, "#NUM!"), (DIV0, "#DIV/0!"), (NAME, "#NAME?"),
     (REF, "#REF!"), (NULL, "#NULL!"), (SPILL, "#SPILL!"), (CALC, "#CALC!"),
     (GETTING_DATA, "#GETTING_DATA"),
     # Excel's XlCVError, 2046 to 2049 and 2051
     (2046 - 2146828288, "#CONNECT!"), (2047 - 2146828288, "#BLOCKED!"),
     (2048 - 2146828288, "#UNKNOWN!"), (2049 - 2146828288, "#FIELD!"),
     (2051 - 2146828288, "#BUSY!")],
)  # fmt: skip
def test_an_error_cell_comes_back_as_itself(excel: Excel, scode: int, code: str) -> None:
    cverr = scode + 2146828288
    inside = ((0.01,), (scode,), (0.02,), (None,))
    assert excel.addin("STRESSED_VAR", inside, 100.0, context="0RV") == (
        f"{SENTINEL}{cverr}|1|2|1|0|{ADDRESS} (history) already holds {code}. "
        "Mend that cell first; this one follows."
    )
    assert excel.addin("PARAM_VAR", scode, 100.0).startswith(f"{SENTINEL}{cverr}|1|0|0|0|")
    assert excel.udf("PARAM_VAR", scode, 100.0, MISSING, MISSING).startswith(f"{code}: volatility ")


@pytest.mark.parametrize("scode", [NA, VALUE, NUM, DIV0, NAME, REF, NULL, SPILL, CALC])
def test_an_error_inside_a_flat_array_is_found(excel: Excel, scode: int) -> None:
    flat = (1.0, scode, 3.0)
    place = f"{SENTINEL}{scode + 2146828288}|1|1|2|0|current_var (row 1, column 2) already holds #"
    assert excel.addin("CAPITAL_REQ", flat, 250.0).startswith(place)
    shown = excel.udf("CAPITAL_REQ", flat, 250.0, *[MISSING] * 5)
    assert ": current_var (row 1, column 2) already holds #" in shown


@pytest.mark.parametrize("blank", [None, MISSING, ""])
def test_a_blank_inside_a_flat_array_is_refused(excel: Excel, blank: object) -> None:
    refused = excel.addin("CAPITAL_REQ", (1.0, blank, 3.0), 250.0)
    assert refused.startswith(f"{SENTINEL}2015|1|1|2|0|current_var (row 1, column 2) is blank.")
    shown = excel.udf("CAPITAL_REQ", (1.0, blank, 3.0), 250.0, *[MISSING] * 5)
    assert shown.startswith("#VALUE!: current_var (row 1, column 2) is blank.")


def test_whole_numbers_from_vba_are_numbers(excel: Excel) -> None:
    assert excel.addin("CAPITAL_REQ", 100, 250) == 750.0
    assert excel.addin("STRESSED_VAR", ((-2,), (1,), (-1,), (2,)), 10, MISSING, 75) == 12.5


def test_currency_cells_are_numbers(excel: Excel) -> None:
    assert excel.udf("CAPITAL_REQ", Decimal(100), Decimal(250), *[MISSING] * 5) == 750.0


def test_dates_may_come_as_serials_or_as_date_values(excel: Excel) -> None:
    epoch = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
    dated = [[epoch + dt.timedelta(r[0]), *r[1:]] for r in history()[1:]]  # type: ignore[arg-type]
    serials = excel.addin("STRESSED_VAR", HISTORY, POSITIONS)
    assert excel.addin("STRESSED_VAR", com([history()[0], *dated]), POSITIONS) == serials
    assert (
        excel.udf("STRESSED_VAR", com([history()[0], *dated]), POSITIONS, *[MISSING] * 4) == serials
    )


def test_a_book_that_counts_from_1904_gives_the_same_figure(excel: Excel) -> None:
    expected = excel.addin("STRESSED_VAR", HISTORY, POSITIONS, "2008-09-01:2009-08-31")
    moved = [list(r) for r in HISTORY]
    for row in moved[1:]:
        row[0] -= 1462  # type: ignore[operator]
    args = ("STRESSED_VAR", com(moved), POSITIONS, "2008-09-01:2009-08-31")
    assert excel.addin(*args, context="4rrV") == expected
    assert excel.addin(*args, context="0RRV").startswith(f"{SENTINEL}2042|")


def test_bare_serials_without_a_book_count_from_1900(excel: Excel) -> None:
    """Cells with a date format come as dates; bare serials cannot be told from those of 1900."""
    start, end = (dt.datetime(y, m, d, tzinfo=dt.UTC) for y, m, d in ((2008, 9, 1), (2009, 8, 31)))
    whole = (HISTORY, POSITIONS, (start, end), *[MISSING] * 3)
    assert excel.udf("STRESSED_VAR", *whole) == excel.addin("STRESSED_VAR", *whole[:3])
    assert excel.udf("CRISIS_RETURNS", "GFC", "SPX", MISSING)[1][0] == 39693.0  # 2008-09-02
    assert excel.addin("CRISIS_RETURNS", "GFC", "SPX", context="4VV")[1][0] == 39693.0 - 1462


def test_names_in_any_script_arrive_and_match(excel: Excel) -> None:
    grid = (("Zürich", "日経", "ПАО"), *((0.01 * i, -0.01 * i, 0.02) for i in (-2, 1, -1, 2)))
    positions = (("日経", 20.0), ("ZÜRICH", 70.0), ("пао", 10.0))
    plain = excel.addin("STRESSED_VAR", grid, ((70.0, 20.0, 10.0),), MISSING, 0.75)
    assert excel.addin("STRESSED_VAR", grid, positions, MISSING, 0.75) == plain
    assert excel.udf("STRESSED_VAR", grid, positions, MISSING, 0.75, MISSING, MISSING) == plain
    unknown = (grid, (("日経", 1.0), ("Łódź", 2.0)), MISSING, 0.75)
    for sentence in (
        excel.addin("STRESSED_VAR", *unknown),
        excel.udf("STRESSED_VAR", *unknown, MISSING, MISSING),
    ):
        assert "Łódź" in sentence
        assert "Zürich, 日経, ПАО" in sentence


def test_names_that_look_the_same_are_the_same(excel: Excel) -> None:
    grid = (("Zu\u0308rich", "Fund\u00a0A "), *((0.01 * i, 0.02) for i in (-2, 1, -1, 2)))
    positions = (("fund  a", 20.0), ("Zürich", 70.0))
    plain = excel.addin("STRESSED_VAR", grid, ((70.0, 20.0),), MISSING, 0.75)
    assert excel.addin("STRESSED_VAR", grid, positions, MISSING, 0.75) == plain
    assert "name Fund A again" in excel.addin("CRISIS_VOL", (("Fund A", "Fund\u00a0A"), (0.1, 0.2)))


# --- the answers ---------------------------------------------------------------------------------
def test_a_table_keeps_its_texts_and_numbers(excel: Excel) -> None:
    table = excel.addin("CAPITAL_CHECK", 400.0, 450.0)
    assert table[3] == ["Status", "BREACH"]
    assert table[4] == ["Capital to raise", 50.0]


def test_a_call_with_an_unknown_name_says_which_versions_differ(excel: Excel) -> None:
    assert excel.addin("NOT_YET") == (
        f"{SENTINEL}2015|0|0|0|0|The engine behind Excel is version {__version__} and has no NOT_YET. "
        "Bring both to one version: pip install -U xl-stressvar, then xl-stressvar install."
    )


def test_too_many_arguments_are_refused(excel: Excel) -> None:
    assert excel.addin("STRESSVAR_VERSION", 1.0).startswith(f"{SENTINEL}2015|0|0|0|0|")


def test_why_repeats_the_sentence_that_an_xlwings_cell_shows(excel: Excel) -> None:
    shown = excel.udf("PARAM_VAR", 0.012, 100.0, 0.01, MISSING)
    assert shown.startswith("#NUM!: confidence is 1%")
    assert excel.udf("STRESSVAR_WHY", shown) == shown.removeprefix("#NUM!: ")
    assert excel.udf("STRESSVAR_WHY", 3.0).startswith("#N/A: Nothing is recorded")


def test_an_xlwings_cell_that_shows_an_error_passes_it_on(excel: Excel) -> None:
    shown = excel.udf("PARAM_VAR", 0.012, 100.0, 0.01, MISSING)
    after = excel.udf("CAPITAL_REQ", shown, 250.0, *[MISSING] * 5)
    assert after.startswith("#NUM!: current_var already holds #NUM!.")
    in_a_range = excel.udf("CAPITAL_REQ", ((100.0,), ("#N/A: gone",)), 250.0, *[MISSING] * 5)
    assert in_a_range.startswith("#N/A: current_var (row 2, column 1) already holds #N/A.")


def test_a_large_clean_range_needs_no_work_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_stressvar.hosts import com

    def looked_at(_: object) -> None:
        raise AssertionError("the cells were looked at")

    monkeypatch.setattr(com, "_cells", looked_at)
    big = tuple(tuple(0.001 * ((i + j) % 7 - i % 5) for i in range(50)) for j in range(300))
    arguments = [com.from_com(big), ((1.0,) * 50,), "WORST", 0.95]
    assert call("STRESSED_VAR", arguments).failure is None


@pytest.mark.parametrize("name", [f"{SENTINEL}2042", f"{SENTINEL}2042|0|0|0|0|0|false", SENTINEL])
def test_a_users_text_that_looks_like_our_marks_is_marked_as_a_text(
    excel: Excel, name: str
) -> None:
    table = excel.addin("TO_RETURNS", ((name, "UST"), (1.0, 2.0), (2.0, 3.0)))
    assert table[0] == [f"{SENTINEL}T|{name}", "UST"]
