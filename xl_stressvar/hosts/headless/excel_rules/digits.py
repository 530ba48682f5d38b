"""Fifteen digits: how Excel writes a number into a text, and how it compares two.

The engine joins `="VaR "&0.1+0.2` to 0.30000000000000004 and finds 0.1+0.2 greater than 0.3. So in its
copy of a formula each operand of & and of a comparison, and each argument that is to be a text, goes
through a function of ours, unless it certainly needs none. Degrees of freedom, which Excel cuts to
whole numbers, go the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from ....cells.algebra import Cell, Given, is_grid, resolved
from ....ooxml.formulas import COMPARING, Call, Leaf, Node, Operation, references, walk
from . import pointwise
from .pointwise import DIGITS
from .rule import CallRule, Place, SignRule, call

JOINED, COMPARED, WHOLE = "XLSTRESSVAR.JOINED", "XLSTRESSVAR.COMPARED", "XLSTRESSVAR.WHOLE"
SERIAL = "XLSTRESSVAR.SERIAL"  # a single holiday, which the engine overlooks if it is a date to it
_LONGEST = 20  # characters of a number below 1 that is written out
_PLAIN = 1e15  # below it a whole number has no digit too many

# functions that give a text, or a whole number: their results are as Excel's already
_TEXTS = frozenset(["ADDRESS", "CHAR", "CLEAN", "CONCAT", "CONCATENATE", "DOLLAR", "FIXED", "LEFT", "LOWER", "MID", "PROPER", "REPLACE", "REPT", "RIGHT", "SUBSTITUTE", "TEXT", "TEXTAFTER", "TEXTBEFORE", "TEXTJOIN", "TRIM", "UNICHAR", "UPPER"])  # fmt: skip
COUNTS = frozenset(["CODE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE", "EOMONTH", "FIND", "HOUR", "INT", "ISBLANK", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "LEN", "MATCH", "MINUTE", "MONTH", "NETWORKDAYS", "NOT", "ROW", "ROWS", "SEARCH", "SECOND", "TODAY", "WEEKDAY", "WORKDAY", "YEAR"])  # fmt: skip
_EVERY = range(256)
# which arguments of a function are texts, and which are degrees of freedom
_GIVEN: dict[str, tuple[str, range]] = {
    **dict.fromkeys(["CLEAN", "CODE", "LEFT", "LEN", "LOWER", "MID", "PROPER", "REPT", "RIGHT", "TRIM", "UPPER"], (JOINED, range(1))),
    **dict.fromkeys(["CONCAT", "CONCATENATE"], (JOINED, _EVERY)),
    **dict.fromkeys(["EXACT", "FIND", "SEARCH", "TEXTAFTER", "TEXTBEFORE", "TEXTSPLIT"], (JOINED, range(2))),
    "SUBSTITUTE": (JOINED, range(3)),
    "TEXTJOIN": (JOINED, _EVERY),
    "REPLACE": (JOINED, range(0, 4, 3)),
    **dict.fromkeys(["T.DIST", "CHISQ.DIST"], (WHOLE, range(1, 2))),
    **dict.fromkeys(["F.DIST"], (WHOLE, range(1, 3))),
    **dict.fromkeys(("WORKDAY", "NETWORKDAYS"), (SERIAL, range(2, 3))),
    **dict.fromkeys(("WORKDAY.INTL", "NETWORKDAYS.INTL"), (SERIAL, range(3, 4))),
}  # fmt: skip


# --- one cell ---------------------------------------------------------------------------------------
def number_text(number: float) -> str:
    """A number as Excel joins it to a text: 15 digits, and an exponent only if it is long without.

    Ref: what Excel showed for the examples of Apache POI's NumberToTextConverter.
    """
    if number == 0 or abs(number) < 2.2250738585072014e-308:  # Excel shows subnormal numbers as 0
        return "0"
    mantissa, _, power = f"{abs(number):.{DIGITS - 1}e}".partition("e")
    if abs(int(power)) > 98:  # one digit less, to make room for the third of the exponent
        mantissa, _, carry = f"{float(mantissa):.{DIGITS - 2}e}".partition("e")
        power = str(int(power) + int(carry))
    digits, exponent = mantissa.replace(".", "").rstrip("0"), int(power)
    sign = "-" if number < 0 else ""
    zeros = -exponent - 1  # between the point and the first digit
    if exponent >= _LONGEST or (exponent < 0 and 2 + zeros + len(digits) > _LONGEST):
        tail = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{tail}E{'-' if exponent < 0 else '+'}{abs(exponent):02}"
    if exponent < 0:
        return f"{sign}0.{'0' * zeros}{digits}"
    whole, rest = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _joined(cell: Cell) -> Cell:
    return number_text(cell) if isinstance(cell, float) else cell


def _compared(cell: Cell) -> Cell:
    if not isinstance(cell, float) or (cell.is_integer() and abs(cell) < _PLAIN):
        return cell
    return pointwise.rounded(cell)


def _whole(cell: Cell) -> Cell:
    return float(math.trunc(cell)) if isinstance(cell, float) else cell


def functions() -> dict[str, Callable[[list[Given]], Cell | list[list[Cell]]]]:
    """What to register with the engine: each takes a cell or a grid, and gives the same shape."""
    return {JOINED: _on(_joined), COMPARED: _on(_compared), WHOLE: _on(_whole), SERIAL: _on(_whole)}


def _on(change: Callable[[Cell], Cell]) -> Callable[[list[Given]], Cell | list[list[Cell]]]:
    def changed(values: list[Given]) -> Cell | list[list[Cell]]:
        value = resolved(values[0])
        if is_grid(value):
            return [[change(cell) for cell in row] for row in value]
        return change(value)  # type: ignore[arg-type]

    return changed


# --- rules ------------------------------------------------------------------------------------------
class JoinedNumber(SignRule):
    """A number joined to a text has fifteen digits."""

    signs = ("&",)
    shows, excel = '=0.1+0.2&""', "0.3"

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        return Operation(new.signs, _through(JOINED, node.operands, new.operands, at))


class ComparedNumber(SignRule):
    """Numbers that are compared have fifteen digits; with a text, TRUE or 0 it makes no difference."""

    signs = COMPARING
    shows, excel = "=0.1+0.2=0.3", True

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        if any(map(_is_exact, node.operands)):
            return new
        return Operation(new.signs, _through(COMPARED, node.operands, new.operands, at))


class GivenNumber(CallRule):
    """A number given for a text has fifteen digits; degrees of freedom are cut to whole numbers."""

    names = _GIVEN.keys()
    shows, excel = "=LEN(0.1+0.2)", 3

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        name, places = _GIVEN[node.name]
        given = (n if i in places else _NOTHING_TO_DO for i, n in enumerate(node.arguments))
        return Call(new.name, _through(name, given, new.arguments, at), new.written)


class LastDifference(SignRule):
    """A sum or difference that ends a formula is 0 where all but its last digits cancel.

    Ref: Microsoft, "Floating-point arithmetic may give inaccurate results in Excel": of
    1.333+1.225-1.333-1.225 and the same in brackets, only the first gives 0.
    """

    signs = ("+", "-")
    shows, excel = "=1.333+1.225-1.333-1.225", 0

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        if not at.outermost or len(node.operands) == 1:
            return new
        *first, last = new.operands
        before = Operation(new.signs[:-1], tuple(first)) if len(first) > 1 else first[0]
        return call(pointwise.MINUS if node.signs[-1] == "-" else pointwise.PLUS, before, last)


_NOTHING_TO_DO = Leaf("text", '""')


def _through(name: str, given: Iterable[Node], new: Iterable[Node], at: Place) -> tuple[Node, ...]:
    """The operands, those that need it in a call of a function of ours."""
    return tuple(
        n if _needs_none(name, g, at) else call(name, n) for g, n in zip(given, new, strict=True)
    )


def _needs_none(name: str, node: Node, at: Place) -> bool:
    """Whether an operand is what Excel would make of it anyway."""
    if isinstance(node, Leaf):
        if node.kind == "number":
            return (
                "E" not in node.text.upper()
                and len(node.text) <= DIGITS
                and (name != WHOLE or "." not in node.text)
            )
        if name == SERIAL and ":" in node.text:
            return True
        return node.kind in ("text", "omitted") or (name == COMPARED and at.is_typed(node))
    if name == SERIAL:
        return _has_range(node)
    if isinstance(node, Operation):
        return (node.sign == "&" and name != WHOLE) or node.sign in COMPARING
    if not isinstance(node, Call) or node.name in at.local:
        return False
    return node.name in COUNTS or (name != WHOLE and node.name in _TEXTS)


def _has_range(node: Node) -> bool:
    return any(":" in reference for reference in references(node)) or any(
        isinstance(n, Operation) and n.sign == ":" for n in walk(node)
    )


def _is_exact(node: Node) -> bool:
    """Whether a comparison with this is right with all digits: a text, TRUE, 0 are far from all else."""
    return isinstance(node, Leaf) and (node.kind in ("text", "logical") or node.text == "0")
