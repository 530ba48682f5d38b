"""TEXT and FORMULATEXT: number formats that the engine does not know, and formulas as a user sees them."""

from __future__ import annotations

from ....ooxml.formulas import Call, Leaf, Node
from ..formualizer import misreads
from .rule import CallRule, Place, Refused, call, text


class KnownFormat(CallRule):
    """A number format, written out in a formula, that the engine gives the bare number for, is refused."""

    names = ("TEXT",)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        given = node.arguments[-1] if node.arguments else None
        if isinstance(given, Leaf) and given.kind == "text":
            shape = given.text[1:-1].replace('""', '"')
            if misreads(shape):
                raise Refused(f"the number format {shape} of its TEXT is not known")
        return new


class FormulaText(CallRule):
    """FORMULATEXT becomes a constant: the engine knows only the rewritten formulas."""

    names = ("FORMULATEXT",)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        block = at.area(node.arguments[0]) if node.arguments else None
        if block is None:
            raise Refused("FORMULATEXT takes the address of a cell")
        shows = at.facts.text_at(block)
        return text(shows) if shows else call("NA")
