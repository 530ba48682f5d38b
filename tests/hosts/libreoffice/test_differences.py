"""Each permitted difference of LibreOffice, shown: if one of these fails, the list is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.libreoffice.office import Office
from tests.hosts.libreoffice.test_errors import ask
from tests.hosts.questions import sheets
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import call
from xl_stressvar.errors import Code
from xl_stressvar.hosts.libreoffice.host import PERMITTED_DIFFERENCES, rows_of

pytestmark = pytest.mark.libreoffice


def test_difference_1_a_blank_cell_counts_as_0(office: Office, tmp_path: Path) -> None:
    assert ask(office, tmp_path, "=PARAM_VAR(0.01,Empty!A1)") == [0.0]
    assert call("PARAM_VAR", [0.01, None]).value == ErrorValue(Code.VALUE)


def test_difference_2_true_counts_as_1(office: Office, tmp_path: Path) -> None:
    true, one = ask(office, tmp_path, "=PARAM_VAR(0.01,TRUE)", "=PARAM_VAR(0.01,1)")
    assert true == one
    assert call("PARAM_VAR", [0.01, True]).value == ErrorValue(Code.VALUE)
    assert rows_of(True) == ((1.0,),)


def test_difference_3_an_error_inside_a_range_is_err_504(office: Office, tmp_path: Path) -> None:
    data = {"Broken": [[0.01], ["=1/0"], [0.02]]}
    cell, single, why = ask(
        office, tmp_path, "=CRISIS_VOL(Broken!A1:A3)", "=PARAM_VAR(Broken!A2,1)",
        '=STRESSVAR_WHY("A1")', data=data,
    )  # fmt: skip
    assert cell == "Err:504"
    assert single == ErrorValue(Code.DIV0)
    assert why.startswith("Broken.A2 (history) already holds #DIV/0!.")


def test_difference_4_error_type_sees_only_cells(office: Office, tmp_path: Path) -> None:
    _, of_cell, of_call = ask(
        office, tmp_path, "=PARAM_VAR(-1,100)", "=ERROR.TYPE(A1)", "=ERROR.TYPE(PARAM_VAR(-1,100))"
    )
    assert of_cell == 6  # #NUM! in Excel's and LibreOffice's documentation of ERROR.TYPE
    assert of_call == ErrorValue(Code.NA)


def test_difference_5_too_many_arguments_are_err_504(office: Office, tmp_path: Path) -> None:
    assert ask(office, tmp_path, "=STRESSVAR_VERSION(1)") == ["Err:504"]
    assert call("STRESSVAR_VERSION", [1.0]).value == ErrorValue(Code.VALUE)


def test_difference_6_why_takes_text(office: Office, tmp_path: Path) -> None:
    _, of_cell, of_text, of_address = ask(
        office, tmp_path, "=PARAM_VAR(-1,100)", "=STRESSVAR_WHY(A1)", '=STRESSVAR_WHY("A1")',
        '=STRESSVAR_WHY(CELL("address",A1))',
    )  # fmt: skip
    assert of_cell == ErrorValue(Code.NUM)
    assert of_text == of_address
    assert of_text.startswith("volatility is -1")


def test_difference_7_a_text_in_a_table_equals_no_typed_text(
    office: Office, tmp_path: Path
) -> None:
    from tests.hosts.libreoffice.office import write_book

    formulas = [
        ("=CAPITAL_CHECK(400,450)", 8, 2),
        ('=B4="BREACH"', 1, 1),
        ('=(B4&"")="BREACH"', 1, 1),
    ]
    write_book(tmp_path / "text.xlsx", formulas, {})
    cells = office.recalculate(tmp_path / "text.xlsx")["Formulas"]
    assert cells["B4"] == "BREACH"
    assert (cells["A9"], cells["A10"]) == (0.0, 1.0)


def test_difference_8_a_table_does_not_spill(office: Office, tmp_path: Path) -> None:
    from tests.hosts.libreoffice.office import write_book

    formula = "=CRISIS_CORR(Undated!A1:B10)"
    write_book(tmp_path / "spill.xlsx", [(formula, 1, 1)], sheets())
    assert office.recalculate(tmp_path / "spill.xlsx")["Formulas"] == {"A1": 1.0}


def test_difference_9_a_blank_range_is_a_blank_cell(office: Office, tmp_path: Path) -> None:
    cell, why = ask(
        office, tmp_path, "=CRISIS_RETURNS(Empty!A1:A3,{\"SPX\"})", '=STRESSVAR_WHY("A1")'
    )  # fmt: skip
    ours = call("CRISIS_RETURNS", [[[None]] * 3, [["SPX"]]])
    assert cell == ours.value
    assert " is blank." in why
    assert ours.failure
    assert "nothing but blanks" in ours.failure.sentence()


def test_every_difference_of_the_list_is_shown_here() -> None:
    shown = [name for name in globals() if name.startswith("test_difference_")]
    assert len(shown) == len(PERMITTED_DIFFERENCES)
