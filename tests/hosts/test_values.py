"""Every function, method, choice and shape gives on every host what a direct call gives.

LibreOffice answers the same questions in tests/hosts/libreoffice/test_values.py.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.hosts.answers import as_com, differences, direct, grid
from tests.hosts.excel.engine import Excel
from tests.hosts.libreoffice.office import write_book
from tests.hosts.mistakes import place_in
from tests.hosts.questions import (
    Call,
    Handle,
    Ref,
    by_function,
    by_quick_methods,
    calls,
    cells,
    formula,
    sheets,
    some_and_every,
)
from xl_stressvar.arguments.scalars import Choice
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.cli.main import main
from xl_stressvar.dispatch import Outcome
from xl_stressvar.errors import Code
from xl_stressvar.hosts.com import CVERR, MISSING
from xl_stressvar.hosts.excel_addin import SENTINEL
from xl_stressvar.hosts.headless import calc

CALLS = list(calls())
QUICK = list(by_quick_methods())
SOME_AND_EVERY = some_and_every(QUICK, CALLS)


def test_every_function_and_every_word_of_a_choice_is_asked() -> None:
    assert {name for name, _ in CALLS} | {"STRESSVAR_WHY"} == {e.name for e in CATALOGUE}
    for entry in CATALOGUE:
        for i, parameter in enumerate(entry.parameters):
            if isinstance(parameter.kind, Choice):
                words = {a[i] for name, a in CALLS if name == entry.name and len(a) > i}
                assert set(parameter.kind.words) <= words, (entry.name, parameter.name)


@pytest.mark.parametrize("calls", SOME_AND_EVERY)
def test_every_function_gives_a_figure_and_few_questions_are_refused(calls: list[Call]) -> None:
    answered = [asked for asked in calls if direct(asked).failure is None]
    assert {name for name, _ in answered} == {name for name, _ in CALLS}
    assert len(calls) - len(answered) < len(calls) / 10


# --- Excel ----------------------------------------------------------------------------------------
def from_com(value: Any) -> list[list[Any]]:
    """What CallUDF gives back, as the rows that it was: 1 x 1 comes as a cell, 1 x N flat."""
    if not isinstance(value, list):
        return [[value]]
    return value if isinstance(value[0], list) else [value]


def shown_as(outcome: Outcome, failed: str, error: Callable[[Code], str] = str) -> list[list[Any]]:
    """The cells of an answer, with an error among them as a host writes it."""
    if outcome.failure:
        return [[failed]]
    return [
        [error(cell.code) if isinstance(cell, ErrorValue) else cell for cell in row]
        for row in grid(outcome)
    ]


def marked(code: Code) -> str:
    return f"{SENTINEL}{CVERR[code]}"


def flat(raw: Any) -> Any:
    """A row as an array constant or a VBA Array arrives."""
    return raw[0] if isinstance(raw, tuple) and len(raw) == 1 else raw


def with_dates(raw: Any) -> Any:
    """The dates of a table as Range.Value gives them instead of Value2."""
    if not (isinstance(raw, tuple) and raw[0][0] == "Date"):
        return raw
    zero = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
    return (raw[0], *((zero + dt.timedelta(row[0]), *row[1:]) for row in raw[1:]))


@pytest.mark.parametrize("calls", by_function(QUICK, CALLS))
def test_a_function_gives_the_same_on_both_of_excels_hosts(excel: Excel, calls: list[Call]) -> None:
    found = []
    for asked in calls:
        outcome = direct(asked)
        raw = [as_com(a, lambda rows: excel.addin("LOAD_HISTORY", rows)) for a in asked[1]]
        for given in _distinct(raw, list(map(flat, raw)), list(map(with_dates, raw))):
            found += _differences_from_excel(excel, asked, outcome, given)
    assert not found, "\n".join(found)


def _distinct(*ways: list[Any]) -> list[list[Any]]:
    return [way for i, way in enumerate(ways) if way not in ways[:i]]


def _differences_from_excel(
    excel: Excel, asked: Call, outcome: Outcome, raw: list[Any]
) -> list[str]:
    name, (sentence, code) = (
        asked[0],
        (outcome.sentence(), outcome.failure and outcome.failure.code),
    )
    got = from_com(excel.addin(name, *raw))
    if outcome.failure:  # without the place, of which test_mistakes.py knows
        number, *_, words = got[0][0].removeprefix(SENTINEL).split("|", 5)
        got = [[f"{number}: {words}"]]
    failed = f"{CVERR.get(code)}: {sentence}"  # type: ignore[arg-type]
    found = differences(asked, got, shown_as(outcome, failed, marked))

    padded = [*raw, *[MISSING] * (len(CATALOGUE[name].parameters) - len(raw))]
    got = from_com(excel.udf(name, *padded))
    return found + differences(asked, got, shown_as(outcome, f"{code}: {sentence}"))


# --- without a spreadsheet ------------------------------------------------------------------------
@pytest.mark.parametrize("calls", SOME_AND_EVERY)
def test_calc_writes_the_same_into_a_workbook(tmp_path: Path, calls: list[Call]) -> None:
    want = [grid(direct(asked)) for asked in calls]
    asked = [(formula(*c), len(w), len(w[0])) for c, w in zip(calls, want, strict=True)]
    tops = write_book(tmp_path / "in.xlsx", asked, sheets())
    report = calc(tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Formulas"]
    sentences = {error.address: error.sentence for error in report.errors}
    found = []
    for one, top, expected in zip(calls, tops, want, strict=True):
        rows = sheet.iter_rows(top + 1, top + len(expected), 1, len(expected[0]))
        got = [[_read(cell) for cell in row] for row in rows]
        found += differences(one, got, expected)
        if failure := direct(one).failure:
            assert sentences[f"Formulas!{xl_rowcol_to_cell(top, 0)}"] == failure.sentence(
                place_in(one)
            )
    assert not found, "\n".join(found)
    assert report.failed == sum(direct(asked).failure is not None for asked in calls)


def _read(cell: Any) -> Any:
    return ErrorValue(cell.value) if cell.data_type == "e" else cell.value


@pytest.mark.parametrize("calls", SOME_AND_EVERY)
def test_eval_prints_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], calls: list[Call]
) -> None:
    write_book(tmp_path / "in.xlsx", [], sheets())
    formulas = [formula(*asked) for asked in calls]
    assert main(["eval", "--book", str(tmp_path / "in.xlsx"), "--json", *formulas]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = []
    for asked, answer in zip(calls, answers, strict=True):
        outcome = direct(asked)
        if outcome.failure:
            want = {"error": str(outcome.failure.code), "why": outcome.sentence(place_in(asked))}
            assert answer == {"formula": formula(*asked), **want}
            continue
        value = answer["value"]
        got = value if isinstance(value, list) else [[value]]
        found += differences(asked, got, shown_as(outcome, ""))
    assert not found, "\n".join(found)


def test_the_cells_of_a_handle_are_those_of_its_range() -> None:
    """What the questions about handles rest on."""
    asked: Call = ("STRESSED_VAR", (Handle(Ref("History")), Ref("Row")))
    plain: Call = ("STRESSED_VAR", (Ref("History"), Ref("Row")))
    assert str(cells(asked[1])[0]).startswith("history:")
    assert direct(asked).value == direct(plain).value
