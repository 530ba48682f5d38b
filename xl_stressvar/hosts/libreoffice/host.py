"""LibreOffice's values to the cell algebra and back; importable without LibreOffice.

Calc hands over a number (booleans and dates too), a text, rows of these with '' for a blank, or
nothing at all for an omitted argument. It takes back a number or a text, or rows of them. An error goes back
as Calc itself keeps one in a cell: a NaN that carries the error's number in its low bits.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from ...call import Host, Outcome, call
from ...catalogue import CATALOGUE
from ...cells.algebra import OMITTED, Cell, ErrorValue, Value
from ...errors import Code

Answer = float | str | tuple[tuple[float | str, ...], ...]

#: Calc's numbers of the errors that Excel has too. Source: LibreOffice Help, "Error Codes in Calc".
NUMBERS = {
    Code.NULL: 521,
    Code.DIV0: 532,
    Code.VALUE: 519,
    Code.REF: 524,
    Code.NAME: 525,
    Code.NUM: 503,
    Code.NA: 32767,
}
CODES = {number: code for code, number in NUMBERS.items()}

#: Where LibreOffice must differ from Excel: (what, why). Each has a test; the docs print them.
PERMITTED_DIFFERENCES: tuple[tuple[str, str], ...] = (
    (
        "A blank single cell given as an argument counts as 0.",
        "Calc hands over 0 for it. In a range a blank stays a blank, and is refused.",
    ),
    (
        "TRUE and FALSE in arguments count as 1 and 0, and a TRUE that comes back shows as 1.",
        "Calc has no type for them: a boolean is a number with a format.",
    ),
    (
        "A function is not called when an argument holds an error: the cell shows that error.",
        "Calc sees to it before the add-in. STRESSVAR_WHY still names the cell.",
    ),
    (
        "Too many arguments show Err:504 instead of #VALUE!.",
        "Calc checks the number of arguments before the add-in is called.",
    ),
    (
        'STRESSVAR_WHY takes the address as text, as in STRESSVAR_WHY("Sheet1.B5"); '
        'STRESSVAR_WHY(CELL("address";B5)) also follows changes of B5.',
        "Calc would hand over the value of the cell, and for an error not even call.",
    ),
    (
        "A table does not spill: select its full range and enter it with Ctrl+Shift+Enter.",
        "Calc has no dynamic arrays for functions of add-ins.",
    ),
)


def value_of(argument: Any) -> Value:
    """An argument as Calc hands it over, in the cell algebra ('' is a blank there too)."""
    return OMITTED if argument is None else argument  # type: ignore[no-any-return]


def nan_of(code: Code) -> float:
    """The NaN by which Calc knows an error. What Calc does not have becomes #VALUE!."""
    number = NUMBERS.get(code, NUMBERS[Code.VALUE])
    return float(struct.unpack("<d", struct.pack("<II", number, 0x7FF80000))[0])


def answer_of(value: Cell | list[list[Cell]]) -> Answer:
    """A result as Calc takes it back: a single cell (ERROR.TYPE sees through no 1 x 1 array), or rows."""
    if isinstance(value, list):
        return tuple(tuple(_cell(cell) for cell in row) for row in value)
    return _cell(value)


def _cell(cell: Cell) -> float | str:
    if isinstance(cell, ErrorValue):
        return nan_of(cell.code)
    if isinstance(cell, str):
        return cell
    assert isinstance(cell, (bool, int, float)), cell  # `encode` lets nothing else out
    return float(cell)


def answer(name: str, arguments: Sequence[Any], document: Any = None) -> Answer:
    """One call of a worksheet function by Calc. `document` is the calling document, if known."""
    if name not in CATALOGUE:  # the extension is newer than the installed package
        return nan_of(Code.NAME)
    return answer_of(run(name, [value_of(a) for a in arguments], document).value)


def run(name: str, values: Sequence[Value], document: Any) -> Outcome:
    """The call, with the failure noted for STRESSVAR_WHY."""
    from . import explain

    def why(cell: Value) -> str | None:
        return explain.why(cell, document)

    outcome = call(name, values, Host(date1904=_counts_from_1904(document), why=why))
    if outcome.failure and name != "STRESSVAR_WHY":
        explain.FAILURES.note(name, values, outcome.failure)
    return outcome


def _counts_from_1904(document: Any) -> bool:
    """Whether the document's day 0 is 1904-01-01."""
    if document is None:
        return False
    return int(document.getPropertyValue("NullDate").Year) == 1904
