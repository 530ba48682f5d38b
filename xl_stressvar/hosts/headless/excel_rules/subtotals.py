"""SUBTOTAL and AGGREGATE pass over hidden rows, which the calculation engine does not.

So the ranges that they are given become, in the engine's copy, the blocks of rows that show.
SUBTOTAL(9,...) passes over what a filter has hidden, SUBTOTAL(109,...) and AGGREGATE with the options
1, 3, 5 and 7 over every hidden row.
"""

from __future__ import annotations

from ....ooxml.formulas import Call, Leaf, Node
from .lookups import OF_ARRAYS
from .rule import CallRule, Place, Refused, reference

_MOST = 250  # arguments of one call


class HiddenRowsPassedOver(CallRule):
    """The ranges of SUBTOTAL and AGGREGATE without the rows that are hidden."""

    names = ("SUBTOTAL", "AGGREGATE")

    def __init__(self, blank_cell: str) -> None:
        """`blank_cell`: the address of a cell that is never filled."""
        self._blank = reference(blank_cell)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        first = 1 if node.name == "SUBTOTAL" else 2
        which = _option(node, first)
        if which is None or (first == 2 and which in ("", "0", "2", "4", "6")):
            return new
        by_filter = first == 1 and which.isdigit() and int(which) < 100
        arguments = list(new.arguments[:first])
        for given, argument in zip(node.arguments[first:], new.arguments[first:], strict=True):
            arguments += self._showing(node.name, which, given, argument, by_filter, at)
        if len(arguments) > max(_MOST, len(new.arguments)):
            raise Refused(f"its {node.name} passes over too many hidden rows")
        return Call(new.name, tuple(arguments), new.written)

    def _showing(
        self, name: str, which: str, given: Node, argument: Node, by_filter: bool, at: Place
    ) -> list[Node]:
        block = at.area(given)
        hidden = at.facts.hidden(block.sheet if block else "")
        if not hidden.rows or (by_filter and not hidden.filters):
            return [argument]
        if block is None or not which.isdigit():
            raise Refused(f"its {name} is worked out, and rows are hidden")
        showing = hidden.showing(block, by_filter)
        if showing == [block]:
            return [argument]
        return [reference(part.at(None, None)) for part in showing] or [self._blank]


def _option(node: Call, first: int) -> str | None:
    """The argument that says which rows count, as written; None if the call asks for no ranges."""
    if len(node.arguments) <= first:
        return None
    texts = [a.text if isinstance(a, Leaf) else "?" for a in node.arguments]
    if first == 2 and texts[0] in OF_ARRAYS and len(texts) == 4:
        return None
    return texts[first - 1]
