"""Which books are looked at, how often, and what is entered anew in them."""

from __future__ import annotations

import pytest
from pyopenvba.apps.excel._model import Workbook
from pyopenvba.interpreter._values import VBAArray

from tests.hosts.memory.excel import AUTOMATIC, BY_HAND, Excel

OURS = "=PARAM_VAR(0.012,100,95%)"
FAR = {"A1:A51": "=1+1"}  # one more than are read
PLAIN = {"A1": "=SUM(B1:B9)", "A2": "=A1*2"}
WRITES = ("Formula", "Formula2", "FormulaArray")


def writes(excel: Excel) -> int:
    return sum(excel.counts[name] for name in WRITES)


# --- books that need nothing ---------------------------------------------------------------------
def test_a_large_book_without_our_functions_costs_no_search_on_calculation(excel: Excel) -> None:
    """25 sheets, 40 calculations: 1,000 events of sheets, and not one look at a cell."""
    book = excel.book(*[PLAIN] * 25)
    excel.run("SvBookOpened", book)
    assert excel.counts["SpecialCells"] == 25  # each sheet's formulas are asked for once
    excel.counts.clear()
    for _ in range(40):
        excel.calculated(book)
    assert excel.counts == {}
    assert excel.run("SvWaitingBooks") == 0


@pytest.mark.slow
def test_of_a_large_book_only_the_first_formulas_are_read(excel: Excel) -> None:
    assert excel.run("Calls", excel.book(FAR, {"A1": OURS})) == "unknown"
    assert excel.run("Calls", excel.book({"A1:A40": "=1+1"})) == "False"
    assert excel.run("Calls", excel.book(PLAIN, {"B7": "=1+" + OURS[1:]})) == "True"
    assert excel.run("Calls", excel.book({"B7": OURS}, protect=1)) == "True"


@pytest.mark.slow
def test_a_large_book_that_excel_calculated_is_left_alone(excel: Excel) -> None:
    excel.run("SvBookOpened", excel.book(FAR, {"A1": OURS}))
    assert excel.run("SvWaitingBooks") == 0
    other = excel.book(FAR, {"A1": OURS}, calculation_version=0)  # saved by another program
    excel.run("SvBookOpened", other)
    assert excel.run("SvWaitingBooks") == 1
    assert writes(excel) == 1


def test_an_add_in_is_not_looked_at(excel: Excel) -> None:
    excel.run("SvBookOpened", excel.book({"A1": OURS}, is_addin=True))
    assert excel.counts == {}


# --- books of ours -------------------------------------------------------------------------------
def test_an_unbound_formula_is_entered_anew_when_the_book_opens(excel: Excel) -> None:
    book = excel.book({"A1": OURS, "A2": "=FOO(1)", "A3": "=SUM(1)"}, {"C5": "=1/" + OURS[1:]})
    excel.run("SvBookOpened", book)
    assert writes(excel) == 2
    assert book.saved
    assert excel.app.application.calculation == AUTOMATIC
    assert excel.app.application.enable_events


def test_a_book_that_stays_unbound_is_looked_at_twice_more(excel: Excel) -> None:
    """A misspelt name beside one of ours: each look enters the formula anew, which empties Undo."""
    book = excel.book({"A1": OURS + "+STRESED_VAR(1)"}, PLAIN)
    excel.run("SvBookOpened", book)
    looks = []
    for _ in range(20):
        excel.counts.clear()
        excel.calculated(book)
        looks.append(writes(excel))
    assert looks == [1, 1] + [0] * 18


def test_a_calculation_is_one_look_for_all_sheets(excel: Excel) -> None:
    book = excel.book({"A1": OURS}, *[PLAIN] * 9)
    excel.run("SvBookOpened", book)
    excel.counts.clear()
    excel.calculated(book)
    assert writes(excel) == 1


def test_a_function_that_is_called_ends_the_looking_even_if_it_fails(excel: Excel) -> None:
    """That it was called at all proves that the functions are bound."""
    book = excel.book({"A1": OURS + "+STRESED_VAR(1)"})
    excel.run("SvBookOpened", book)
    assert excel.run("SvWaitingBooks") == 1
    excel.answer = lambda name: "\x1bSV|2015|0|0|0|0|It failed."
    cell = excel.range(book.sheets_[0], "A1")
    assert excel.run("ShownBy", cell, cell) == "Error 2015"
    assert excel.run("SvWaitingBooks") == 0
    excel.counts.clear()
    excel.calculated(book)
    assert excel.counts == {}


def test_a_calculation_of_another_book_is_no_look(excel: Excel) -> None:
    waiting = excel.book({"A1": OURS})
    excel.run("SvBookOpened", waiting)
    other = excel.book(PLAIN)
    for _ in range(5):
        excel.calculated(other)
    excel.counts.clear()
    excel.calculated(waiting)
    assert writes(excel) == 1


def test_while_cells_are_copied_a_book_waits(excel: Excel) -> None:
    book = excel.book({"A1": OURS, "B1": "1"})
    excel.run("SvBookOpened", book)
    excel.range(book.sheets_[0], "B1").vba_get("Copy")
    excel.counts.clear()
    excel.calculated(book)
    assert writes(excel) == 0
    assert excel.app.application.clipboard is not None
    excel.app.application.clipboard = None
    excel.calculated(book)
    assert writes(excel) == 1


