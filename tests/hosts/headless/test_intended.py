"""An #N/A that a workbook means is listed, and is no failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.headless.books import make, write_data
from xl_stressvar.hosts.headless import calc
from xl_stressvar.templates import templates


@pytest.mark.parametrize(
    ("named", "failed"),
    [(None, 2), ("=Out!$A$1", 1), ("=Out!$A$1:$A$2", 1), ("=Out!$B$1", 2)],
)
def test_only_an_na_under_such_a_name_is_meant(
    named: str | None, failed: int, tmp_path: Path
) -> None:
    def fill(book) -> None:
        write_data(book)
        out = book.add_worksheet("Out")
        out.write_formula("A1", '=STRESSED_VAR(Data!A1:D301,{1,2,3},"LTCM")')  # #N/A
        out.write_formula("A2", "=PARAM_VAR(-1,100)")  # #NUM!, whatever its name
        if named:
            book.define_name("intended_na_own", named)

    report = calc(make(tmp_path / "book.xlsx", fill))
    assert {error.code for error in report.errors} == {"#N/A", "#NUM!"}
    assert report.failed == failed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["committee_pack", "several_windows"])
def test_a_template_has_no_failure_as_delivered(name: str, tmp_path: Path) -> None:
    report = calc(templates()[name], tmp_path / "out.xlsx")
    assert report.failed == 0
