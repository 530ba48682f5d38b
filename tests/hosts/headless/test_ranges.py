"""The engine hands a large range over once, and everything still depends on what it depended on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.hosts.headless.books import (
    POSITIONS,
    RETURNS,
    calculated,
    error_at,
    make,
    members,
    with_formulas,
    write_data,
)
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import calc, evaluate
from xl_stressvar.hosts.headless.call_sites import CallSites
from xl_stressvar.hosts.headless.ranges import SHEET, Ranges
from xl_stressvar.ooxml.formulas import printed
from xl_stressvar.ooxml.references import Names

PNL = RETURNS @ POSITIONS
VAR = -np.quantile(PNL[-250:], 0.01)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The ranges that the engine handed over."""
    found: list[object] = []
    take = Ranges.take

    def counted(self: Ranges, values: list[Any]) -> Any:
        found.append(values[1])
        return take(self, values)

    monkeypatch.setattr(Ranges, "take", counted)
    return found


def test_many_calls_on_one_range_get_it_once(tmp_path: Path, handed_over: list[object]) -> None:
    formulas = [
        f"=CURRENT_VAR({r},Pos)" for r in ("Data!A1:D301", "Data!$A$1:$D$301", "Rets", "(Rets)")
    ]
    found, report = calculated(with_formulas(tmp_path / "a.xlsx", *formulas * 5))
    assert len(handed_over) == 1
    assert set(found.values()) == {found["A1"]}
    assert found["A1"] == pytest.approx(VAR, rel=1e-12)
    assert not report.errors


def test_a_range_with_formulas_in_it_is_calculated_first(tmp_path: Path) -> None:
    """Histories made by our own functions, by formulas, and by a spill, each read by a later call."""

    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        sheet.write_formula("A1", "=CURRENT_VAR(Twice!A1:D301,Pos)", None, 1)
        sheet.write_formula("A2", "=CURRENT_VAR(Data!M1:O300,{1,1,1})", None, 1)
        data = book.get_worksheet_by_name("Data")
        data.write_dynamic_array_formula("M1:O300", "=Twice!B2:D301/2", None, 1)
        twice = book.add_worksheet("Twice")
        for i in range(301):
            for j in range(4):
                cell = f"Data!{'ABCD'[j]}{i + 1}"
                twice.write_formula(i, j, f"={cell}*2" if i and j else f"={cell}", None, 0)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert not report.errors
    assert found["A1"] == pytest.approx(2 * VAR, rel=1e-12)
    assert found["A2"] == pytest.approx(-np.quantile(RETURNS.sum(axis=1)[-250:], 0.01), rel=1e-12)


def test_two_ranges_are_not_mixed_up(tmp_path: Path) -> None:
    found, _ = calculated(
        with_formulas(
            tmp_path / "a.xlsx",
            "=CURRENT_VAR(Data!B2:B301,1)",
            "=CURRENT_VAR(Data!C2:C301,1)",
            "=CURRENT_VAR(Data!B2:B300,1)",
        )
    )
    assert [found[f"A{i}"] for i in (1, 2, 3)] == [
        pytest.approx(-np.quantile(x[-250:], 0.01), rel=1e-12)
        for x in (RETURNS[:, 0], RETURNS[:, 1], RETURNS[:299, 0])
    ]


