"""Two assets more and fewer, as a person adds and deletes them: the answers follow, or a sentence says why not.

LibreOffice moves names and formulas with inserted columns and rows as Excel does. What the books compare
with plain Excel formulas shows whether the answers have followed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from tests.artefacts.templates.committed import (
    committed,
    delivered,
    destination,
    disagreeing,
    named,
    table,
    written,
)
from tests.artefacts.templates.test_other_data import SAMPLES
from tests.hosts.libreoffice.office import Book, Office

pytestmark = pytest.mark.libreoffice


@dataclass(frozen=True)
class Template:
    """The sheets of daily data, the name of the amounts, and sheets that list each asset by name."""

    data: tuple[str, ...] = ("Data",)
    amounts: str = "positions"
    lists: tuple[str, ...] = ()
    says: str = "data_says"
    form: bool = False  # amounts are lines to fill in, with spare ones
    least: int = 1  # fewer assets are refused in a sentence


TEMPLATES = {
    "calm_vs_stressed.xlsx": Template(lists=("Four steps", "Audit"), least=2),
    "several_windows.xlsx": Template(("Book data",), "book_positions", says="book_data_says"),
    "bank_disclosure_and_capital.xlsx": Template(("Data", "Crisis data"), lists=("FRTB",)),
    "when_stress_departs.xlsx": Template(
        amounts="as_entered", lists=("Contributions", "Correlations"), least=2
    ),
    "window_and_backtest.xlsx": Template(("Data", "Crisis data")),
    "march_2020.xlsx": Template(("Data", "Crisis data")),
    "beyond_var.xlsx": Template(lists=("Scenarios", "Reverse stress"), least=2),
    "personal_portfolio.xlsx": Template(lists=("Answer",), form=True),
}
templates = pytest.mark.parametrize("name", sorted(TEMPLATES))
NEW = {"GOLD": (1, 0.5), "SILVER": (-1, 0.7)}  # the first asset's return some days on, times this
AMOUNTS = (35, 20)


def assets(name: str, sheet: str) -> int:
    return len(next(iter(table(name, sheet).values()))) - 1


def add(book: Book, name: str) -> None:
    """Two columns before the last asset; two copies of the row of amounts above the last."""
    template = TEMPLATES[name]
    for sheet in template.data:
        rows, last = table(name, sheet), assets(name, sheet)
        lines = list(rows.items())
        for title, (shift, share) in NEW.items():
            book.insert(sheet, "Columns", last)
            column = openpyxl.utils.get_column_letter(last + 1)
            book.put(sheet, f"{column}{min(rows) - 1}", title)
            for i, (row, _) in enumerate(lines):
                book.put(sheet, f"{column}{row}", share * lines[(i + shift) % len(lines)][1]["B"])
    if template.form:
        for i, amount in enumerate(AMOUNTS, 4):
            values = {f"amount_{i}": amount, f"volatility_{i}": 0.2}
            values |= {f"correlation_{j}_{i}": 0.1 for j in range(1, i)}
            for defined, value in values.items():
                book.put(*destination(written(name), defined), value)
        return
    sheet, address = destination(written(name), template.amounts)
    column, bottom = re.fullmatch(r"\w+:([A-Z]+)(\d+)", address).groups()
    for amount in AMOUNTS:
        book.copy_row(sheet, int(bottom) - 2)
        book.put(sheet, f"{column}{bottom}", amount)
    if name.startswith("bank"):
        for i in (4, 5):
            for kind, value in (("class", "FX"), ("days", 20), ("reduced", 1)):
                book.put(*destination(written(name), f"{kind}_{i}"), value)


def remove(book: Book, name: str, count: int) -> None:
    """Columns and rows of amounts before the last."""
    template = TEMPLATES[name]
    for sheet in template.data:
        for i in range(count):
            book.delete(sheet, "Columns", assets(name, sheet) - 1 - i)
    if template.form:
        for i in range(4 - count, 4):
            book.put(*destination(written(name), f"amount_{i}"), None)
        return
    sheet, address = destination(written(name), template.amounts)
    bottom = int(re.search(r"\d+$", address)[0])
    for i in range(count):
        book.delete(sheet, "Rows", bottom - 2 - i)


def changed(name: str, office: Office, folder: Path, change: Callable[[Book, str], None]) -> Path:
    """The template so changed, calculated by LibreOffice with the add-in."""
    source = Path(shutil.copy(committed(name), folder))  # an office locks what it opens
    with office.book(source) as book:
        change(book, name)
        book.recalculate(everything=True)
        book.save(folder / "out.xlsx")
    return folder / "out.xlsx"


def said(name: str, path: Path) -> str:
    book = openpyxl.load_workbook(path, data_only=True)
    ((sheet, address),) = book.defined_names[TEMPLATES[name].says].destinations
    return str(book[sheet][address].value)


def errors(path: Path) -> list[str]:
    """Cells with an error where the book means none, and checks that are not TRUE."""
    book = openpyxl.load_workbook(path, data_only=True)
    meant = [
        (sheet, range_boundaries(address))
        for name, defined in book.defined_names.items()
        if name.startswith("intended_na_")
        for sheet, address in defined.destinations
    ]
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
        and not any(
            title == sheet.title and left <= cell.column <= right and top <= cell.row <= bottom
            for title, (left, top, right, bottom) in meant
        )
    ] + sorted(disagreeing(book))


@templates
def test_two_assets_more_are_in_every_answer(name: str, office: Office, tmp_path: Path) -> None:
    path = changed(name, office, tmp_path, add)
    assert errors(path) == []
    template = TEMPLATES[name]
    assert f"{template.data[0]}: {assets(name, template.data[0]) + 2} assets, " in said(name, path)
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in template.lists:
        told = " ".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row)
        assert set(NEW) <= set(re.findall(r"\w+", told)), sheet


@pytest.mark.parametrize("count", [1, 2])
@templates
def test_fewer_assets_are_followed_or_refused_in_a_sentence(
    name: str, count: int, office: Office, tmp_path: Path
) -> None:
    path = changed(name, office, tmp_path, lambda book, of: remove(book, of, count))
    template = TEMPLATES[name]
    left = assets(name, template.data[0]) - count
    if left < template.least:
        assert said(name, path).startswith("Mend Data: this template compares 2 assets or more.")
    else:
        assert errors(path) == []
        assert f"{template.data[0]}: {left} asset" in said(name, path)


@pytest.mark.parametrize("name", ["march_2020.xlsx", "window_and_backtest.xlsx"])
def test_a_day_by_day_sheet_says_when_it_has_more_rows_than_days(
    name: str, office: Office, tmp_path: Path
) -> None:
    def shorten(book: Book, of: str) -> None:
        for _ in range(3):
            book.delete("Data", "Rows", min(table(of, "Data")) + 9)

    path = changed(name, office, tmp_path, shorten)
    days = len(table(name, "Data")) - 250
    told = [
        str(row[1].value)
        for row in openpyxl.load_workbook(path, data_only=True)["Answer"].iter_rows(max_row=8)
    ]
    assert (
        f"Mend Day by day: it has {days} rows and {days - 3} days. Delete the rows left over."
        in told
    )


@pytest.mark.parametrize("name", ["march_2020.xlsx", "window_and_backtest.xlsx"])
def test_an_asset_is_added_by_inserting_a_column_of_data_and_a_row_of_inputs(
    name: str, office: Office, tmp_path: Path
) -> None:
    """As a person does it, in the middle: Excel and LibreOffice move names and formulas along."""
    sample = SAMPLES[name]
    source = Path(shutil.copy(committed(name), tmp_path))  # an office locks what it opens
    with office.book(source) as book:
        for sheet in sample.sheets:
            rows = table(name, sheet)
            top = min(rows) - 1
            book.insert(sheet, "Columns", 3)
            book.put(sheet, f"D{top}", "GOLD")
            for row, line in rows.items():
                book.put(sheet, f"D{row}", -2 * line["B"])
        _, cells = destination(written(name), "positions")
        third = int(cells.split(":")[0][1:]) + 2
        book.insert("Answer", "Rows", third - 1)
        book.put("Answer", f"C{third}", 35)
        book.recalculate(everything=True)
        book.save(tmp_path / "out.xlsx")
    found = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    assert disagreeing(found) == set()
    before, after = named(delivered(name), *sample.answers), named(found, *sample.answers)
    assert after != before
    # twice the move of stocks, short of it by half their amount: what stocks lose, gold gains
    assert after[-1] < 0.6 * before[-1]
