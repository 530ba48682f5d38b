"""Every class of failure in Calc: the right error in the cell, the right sentence behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.hosts.answers import direct
from tests.hosts.libreoffice.office import Office, write_book
from tests.hosts.mistakes import (
    BAD,
    BY_HAND,
    SHEETS,
    Bad,
    every_argument_spoilt,
    place_in,
    written,
)
from tests.hosts.questions import Call, formula, sheets
from tests.hosts.questions import cells as cells_of
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import call
from xl_stressvar.errors import ALL_BLANK, ERROR_CELL, Code, Place

pytestmark = pytest.mark.libreoffice

CALLS = BY_HAND + [
    asked
    for asked in every_argument_spoilt()
    if None not in cells_of(asked[1])  # difference 1: a single blank cell counts as 0
]
DATA = sheets() | written(SHEETS)


def in_calc(asked: Call) -> Callable[[Place], str | None]:
    """The address of a place of a call, in Calc's spelling."""
    address = place_in(asked)
    return lambda place: (address(place) or "").replace("!", ".") or None


def test_a_failure_shows_its_error_and_its_sentence(office: Office, tmp_path: Path) -> None:
    asked = []
    for i, one in enumerate(CALLS):
        asked += [(formula(*one), 1, 1), (f'=STRESSVAR_WHY("Formulas.A{2 * i + 1}")', 1, 1)]
    cells = [grid[0][0] for grid in office.evaluate(asked, DATA, tmp_path / "errors.xlsx")]
    found = []
    for one, cell, sentence in zip(CALLS, cells[::2], cells[1::2], strict=True):
        failure = direct(one).failure
        if failure is None:
            got, want = sentence, ErrorValue(Code.NA)
        else:
            in_a_range = failure.place and failure.place.row is not None
            broken = failure.problem is ERROR_CELL and in_a_range  # difference 3
            shown = "Err:504" if broken else ErrorValue(failure.code)
            got, want = (cell, sentence), (shown, failure.sentence(in_calc(one)))
        if failure and failure.problem is ALL_BLANK and got != want:
            # difference 9: a wholly blank range comes as one blank cell, of a window
            (at,) = [i for i, argument in enumerate(one[1]) if isinstance(argument, Bad)]
            given = [[[""]] if i == at else a for i, a in enumerate(cells_of(one[1]))]
            other = call(one[0], given).failure
            assert other is not None
            want = ErrorValue(other.code), other.sentence(in_calc(one))
        if got != want:
            found.append(f"{formula(*one)}: {got}, not {want}")
    assert not found, "\n".join(found)


def ask(office: Office, folder: Path, *formulas: str, data: Any = None) -> list[Any]:
    """Single cells, all in column A of the sheet Formulas."""
    asked = [(formula, 1, 1) for formula in formulas]
    grids = office.evaluate(asked, data if data is not None else DATA, folder / "ask.xlsx")
    return [grid[0][0] for grid in grids]


def test_an_error_in_a_single_cell_is_passed_on(office: Office, tmp_path: Path) -> None:
    cell, why = ask(
        office, tmp_path, "=PARAM_VAR(0.01,Broken!A1)", '=STRESSVAR_WHY("A1")',
        data={"Broken": [["=1/0"]]},
    )  # fmt: skip
    assert cell == ErrorValue(Code.DIV0)
    assert why.startswith("Broken.A1 (value) already holds #DIV/0!.")


def test_a_failure_inside_a_call_is_the_one_explained(office: Office, tmp_path: Path) -> None:
    cell, why = ask(
        office, tmp_path, "=IF(1>0,STRESSED_VAR(TO_RETURNS(Zero!A1:A3),100),0)",
        '=STRESSVAR_WHY("$Formulas.$A$1")',
    )  # fmt: skip
    assert cell == ErrorValue(Code.NUM)
    assert why.startswith("Zero.A2 (")
    assert "a return needs prices above 0" in why


def test_an_argument_only_calc_can_work_out_is_explained_from_the_latest_failure(
    office: Office, tmp_path: Path
) -> None:
    cell, other, why = ask(
        office, tmp_path, "=STRESSED_VAR(OFFSET(Short!A1,0,0,20,1),100)",
        "=STRESSED_VAR(OFFSET(Short!A1,0,0,21,1),200)", '=STRESSVAR_WHY("Formulas!A1")',
    )  # fmt: skip
    assert cell == other == ErrorValue(Code.NA)
    assert why.startswith("20 days cannot resolve 99%")


