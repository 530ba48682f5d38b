"""Next error, Explain, Recalculate, histories behind handles and Format results, on real cells."""

from __future__ import annotations

import pytest
from pyopenvba.interpreter._values import MISSING, VBAArray

from tests.hosts.memory.excel import AUTOMATIC, Excel

OURS = "=PARAM_VAR(0.012,100,95%)"


# --- errors --------------------------------------------------------------------------------------
@pytest.mark.parametrize("protected", [False, True])
def test_next_error_finds_the_errors_of_a_protected_sheet_too(
    excel: Excel, protected: bool
) -> None:
    cells = {"B2": OURS, "D4": "=1/0", "C7": "=1+" + OURS[1:], "A9": "=SUM(1)"}
    sheet = excel.book(cells, protect=int(protected)).sheets_[0]
    assert excel.run("ErrorsIn", sheet).split() == ["B2", "C7"]


def test_explain_says_what_it_cannot_mend(excel: Excel) -> None:
    said = {
        name: excel.run(
            "SvExplanation", excel.range(excel.book({"A1": f}, protect=p).sheets_[0], "A1")
        )
        for name, f, p in [
            ("theirs", "=STRESED_VAR(1)", 0),
            ("out", '=PARAM_VAR("WEBSERVICE(",1)', 0),
            ("protected", OURS, 1),
            ("other name", OURS + "+STRESED_VAR(1)", 0),
        ]
    }
    assert "not one of a StressVaR function" in said["theirs"]
    assert "calls out of the book" in said["out"]
    assert "The sheet is protected" in said["protected"]
    assert "another name" in said["other name"]


def test_explain_names_the_table_in_which_nothing_may_spill(excel: Excel) -> None:
    sheet = excel.book({"A1": "Column", "A2": "=SEQUENCE(4)", "A4": "in its way"}).sheets_[0]
    cell = excel.range(sheet, "A2")
    assert str(cell.vba_get("Value2")) == "Error 2045"
    assert excel.run("SvExplanation", cell).startswith("The table has no room")
    sheet.vba_get("ListObjects").vba_get("Add", [1, excel.range(sheet, "A1:A2"), MISSING, 1])
    assert excel.run("SvExplanation", cell).startswith("Inside an Excel table (Ctrl+T)")


def test_an_argument_left_out_is_no_error_that_another_function_explains(excel: Excel) -> None:
    """To IsError it is one; the sentence that blames it was then never kept."""
    sentences = {"1": "\x1bSV|2015|1|0|0|0|The first.", "2": "\x1bSV|2042|2|0|0|0|The second."}
    excel.answer = lambda name: sentences[str(len(excel.asked))]
    cell = excel.range(excel.book({"A1": "1"}).sheets_[0], "A1")
    assert excel.run("LeftOut", cell) == "The second."


def test_explain_names_an_array_formula_that_is_too_long(excel: Excel) -> None:
    sheet = excel.book({"A1:B2": "{=PARAM_VAR(0.012,100,95%)*1}"}).sheets_[0]
    assert "another name" in excel.run("SvExplanation", excel.range(sheet, "A1"))
    sheet = excel.book({"A1:B2": "{=PARAM_VAR(0.012,100,95%)*1*1*1*1*1*1*1*1}"}).sheets_[0]
    assert "255 characters" in excel.run("SvExplanation", excel.range(sheet, "B2"))


# --- calculating again ---------------------------------------------------------------------------
def test_recalculate_calculates_our_cells_of_one_sheet_alone(excel: Excel) -> None:
    excel.book({"A1": OURS})
    book = excel.book({"A1": OURS, "A2": "=SUM(1)", "C3": OURS}, {"A1": OURS})
    excel.counts.clear()
    excel.run("SvRecalculate", book.sheets_[0])
    assert excel.counts["Calculate"] == 1  # of the range of our cells; never of Excel
    assert excel.counts["Formula2"] == 0  # the results are the same: nothing is entered
    assert excel.app.application.calculation == AUTOMATIC


def test_recalculate_works_on_a_protected_sheet_too(excel: Excel) -> None:
    """Of which Excel does not give the cells that hold formulas."""
    sheet = excel.book({"A1": OURS, "A2": "=SUM(1)", "A3": "text", "C3": OURS}, protect=1).sheets_[
        0
    ]
    excel.counts.clear()
    excel.run("SvRecalculate", sheet)
    assert excel.counts["Calculate"] == 1


# --- histories -----------------------------------------------------------------------------------
def test_the_cells_that_make_handles_are_entered_anew_on_every_sheet(excel: Excel) -> None:
    load = "=LOAD_HISTORY(B1:C9)"
    book = excel.book({"A1": "=SUM(1)"}, {"D4": load, "D5": OURS})
    excel.book({"A1": load})  # in front
    assert excel.app.application.active_book is not book
    excel.run("SvLoadHistories")
    assert excel.counts["Formula2"] == 2
    assert excel.counts["Calculate"] == 0
    assert excel.app.application.calculation == AUTOMATIC


def test_a_locked_cell_is_calculated_and_the_user_told_what_to_press(excel: Excel) -> None:
    excel.book({"A1": "=LOAD_HISTORY(B1:C9)", "A2": "or type LOAD_HISTORY("}, protect=1)
    excel.run("SvLoadHistories")
    assert excel.counts["Formula2"] == 0
    assert excel.counts["Calculate"] == 1
    assert "Ctrl+Alt+F9" in str(excel.app.application.status_bar)


def test_what_handles_hold_is_a_line_a_history_with_its_cells(excel: Excel) -> None:
    excel.book({"A1": "=LOAD_HISTORY(B1:C9)"})  # shows #NAME? here, so no cell shows the handle
    one = ["history:00aa", 250.0, 50.0, "2008-01-02", "2008-12-31"]
    other = ["history:00bb", 10.0, 1.0, "", ""]
    lines = ["history:00aa\t250\t50\t2008-01-02\t2008-12-31\t\n", "history:00bb\t10\t1\t\t\t\n"]
    by_column = [cell for pair in zip(one, other, strict=True) for cell in pair]
    for answer, shown in (
        (VBAArray([(0, 1), (0, 4)], items=by_column), "".join(lines)),
        (VBAArray([(0, 4)], items=list(one)), lines[0]),  # a single row comes flat
        ("", ""),  # none
    ):
        excel.answer = lambda name, answer=answer: answer
        assert excel.run("Histories") == shown
    assert set(excel.asked) == {"STRESSVAR_HANDLES"}


# --- formats -------------------------------------------------------------------------------------
def test_format_results_widens_only_columns_without_room(excel: Excel) -> None:
    book = excel.book({"A1": OURS, "B1": "a long text in the column beside the result"})
    sheet = book.sheets_[0]
    before = (
        excel.range(sheet, "A1").vba_get("ColumnWidth"),
        excel.range(sheet, "B1").vba_get("ColumnWidth"),
    )
    excel.run("SvFormatResult", excel.range(sheet, "A1"))
    after = (
        excel.range(sheet, "A1").vba_get("ColumnWidth"),
        excel.range(sheet, "B1").vba_get("ColumnWidth"),
    )
    assert after == before
