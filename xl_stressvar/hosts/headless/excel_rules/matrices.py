"""Arrays, with Excel's rules for errors and texts: MMULT and its like, SUMPRODUCT, FILTER, AGGREGATE.

The engine lacks some of them, and answers others in its own way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np

from ....cells.algebra import (
    NOT_AVAILABLE,
    Cell,
    CellBlock,
    ErrorValue,
    Given,
    Value,
    error_in,
    is_grid,
    is_number,
    resolved,
)
from ....domain import Matrix
from ....errors import Code
from ....ooxml.formulas import Call, Node, calculates
from .rule import CallRule, Place

SUMPRODUCT = "XLSTRESSVAR.SUMPRODUCT"
FILTER = "XLSTRESSVAR.FILTER"
MODE = "XLSTRESSVAR.MODE"
MOST_ROWS = 1024  # of a unit matrix: a million cells
Result = Cell | list[list[Cell]]


class _Refused(Exception):
    def __init__(self, code: Code) -> None:
        self.error = ErrorValue(code)


def _matrix(given: Given, instead: float | None = None) -> Matrix:
    """The numbers of an argument. A blank, a text or TRUE is #VALUE!, or counts as what is given for it."""
    block = CellBlock(given) if is_grid(given) else given
    if isinstance(block, CellBlock) and (numbers := block.numbers):
        whole = numbers.matrix
        if numbers.head is None and numbers.left is None and len(whole) == len(block.rows):
            return whole
    value = resolved(given)
    if found := error_in(value):
        raise _Refused(found[0].code)
    grid: Any = value if is_grid(value) else [[value]]
    if instead is None and not all(is_number(cell) for row in grid for cell in row):
        raise _Refused(Code.VALUE)
    return np.array([[c if is_number(c) else instead for c in row] for row in grid], np.float64)


def _square(value: Given) -> Matrix:
    matrix = _matrix(value)
    if matrix.shape[0] != matrix.shape[1]:
        raise _Refused(Code.VALUE)
    return matrix


def _shown(matrix: Matrix) -> list[list[Cell]]:
    if not np.isfinite(matrix).all():
        raise _Refused(Code.NUM)
    rows: list[list[Cell]] = matrix.tolist()
    return rows


def mmult(left: Given, right: Given) -> Result:
    """Matrix product; inner sizes that differ are #VALUE!."""
    a, b = _matrix(left), _matrix(right)
    if a.shape[1] != b.shape[0]:
        raise _Refused(Code.VALUE)
    with np.errstate(over="ignore", invalid="ignore"):
        return _shown(a @ b)


def minverse(value: Given) -> Result:
    """Inverse; a singular matrix is #NUM!."""
    try:
        return _shown(np.asarray(np.linalg.inv(_square(value)), dtype=np.float64))
    except np.linalg.LinAlgError:
        raise _Refused(Code.NUM) from None


def mdeterm(value: Given) -> Result:
    with np.errstate(over="ignore", invalid="ignore"):  # beyond the largest number: #NUM!
        return float(np.linalg.det(_square(value)))


def munit(size: Given) -> Result:
    """The unit matrix; its size is cut to a whole number, and below 1 #VALUE!.

    So is one beyond a million cells, which Excel makes as long as it has the memory.
    """
    side = _square(size)
    n = int(side.item()) if side.size == 1 else 0
    if not 1 <= n <= MOST_ROWS:
        raise _Refused(Code.VALUE)
    return _shown(np.eye(n))


def sumproduct(*values: Given) -> Result:
    """The sum of the products, cell by cell; texts, TRUE and FALSE count as 0, whatever they look like."""
    factors = [_matrix(value, 0.0) for value in values]
    if len({factor.shape for factor in factors}) > 1:
        raise _Refused(Code.VALUE)
    total = float(np.prod(factors, axis=0).sum()) if len(factors) > 1 else float(factors[0].sum())
    if not np.isfinite(total):
        raise _Refused(Code.NUM)
    return total


def mode(*values: Given) -> Result:
    """The number that is there most often, to its last bit, and first; #N/A if none is there twice."""
    counts: dict[float, int] = {}
    for value in values:
        cells = resolved(value)
        if found := error_in(cells):
            raise _Refused(found[0].code)
        grid: Any = cells if is_grid(cells) else [[cells]]
        for cell in (cell for row in grid for cell in row if is_number(cell)):
            counts[cell] = counts.get(cell, 0) + 1
    best = max(counts, key=counts.__getitem__, default=None)
    if best is None or counts[best] < 2:
        raise _Refused(Code.NA)
    return best


