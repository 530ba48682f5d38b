"""A1# of a formula that is not calculated: the block that it covered when the file was saved."""

from __future__ import annotations

from ....ooxml.formulas import Call, Node, Operation
from .rule import CallRule, Place, SignRule, reference


class KeptSpill(SignRule):
    """A1#, of a kept formula, as the address of its cells."""

    signs = ("#",)

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        return _address(node.operands[0], at) or new


class KeptAnchor(CallRule):
    """The same, as files write it."""

    names = ("ANCHORARRAY",)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return _address(node.arguments[0], at) or new if node.arguments else new


def _address(cell: Node, at: Place) -> Node | None:
    block = at.facts.kept_block(cell, at.cell[0])
    return reference(block.at(None, None)) if block else None
