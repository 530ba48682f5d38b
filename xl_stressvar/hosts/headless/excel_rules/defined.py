"""Defined names and tables, written out in the formulas where the engine cannot calculate with them.

The engine reads a name that stands for a range or a constant. One that stands for a formula, such as
the dynamic range `OFFSET(Data!$A$1,0,0,COUNT(Data!$A:$A),1)`, it takes for a text or does not know.
Relative references in a name count from A1 and move with the cell that uses it.
"""

from __future__ import annotations

import re
from functools import cached_property, partial

from ....catalogue import Catalogue
from ....ooxml import formulas
from ....ooxml.filling import filled
from ....ooxml.formulas import Call, Leaf, Node, Operation
from ....ooxml.references import Area, Key, Names, area, cell_at, sheet_name

NAMED = "XLSTRESSVAR.NAMED"  # around the formula of a name, written out: inside, arrays stay whole
_DEPTH = 64  # names within names
_MAX_FORMULA = 1 << 16  # Excel's own limit is 8192; names written out may need more
_NAME = re.compile(r"[^\W\d][\w.\\?]*")
_OF_TABLE = re.compile(r"([^\W\d][\w.]*)(\[.*\])?", re.DOTALL)
_OWN_ROW = re.compile(
    r"\[(@|.*#this row)", re.IGNORECASE
)  # of the table that the formula stands in
_COMPUTED = re.compile(r"\)\s*:|:\s*[\w.]+\(")  # A1:INDEX(…), OFFSET(…):A9
_LOCAL = re.compile(r"\b(LET|LAMBDA)\s*\(", re.IGNORECASE)
_REFERRING = frozenset(("OFFSET", "INDEX", "INDIRECT", "CHOOSE", "IF", "IFS", "SWITCH", "XLOOKUP"))


