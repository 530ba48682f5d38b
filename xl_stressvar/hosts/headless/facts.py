"""What the rules may ask of a workbook: what a reference means, and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property

from ...ooxml.formulas import Call, Leaf, Node, Operation
from ...ooxml.hidden_rows import HiddenRows
from ...ooxml.references import Area, Cells, Key, Names
from .excel_rules.defined import Defined


class WorkbookFacts:
    """The facts of one workbook. `written`: its formulas as the user sees them; `blocks`: what its array
    formulas covered when it was saved."""

    def __init__(self, names: Names, defined: Defined, hidden: Callable[[str], HiddenRows]) -> None:
        self._names = names
        self._defined = defined
        self.hidden = cache(hidden)
        self.written: dict[Key, str] = {}
        self.blocks: list[Area] = []
        self.kept: Mapping[
            Key, Area
        ] = {}  # what the formulas cover that are constants to the engine
        self._sizes: dict[tuple[str, str], int] = {}
        self._typed: dict[Area, bool] = {}

    def size(self, node: Node, sheet: str) -> int:
        if not isinstance(node, Leaf):
            return 1 if self.area(node, sheet) else 0  # one cell, also of A1#, which is many
        if node.kind != "reference":
            return 0
        key = node.text, sheet
        if key not in self._sizes:
            self._sizes[key] = self._defined.size(node.text, sheet)
        return self._sizes[key]

    def area(self, node: Node, sheet: str) -> Area | None:
        if isinstance(node, Leaf):
            return self._names.area(node.text, sheet) if node.kind == "reference" else None
        if isinstance(node, Operation):
            return self.area(node.operands[0], sheet) if node.sign in "@#" else None
        if isinstance(node, Call) and node.name == "ANCHORARRAY" and len(node.arguments) == 1:
            return self.area(node.arguments[0], sheet)
        return None

    def is_typed(self, node: Node, sheet: str) -> bool:
        if self.size(node, sheet) < 2:
            return False
        block = self.area(node, sheet)
        if block is None or block.size == 1:
            return False
        if block not in self._typed:
            none = self._calculated.first_in(block) is None
            self._typed[block] = none and not any(map(block.meets, self.blocks))
        return self._typed[block]

    @cached_property
    def _calculated(self) -> Cells:
        return Cells(self.written)

    def kept_block(self, node: Node, sheet: str) -> Area | None:
        block = self.area(node, sheet)
        return self.kept.get((block.sheet, block.top, block.left)) if block else None

    def text_at(self, block: Area) -> str | None:
        return self.written.get((block.sheet, block.top, block.left))
