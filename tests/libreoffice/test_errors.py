"""Every class of failure in Calc: the right error in the cell, the right sentence behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter

from tests.libreoffice.office import Office, write_book
from tests.roads.questions import sheets
from xl_stressvar.call import call
from xl_stressvar.cells.algebra import OMITTED, ErrorValue, Value
from xl_stressvar.errors import Code, Place

pytestmark = pytest.mark.libreoffice

GFC = sheets()["History"]
ROW = [[60.0, 40.0]]


def changed(row: int, column: int, cell: Any) -> list[list[Any]]:
    """The GFC history with one cell (from 1, as in the sheet) changed."""
    rows = [list(r) for r in GFC]
    rows[row - 1][column - 1] = cell
    return rows


BAD: dict[str, list[list[Any]]] = {
    "Blank": changed(5, 2, None),
    "Text": changed(6, 3, "n/a"),
    "Doubled": changed(7, 1, GFC[5][0]),
    "Short": [[0.01 * (-1) ** i] for i in range(22)],
    "Still": [[0.01, 0.02], [-0.01, 0.02], [0.02, 0.02]],
    "Empty": [[None, None]],
    "Unknown": [["SPX", 60.0], ["FOO", 40.0]],
    "Twice": [["SPX", 60.0], ["spx", 40.0], ["UST10Y", 1.0]],
    "Three": [[1.0, 2.0, 3.0]],
    "Inputs": [[0.01, 0.0]],
    "Zero": [[100.0], [0.0], [99.0]],
}
H = f"History!A1:C{len(GFC)}"


def bad(name: str) -> str:
    return f"{name}!A1:C{len(GFC)}"


class Case(NamedTuple):
    formula: str
    arguments: tuple[Value, ...]
    code: str
    problem: str
    cell: str | None  # where the sentence must point, in Calc's spelling

    @property
    def function(self) -> str:
        return self.formula[1:].split("(")[0]


CASES = {
    "blank in a history": Case(
        f"=STRESSED_VAR({bad('Blank')},Row!A1:B1)", (BAD["Blank"], ROW), "#VALUE!", "blank", "Blank.B5"
    ),
    "text among numbers": Case(
        f"=STRESSED_VAR({bad('Text')},Row!A1:B1)", (BAD["Text"], ROW), "#VALUE!", "text", "Text.C6"
    ),
    "an unknown name": Case(
        f"=STRESSED_VAR({H},Unknown!A1:B2)",
        (GFC, BAD["Unknown"]), "#VALUE!", "unknown_name", "Unknown.A2",
    ),
    "a doubled name": Case(
        f"=STRESSED_VAR({H},Twice!A1:B3)", (GFC, BAD["Twice"]), "#VALUE!", "name_twice", "Twice.A2"
    ),
    "a doubled date": Case(
        f"=STRESSED_VAR({bad('Doubled')},Row!A1:B1)",
        (BAD["Doubled"], ROW), "#VALUE!", "date_twice", "Doubled.A7",
    ),
    "a window not covered": Case(
        f'=STRESSED_VAR({H},Row!A1:B1,"COVID")', (GFC, ROW, "COVID"), "#N/A", "not_covered", None
    ),
    "confidence 1%": Case(
        f"=STRESSED_VAR({H},Row!A1:B1,,1%)",
        (GFC, ROW, OMITTED, 0.01), "#NUM!", "confidence_hint", None,
    ),
    "confidence 1% in a cell": Case(
        f"=STRESSED_VAR({H},Row!A1:B1,,Inputs!A1)",
        (GFC, ROW, OMITTED, 0.01), "#NUM!", "confidence_hint", "Inputs.A1",
    ),
    "horizon 0": Case(
        f"=STRESSED_VAR({H},Row!A1:B1,,99%,Inputs!$B$1)",
        (GFC, ROW, OMITTED, 0.99, 0.0), "#NUM!", "too_small", "Inputs.B1",
    ),
    "horizon -1": Case(
        f"=STRESSED_VAR({H},Row!A1:B1,,99%,-1)",
        (GFC, ROW, OMITTED, 0.99, -1.0), "#NUM!", "too_small", None,
    ),
    "22 days for a 99% tail": Case(
        "=STRESSED_VAR(Short!A1:A22,100)", (BAD["Short"], 100.0), "#N/A", "tail_too_thin", None
    ),
    "a constant column": Case(
        "=CRISIS_CORR(Still!A1:B3)", (BAD["Still"],), "#NUM!", "constant_column", None
    ),
    "all blank": Case(
        "=CRISIS_VOL(Empty!A1:B3)", ([["", ""]] * 3,), "#VALUE!", "all_blank", "Empty.A1:B3"
    ),
    "a shape that fits nothing": Case(
        f"=STRESSED_VAR({H},Three!A1:C1)",
        (GFC, BAD["Three"]), "#VALUE!", "positions_shape", "Three.A1:C1",
    ),
    "an unknown method": Case(
        f'=STRESSED_VAR({H},Row!A1:B1,,,,"magic")',
        (GFC, ROW, OMITTED, OMITTED, OMITTED, "magic"), "#VALUE!", "not_text", None,
    ),
    "a price of 0": Case(
        "=TO_RETURNS(Zero!A1:A3)", (BAD["Zero"],), "#NUM!", "price_not_positive", "Zero.A2"
    ),
    "nothing typed": Case("=STRESSED_VAR()", (), "#VALUE!", "missing", None),
    "an inline array": Case(
        '=CRISIS_VOL({0.1;"x";0.2})', ([[0.1], ["x"], [0.2]],), "#VALUE!", "text", None
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def shown(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any]]:
    """The cell and the sentence of every case."""
    asked = []
    for i, case in enumerate(CASES.values()):
        asked += [(case.formula, 1, 1), (f'=STRESSVAR_WHY("Formulas.A{2 * i + 1}")', 1, 1)]
    book = tmp_path_factory.mktemp("errors") / "errors.xlsx"
    cells = [grid[0][0] for grid in office.evaluate(asked, sheets() | BAD, book)]
    return dict(zip(CASES, zip(cells[::2], cells[1::2], strict=True), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_failure_shows_its_error_and_its_sentence(
    name: str, shown: dict[str, tuple[Any, Any]]
) -> None:
    case = CASES[name]
    failure = call(case.function, case.arguments).failure
    assert failure is not None
    assert (failure.problem.name, failure.code) == (case.problem, case.code)
    cell, sentence = shown[name]
    assert cell == ErrorValue(Code(case.code))
    assert sentence == failure.sentence(lambda place: case.cell)
    assert case.cell is None or case.cell in sentence


def ask(office: Office, folder: Path, *formulas: str, data: Any = None) -> list[Any]:
    """Single cells, all in column A of the sheet Formulas."""
    asked = [(formula, 1, 1) for formula in formulas]
    grids = office.evaluate(
        asked, data if data is not None else sheets() | BAD, folder / "ask.xlsx"
    )
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
    array, why = office.evaluate(asked, BAD, tmp_path / "array.xlsx")
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
    from xl_stressvar.hosts.libreoffice.tokens import Area

    area = Area(0, "It's", 26, 2, 27, 9)
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
