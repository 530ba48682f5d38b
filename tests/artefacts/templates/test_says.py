"""The line under the question: what the data is, or the first thing to mend and how."""

from __future__ import annotations

import re

import pytest

from tests.artefacts.templates.committed import committed, delivered, table
from tests.artefacts.templates.package import formulas
from tests.artefacts.templates.recalculation import Edit, recalculated
from tools.templates import TEMPLATES
from tools.templates.toolkit.says import PNL
from xl_stressvar.catalogue import CATALOGUE

NAME = "beyond_var.xlsx"
ROWS = table(NAME, "Data")
FIRST = min(ROWS)
FAULTS: dict[str, tuple[Edit, str]] = {
    "pasted over the P&L": ({f"Data!E{FIRST - 1}": "GOLD"}, f"Mend Data: its column {PNL} is gone."),
    "a blank": ({f"Data!C{FIRST + 9}": None}, "Mend Data: returns missing: 1. A blank is never"),
    "a row without date": ({f"Data!A{FIRST + 9}": None}, "Mend Data: rows without a date: 1."),
    "no 2008": (
        {f"Data!A{row}": line["A"] + 3653 for row, line in ROWS.items()},
        "Mend Data: 2018-09-03 to 2019-09-01 does not cover the crisis, 2008-09-01 to 2009-08-31.",
    ),
    "weekly rows": (
        {f"Data!A{row}": line["A"] + 6 * (row - FIRST) for row, line in ROWS.items()},
        "Mend Data: its rows are weekly, and this template shows one-day figures. Paste daily rows;",
    ),
}  # fmt: skip


def line(name: str) -> str:
    """The address of the line on the first sheet."""
    sheet = delivered(name).worksheets[0]
    told = re.compile(r"Mend |Data: ")
    return next(c.coordinate for c in sheet["B"][:8] if told.match(str(c.value)))


def told(name: str, edit: Edit) -> str:
    return str(recalculated(name, edit).value(delivered(name).sheetnames[0], line(name)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_data_is_told_on_the_first_page(fault: str) -> None:
    edit, sentence = FAULTS[fault]
    assert told(NAME, edit).startswith(sentence)


#: The committee pack takes any export, and says in sentences of its own what was found in it.
OTHERWISE = {"start_here.xlsx", "bank_disclosure_and_capital.xlsx", "committee_pack.xlsx"}


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - OTHERWISE))
def test_as_delivered_the_line_says_what_the_data_is(name: str) -> None:
    said = delivered(name).worksheets[0][line(name)].value
    assert re.match(r"Data: \d assets?, \d+ days", said)
    assert "Mend" not in said


def test_a_second_sheet_s_fault_is_told_too() -> None:
    name = "march_2020.xlsx"
    row = min(table(name, "Crisis data")) + 5
    said = told(name, {f"Crisis data!C{row}": None})
    assert said.startswith("Mend Crisis data: returns missing: 1.")


@pytest.mark.parametrize("turned", [False, True])
def test_two_blocks_are_told_with_what_follows_the_hole(turned: bool) -> None:
    edit = {
        f"Data!A{row}": line["A"] + 6000 * (i >= 200) for i, (row, line) in enumerate(ROWS.items())
    }
    if turned:
        edit = dict(zip(edit, reversed(edit.values()), strict=True))
    needed = {"crisis_end": ROWS[FIRST + 199]["A"]}
    said = told(NAME, edit | needed)
    assert re.match(rf"Data: 3 assets, {len(ROWS)} days, ", said)
    assert said.endswith(f", holes: 1, days behind the last: {len(ROWS) - 200}.")


def test_every_function_is_used_in_a_template() -> None:
    text = " ".join(cell.text for name in TEMPLATES for cell in formulas(committed(name)))
    used = set(re.findall(r"([A-Z_]+)\(", text))
    service = {"STRESSVAR_WHY"}  # of a host, about a cell with an error
    missing = sorted({entry.name for entry in CATALOGUE} - used - service)
    assert not missing, (
        f"No template uses {', '.join(missing)}. Put a formula with it on a sheet in tools/templates, "
        "where it answers that sheet's question, and run `make generate`."
    )
