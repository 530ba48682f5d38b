"""Functions that the engine answers in another way than Excel: lookups over errors, AGGREGATE of an
array, OFFSET upwards, SUMPRODUCT of texts, a single holiday. Expectations by hand from Microsoft's
descriptions; A1:A5 hold 1, 2, 4, 8, 16, B1:B5 FX, R, FX, R, R, C1:C5 texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.errors import FileProblem


def _book(path: Path, *formulas: str) -> Path:
    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("Second")
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for i, row in enumerate(((1, "FX", "3"), (2, "R", "5%"), (4, "FX", "x"), (8, "R", "1"))):
            sheet.write_row(i, 0, row)
        sheet.write_row(4, 0, (16, "R", ""))
        sheet.write("D1", 39706, date)  # Monday, 15 September 2008
        sheet.write("D2", -3)
        for i, formula in enumerate(formulas):
            sheet.write_formula(i, 5, formula)

    return make(path, fill)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=LOOKUP(2,1/(B1:B5="FX"),A1:A5)', 4),  # the last of them
        ('=LOOKUP(2,1/(B1:B5="R"),ROW(A1:A5))', 5),
        ("=LOOKUP(5,A1:A5,B1:B5)", "FX"),
        ('=SUM(LOOKUP({2;9},A1:A5,A1:A5))', 10),
        ('=AGGREGATE(14,6,A1:A5/(B1:B5="FX"),1)', 4),
        ('=AGGREGATE(15,6,A1:A5/(B1:B5="R"),2)', 8),
        ('=SUMPRODUCT(AGGREGATE(14,6,A1:A5/(B1:B5="R"),{1,2}))', 24),
        ("=AGGREGATE(16,6,A1:A5,0.5)", 4),
        ("=AGGREGATE(9,6,A1:A5)", 31),
        ('=INDEX(A1:A5,AGGREGATE(15,6,ROW(A1:A5)/(B1:B5="R"),1))', 2),
        ("=SUM(OFFSET(A5,0,0,-2,1))", 24),
        ("=SUM(OFFSET(A5,,,D2))", 28),
        ("=SUM(OFFSET(A1,COUNT(A1:A5)-1,0,-COUNT(A1:A2),1))", 24),
        ("=COLUMNS(OFFSET(C1,0,0,1,-2))", 2),
        ("=SUM(OFFSET(A1,1,0,2,1))", 6),
        ('=SUMPRODUCT(ROW(OFFSET(A1,0,0,-D2,1)))', 6),
        ("=SUMPRODUCT(A1:A5,C1:C5)", 0),  # texts count as 0, whatever they look like
        ('=SUMPRODUCT(B1:B5="FX",A1:A5)', 0),  # so do TRUE and FALSE
        ('=SUMPRODUCT(--(B1:B5="FX"),A1:A5)', 5),
        ('=SUMPRODUCT((B1:B5="FX")*A1:A5)', 5),
        ("=SUMPRODUCT(A1:A5,A1:A5)", 341),
        ("=SUMPRODUCT(A1:A5,A1:A4)", "#VALUE!"),
        ("=SUMPRODUCT(N(A1:A5>3))", 3),
        ("=SUMPRODUCT(N(+A1:A5))", 31),
        ("=N(A1:A5)", 1),  # of a range, the first cell
        ('=N("7")+N(TRUE)', 1),
        ("=WORKDAY(DATE(2008,9,12),1,DATE(2008,9,15))", 39707),
        ("=WORKDAY(39703,1,D1)", 39707),
        ("=WORKDAY.INTL(39703,1,1,D1)", 39707),
        ("=NETWORKDAYS(39703,39707,DATE(2008,9,15))", 2),
        ("=NETWORKDAYS.INTL(39703,39707,1,D1)", 2),
        ("=NETWORKDAYS(39703,39707)", 3),
    ],
)  # fmt: skip
def test_it_is_as_in_excel(tmp_path: Path, formula: str, result: Any) -> None:
    found, _ = calculated(_book(tmp_path / "a.xlsx", formula))
    assert found["F1"] == result


def test_a_large_range_is_handed_over_once_for_all_its_products(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("Second")
        sheet.write_column("A1", range(100))
        sheet.write_column("B1", [2] * 99 + ["2"])
        sheet.write_formula("C1", "=SUMPRODUCT(A1:A100,B1:B100)")
        sheet.write_formula("C2", "=SUMPRODUCT(A1:A100,A1:A100)")

    found, _ = calculated(make(tmp_path / "a.xlsx", fill))
    assert (found["C1"], found["C2"]) == (99 * 98, 328350)


def test_a_row_that_a_table_does_not_have_is_refused(tmp_path: Path) -> None:
    """Its last row of data would look right."""

    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("Second")
        sheet.add_table("A1:A3", {"name": "T", "data": [[1], [2]], "columns": [{"header": "V"}]})
        sheet.write_formula("C1", "=T[[#Totals],[V]]")

    with pytest.raises(FileProblem, match="Second!C1 cannot be calculated here"):
        calculated(make(tmp_path / "a.xlsx", fill))
