"""What a person types wrong in the first hour, and the sentence that mends it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import calc, evaluate


@pytest.mark.parametrize(
    ("formula", "code", "seen"),
    [
        ("=PARAM_VAR(0.012;100;95%)", "#VALUE!", "parts its arguments with semicolons"),
        ("=PARAM_VAR(0,012;100)", "#VALUE!", "parts its arguments with semicolons"),
        ('=PARAM_VAR(0.012,100,"normal")', "#VALUE!", "check the order of the arguments"),
        ('=PARAM_VAR("0,012",100)', "#VALUE!", "which sign is decimal"),
        ('=PARAM_VAR("0.012",100)', "#VALUE!", "Text to Columns > Finish"),
        ("=PARAM_VAR(0.012,100,1)", "#NUM!", "Did you mean 99%?"),
        ("=PARAM_VAR(0.012,100,100%)", "#NUM!", "confidence is 1, which is 100%"),
        ('=STRESSED_VAR("A1:D9",1)', "#VALUE!", "an address takes no quotes"),
        ('=STRESSED_VAR({0.01;"x";0.02},1)', "#VALUE!", "holds the text 'x' among numbers"),
        ('=STRESSED_VAR_TABLE({0.01;-0.02},1,"WORST")', "#VALUE!", "WORST_WINDOW finds"),
        ("=WINDOW_REVIEW(GFC)", "#NAME?", 'a text such as "GFC" needs quotes'),
    ],
)
def test_a_mistake_has_a_sentence_that_mends_it(formula: str, code: str, seen: str) -> None:
    (answer,) = evaluate([formula])
    assert answer.error == code
    assert seen in str(answer.why)


def test_semicolons_in_a_constant_or_a_text_are_no_mistake() -> None:
    (answer,) = evaluate(["=STRESSED_VAR({-0.02;0.01;-0.01;0.02}, 100, , 75%"])
    assert "semicolons" not in str(answer.why)
    assert "bracket" in str(answer.why)


def book(path: Path, formula: str) -> Path:
    workbook = openpyxl.Workbook()
    workbook["Sheet"]["A1"] = formula
    workbook.save(path)
    return path


def test_a_folder_is_no_workbook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileProblem, match="is not an Excel workbook"):
        calc(Path("."))


def test_a_workbook_under_another_ending_is_not_copied_under_it(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", "=PARAM_VAR(0.01,100)").rename(tmp_path / "book.xls")
    with pytest.raises(FileProblem, match="under another ending"):
        calc(source)
    assert [file.name for file in tmp_path.iterdir()] == ["book.xls"]
    assert calc(source, tmp_path / "out.xlsx").failed == 0


def test_what_an_array_formula_leaves_over_says_so(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    sheet["A1"] = ArrayFormula("A1:C2", "=STRESS_CORR({1,0.2;0.2,1},0.8)")
    workbook.save(tmp_path / "book.xlsx")
    report = calc(tmp_path / "book.xlsx")
    assert [error.address for error in report.errors] == ["Sheet!C1", "Sheet!C2"]
    assert all("beyond the 2 x 2 result of STRESS_CORR" in e.sentence for e in report.errors)
    assert report.failed == 0


def test_a_user_reads_of_error_values_and_not_of_classes() -> None:
    shown = " ".join(entry.raises for entry in CATALOGUE)
    assert "#N/A" in shown
    assert not {"BadInput", "ImpossibleNumber", "NotEnoughData"} & set(
        shown.replace(".", " ").split()
    )


def test_the_table_of_windows_tells_its_own_default() -> None:
    (windows,) = (p for p in CATALOGUE["STRESSED_VAR_TABLE"].parameters if p.name == "windows")
    assert windows.kind.show(windows.default).startswith("GFC, COVID, LTCM and BLACK_MONDAY")
    assert "WORST" not in windows.kind.help