@pytest.mark.parametrize(
    "formula",
    ['=PARAM_VAR("WEBSERVICE(",1)', '=PARAM_VAR("RTD(",1)', '=PARAM_VAR("a|b",1)'],
)
def test_a_formula_that_calls_out_of_the_book_is_not_entered_anew(
    excel: Excel, formula: str
) -> None:
    excel.run("SvBookOpened", excel.book({"A1": formula}))
    assert writes(excel) == 0


def test_where_a_book_saves_itself_only_what_shows_name_is_entered(excel: Excel) -> None:
    cells = {"A1": OURS, "A2": f"=IFERROR({OURS[1:]},0)"}
    excel.run("SvBookOpened", excel.book(cells))
    assert writes(excel) == 2
    excel.run("SvBookOpened", excel.book(cells, auto_save=True))
    assert writes(excel) == 1


@pytest.mark.parametrize(("saves_itself", "changed"), [(False, 1), (True, 0)])
def test_links_are_changed_unless_the_book_saves_itself(
    excel: Excel, saves_itself: bool, changed: int
) -> None:
    done: list[str] = []
    excel.give(
        Workbook,
        "ChangeLink",
        lambda book, name, new_name, kind: done.append(str(name)),
        kind="method",
    )
    book = excel.book(PLAIN, auto_save=saves_itself)
    links = ["C:\\else\\" + excel.own.name, "C:\\else\\prices.xlsx"]
    book.links = VBAArray([(1, 2)], items=links)
    excel.run("SvBookOpened", book)
    assert len(done) == changed


def test_calculation_by_hand_is_not_set_again(excel: Excel) -> None:
    """Setting it empties the clipboard."""
    book = excel.book({"A1": OURS})
    excel.app.application.calculation = BY_HAND
    excel.run("SvBookOpened", book)
    assert writes(excel) == 1
    assert excel.counts["Calculation"] == 0


def test_the_engine_is_started_early_for_a_book_of_ours_alone(excel: Excel) -> None:
    excel.run("SvBookOpened", excel.book(PLAIN))
    assert excel.planned == []
    excel.run("SvBookOpened", excel.book({"A1": OURS}))
    assert excel.planned == ["SvStartEngine"]


def test_a_connected_engine_is_not_started_again(excel: Excel) -> None:
    assert excel.run("SvEngineVersion") is not None
    excel.run("SvBookOpened", excel.book({"A1": OURS}))
    assert excel.planned == []


# --- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("caller", "other", "context"),
    [(False, False, "0RRV"), (False, True, "0RrV"), (True, False, "4rRV"), (True, True, "4rrV")],
)
def test_each_range_says_how_its_book_counts_days(
    excel: Excel, caller: bool, other: bool, context: str
) -> None:
    """The caller's book for the results, each range's own for what is read from it."""
    own = excel.book({"A1": "1"}, date1904=caller)
    there = excel.book({"A1": "1"}, date1904=other)
    here, away = (excel.range(b.sheets_[0], "A1") for b in (own, there))
    assert excel.run("ContextOf", here, here, away) == context


FIRST, BETWEEN = 39692, 1462  # 2008-09-01 counted from 1900; the days between the two systems
RETURNS = [-0.02, 0.01, -0.01, 0.02, 0.1, -0.1, 0.1, -0.1]


def history(excel: Excel, from_1904: bool) -> Workbook:
    """Eight days from 2008-09-01, a window of the first four beside them; as their book counts."""
    first = FIRST - BETWEEN * from_1904
    cells = {"A1": "Date", "B1": "X"} | {"D1": str(first), "E1": str(first + 3)}
    for i, value in enumerate(RETURNS):
        cells |= {f"A{i + 2}": str(first + i), f"B{i + 2}": str(value)}
    return excel.book(cells, date1904=from_1904)


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("here", [False, True])
def test_a_history_and_a_window_of_two_books_meet_on_the_same_days(
    excel: Excel, here: bool, there: bool
) -> None:
    """1.25 is the example of STRESSED_VAR in the reference: -2, 1, -1 and 2 % on 100 at 75 %."""
    excel.genuine = True
    own, other = (history(excel, system).sheets_[0] for system in (here, there))
    cell, prices = excel.range(own, "G1"), excel.range(other, "A1:B9")
    assert excel.run("Gives", cell, "STRESSED_VAR", prices, excel.range(own, "D1:E1")) == "1.25"
    first = FIRST - BETWEEN * here
    assert excel.run("Gives", cell, "WORST_WINDOW", prices, cell) == f"{first} {first + 7}"


# --- the engine ----------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [70, 429, 53, 7, 1004])
def test_an_engine_that_does_not_start_is_tried_once_for_all_cells(
    excel: Excel, number: int
) -> None:
    excel.start_fails = number
    sheet = excel.book({f"A{i}": "1" for i in range(1, 9)}).sheets_[0]
    shown = {
        excel.run("ShownBy", excel.range(sheet, f"B{i}"), excel.range(sheet, f"A{i}"))
        for i in range(1, 9)
    }
    assert shown == {"Error 2042"}
    assert excel.counts["CreateObject"] == 1
    excel.run("SvEngineAgain")
    excel.start_fails = 0
    assert excel.run("ShownBy", excel.range(sheet, "B1"), excel.range(sheet, "A1")) == "1"
