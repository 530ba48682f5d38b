"""The committed templates: what their checks say, and that they are fit for Excel and for print."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import to_excel

from tests.artefacts.templates.committed import committed, delivered, verdicts, written
from tests.artefacts.templates.package import MAIN, edited, formulas, names, sheets, tree
from tests.artefacts.templates.recalculation import recalculated
from tests.hosts.libreoffice.office import Office
from tools.templates import TEMPLATES
from tools.templates.start_here.workbook import GROUPS
from tools.templates.start_here.workbook import TEMPLATE as START
from tools.templates.toolkit.bake import bake, faults, same
from tools.templates.toolkit.parts import CHECKS, NOTES
from tools.templates.toolkit.style import INPUT_FILL
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.hosts.headless import calc
from xl_stressvar.templates import questions

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
#: An input and a datum of each book, by name or address, whose change must show in the checks.
EDITS: dict[str, list[Mapping[str, float]]] = {
    "calm_vs_stressed.xlsx": [
        {"stocks": 80},
        {"Data!B952": -0.2},  # an SPX return inside the crisis
    ],
    "several_windows.xlsx": [
        {"amount": 80},
        {"Data!B567": -0.2},
        {"Book data!B39": -0.2},
    ],
    "bank_disclosure_and_capital.xlsx": [
        {"desk_stressed": 200},
        {"book_stressed": 90},
        {"rfet_as_of": 46022},
        {"Data!B167": -0.2},
        {"Crisis data!B41": -0.2},
    ],
    "when_stress_departs.xlsx": [
        {"stocks": 80},
        {"spread_to": 900},
        {"failed_correlation": 0.2},
        {"Data!B61": -0.2},
        {"Data!B372": -0.2},
    ],
    "committee_pack.xlsx": [
        {"Positions!B2": 50e6},
        {"confidence_level": 0.95},
        {"multiplier": 4},
        {"Prices!B2517": 200},  # the last price of the first asset
        {"Limits!B2": 2e6},
    ],
    "window_and_backtest.xlsx": [
        {"stocks": 90},
        {"alert_rate": 0.02},
        {"backtest_start": 43832, "backtest_end": 43951},  # January to April 2020
        {"report_start": 44197, "report_end": 44560},  # 2021
        {"Data!B1189": -0.2},  # an SPX return of 2022
        {"Crisis data!B29": -0.2},
    ],
    "march_2020.xlsx": [{"stocks": 90}, {"Data!B329": -0.2}, {"Crisis data!B29": -0.2}],
    "beyond_var.xlsx": [{"stocks": 80}, {"fall_first": -0.5}, {"ruin": 30}, {"Data!B30": -0.2}],
    "nonlinear_books.xlsx": [
        {"quantity_1": -2},
        {"volatility": 0.3},
        {"bond_shift": 100},
        {"years_3": 20},
        {"held_eur": 60},
        {"Data!B30": -0.15},
    ],
    "personal_portfolio.xlsx": [{"amount_1": 80}, {"correlation_1_2": 0.3}, {"Data!B588": -0.2}],
    "start_here.xlsx": [{"try_value": 200}],
}
EVERY = [START, *(template for group in GROUPS.values() for template in group)]
OURS = re.compile(rf"\b({'|'.join(entry.name for entry in CATALOGUE)})\(")
VOLATILE = {
    "NOW",
    "TODAY",
    "RAND",
    "RANDBETWEEN",
    "RANDARRAY",
    "OFFSET",
    "INDIRECT",
    "CELL",
    "INFO",
}
#: Functions that take a range whole, so that Excel sees no intersection in a range given to them.
TAKES_RANGES = {
    "COLUMNS",
    "COUNTA",
    "SUMIF",
    "SUM",
    "SUMSQ",
    "COUNT",
    "COUNTIF",
    "_xlfn.MAXIFS",
    "_xlfn.MINIFS",
    "ROWS",
    "SLOPE",
    "_xlfn.COVARIANCE.S",
    "SMALL",
    "LARGE",
    "COUNTIFS",
    "SUMIFS",
    "MIN",
    "MAX",
    "AVERAGE",
    "CORREL",
    "SUMPRODUCT",
    "_xlfn.STDEV.S",
    "_xlfn.PERCENTILE.INC",
}
PREFIXED = (
    "PERCENTILE.INC",
    "PERCENTILE.EXC",
    "STDEV.S",
    "NORM.S.INV",
    "NORM.S.DIST",
    "CHISQ.INV",
    "CHISQ.DIST.RT",
    "BINOM.DIST",
    "MAXIFS",
    "MINIFS",
    "COVARIANCE.S",
)

books = pytest.mark.parametrize("name", sorted(TEMPLATES))
#: start_here points to the others: it has no data and no chart of its own.
data_books = pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"start_here.xlsx"}))


@books
def test_regenerating_gives_the_committed_workbook(name: str, tmp_path: Path) -> None:
    bake(TEMPLATES[name], tmp_path / "new.xlsx")
    assert same(tmp_path / "new.xlsx", committed(name))


@books
def test_every_check_is_true_in_the_values_as_delivered(name: str) -> None:
    found = verdicts(delivered(name))
    assert found
    assert {check for check, verdict in found.items() if verdict is not True} == set()
    assert list(faults(committed(name))) == []


def calls_ours(formula: str) -> bool:
    return bool(OURS.search(formula))


@pytest.mark.parametrize(
    ("name", "edit"),
    [(name, edit) for name, edits in sorted(EDITS.items()) for edit in edits],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else value,
)
def test_a_check_sees_a_stale_figure_of_ours(name: str, edit: Mapping[str, float]) -> None:
    assert recalculated(name, edit, frozen=calls_ours).disagreeing()


@books
def test_every_check_is_content_after_all_the_edits_and_recalculation(name: str) -> None:
    assert EDITS[name], "give the template an edit"
    every = {what: number for edit in EDITS[name] for what, number in edit.items()}
    told = recalculated(name, every).disagreeing()
    # the check against the library itself is meant to notice edited data
    assert {k for k in told if not k.startswith("test_library")} == set()


def test_cells_changed_in_memory_give_what_a_changed_file_gives(tmp_path: Path) -> None:
    name = "march_2020.xlsx"
    edit = {"stocks": 90, "Data!B329": -0.2, "Crisis data!C29": None}
    report = calc(
        edited(committed(name), tmp_path / "a.xlsx", edit), tmp_path / "b.xlsx", everything=True
    )
    there, here = (
        openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True),
        recalculated(name, edit),
    )
    assert report.errors == here.errors
    assert here.errors
    for (sheet, row, column), value in here.cells.items():
        cell = there[sheet].cell(row, column)
        shown = str(value) if isinstance(value, ErrorValue) else None if value == "" else value
        assert shown == (to_excel(cell.value) if cell.is_date else cell.value), cell


def test_the_list_of_templates_has_each_with_the_questions_of_its_sheets() -> None:
    listed = {t.name: t.questions for templates in GROUPS.values() for t in templates}
    assert {f"{name}.xlsx" for name in listed} == set(TEMPLATES) - {"start_here.xlsx"}
    for name, asked in listed.items():
        assert dict(questions(committed(f"{name}.xlsx"))) == asked | CHECKS | NOTES


@books
def test_a_reader_sees_the_version_of_the_values(name: str) -> None:
    first = delivered(name).worksheets[0]
    told = {cell.value for row in first.iter_rows() for cell in row}
    foot = f"Computed with version {__version__}. All "
    assert any(str(text).startswith(foot) and "agree" in str(text) for text in told)


@books
def test_excel_keeps_the_values_and_puts_no_at_sign(name: str) -> None:
    with zipfile.ZipFile(committed(name)) as package:
        assert b"fullCalcOnLoad" not in package.read("xl/workbook.xml")
        several = {n.casefold() for n, ref in names(package).items() if ":" in ref}
    for cell in formulas(committed(name)):
        tokens = Tokenizer(f"={cell.text}").items
        functions = {
            t.value[:-1] for t in tokens if t.type == Token.FUNC and t.subtype == Token.OPEN
        }
        assert not functions & VOLATILE, cell
        assert not functions & set(PREFIXED), f"{cell}: Excel wants the prefix _xlfn."
        if OURS.search(cell.text):
            assert cell.dynamic, cell
            assert ",," not in cell.text
            assert ",)" not in cell.text
        if not cell.dynamic:
            assert not _intersects(tokens, several), cell


def _intersects(tokens: list[Token], several: set[str]) -> bool:
    """Whether a range of several cells stands where one value is wanted."""
    open_functions: list[str] = []
    for t in tokens:
        if t.type == Token.FUNC and t.subtype == Token.OPEN:
            open_functions.append(t.value[:-1])
        elif t.type == Token.FUNC:
            open_functions.pop()
        elif t.type == Token.OPERAND and t.subtype == Token.RANGE:
            wide = ":" in t.value or t.value.casefold() in several
            if wide and not (open_functions and open_functions[-1] in TAKES_RANGES):
                return True
    return False


@books
def test_an_array_formula_names_its_whole_block(name: str) -> None:
    with zipfile.ZipFile(committed(name)) as package:
        for sheet, part in sheets(package).items():
            root = tree(package, part)
            values = {c.get("r") for c in root.iter(f"{MAIN}c") if c.find(f"{MAIN}v") is not None}
            for f in root.iter(f"{MAIN}f"):
                if f.get("t") == "array":
                    left, top, right, bottom = range_boundaries(f.get("ref"))
                    block = {
                        f"{openpyxl.utils.get_column_letter(c)}{r}"
                        for c in range(left, right + 1)
                        for r in range(top, bottom + 1)
                    }
                    assert block <= values, (sheet, f.text)


@books
def test_inputs_stand_out_are_named_and_refuse_nonsense(name: str) -> None:
    book = written(name)
    named = {d.attr_text.replace("$", "").replace("'", "") for d in book.defined_names.values()}
    inputs = 0
    for sheet in book:
        guarded = [v.sqref for v in sheet.data_validations.dataValidation]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fgColor.rgb == f"FF{INPUT_FILL[1:]}":
                    inputs += 1
                    assert any(cell.coordinate in ranges for ranges in guarded), cell
                    assert f"{sheet.title}!{cell.coordinate}" in named, cell
                    assert not str(cell.value).startswith("="), cell
    assert inputs


@books
def test_sheets_print_one_page_wide_and_merge_nothing(name: str) -> None:
    book = written(name)
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area
        assert sheet.oddHeader.left.text
        assert "Page" in sheet.oddFooter.right.text
    assert book.worksheets[0].sheet_view.showGridLines is False
    assert "Data" not in book.sheetnames or book["Data"].freeze_panes


@books
def test_render_prints_the_pages_and_leaves_data_and_notes_out(name: str) -> None:
    book, template = written(name), {f"{t.name}.xlsx": t for t in EVERY}[name]
    data = [tab for tab, asked in template.sheets.items() if not asked]
    listed = book.defined_names.get("not_printed")
    assert (listed.value if listed else '""') == f'"{";".join([*NOTES, *data] if data else [])}"'


@books
def test_frozen_rows_leave_room_for_the_data(name: str) -> None:
    """On a screen of 768 pixels, of which Excel's ribbon takes a third."""
    for sheet in written(name):
        rows = int(sheet.sheet_view.pane.ySplit or 0) if sheet.sheet_view.pane else 0
        heights = [sheet.row_dimensions[i].height or 15.75 for i in range(1, rows + 1)]
        assert sum(heights) * 4 / 3 <= 260, sheet.title


