"""The web host in this Python: the hosts' questions, and what only this host has to know."""

from __future__ import annotations

import sys
from importlib import import_module

import numpy as np
import pytest

from tests.hosts.answers import grid
from tests.hosts.mistakes import every_question, some_questions
from tests.hosts.questions import (
    POSITIONS,
    Call,
    Ref,
    by_function,
    sheets,
    some_and_every,
)
from tests.hosts.web.wire import Request, one, read, unlike_direct
from xl_stressvar.arguments.history_cache import HISTORY_CACHE
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.cells.numbers import Numbers
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.web.host import Later, PackedBlock

SOME, CALLS = some_questions(), every_question()
GFC = sheets()["History"]


def unlike(asked: list[Call], packed: bool = False) -> list[str]:
    """What differs from direct calls."""
    request = Request(packed)
    for one_ in asked:
        request.add(*one_)
    return [
        line
        for one_, got in zip(asked, request.answers(), strict=True)
        for line in unlike_direct(one_, got)
    ]


def as_bytes(asked: Call) -> bool:
    request = Request(packed=True)
    request.add(*asked)
    return bool(request.buffers)


@pytest.mark.parametrize("calls", by_function(SOME, CALLS))
def test_a_function_gives_what_a_direct_call_gives(calls: list[Call]) -> None:
    assert not unlike(calls)


@pytest.mark.parametrize("calls", some_and_every(SOME[::2], CALLS))
def test_ranges_that_come_as_bytes_give_what_their_cells_give(calls: list[Call]) -> None:
    asked = [one for one in calls if as_bytes(one)]
    assert len({name for name, _ in asked}) > 30
    assert not unlike(asked, packed=True)


def test_the_numbers_of_a_range_travel_as_bytes() -> None:
    request = Request(packed=True)
    request.add("CRISIS_VOL", (Ref("History"),))
    assert len(request.buffers) == 1
    assert len(request.buffers[0]) == 8 * (len(GFC) - 1) * len(GFC[0])


def test_blank_rows_below_the_numbers_are_rows_of_the_range() -> None:
    days: list[list[float | None]] = [[100.0 + i] for i in range(70)]
    request = Request(packed=True)
    request.add("TO_RETURNS", (days,))
    request.ranges[0]["beyond"] = 3
    assert request.answers() == [one(("TO_RETURNS", ([*days, [None], [None], [None]],)))]
    assert len(PackedBlock(Numbers(None, None, np.ones((2, 1))), 3).rows) == 5


def test_a_sentence_names_a_cell_of_a_sheet_with_a_space_whatever_the_quotes() -> None:
    for sheet in ("My prices", "'My prices'", "[Book1.xlsx]My prices", "'[Book1.xlsx]My prices'"):
        request = Request()
        request.add("STRESSED_VAR", ([[0.01], ["x"], [0.02]], 1.0))
        request.calls[0]["p"] = [f"{sheet}!$B$3:B5", None]
        assert request.answers()[0]["m"].startswith("'My prices'!B4 (")


def test_a_range_of_another_spelling_is_named_by_its_argument() -> None:
    request = Request()
    request.add("STRESSED_VAR", ([[0.01], ["x"], [0.02]], 1.0))
    request.calls[0]["p"] = ["Prices", None]
    assert (
        request.answers()[0]["m"] == call("STRESSED_VAR", [[[0.01], ["x"], [0.02]], 1.0]).sentence()
    )


def test_a_book_that_counts_from_1904_is_read_and_answered_so() -> None:
    asked: Call = ("CRISIS_RETURNS", ("GFC", "SPX"))
    days, other = (read(one(asked, date1904=system)["v"]) for system in (False, True))
    assert days[1][0] - other[1][0] == 1462
    request = Request(date1904=True)
    request.add("STRESSED_VAR", (other, 1.0, "GFC"))
    assert read(request.answers()[0]["v"]) == grid(call("STRESSED_VAR", [days, 1.0, "GFC"]))


def test_why_gives_the_sentence_that_the_page_kept() -> None:
    request = Request()
    request.add("STRESSVAR_WHY", ([[None]],), w="Because.")
    request.add("STRESSVAR_WHY", ([[None]],))
    kept, unknown = request.answers()
    assert kept == {"v": [["Because."]]}
    assert unknown["m"] == call("STRESSVAR_WHY", [1.0]).sentence()


def test_an_unknown_handle_asks_for_its_history_to_be_loaded_again() -> None:
    got = one(("STRESSED_VAR", ("history:0123456789abcdef", POSITIONS)))
    assert got["load"] is True
    assert "load" not in one(("STRESSED_VAR", (OMITTED, POSITIONS)))


def test_the_history_behind_a_handle_is_known_to_be_shown_by_its_cell() -> None:
    HISTORY_CACHE.clear()
    request = Request()
    for i in range(3):
        request.add("LOAD_HISTORY", ([[0.01 * i], [0.02], [0.03]],), cell="H!A1")
    handles = [read(got["v"])[0][0] for got in request.answers()]
    assert len(set(handles)) == 3
    assert list(HISTORY_CACHE._handles.abandoned) == handles[:2]


def test_a_call_waits_for_a_package_that_is_still_being_loaded(monkeypatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [Later("notyet"), *sys.meta_path])

    def asks(*_: object) -> object:
        return import_module("notyet")

    monkeypatch.setattr("xl_stressvar.dispatch.calling.run", asks)
    request = Request()
    request.add("PARAM_VAR", (0.012, 100.0))
    assert request.answers() == [{"wait": True}]


def test_infinite_numbers_among_the_bytes_are_refused_as_cells() -> None:
    request = Request(packed=True)
    request.add("CRISIS_VOL", ([[0.01 * (-1) ** i] for i in range(70)],))
    request.buffers[0] = request.buffers[0][:-8] + b"\0\0\0\0\0\0\xf0\x7f"
    want = call("CRISIS_VOL", [[*([0.01 * (-1) ** i] for i in range(69)), [np.inf]]])
    assert want.failure is not None
    assert request.answers() == [{"e": str(want.failure.code), "m": want.sentence()}]
