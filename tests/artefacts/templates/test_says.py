"""The line under the question: what the data is, or the first thing to mend and how."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.artefacts.templates.package import edited, formulas, numbers
from tests.artefacts.templates.test_workbooks import committed
from tools.templates import TEMPLATES
from tools.templates.toolkit.says import PNL
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.hosts.headless import calc

NAME = "beyond_var.xlsx"
DAYS = numbers(committed(NAME), "Data", "A")
FIRST = int(next(iter(DAYS))[1:])
FAULTS = {
    "pasted over the P&L": ({f"Data!E{FIRST - 1}": "GOLD"}, f"Mend Data: its column {PNL} is gone."),
    "a blank": ({f"Data!C{FIRST + 9}": None}, "Mend Data: returns missing: 1. A blank is never"),
    "a row without date": ({f"Data!A{FIRST + 9}": None}, "Mend Data: rows without a date: 1."),
    "no 2008": (
        {f"Data!{where}": day + 3653 for where, day in DAYS.items() if day},
        "Mend Data: 2018-09-03 to 2019-09-01 does not cover the crisis, 2008-09-01 to 2009-08-31.",
    ),
}  # fmt: skip


def told(path: Path) -> str:
    """The line on the first sheet."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return next(
        str(row[1].value)
        for row in sheet.iter_rows(max_row=8)
        if re.match(r"Mend |Data: ", str(row[1].value))
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_data_is_told_on_the_first_page(fault: str, tmp_path: Path) -> None:
    edit, sentence = FAULTS[fault]
    calc(edited(committed(NAME), tmp_path / NAME, edit), tmp_path / "out.xlsx")
    assert told(tmp_path / "out.xlsx").startswith(sentence)


@pytest.mark.parametrize(
    "name", sorted(set(TEMPLATES) - {"start_here.xlsx", "bank_disclosure_and_capital.xlsx"})
)
def test_as_delivered_the_line_says_what_the_data_is(name: str) -> None:
    assert re.match(r"Data: \d assets?, \d+ days", told(committed(name)))
    assert "Mend" not in told(committed(name))


def test_a_second_sheet_s_fault_is_told_too(tmp_path: Path) -> None:
    name = "march_2020.xlsx"
    row = int(next(iter(numbers(committed(name), "Crisis data", "A")))[1:])
    edit = {f"Crisis data!C{row + 5}": None}
    calc(edited(committed(name), tmp_path / name, edit), tmp_path / "out.xlsx")
    assert told(tmp_path / "out.xlsx").startswith("Mend Crisis data: returns missing: 1.")


def test_every_function_is_used_in_a_template() -> None:
    text = " ".join(cell.text for name in TEMPLATES for cell in formulas(committed(name)))
    used = set(re.findall(r"([A-Z_]+)\(", text))
    service = {"STRESSVAR_WHY"}  # of a host, about a cell with an error
    assert {entry.name for entry in CATALOGUE} - used == service - used
