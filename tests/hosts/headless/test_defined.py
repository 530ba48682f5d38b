"""Names that stand for formulas: dynamic ranges, arrays, relative references. Expectations by hand, of
1, -2, 3, -4, 5 in A1:A5 and 10 to 50 in B1:B5; the formula stands in D3."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make

NAMES = {
    "Moves": "=S!$A$1:$A$5",
    "Filled": "=OFFSET(S!$A$1,0,0,COUNT(S!$A:$A),1)",
    "Through": "=S!$A$1:INDEX(S!$A:$A,COUNT(S!$A:$A))",
    "Third": "=S!$A$3",  # a cell
    "Held": "=S!$A$1:INDEX(S!$A$1:$A$5,Third)",
    "Days": "=COUNT(Filled)",
    "Tail": "=AVERAGE(SMALL(S!$A$1:$A$5,{1,2}))",
    "Sizes": "=SUM(ABS(Moves))",
    "Doubled": "=Moves*2",
    "Rate": "=1/4",
    "Title": '="a+"&"b"',
    "TwoLeft": "=S!XFC1",  # as a file says of A1: two columns to the left, round the edge
    "Below": "=S!XFC2*2",
}


def _book(path: Path, formula: str, array: bool) -> Path:
    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        for i, value in enumerate((1, -2, 3, -4, 5)):
            sheet.write_row(i, 0, [value, 10 * i + 10])
        for name, meaning in NAMES.items():
            book.define_name(name, meaning)
        if array:
            sheet.write_array_formula("D3:D3", f"{{{formula}}}")
        else:
            sheet.write_formula("D3", formula)

    return make(path, fill)


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(Filled)", 3),
        ("=SUMIF(Filled,2+1)", 3),
        ('=COUNTIF(Through,">0")', 3),
        ("=SUM(Held)", 2),
        ("=SUM(A1:INDEX(Moves,Third))", 2),
        ("=SUM(INDEX(Moves,Third):A5)", 4),
        ("=ROWS(Filled)", 5),
        ("=AVERAGE(OFFSET(Filled,1,0,2,1))", 0.5),
        ("=INDEX(Filled,4)", -4),
        ("=PERCENTILE(Filled,0.5)", 1),
        # positions 0.25*4 = 1 of -4, -2, 1, 3, 5
        ("=STRESSED_VAR(Filled,1,,75%)", 2),
        ("=STRESSED_VAR(Filled/100,1,,75%)", 0.02),
        ("=Days+1", 6),
        ("=Tail", -3),
        ("=-Tail*Sizes", 45),
        ("=SUM(Doubled)", 6),
        ("=PARAM_VAR(Sizes/1000,-Tail,97.72498680518208%)", 0.09),  # two deviations
        ("=Rate*2", 0.5),
        ("=Title", "a+b"),
        ("=TwoLeft", 30),
        ("=Below", 80),
        ("=LET(Rate,3,Rate+1)", 4),
    ],
)
def test_a_name_that_stands_for_a_formula(
    tmp_path: Path, formula: str, expected: Any, array: bool
) -> None:
    found, report = calculated(_book(tmp_path / "a.xlsx", formula, array=array))
    assert report.errors == []
    assert found["D3"] == (expected if isinstance(expected, str) else pytest.approx(expected))


def test_a_name_that_reaches_itself_is_an_error(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.define_name("Ring", "=Ring+1")
        book.add_worksheet("First")
        book.add_worksheet("S").write_formula("A1", "=Ring")

    found, _ = calculated(make(tmp_path / "a.xlsx", fill))
    assert str(found["A1"]).startswith("#")
