"""Every function gives in Calc what it gives to a direct call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.answers import SAME, differences, direct, grid
from tests.hosts.libreoffice.office import Office, write_book
from tests.hosts.questions import Ref, calls, decimals, formula, sheets, shown
from tools.docs import practice
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import call

pytestmark = pytest.mark.libreoffice

CALLS = list(calls())


@pytest.fixture(scope="session")
def answers(office: Office, tmp_path_factory: pytest.TempPathFactory) -> list[list[list[Any]]]:
    """Every call's grid from Calc, through one .xlsx."""
    asked = []
    for one in CALLS:
        expected = grid(direct(one))
        asked.append((formula(*one), len(expected), len(expected[0])))
    return office.evaluate(asked, sheets(), tmp_path_factory.mktemp("values") / "values.xlsx")


@pytest.mark.parametrize("i", range(len(CALLS)), ids=[formula(*c)[1:] for c in CALLS])
def test_a_function_gives_in_calc_what_it_gives_directly(
    i: int, answers: list[list[list[Any]]]
) -> None:
    assert not differences(CALLS[i], answers[i], grid(direct(CALLS[i])), yes=1.0)


def test_the_examples_of_the_docstrings_come_out_in_calc(office: Office, tmp_path: Path) -> None:
    examples = [pair for entry in CATALOGUE for pair in entry.examples]
    asked = [(text, len(shown(out)), len(shown(out)[0])) for text, out in examples]
    got = office.evaluate(asked, {}, tmp_path / "examples.xlsx")
    for (text, out), cells in zip(examples, got, strict=True):
        for row, expected_row in zip(cells, shown(out), strict=True):
            for cell, expected in zip(row, expected_row, strict=True):
                if isinstance(expected, float) and isinstance(cell, float):
                    assert round(cell, decimals(out)) == expected, text
                else:
                    assert str(cell) == str(expected), text


def test_a_changed_cell_changes_the_figure(office: Office, tmp_path: Path) -> None:
    with opened(office, tmp_path, [("=STRESSED_VAR(Undated!A1:B10,Row!A1:B1,,75%)", 1, 1)]) as book:
        before = book.values()["Formulas"]["A1"]
        book.put("Row", "A1", 600.0)
        book.recalculate()
        after = book.values()["Formulas"]["A1"]
    rows = sheets()["Undated"]
    omitted = call("STRESSED_VAR", [rows, [[600.0, 40.0]]]).value  # 99% of ten days: refused
    assert isinstance(omitted, ErrorValue)
    assert before != after
    assert after == pytest.approx(direct_at_75(600.0), rel=SAME)


def direct_at_75(first: float) -> float:
    from xl_stressvar.cells.algebra import OMITTED

    value = call("STRESSED_VAR", [sheets()["Undated"], [[first, 40.0]], OMITTED, 0.75]).value
    assert isinstance(value, float)
    return value


def test_an_xlsx_keeps_the_plain_names_and_the_errors(office: Office, tmp_path: Path) -> None:
    import openpyxl

    formulas = [("=PARAM_VAR(0.012,100,1%)", 1, 1), ("=CRISIS_CORR(Undated!A1:B10)", 2, 2)]
    write_book(tmp_path / "in.xlsx", formulas, sheets())
    office.recalculate(tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "out.xlsx")["Formulas"]
    assert saved["A1"].value == "=PARAM_VAR(0.012,100,1%)"
    assert saved["A2"].value.text.lstrip("=") == "CRISIS_CORR(Undated!A1:B10)"
    cached = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Formulas"]
    assert (cached["A1"].data_type, cached["A1"].value) == ("e", "#NUM!")
    again = office.recalculate(tmp_path / "out.xlsx")["Formulas"]
    assert again["B2"] == pytest.approx(
        grid(direct(("CRISIS_CORR", (Ref("Undated"),))))[0][1], rel=SAME
    )


def test_an_ods_finds_the_functions_again(office: Office, tmp_path: Path) -> None:
    write_book(tmp_path / "in.xlsx", [("=STRESSVAR_VERSION()", 1, 1)], {})
    office.recalculate(tmp_path / "in.xlsx", tmp_path / "out.ods")
    assert office.recalculate(tmp_path / "out.ods")["Formulas"]["A1"] == __version__


def test_a_1904_book_reads_the_same_dates(office: Office, tmp_path: Path) -> None:
    import datetime as dt

    import xlsxwriter

    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        sheet = book.add_worksheet("Formulas")
        sheet.write_datetime("B1", dt.datetime(2026, 6, 30), book.add_format({"num_format": 14}))
        sheet.write_formula("A1", "=INDEX(CRISIS_WINDOWS(B1),2,6)", None, -1)
    got = office.recalculate(path)["Formulas"]
    assert got["B1"] == 46203 - 1462  # 2026-06-30 as the 1904 system counts
    expected = call("CRISIS_WINDOWS", ["2026-06-30"]).value
    assert isinstance(expected, list)
    assert got["A1"] == pytest.approx(expected[1][5], rel=SAME)


def test_the_wizard_shows_names_and_help_from_the_catalogue(office: Office) -> None:
    wizard = office.wizard()
    for entry in CATALOGUE:
        description, _, shown_arguments = wizard[entry.name]
        assert description == entry.summary
        assert [a[:2] for a in shown_arguments] == [[p.name, p.kind.help] for p in entry.parameters]


def opened(office: Office, folder: Path, formulas: list[tuple[str, int, int]]) -> Any:
    write_book(folder / "book.xlsx", formulas, sheets())
    return office.book(folder / "book.xlsx")


def test_the_tutorial_comes_out_in_calc_as_its_practice_workbook_says(
    office: Office, tmp_path: Path
) -> None:
    practice.write(tmp_path / "typed.xlsx", typed=4, shown=practice.shown())
    figures = office.recalculate(tmp_path / "typed.xlsx")["Figures"]
    assert [figures[f"D{row}"] for row in range(2, 2 + len(practice.STEPS))] == ["yes"] * 12
