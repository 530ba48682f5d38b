"""The ways in which an argument is wrong, made from a good one.

A replacement takes the place of the whole argument; a spoiling changes the good cells, and gives
None where it makes no sense for their shape.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from tests.robustness.badinput.good import fresh
from xl_stressvar.cells.algebra import Cell, ErrorValue, Value
from xl_stressvar.errors import Code

ERROR = ErrorValue(Code.DIV0)
#: The whole argument is one cell, or a small range, of the wrong kind.
REPLACED: dict[str, Value] = {
    "blank": None,
    "empty text": "",
    "spaces": "  ",
    "text": "soon",
    "number as text": "0.95",
    "boolean": True,
    "error": ERROR,
    "date": dt.date(2008, 9, 15),
    "infinity": math.inf,
    "not a number": math.nan,
    "huge": 1e308,
    "huge negative": -1e308,
    "whole beyond floats": 10**400,
    "denormal": 5e-324,
    "negative": -1.0,
    "zero": 0.0,
    "minus zero": -0.0,
    "a fraction": 1.5,
    "empty grid": [],
    "empty row": [[]],
    "all blank": [[None, ""], [None, None]],
    "row of two": [[0.5, 0.25]],
    "column of two": [[0.5], [0.25]],
    "2 x 3": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
    "row of texts": [["soon", "later"]],
    "row of booleans": [[True, False]],
    "separator alone": ";",
}

Grid = list[list[Cell]]


def as_grid(value: Value) -> Grid:
    return fresh(value) if isinstance(value, list) else [[value]]  # type: ignore[list-item, return-value]


def _last(cell: Cell) -> Callable[[Grid], Grid | None]:
    """The last cell of the range is another."""

    def spoil(grid: Grid) -> Grid:
        grid[-1][-1] = cell
        return grid

    return spoil


def _rows(change: Callable[[list[list[Cell]]], list[list[Cell]]]) -> Callable[[Grid], Grid | None]:
    """The rows under the header are others; for tables of days."""

    def spoil(grid: Grid) -> Grid | None:
        if len(grid) < 20 or len(grid[0]) < 2:
            return None
        head = 1 if isinstance(grid[0][0], str) else 0
        return grid[:head] + change(grid[head:])

    return spoil


def _constant(grid: Grid) -> Grid | None:
    if len(grid) < 20:
        return None
    for row in grid:
        if not isinstance(row[-1], str):
            row[-1] = 1.0
    return grid


def _matrix(other: Grid) -> Callable[[Grid], Grid | None]:
    return lambda grid: other if len(grid) == len(grid[0]) == 3 else None


#: One thing in the good range is amiss.
SPOILED: dict[str, Callable[[Grid], Grid | None]] = {
    "blank inside": _last(None),
    "text inside": _last("n/a"),
    "number as text inside": _last("1.5"),
    "boolean inside": _last(True),
    "error inside": _last(ERROR),
    "infinity inside": _last(math.inf),
    "not a number inside": _last(math.nan),
    "huge inside": _last(1e308),
    "huge negative inside": _last(-1e308),
    "date inside": _last(dt.date(2009, 1, 5)),
    "1 x 1": lambda grid: [[grid[-1][-1]]],
    "first row alone": lambda grid: grid[:1] if len(grid) > 1 else None,
    "last row alone": lambda grid: grid[-1:] if len(grid) > 1 else None,
    "first column alone": lambda g: [row[:1] for row in g] if len(g[0]) > 1 else None,
    "last column alone": lambda g: [row[-1:] for row in g] if len(g[0]) > 1 else None,
    "transposed": lambda grid: [list(row) for row in zip(*grid, strict=True)],
    "doubled header": lambda grid: [grid[0], *grid] if isinstance(grid[0][0], str) else None,
    "header without rows": lambda g: g[:1] if isinstance(g[0][0], str) and len(g) > 1 else None,
    "a row more": lambda grid: [*grid, [1.0] * len(grid[0])],
    "a column more": lambda grid: [[*row, 1.0] for row in grid],
    "a blank column more": lambda grid: [[*row, None] for row in grid],
    "blank rows below": lambda grid: [*grid, [None] * len(grid[0]), [""] * len(grid[0])],
    "blank row above": lambda grid: [[None] * len(grid[0]), *grid],
    "unsorted": _rows(lambda rows: [rows[1], rows[0], *rows[2:]]),
    "newest first": _rows(lambda rows: rows[::-1]),
    "a day missing": _rows(lambda rows: rows[:10] + rows[11:]),
    "a day twice": _rows(lambda rows: [*rows[:10], rows[9], *rows[10:]]),
    "a month missing": _rows(lambda rows: rows[:30] + rows[60:]),
    "days as texts": _rows(lambda rows: [["15/09/2008", *row[1:]] for row in rows]),
    "constant": _constant,
    "zeros": lambda g: [
        [*row[:-1], 0.0 if isinstance(row[-1], float) else row[-1]]
        if len(g) > 5
        else [0.0 if isinstance(c, float) else c for c in row]
        for row in g
    ],
    "singular": _matrix([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]),
    "not PSD": _matrix([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]),
    "not symmetric": _matrix([[1.0, 0.3, 0.2], [0.4, 1.0, 0.1], [0.2, 0.1, 1.0]]),
    "beyond 1": _matrix([[1.0, 1.3, 0.2], [1.3, 1.0, 0.1], [0.2, 0.1, 1.0]]),
    "covariances": _matrix([[0.04, 0.0, 0.0], [0.0, 0.01, 0.0], [0.0, 0.0, 0.09]]),
}
KINDS = (*REPLACED, *SPOILED)


def spoiled(kind: str, good: Value) -> tuple[Value] | None:
    """The argument made wrong in that way, or None where that changes nothing."""
    if kind in REPLACED:
        return (fresh(REPLACED[kind]),)
    made = SPOILED[kind](as_grid(good))
    same = kind not in ("1 x 1", "transposed") and made == as_grid(good)
    return None if made is None or same else (made,)
