"""What a host gave, beside what a direct call gives."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Sequence
from typing import Any

from tests.hosts.questions import Asked, Call, Handle, Ref, cells, formula
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.dispatch import Outcome, call
from xl_stressvar.hosts.com import CVERR, MISSING

SAME = 1e-12  # relative: the cross-host rule of the catalogue
Grid = Sequence[Sequence[Any]]


#: Direct answers, by what was asked: every host is put the same questions.
_DIRECT: dict[bytes, Outcome] = {}


def direct(asked: Call) -> Outcome:
    name, arguments = asked
    given = cells(arguments)
    key = pickle.dumps((name, given))
    if key not in _DIRECT:
        _DIRECT[key] = call(name, given)
    return _DIRECT[key]


def grid(outcome: Outcome) -> list[list[Any]]:
    """The cells of an outcome; one error cell, if it failed."""
    return outcome.value if isinstance(outcome.value, list) else [[outcome.value]]


def as_com(argument: Asked, load: Callable[[Any], Any] = str) -> Any:
    """An argument as Excel hands on Value2: a range as rows, one cell as itself; `load` makes handles."""
    if isinstance(argument, Handle):
        return load(as_com(argument.of))
    value = argument.cells() if isinstance(argument, Ref) else argument
    if value is OMITTED:
        return MISSING
    if isinstance(value, list):
        return tuple(tuple(map(_crossed, row)) for row in value)
    return _crossed(value)


def _crossed(cell: Any) -> Any:
    """An error cell is a VT_ERROR: 0x800A0000 as a signed long, plus the CVErr."""
    return CVERR[cell.code] - 2146828288 if isinstance(cell, ErrorValue) else cell


def differences(asked: Call, got: Grid, want: Grid, yes: object = True) -> list[str]:
    """The cells that differ; `yes` is what the host shows for TRUE."""
    text = formula(*asked)
    if [len(row) for row in got] != [len(row) for row in want]:
        return [f"{text}: {len(got)} rows, not {len(want)}, or other columns"]
    return [
        f"{text}: row {i + 1}, column {j + 1}: {a!r}, not {b!r}"
        for i, (one, other) in enumerate(zip(got, want, strict=True))
        for j, (a, b) in enumerate(zip(one, other, strict=True))
        if not _same(a, b, yes)
    ]


def _same(got: Any, want: Any, yes: object) -> bool:
    if want == "":  # a cell that shows nothing: a host may hand it over as empty
        return got is None or got == ""
    if isinstance(want, bool):
        shown = type(yes)(want)  # type: ignore[call-arg]
        return type(got) is type(shown) and got == shown
    if isinstance(want, (int, float)):
        number = isinstance(got, (int, float)) and not isinstance(got, bool)
        return number and math.isclose(got, want, rel_tol=SAME, abs_tol=0)
    return type(got) is type(want) and got == want
