"""The large ranges that calls read: each is handed over by the engine once.

The engine takes long to hand a large range over. So a cell of a sheet that only the copy has calls
XLSTRESSVAR.RANGE("#3", Prices!A1:Z999), its value stands for the range, and our calls refer to that
cell. What depends on what stays as it was.
"""

from __future__ import annotations

import secrets

from ...cells.algebra import Cell, Given
from ...ooxml.formulas import Call, Leaf, Node
from ...ooxml.references import Area, Names
from .excel_rules.rule import Place, reference

RANGE = "XLSTRESSVAR.RANGE"
SHEET = "\ue001ranges"  # a name that no workbook has
BLANK_CELL = f"'{SHEET}'!$B$1"
_LEAST = 32  # cells
_MOST = 1 << 22  # cells; a whole column is better clipped by the engine


class Ranges:
    """The ranges of one calculation."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._rows: dict[Area, int] = {}  # the row of each in the sheet
        self._seen: dict[tuple[str, str], int | None] = {}  # of the arguments seen, by sheet
        self._placed = 0
        self._given: dict[int, Given] = {}
        # no text of a workbook can stand for a range: none knows this
        self._mark = f"\ue001{secrets.token_hex(8)}:"

    def handed_over(self, node: Call, at: Place) -> Call:
        """A call with its large ranges as the cells that stand for them."""
        arguments = tuple(self._standing(argument, at) for argument in node.arguments)
        return Call(node.name, arguments, node.written)

    def _standing(self, argument: Node, at: Place) -> Node:
        if not isinstance(argument, Leaf) or argument.kind != "reference":
            return argument
        if argument.text.upper() in at.local:
            return argument
        key = argument.text, at.cell[0]
        if key not in self._seen:
            self._seen[key] = self._row(*key)
        row = self._seen[key]
        return reference(f"'{SHEET}'!$A${row}") if row else argument

    def _row(self, text: str, sheet: str) -> int | None:
        """The row that stands for a range, if a text is a large one."""
        if "@" in (self._names.formula(text, sheet) or ""):
            return None  # a cell of the range
        block = self._names.area(text, sheet)
        if block is None or not _LEAST <= block.size <= _MOST:
            return None
        return self._rows.setdefault(block, len(self._rows) + 1)

    def new(self) -> list[tuple[int, str]]:
        """Rows of the sheet that are still to be filled, and their formulas."""
        found = [(row, block) for block, row in self._rows.items() if row > self._placed]
        self._placed = len(self._rows)
        return [(row, f"{RANGE}({row},{block.at(None, None)})") for row, block in found]

    def take(self, values: list[Given]) -> Cell:
        """Keep a range that the engine hands over; the text that stands for it."""
        row, given = values
        self._given[int(row)] = given  # type: ignore[arg-type]
        return f"{self._mark}{int(row)}"  # type: ignore[arg-type]

    def kept(self, value: Given) -> Given:
        """The range that a text stands for; any other value as it is."""
        if isinstance(value, str) and value.startswith(self._mark):
            return self._given[int(value[len(self._mark) :])]
        return value
