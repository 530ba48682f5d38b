"""Adding a function is one entry: everything that is made from the catalogue has it at once.

CallUDF's names are in tests/hosts/excel, which runs xlwings in a process of its own.
"""

from __future__ import annotations

from typing import Annotated

import pytest
import xlsxwriter

from tests.support import ROOT
from tools.addin import help, vba
from tools.generate import function_pages
from tools.generate.reference import reference
from xl_stressvar import catalogue as catalogue_module
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.results import Returns
from xl_stressvar.cli.main import main
from xl_stressvar.hosts import lite
from xl_stressvar.hosts.excel import define
from xl_stressvar.hosts.headless import calc, evaluate
from xl_stressvar.hosts.libreoffice import extension as libreoffice
from xl_stressvar.hosts.web import manifests, metadata


def stress_twice(
    loss: Annotated[float, Number("A loss to be doubled.", "money")],
    times: Annotated[float, Number("How many times, if not twice.")] = 2,
) -> Annotated[float, Returns("Twice the loss.", "money")]:
    """A loss, twice over.

    >>> =STRESS_TWICE(2)
    4
    """
    return loss * times


GROWN = CATALOGUE.with_function("Scenarios", stress_twice)


def test_the_grown_catalogue_is_sound() -> None:
    assert GROWN.problems() == []
    assert len(GROWN) == len(CATALOGUE) + 1


def test_xlwings_has_it() -> None:
    assert list(define(GROWN)) == [entry.name for entry in GROWN]


def test_xlwings_lite_has_it() -> None:
    assert lite.define(GROWN)["STRESS_TWICE"](2, 5) == [[10.0]]


def test_the_add_in_has_it_with_its_help() -> None:
    assert "Public Function STRESS_TWICE(" in "\n".join(vba.generated(GROWN).values())
    assert "A loss to be doubled." in help.argument_descriptions(GROWN)
    assert ("help", "STRESS_TWICE", "A loss, twice over.") in {row[:3] for row in help.rows(GROWN)}


def test_libreoffices_metadata_have_it() -> None:
    texts = libreoffice.parts(GROWN)
    assert "STRESS_TWICE" in texts["CalcAddIns.xcu"]
    assert "stressTwice" in texts["types.idl"]


def test_the_web_add_in_has_it_in_every_file() -> None:
    base = "https://addins.example.com"
    for text in (
        metadata.functions_json(base, GROWN),
        manifests.manifest_json(base, catalogue=GROWN),
    ):
        assert '"STRESS_TWICE"' in text
    assert "A loss to be doubled." in metadata.catalogue_js({}, {}, GROWN)


def test_the_reference_has_it() -> None:
    assert "[STRESS_TWICE](functions/STRESS_TWICE.md)" in reference(GROWN)


def test_it_has_a_page_with_its_example_in_cells_and_its_errors_and_is_in_the_menu() -> None:
    page = function_pages.page(GROWN["STRESS_TWICE"], GROWN)
    assert "    =STRESS_TWICE(loss, [times])" in page
    assert '<code>=STRESS_TWICE(<b class="a0">B1</b>)</code>' in page
    assert '<td class="result n anchor">4</td>' in page
    assert (
        "| `loss` is a text | #VALUE! | loss is the text 'soon' where a number is needed." in page
    )
    menu = function_pages.menu((ROOT / "mkdocs.yml").read_text("utf-8"), GROWN)
    assert "- STRESS_TWICE: functions/STRESS_TWICE.md\n" in menu


def test_headless_formulas_and_workbooks_have_it(tmp_path) -> None:
    (answer,) = evaluate(["=STRESS_TWICE(2,)+STRESS_TWICE(1,5)"], catalogue=GROWN)
    assert answer.value == 9
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    book.add_worksheet("S").write_formula("A1", "=STRESS_TWICE(21)")
    book.close()
    report = calc(tmp_path / "in.xlsx", tmp_path / "out.xlsx", catalogue=GROWN)
    assert (report.ours, report.failed) == (1, 0)


def test_the_command_line_has_it(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(catalogue_module, "CATALOGUE", GROWN)
    assert main(["functions", "stress_twice"]) == 0
    assert "STRESS_TWICE(loss, [times])" in capsys.readouterr().out