@data_books
def test_every_chart_is_described_in_words(name: str) -> None:
    with zipfile.ZipFile(committed(name)) as package:
        charts = [part for part in package.namelist() if part.startswith("xl/charts/chart")]
        told = re.findall(
            r'<xdr:cNvPr [^>]*descr="([^"]{40,})"',
            "".join(
                package.read(part).decode()
                for part in package.namelist()
                if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part)
            ),
        )
    assert charts
    assert len(told) == len(charts)


@data_books
def test_charts_remember_the_values_of_their_cells(name: str) -> None:
    """A preview draws what is remembered, and calculates nothing."""
    book = delivered(name)
    with zipfile.ZipFile(committed(name)) as package:
        charts = [tree(package, p) for p in package.namelist() if p.startswith("xl/charts/chart")]
    references = [r for c in charts for r in c.iter(f"{CHART}numRef", f"{CHART}strRef")]
    assert len(references) >= 2 * len(charts)
    for reference in references:
        sheet, _, block = reference.findtext(f"{CHART}f").replace("'", "").rpartition("!")
        block = block.replace("$", "")
        rows = book[sheet][block if ":" in block else f"{block}:{block}"]
        cells = [cell.value for row in rows for cell in row]
        told = {int(p.get("idx")): p.findtext(f"{CHART}v") for p in reference.iter(f"{CHART}pt")}
        for i, value in enumerate(cells):
            if isinstance(value, datetime):
                value = openpyxl.utils.datetime.to_excel(value)
            if isinstance(value, str) and reference.tag == f"{CHART}numRef" and value[0] != "#":
                value = 0
            if isinstance(value, (int, float)):
                assert float(told[i]) == pytest.approx(value, rel=1e-12), (block, i)
            elif value is None:  # a formula that gives an empty text: drawn as 0, or as no label
                assert told.get(i) in (None, "0", ""), (block, i)
            else:
                assert told.get(i) == value, (block, i)


