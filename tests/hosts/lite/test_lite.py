"""The functions in xlwings Lite: the hosts' questions, and what differs there."""

from __future__ import annotations

import importlib
import inspect
import runpy
import types
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import pytest
import xlwings as xw

from tests.hosts.answers import differences, direct, grid
from tests.hosts.lite import standin
from tests.hosts.mistakes import MISTAKES, every_question, some_questions
from tests.hosts.questions import Call, Handle, Ref, by_function, formula
from tests.hosts.web.wire import read, written
from tests.support import ROOT
from xl_stressvar import errors
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.dispatch import call
from xl_stressvar.errors import Code
from xl_stressvar.hosts import lite

MAIN = "from xl_stressvar.hosts.lite import *"  # all of main.py


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Iterator[types.ModuleType]:
    """main.py, as a user writes it, under the stand-in of Lite."""
    path = tmp_path_factory.mktemp("lite") / "main.py"
    path.write_text(MAIN, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xw, "func", standin.func)
        patch.setattr(xw, "arg", standin.arg)
        patch.setattr(xw, "Caller", standin.Caller, raising=False)
        engines = dict(xw.engines.engines_by_name)
        patch.setattr(xw.engines, "engines_by_name", engines)
        engines["officejs"] = xw.main.Engine(impl=standin.Cells())
        importlib.reload(lite)
        made = types.ModuleType("main")
        made.__dict__.update(runpy.run_path(str(path)))
        yield made
    importlib.reload(lite)


def ask(main: types.ModuleType, asked: Call, at: str = "Out!A1") -> dict[str, Any]:
    name, given = asked
    function = getattr(main, name)
    return standin.asked(function, [_grid(main, one) for one in given], at)


def _grid(main: types.ModuleType, argument: Any) -> Any:
    if argument is OMITTED:
        return None
    if isinstance(argument, Handle):
        return ask(main, ("LOAD_HISTORY", (argument.of,)), "Handles!A1")["v"]
    value = argument.cells() if isinstance(argument, Ref) else argument
    rows = value if isinstance(value, list) else [[value]]
    return [[standin.handed(written(cell)) for cell in row] for row in rows]


def as_lite_has_it(asked: Call) -> Call:
    """The call with what Lite cannot tell apart: a blank cell of its own is an argument left out."""
    name, given = asked
    required = [p.required for p in CATALOGUE[name].parameters]
    return name, tuple(
        OMITTED if not needed and _blank(one) else one
        for one, needed in zip(given, required, strict=False)
    )


def _blank(argument: Any) -> bool:
    value = argument.cells() if isinstance(argument, Ref) else argument
    return value is None or value == [[None]]


def unlike(main: types.ModuleType, asked: Call) -> list[str]:
    got, want = ask(main, asked), direct(as_lite_has_it(asked))
    if want.failure:
        code = str(want.failure.code)
        taken = code if code in standin.NAMES else "#VALUE!"
        said = {"e": taken, "hover": want.sentence() if taken == "#VALUE!" else None}
        return [] if got == said else [f"{formula(*asked)}: {got}, not {said}"]
    if "v" not in got:
        return [f"{formula(*asked)}: {got}"]
    rows = [[float(c) if type(c) is int else c for c in row] for row in read(got["v"])]
    return differences(asked, rows, grid(want))


def test_main_holds_every_function_and_no_other(main) -> None:
    found = standin.registered(main)
    assert set(found) == {entry.name for entry in CATALOGUE}
    for entry in CATALOGUE:
        noted = found[entry.name].registered
        assert len(noted.parameters) == len(entry.parameters)
        assert [name in noted.defaults for name in noted.parameters] == [
            not p.required for p in entry.parameters
        ]
        assert set(noted.docs.values()) == {p.kind.help for p in entry.parameters}
        assert found[entry.name].__doc__ == entry.summary


@pytest.mark.parametrize("calls", by_function(some_questions(), every_question()))
def test_a_function_gives_what_a_direct_call_gives(calls: list[Call], main) -> None:
    found = [line for one in calls for line in unlike(main, one)]
    assert not found, "\n".join(found)


def test_without_lite_the_module_is_plain_functions() -> None:
    """As Python's own tools see it, and xlwings where it has no custom functions."""
    function = vars(lite)["PARAM_VAR"]
    assert inspect.isfunction(function)
    assert function(0.012, 100, 0.95) == [[call("PARAM_VAR", [0.012, 100.0, 0.95]).value]]


