"""Values as a sheet's XML writes them."""

from __future__ import annotations

import re

from ..cells.algebra import Cell, ErrorValue
from ..errors import Code

# The errors that the file format lists. Excel itself writes its newer ones as #VALUE! with a side
# record; without that record they come back at the next calculation.
_IN_FILES = {Code.DIV0, Code.NA, Code.NAME, Code.NULL, Code.NUM, Code.REF, Code.VALUE}
_XML_REFUSES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decoded(text: str | None, kind: str) -> Cell:
    """The value of a cell with a formula: its text and its type attribute; None without one."""
    if text is None:
        return None
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        return ErrorValue(Code(text) if text in set(Code) else Code.VALUE)
    try:
        return float(text) if kind == "n" else _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    except ValueError:
        return text


def encoded(value: Cell) -> tuple[str, str]:
    """The type attribute and text of a value, numbers with every digit."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, ErrorValue):
        return "e", str(value.code if value.code in _IN_FILES else Code.VALUE)
    if isinstance(value, str):
        return "str", _XML_REFUSES.sub(lambda m: f"_x{ord(m[0]):04X}_", value)
    number = float(value or 0.0)  # type: ignore[arg-type]
    return "", str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
