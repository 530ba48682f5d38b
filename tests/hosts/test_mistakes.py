"""Every kind of mistake has on every host its error, and the catalogue's sentence with the cell it blames.

LibreOffice is asked the same in tests/hosts/libreoffice/test_errors.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.hosts.answers import as_com, direct
from tests.hosts.excel.engine import Excel
from tests.hosts.libreoffice.office import write_book
from tests.hosts.mistakes import (
    BY_HAND,
    MISTAKES,
    SHEETS,
    each_argument_spoilt_once,
    every_argument_spoilt,
    place_in,
    written,
)
from tests.hosts.questions import Call, Ref, by_function, formula, sheets, some_and_every
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cli.main import main
from xl_stressvar.dispatch import call
from xl_stressvar.errors import MISSING as MISSING_ONE
from xl_stressvar.errors import Place
from xl_stressvar.hosts.com import CVERR, MISSING
from xl_stressvar.hosts.excel_addin import ADDRESS, SENTINEL
from xl_stressvar.hosts.headless import calc

SPOILT = list(every_argument_spoilt())
SOME = [*BY_HAND, *each_argument_spoilt_once()]
CALLS = [*BY_HAND, *SPOILT]
SOME_AND_EVERY = some_and_every(SOME, CALLS)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_of_its_class_and_blames_its_cell(name: str) -> None:
    asked, code, problem, cell = MISTAKES[name]
    failure = direct(asked).failure
    assert failure is not None
    assert (failure.problem.name, failure.code) == (problem, code)
    sentence = failure.sentence(place_in(asked))
    assert cell is None or sentence.startswith(f"{cell} (")
    assert len(sentence) <= 255


def test_most_spoilt_calls_fail_and_every_argument_has_one_that_does() -> None:
    failed = [asked for asked in SPOILT if direct(asked).failure]
    assert len(failed) > 0.8 * len(SPOILT)
    changed = {(name, _spoilt_at(given)) for name, given in failed}
    every = {(e.name, i) for e in CATALOGUE for i in range(len(e.parameters))}
    assert changed == {(name, i) for name, i in every if name != "STRESSVAR_WHY"}


def _spoilt_at(given: Sequence[object]) -> int:
    (at,) = [i for i, argument in enumerate(given) if type(argument).__name__ == "Bad"]
    return at


# --- Excel ----------------------------------------------------------------------------------------
def as_vba_shows(text: str, asked: Call) -> tuple[str, str]:
    """The number of the error, and the sentence once VBA has written the address into it."""
    number, position, row, column, _, sentence = text.removeprefix(SENTINEL).split("|", 5)
    if ADDRESS in sentence:
        name, i = asked[0], int(position) - 1
        inside = [int(n) - 1 if n != "0" else None for n in (row, column)]
        address = place_in(asked)(Place(CATALOGUE[name].parameters[i].name, *inside))
        assert address
        sentence = sentence.replace(ADDRESS, address)
    return number, sentence


@pytest.mark.parametrize("calls", by_function(SOME, CALLS))
def test_a_mistake_has_its_sentence_on_both_of_excels_hosts(
    excel: Excel, calls: list[Call]
) -> None:
    found = []
    for asked in calls:
        failure = direct(asked).failure
        if failure is None:
            continue
        raw = [as_com(a) for a in asked[1]]
        context = "0" + "".join("R" if isinstance(a, Ref) else "V" for a in asked[1])
        got = as_vba_shows(excel.addin(asked[0], *raw, context=context), asked)
        if got != (want := (str(CVERR[failure.code]), failure.sentence(place_in(asked)))):
            found.append(f"{formula(*asked)}: {got}, not {want}")

        raw += [MISSING] * (len(CATALOGUE[asked[0]].parameters) - len(raw))
        shown = excel.udf(asked[0], *raw)
        if failure.problem is MISSING_ONE:  # xlwings hands over a required one left out as a blank
            assert shown == f"{failure.code}: {call(asked[0], [None]).sentence()}"
        elif shown != f"{failure.code}: {failure.sentence()}":
            found.append(f"{formula(*asked)}: {shown}, not {failure.sentence()}")
    assert not found, "\n".join(found)


# --- without a spreadsheet ------------------------------------------------------------------------
@pytest.mark.parametrize("calls", SOME_AND_EVERY)
def test_calc_lists_each_mistake_with_its_sentence(tmp_path: Path, calls: list[Call]) -> None:
    asked = [(formula(*c), 1, 1) for c in calls]
    write_book(tmp_path / "in.xlsx", asked, sheets() | written(SHEETS))
    report = calc(tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    errors = {e.address: (e.code, e.sentence) for e in report.errors}
    found = []
    for row, one in enumerate(calls, 1):
        failure = direct(one).failure
        got = errors.get(f"Formulas!A{row}")
        want = failure and (failure.code, failure.sentence(place_in(one)))
        if got != want:
            found.append(f"{formula(*one)}: {got}, not {want}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("calls", SOME_AND_EVERY)
def test_eval_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], calls: list[Call]
) -> None:
    write_book(tmp_path / "in.xlsx", [], sheets() | written(SHEETS))
    formulas = [formula(*asked) for asked in calls]
    assert main(["eval", "--book", str(tmp_path / "in.xlsx"), "--json", *formulas]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = []
    for asked, answer in zip(calls, answers, strict=True):
        failure = direct(asked).failure
        got = answer.get("error"), answer.get("why")
        want = (failure.code, failure.sentence(place_in(asked))) if failure else (None, None)
        if got != want:
            found.append(f"{formula(*asked)}: {got}, not {want}")
    assert not found, "\n".join(found)
