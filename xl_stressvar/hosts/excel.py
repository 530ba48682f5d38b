"""The functions as genuine xlwings functions: put `xl_stressvar.hosts.excel` into UDF_MODULES.

Two ways lead from Excel to `call`:

- this module, one xlwings function per catalogue entry, for books that use xlwings' own add-in and server;
- `excel_addin`, one function for everything, which the VBA of our own add-in calls through our engine. It
  gets what only VBA knows (which arguments are ranges) and can give back real error values.

xlwings has no way to put an error value into a cell, so here a failed call shows its code and its
sentence as text, `#N/A: The history does not cover ...`; inside a table just the code. A function
that is given such a text as an argument passes the error on, as it would an error cell.

Nor does xlwings tell a required argument left out from a blank. A range is read here, with the date
system of its own book. Dates in a result count as the book with the functions does, which is the calling one
unless a formula names another book (`=Other.xlsm!WORST_WINDOW(...)`).

Arguments are read, and results written, as they are: the default converter turns error cells into None and
NaN into "", and takes 14 times as long. The default of an optional argument is OMITTED, so that a blank cell and
an argument left out stay different; xlwings puts it where Excel leaves one out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from ..catalogue import CATALOGUE, Catalogue, Entry, spelled
from ..cells.algebra import Cell, ErrorValue, Value, error_in, is_grid, resolved
from ..dispatch import CallContext, call
from ..errors import Code
from .com import from_com, to_com
from .xlwings_signature import presented

CATEGORY = "StressVaR"  # in the function wizard
_TEXTS = {code: str(code) for code in Code}


def define(catalogue: Catalogue) -> dict[str, Callable[..., Any]]:
    """One xlwings function per entry, by name."""
    return {entry.name: _function(entry, catalogue) for entry in catalogue}


def _function(entry: Entry, catalogue: Catalogue) -> Callable[..., Any]:
    def function(*raw: Any) -> list[list[Any]]:
        values = [from_com(a.cells if isinstance(a, _Range) else a) for a in raw]
        host = _host(raw)
        outcome = call(entry.name, values, host, catalogue)
        if outcome.failure:
            revived = [_revive(resolved(value)) for value in values]
            if any(map(error_in, revived)):
                outcome = call(entry.name, revived, host, catalogue)
        if outcome.failure:
            return [[f"{outcome.failure.code}: {outcome.sentence()}"]]
        return [[to_com(cell, _TEXTS) for cell in row] for row in outcome.grid]

    presented(function, entry)
    decorated: Callable[..., Any] = function
    for p in entry.parameters:
        decorated = xw.arg(spelled(p.name), convert=_AsItIs, doc=p.kind.help)(decorated)
    decorated = xw.ret("raw")(decorated)
    return xw.func(category=CATEGORY)(decorated)  # last: arg and ret reset the category


@dataclass(frozen=True)
class _Range:
    """The cells of a range argument, and whether their book counts from 1904."""

    cells: Any
    date1904: bool


class _AsItIs(Accessor):
    """An argument without conversion; of a range the plain values, in which dates are serials."""

    @staticmethod
    def reader(_options: object) -> Any:
        return Pipeline([_read])


def _read(context: Any) -> None:
    if context.range is not None:
        source = context.range.api
        context.value = _Range(source.Value2, _counts_from_1904(source.Worksheet.Parent))


def _counts_from_1904(book: Any) -> bool:
    with suppress(
        Exception
    ):  # a program that runs such VBA and has no date systems counts from 1900
        return bool(book.Date1904)
    return False


def _host(raw: tuple[Any, ...]) -> CallContext:
    """The date systems of this call: results count as the book does that xlwings was called from."""
    caller = False
    with suppress(Exception):  # without one, there is no book to ask
        caller = _counts_from_1904(xw.Book.caller().api)
    own = tuple(a.date1904 if isinstance(a, _Range) else caller for a in raw)
    return CallContext(caller, own, _why)


class _FailedCall(ErrorValue):
    """The error of a cell that shows a sentence: not the #N/A in which an array formula ends."""


def _error_text(cell: Cell) -> ErrorValue | None:
    """The error that a text stands for, if it is one of ours: `#N/A`, `#N/A: sentence`."""
    if isinstance(cell, str) and cell.startswith("#"):
        for code in Code:
            if cell == code:
                return ErrorValue(code)
            if cell.startswith(f"{code}: "):
                return _FailedCall(code)
    return None


def _revive(value: Value) -> Value:
    """The argument with texts that stand for errors turned back into errors."""
    if isinstance(value, str):
        return _error_text(value) or value
    if is_grid(value):
        return [[_error_text(cell) or cell for cell in row] for row in value]
    return value


def _why(value: Value) -> str | None:
    """STRESSVAR_WHY: here the failed cell itself holds the sentence."""
    if isinstance(value, str) and _error_text(value):
        return value.partition(": ")[2] or None
    return None


globals().update(define(CATALOGUE))
