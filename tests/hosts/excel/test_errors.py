"""Each kind of mistake, through CallUDF: the error value, the argument and cell it blames, the words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.excel.engine import Excel
from tests.hosts.excel.test_calludf import FOUR, HISTORY, NA, POSITIONS, com
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.com import MISSING, from_com
from xl_stressvar.hosts.excel_addin import ADDRESS, SENTINEL

A = ADDRESS


def changed(row: int, column: int, cell: object) -> Any:
    grid = [list(r) for r in HISTORY]
    grid[row][column] = cell
    return com(grid)


CASES: dict[str, tuple[tuple[Any, ...], str, tuple[int, int, int, int], list[str]]] = {
    # what is wrong: (call), #error, (CVErr, argument, row, column), words of the sentence
    "a blank inside a history": (
        ("STRESSED_VAR", changed(5, 1, None), POSITIONS), "#VALUE!", (2015, 1, 6, 2),
        [f"{A} (2008-09-05, SPX) is blank", "ALIGN_HISTORY"],
    ),
    "an error cell": (
        ("STRESSED_VAR", changed(5, 2, NA), POSITIONS), "#N/A", (2042, 1, 6, 3),
        [f"{A} (history) already holds #N/A"],
    ),
    "text among numbers": (
        ("STRESSED_VAR", changed(5, 1, "n.a."), POSITIONS), "#VALUE!", (2015, 1, 6, 2),
        [f"{A} (2008-09-05, SPX) holds the text 'n.a.'"],
    ),
    "an unknown name": (
        ("STRESSED_VAR", HISTORY, (("SPX", 60.0), ("GOLD", 40.0))), "#VALUE!", (2015, 2, 2, 1),
        [f"{A} (positions) is GOLD", "SPX, UST"],
    ),
    "a doubled name": (
        ("STRESSED_VAR", HISTORY, (("SPX", 60.0), ("spx", 40.0))), "#VALUE!", (2015, 2, 2, 1),
        ["the name spx again"],
    ),
    "doubled dates": (
        ("STRESSED_VAR", changed(5, 0, HISTORY[4][0]), POSITIONS), "#VALUE!", (2015, 1, 6, 1),
        ["has the date 2008-09-04 twice"],
    ),
    "a window that is not covered": (
        ("STRESSED_VAR", HISTORY, POSITIONS, "COVID"), "#N/A", (2042, 1, 0, 0),
        ["does not cover COVID", "2008-09-01 to"],
    ),
    "a confidence of 1%": (
        ("STRESSED_VAR", HISTORY, POSITIONS, MISSING, 0.01), "#NUM!", (2036, 4, 0, 0),
        [f"{A} (confidence) is 1%", "Did you mean 99%?"],
    ),
    "a horizon of 0": (
        ("STRESSED_VAR", HISTORY, POSITIONS, MISSING, MISSING, 0.0), "#NUM!", (2036, 5, 0, 0),
        [f"{A} (horizon_days) is 0", "1 or more"],
    ),
    "22 days for a 99% tail": (
        ("STRESSED_VAR", HISTORY[1:23], POSITIONS, "2008-09-01:2008-09-30"), "#N/A", (2042, 0, 0, 0),
        ["22 days cannot resolve 99%"],
    ),
    "a constant column": (
        ("CRISIS_CORR", com([["A", "B"], *[[x, 0.01] for (x,) in FOUR]])), "#NUM!", (2036, 1, 0, 2),
        ["does not move"],
    ),
    "nothing but blanks": (
        ("STRESSED_VAR", ((None, None), (None, None)), POSITIONS), "#VALUE!", (2015, 1, 0, 0),
        [f"{A} (history) holds nothing but blanks"],
    ),
    "a shape that fits nothing": (
        ("STRESSED_VAR", HISTORY, ((1.0, 2.0, 3.0),)), "#VALUE!", (2015, 2, 0, 0),
        [f"{A} (positions) is 1 x 3 for 2 assets"],
    ),
    "an unknown crisis": (
        ("STRESSED_VAR", HISTORY, POSITIONS, "Y2K"), "#VALUE!", (2015, 3, 0, 0),
        ["'Y2K'", "Use GFC, COVID"],
    ),
    "three dimensions": (
        ("PARAM_VAR", (((1.0,),),), 100.0), "#VALUE!", (2015, 1, 1, 1), ["already holds #VALUE!"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_add_in_gets_the_error_its_place_and_the_sentence(excel: Excel, case) -> None:
    (name, *args), _, fields, words = case
    text = excel.addin(name, *args, context="0" + "R" * len(args))
    assert text.startswith(SENTINEL)
    *numbers, load, sentence = text.removeprefix(SENTINEL).split("|", 5)
    assert tuple(map(int, numbers)) == fields
    assert load == "0"
    for word in words:
        assert word in sentence
    assert len(sentence) <= 255


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_an_xlwings_cell_shows_the_code_and_the_sentence(excel: Excel, case) -> None:
    (name, *args), code, _, _ = case
    sentence = call(name, [from_com(a) for a in args]).sentence()
    assert excel.udf(name, *args) == f"{code}: {sentence}"


def test_a_value_that_is_no_range_is_named_by_its_argument(excel: Excel) -> None:
    text = excel.addin("STRESSED_VAR", HISTORY, POSITIONS, MISSING, 0.01, context="0RRVV")
    assert (
        text == f"{SENTINEL}2036|4|0|0|0|confidence is 1%; it must lie between 50% and 100%, "
        "exclusive. Did you mean 99%?"
    )


def test_a_handle_that_is_unknown_asks_for_its_history(excel: Excel) -> None:
    handle = "history:0123456789abcdef"
    text = excel.addin("STRESSED_VAR", handle, POSITIONS, context="0RR")
    assert text.startswith(f"{SENTINEL}2042|1|0|0|1|{ADDRESS} (history) is the handle {handle}")
