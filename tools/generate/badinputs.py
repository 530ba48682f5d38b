"""docs/bad-inputs.md: what each kind of argument makes of each wrong thing it may be given, and each
function of rows that are not daily.

Every line is what the argument's own parser says, so the page cannot promise what it does not do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tools.generate.frequencies import frequencies
from xl_stressvar import errors
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.scalars import Anything
from xl_stressvar.catalogue import CATALOGUE, Entry, Parameter
from xl_stressvar.cells.algebra import ErrorValue, Value, error_in
from xl_stressvar.errors import Code, Place, StressVarError

_INTRODUCTION = """# Wrong inputs

What a function answers when an argument is wrong, by kind of argument. An error value stands in the \
cell, and the sentence behind it names the argument and the place; in Excel and LibreOffice the cell. \
Nothing is guessed: a blank is never zero, a text is never a number.
<!-- written by make generate from what the arguments' own parsers say -->

What needs two arguments to see (positions for three assets beside a history of two, a window that \
the history does not cover) is in [the error index](errors.md)."""
#: What is given, in words and in cells.
_GIVEN: dict[str, Value] = {
    "a blank cell": None,
    "a text": "soon",
    "a number stored as text": "0.95",
    "TRUE": True,
    "an error cell": ErrorValue(Code.DIV0),
    "a date cell": dt.date(2008, 9, 15),
    "-1": -1.0,
    "0": 0.0,
    "1.5": 1.5,
    "1E+308": 1e308,
    "a separator alone": ";",
    "a block of numbers, 2 x 3": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]],
    "such a block with a blank in it": [[0.1, 0.2, 0.3], [0.4, None, 0.6]],
    "such a block with a text in it": [[0.1, 0.2, 0.3], [0.4, "n/a", 0.6]],
    "such a block with an error in it": [[0.1, 0.2, 0.3], [0.4, ErrorValue(Code.NA), 0.6]],
    "a header twice": [["A", "B"], ["A", "B"], [0.1, 0.2]],
    "dates that are texts": [["15/09/2008", 0.1], ["16/09/2008", 0.2]],
    "nothing but blanks": [[None, ""], [None, None]],
}


def examples() -> Iterator[tuple[Entry, Parameter]]:
    """One parameter of each kind: the first in the catalogue."""
    seen = set()
    for entry in CATALOGUE:
        for parameter in entry.parameters:
            kind = type(parameter.kind)
            if kind not in seen and kind is not Anything:
                seen.add(kind)
                yield entry, parameter


def bad_inputs() -> str:
    """The page: the table of frequencies, then one for each kind of argument."""
    parts = [_INTRODUCTION, frequencies()]
    for entry, parameter in examples():
        answers: dict[tuple[str, str], list[str]] = {}
        for given, value in _GIVEN.items():
            answers.setdefault(_answer(parameter, value), []).append(given)
        lines = [f"| {'; '.join(g)} | {code} | {text} |" for (code, text), g in answers.items()]
        parts.append(
            f"## {_title(parameter)}\n\nAs `{parameter.name}` of "
            f"[{entry.name}](functions/{entry.name}.md): {parameter.kind.help}\n\n"
            "| given | error | what it says |\n|---|---|---|\n" + "\n".join(lines)
        )
    return "\n\n".join(parts) + "\n"


def _title(parameter: Parameter) -> str:
    expected = parameter.kind.expected
    return expected[0].upper() + expected[1:]


def _answer(parameter: Parameter, value: Value) -> tuple[str, str]:
    """The error value and the sentence, as `call` would give them."""
    failure: StressVarError | None = None
    if found := error_in(value):
        cell, row, column = found
        failure = errors.ERROR_CELL(Place(parameter.name, row, column), error=cell.code)
    else:
        try:
            parameter.kind.parse(Argument(parameter.name, value))
        except StressVarError as refused:
            failure = refused
    if failure is None:
        return "none", "Taken as it is."
    return str(failure.code), failure.sentence().replace("|", "\\|")


def write(root: Path) -> None:
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "bad-inputs.md").write_text(bad_inputs(), "utf-8", newline="\n")
