"""xlwings Lite's part, for tests: what its documentation says of custom functions.

The decorators and the call below stand in for those of xlwings.server, which ask for a licence key; how values are
read and written is xlwings' own code.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlwings as xw
from xlwings import conversion

#: How Excel names the errors that it takes back from a custom function.
NAMES = {
    "#DIV/0!": "Div0", "#N/A": "NotAvailable", "#NULL!": "Null", "#NUM!": "Num", "#VALUE!": "Value"
}  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """The cell that calls."""

    sheet_name: str
    address: str


@dataclass
class Registered:
    """What the decorators note of a function."""

    parameters: list[str]
    defaults: dict[str, Any]
    options: dict[str, dict[str, Any]]
    wants_caller: bool
    docs: dict[str, str] = field(default_factory=dict)


def _noted(function: Any) -> Registered:
    if not hasattr(function, "registered"):
        own = [
            p for p in inspect.signature(function).parameters.values() if p.annotation is not Caller
        ]
        assert all(p.kind is p.POSITIONAL_OR_KEYWORD for p in own)  # xlwings refuses others
        function.registered = Registered(
            [p.name for p in own],
            {p.name: p.default for p in own if p.default is not p.empty},
            {p.name: {} for p in own},
            len(own) < len(inspect.signature(function).parameters),
        )
    return function.registered


def func(function: Any) -> Any:
    _noted(function)
    return function


def arg(name: str, convert: Any = None, doc: str = "") -> Callable[[Any], Any]:
    def decorated(function: Any) -> Any:
        noted = _noted(function)
        noted.options[name]["convert"] = convert
        noted.docs[name] = doc
        return function

    return decorated


class Cells:
    """What xlwings asks of the program behind it: a cell to be written, as Excel's runtime wants it."""

    name = "officejs"

    @staticmethod
    def prepare_xl_data_element(cell: Any, options: Mapping[str, Any]) -> Any:
        if isinstance(cell, str) and cell in NAMES:
            return {"type": "Error", "errorType": NAMES[cell]}
        assert cell is None or type(cell) in (float, int, str, bool), repr(cell)
        return "" if cell is None else cell


def registered(module: types.ModuleType) -> dict[str, Any]:
    """The functions that Lite finds in main.py, by name."""
    return {name: f for name, f in inspect.getmembers(module) if hasattr(f, "registered")}


def asked(function: Any, given: Sequence[Any], at: str = "Out!A1") -> dict[str, Any]:
    """A call as Excel makes it: {v: cells}, or {e, hover}.

    given: a grid an argument, None for one that is left out.
    """
    noted = function.registered
    values = []
    for name, rows in zip(noted.parameters, given, strict=False):
        one = rows[0][0] if rows and len(rows) == len(rows[0]) == 1 else rows
        if one is None:
            values.append(noted.defaults.get(name))
        else:
            values.append(conversion.read(None, one, noted.options[name], engine_name="officejs"))
    sheet, _, address = at.rpartition("!")
    caller = {"caller": Caller(sheet, address)} if noted.wants_caller else {}
    try:
        got = function(*values, **caller)
    except xw.XlwingsError as refused:
        return {"e": "#VALUE!", "hover": str(refused)}
    rows = conversion.write(got, None, {}, engine_name="officejs")
    cells = [[_taken(cell) for cell in row] for row in rows]
    failed = cells[0][0] if cells and len(cells) == len(cells[0]) == 1 else None
    return {"e": failed["e"], "hover": None} if isinstance(failed, dict) else {"v": cells}


def _taken(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    return {"e": next(code for code, name in NAMES.items() if name == cell["errorType"])}


def handed(cell: Any) -> Any:
    """A cell as Excel hands it over: whole numbers as such, as JavaScript has no others."""
    if isinstance(cell, Mapping):
        return {"type": "Error", "basicType": "Error", "basicValue": cell["e"]}
    return int(cell) if type(cell) is float and cell.is_integer() and abs(cell) < 2**53 else cell
