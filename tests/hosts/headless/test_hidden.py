"""SUBTOTAL and AGGREGATE over hidden rows, by Microsoft's tables of their arguments: 1 to 11 leave out what
a filter hides, 101 to 111 and the options 1, 3, 5 and 7 of AGGREGATE whatever is hidden."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make, members, replaced
from xl_stressvar import errors
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import evaluate


def _book(path: Path, *formulas: str, by: str = "hand") -> Path:
    """Sheet Data: 1 to 8 in A2:A9; rows 3 and 4 are hidden."""

    def fill(book: Any) -> None:
        data = book.add_worksheet("Data")
        data.write_column("A2", range(1, 9))
        data.write("A1", "Value")
        for row in (2, 3):
            data.set_row(row, None, None, {"hidden": True})
        if by == "filter":
            data.autofilter("A1:A9")
            data.filter_column(0, "x != 2 and x != 3")
        elif by == "table":
            data.add_table("A1:A9", {"name": "Values", "columns": [{"header": "Value"}]})
        sheet = book.add_worksheet("Risk")
        for i, formula in enumerate(formulas):
            sheet.write_formula(i, 0, formula)
        book.define_name("All", "=Data!$A$2:$A$9")

    return make(path, fill)


@pytest.mark.parametrize(
    ("formula", "by_hand", "by_filter"),
    [
        ("=SUBTOTAL(9,Data!A2:A9)", 36, 31),
        ("=SUBTOTAL(109,Data!A2:A9)", 31, 31),
        ("=SUBTOTAL(101,All)", 31 / 6, 31 / 6),
        ("=SUBTOTAL(2,data!A:A)", 8, 6),
        ("=SUBTOTAL(109,Data!A3:A4)", 0, 0),
        ("=SUBTOTAL(105,Data!A3:A9)", 4, 4),
        ("=SUBTOTAL(109,Data!A5:A9)", 30, 30),
        ("=_xlfn.AGGREGATE(9,5,Data!A2:A9)", 31, 31),
        ("=_xlfn.AGGREGATE(9,6,Data!A2:A9)", 36, 36),
        ("=SUBTOTAL(109,Data!A2:A3,Data!A4:A5)", 5, 5),
        ("=SUM(Data!A2:A9)", 36, 36),
    ],
)
def test_hidden_rows_are_passed_over(
    tmp_path: Path, formula: str, by_hand: float, by_filter: float
) -> None:
    for by, expected in (("hand", by_hand), ("filter", by_filter)):
        found, report = calculated(_book(tmp_path / f"{by}.xlsx", formula, by=by))
        assert report.errors == []
        assert found["A1"] == pytest.approx(expected, rel=1e-15)


def test_a_table_may_be_filtered_too(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", "=SUBTOTAL(9,Values[Value])", by="table")
    table = members(path)["xl/tables/table1.xml"].decode()
    column = '<autoFilter ref="A1:A9"><filterColumn colId="0"/></autoFilter>'
    assert '<autoFilter ref="A1:A9"/>' in table
    table = table.replace('<autoFilter ref="A1:A9"/>', column)
    replaced(path, {"xl/tables/table1.xml": table})
    found, _ = calculated(path)
    assert found["A1"] == 31
    (answer,) = evaluate(["=SUBTOTAL(3,Values[Value])"], path)
    assert answer.value == 6


@pytest.mark.parametrize(
    "formula", ["=SUBTOTAL(109,OFFSET(Data!A2,0,0,5,1))", "=SUBTOTAL(B1,Data!A2:A9)"]
)
def test_what_cannot_be_said_beforehand_is_refused(tmp_path: Path, formula: str) -> None:
    with pytest.raises(FileProblem) as caught:
        calculated(_book(tmp_path / "a.xlsx", formula))
    assert caught.value.problem is errors.NOT_EVALUATED
    assert "rows are hidden" in caught.value.sentence()


def test_without_hidden_rows_everything_may_be_worked_out() -> None:
    (answer,) = evaluate(["=SUBTOTAL(9,A1:A3)"])
    assert answer.value == 0


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ('<row r="3" hidden = "1">', 34), ('<row r="3" hidden="&#49;">', 34),
        ("<row r='3' hidden='true'>", 34), ('<row r="3" x="&gt;" hidden="1">', 34),
        ('<row r="3"  hidden="0">', 36), ('<!-- <row r="3" hidden="1"> --><row r="3">', 36),
    ],
)  # fmt: skip
def test_a_hidden_row_is_one_to_a_parser(tmp_path: Path, row: str, total: float) -> None:
    path = _book(tmp_path / "a.xlsx", "=SUBTOTAL(109,Data!A2:A9)")
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    text = re.sub(r' hidden="1"', "", text)
    replaced(path, {"xl/worksheets/sheet1.xml": re.sub(r'<row r="3"[^>]*>', row, text)})
    found, _ = calculated(path)
    assert found["A1"] == total


def test_the_filter_of_a_custom_view_hides_nothing(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", "=SUBTOTAL(9,Data!A2:A9)")
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    view = '<autoFilter ref="A1:A9"><filterColumn colId="0"/></autoFilter>'
    view = f'<customSheetViews><customSheetView guid="{{0}}">{view}</customSheetView></customSheetViews>'
    replaced(
        path, {"xl/worksheets/sheet1.xml": text.replace("</sheetData>", f"</sheetData>{view}")}
    )
    assert calculated(path)[0]["A1"] == 36
