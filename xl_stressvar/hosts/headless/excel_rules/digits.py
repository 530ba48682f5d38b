"""Fifteen digits: how Excel writes a number into a text, and how it compares two.

The engine joins `="VaR "&0.1+0.2` to 0.30000000000000004 and finds 0.1+0.2 greater than 0.3. So in its
copy of a formula each operand of & and of a comparison, and each argument that is to be a text, goes
through a function of ours, unless it certainly needs none. Degrees of freedom, which Excel cuts to
whole numbers, go the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ....cells.algebra import Cell, Given, is_grid, resolved
from ....ooxml import formulas
from ....ooxml.formulas import Call, Token
from . import pointwise
from .arrays import Edit
from .pointwise import DIGITS

JOINED, COMPARED, WHOLE = "XLSTRESSVAR.JOINED", "XLSTRESSVAR.COMPARED", "XLSTRESSVAR.WHOLE"
SERIAL = "XLSTRESSVAR.SERIAL"  # a single holiday, which the engine overlooks if it is a date to it
_LONGEST = 20  # characters of a number below 1 that is written out
_PLAIN = 1e15  # below it a whole number has no digit too many

# functions that give a text, or a whole number: their results are as Excel's already
_TEXTS = frozenset(["ADDRESS", "CHAR", "CLEAN", "CONCAT", "CONCATENATE", "DOLLAR", "FIXED", "LEFT", "LOWER", "MID", "PROPER", "REPLACE", "REPT", "RIGHT", "SUBSTITUTE", "TEXT", "TEXTAFTER", "TEXTBEFORE", "TEXTJOIN", "TRIM", "UNICHAR", "UPPER"])  # fmt: skip
_COUNTS = frozenset(["CODE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE", "EOMONTH", "FIND", "HOUR", "INT", "ISBLANK", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "LEN", "MATCH", "MINUTE", "MONTH", "NETWORKDAYS", "NOT", "ROW", "ROWS", "SEARCH", "SECOND", "TODAY", "WEEKDAY", "WORKDAY", "YEAR"])  # fmt: skip
_EVERY = range(256)
# which arguments of a function are texts, and which are degrees of freedom
_GIVEN: dict[str, tuple[str, range]] = {
    **dict.fromkeys(["CLEAN", "CODE", "LEFT", "LEN", "LOWER", "MID", "PROPER", "REPT", "RIGHT", "TRIM", "UPPER"], (JOINED, range(1))),
    **dict.fromkeys(["CONCAT", "CONCATENATE"], (JOINED, _EVERY)),
    **dict.fromkeys(["EXACT", "FIND", "SEARCH", "TEXTAFTER", "TEXTBEFORE", "TEXTSPLIT"], (JOINED, range(2))),
    "SUBSTITUTE": (JOINED, range(3)),
    "TEXTJOIN": (JOINED, _EVERY),
    "REPLACE": (JOINED, range(0, 4, 3)),
    **dict.fromkeys(
        ["T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "CHISQ.DIST", "CHISQ.DIST.RT", "CHISQ.INV", "CHISQ.INV.RT"],
        (WHOLE, range(1, 2)),
    ),
    **dict.fromkeys(["F.DIST", "F.DIST.RT", "F.INV", "F.INV.RT"], (WHOLE, range(1, 3))),
    "CONFIDENCE.T": (WHOLE, range(2, 3)),
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


# --- a formula --------------------------------------------------------------------------------------
_OPERATORS = frozenset("&<>=")
_NO_OPERAND = frozenset(("", *"+-*/^({@"))  # what a sign stands behind, if it is no operator


@dataclass
class _Part:
    """A formula, or what stands between two brackets or commas of it, with its operators at this level."""

    start: int
    joins: list[Token] = field(default_factory=list)
    compares: list[Token] = field(default_factory=list)


@dataclass(frozen=True)
class Digits:
    """The operands of one formula. `typed`: whether a text refers to cells without any formula."""

    text: str
    found: list[Call]
    local: set[str]
    typed: Callable[[str], bool]

    def edits(self) -> list[Edit]:
        around: list[Edit] = []
        if not _OPERATORS.isdisjoint(self.text):
            for name, start, end in self._operands():
                around += self._within(name, start, end)
        for one in self.found:
            if one.name in _GIVEN and one.name not in self.local and not one.qualified:
                name, places = _GIVEN[one.name]
                for i, (start, end) in enumerate(one.arguments):
                    if i in places and not self._needs_none(name, self.text[start:end].strip()):
                        around += self._within(name, start, end)
        return around

    def _within(self, name: str, start: int, end: int) -> list[Edit]:
        text = self.text[start:end]
        start, end = end - len(text.lstrip()), start + len(text.rstrip())
        return [(start, start, f"{name}("), (end, end, ")")]

    def _operands(self) -> Iterator[tuple[str, int, int]]:
        """Each operand that needs it, with the function that it needs."""
        stack = [_Part(0)]
        constant = False
        for token in formulas.tokens(self.text):
            sign = token.text if token.kind == "sign" else ""
            if sign in "{}" and sign:
                constant = sign == "{"
            elif constant or not sign:
                continue
            elif sign == "(":
                stack.append(_Part(token.end))
            elif sign == ")" or sign == ",":
                yield from self._of_part(stack.pop(), token.start)
                if sign == ",":
                    stack.append(_Part(token.end))
            elif sign == "&":
                stack[-1].joins.append(token)
            elif sign in _OPERATORS:
                stack[-1].compares.append(token)
        yield from self._of_part(stack.pop(), len(self.text))

    def _of_part(self, part: _Part, end: int) -> Iterator[tuple[str, int, int]]:
        sides = list(_between(part.start, end, part.compares))
        texts = [self.text[a:b].strip() for a, b in sides]
        exact = len(sides) < 2 or any(map(_is_exact, texts))
        for (start, stop), text in zip(sides, texts, strict=True):
            joins = [join for join in part.joins if start <= join.start < stop]
            if joins:
                for a, b in _between(start, stop, joins):
                    if not self._needs_none(JOINED, self.text[a:b].strip()):
                        yield JOINED, a, b
            elif not exact and not self._needs_none(COMPARED, text):
                yield COMPARED, start, stop

    def _needs_none(self, name: str, text: str) -> bool:
        """Whether an operand is what Excel would make of it anyway."""
        listed = formulas.tokens(text)
        if not text or (len(listed) == 1 and listed[0].kind == "string"):
            return True
        if len(listed) == 1 and listed[0].kind == "number":
            return (
                "E" not in text.upper()
                and len(text) <= DIGITS
                and (name != WHOLE or "." not in text)
            )
        if name == COMPARED and self.typed(text):
            return True
        if name == SERIAL and any(token.text == ":" for token in listed):
            return True
        first = next(iter(formulas.calls(text)), None)
        if first is None or not formulas.is_whole_call(text, first) or first.name in self.local:
            return False
        return name != SERIAL and (
            first.name in _COUNTS or (name != WHOLE and first.name in _TEXTS)
        )


def _is_exact(text: str) -> bool:
    """Whether a comparison with this is right with all digits: a text, TRUE, and 0 are far from all else."""
    listed = formulas.tokens(text)
    return len(listed) == 1 and (
        listed[0].kind == "string" or text.upper() in ("TRUE", "FALSE", "0")
    )


def ending(text: str) -> list[Edit]:
    """The sum or difference that ends a formula, as a call; it must not stand in brackets.

    Ref: Microsoft, "Floating-point arithmetic may give inaccurate results in Excel": of
    1.333+1.225-1.333-1.225 and the same in brackets, only the first gives 0.
    """
    depth, last, before = 0, None, ""
    for token in formulas.tokens(text):
        sign = token.text if token.kind == "sign" else ""
        if sign and sign in "({":
            depth += 1
        elif sign and sign in ")}":
            depth -= 1
        elif depth == 0 and sign and sign in "&<>=,":
            return []
        elif depth == 0 and sign and sign in "+-" and before not in _NO_OPERAND:
            last = token
        before = before if token.kind == "space" else sign or "operand"
    if last is None or before in _NO_OPERAND:
        return []
    name = pointwise.MINUS if last.text == "-" else pointwise.PLUS
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [(start, start, f"{name}("), (last.start, last.end, ","), (end, end, ")")]


def _between(start: int, end: int, operators: list[Token]) -> Iterator[tuple[int, int]]:
    """What stands between operators; one of two signs, such as <=, is one."""
    for operator in operators:
        if operator.start > start:
            yield start, operator.start
        start = operator.end
    yield start, end
