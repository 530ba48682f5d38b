"""The golden vectors: what an outside source says a function gives, read from tests/conformance/vectors.

The schema is in tests/conformance/vectors/README.md. The TOML files are written by hand, from sources;
oracles.json is computed by other libraries in an environment of its own. Both are read here, for the
tests and for the table of validation.
"""

from __future__ import annotations

import csv
import json
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from xl_stressvar.cells.algebra import OMITTED, Cell, Value
from xl_stressvar.dispatch import call

FOLDER = Path("tests") / "conformance" / "vectors"
KINDS = ("published", "library", "regulation", "identity")
Expected = float | str | list[Any]


@dataclass(frozen=True)
class Tolerance:
    """How far ours may be from theirs, and why: |ours - theirs| <= absolute + relative·|theirs|."""

    absolute: float
    relative: float
    reason: str


@dataclass(frozen=True)
class Vector:
    """One figure of an outside source, and the call that must give it."""

    id: str
    function: str
    method: str
    kind: str
    arguments: tuple[Any, ...]
    at: Mapping[str, Any]
    expected: Expected
    source: Mapping[str, str]
    tolerance: Tolerance
    derivation: str
    folder: Path

    def ours(self) -> Expected:
        """What our function gives, through the one call that every host makes."""
        outcome = call(self.function, [cells(a, self.folder) for a in self.arguments])
        if outcome.failure is not None:
            return str(outcome.value)
        return _picked(outcome.value, self.at)

    def difference(self, ours: Expected) -> float:
        """The largest |ours - theirs|; infinite for another text, shape or kind of cell."""
        return max((far for _, far in _apart(self.expected, ours)), default=0.0)

    def agrees(self, ours: Expected) -> bool:
        t = self.tolerance
        return all(
            far <= t.absolute + t.relative * size for size, far in _apart(self.expected, ours)
        )


def _apart(theirs: Expected, ours: Expected) -> Iterator[tuple[float, float]]:
    """(|theirs|, |ours - theirs|) for every cell."""
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for a, b in zip(theirs, ours, strict=True):
            yield from _apart(a, b)
    elif isinstance(theirs, (int, float)) and isinstance(ours, (int, float)):
        yield abs(theirs), abs(ours - theirs)
    else:
        yield 0.0, 0.0 if theirs == ours else math.inf


def load(root: Path) -> list[Vector]:
    """Every vector under a project's root, by file and in the order of the file."""
    folder = root / FOLDER
    raw = [
        item
        for path in sorted(folder.glob("*.toml"))
        for item in tomllib.loads(path.read_text("utf-8"))["vector"]
    ]
    raw += oracles(root)["vectors"]
    return [_vector(item, folder) for item in raw]


def oracles(root: Path) -> dict[str, Any]:
    """The stored answers of the other libraries, with their versions."""
    path = root / FOLDER / "oracles.json"
    return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))


def _vector(item: Mapping[str, Any], folder: Path) -> Vector:
    tolerance = item["tolerance"]
    return Vector(
        id=item["id"],
        function=item["function"],
        method=item.get("method", ""),
        kind=item["kind"],
        arguments=tuple(item["arguments"]),
        at=item.get("at", {}),
        expected=item["expected"],
        source=item["source"],
        tolerance=Tolerance(
            tolerance.get("absolute", 0.0), tolerance.get("relative", 0.0), tolerance["reason"]
        ),
        derivation=item.get("derivation", ""),
        folder=folder,
    )


def cells(argument: Any, folder: Path) -> Value:
    """An argument as a host would hand it over; see the README for the forms."""
    if isinstance(argument, list):
        grid = argument if argument and isinstance(argument[0], list) else [argument]
        return [[_cell(cell) for cell in row] for row in grid]
    if not isinstance(argument, dict):
        return _cell(argument)
    if "omitted" in argument:
        return OMITTED
    if "column" in argument:
        return [[_cell(cell)] for cell in argument["column"]]
    if "repeat" in argument:
        return [[float(argument["repeat"])]] * int(argument["times"])
    if "call" in argument:
        inner = [cells(a, folder) for a in argument["arguments"]]
        return cast("Value", call(argument["call"], inner).value)
    return _dataset(folder / "data" / f"{argument['data']}.csv", argument)


def _cell(cell: Any) -> Cell:
    """TOML and JSON know whole numbers; a sheet does not."""
    return (
        float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cast("Cell", cell)
    )


def _dataset(path: Path, wanted: Mapping[str, Any]) -> list[list[Cell]]:
    header, *rows = _csv(path)
    rows = rows[wanted.get("from", 1) - 1 : wanted.get("to", len(rows))]
    columns = [header.index(name) for name in wanted.get("columns", header)]
    body = [[_read(row[j]) for j in columns] for row in rows]
    heading: list[Cell] = [header[j] for j in columns]
    if first := wanted.get("weekdays_from"):  # numbers without days of their own
        days = np.busday_offset(first, np.arange(len(body))).tolist()
        body = [[day.isoformat(), *row] for day, row in zip(days, body, strict=True)]
        heading = ["Date", *heading]
    return [heading, *body] if wanted.get("header", True) else body


@cache
def _csv(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def _read(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text or None


def _picked(value: Any, at: Mapping[str, Any]) -> Expected:
    """The part of a result that a vector is about."""
    if not at:
        return cast("Expected", value)
    grid = cast("Sequence[Sequence[Any]]", value)
    rows: Sequence[int] = range(len(grid))
    columns: Sequence[int] = range(len(grid[0]))
    if "label" in at:
        rows = [i for i, row in enumerate(grid) if row[0] == at["label"]]
    if "heading" in at:
        columns = [j for j, cell in enumerate(grid[0]) if cell == at["heading"]]
    if "row" in at:
        rows = [at["row"] - 1 if at["row"] > 0 else len(grid) + at["row"]]
    if "column" in at:
        columns = [at["column"] - 1]
    if "from_row" in at or "to_row" in at:
        rows = [i for i in rows if at.get("from_row", 1) - 1 <= i < at.get("to_row", len(grid))]
    if "from_column" in at or "to_column" in at:
        columns = [
            j
            for j in columns
            if at.get("from_column", 1) - 1 <= j < at.get("to_column", len(grid[0]))
        ]
    if not rows or not columns:
        raise LookupError(f"nothing at {dict(at)} in {grid[0]}")
    block = [[grid[i][j] for j in columns] for i in rows]
    if len(rows) == 1 and len(columns) == 1:
        return cast("Expected", block[0][0])
    if len(columns) == 1:
        return [row[0] for row in block]
    return block[0] if len(rows) == 1 else block
