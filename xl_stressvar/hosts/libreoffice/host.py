"""LibreOffice's values to the cell algebra and back; importable without LibreOffice.

Calc hands over a number (booleans and dates too), a text, rows of these with '' for a blank, or
nothing at all for an omitted argument. It takes back rows of numbers and texts. An error goes back
as Calc itself keeps one in a cell: a NaN that carries the error's number in its low bits.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ...catalogue import CATALOGUE
from ...cells.algebra import OMITTED, Cell, ErrorValue, Value
from ...dispatch import CallContext, Outcome, call
from ...errors import Code
from . import explain
from .names import NUMBERS

Rows = tuple[tuple[float | str, ...], ...]


class Difference(NamedTuple):
    what: str
    why: str


#: Where LibreOffice must differ from Excel: each has a test; the docs print them.
PERMITTED_DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "A blank single cell given as an argument counts as 0.",
        "Calc hands over 0 for it. In a range a blank stays a blank, and is refused.",
    ),
    Difference(
        "TRUE and FALSE in arguments count as 1 and 0, and a TRUE that comes back shows as 1.",
        "Calc has no type for them: a boolean is a number with a format.",
    ),
    Difference(
        "An argument that is one cell with an error: the cell shows that error, as in Excel, but the "
        "function is not called. A range with an error inside: Err:504, in an .xlsx #VALUE!.",
        "Calc sees to it before the add-in. STRESSVAR_WHY still names the cell and its error.",
    ),
    Difference(
        "ERROR.TYPE around a call shows #N/A; ERROR.TYPE of a cell that holds the call is right.",
        "Every result is an array to Calc, if only of one cell, and its ERROR.TYPE looks into none.",
    ),
    Difference(
        "Too many arguments show Err:504, in an .xlsx #VALUE!.",
        "Calc counts the arguments before the add-in is called.",
    ),
    Difference(
        'STRESSVAR_WHY takes the address as text, as in STRESSVAR_WHY("Sheet1.B5"); '
        'STRESSVAR_WHY(CELL("address";B5)) also follows changes of B5.',
        "Calc would hand over the value of the cell, and for an error not even call.",
    ),
    Difference(
        'A text in the cells of a table equals no typed text: B4="BREACH" is FALSE where B4 shows '
        'BREACH from CAPITAL_CHECK. Append &"" to it: (B4&"")="BREACH".',
        "Calc compares texts by their place in a pool, into which it does not put an add-in's.",
    ),
    Difference(
        "A table does not spill: select its full range and enter it with Ctrl+Shift+Enter.",
        "Calc has no dynamic arrays for functions of add-ins.",
    ),
    Difference(
        "A range of blanks only, where a window or several are asked for, is said to be blank, not to hold "
        "nothing but blanks. The error is the same.",
        "Calc cuts the blanks off the end of a range, and hands over the one that is left.",
    ),
)


def value_of(argument: Any) -> Value:
    """An argument as Calc hands it over, in the cell algebra ('' is a blank there too)."""
    return OMITTED if argument is None else argument


def nan_of(code: Code) -> float:
    """The NaN by which Calc knows an error. What Calc does not have becomes #VALUE!."""
    number = NUMBERS.get(code, NUMBERS[Code.VALUE])
    return float(struct.unpack("<d", struct.pack("<II", number, 0x7FF80000))[0])


def rows_of(value: Cell | list[list[Cell]]) -> Rows:
    """A result as the rows that Calc takes back."""
    grid = value if isinstance(value, list) else [[value]]
    return tuple(tuple(_cell(cell) for cell in row) for row in grid)


def _cell(cell: Cell) -> float | str:
    if isinstance(cell, ErrorValue):
        return nan_of(cell.code)
    if isinstance(cell, str):
        return cell
    assert isinstance(cell, (bool, int, float)), cell  # `encode` lets nothing else out
    return float(cell)


def answer(name: str, arguments: Sequence[Any], document: Any = None) -> Rows:
    """One call of a worksheet function by Calc. `document` is the calling document, if known."""
    if name not in CATALOGUE:  # the extension is newer than the installed package
        return ((nan_of(Code.NAME),),)
    return rows_of(run(name, [value_of(a) for a in arguments], document).value)


def run(name: str, values: Sequence[Value], document: Any) -> Outcome:
    """The call, with the failure noted for STRESSVAR_WHY."""
    dates = CallContext(date1904=_counts_from_1904(document))

    def why(cell: Value) -> str | None:
        return explain.why(cell, document, dates)

    outcome = call(name, values, replace(dates, why=why))
    if outcome.failure and name != "STRESSVAR_WHY":
        explain.FAILURES.note(name, values, outcome.failure)
    return outcome


def _counts_from_1904(document: Any) -> bool:
    """Whether the document's day 0 is 1904-01-01."""
    if document is None:
        return False
    return int(document.getPropertyValue("NullDate").Year) == 1904