def _guarded(function: Callable[..., Result], *arguments: int) -> Callable[[list[Given]], Result]:
    def guarded(values: list[Given]) -> Result:
        if len(values) not in arguments:
            return ErrorValue(Code.VALUE)
        try:
            return function(*values)
        except _Refused as refused:
            return refused.error

    return guarded


FUNCTIONS: dict[str, Callable[[list[Given]], Result]] = {
    "MMULT": _guarded(mmult, 2),
    "MINVERSE": _guarded(minverse, 1),
    "MDETERM": _guarded(mdeterm, 1),
    "MUNIT": _guarded(munit, 1),
    SUMPRODUCT: _guarded(sumproduct, *range(1, 256)),
    MODE: _guarded(mode, *range(1, 256)),
}


def filter_rows(values: list[Value]) -> Result:
    """FILTER: rows by a column of flags, or columns by a row of flags, which the engine ignores.

    Flags that fit neither are #VALUE!, as is a text among them; nothing left is #CALC!, or the third
    argument.
    """
    if not 2 <= len(values) <= 3:
        return ErrorValue(Code.VALUE)
    grid: Any
    flags: Any
    grid, flags = (v if is_grid(v) else [[v]] for v in values[:2])
    marks: list[Cell] = [cell for row in flags for cell in row]
    for mark in marks:
        if isinstance(mark, ErrorValue):
            return mark
        if isinstance(mark, str):
            return ErrorValue(Code.VALUE)
    if len(flags[0]) == 1 and len(marks) == len(grid):
        left: list[list[Cell]] = [row for row, mark in zip(grid, marks, strict=True) if mark]
    elif len(flags) == 1 and len(marks) == len(grid[0]):
        columns = [j for j, mark in enumerate(marks) if mark]
        left = [[row[j] for j in columns] for row in grid] if columns else []
    else:
        return ErrorValue(Code.VALUE)
    if left:
        return left
    return cast(Result, values[2]) if len(values) == 3 else ErrorValue(Code.CALC)


def fit(values: list[Value]) -> Result:
    """An array formula's result in its fixed block: one row or column repeats, the rest is #N/A."""
    _, value, rows, columns = values
    assert isinstance(rows, float)
    assert isinstance(columns, float)
    if not is_grid(value):
        value = [[value]]  # type: ignore[list-item]
    tall, wide = len(value), len(value[0])
    return [
        [
            value[i if tall > 1 else 0][j if wide > 1 else 0]
            if (i < tall or tall == 1) and (j < wide or wide == 1)
            else NOT_AVAILABLE
            for j in range(int(columns))
        ]
        for i in range(int(rows))
    ]


# --- rules ------------------------------------------------------------------------------------------
class MatrixFunction(CallRule):
    """MMULT, MINVERSE, MDETERM and MUNIT, which the engine lacks."""

    names = FUNCTIONS.keys() - {SUMPRODUCT, MODE}
    shows, excel = "=SUM(MMULT({1,2},{3;4}))", 11

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return Call(node.name, new.arguments)


class ProductOfTexts(CallRule):
    """SUMPRODUCT counts texts, TRUE and FALSE as 0; arrays that are calculated hold none."""

    names = ("SUMPRODUCT",)
    shows, excel = '=SUMPRODUCT({"3"},{2})', 0

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if all(map(calculates, node.arguments)):
            return new
        return Call(SUMPRODUCT, new.arguments)


class ExactMode(CallRule):
    """MODE takes numbers for the same only if they are to their last bit."""

    names = ("MODE", "MODE.SNGL")
    shows, excel = "=ISNA(MODE({0.1,0.30000000000000004,0.3}))", True

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return Call(MODE, new.arguments)


class FilteredColumns(CallRule):
    """FILTER by a row of flags keeps columns, and refuses flags that fit neither way."""

    names = ("FILTER",)
    shows, excel = "=SUM(FILTER({1,2,3},{1,0,1}))", 4

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return Call(FILTER, new.arguments)
