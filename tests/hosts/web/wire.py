"""Calls as the page writes them, and the answers that come back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tests.hosts.answers import SAME, differences, direct, grid
from tests.hosts.mistakes import place_in
from tests.hosts.questions import Asked, Call, Handle, Ref, formula
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.cells.numbers import SMALL, as_numbers
from xl_stressvar.errors import Code
from xl_stressvar.hosts.web.host import answer


class Request:
    """Calls to be asked together."""

    def __init__(self, packed: bool = False, date1904: bool = False) -> None:
        self.packed = packed
        self.date1904 = date1904
        self.calls: list[dict[str, Any]] = []
        self.ranges: list[Any] = []
        self.buffers: list[bytes] = []

    def add(self, name: str, arguments: Sequence[Asked], cell: str = "", **more: Any) -> None:
        self.calls.append({
            "f": name, "a": [self._argument(a) for a in arguments],
            "p": [str(a) if isinstance(a, Ref) else None for a in arguments], "c": cell, **more,
        })  # fmt: skip

    def _argument(self, argument: Asked) -> Any:
        if isinstance(argument, Handle):
            return {"v": argument.cells()}
        value = argument.cells() if isinstance(argument, Ref) else argument
        if value is OMITTED:
            return None
        if not isinstance(value, list):
            return {"v": written(value)}
        self.ranges.append(self._range(value))
        return {"r": len(self.ranges) - 1}

    def _range(self, rows: list[list[Any]]) -> Any:
        numbers = self.packed and len(rows) * len(rows[0]) >= SMALL and as_numbers(rows)
        if not numbers:
            return [list(map(written, row)) for row in rows]
        self.buffers.append(np.ascontiguousarray(numbers.matrix).tobytes())
        rows_, columns = numbers.matrix.shape
        return {
            "rows": rows_,
            "columns": columns,
            "head": numbers.head,
            "left": numbers.left,
            "beyond": 0,
        }

    def answers(self, **options: Any) -> list[dict[str, Any]]:
        asked = {"date1904": self.date1904, "ranges": self.ranges, "calls": self.calls}
        return json.loads(answer(json.dumps(asked), self.buffers, **options))


def written(cell: Any) -> Any:
    return {"e": str(cell.code)} if isinstance(cell, ErrorValue) else cell


def one(asked: Call, **options: Any) -> dict[str, Any]:
    """The answer to one call."""
    request = Request(**options)
    request.add(*asked)
    (found,) = request.answers()
    return found


def read(rows: Any) -> Any:
    """The cells of an answer in the cell algebra."""
    return [[ErrorValue(Code(c["e"])) if isinstance(c, dict) else c for c in row] for row in rows]


def unlike_direct(asked: Call, got: dict[str, Any]) -> list[str]:
    """How an answer differs from a direct call: in the cells, or in error and sentence.

    Numbers are the same to 1e-12 of the largest of the answer: another BLAS sums in another order,
    and what is left of a difference of large numbers has few digits of its own.
    """
    want = direct(asked)
    if want.failure:
        said = {"e": str(want.failure.code), "m": want.sentence(place_in(asked))}
        same = {"e": got.get("e"), "m": got.get("m")} == said
        return [] if same else [f"{formula(*asked)}: {got}, not {said}"]
    if "v" not in got:
        return [f"{formula(*asked)}: {got}"]
    cells = grid(want)
    largest = max((abs(c) for row in cells for c in row if type(c) is float), default=0.0)
    return differences(asked, _near(read(got["v"]), cells, SAME * largest), cells)


def _near(got: list[list[Any]], want: list[list[Any]], bound: float) -> list[list[Any]]:
    """The cells that were got, those as good as wanted replaced by them."""
    if [len(row) for row in got] != [len(row) for row in want]:
        return got
    return [
        [
            b if type(a) is type(b) is float and abs(a - b) <= bound else a
            for a, b in zip(*rows, strict=True)
        ]
        for rows in zip(got, want, strict=True)
    ]


# --- for the stand-in of Excel --------------------------------------------------------------------
def recalculation(
    calls: Sequence[Call],
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    blank: object = None,
    **more: Any,
) -> dict[str, Any]:
    """Calls as standin.js takes them; `blank` is what Excel hands over for a blank cell."""
    return {
        "sheets": {
            name: [list(map(written, row)) for row in rows] for name, rows in sheets.items()
        },
        "blank": blank,
        "calls": [{"name": name, "args": list(map(_for_excel, given))} for name, given in calls],
        **more,
    }


def _for_excel(argument: Asked) -> Any:
    if argument is OMITTED:
        return None
    if isinstance(argument, Handle):
        return {"handle": _for_excel(argument.of)}
    if isinstance(argument, Ref):
        sheet, _, cells = str(argument).partition("!")
        return {"sheet": sheet, "ref": cells.replace("$", "")}
    if isinstance(argument, list):
        return {"value": [list(map(written, row)) for row in argument]}
    return {"value": written(argument)}


def unlike_excel(asked: Call, got: dict[str, Any]) -> list[str]:
    """How an answer at the stand-in differs: cells, error, the sentence kept and the one Excel shows."""
    found = unlike_direct(asked, {**got, "m": got["said"]})
    shows = got.get("e") in ("#VALUE!", "#N/A")
    if got.get("hover") != (got["said"] if shows else None):
        found.append(f"{formula(*asked)}: shows {got.get('hover')!r}, not {got['said']!r}")
    return found
