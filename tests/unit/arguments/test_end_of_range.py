"""Rows of nothing but #N/A at the end of a range are its end: an array selected too long."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, ErrorValue, failed, gfc, value
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.cells.algebra import NOT_AVAILABLE as NA
from xl_stressvar.dispatch import call
from xl_stressvar.errors import Code
from xl_stressvar.hosts.com import from_com

COM_NA = -2146826246  # #N/A as COM hands it over
RETURNS = gfc()
BARE = [row[1:] for row in RETURNS[1:]]
ROW = [[60.0, 40.0]]
MATRIX = [[1.0, 0.5], [0.5, 1.0]]
PNL = [[-1.0 + 0.25 * (i % 9)] for i in range(260)]
PRICES = [["Date", "A"], *([39692.0 + i, 100.0 + i % 7] for i in range(40))]
#: A call, and the place of the range among its arguments.
CALLS = [
    ("STRESSED_VAR", [RETURNS, ROW], 0),
    ("STRESSED_VAR", [BARE, ROW], 0),
    ("STRESSED_VAR", [BARE[:30], ROW, OMITTED, 0.9], 0),
    ("LOAD_HISTORY", [RETURNS], 0),
    ("HISTORY_CHECK", [RETURNS], 0),
    ("TO_RETURNS", [PRICES], 0),
    ("ALIGN_HISTORY", [PRICES], 0),
    ("STRESSED_VAR", [RETURNS, [[60.0], [40.0]]], 1),
    ("STRESSED_VAR", [RETURNS, ROW], 1),
    ("STRESSED_VAR", [RETURNS, ROW * 40], 1),
    ("STRESSED_VAR", [RETURNS, [["SPX", 60.0], ["UST10Y", 40.0]]], 1),
    ("STRESSED_VAR", [RETURNS, ROW, [["GFC"], ["2008-10-01:2009-03-31"]]], 2),
    ("STRESSED_VAR", [RETURNS, ROW, [[39692.0], [40056.0]]], 2),
    ("CRISIS_RETURNS", ["GFC", [["SPX"], ["GOLD"]]], 1),
    ("NEAREST_CORR", [MATRIX], 0),
    ("NEAREST_CORR", [[[float(i == j) for j in range(40)] for i in range(40)]], 0),
    ("PORTFOLIO_VAR", [[[0.01], [0.02]], MATRIX, [[1.0], [2.0]]], 0),
    ("CAPITAL_REQ", [[[1.0 + i % 3] for i in range(60)], 5.0], 0),
    ("BACKTEST_VAR", [PNL, 0.9], 0),
    ("BACKTEST_VAR", [PNL, [[0.9]] * 260], 1),
    ("SCENARIO_PNL", [ROW, [[-0.1, 0.02], [-0.2, 0.01]]], 1),
    ("SCENARIO_PNL", [ROW, [["SPX", "UST10Y"], [-0.1, 0.02]]], 1),
]  # fmt: skip


def longer(cells, *rows):
    """The range with rows below it, each of one cell repeated."""
    return [*cells, *([cell] * len(cells[0]) for cell in rows)]


@pytest.mark.parametrize("below", [[NA], [NA, NA, NA], [None, NA, NA, ""]], ids=str)
@pytest.mark.parametrize(
    ("name", "arguments", "at"), CALLS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_rows_of_na_at_the_end_of_a_range_are_its_end(name, arguments, at, below) -> None:
    longer_by = [longer(a, *below) if i == at else a for i, a in enumerate(arguments)]
    assert value(name, *longer_by) == value(name, *arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "at"), CALLS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_they_are_so_as_com_hands_them_over(name, arguments, at) -> None:
    given = [
        from_com(tuple(map(tuple, longer(a, COM_NA, COM_NA)))) if i == at else a
        for i, a in enumerate(arguments)
    ]
    assert call(name, given).value == value(name, *arguments)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda rows: rows[20].__setitem__(slice(1, 3), [NA, NA]), "row 21, column 2"),
        (lambda rows: rows.insert(20, [NA] * 3), "row 21, column 1"),
        (lambda rows: rows.append([39999.0, NA, NA]), "row 254, column 2"),
        (lambda rows: rows.append([None, NA, NA]), "row 254, column 2"),
        (lambda rows: rows.append([NA, 0.01, NA]), "row 254, column 1"),
    ],
    ids=["in a row", "a row in the middle", "beside a date", "beside a blank", "beside a number"],
)
@pytest.mark.parametrize("days", [252, 20], ids=["many", "few"])
def test_any_other_na_is_an_error(spoil, place, days) -> None:
    rows = gfc()[: days + 1]
    spoil(rows)
    error, sentence = failed("STRESSED_VAR", rows, ROW, OMITTED, 0.9)
    row, column = place.split(", ")
    expected = f"{min(int(row[4:]), len(rows))}"
    assert error == "#N/A"
    assert f"(row {expected}, {column}) already holds #N/A" in sentence


def test_another_error_at_the_end_is_an_error() -> None:
    rows = longer(RETURNS, ErrorValue(Code.DIV0))
    assert failed("STRESSED_VAR", rows, ROW)[0] == "#DIV/0!"


@pytest.mark.parametrize(
    "rows", [[[NA, NA]], [[NA, NA]] * 50, [["A", "B"], [NA, NA]], [["A", "B"], *[[NA, NA]] * 50]]
)
def test_nothing_but_na_is_an_error(rows) -> None:
    """A formula that failed shows #N/A in all of its cells."""
    assert failed("STRESSED_VAR", rows, ROW)[0] == "#N/A"
    assert failed("STRESSED_VAR", RETURNS, rows)[0] == "#N/A"


def test_what_is_wrong_elsewhere_is_told_and_not_the_end() -> None:
    rows = longer(RETURNS, NA, NA)
    error, sentence = failed("CURRENT_VAR", rows, ROW, 0.99, 1, "historical", 253)
    assert (error, sentence[:24]) == ("#N/A", "The history has 252 days")
    assert "not a crisis window" in failed("STRESSED_VAR", rows, ROW, "FOO")[1]


def test_a_single_value_has_no_end() -> None:
    assert failed("STRESSED_VAR", RETURNS, ROW, "GFC", [[0.99], [NA]])[0] == "#N/A"


def test_no_cell_is_made_of_a_range_that_is_numbers_to_its_end() -> None:
    """The cells of a large range are made only if somebody must look at them."""
    grid = [*([0.01] * 9 for _ in range(30)), *([COM_NA] * 9 for _ in range(5))]
    argument = Argument("history", from_com(tuple(map(tuple, grid))))
    assert argument.numbers is not None
    assert argument.numbers.matrix.shape == (30, 9)
    assert "cells" not in vars(argument.given)
