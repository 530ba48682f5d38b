"""Calls from JavaScript: one JSON text in, one out, for all calls of a recalculation.

    {"date1904": false, "ranges": [grid, ...],
     "calls": [{"f": name, "a": [argument, ...], "p": [address of each argument, or null],
                "c": address of the calling cell, "w": for STRESSVAR_WHY the sentence of its cell}, ...]}

An argument is null (left out), {"v": cell}, or {"r": index into ranges}: a range that many formulas
share travels once. A cell is a number, a text, true, false, null for a blank, {"e": code} for an error.
A range is a grid; or, if it holds numbers under an optional header and beside an optional first column,
{"rows": n, "columns": n, "head": [...] or null, "left": [...] or null, "beyond": blank rows below}, with
the numbers as float64 among the buffers, in the order of the ranges that have them.

The answer is a list: {"v": grid of cells}; or {"e": code, "m": sentence, "load": true if a handle's
history is to be loaded again}; or {"wait": true} for a call to be asked again once every package is
there. Nothing here knows Office.js or HTTP, and no call is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from ... import errors
from ...catalogue import CATALOGUE, Catalogue
from ...cells.algebra import OMITTED, Cell, CellBlock, ErrorValue, Given
from ...cells.numbers import SMALL, Numbers
from ...dispatch import CallContext, Outcome, call
from ...errors import Code, Place
from ...ooxml.references import area, bare_sheet

_CODES = {str(code): ErrorValue(code) for code in Code}


class Waiting(BaseException):
    """A package that a call needs is still being loaded; not an Exception, so `call` lets it through."""


class Later:
    """For sys.meta_path: the import of these packages is put off, not refused."""

    def __init__(self, *packages: str) -> None:
        self._packages = packages

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in self._packages:
            raise Waiting(name)


class PackedBlock(CellBlock):
    """A range whose numbers came as bytes: its cells are made only if somebody asks for them."""

    def __init__(self, numbers: Numbers, beyond: int) -> None:
        self.parsed = {}
        self._plain = None
        self._packed = numbers
        self._beyond = beyond

    @cached_property
    def numbers(self) -> Numbers | None:
        return self._packed if np.isfinite(self._packed.matrix).all() else None

    @cached_property
    def rows(self) -> list[list[Any]]:  # type: ignore[override]
        head, left, matrix = self._packed
        rows: list[list[Any]] = matrix.tolist()
        if left is not None:
            rows = [[beside, *row] for beside, row in zip(left, rows, strict=True)]
        if head is not None:
            rows.insert(0, list(head))
        return rows + [[None] * len(rows[0]) for _ in range(self._beyond)]


def answer(request: str, buffers: Sequence[Any] = (), catalogue: Catalogue = CATALOGUE) -> str:
    """The answers to all calls of a request."""
    return json.dumps(answers(json.loads(request), buffers, catalogue))


def answers(
    asked: Mapping[str, Any], buffers: Sequence[Any] = (), catalogue: Catalogue = CATALOGUE
) -> list[dict[str, Any]]:
    """The same for a request that is read already."""
    packed = iter(buffers)
    ranges = [_range(given, packed) for given in asked["ranges"]]
    date1904 = bool(asked["date1904"])
    return [_answered(one, ranges, date1904, catalogue) for one in asked["calls"]]


def _answered(
    asked: Mapping[str, Any], ranges: Sequence[Given], date1904: bool, catalogue: Catalogue
) -> dict[str, Any]:
    name = asked["f"]
    values = [_argument(a, ranges) for a in asked["a"]]
    while values and values[-1] is OMITTED:
        values.pop()
    context = CallContext(date1904, why=lambda _: asked.get("w"), cell=asked.get("c") or "")
    try:
        outcome = call(name, values, context, catalogue)
        return _shown(outcome, _namer(name, asked.get("p") or (), catalogue))
    except Waiting:
        return {"wait": True}


def _shown(outcome: Outcome, address: Callable[[Place], str | None]) -> dict[str, Any]:
    if outcome.failure:
        load = outcome.failure.problem is errors.HANDLE_UNKNOWN
        said = {"e": str(outcome.failure.code), "m": outcome.sentence(address)}
        return said | ({"load": True} if load else {})
    return {"v": [[_out(cell) for cell in row] for row in outcome.grid]}


def _out(cell: Cell) -> Any:
    return {"e": str(cell.code)} if isinstance(cell, ErrorValue) else cell


def _argument(asked: Mapping[str, Any] | None, ranges: Sequence[Given]) -> Given:
    if asked is None:
        return OMITTED
    return ranges[asked["r"]] if "r" in asked else _cell(asked["v"])


def _range(given: Any, buffers: Iterator[Any]) -> Given:
    if isinstance(given, dict):
        return _packed(given, next(buffers))
    cells = sum(map(len, given))
    return CellBlock(given, _cells) if cells >= SMALL else _cells(given)


def _packed(given: Mapping[str, Any], buffer: Any) -> PackedBlock:
    matrix = np.frombuffer(buffer, np.float64).reshape(given["rows"], given["columns"])
    matrix.flags.writeable = False  # many calls will share it
    head, left = given["head"], given["left"]
    return PackedBlock(
        Numbers(
            None if head is None else tuple(map(_cell, head)),
            None if left is None else tuple(map(_cell, left)),
            matrix,
        ),
        given["beyond"],
    )


def _cells(rows: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(raw: Any) -> Cell:
    if isinstance(raw, dict):
        return _CODES.get(raw.get("e", ""), _CODES["#VALUE!"])
    # JSON has one kind of number, and 2 is written like a whole one
    return float(raw) if type(raw) is int else raw


def _namer(
    name: str, addresses: Sequence[str | None], catalogue: Catalogue
) -> Callable[[Place], str | None]:
    """How a place is shown: by the address of the cell that is to blame, Prices!C47."""
    names = [p.name for p in catalogue[name].parameters]

    def address(place: Place) -> str | None:
        at = names.index(place.argument)
        given = addresses[at] if at < len(addresses) else None
        sheet, _, cells = (given or "").rpartition("!")
        block = area(cells, bare_sheet(sheet))
        return block.at(place.row, place.column) if block else None

    return address
