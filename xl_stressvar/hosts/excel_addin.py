"""The xlwings functions that our add-in's VBA calls: one for all worksheet functions, one for the tab.

    CallUDF "xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array(name, arguments, context)

It lives apart from `excel` so that xlwings' importer does not offer it to users.

*context* is a text: "4" if the book counts from 1904, else "0"; then one letter an argument, "R" if it
is a range (its address can be named), "V" if not. Example: "0RRV".

*The answer* is the cells; xlwings makes 1 x 1 a scalar and 1 x N a flat array, which Excel spills as a
row. An error inside a table is the text `ESC SV|2042`, the number being Excel's CVErr. A failed call
is one text (parsed in vba/StressVarCrossing.bas):

    ESC SV|<CVErr>|<argument, from 1; 0 none>|<row, from 1; 0 all>|<column, from 1; 0 all>|<load>|<sentence>

where load is 1 if the argument is a handle whose history is to be loaded again, and the sentence holds
ADDRESS (Chr 26) if VBA is to write the address of that cell there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlwings as xw

from .. import __version__, errors, templates
from ..catalogue import CATALOGUE, Catalogue, Entry
from ..cells.algebra import Cell
from ..dispatch import CallContext, Outcome, call
from ..errors import Code, Place, StressVarError
from .com import CVERR, from_com, to_com

SENTINEL = "\x1bSV|"
ADDRESS = "\x1a"
_ERRORS = {code: f"{SENTINEL}{number}" for code, number in CVERR.items()}


def answer(
    name: str, arguments: Sequence[Any], context: str, catalogue: Catalogue = CATALOGUE
) -> list[list[Any]]:
    """What STRESSVAR_CALL gives back: always a grid, which xlwings needs of a raw result."""
    if name not in catalogue:
        failure = errors.UNKNOWN_FUNCTION(function=name, version=__version__)
        return [[_failed(failure, None, context)]]
    outcome = call(
        name, [from_com(a) for a in arguments], CallContext(context[:1] == "4"), catalogue
    )
    if outcome.failure:
        return [[_failed(outcome.failure, catalogue[name], context)]]
    return [[to_com(cell, _ERRORS) for cell in row] for row in _grid(outcome)]


def _grid(outcome: Outcome) -> list[list[Cell]]:
    return outcome.value if isinstance(outcome.value, list) else [[outcome.value]]


def _failed(failure: StressVarError, entry: Entry | None, context: str) -> str:
    """The text of a failed call."""
    place = failure.place
    names = [p.name for p in entry.parameters] if entry else []
    position = names.index(place.argument) + 1 if place and place.argument in names else 0
    row, column = (0, 0) if place is None else (_from_one(place.row), _from_one(place.column))
    is_range = bool(position) and context[position : position + 1] == "R"

    def address(_: Place) -> str | None:
        return ADDRESS if is_range else None

    load = int(failure.problem is errors.HANDLE_UNKNOWN)
    fields = (CVERR.get(failure.code, CVERR[Code.VALUE]), position, row, column, load)
    return SENTINEL + "|".join(map(str, fields)) + "|" + failure.sentence(address)


def _from_one(index: int | None) -> int:
    return 0 if index is None else index + 1


@xw.func
@xw.arg("arguments", "raw")
@xw.arg("context", "raw")
@xw.arg("name", "raw")
@xw.ret("raw")
def STRESSVAR_CALL(name, arguments, context):  # type: ignore[no-untyped-def]  # noqa: N802
    """For the add-in's own use."""
    return answer(name, arguments, context)


@xw.func
@xw.ret("raw")
def STRESSVAR_TEMPLATES():  # type: ignore[no-untyped-def]  # noqa: N802
    """The files of the template workbooks, which the add-in's tab lists; one empty text if there are none."""
    return [[str(file) for file in templates.templates().values()] or [""]]
