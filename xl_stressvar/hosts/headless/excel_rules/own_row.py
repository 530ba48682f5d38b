"""A range where one cell is wanted: the cell in the formula's own row or column.

The engine's `@` makes 0 of a blank cell, and finds none behind IF. So the cell is written in its place.
"""

from __future__ import annotations

from ....ooxml.formulas import CALCULATING, Call, Leaf, Node, Operation
from ....ooxml.references import Area, Key
from .arrays import PLACES
from .rule import CallRule, Place, SignRule, reference

#: functions that hand on one of their arguments, and from which on these stand
_HANDING_ON = {"IF": 1, "IFERROR": 0, "IFNA": 0}


class OwnRowOfOperand(SignRule):
    """An operator takes of a range the cell in the formula's own row or column."""

    signs = CALCULATING
    shows, excel = "=A1:A3*2", 4

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        if at.whole:
            return new
        pairs = zip(node.operands, new.operands, strict=True)
        return Operation(new.signs, tuple(own_cell(given, n, at) for given, n in pairs))


class OwnRowOfArgument(CallRule):
    """So does an argument that is to be one value."""

    names = PLACES.keys() - {"N"}
    shows, excel = "=ABS(A1:A3)", 2

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if at.whole:
            return new
        places = PLACES[node.name]
        arguments = (
            own_cell(given, n, at) if i in places else n
            for i, (given, n) in enumerate(zip(node.arguments, new.arguments, strict=True))
        )
        return Call(new.name, tuple(arguments), new.written)


class OwnRow(SignRule):
    """`@` before a range."""

    signs = ("@",)
    shows, excel = '=@C1:C9&"x"', "x"

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        reduced = own_cell(node.operands[0], new.operands[0], at)
        asked = isinstance(reduced, Operation) and reduced.sign == "@"
        return reduced if asked or reduced != new.operands[0] else new


class OneCell(CallRule):
    """The same, as files write it."""

    names = ("SINGLE",)
    shows, excel = "=_xlfn.SINGLE(A1:A3)", 2

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if len(new.arguments) != 1:
            return new
        return OwnRow()(Operation(("@",), node.arguments), Operation(("@",), new.arguments), at)


def own_cell(given: Node, new: Node, at: Place) -> Node:
    """What one cell of a node is; itself, if it is none of several."""
    if isinstance(given, Leaf):
        if at.size(given) < 2:
            return new
        block = at.area(given)
        found = _in_own_row(block, at.cell) if block else None
        return found or Operation(("@",), (new,))
    if isinstance(given, Call) and isinstance(new, Call) and new.name == given.name in _HANDING_ON:
        first = _HANDING_ON[given.name]
        arguments = (
            own_cell(g, n, at) if i >= first else n
            for i, (g, n) in enumerate(zip(given.arguments, new.arguments, strict=True))
        )
        return Call(new.name, tuple(arguments), new.written)
    return new


def _in_own_row(block: Area, cell: Key) -> Node | None:
    """The cell of a column, or a row, beside or above a formula; None if that cannot be said."""
    row, column = cell[1:]
    if row < 1:  # a formula typed on the command line
        return None
    if block.left == block.right:
        inside = block.top <= row <= block.bottom
        place = (row, block.left)
    elif block.top == block.bottom:
        inside = block.left <= column <= block.right
        place = (block.top, column)
    else:
        return None
    own = Area(block.sheet, *place, *place)
    return reference(own.at(None, None)) if inside else Leaf("error", "#VALUE!")
