"""A number format shows the sign of every number that it does not show as zero, in LibreOffice and in Excel.

With conditions in two sections, LibreOffice writes no minus in the third and Excel does, so that nothing but what is
shown as zero may get there from below (LibreOffice: zformat.cxx; Excel: github.com/SheetJS/ssf/issues/57 and /78).
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tools.templates.committee_pack.workbook import write
from tools.templates.toolkit import checks
from tools.templates.toolkit.style import LARGE_LOSS_FORMAT, UNITS

FORMATS = {
    unit: look["num_format"]
    for unit, look in UNITS.items()
    if "num_format" in look and "y" not in look["num_format"]  # of days
}
SECTIONED = {unit: it for unit, it in FORMATS.items() if it.count(";") == 2}
VALUES = (-5e6, -50_000.0, -500.25, -1.0, -0.4, -0.006, -0.001, -1e-13, 0.0, 0.4, 500.25, 5e6)


def nonzero(shown: str) -> bool:
    """Whether it shows a number other than zero."""
    return bool(re.search(r"[1-9]", shown.partition("E")[0]))


@pytest.mark.parametrize("unit", SECTIONED)
def test_the_second_section_takes_all_below_zero_that_is_not_shown_as_zero(unit: str) -> None:
    first, second, third = SECTIONED[unit].split(";")
    assert re.match(r"\[>=[0-9.]+\]", first)
    (found,) = re.findall(r"^\[<=-([0-9.]+)\]-", second)
    shown = second.partition("]")[2]
    places = len(shown.partition(".")[2].rstrip("%")) + 2 * shown.endswith("%")
    assert float(found) == pytest.approx(0.5 * 10**-places, rel=1e-12)
    assert not third or third.partition(".")[2] == shown.partition(".")[2]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, float], str]:
    """What LibreOffice shows of each value in each format."""
    folder = tmp_path_factory.mktemp("formats")
    with xlsxwriter.Workbook(str(folder / "formats.xlsx")) as book:
        page = book.add_worksheet()
        page.set_column(0, len(FORMATS), 40)
        for column, code in enumerate(FORMATS.values()):
            for row, number in enumerate(VALUES):
                page.write_number(row, column, number, book.add_format({"num_format": code}))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "html", "--outdir",
         str(folder), str(folder / "formats.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = re.findall(r"<tr.*?</tr>", (folder / "formats.html").read_text("utf-8"), re.DOTALL)
    cells = [
        [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    ]
    return {
        (unit, number): cells[i][j]
        for i, number in enumerate(VALUES)
        for j, unit in enumerate(FORMATS)
    }


@pytest.mark.libreoffice
def test_libreoffice_shows_every_sign_and_no_negative_zero(
    printed: dict[tuple[str, float], str],
) -> None:
    assert printed["book money", -500.25] == "-500.25"
    assert printed["whole money", -50_000.0] == "-50,000"
    wrong = {
        (unit, number): shown
        for (unit, number), shown in printed.items()
        if (number < 0) != shown.startswith("-") and (nonzero(shown) or unit in SECTIONED)
        if nonzero(shown) or shown.startswith("-")
    }
    assert wrong == {}


@pytest.mark.libreoffice
def test_the_columns_of_the_checks_hold_the_money_of_a_large_book(
    printed: dict[tuple[str, float], str],
) -> None:
    shown = printed["full", -5e6]  # the longest: twelve decimals
    assert len(shown) + 4 < min(checks.WIDTHS[2:4])  # a figure a thousand times as large too


def test_a_large_loss_of_a_book_has_no_decimals_as_a_large_gain(tmp_path: Path) -> None:
    write(tmp_path / "pack.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx")
    money = 0
    for sheet in book:
        covered = {
            cell
            for ranges, rules in sheet.conditional_formatting._cf_rules.items()
            for rule in rules
            if (rule.operator, rule.formula) == ("lessThanOrEqual", ["-1000"])
            and rule.dxf.numFmt.formatCode == LARGE_LOSS_FORMAT["num_format"] == "#,##0;-#,##0"
            for each in ranges.sqref.ranges
            for cell in each.cells
        }
        of_book = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.number_format == UNITS["book money"]["num_format"]
            and not (cell.data_type == "s" and cell.font.bold)  # a header
        }
        assert covered == of_book, sheet.title
        money += len(of_book)
    assert money > 100
