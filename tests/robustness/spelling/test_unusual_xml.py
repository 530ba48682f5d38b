"""Legal XML that no spreadsheet program writes gives the same values, or a sentence; never an old value."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.hosts.headless.books import (
    EMPTY_SHEET,
    members,
    replaced,
    values,
    with_formulas,
    with_rows,
)
from tests.hosts.headless.test_files import refused
from tests.robustness.spelling.respelled import respelled
from tests.robustness.torture import slices
from tests.robustness.torture.mutations import seed
from xl_stressvar import templates
from xl_stressvar.hosts.headless import calc

SEEDS = 40


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, object]]:
    """A workbook, and what its formulas give."""
    path = seed(tmp_path_factory.mktemp("seed") / "a.xlsx")
    calc(path, path.with_name("out.xlsx"))
    return path.read_bytes(), values(path.with_name("out.xlsx"))


@pytest.mark.parametrize("number", range(SEEDS))
def test_the_same_values_in_other_words(
    honest: tuple[bytes, dict[str, object]], tmp_path: Path, number: int
) -> None:
    data, want = honest
    path = tmp_path / "a.xlsx"
    path.write_bytes(respelled(data, Random(number)))
    calc(path, tmp_path / "out.xlsx")
    assert values(tmp_path / "out.xlsx") == want


@pytest.mark.torture
@pytest.mark.parametrize("book", templates.templates().values(), ids=lambda path: path.stem)
def test_a_template_gives_the_same_values_in_other_words(tmp_path: Path, book: Path) -> None:
    """Every cell of every sheet, with all formulas calculated anew."""
    calc(book, tmp_path / "plain.xlsx", everything=True)
    want = computed(tmp_path / "plain.xlsx")
    for number in range(10 if slices.FULL else 1):
        path = tmp_path / "a.xlsx"
        path.write_bytes(respelled(book.read_bytes(), Random(number)))
        calc(path, tmp_path / "out.xlsx", everything=True)
        assert computed(tmp_path / "out.xlsx") == want


def computed(path: Path) -> list[dict[str, object]]:
    """What the cells of each sheet hold, save for texts that stand in a table of their own."""
    sheets = sum(name.startswith("xl/worksheets/sheet") for name in members(path))
    return [values(path, i) for i in range(1, sheets + 1)]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
VAR = "PARAM_VAR(0.01,100)"  # 2.326 = 100 x 1% x the normal quantile of 99%, by any table


@pytest.mark.parametrize("prefix", ["x", "a-b", "a.b", "é", "_"])
def test_a_formula_is_found_under_any_prefix(tmp_path: Path, prefix: str) -> None:
    p = prefix
    cell = (
        f'<{p}:row r="1"><{p}:c r="A1"><{p}:f>{VAR}</{p}:f><{p}:v>12345</{p}:v></{p}:c></{p}:row>'
    )
    table = f"<{p}:sheetData>{cell}</{p}:sheetData>"
    sheet = f'<{p}:worksheet xmlns:{p}="{MAIN}">{table}</{p}:worksheet>'
    path = with_formulas(tmp_path / "a.xlsx")
    replaced(path, {"xl/worksheets/sheet2.xml": sheet})
    report = calc(path, tmp_path / "out.xlsx")
    assert (report.formulas, report.ours) == (1, 1)
    assert values(tmp_path / "out.xlsx")["A1"] == pytest.approx(2.326, abs=5e-4)


@pytest.mark.parametrize(
    "formula",
    [
        f"<!-- x -->{VAR}",
        f"0<!-- x -->+{VAR}",
        f"<![CDATA[{VAR}]]>",
        VAR.replace("A", "&#65;"),
        f"<?x?>{VAR}",
    ],
)
def test_a_formula_is_read_to_its_end(tmp_path: Path, formula: str) -> None:
    rows = f'<row r="1"><c r="A1"><f>{formula}</f><v>777</v></c></row>'
    path = with_rows(tmp_path / "a.xlsx", rows)
    report = calc(path, tmp_path / "out.xlsx")
    assert (report.formulas, report.ours) == (1, 1)
    assert values(tmp_path / "out.xlsx")["A1"] == pytest.approx(2.326, abs=5e-4)


@pytest.mark.parametrize(
    "number", ["1<!-- x -->0", "<![CDATA[10]]>", "1&#48;", "1<?x?>0", " 10\n", "<!-- 7 -->10"]
)
def test_a_number_is_read_to_its_end(tmp_path: Path, number: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>{number}</v></c></row>'
    path = with_formulas(tmp_path / "a.xlsx", "=Data!A1*2")
    replaced(path, {"xl/worksheets/sheet1.xml": EMPTY_SHEET.format(rows=rows)})
    calc(path, tmp_path / "out.xlsx")
    assert values(tmp_path / "out.xlsx")["A1"] == 20


@pytest.mark.parametrize(
    "foreign",
    ['<z:c xmlns:z="urn:z" r="B1"><z:v>77</z:v></z:c>', '<c xmlns="urn:z" r="B1"><v>77</v></c>'],
)
def test_a_cell_of_another_language_is_no_number(tmp_path: Path, foreign: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>10</v></c>{foreign}</row>'
    path = with_formulas(tmp_path / "a.xlsx", "=SUM(Data!A1:B1)")
    replaced(path, {"xl/worksheets/sheet1.xml": EMPTY_SHEET.format(rows=rows)})
    calc(path, tmp_path / "out.xlsx")
    assert values(tmp_path / "out.xlsx")["A1"] == 10


ALTERNATIVES = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="zz" xmlns:zz="urn:z">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>'
    "</mc:AlternateContent>"
)
CELL = f'<c r="A1"><f>{VAR}</f><v>3</v></c>'


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><f t="shared" si="7"/><v>3</v></c></row>',
        '<row r="1"><c r="A1"><f/><v>3</v></c></row>',
        '<row r="1"><c r="A1"><f>1+1</f><f>2+2</f><v>3</v></c></row>',
        '<row r="1"><c r="A1"><f>1<g/>+1</f><v>3</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="B9:C10">1+2</f><v>3</v></c></row>',
        f'<row r="1">{CELL}</row></sheetData><sheetData><row r="2"><c r="A2"><f>1+1</f></c></row>',
        f'<row r="1">{ALTERNATIVES.format(CELL)}</row>',
        ALTERNATIVES.format(f'<row r="1">{CELL}</row>'),
        f'</sheetData><row r="1">{CELL}</row><sheetData>',
    ],
    ids=["no master", "no text", "two", "a tag inside", "an array elsewhere", "a second table",
         "alternative cells", "alternative rows", "outside the table"],
)  # fmt: skip
def test_a_formula_that_cannot_be_told_is_damage(tmp_path: Path, rows: str) -> None:
    assert "is damaged" in refused(with_rows(tmp_path / "a.xlsx", rows))


def test_a_sheet_without_its_part_is_damage(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    relations = "xl/_rels/workbook.xml.rels"
    text = members(path)[relations].decode()
    assert "worksheets/sheet2.xml" in text
    replaced(path, {relations: text.replace("worksheets/sheet2.xml", "Worksheets/Sheet2.xml")})
    assert "is damaged" in refused(path)


def test_precision_as_displayed_is_refused(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1/3")
    text = members(path)["xl/workbook.xml"].decode()
    assert "<calcPr " in text
    replaced(path, {"xl/workbook.xml": text.replace("<calcPr ", '<calcPr fullPrecision="0" ')})
    assert "precision as displayed" in refused(path)


def test_a_formula_of_more_characters_than_excel_takes_is_refused(tmp_path: Path) -> None:
    marked = "1" + "+_xlfn.COT(1)" * 800  # 10,401 in the file, 7,201 in the formula bar
    path = with_rows(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><f>{"1+" * 4096}1</f></c></row>')
    assert "a formula of 8,193 characters; Excel allows 8,192" in refused(path)
    path = with_rows(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><f>SUM({marked})</f></c></row>')
    assert "characters" not in refused(path)  # which the engine finds too many parts of