class Defined:
    """The defined names and tables of a workbook, as its formulas use them. `ours`: our functions."""

    def __init__(self, names: Names, ours: Catalogue) -> None:
        self.names = names
        self._ours = ours
        self._known: dict[tuple[str, str], Node | None] = {}

    def size(self, text: str, sheet: str) -> int:
        """How many cells a text refers to; 0 if it is no reference. A named constant is as one."""
        if ":" not in text and cell_at(text.rpartition("!")[2]):  # as most are
            return 1
        if block := self.names.area(text, sheet):
            return block.size
        try:
            constant = formulas.parse(self.names.formula(text, sheet) or "")
        except formulas.Unreadable:
            return 0
        return int(isinstance(constant, Leaf) and constant.kind in ("number", "text"))

    def written_out(self, formula: str, cell: Key) -> tuple[Node, frozenset[str]]:
        """The formula with names and tables that the engine cannot calculate as what they mean.

        With it come the names that LET and LAMBDA give in it. Raises: formulas.Unreadable.
        """
        written = tree = formulas.parse(formula)
        if self._any:
            tree = self._with_names(tree, cell[0], _DEPTH, cell)
        named = tree is not written
        if named:
            _check_length(tree)
        local = formulas.local_names(tree) if named or _LOCAL.search(formula) else frozenset()
        if self.names.tables:
            tree = formulas.changed(tree, partial(self._address, cell=cell, local=local))
        if named or _COMPUTED.search(formula):
            tree = self._computed(tree, cell[0], local)
        return tree, local

    # --- names ------------------------------------------------------------------------------------
    @cached_property
    def _any(self) -> bool:
        """Whether any name must be written out; most workbooks have none."""
        try:
            return any(self._meaning(name, sheet, _DEPTH) for sheet, name in self.names.formulas)
        except formulas.Unreadable:
            return True  # a formula that uses it will say so

    def _with_names(self, tree: Node, sheet: str, depth: int, cell: Key | None = None) -> Node:
        local = formulas.local_names(tree)
        moved = (max(cell[1] - 1, 0), max(cell[2] - 1, 0)) if cell else None

        def change(node: Node) -> Node:
            if not isinstance(node, Leaf) or not _NAME.fullmatch(node.text):
                return node
            if node.kind != "reference" or node.text.upper() in local:
                return node
            meaning = self._meaning(node.text, sheet, depth)
            if meaning is None:
                return node
            return filled(meaning, *moved) if moved else meaning

        return formulas.changed(tree, change)

    def _meaning(self, name: str, sheet: str, depth: int) -> Node | None:
        """What stands for a name in a formula in A1; None if the name may stay."""
        key = sheet.casefold(), name.casefold()
        if key not in self._known:
            self._known[key] = None  # a name that reaches itself ends here
            formula = self.names.formula(name, sheet)
            if formula and depth:
                written = formulas.parse(formula)
                tree = self._with_names(written, sheet, depth - 1)
                meaning = self._stand_in(tree, sheet)
                self._known[key] = tree if meaning is None and tree is not written else meaning
        return self._known[key]

    def _stand_in(self, tree: Node, sheet: str) -> Node | None:
        _check_length(tree)
        if isinstance(tree, Leaf) and tree.kind == "reference":  # a name for a name
            formula = self.names.formula(tree.text, sheet)
            if formula and area(formula, sheet):
                return formulas.parse(formula)
        found = list(formulas.calls(tree))
        if any(one.name in self._ours for one in found):
            return tree
        if self._goes_through_arrays(tree, sheet):
            return Call(NAMED, (tree,), NAMED)
        hashes = any(isinstance(n, Operation) and n.sign == "#" for n in formulas.walk(tree))
        moves = found or hashes or formulas.calculates(tree) or filled(tree, 1, 1) != tree
        return tree if moves else None

    def _goes_through_arrays(self, tree: Node, sheet: str) -> bool:
        """Whether the formula of a name calculates with arrays; what may be a range does not count."""
        if isinstance(tree, Call) and tree.name in _REFERRING:
            return False
        if isinstance(tree, Leaf) or (isinstance(tree, Operation) and tree.sign in "@#"):
            return False
        return any(
            isinstance(n, Leaf)
            and (n.kind == "array" or (n.kind == "reference" and self.size(n.text, sheet) > 1))
            for n in formulas.walk(tree)
        )

    # --- tables -----------------------------------------------------------------------------------
    def _address(self, node: Node, cell: Key, local: frozenset[str]) -> Node:
        """`Table[Column]`, or a name that stands for it, as the block's address.

        The engine cannot read all of these, and its INDEX and OFFSET refuse those that it can.
        """
        if not isinstance(node, Leaf) or node.kind != "reference":
            return node
        block: Area | None = None
        if _OWN_ROW.match(node.text):
            table = next((t for t in self.names.tables.values() if cell in t.block), None)
            block = table.part(node.text, cell[1]) if table else None
        elif node.text.upper() not in local and (match := _OF_TABLE.fullmatch(node.text)):
            block = self._of_table(match[1], match[2] or "", cell)
        return Leaf("reference", block.at(None, None)) if block else node

    def _of_table(self, word: str, selector: str, cell: Key) -> Area | None:
        """The block of a table, or of a name that does not say itself where its block is."""
        if table := self.names.tables.get(word.casefold()):
            return table.part(selector, cell[1])
        formula = None if selector else self.names.formula(word, cell[0])
        if formula is None or area(formula, cell[0]):
            return None
        return self.names.area(formula, cell[0])

    # --- ranges with a computed end ---------------------------------------------------------------
    def _computed(self, tree: Node, sheet: str, local: frozenset[str]) -> Node:
        """A formula with a range whose end is computed, such as A1:INDEX(A1:A9,last).

        In it the engine finds no names, and refuses a sheet at one of the two ends: so names become
        addresses, and the formula's own sheet goes.
        """
        if isinstance(tree, Leaf) or not any(map(_has_computed_end, formulas.walk(tree))):
            return tree
        own = sheet_name(sheet).casefold() + "!"

        def change(node: Node) -> Node:
            if not isinstance(node, Leaf) or node.kind != "reference" or node.text.upper() in local:
                return node
            text = node.text
            if self.names.formula(text, sheet) and (block := self.names.area(text, sheet)):
                text = block.ref if block.sheet == sheet else block.at(None, None)
            return Leaf("reference", text[len(own) :] if text.casefold().startswith(own) else text)

        return formulas.changed(tree, change)


def _has_computed_end(node: Node) -> bool:
    return (
        isinstance(node, Operation)
        and node.sign == ":"
        and any(isinstance(operand, Call) for operand in node.operands)
    )


def _check_length(tree: Node) -> None:
    if len(formulas.printed(tree)) > _MAX_FORMULA:
        raise formulas.Unreadable("its defined names make it too long")