def test_any_cell_of_an_array_is_explained(office: Office, tmp_path: Path) -> None:
    asked = [("=CRISIS_CORR(Still!A1:B3)", 2, 2), ('=STRESSVAR_WHY("Formulas.B2")', 1, 1)]
    array, why = office.evaluate(asked, written(BAD), tmp_path / "array.xlsx")
    assert {cell for row in array for cell in row} == {ErrorValue(Code.NUM)}
    assert "does not move in the window" in why[0][0]


def test_named_ranges_tables_and_quoted_sheets_are_read(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, data = book.add_worksheet("Formulas"), book.add_worksheet("My data")
        data.write_column("A2", [0.01, "x", 0.02])
        data.add_table("A1:A4", {"name": "Moves", "columns": [{"header": "r"}]})
        data.write_column("A2", [0.01, "x", 0.02])
        book.define_name("Chosen", "='My data'!$A$2:$A$4")
        for row, formula in enumerate(
            [
                "=CRISIS_VOL(Chosen)",
                "=CRISIS_VOL(Moves[r])",
                '=STRESSVAR_WHY("A1")',
                '=STRESSVAR_WHY("A2")',
            ]
        ):
            sheet.write_formula(row, 0, formula, None, -1)
    got = office.recalculate(path)["Formulas"]
    assert got["A1"] == got["A2"] == ErrorValue(Code.VALUE)
    assert got["A3"].startswith("'My data'.A3 ")
    assert got["A4"] == got["A3"]


def test_why_refuses_what_it_cannot_answer(office: Office, tmp_path: Path) -> None:
    fine, nothing, no_address, no_sheet, itself, question = ask(
        office, tmp_path, "=PARAM_VAR(0.01,100)", '=STRESSVAR_WHY("A1")', '=STRESSVAR_WHY("here")',
        '=STRESSVAR_WHY("Nowhere.A1")', '=STRESSVAR_WHY("Formulas.A3")', "=STRESSVAR_WHY(A1)",
    )  # fmt: skip
    assert isinstance(fine, float)
    assert nothing == ErrorValue(Code.NA)
    assert no_address == no_sheet == question == ErrorValue(Code.VALUE)
    assert itself == ErrorValue(Code.NA)


def test_why_asks_for_the_sheet_when_two_have_a_call_there(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("One", "Two"):
            book.add_worksheet(name).write_formula("A1", "=PARAM_VAR(-1,100)", None, -1)
        book.add_worksheet("Formulas").write_formula("B1", '=STRESSVAR_WHY("A1")', None, -1)
        book.get_worksheet_by_name("Formulas").write_formula(
            "B2", '=STRESSVAR_WHY("two.A1")', None, -1
        )
    got = office.recalculate(path)["Formulas"]
    assert got["B1"] == ErrorValue(Code.VALUE)
    assert got["B2"].startswith("volatility is -1")


def test_a_mended_cell_mends_the_sentence(office: Office, tmp_path: Path) -> None:
    write_book(
        tmp_path / "mend.xlsx",
        [("=CRISIS_VOL(Still!A1:B3,,FALSE)", 1, 1), ('=STRESSVAR_WHY(CELL("address",A1))', 1, 1)],
        {"Still": [[0.1, 0.3], [0.2, "x"], [0.1, 0.2]]},
    )
    with office.book(tmp_path / "mend.xlsx") as book:
        before = book.values()["Formulas"]
        book.put("Still", "B2", None)
        book.recalculate()
        after = book.values()["Formulas"]
    assert "holds the text 'x'" in before["A2"]
    assert after["A2"].startswith("Still.B2 (")
    assert "is blank" in after["A2"]


def test_the_place_in_calc_spelling() -> None:
    from xl_stressvar.hosts.libreoffice.tokens import UnoArea

    area = UnoArea(0, "It's", 26, 2, 27, 9)
    assert area.address(Place("history", 1, 1)) == "'It''s'.AB4"
    assert area.address(Place("history")) == "'It''s'.AA3:AB10"


def test_without_the_package_the_cell_shows_name_and_the_version_says_why(
    office: Office, tmp_path: Path
) -> None:
    with Office.start(tmp_path, paths=[]) as alone:
        cell, sentence, why = ask(
            alone,
            tmp_path,
            "=PARAM_VAR(0.01,100)",
            "=STRESSVAR_VERSION()",
            '=STRESSVAR_WHY("A1")',
            data={},
        )
    assert cell == ErrorValue(Code.NAME)
    assert sentence == why
    assert sentence.startswith("LibreOffice's Python 3.")
    assert "cannot load xl_stressvar" in sentence
    assert len(sentence) <= 255
