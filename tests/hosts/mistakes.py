"""Wrong calls to put to every host: each kind of mistake with its error, its class and the cell to blame;
and, made from the catalogue, every argument of every function spoilt in a few ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from tests.hosts.questions import (
    HISTORY,
    POSITIONS,
    Asked,
    Call,
    Ref,
    arguments,
    by_quick_methods,
    calls,
    sheets,
)
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.errors import Code, Place

Rows = list[list[Any]]
ERROR = ErrorValue(Code.DIV0)
GFC = sheets()["History"]


class Bad(Ref):
    """A range on one of the sheets below."""

    @property
    def rows(self) -> Rows:
        return SHEETS[self.sheet]


def changed(row: int, column: int, cell: Any) -> Rows:
    """The GFC history with one cell (from 1, as in the sheet) changed."""
    rows = [list(r) for r in GFC]
    rows[row - 1][column - 1] = cell
    return rows


#: By hand: what the cases below need.
BAD: dict[str, Rows] = {
    "Blank": changed(5, 2, None),
    "Error": changed(5, 3, ERROR),
    "Text": changed(6, 3, "n/a"),
    "Doubled": changed(7, 1, GFC[5][0]),
    "Backwards": changed(7, 1, 39600.0),
    "Short": [[0.01 * (-1) ** i] for i in range(22)],
    "Still": [[0.01, 0.02], [-0.01, 0.02], [0.02, 0.02]],
    "Empty": [[None, None]] * 3,
    "Unknown": [["SPX", 60.0], ["FOO", 40.0]],
    "Twice": [["SPX", 60.0], ["spx", 40.0], ["UST10Y", 1.0]],
    "Three": [[1.0, 2.0, 3.0]],
    "Inputs": [[0.01], [0.0], [ERROR]],
    "Zero": [[100.0], [0.0], [99.0]],
}


class Mistake(NamedTuple):
    asked: Call
    code: str
    problem: str
    cell: str | None  # where the sentence must point


def _var(*given: Asked) -> Call:
    return "STRESSED_VAR", given


MISTAKES = {
    "blank in a history": Mistake(
        _var(Bad("Blank"), POSITIONS), "#VALUE!", "blank", "Blank!B5"
    ),
    "an error in a history": Mistake(
        _var(Bad("Error"), POSITIONS), "#DIV/0!", "error_cell", "Error!C5"
    ),
    "an error cell": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, Bad("Inputs", 3)), "#DIV/0!", "error_cell", "Inputs!A3"
    ),
    "text among numbers": Mistake(_var(Bad("Text"), POSITIONS), "#VALUE!", "text", "Text!C6"),
    "an unknown name": Mistake(
        _var(HISTORY, Bad("Unknown")), "#VALUE!", "unknown_name", "Unknown!A2"
    ),
    "a doubled name": Mistake(_var(HISTORY, Bad("Twice")), "#VALUE!", "name_twice", "Twice!A2"),
    "a doubled date": Mistake(
        _var(Bad("Doubled"), POSITIONS), "#VALUE!", "date_twice", "Doubled!A7"
    ),
    "a date out of order": Mistake(
        _var(Bad("Backwards"), POSITIONS), "#VALUE!", "dates_unsorted", "Backwards!A7"
    ),
    "a window not covered": Mistake(
        _var(HISTORY, POSITIONS, "COVID"), "#N/A", "not_covered", None
    ),
    "confidence 1%": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, 0.01), "#NUM!", "confidence_hint", None
    ),
    "confidence 1% in a cell": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, Bad("Inputs", 1)),
        "#NUM!", "confidence_hint", "Inputs!A1",
    ),
    "horizon 0": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, 0.99, Bad("Inputs", 2)),
        "#NUM!", "too_small", "Inputs!A2",
    ),
    "horizon -1": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, 0.99, -1.0), "#NUM!", "too_small", None
    ),
    "22 days for a 99% tail": Mistake(_var(Bad("Short"), 100.0), "#N/A", "tail_too_thin", None),
    "a constant column": Mistake(
        ("CRISIS_CORR", (Bad("Still"),)), "#NUM!", "constant_column", None
    ),
    "all blank": Mistake(("CRISIS_VOL", (Bad("Empty"),)), "#VALUE!", "all_blank", "Empty!A1:B3"),
    "a shape that fits nothing": Mistake(
        _var(HISTORY, Bad("Three")), "#VALUE!", "positions_shape", "Three!A1:C1"
    ),
    "an unknown method": Mistake(
        _var(HISTORY, POSITIONS, OMITTED, OMITTED, OMITTED, "magic"), "#VALUE!", "not_text", None
    ),
    "a price of 0": Mistake(
        ("TO_RETURNS", (Bad("Zero"),)), "#NUM!", "price_not_positive", "Zero!A2"
    ),
    "a handle of another day": Mistake(
        _var("history:0123456789abcdef", POSITIONS), "#N/A", "handle_unknown", None
    ),
    "nothing typed": Mistake(_var(), "#VALUE!", "missing", None),
    "an inline array": Mistake(
        ("CRISIS_VOL", ([[0.1], ["x"], [0.2]],)), "#VALUE!", "text", None
    ),
}  # fmt: skip


# --- from the catalogue ---------------------------------------------------------------------------
def _middle(cell: Any) -> Callable[[Rows], Rows]:
    def spoil(rows: Rows) -> Rows:
        rows[len(rows) // 2][-1] = cell
        return rows

    return spoil


_RANGES: dict[str, Callable[[Rows], Rows]] = {
    "Blank": _middle(None),
    "Error": _middle(ERROR),
    "Text": _middle("n/a"),
    "Huge": _middle(1e300),
    "Wide": lambda rows: [[*row, *row] for row in rows],
    "Nothing": lambda rows: [[None for _ in row] for row in rows],
}
_ONE: Rows = [["soon"], [-1e9], [0.5], [ERROR], [None]]


def _spoilt(given: Asked) -> Iterator[Ref]:
    """An argument made wrong."""
    if isinstance(given, Ref):
        yield from (Bad(f"{given.sheet}{kind}") for kind in _RANGES)
    else:
        yield from (Bad("One", i + 1) for i in range(len(_ONE)))


def _each_argument() -> Iterator[list[Call]]:
    """The calls with an argument spoilt, in every way; some still fit."""
    for entry in CATALOGUE:
        if entry.name != "STRESSVAR_WHY":
            whole = arguments(entry)
            for i, given in enumerate(whole):
                yield [
                    (entry.name, (*whole[:i], other, *whole[i + 1 :])) for other in _spoilt(given)
                ]


def every_argument_spoilt() -> Iterator[Call]:
    """Every argument in every way."""
    return chain.from_iterable(_each_argument())


def each_argument_spoilt_once() -> Iterator[Call]:
    """Of the ways to spoil an argument one, another for each next argument."""
    return (ways[turn % len(ways)] for turn, ways in enumerate(_each_argument()))


BY_HAND = [mistake.asked for mistake in MISTAKES.values()]


def every_question() -> list[Call]:
    """All that a host is asked: right calls, and wrong ones."""
    return [*calls(), *BY_HAND, *every_argument_spoilt()]


def some_questions() -> list[Call]:
    """What it is asked in make test."""
    return [*by_quick_methods(), *BY_HAND, *each_argument_spoilt_once()]


SHEETS: dict[str, Rows] = {
    **BAD,
    "One": _ONE,
    **{
        f"{sheet}{kind}": spoil([list(row) for row in rows])
        for sheet, rows in sheets().items()
        for kind, spoil in _RANGES.items()
    },
}


# --- in a workbook --------------------------------------------------------------------------------
def written(data: Mapping[str, Rows]) -> dict[str, Rows]:
    """The sheets with a formula where an error is to be."""
    return {
        name: [["=1/0" if cell == ERROR else cell for cell in row] for row in rows]
        for name, rows in data.items()
    }


def place_in(asked: Call) -> Callable[[Place], str | None]:
    """The address of a place of a call, as in Excel: Blank!B5, or of all of a row, column or range."""
    name, given = asked
    names = [p.name for p in CATALOGUE[name].parameters]

    def address(place: Place) -> str | None:
        i = names.index(place.argument)
        ref = given[i] if i < len(given) else None
        if not isinstance(ref, Ref):
            return None
        top = place.row or 0 if ref.row is None else ref.row - 1
        if ref.row is not None:
            return f"{ref.sheet}!{xl_rowcol_to_cell(top, 0)}"
        bottom = len(ref.rows) - 1 if place.row is None else top
        left = place.column or 0
        right = max(map(len, ref.rows)) - 1 if place.column is None else left
        first, last = xl_rowcol_to_cell(top, left), xl_rowcol_to_cell(bottom, right)
        return f"{ref.sheet}!{first}" + (f":{last}" if first != last else "")

    return address
