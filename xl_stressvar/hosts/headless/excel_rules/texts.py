"""Texts: number formats that the engine does not know, formulas as a user sees them, the longest text.

Excel ends a text at 32,767 characters: what would give a longer one is #VALUE!. The engine checks this in
CONCAT, TEXTJOIN and REPT, and joins with `&`, SUBSTITUTE and REPLACE without end.
"""

from __future__ import annotations

from collections.abc import Callable

from ....cells.algebra import Cell, ErrorValue, Given, is_grid, resolved
from ....errors import Code
from ....ooxml.formulas import Call, Leaf, Node, Operation
from ..formualizer import misreads
from .arrays import ValueByValue
from .digits import COUNTS
from .rule import CallRule, Place, Refused, SignRule, call, text

LONGEST = 32_767  # characters; Microsoft, "Excel specifications and limits"
FITTING, WRITTEN = "XLSTRESSVAR.FITTING", "XLSTRESSVAR.WRITTEN"
_NUMBER = 25  # characters, more than a number or TRUE has in a text
_WRITTEN = 600  # more than the largest number has, written out with its commas and 127 decimals
_SHORT = COUNTS | {"ADDRESS", "CHAR", "DOLLAR", "FIXED", "UNICHAR"}


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


class JoinedText(SignRule):
    """A text joined from others is at most as long as a cell holds."""

    signs = ("&",)
    shows, excel = '=LEN(REPT("x",32767)&"y")', "#VALUE!"

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        return call(FITTING, new) if _longest(node, at) > LONGEST else new


class ReplacedText(CallRule):
    """So is a text in which others are put."""

    names = ("CONCATENATE", "REPLACE", "SUBSTITUTE")
    shows, excel = '=LEN(SUBSTITUTE(REPT("x",20000),"x","xy"))', "#VALUE!"

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return call(FITTING, ValueByValue()(node, new, at))


class WrittenNumber(CallRule):
    """A number with its decimals is digits: beyond the largest double the engine writes `inf`."""

    names = ("DOLLAR", "FIXED")
    shows, excel = "=FIXED(1E308,127)", "#VALUE!"

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return call(WRITTEN, ValueByValue()(node, new, at))


def _longest(node: Node, at: Place) -> int:
    """The most characters that a node can give, as far as its form tells."""
    if isinstance(node, Leaf) and node.kind != "reference":
        return _NUMBER if node.kind in ("number", "logical") else len(node.text)
    if isinstance(node, Operation) and node.sign == "&":
        return sum(_longest(operand, at) for operand in node.operands)
    if not isinstance(node, Call) or node.name in at.local:
        return LONGEST
    if (
        node.name == "TEXT"
        and isinstance(shape := node.arguments[-1], Leaf)
        and shape.kind == "text"
    ):
        return _WRITTEN + 3 * len(shape.text)  # dddd is Wednesday
    return _WRITTEN if node.name in _SHORT else LONGEST


def functions() -> dict[str, Callable[[list[Given]], Cell | list[list[Cell]]]]:
    """What to register with the engine."""
    return {FITTING: _cell_by_cell(_fits), WRITTEN: _cell_by_cell(_digits)}


def _cell_by_cell(
    check: Callable[[Cell], Cell],
) -> Callable[[list[Given]], Cell | list[list[Cell]]]:
    def checked(values: list[Given]) -> Cell | list[list[Cell]]:
        value = resolved(values[0])
        if is_grid(value):
            return [[check(cell) for cell in row] for row in value]
        return check(value)  # type: ignore[arg-type]

    return checked


def _fits(cell: Cell) -> Cell:
    return ErrorValue(Code.VALUE) if isinstance(cell, str) and len(cell) > LONGEST else cell


def _digits(cell: Cell) -> Cell:
    return ErrorValue(Code.VALUE) if isinstance(cell, str) and "inf" in cell else cell
