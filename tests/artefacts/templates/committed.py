"""The committed templates, each opened once by another program's reader."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import to_excel

from tests.support import ROOT
from tools.templates import TEMPLATES

NAMES = sorted(TEMPLATES)


def committed(name: str) -> Path:
    return ROOT / "workbooks" / name


@lru_cache(maxsize=4)
def written(name: str) -> openpyxl.Workbook:
    """Its formulas and constants, to be read only."""
    return openpyxl.load_workbook(committed(name))


@lru_cache(maxsize=4)
def delivered(name: str) -> openpyxl.Workbook:
    """Its values as delivered, to be read only."""
    return openpyxl.load_workbook(committed(name), data_only=True)


def destination(workbook: openpyxl.Workbook, defined: str) -> tuple[str, str]:
    """Sheet and address of a defined name, without dollars."""
    ((sheet, address),) = workbook.defined_names[defined].destinations
    return sheet, address.replace("$", "")


def named(workbook: openpyxl.Workbook, *wanted: str) -> list[object]:
    """The values of named cells."""
    found = []
    for name in wanted:
        sheet, address = destination(workbook, name)
        found.append(workbook[sheet][address].value)
    return found


def verdicts(workbook: openpyxl.Workbook) -> dict[str, object]:
    """The values of the cells named test_..."""
    checks = [name for name in workbook.defined_names if name.startswith("test_")]
    return dict(zip(checks, named(workbook, *checks), strict=True))


def disagreeing(workbook: openpyxl.Workbook) -> set[str]:
    return {check for check, verdict in verdicts(workbook).items() if verdict is not True}


def table(name: str, sheet: str) -> dict[int, dict[str, float]]:
    """What was typed on a data sheet, dates as serials: row to column to number."""
    found: dict[int, dict[str, float]] = {}
    for row in written(name)[sheet].iter_rows():
        for cell in row:
            if cell.is_date:
                found[cell.row] = {cell.column_letter: float(to_excel(cell.value))}
            elif cell.row in found and isinstance(cell.value, (int, float)):
                found[cell.row][cell.column_letter] = cell.value
    assert len(found) > 200
    return found
