"""Defined names and tables, written out in the formulas where the engine cannot calculate with them.

The engine reads a name that stands for a range or a constant. One that stands for a formula, such as
the dynamic range `OFFSET(Data!$A$1,0,0,COUNT(Data!$A:$A),1)`, it takes for a text or does not know.
Relative references in a name count from A1 and move with the cell that uses it.
"""

from __future__ import annotations

import re
from functools import cached_property, partial
from itertools import pairwise

from ....catalogue import Catalogue
from ....ooxml import formulas
from ....ooxml.references import Area, Key, Names, area, cell_at, sheet_name
from .arrays import NAMED, calculates, goes_through_arrays

_DEPTH = 64  # names within names
_MAX_FORMULA = 1 << 16  # Excel's own limit is 8192; names written out may need more
# of the table that the formula stands in
_OWN_ROW = re.compile(r"\[(@|.*#this row)", re.IGNORECASE)
_COMPUTED = re.compile(r"\)\s*:|:\s*[\w.]+\(")  # A1:INDEX(…), OFFSET(…):A9


class Defined:
    """The defined names of a workbook, as its formulas use them. `ours`: our functions."""

    def __init__(self, names: Names, ours: Catalogue) -> None:
        self.names = names
        self._ours = ours
        self._known: dict[tuple[str, str], str | None] = {}

    def size(self, text: str, sheet: str) -> int:
        """How many cells a text refers to; 0 if it is no reference. A named constant is as one."""
        if ":" not in text:  # as most do not: the way through the names takes long
            if text[:1].isdigit():
                return 0
            if cell_at(text.rpartition("!")[2]):
                return 1
        if block := self.names.area(text, sheet):
            return block.size
        constant = formulas.tokens(self.names.formula(text, sheet) or "")
        return int([token.kind for token in constant] in (["number"], ["string"]))

    def written_out(self, formula: str, cell: Key) -> str:
        """The formula with the names that the engine cannot calculate as their own formulas.

        Raises: formulas.Unreadable.
        """
        if not self._any:
            return formula
        sheet, row, column = cell
        return self._with_names(formula, sheet, _DEPTH, (max(row - 1, 0), max(column - 1, 0)))

    @cached_property
    def _any(self) -> bool:
        """Whether any name must be written out; most workbooks have none."""
        try:
            return any(self._text(name, sheet, _DEPTH) for sheet, name in self.names.formulas)
        except formulas.Unreadable:
            return True  # a formula that uses it will say so

    def _with_names(
        self, formula: str, sheet: str, depth: int, moved: tuple[int, int] = (0, 0)
    ) -> str:
        edits = []
        local = formulas.local_names(formula)
        for token in formulas.names(formula):
            if token.text.upper() not in local and (text := self._text(token.text, sheet, depth)):
                edits.append((token.start, token.end, formulas.shifted(text, *moved)))
        text = formulas.replaced(formula, edits) if edits else formula
        if len(text) > _MAX_FORMULA:
            raise formulas.Unreadable("its defined names make it too long")
        return text

    def _text(self, name: str, sheet: str, depth: int) -> str | None:
        """What stands for a name in a formula in A1; None if the name may stay."""
        key = sheet.casefold(), name.casefold()
        if key not in self._known:
            self._known[key] = None  # a name that reaches itself ends here
            formula = self.names.formula(name, sheet)
            if formula and depth:
                text = self._with_names(formula, sheet, depth - 1)
                self._known[key] = self._stand_in(text, sheet)
        return self._known[key]

    def _stand_in(self, text: str, sheet: str) -> str | None:
        found = formulas.calls(text)
        if any(one.name in self._ours for one in found):
            return f"({text})"
        if goes_through_arrays(text, partial(self.size, sheet=sheet)):
            return f"{NAMED}({text})"
        if found and formulas.is_whole_call(text, found[0]):
            return text  # perhaps a range, which brackets would make values of
        if found or calculates(text):
            return f"({text})"
        return text if formulas.shifted(text, 1, 1) != text else None

    def with_addresses(self, formula: str, cell: Key) -> str:
        """The formula with `Table[Column]`, or a name that stands for it, as the block's address.

        The engine cannot read all of these, and its INDEX and OFFSET refuse those that it can.
        """
        return self._computed(self._of_tables(formula, cell), cell)

    def _of_tables(self, formula: str, cell: Key) -> str:
        if not self.names.tables:
            return formula
        edits = []
        local = formulas.local_names(formula)
        for token, follower in pairwise([*formulas.tokens(formula), None]):
            assert token is not None
            if token.kind == "word" and token.text.upper() not in local:
                if (follower and follower.text in ("(", "!")) or formula[: token.start].endswith(
                    "!"
                ):
                    continue
                selected = follower if follower and follower.kind == "bracket" else None
                if block := self._of_table(token.text, selected.text if selected else "", cell):
                    edits.append((token.start, (selected or token).end, block.at(None, None)))
            elif token.kind == "bracket" and _OWN_ROW.match(token.text):
                named = re.search(r"[\w\]]$", formula[: token.start])
                table = next((t for t in self.names.tables.values() if cell in t.block), None)
                if table and not named and (block := table.part(token.text, cell[1])):
                    edits.append((token.start, token.end, block.at(None, None)))
        return formulas.replaced(formula, edits)

    def _computed(self, formula: str, cell: Key) -> str:
        """A formula with a range whose end is computed, such as A1:INDEX(A1:A9,last).

        In it the engine finds no names, and refuses a sheet at one of the two ends: so names become
        addresses, and the formula's own sheet goes.
        """
        if not _COMPUTED.search(formula):
            return formula
        sheet, local = cell[0], formulas.local_names(formula)
        own = sheet_name(sheet).casefold()
        edits = []
        before = ""
        for token, follower in pairwise([*formulas.tokens(formula), None]):
            assert token is not None
            after = follower.text if follower else ""
            if after == "!" and token.text.casefold() == own:
                edits.append((token.start, token.end + 1, ""))
            elif token.kind == "word" and before != "!" and after not in ("!", "("):
                known = token.text.upper() not in local and self.names.formula(token.text, sheet)
                if known and (block := self.names.area(token.text, sheet)):
                    address = block.ref if block.sheet == sheet else block.at(None, None)
                    edits.append((token.start, token.end, address))
            before = token.text
        return formulas.replaced(formula, edits)

    def _of_table(self, word: str, selector: str, cell: Key) -> Area | None:
        """The block of a table, or of a name that does not say itself where its block is."""
        if table := self.names.tables.get(word.casefold()):
            return table.part(selector, cell[1])
        formula = self.names.formula(word, cell[0]) or ""
        return None if area(formula, cell[0]) else self.names.area(formula, cell[0])
