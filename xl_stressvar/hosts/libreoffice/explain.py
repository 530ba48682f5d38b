"""STRESSVAR_WHY: from the address of a cell to the sentence of the failure in it.

Calc tells an add-in neither which cell calls nor lets it show more than an error. So the question
is answered when it is asked: read the cell's formula, find our call, run it again on what its
arguments hold now, and the failure knows its cell. Where an argument is a formula that only Calc
can work out, the latest failure noted for the same function and the same other arguments answers.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Any

from ... import errors
from ...catalogue import CATALOGUE
from ...cells.algebra import OMITTED, Value, is_grid
from ...dispatch import CallContext, call
from ...errors import Place, StressVarError
from ...ooxml.references import column_number
from .names import SERVICE, method
from .tokens import UNKNOWN, CallTokens, Formulas, Known, Unknown, UnoArea

_ADDRESS = re.compile(
    r"(?:\$?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'.!$]+))[.!])?"
    r"\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d{0,6})"
)
_KEPT = 500


class Failures:
    """The latest failures, newest last, with a mark of each argument instead of the argument."""

    def __init__(self) -> None:
        self._noted: deque[tuple[str, tuple[int, ...], StressVarError]] = deque(maxlen=_KEPT)

    def note(self, name: str, values: Sequence[Value], failure: StressVarError) -> None:
        self._noted.append((name, _marks(values), failure))

    def latest(self, name: str, values: Sequence[Value | Unknown]) -> StressVarError | None:
        """The newest failure of a function whose known arguments are these."""
        wanted = [
            None if v is UNKNOWN else mark for v, mark in zip(values, _marks(values), strict=True)
        ]
        for noted, marks, failure in reversed(self._noted):
            if (
                noted == name
                and len(marks) == len(wanted)
                and all(want in (None, have) for want, have in zip(wanted, marks, strict=True))
            ):
                return failure
        return None


FAILURES = Failures()


def _marks(values: Sequence[Value | Unknown]) -> tuple[int, ...]:
    """A hash of each argument; omitted ones at the end do not count."""
    end = len(values)
    while end and values[end - 1] is OMITTED:
        end -= 1
    out = []
    for value in values[:end]:
        grid = not isinstance(value, Unknown) and is_grid(value)
        out.append(hash(tuple(map(tuple, value)) if grid else value))  # type: ignore[arg-type]
    return tuple(out) + (hash(OMITTED),) * (len(values) - end)


def why(cell: Value, document: Any, host: CallContext) -> str | None:
    """The sentence behind the cell at an address given as text; None if nothing failed there."""
    found = _ADDRESS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not found:
        shown = f"'{cell}'" if isinstance(cell, str) else "no text"
        raise errors.NOT_AN_ADDRESS(Place("cell"), value=shown)
    if document is None:
        return None
    at = column_number(found["column"]) - 1, int(found["row"]) - 1
    formulas = Formulas(document, SERVICE)
    sheets = _sheets(document, formulas, found, *at)
    if len(sheets) > 1:
        names = document.Sheets.ElementNames
        example = f"{names[sheets[0]]}.{found['column']}{found['row']}"
        raise errors.WHICH_SHEET(Place("cell"), value=f"'{cell}'", example=example)
    for index in sheets:
        for tokens in formulas.calls(index, *at):
            if sentence := _sentence(tokens, formulas, host):
                return sentence
    return None


def _sheets(
    document: Any, formulas: Formulas, found: re.Match[str], column: int, row: int
) -> list[int]:
    """The sheet that was named, or every sheet that has a call of ours at the address."""
    names = list(document.Sheets.ElementNames)
    quoted = found["quoted"]
    wanted = quoted.replace("''", "'") if quoted else found["sheet"]
    if wanted is not None:
        for i, name in enumerate(names):
            if name.casefold() == wanted.casefold():
                return [i]
        raise errors.NOT_AN_ADDRESS(Place("cell"), value=f"'{found[0]}'")
    return [i for i in range(len(names)) if any(True for _ in formulas.calls(i, column, row))]


def _sentence(tokens: CallTokens, formulas: Formulas, host: CallContext) -> str | None:
    """The sentence of a call, if it fails; of a call inside it, if that one fails first."""
    name = _function(tokens)
    if name is None or name == "STRESSVAR_WHY":
        return None
    values: list[Value | Unknown] = []
    areas: dict[str, UnoArea] = {}
    parameters = CATALOGUE[name].parameters
    for i, argument in enumerate(tokens.arguments):
        if isinstance(argument, CallTokens) and (sentence := _sentence(argument, formulas, host)):
            return sentence
        if isinstance(argument, UnoArea) and i < len(parameters):
            areas[parameters[i].name] = argument
        values.append(_value(argument, formulas, host))
    values += [OMITTED] * (len(parameters) - len(values))  # as Calc fills up a call
    known = [v for v in values if not isinstance(v, Unknown)]
    if len(known) == len(values):
        failure = call(name, known, host).failure
    else:
        failure = FAILURES.latest(name, values)
    if failure is None:
        return None

    def address(place: Place) -> str | None:
        area = areas.get(place.argument)
        return area.address(place) if area else None

    return failure.sentence(address)


def _function(tokens: CallTokens) -> str | None:
    """The worksheet function that a call names, whatever its case; None if there is no such."""
    return next((e.name for e in CATALOGUE if method(e).lower() == tokens.method.lower()), None)


def _value(argument: Known, formulas: Formulas, host: CallContext) -> Value | Unknown:
    """What an argument holds now."""
    if isinstance(argument, UnoArea):
        return formulas.read(argument)
    if isinstance(argument, CallTokens):
        values = [_value(a, formulas, host) for a in argument.arguments]
        known = [v for v in values if not isinstance(v, Unknown)]
        name = _function(argument)
        if name is None or len(known) < len(values):
            return UNKNOWN
        return call(name, known, host).value
    return argument
