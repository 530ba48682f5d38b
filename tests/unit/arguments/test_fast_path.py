"""A range converted as a whole reads as it would cell by cell, whatever is in it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.daily import DailyTable
from xl_stressvar.arguments.history_cache import HISTORY_CACHE
from xl_stressvar.arguments.matrices import SquareMatrix
from xl_stressvar.arguments.positions import PositionsRange
from xl_stressvar.arguments.raw import RawTable
from xl_stressvar.cells import numbers as block
from xl_stressvar.cells.algebra import CellBlock, is_grid, resolved
from xl_stressvar.errors import StressVarError
from xl_stressvar.hosts.com import MISSING, from_com

NA = -2146826246  # #N/A as COM hands it over: VT_ERROR, 0x800A07FA
KINDS = [DailyTable(""), DailyTable("", blanks=True), RawTable(""), PositionsRange("")]

numbers = st.floats(-0.2, 0.2).map(lambda x: round(x, 6))
odd = st.sampled_from([
    True, False, None, "", " ", "1.5", "n/a", "nan", "2008-09-15", 0, 1, -3, 7, NA, NA + 1, MISSING,
    -2146826246.0, 1e300, float("inf"), float("nan"), 0.0, -0.0, 1.0, 39695.0, 2**53 + 1,
    Decimal("0.25"), Decimal(1), dt.datetime(2008, 9, 15), dt.date(2008, 9, 15),
    (1.0, 2.0), object,
])  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> tuple[tuple[Any, ...], ...]:
    """Ranges as COM hands them over: header or not, dates or not, a few cells spoiled, maybe ragged."""
    rows, columns = draw(st.sampled_from([(40, 2), (70, 1), (12, 6), (25, 4), (9, 9), (1, 80)]))
    block = np.round(
        np.random.default_rng(draw(st.integers(0, 9))).normal(0, 0.01, (rows, columns)), 4
    )
    grid: list[list[Any]] = block.tolist()
    if draw(st.booleans()):
        first, step = draw(st.sampled_from([(39692, 1), (40000, -1), (39692, 40), (100, 1)]))
        kind = draw(st.sampled_from([float, int, _iso, _date]))
        grid = [[kind(first + i * step), *row] for i, row in enumerate(grid)]
    if draw(st.booleans()):
        grid.insert(0, [f"A{j}" for j in range(len(grid[0]))])
        if draw(st.booleans()):
            grid[0][0] = "Date"
    for _ in range(draw(st.integers(0, 3))):
        i, j = draw(st.integers(0, len(grid) - 1)), draw(st.integers(0, len(grid[0]) - 1))
        grid[i][j] = draw(odd)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2, 3]))):
        grid.append([draw(st.sampled_from([None, "", " ", NA, NA]))] * len(grid[0]))
    if draw(st.integers(0, 9)) == 0:
        del grid[draw(st.integers(0, len(grid) - 1))][-1]
    return tuple(map(tuple, grid))


def _date(serial: int) -> dt.date:
    return dt.date(1899, 12, 30) + dt.timedelta(serial)


def _iso(serial: int) -> str:
    return _date(serial).isoformat()


def outcome(kind: Any, given: Any, date1904: bool) -> tuple[object, ...]:
    """What a kind makes of an argument, for comparison to the bit."""
    HISTORY_CACHE.clear()
    try:
        found = kind.parse(Argument("history", given, date1904))
    except StressVarError as failure:
        return failure.problem.name, failure.place, failure.sentence()
    except (OverflowError, AssertionError, ValueError, TypeError) as refused:
        return (type(refused).__name__,)
    facts = vars(found).items()
    return tuple(
        (name, value.tobytes(), value.shape) if isinstance(value, np.ndarray) else (name, value)
        for name, value in facts
        if name not in ("cache", "_slice", "_largest")
    )


@pytest.mark.parametrize(
    "kind", KINDS, ids=lambda k: f"{type(k).__name__}, {getattr(k, 'blanks', '')}"
)
@given(grid=grids(), date1904=st.booleans())
@examples(150)
def test_the_fast_path_gives_what_the_slow_path_gives(kind, grid, date1904) -> None:
    fast = from_com(grid)
    cells = resolved(from_com(grid))  # cell by cell
    slow = _NoNumbers(cells) if is_grid(cells) else cells
    assert outcome(kind, fast, date1904) == outcome(kind, slow, date1904)


class _NoNumbers(CellBlock):
    numbers = None  # type: ignore[assignment]


@pytest.mark.parametrize("cell", [True, False, "1.5", None, NA, MISSING, float("nan"), 10**400])
def test_one_cell_that_is_no_number_stops_the_conversion(cell) -> None:
    grid = [[0.01 * (i - j) for j in range(9)] for i in range(9)]
    assert CellBlock(grid).numbers is not None
    grid[4][5] = cell
    assert CellBlock(grid).numbers is None


def test_a_date_column_of_texts_stands_beside_the_numbers() -> None:
    grid = [["Date", "A", "B"], *([_iso(39692 + i), 0.01, 0.02 * i] for i in range(30))]
    found = CellBlock(grid).numbers
    assert found is not None
    assert found.left == tuple(row[0] for row in grid[1:])
    np.testing.assert_array_equal(found.matrix, [row[1:] for row in grid[1:]])


def test_a_large_number_that_looks_like_an_error_is_a_number() -> None:
    grid = [[float(NA)] * 9] * 9
    assert CellBlock(grid).numbers is not None


def test_a_square_matrix_is_read_as_a_whole(monkeypatch) -> None:
    grid = np.eye(9).tolist()
    want = SquareMatrix("").parse(Argument("matrix", _NoNumbers(grid)))
    np.testing.assert_array_equal(SquareMatrix("").parse(Argument("matrix", grid)), want)


def test_small_ranges_are_not_worth_it() -> None:
    assert Argument("history", [[0.01]] * (block.SMALL - 1)).numbers is None
    assert Argument("history", [[0.01]] * block.SMALL).numbers is not None
