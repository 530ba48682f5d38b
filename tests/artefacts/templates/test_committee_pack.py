"""The committee pack by hand: an export pasted in LibreOffice gives what the command gives."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests import own_book
from tests.artefacts.templates.committed import committed, destination
from tests.hosts.libreoffice.office import Office
from tools.templates.committee_pack.workbook import TEMPLATE
from xl_stressvar.cli import main, render

NAME = "committee_pack.xlsx"
AMOUNTS = (30e6, 20e6, 25e6, 5e6, 8e6, 12e6)
COMPARED = (
    "stressed",
    "current",
    "stressed_es",
    "worst_year",
    "capital_sum",
    "headline",
    "findings_told",
    "checks_verdict",
    "status_told",
)


@pytest.mark.libreoffice
def test_an_export_pasted_in_libreoffice_gives_what_the_command_gives(
    office: Office, tmp_path: Path
) -> None:
    prices, positions = tmp_path / "prices.csv", tmp_path / "positions.csv"
    prices.write_bytes(own_book.as_csv())
    positions.write_text(
        "".join(f"{name};{x:.0f}\n" for name, x in zip(own_book.NAMES, AMOUNTS, strict=True))
    )
    target = tmp_path / "committee.xlsx"
    assert (
        main.main(["pack", str(prices), str(positions), "-o", str(target), "--currency", "USD"])
        == 0
    )
    packed = openpyxl.load_workbook(target, data_only=True)
    wide = [[*row, *[None] * (7 - len(row))] for row in own_book.rows()]
    with office.book(committed(NAME)) as book:
        book.paste("Prices", wide)
        book.paste("Positions", [["Asset", "Amount"], *zip(own_book.NAMES, AMOUNTS, strict=True)])
        book.paste("Groups", [["", ""]])
        book.paste("Limits", [["", ""]])
        book.recalculate(everything=True)
        found = book.values()
    for name in COMPARED:
        sheet, address = destination(packed, name)
        told = packed[sheet][address].value
        if not isinstance(told, str):
            told = pytest.approx(told, rel=1e-12)
        assert found[sheet][address] == told, name
    filled = {cell.coordinate: cell.value for row in packed["Work"][asked(packed)] for cell in row}
    assert sum(isinstance(days, int) for days in filled.values()) == len(own_book.NAMES)
    assert {at: found["Work"].get(at) or 0 for at in filled} == {
        at: days or 0 for at, days in filled.items()
    }
    assert "None given: see the sheet Groups." in found["Contributors"].values()


def asked(book: openpyxl.Workbook) -> str:
    """The days that a proxy fills in the window, the last column of its table on the sheet Work."""
    last = book.defined_names["filled"].attr_text.rpartition(":")[2].replace("$", "")
    first = book.defined_names["filled"].attr_text.rpartition("!")[2].partition(":")[0]
    return f"{last.rstrip('0123456789')}{first.lstrip('$A').replace('$', '')}:{last}"


@pytest.mark.libreoffice
def test_the_pages_are_printed_and_the_data_is_not(tmp_path: Path) -> None:
    pages = {}
    for everything in (False, True):
        render.render(committed(NAME), tmp_path / "a.pdf", everything)
        (count,) = re.findall(
            rb"/Type/Pages.{0,9000}?/Count (\d+)", (tmp_path / "a.pdf").read_bytes(), re.DOTALL
        )
        pages[everything] = int(count)
    book = openpyxl.load_workbook(committed(NAME), read_only=True)
    printed = [name for name in book.sheetnames if TEMPLATE.sheets.get(name)]
    assert pages[False] == len(printed)
    assert pages[True] > pages[False]
