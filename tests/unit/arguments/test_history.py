"""What counts as a history, and what is refused, with the place and the cure."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.support import ErrorValue, failed, gfc, value
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.daily import DailyTable
from xl_stressvar.domain import History
from xl_stressvar.errors import Code

RETURNS = [[0.01, -0.02], [-0.01, 0.005], [0.02, 0.01], [-0.03, 0.0]]
DAYS = [39692, 39693, 39694, 39695]  # 2008-09-01 on, as DATE(2008,9,1) gives


def history(grid, **facts) -> History:
    return DailyTable("").parse(Argument("history", grid, **facts))


def dated(days, header=("Date", "A", "B")):
    return [list(header), *([day, *row] for day, row in zip(days, RETURNS, strict=True))]


def test_plain_numbers_are_returns_without_names_or_dates() -> None:
    h = history(RETURNS)
    assert h.names is None
    assert h.dates is None
    np.testing.assert_array_equal(h.values, RETURNS)


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        [float(d) for d in DAYS],
        ["2008-09-01", "2008-09-02", "2008-09-03", "2008-09-04"],
        [dt.date(2008, 9, d) for d in (1, 2, 3, 4)],
        [dt.datetime(2008, 9, d, 16, 30) for d in (1, 2, 3, 4)],
        [d + 0.6875 for d in DAYS],
    ],
    ids=["serials", "float serials", "iso", "dates", "datetimes", "serials with a time"],
)
def test_every_spelling_of_a_date_gives_the_same_days(days) -> None:
    h = history(dated(days))
    assert h.dates is not None
    assert h.dates.tolist() == DAYS
    assert h.names == ("A", "B")


def test_serials_are_dates_without_a_header_that_says_so() -> None:
    h = history([[day, *row] for day, row in zip(DAYS, RETURNS, strict=True)])
    assert h.dates is not None
    assert h.assets == 2


def test_a_header_cell_over_the_dates_may_be_blank() -> None:
    assert history(dated(DAYS, (None, "A", "B"))).dates is not None


def test_newest_first_is_turned_round() -> None:
    grid = dated(DAYS)
    down = [grid[0], *reversed(grid[1:])]
    a, b = history(grid), history(down)
    np.testing.assert_array_equal(a.values, b.values)
    np.testing.assert_array_equal(a.dates, b.dates)


def test_serials_of_the_1904_system_are_the_same_days() -> None:
    h = history(dated([day - 1462 for day in DAYS]), date1904=True)
    assert h.dates is not None
    assert h.dates.tolist() == DAYS


def test_money_that_looks_like_serials_but_jumps_is_not_a_date() -> None:
    h = history([[20000.0, 1.0], [25000.0, 2.0], [19000.0, 3.0], [30000.0, 4.0]])
    assert h.dates is None
    assert h.assets == 2


def test_three_round_amounts_among_many_do_not_make_a_date_column() -> None:
    column = [20000.0, 20001.0, 20002.0, *(0.5 + i for i in range(10))]
    assert history([[x, 0.0] for x in column]).assets == 2


def test_one_column_of_large_whole_numbers_is_a_pnl() -> None:
    h = history([[20000.0], [20010.0], [20005.0], [20000.0]])
    assert h.dates is None
    assert h.assets == 1


def test_a_column_of_days_that_run_on_is_dates_alone() -> None:
    with pytest.raises(Exception, match="date column alone"):
        history([[float(day)] for day in DAYS])


def test_blank_rows_at_the_end_are_cut() -> None:
    assert len(history([*RETURNS, [None, None], ["", " "]])) == 4


def test_a_time_of_day_does_not_make_two_days_of_one() -> None:
    with pytest.raises(Exception, match="twice"):
        history(dated([39692.3, 39692.9, 39693, 39694]))


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        ({(3, 1): None}, "#VALUE!", "(2008-09-04, SPX) is blank"),
        ({(3, 1): ""}, "#VALUE!", "(2008-09-04, SPX) is blank"),
        ({(3, 2): "n/a"}, "#VALUE!", "(2008-09-04, UST10Y) holds the text 'n/a' among numbers"),
        ({(3, 2): "0.01"}, "#VALUE!", "number stored as text"),
        ({(3, 2): True}, "#VALUE!", "holds TRUE, not a number"),
        ({(3, 2): float("inf")}, "#NUM!", "not a finite number"),
        ({(3, 2): ErrorValue(Code.DIV0)}, "#DIV/0!", "already holds #DIV/0!"),
        ({(4, 0): 39695.0}, "#VALUE!", "the date 2008-09-04 twice"),
        ({(4, 0): 39690.0}, "#VALUE!", "breaks the order of the dates at 2008-08-30"),
        ({(4, 0): "soon"}, "#VALUE!", "row 5, column 1) is 'soon', which is not a date"),
        ({(4, 0): None}, "#VALUE!", "row 5, column 1) is blank, which is not a date"),
        ({(0, 2): "SPX"}, "#VALUE!", "the name SPX again"),
        ({(0, 2): "spx "}, "#VALUE!", "the name spx again"),
        ({(0, 2): None}, "#VALUE!", "blank where a name"),
    ],
)
def test_a_bad_cell_is_refused_by_place_and_name(spoil, code, words) -> None:
    grid = gfc()
    for (i, j), cell in spoil.items():
        grid[i][j] = cell
    error, sentence = failed("STRESSED_VAR", grid, [[60.0, 40.0]])
    assert error == code
    assert words in sentence


def test_an_error_cell_outranks_every_other_complaint() -> None:
    grid = gfc()
    grid[5][1] = "text"
    grid[9][2] = ErrorValue(Code.NA)
    assert failed("STRESSED_VAR", grid, "nonsense", "NO_SUCH_WINDOW")[0] == "#N/A"


def test_nothing_but_blanks_is_said_so() -> None:
    assert "nothing but blanks" in failed("STRESSED_VAR", [[None, ""], [None, None]], 1.0)[1]


def test_a_date_column_alone_is_not_a_history() -> None:
    error, sentence = failed("STRESSED_VAR", [["Date"], [39692.0], [39693.0]], 1.0)
    assert (error, "date column alone" in sentence) == ("#VALUE!", True)


NAMES = [7203.0, 6758.0]  # shares in Tokyo
BELOW = [[0.01, -0.02], [-0.01, 0.005], [0.02, 0.0]]


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, *BELOW],
        [NAMES, *BELOW * 20],
        [[None, *NAMES], *([day, *row] for day, row in zip(DAYS, BELOW, strict=False))],
        [["", *NAMES], *([f"2008-09-0{i + 1}", *row] for i, row in enumerate(BELOW))],
        [[1.0, 2.0], *BELOW],
    ],
    ids=["undated", "as a whole", "dated", "dated by texts", "numbered"],
)
def test_a_header_of_numeric_names_is_no_day(rows) -> None:
    error, sentence = failed("STRESSED_VAR", rows, [[1.0, 1.0]])
    assert error == "#VALUE!"
    assert sentence.startswith(f"history (row 1) holds {rows[0][-2]:g}, all whole, above numbers")


def test_a_header_of_numeric_names_is_found_behind_a_handle() -> None:
    handle = value("LOAD_HISTORY", [NAMES, *BELOW])
    assert "names?" in failed("STRESSED_VAR", handle, [[1.0, 1.0]])[1]


@pytest.mark.parametrize(
    "rows",
    [
        [[2.5, 1.0], *BELOW],
        [[1.0, 0.0], *BELOW],
        [[1.0, 2.0], [3.0, -0.5], *BELOW],
        [[1.0, 2.0], [-4.0, 0.5], *BELOW],
    ],
    ids=["not whole", "below 1", "one above 1 below", "one below -1 below"],
)
def test_a_first_row_of_other_numbers_is_a_day(rows) -> None:
    assert len(value("CRISIS_CORR", rows)) == 2


def test_prices_that_start_at_one_are_prices() -> None:
    assert value("TO_RETURNS", [[1.0], [0.5], [0.75]]) == [[-0.5], [0.5]]


def test_newest_first_gives_the_same_number_and_blames_the_right_row() -> None:
    grid = gfc()
    down = [grid[0], *reversed(grid[1:])]
    assert value("STRESSED_VAR", down, [[60.0, 40.0]]) == value(
        "STRESSED_VAR", grid, [[60.0, 40.0]]
    )
    down[2][1] = None
    assert "2009-08-28" in failed("STRESSED_VAR", down, [[60.0, 40.0]])[1]
