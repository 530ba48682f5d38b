"""Check this Excel, as far as the Excel in memory goes: its formulas call no function of ours."""

from __future__ import annotations

import pytest
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter._values import error

from tests.artefacts.vba.sources import committed
from tests.hosts.memory.excel import Excel
from tools.addin.help import rows

#: What needs more of Excel than there is: languages, and the function wizard.
PARTS = ["engine", "functions", "arguments", "dates", "errors", "spill", "array", "protected", "handle",
         "esc", "templates", "speed", "events"]  # fmt: skip


def checked(excel: Excel, part: str) -> list[list[str]]:
    return [line.split("\t") for line in excel.run("Checked", part).splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_check_runs_to_its_end(excel: Excel, part: str) -> None:
    lines = checked(excel, part)
    assert lines
    assert [line for line in lines if line[1] == "no error"] == []
    assert {line[3] for line in lines} <= {"ok", "DIFFERS", ""}


def test_every_part_is_called() -> None:
    source = committed()["StressVarCheck.bas"]
    called = source.split("For Each part In Array(")[1].split(")")[0].replace('"', "").split(", ")
    assert called == ["machine", *PARTS[:-1], "wizard", "events"]
    assert all(f'Case "{part}": ' in source for part in called)


def test_functions_that_are_not_there_differ(excel: Excel) -> None:
    verdicts = [line[3] for part in ("arguments", "dates") for line in checked(excel, part)]
    assert len(verdicts) > 8
    assert set(verdicts) == {"DIFFERS"}


def test_a_part_that_breaks_is_a_line_of_the_report(excel: Excel) -> None:
    def refused(application: object) -> object:
        raise error(1004, "This Excel says no.")

    excel.give(Application, "Build", refused)
    assert checked(excel, "machine") == [
        ["machine", "no error", "1004 This Excel says no.", "DIFFERS"]
    ]


@pytest.mark.parametrize(
    ("value", "wanted", "near"),
    [
        (1.2500001, "1.25", True), (1.26, "1.25", False), (0.018257419, "0.018257", True),
        (-144.0, "-144", True), (0.0, "0", True), ("stale", "stale", True), ("VaR", '"VaR"', True),
        ("stale", "fresh", False), (True, "TRUE", True), (1.0, "TRUE", False),
    ],
)  # fmt: skip
def test_a_figure_is_compared_as_the_reference_prints_it(
    excel: Excel, value: object, wanted: str, near: bool
) -> None:
    assert excel.run("SvIsNear", value, wanted) is near


def test_a_line_reads_in_an_issue(excel: Excel) -> None:
    assert excel.run("SvPasted", "A range\t1.25\t#2029") == "| A range | 1.25 | #2029 | DIFFERS |"
    assert excel.run("SvPasted", "Build\t\t16|0") == "| Build |  | 16/0 |  |"
    assert excel.run("SvVerdict", "A\t1\t1") == "ok"


def test_the_stored_examples_fit_what_excel_takes() -> None:
    for kind, _, *texts in rows():
        if kind == "example":
            assert len(texts[0]) <= 255  # an array formula by macro
            assert texts[0].startswith("=")
