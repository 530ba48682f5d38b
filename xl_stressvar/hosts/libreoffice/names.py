"""What Calc calls things: our functions, and its errors."""

from __future__ import annotations

from ...catalogue import Entry
from ...errors import Code

#: Saved .ods files name our functions by service and method: neither may ever change.
SERVICE = "org.xlstressvar.calc.AddIn"

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


def method(entry: Entry) -> str:
    """The function's name in IDL: `STRESSED_VAR` is `stressedVar`."""
    first, *rest = entry.name.lower().split("_")
    return first + "".join(word.title() for word in rest)
