"""The functions in xlwings Lite, which runs Python in Excel's own browser part (Windows, Mac, web).

    from xl_stressvar.hosts.lite import *

is the whole main.py: Lite registers what that module holds. xlwings comes with Lite; nothing else of it
is used here but its decorators, its error and, where it is there, its `Caller`. What this host cannot do
like the others is in PERMITTED_DIFFERENCES.

Lite hands over an argument as a grid of raw values, one cell alone as that cell, and an error as a
dictionary. Of what it is given back it makes cells: a text that is an error's code becomes that error,
and an XlwingsError becomes #VALUE! with its text, shown when the mouse rests on the cell.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

import xlwings as xw

from ..catalogue import CATALOGUE, Catalogue, Entry, spelled
from ..cells.algebra import Cell, CellBlock, ErrorValue, Given, Omitted, Value
from ..cells.numbers import SMALL
from ..dispatch import CallContext, Outcome, call
from ..errors import Code
from ..ooxml.references import bare_sheet
from .xlwings_signature import presented


class Difference(NamedTuple):
    """What differs from the add-ins, and why it must."""

    what: str
    why: str


PERMITTED_DIFFERENCES = (
    Difference(
        "A blank single cell counts as an argument left out; in a range a blank stays one, and is refused.",
        "xlwings hands over the same for both.",
    ),
    Difference(
        "In an Excel older than the summer of 2024 a blank in a range counts as 0, unnoticed.",
        "That Excel hands over 0, and xlwings gives no way to ask it for the blanks.",
    ),
    Difference(
        "In a book that counts from 1904 dates are read and written as if it counted from 1900.",
        "xlwings does not tell.",
    ),
    Difference(
        "A sentence names the argument with row and column, not the cell's address.",
        "xlwings does not hand on where an argument stands.",
    ),
    Difference(
        'STRESSVAR_WHY takes the address as text: STRESSVAR_WHY("Sheet1!B5").',
        "For the same reason. It needs xlwings 0.36.17 or later, which says which cell calls.",
    ),
    Difference(
        "Only #VALUE! shows its sentence when the mouse rests on the cell.",
        "xlwings makes #VALUE! of every failure that has a text.",
    ),
    Difference(
        "#REF! and other errors that are passed on become #VALUE!, in a table too.",
        "Excel takes back no others from such a function.",
    ),
    Difference(
        "After a restart a handle of LOAD_HISTORY is unknown until its cell is calculated: Ctrl+Alt+F9.",
        "A function of xlwings cannot ask Excel to calculate.",
    ),
)

_CODES = {str(code): ErrorValue(code) for code in Code}
_TAKEN_BACK = {Code.VALUE, Code.NUM, Code.NA, Code.DIV0, Code.NULL}
_MOST = 5000  # sentences kept
_CALLER = getattr(xw, "Caller", None)
#: The calling cell, where xlwings knows it.
_CALLING = (
    ()
    if _CALLER is None
    else (
        inspect.Parameter(
            "caller", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_CALLER
        ),
    )
)

#: The sentences behind failed cells, by address.
_sentences: OrderedDict[str, str] = OrderedDict()


def define(catalogue: Catalogue) -> dict[str, Callable[..., Any]]:
    """One xlwings function per entry, by name."""
    return {entry.name: _function(entry, catalogue) for entry in catalogue}


def _function(entry: Entry, catalogue: Catalogue) -> Callable[..., Any]:
    def function(*raw: Any, caller: Any = None) -> list[list[Any]]:
        cell = _cell_of(caller)
        host = CallContext(why=_why, cell=cell)
        outcome = call(entry.name, [_given(value) for value in raw], host, catalogue)
        _keep(cell, outcome.sentence())
        return _shown(outcome)

    presented(function, entry, *_CALLING)
    decorated: Callable[..., Any] = function
    for p in entry.parameters:
        decorated = xw.arg(spelled(p.name), convert="raw", doc=p.kind.help)(decorated)
    return xw.func(decorated)


def _given(raw: Any) -> Given:
    if isinstance(raw, Omitted):
        return raw
    if not isinstance(raw, (list, tuple)):
        return _cell(raw)
    rows = raw if raw and isinstance(raw[0], (list, tuple)) else [raw]
    cells = [[_cell(cell) for cell in row] for row in rows]
    return CellBlock(cells) if len(cells) * len(cells[0]) >= SMALL else cells


def _cell(raw: Any) -> Cell:
    if isinstance(raw, dict):  # a cell with a data type; an error is one
        if raw.get("type") == "Error" or raw.get("basicType") == "Error":
            return _CODES.get(str(raw.get("basicValue")), _CODES["#VALUE!"])
        return _cell(raw["basicValue"]) if "basicValue" in raw else _CODES["#VALUE!"]
    if raw is None or raw == "" or type(raw).__name__ == "JsNull":  # newer Pyodides' null
        return None
    if isinstance(raw, (bool, str)):
        return raw
    return float(raw) if isinstance(raw, (int, float)) else _CODES["#VALUE!"]


def _shown(outcome: Outcome) -> list[list[Any]]:
    if outcome.failure and outcome.failure.code not in _TAKEN_BACK - {Code.VALUE}:
        raise xw.XlwingsError(outcome.sentence())
    return [[_shown_cell(cell) for cell in row] for row in outcome.grid]


def _shown_cell(cell: Cell) -> Any:
    if isinstance(cell, ErrorValue):
        return str(cell.code if cell.code in _TAKEN_BACK else Code.VALUE)
    return cell


# --- why a cell fails -----------------------------------------------------------------------------
def _cell_of(caller: Any) -> str:
    return "" if caller is None else _plain(f"{caller.sheet_name}!{caller.address}")


def _plain(address: str) -> str:
    """'My sheet'!$B$5, [Book]My sheet!B5 and My sheet!b5 are one cell."""
    sheet, _, cell = address.rpartition("!")
    return f"{bare_sheet(sheet)}!{cell.replace('$', '')}".upper()


def _keep(cell: str, sentence: str | None) -> None:
    _sentences.pop(cell, None)
    if cell and sentence:
        _sentences[cell] = sentence
        if len(_sentences) > _MOST:
            _sentences.popitem(last=False)


def _why(value: Value) -> str | None:
    return _sentences.get(_plain(value)) if isinstance(value, str) else None


_FUNCTIONS = define(CATALOGUE)
globals().update(_FUNCTIONS)
__all__ = list(_FUNCTIONS)
