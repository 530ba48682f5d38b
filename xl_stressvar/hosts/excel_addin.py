"""What our add-in's VBA calls: one function for all worksheet functions, and two for its tab.

    CallUDF "xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array(name, arguments, context)

`com_engine` answers these three calls over COM and no others.

*context* is a text. First the date system of the book whose cell is calculated: "4" if it counts from
1904, else "0"; dates in the answer are counted so, and in arguments that stand in no book. Then one letter
an argument: "R" for a range in a book that counts from 1900, "r" for one in a book that counts from 1904
(the address of either can be named), "V" for a value; last, if VBA knows it, "|" and the calling cell, in any
spelling that is the same each time. Example: "0RrV|[Risk.xlsx]Sheet1!$B$2".

*The answer* is the cells; `com_engine` makes 1 x 1 a scalar and 1 x N a flat array, which Excel spills as a
row. An error inside a table is the text `ESC SV|2042`, the number being Excel's CVErr; a text that
begins so itself is `ESC SV|T|<the text>`. A failed call is one text (parsed in
vba/StressVarCrossing.bas):

    ESC SV|<CVErr>|<argument, from 1; 0 none>|<row, from 1; 0 all>|<column, from 1; 0 all>|<load>|<sentence>

where load is 1 if the argument is a handle whose history is to be loaded again, and the sentence holds
ADDRESS (Chr 26) if VBA is to write the address of that cell there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import __version__, errors, templates
from ..arguments.history_cache import HISTORY_CACHE
from ..catalogue import CATALOGUE, Catalogue, Entry
from ..cells.algebra import Cell
from ..dispatch import CallContext, call
from ..domain import History
from ..domain.dates import iso
from ..errors import Code, Place, StressVarError
from .com import CVERR, from_com, to_com

SENTINEL = "\x1bSV|"
ADDRESS = "\x1a"
RANGES = "Rr"  # the letters of an argument that is a range
_ERRORS = {code: f"{SENTINEL}{number}" for code, number in CVERR.items()}


def answer(
    name: str, arguments: Sequence[Any], context: str, catalogue: Catalogue = CATALOGUE
) -> list[list[Any]]:
    """STRESSVAR_CALL: the cells of a worksheet function, or the text of its failure."""
    if name not in catalogue:
        failure = errors.UNKNOWN_FUNCTION(function=name, version=__version__)
        return [[_failed(failure, None, context)]]
    outcome = call(name, [from_com(a) for a in arguments], call_context(context), catalogue)
    if outcome.failure:
        return [[_failed(outcome.failure, catalogue[name], context)]]
    return [[_shown(cell) for cell in row] for row in outcome.grid]


def call_context(context: str) -> CallContext:
    """The calling cell and its date system, and that of each argument's own book."""
    flags, _, cell = context.partition("|")
    caller = flags[:1] == "4"
    own = {"R": False, "r": True}
    return CallContext(caller, tuple(own.get(letter, caller) for letter in flags[1:]), cell=cell)


def template_files() -> list[list[Any]]:
    """STRESSVAR_TEMPLATES: the files of the template workbooks; one empty text if there are none."""
    return [[str(file) for file in templates.templates().values()] or [""]]


def handles() -> list[list[Any]]:
    """STRESSVAR_HANDLES: a row a history behind a handle, in the order in which they were made.

    Handle, days, assets, first and last date (empty without dates); one empty text if there are none.
    """
    rows = [[handle, *_size(history)] for handle, history in HISTORY_CACHE.handles()]
    return rows or [[""]]


FUNCTIONS: dict[str, Callable[..., list[list[Any]]]] = {
    "STRESSVAR_CALL": answer,
    "STRESSVAR_TEMPLATES": template_files,
    "STRESSVAR_HANDLES": handles,
}


def _size(history: History) -> list[Any]:
    dates = history.dates
    ends = ["", ""] if dates is None else [iso(int(dates[0])), iso(int(dates[-1]))]
    return [len(history), history.assets, *ends]


def _shown(cell: Cell) -> Any:
    """A cell of a result; a text that looks like one of our own marks is marked as a text."""
    if isinstance(cell, str) and cell.startswith(SENTINEL):
        return f"{SENTINEL}T|{cell}"
    return to_com(cell, _ERRORS)


def _failed(failure: StressVarError, entry: Entry | None, context: str) -> str:
    """The text of a failed call."""
    place = failure.place
    names = [p.name for p in entry.parameters] if entry else []
    position = names.index(place.argument) + 1 if place and place.argument in names else 0
    row, column = (0, 0) if place is None else (_from_one(place.row), _from_one(place.column))
    is_range = 0 < position < len(context) and context[position] in RANGES

    def address(_: Place) -> str | None:
        return ADDRESS if is_range else None

    load = int(failure.problem is errors.HANDLE_UNKNOWN)
    fields = (CVERR.get(failure.code, CVERR[Code.VALUE]), position, row, column, load)
    return SENTINEL + "|".join(map(str, fields)) + "|" + failure.sentence(address)


def _from_one(index: int | None) -> int:
    return 0 if index is None else index + 1
