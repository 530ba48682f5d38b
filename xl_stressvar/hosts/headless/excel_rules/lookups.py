"""Functions that find or select cells: LOOKUP, AGGREGATE of an array, OFFSET, ROW and COLUMN, `@`."""

from __future__ import annotations

from ....ooxml.formulas import OMITTED, Call, Leaf, Node, Operation, calls
from .arrays import PLACES, TOTALS, several
from .rule import CallRule, Place, SignRule, binary, call, number, reference, text

#: AGGREGATE by its number, where it takes an array
OF_ARRAYS = {
    "14": "LARGE", "15": "SMALL", "16": "PERCENTILE.INC", "17": "QUARTILE.INC", "18": "PERCENTILE.EXC",
    "19": "QUARTILE.EXC",
}  # fmt: skip
_COUNTING = frozenset(("COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "MATCH", "ROW", "ROWS", "COLUMNS"))
_PLAIN = _COUNTING | {"MIN", "MAX"}
_FOUND = reference("xlstressvar_found")
_FINDING = {*PLACES, *TOTALS, "INDIRECT", "OFFSET"}  # what may say where a range is


class LastOfVector(CallRule):
    """LOOKUP of a vector by another: the engine's gives up at the first error, its MATCH does not.

    LOOKUP(2,1/(A1:A9="x"),B1:B9) finds the last x that way.
    """

    names = ("LOOKUP",)
    shows, excel = "=LOOKUP(2,1/({1,0,1}=1),{7,8,9})", 9

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if len(new.arguments) != 3:
            return new
        value, vector, result = new.arguments
        sought = node.arguments[0]
        match = several("MATCH", sought, at.whole, at, value, vector, number(1))
        index = several("INDEX", sought, at.whole, at, result, _FOUND)
        return call("LET", _FOUND, match, index)


class AggregateOfArray(CallRule):
    """AGGREGATE of an array is the function that it stands for, with or without the errors."""

    names = ("AGGREGATE",)
    shows, excel = "=AGGREGATE(14,6,A1:A3/(A1:A3<4),1)", 2

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        which = _written(node)
        if len(which) != 4 or which[0] not in OF_ARRAYS or which[1] not in ("4", "6"):
            return new  # as the engine has it, or refused
        array, rank = new.arguments[2:]
        if which[1] == "6":  # LARGE and its like pass over texts
            array = call("IFERROR", array, text(""))
        return several(OF_ARRAYS[which[0]], node.arguments[3], True, at, array, rank)


def _written(node: Call) -> list[str]:
    return [argument.text if isinstance(argument, Leaf) else "?" for argument in node.arguments]


class OffsetUpwards(CallRule):
    """OFFSET with a height or width below 0 goes up or left from the cell; the engine refuses it.

    The size is written twice; one that counts something cannot be negative and stays.
    """

    names = ("OFFSET",)
    shows, excel = "=SUM(OFFSET(A3,0,0,-2,1))", 6

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        arguments = list(new.arguments)
        for place, size in ((1, 3), (2, 4)):
            if size < len(arguments) and _may_be_negative(node.arguments[size]):
                start, given = arguments[place], arguments[size]
                below = binary("<", given, number(0))
                back = call("MIN", number(0), binary("+", given, number(1)))
                start = number(0) if start == OMITTED else start
                arguments[place] = binary("+", start, binary("*", back, below))
                arguments[size] = call("ABS", given)
        return Call(new.name, tuple(arguments), new.written)


def _may_be_negative(size: Node) -> bool:
    if size == OMITTED or (isinstance(size, Leaf) and size.text.isdigit()):
        return False
    if isinstance(size, Call) and size.name in _COUNTING:
        return False
    return _PLAIN.issuperset(inner.name for inner in calls(size))


class NumbersOfRows(CallRule):
    """ROW or COLUMN of a range gives all its numbers; the engine gives the first."""

    names = ("ROW", "COLUMN")
    shows, excel = "=SUM(ROW(A1:A3))", 6

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if not at.whole or len(node.arguments) != 1:
            return new
        (given,), (range_,) = node.arguments, new.arguments
        inside = [inner.name for inner in calls(given)]
        size = at.size(given)
        if size == 1 or not (inside or size) or not _FINDING.issuperset(inside):
            return new
        first = call(node.name, range_)
        if node.name == "ROW":
            return call("SEQUENCE", call("ROWS", range_), number(1), first)
        return call("SEQUENCE", number(1), call("COLUMNS", range_), first)


class Intersection(SignRule):
    """`A1:B9 A5:D5`: the cells that both have, or #NULL!."""

    signs = (" ",)
    shows, excel = "=SUM(A1:A3 A2:B2)", 2

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        first, *others = map(at.area, node.operands)
        for other in others:
            if first is None or other is None:
                return new
            if not first.meets(other):
                return Leaf("error", "#NULL!")
            first = first.common(other)
        return reference(first.at(None, None)) if first else new