@data_books
def test_dates_are_dates_that_read_year_month_day(name: str) -> None:
    book = delivered(name)
    dates = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert len(dates) > 200
    assert {cell.number_format for cell in dates} == {"yyyy-mm-dd"}


@books
@pytest.mark.libreoffice
def test_libreoffice_prints_it(name: str, tmp_path: Path) -> None:
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(committed(name)),
        ],
        check=False,
        capture_output=True,
        timeout=180,
    )
    assert (tmp_path / name).with_suffix(".pdf").is_file()


@books
@pytest.mark.libreoffice
def test_libreoffice_with_the_add_in_shows_the_same_values(name: str, office: Office) -> None:
    got = office.recalculate(committed(name))
    for sheet in delivered(name):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(
                    cell.value, (bool, int, float)
                ):  # LibreOffice gives a boolean as 0 or 1
                    # absolute: a difference of two equal figures is noise around zero
                    near = pytest.approx(float(cell.value), rel=1e-12, abs=1e-12)
                    assert got[sheet.title][cell.coordinate] == near, cell
                elif cell.data_type == "e":  # where the book means to show #N/A
                    assert got[sheet.title][cell.coordinate].code == cell.value, cell
                elif isinstance(cell.value, str):
                    assert got[sheet.title][cell.coordinate] == cell.value, cell
