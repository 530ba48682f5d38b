"""Formulas of finance workbooks, with the values that Excel's documentation prints for them: TOML beside this.

A row is a formula, its value, the page that has it (Microsoft Support, "NAME function"), and where ours is known
to be another, that. The value is written
as the page prints it: a number with decimals is right to half a unit of its last digit, a whole one
exactly. `cells` are what stands in A1 and on: a number, TRUE, a text (with `'` if it looks like a number),
nothing, or a formula for an error.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

COLUMN = 25  # Z, to the right of all cells


class Row(NamedTuple):
    formula: str
    value: str
    page: str
    ours: str = ""  # a difference that docs/differences.md states


class Block(NamedTuple):
    name: str
    cells: list[list[Any]]
    rows: list[Row]


def blocks() -> list[Block]:
    found = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for i, block in enumerate(tomllib.loads(path.read_text("utf-8"))["block"], 1):
            rows = [Row(*row) for row in block["rows"]]
            found.append(Block(f"{path.stem} {i}", block.get("cells", []), rows))
    return found


def written(path: Path, block: Block) -> Path:
    """A workbook: an empty sheet, and one with the cells and in column Z the formulas."""
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    book.add_worksheet("First")
    sheet = book.add_worksheet("Rows")
    for i, cells in enumerate(block.cells):
        for j, cell in enumerate(cells):
            text = isinstance(cell, str) and cell.startswith("'")
            if text:
                sheet.write_string(i, j, cell[1:])
            else:
                sheet.write(i, j, cell)
    for i, row in enumerate(block.rows):
        sheet.write_formula(i, COLUMN, f"={row.formula}", None, "")
    book.close()
    return path


def agrees(found: object, value: str) -> bool:
    """Whether a value of a cell is the one that is printed."""
    if isinstance(found, bool):
        return str(found).upper() == value
    if isinstance(found, str):
        return found == value
    try:
        printed = Decimal(value)
    except InvalidOperation:
        return False
    places = -int(printed.as_tuple().exponent)
    allowed = 0.5000001 * 10.0**-places if places > 0 else 1e-9 * max(1.0, abs(float(printed)))
    return isinstance(found, (int, float)) and abs(found - float(printed)) <= allowed
