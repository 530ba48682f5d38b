"""The other way into Excel: xlwings' own add-in, its settings in a workbook, the VBA that it generates."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from tests.hosts.excel.engine import FUNCTIONS, Excel
from xl_stressvar.catalogue import CATALOGUE, spelled
from xl_stressvar.cli.main import main
from xl_stressvar.templates import templates

WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
CHANGED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
HEADER = 'Attribute VB_Name = "xlwings_udfs"\n'


# --- what Import Functions writes ------------------------------------------------------------------
class Errors(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(self, recognizer, symbol, line, column, message, error) -> None:
        self.found.append(f"{line}:{column} {message}")


def complaints(module: str) -> list[str]:
    """What a VBA grammar has against a module."""
    errors = Errors()
    lexer = vbaLexer(InputStream(module))
    parser = vbaParser(CommonTokenStream(lexer))
    for each in (lexer, parser):
        each.removeErrorListeners()
        each.addErrorListener(errors)
    parser.startRule()
    return errors.found


def for_excel(vba: str) -> str:
    """The branch of `#If App = "Microsoft Excel"`: the grammar knows no conditional compilation."""
    branch = re.compile(
        r"^ *#If App = .*?\n(.*?)^ *#Else\n.*?^ *#End If\n", re.DOTALL | re.MULTILINE
    )
    return branch.sub(r"\1", vba)


def test_every_function_is_written_with_its_arguments_optional_where_they_are(excel: Excel) -> None:
    written = dict(re.findall(r"^Function (\w+)\((.*)\)$", excel.vba(), re.MULTILINE))
    assert written == {
        entry.name: ", ".join(
            spelled(p.name) if p.required else f"Optional {spelled(p.name)}"
            for p in entry.parameters
        )
        for entry in CATALOGUE
    }


def test_each_calls_our_module_by_its_name(excel: Excel) -> None:
    called = re.findall(r'XLPy\.CallUDF\("([\w.]+)", "(\w+)", Array', excel.vba())
    assert {module for module, _ in called} == {FUNCTIONS}
    assert {name for _, name in called} == {entry.name for entry in CATALOGUE}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["STRESSED_VAR", "CAPITAL_REQ", "STRESSVAR_VERSION"])
def test_the_vba_that_it_writes_is_vba(excel: Excel, name: str) -> None:
    whole = rf"^Function {name}\(.*?^End Function$"
    (function,) = re.findall(whole, for_excel(excel.vba()), re.DOTALL | re.MULTILINE)
    assert complaints(HEADER + function + "\n") == []
    # the grammar does see what is wrong
    assert complaints(HEADER + function.replace("End Function", "End") + "\n") != []


# --- a template for it -----------------------------------------------------------------------------
@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "mine.xlsm"
    assert main(["new", "march_2020", "--xlwings", "-o", str(path)]) == 0
    return path


def test_the_last_sheet_holds_xlwings_settings_from_its_first_cell(book: Path) -> None:
    opened = openpyxl.load_workbook(book, keep_vba=True)
    assert opened.sheetnames[-1] == "xlwings.conf"
    rows = [[cell.value for cell in row] for row in opened["xlwings.conf"].iter_rows()]
    assert rows == [["UDF Modules", "xl_stressvar.hosts.excel"]]
    opened.close()


def test_all_else_is_the_template(book: Path) -> None:
    with zipfile.ZipFile(templates()["march_2020"]) as ours, zipfile.ZipFile(book) as theirs:
        new = set(theirs.namelist()) - set(ours.namelist())
        assert [name.rpartition("/")[0] for name in new] == ["xl/worksheets"]
        for name in set(ours.namelist()) - CHANGED:
            assert theirs.read(name) == ours.read(name), name
        types = theirs.read("[Content_Types].xml").decode()
    assert types.count(WITH_MACROS) == 1
    assert f'PartName="/{new.pop()}"' in types


@pytest.mark.slow
def test_every_template_can_be_had_so_and_calculates(tmp_path: Path) -> None:
    for name in templates():
        path = tmp_path / f"{name}.xlsm"
        assert main(["new", name, "--xlwings", "-o", str(path)]) == 0
        ours = openpyxl.load_workbook(templates()[name])
        theirs = openpyxl.load_workbook(path)
        for sheet in ours:
            cells = {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value}
            there = theirs[sheet.title]
            assert all(
                str(there[at].value) == str(v) for at, v in cells.items() if isinstance(v, str)
            )
    out = tmp_path / "out.xlsm"
    assert main(["calc", str(tmp_path / "march_2020.xlsm"), "-o", str(out)]) == 0


def test_another_ending_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "march_2020", "--xlwings", "-o", str(tmp_path / "a.xlsx")]) == 1
    assert "a.xlsx does not end in .xlsm" in capsys.readouterr().err