def test_a_range_that_reads_itself_is_still_a_circle(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        data = write_data(book)
        data.write_formula("B50", "=CURRENT_VAR(Data!A1:D301,Pos)", None, 0)

    with pytest.raises(FileProblem, match="circle"):
        calc(make(tmp_path / "a.xlsx", fill), tmp_path / "out.xlsx")


def test_one_cell_of_a_range_is_not_the_range(tmp_path: Path, handed_over: list[object]) -> None:
    """`@` takes the cell of its own row, and a LET may give a name another meaning."""
    found, report = calculated(
        with_formulas(
            tmp_path / "a.xlsx",
            "=PARAM_VAR(0.01,1)",
            "=PARAM_VAR(ABS(@Data!$B$1:$B$301),1)",
            "=_xlfn.LET(_xlpm.Rets,Data!B2:B301,CURRENT_VAR(_xlpm.Rets,1))",
            "=_xlfn.LET(Rets,Data!B2:B301,CURRENT_VAR(Rets,1))",
        )
    )
    assert not handed_over
    assert not report.errors
    want = -np.quantile(RETURNS[-250:, 0], 0.01)
    assert found["A2"] == pytest.approx(found["A1"] * abs(RETURNS[0, 0]) / 0.01, rel=1e-9)  # type: ignore[operator]
    assert found["A3"] == found["A4"] == pytest.approx(want, rel=1e-12)


def test_at_before_a_large_range_stays_one_cell() -> None:
    sites = CallSites(CATALOGUE, Names({("", "one"): "@Data!$A$1:$A$999"}))

    def rewritten(argument: str) -> str:
        return printed(sites.rewrite(f"PARAM_VAR(0.01,{argument})", ("S", 1, 1)))

    for argument in ("@Data!A1:A999", "one", "A1#", "_xlfn.ANCHORARRAY(A1)", "A1:A9"):
        assert SHEET not in rewritten(argument)
    assert SHEET in rewritten("Data!A1:A999")
    assert sites.ranges.new() == [(1, "XLSTRESSVAR.RANGE(1,Data!A1:A999)")]
    assert sites.ranges.new() == []


def test_an_error_in_the_range_is_named_by_its_address(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        data = write_data(book)
        data.write_formula("C47", "=1/0", None, 0)
        sheet = book.add_worksheet("Risk")
        sheet.write_formula("A1", "=CURRENT_VAR(Rets,Pos)", None, 0)

    _, report = calculated(make(tmp_path / "a.xlsx", fill))
    error = error_at(report, "Risk!A1")
    assert error.code == "#DIV/0!"
    assert "Data!C47" in error.sentence


def test_the_sheet_of_the_ranges_never_gets_into_the_file(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)")
    calculated(path)
    for name, data in members(tmp_path / "out.xlsx").items():
        assert SHEET.encode() not in data, name
        assert b"XLSTRESSVAR.RANGE" not in data, name


def test_typed_formulas_read_ranges_of_the_book(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)")
    first, second, third = evaluate(
        [
            "CURRENT_VAR(Rets,Pos)",
            "CURRENT_VAR(Data!B2:B301,1)",
            "CURRENT_VAR(LOAD_HISTORY(Rets),Pos)",
        ],
        path,
    )
    assert first.value == third.value == pytest.approx(VAR, rel=1e-12)
    assert second.value == pytest.approx(-np.quantile(RETURNS[-250:, 0], 0.01), rel=1e-12)


def test_whole_columns_are_ranges_too(tmp_path: Path, handed_over: list[object]) -> None:
    path = with_formulas(
        tmp_path / "a.xlsx", "=CURRENT_VAR(Data!A:D,Pos)", "=CURRENT_VAR(Data!$A:$D,Pos)"
    )
    found, report = calculated(path)
    assert not report.errors
    assert found["A1"] == found["A2"] == pytest.approx(VAR, rel=1e-12)


def test_matrix_functions_get_a_large_range_once(tmp_path: Path, handed_over: list[object]) -> None:
    formulas = ["=SUM(MMULT(Data!B2:D301,Data!H1:H3))"]
    formulas += ["=SUMPRODUCT(Data!B2:D301,Data!B2:D301)"] * 3
    found, _ = calculated(with_formulas(tmp_path / "a.xlsx", *formulas))
    assert len(handed_over) == 1
    assert found["A1"] == pytest.approx(PNL.sum(), rel=1e-9)


def test_matrix_functions_read_large_ranges_as_small_ones(tmp_path: Path) -> None:
    """Inside formulas of arrays and without, whatever is wrong in the range, after what it depends on."""
    path = with_formulas(
        tmp_path / "a.xlsx",
        "=SUM(MMULT(Data!$B$2:$D$301,Data!$H$1:$H$3))",
        "=MDETERM(MMULT(TRANSPOSE(Data!B2:D301),Data!B2:D301))",
        "=SUM(MMULT(Data!$A$1:$D$301,Data!$H$1:$H$4))",  # the header is text
        "=SUM(MMULT(Data!$B$2:$D$400,Data!$H$1:$H$3))",  # blanks below
        "=SUM(MMULT(TRANSPOSE(A7:A50),A7:A50))",
        "=IF(TRUE,LET(x,Data!B2:D301,SUM(MMULT(x,Data!$H$1:$H$3))))",
        *[f"={i}+0*SUM(Data!B2:D3)" for i in range(44)],
    )
    found, _ = calculated(path)
    assert found["A1"] == pytest.approx(PNL.sum(), rel=1e-9)
    assert found["A2"] == pytest.approx(np.linalg.det(RETURNS.T @ RETURNS), rel=1e-9)
    assert found["A3"] == found["A4"] == "#VALUE!"
    assert found["A5"] == sum(i * i for i in range(44))
    assert found["A6"] == pytest.approx(PNL.sum(), rel=1e-9)
