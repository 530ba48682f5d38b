"""Ranges of a book that counts from 1900 beside those of one that counts from 1904, in one call.

The expectations come from the same call with everything in one system, which the vectors test, and
from dates that a person knows.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.excel.engine import Excel
from tests.hosts.excel.standins import Cells
from tests.hosts.excel.test_calludf import HISTORY, POSITIONS
from xl_stressvar.dispatch import CallContext
from xl_stressvar.hosts.com import MISSING
from xl_stressvar.hosts.excel_addin import ADDRESS, SENTINEL, call_context

SHIFT = 1462  # days from 1900-01-01 to 1904-01-02
WINDOW = ((39692.0, 39892.0),)  # 2008-09-01 to 2009-03-20


def moved(grid: Any) -> Any:
    """The same days as a book that counts from 1904 holds them."""
    return tuple(
        tuple(c - SHIFT if isinstance(c, float) and c > 30000 else c for c in row) for row in grid
    )


def test_a_letter_an_argument_gives_its_date_system() -> None:
    assert call_context("0RrV") == CallContext(False, (False, True, False))
    assert call_context("4RrV") == CallContext(True, (False, True, True))
    assert call_context("0") == CallContext(False)
    assert call_context("4").counts_from_1904(0)


def test_the_context_may_name_the_calling_cell() -> None:
    assert call_context("0Rr|[Risk.xlsx]R!$A$1") == CallContext(
        False, (False, True), cell="[Risk.xlsx]R!$A$1"
    )


@pytest.mark.parametrize("caller", ["0", "4"])
@pytest.mark.parametrize("history", ["R", "r"])
@pytest.mark.parametrize("window", ["R", "r"])
def test_a_history_and_its_window_may_stand_in_different_books(
    excel: Excel, caller: str, history: str, window: str
) -> None:
    expected = excel.addin("STRESSED_VAR", HISTORY, POSITIONS, WINDOW, context="0RRR")
    assert isinstance(expected, float)
    rows = HISTORY if history == "R" else moved(HISTORY)
    cells = WINDOW if window == "R" else moved(WINDOW)
    context = f"{caller}{history}R{window}"
    assert excel.addin("STRESSED_VAR", rows, POSITIONS, cells, context=context) == expected


@pytest.mark.parametrize(("caller", "shift"), [("0", 0), ("4", SHIFT)])
@pytest.mark.parametrize(("history", "rows"), [("R", HISTORY), ("r", moved(HISTORY))])
def test_dates_in_a_result_count_as_the_book_that_shows_them(
    excel: Excel, caller: str, shift: int, history: str, rows: Any
) -> None:
    found = excel.addin("WORST_WINDOW", rows, POSITIONS, 100.0, context=f"{caller}{history}RV")
    assert isinstance(found, list), found
    dates = [cell for row in found for cell in (row if isinstance(row, list) else [row])]
    plain = excel.addin("WORST_WINDOW", HISTORY, POSITIONS, 100.0, context="0RRV")
    expected = [cell for row in plain for cell in (row if isinstance(row, list) else [row])]
    serials = [i for i, cell in enumerate(expected) if isinstance(cell, float) and cell > 39000]
    assert serials
    for i, (cell, was) in enumerate(zip(dates, expected, strict=True)):
        assert cell == (was - shift if i in serials else was)


@pytest.mark.parametrize("caller", ["0", "4"])
@pytest.mark.parametrize(("letter", "day"), [("R", 43831.0), ("r", 43831.0 - SHIFT)])
def test_as_of_is_read_in_its_own_book(excel: Excel, caller: str, letter: str, day: float) -> None:
    table = excel.addin("CRISIS_WINDOWS", day, context=f"{caller}{letter}")
    header, *rows = table
    (gfc,) = [row for row in rows if row[0] == "GFC"]
    end = gfc[header.index("End")] + (SHIFT if caller == "4" else 0)
    # 43831 is 2020-01-01
    assert gfc[header.index("Age in years")] == pytest.approx((43831.0 - end) / 365.25)


def test_a_value_without_a_cell_counts_as_the_caller(excel: Excel) -> None:
    in_1900 = excel.addin("CRISIS_WINDOWS", 43831.0, context="0V")
    in_1904 = excel.addin("CRISIS_WINDOWS", 43831.0 - SHIFT, context="4V")
    age = in_1900[0].index("Age in years")
    assert [row[age] for row in in_1904] == [row[age] for row in in_1900]


def test_a_place_is_named_in_either_kind_of_range(excel: Excel) -> None:
    broken = (("Date", "SPX"), (39692.0, "n.a."))
    for letter in "Rr":
        said = excel.addin("STRESSED_VAR", broken, POSITIONS, context=f"0{letter}R")
        assert said.startswith(f"{SENTINEL}2015|1|2|2|0|{ADDRESS} ")


# --- through xlwings, which hands over ranges and the book of the functions ----------------------------
LEFT_OUT = [MISSING] * 3


@pytest.mark.parametrize("caller", [False, True])
@pytest.mark.parametrize("history", [False, True])
@pytest.mark.parametrize("window", [False, True])
def test_xlwings_reads_each_range_in_its_own_books_system(
    excel: Excel, caller: bool, history: bool, window: bool
) -> None:
    expected = excel.addin("STRESSED_VAR", HISTORY, POSITIONS, WINDOW, context="0RRR")
    rows = Cells(moved(HISTORY) if history else HISTORY, history)
    cells = Cells(moved(WINDOW) if window else WINDOW, window)
    found = excel.udf_in(caller, "STRESSED_VAR", rows, Cells(POSITIONS), cells, *LEFT_OUT)
    assert found == expected


@pytest.mark.parametrize(("caller", "shift"), [(False, 0), (True, SHIFT)])
def test_xlwings_writes_dates_as_the_calling_book_counts(
    excel: Excel, caller: bool, shift: int
) -> None:
    # 39693 is 2008-09-02, the first day of the library's returns in that window
    assert excel.udf_in(caller, "CRISIS_RETURNS", "GFC", "SPX", MISSING)[1][0] == 39693.0 - shift


@pytest.mark.parametrize("own", [False, True])
def test_xlwings_reads_as_of_in_its_own_book(excel: Excel, own: bool) -> None:
    day = Cells(43831.0 - SHIFT * own, own)
    table = excel.udf_in(False, "CRISIS_WINDOWS", day)
    age = table[0].index("Age in years")
    (gfc,) = [row for row in table if row[0] == "GFC"]
    assert gfc[age] == pytest.approx((43831.0 - gfc[table[0].index("End")]) / 365.25)


def test_a_book_without_a_date_system_counts_from_1900() -> None:
    class Access:
        """Another program that runs xlwings' VBA."""

    from xl_stressvar.hosts.excel import _counts_from_1904

    assert not _counts_from_1904(Access())
