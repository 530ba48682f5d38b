"""What a committee sees: names for crises, losses in charts, and no machinery in the way."""

from __future__ import annotations

import datetime as dt
import re
import zipfile

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.artefacts.templates.committed import committed, delivered, named, written
from tests.artefacts.templates.package import tree
from tools.templates import TEMPLATES
from tools.templates.toolkit.parts import CHECKS
from tools.templates.toolkit.style import INPUT_FILL
from xl_stressvar.crises.windows import CRISES
from xl_stressvar.templates import questions

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CODES = re.compile(rf"\b({'|'.join(c.code for c in CRISES if '_' in c.code)})\b")
#: A refusal names the window as the formula was given it.
REFUSAL = "The history does not cover"
books = pytest.mark.parametrize("name", sorted(TEMPLATES))


def input_names(book: openpyxl.Workbook) -> set[str]:
    """The defined names of single yellow cells."""
    found = set()
    for name, it in book.defined_names.items():
        sheet, _, address = (it.attr_text or "").replace("'", "").replace("$", "").rpartition("!")
        one = sheet in book.sheetnames and re.fullmatch(r"[A-Z]+\d+", address)
        if one and book[sheet][address].fill.fgColor.rgb == f"FF{INPUT_FILL[1:]}":
            found.add(name)
    return found


@books
def test_no_page_shows_the_code_of_a_crisis(name: str) -> None:
    pages = [tab for tab, _ in questions(committed(name)) if tab not in CHECKS]
    assert pages
    shown = [
        (tab, cell.coordinate, cell.value)
        for tab in pages
        for row in delivered(name)[tab].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
        and CODES.search(cell.value)
        and not cell.value.startswith(REFUSAL)
    ]
    assert shown == []


@books
def test_the_name_manager_shows_inputs_and_no_machinery(name: str) -> None:
    names = written(name).defined_names
    shown = {each for each, it in names.items() if not it.hidden}
    assert input_names(written(name)) <= shown
    machinery = {e for e in names if e.startswith(("test_", "intended_na_", "not_printed"))}
    assert machinery
    assert not machinery & shown
    assert {"history", "positions"} & names.keys() <= shown


@books
def test_columns_that_only_formulas_read_are_folded_and_not_printed(name: str) -> None:
    for sheet in written(name):
        for row in sheet.iter_rows(max_row=8):
            for cell in row:
                if not re.match(r"=AND\(A\d+>=\w+_(start|end)", str(cell.value)):
                    continue
                printed = sheet.print_area.replace("$", "").rpartition(":")[2]
                last = column_index_from_string(re.sub(r"\d", "", printed))
                assert cell.column > last, (sheet.title, cell.coordinate)
                assert outline(name, sheet.title, cell.column) == 1


def outline(name: str, tab: str, column: int) -> int:
    """The level at which a column is grouped; openpyxl keeps one entry for a run of columns."""
    for letter, it in written(name)[tab].column_dimensions.items():
        first = it.min or column_index_from_string(letter)
        if first <= column <= (it.max or first):
            return int(it.outlineLevel or 0)
    raise AssertionError(f"no column {get_column_letter(column)}")


def test_what_a_waterfall_stands_on_is_folded_away_and_still_drawn() -> None:
    name = "when_stress_departs.xlsx"
    page = written(name)["Attribution"]
    (base,) = (cell for row in page.iter_rows() for cell in row if cell.value == "Base")
    assert any(
        it.hidden and it.min <= base.column <= it.max for it in page.column_dimensions.values()
    )
    with zipfile.ZipFile(committed(name)) as package:
        charts = [tree(package, p) for p in package.namelist() if p.startswith("xl/charts/chart")]
    assert charts
    assert [c for c in charts if c.find(f".//{CHART}plotVisOnly") is not None] == []


def test_scenarios_are_drawn_as_losses() -> None:
    with zipfile.ZipFile(committed("beyond_var.xlsx")) as package:
        charts = [tree(package, p) for p in package.namelist() if p.startswith("xl/charts/chart")]
    titles = {"".join(c.find(f".//{CHART}title").itertext()): c for c in charts}
    for title, expected in (
        ("Loss of each scenario, USD million; below zero is a gain", [-8.33, 15.27, 19.09]),
        ("What each crisis would cost today's positions, USD million", [31.35]),
    ):
        drawn = [float(v.text) for v in titles[title].findall(f".//{CHART}val//{CHART}v")]
        assert drawn[: len(expected)] == pytest.approx(expected, abs=0.005)


def test_the_day_that_began_march_2020_and_its_worst_are_marked() -> None:
    """24 February: the first fall of the crash. 16 March: the S&P 500's largest fall since 1987."""
    book = delivered("march_2020.xlsx")
    days = [dt.datetime(2020, 2, 24), dt.datetime(2020, 3, 16)]
    assert named(book, "first_loss_day", "worst_day") == days
    sheet = book["Day by day"]
    for column, day in zip("HI", days, strict=True):
        marked = [sheet[f"A{c.row}"].value for c in sheet[column][5:] if c.value]
        assert marked == [day]
        assert f"{day:%Y-%m-%d}" in sheet[f"{column}5"].value


@pytest.mark.parametrize("page", ["Cleaning", "Proxies", "Contributors"])
def test_no_line_stands_alone_far_below_a_table_with_room_to_grow(page: str) -> None:
    sheet = delivered("committee_pack.xlsx")[page]
    (foot,) = (c.row for c in sheet["B"] if str(c.value).startswith("Computed with version"))
    first_table = next(c.row for c in sheet["B"] if c.font.bold and c.border.bottom.style)
    assert foot < first_table