# --- what differs, a test for each of PERMITTED_DIFFERENCES ---------------------------------------
def test_a_blank_single_cell_counts_as_left_out_and_a_blank_in_a_range_is_refused(main) -> None:
    left_out = ask(main, ("PARAM_VAR", (0.012, 100.0, OMITTED)))
    assert ask(main, ("PARAM_VAR", (0.012, 100.0, [[None]]))) == left_out
    got = ask(main, ("CRISIS_VOL", ([[0.01], [None], [0.02]],)))
    assert got["e"] == "#VALUE!"
    assert "row 2" in got["hover"]


def test_blanks_that_an_old_excel_hands_over_as_0_are_zeros(main) -> None:
    zeros = call("CRISIS_VOL", [[[0.01], [0.0], [0.02]]]).value
    assert ask(main, ("CRISIS_VOL", ([[0.01], [0.0], [0.02]],)))["v"] == zeros


def test_dates_count_from_1900(main) -> None:
    days: Any = call("CRISIS_RETURNS", ["GFC", "SPX"]).value
    assert ask(main, ("CRISIS_RETURNS", ("GFC", "SPX")))["v"][1][0] == days[1][0]


def test_a_sentence_names_argument_and_row(main) -> None:
    asked = MISTAKES["blank in a history"].asked
    got = ask(main, asked)
    assert got["hover"] == direct(asked).sentence()
    assert "Blank!" not in got["hover"]


def test_why_takes_the_address_as_text_in_any_spelling(main) -> None:
    failed = ("PARAM_VAR", (0.01, 100.0, 0.01))
    assert ask(main, failed, "My sheet!B5") == {"e": "#NUM!", "hover": None}
    for address in ("My sheet!B5", "'My sheet'!$B$5", "[Book.xlsx]My sheet!b5"):
        got = ask(main, ("STRESSVAR_WHY", (address,)))
        assert got["v"] == [[direct(failed).sentence()]], address


def test_why_of_a_cell_that_has_become_right_has_nothing_to_say(main) -> None:
    for confidence in (0.01, 0.99):
        ask(main, ("PARAM_VAR", (0.01, 100.0, confidence)), "Sheet1!C3")
    assert ask(main, ("STRESSVAR_WHY", ("Sheet1!C3",)))["e"] == "#N/A"


def test_only_value_shows_its_sentence(main) -> None:
    assert ask(main, ("PARAM_VAR", (0.01, 100.0, 0.01))) == {"e": "#NUM!", "hover": None}
    assert ask(main, ("PARAM_VAR", ("x", 100.0)))["hover"]


def test_an_error_that_excel_takes_from_no_function_becomes_value(main) -> None:
    reference = {"type": "Error", "basicType": "Error", "basicValue": "#REF!"}
    got = standin.asked(main.PARAM_VAR, [[[reference]], [[100]]])
    assert got["e"] == "#VALUE!"
    assert "#REF!" in got["hover"]
    assert lite._shown_cell(ErrorValue(Code.REF)) == "#VALUE!"


def test_a_handle_of_another_session_is_said_to_be_unknown(main) -> None:
    unknown = ("CRISIS_VOL", ("history:0123456789abcdef",))
    assert direct(unknown).failure.problem is errors.HANDLE_UNKNOWN
    assert not unlike(main, unknown)


def test_every_difference_has_its_test_here_and_its_line_in_the_page() -> None:
    page = (ROOT / "docs" / "web.md").read_text("utf-8")
    for difference in lite.PERMITTED_DIFFERENCES:
        assert f"| {difference.what} | {difference.why} |" in page


# --- cells ----------------------------------------------------------------------------------------
class JsNull:
    """Pyodide's, from 0.28 on."""


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (3, 3.0), (True, True), ("", None), (JsNull(), None), ({"type": "Entity"}, ErrorValue(Code.VALUE)),
        ({"type": "FormattedNumber", "basicType": "Double", "basicValue": 0.5}, 0.5), (object(), ErrorValue(Code.VALUE)),
    ],
)  # fmt: skip
def test_a_raw_value_is_the_cell_that_excel_shows(raw: object, cell: object) -> None:
    got = lite._cell(raw)
    assert got == cell
    assert type(got) is type(cell)


def test_a_row_that_comes_flat_is_a_row() -> None:
    assert lite._given([1, 2]) == [[1.0, 2.0]]


def test_no_more_sentences_are_kept_than_a_large_book_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lite, "_MOST", 2)
    monkeypatch.setattr(lite, "_sentences", OrderedDict())
    for row in range(3):
        lite._keep(f"A!B{row}", "Because.")
    assert list(lite._sentences) == ["A!B1", "A!B2"]
