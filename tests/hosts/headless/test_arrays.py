"""One value asked for and many given: an array formula goes value by value, any other takes its own
row. The expectations are Microsoft's rules ("Implicit intersection operator: @"; "Guidelines and
examples of array formulas") applied by hand to 1, -2, 3, -4, 5."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.hosts.headless import evaluate

VALUES = (1, -2, 3, -4, 5)


def _book(path: Path, formula: str, array: bool) -> Path:
    """A1:A5 numbers, B1:B5 texts, C1:C5 dates of 2006 to 2010; the formula in D3."""

    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        for i, value in enumerate(VALUES):
            sheet.write_row(i, 0, [value, "ab"[i % 2] * (i + 1), 38718 + 366 * i])
        sheet.write("H1", "first")
        book.define_name("Moves", "=S!$A$1:$A$5")
        if array:
            sheet.write_array_formula("D3:D3", f"{{{formula}}}")
        else:
            sheet.write_formula("D3", formula)

    return make(path, fill)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=MAX(ABS(A1:A5))", 5),
        ("=SUM(ABS(Moves))", 15),
        ("=SUM(LARGE(Moves,{1,2}))", 8),
        ("=AVERAGE(SMALL(A1:A5,ROW(1:2)))", -3),
        ('=SUM(SMALL(A1:A5,ROW(INDIRECT("1:"&3))))', -5),
        ("=SUM(COLUMN(B1:D1))", 9),
        ("=SUM(--(LEN(B1:B5)>3))", 2),
        ('=SUM(--(LEFT(UPPER(B1:B5),1)="A"))', 3),
        ('=SUM(--ISNUMBER(SEARCH("bb",B1:B5)))', 2),
        ("=SUM((YEAR(C1:C5)=2008)*A1:A5)", 3),
        ("=SUM(COUNTIF(A1:A5,{1,3,7}))", 2),
        ('=SUM(SUMIFS(A1:A5,B1:B5,{"a","aaa"}))', 4),
        ("=SUM(IFERROR(SQRT(A1:A5),0)^2)", 9),
        # of tables: 0.841345 + 0.022750 + 0.998650 + 0.000032 + 1.000000
        ("=ROUND(SUM(NORM.S.DIST(A1:A5,TRUE)),5)", 2.86278),
        ("=SUM(VLOOKUP({1,5},A1:C5,3,FALSE))", 38718 + 40182),
        ("=SUM(INDEX(A1:A5,{1;3;5}))", 9),
        ("=SUM(ROUND(A1:A5/{1,3},0))", 3 + 0 - 1 + 1 - 1 + 2),
    ],
)
def test_an_array_formula_goes_value_by_value(
    tmp_path: Path, formula: str, expected: float
) -> None:
    found, report = calculated(_book(tmp_path / "a.xlsx", formula, array=True))
    assert report.errors == []
    assert found["D3"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=ABS(A1:A5)", 3),
        ("=A1:A5*2", 6),
        ("=-Moves+1", -2),
        ("=2^$A$1:$A$5", 8),
        ('=IF(Moves>2,"up","down")', "up"),
        ("=SUM(A1:A5*A1:A5)", 9),
        ("=VLOOKUP(Moves,A1:B5,2,FALSE)", "aaa"),
        ("=LEN(S!B1:B5)", 3),
        ("=H1:L1&Moves", "#VALUE!"),  # no column D in it
        ("=SUMPRODUCT(ABS(A1:A5))", 15),
        ("=SUMPRODUCT((YEAR(C1:C5)>2008)*A1:A5)", 1),
        ("=LOOKUP(2,1/(LEN(B1:B5)=2),A1:A5)", -2),
        ("=SUM(LARGE(A1:A5,{1,2}))", 8),  # a constant is never reduced
        ("=ABS(A2)+ROUND(A1/3,2)", 2.33),
        # of functions that take a range elsewhere
        ("=MATCH(A:A,A1:A5,0)", 3),
        ("=MATCH(B:B,B$1:B$5,0)", 3),
        ("=SUM(MATCH(A1:A5,A1:A5,0))", 3),
        ("=SUMPRODUCT(MATCH(A1:A5,A1:A5,0))", 15),
        ("=INDEX(B1:B5,ABS(Moves))", "aaa"),
        ("=COUNTIFS(B:B,B:B)", 1),
        ("=SUMIFS(A:A,B:B,B1:B5)", 3),
        ("=CHOOSE(A:A,7,8,9)", 9),
    ],
)
def test_any_other_formula_takes_its_own_row(tmp_path: Path, formula: str, expected: Any) -> None:
    found, _ = calculated(_book(tmp_path / "a.xlsx", formula, array=False))
    assert found["D3"] == (pytest.approx(expected) if isinstance(expected, float) else expected)


@pytest.mark.parametrize(
    "call",
    ["F.INV(0.9,{},5)", "F.DIST.RT({},3,5)", "CONFIDENCE.T(0.05,{},9)", "WEIBULL.DIST({},2,3,TRUE)",
     "HYPGEOM.DIST({},4,8,20,TRUE)", "POISSON({},3,TRUE)", "EXPONDIST({},3,TRUE)", "GAMMAINV(0.3,{},1)",
     "EFFECT({},4)", "DDB({},1,5,1)", "PPMT(5%,{},10,100)", "ACOSH({})", "BINOM.DIST.RANGE(10,0.5,{})",
     "PRICE(45000,46000,{}%,5%,100,2,0)", "WORKDAY.INTL(45000,{})", "Z.TEST({{1,2,3,4}},{})",
     "UNICODE({})", 'TEXTBEFORE({}&"-","-")', "MOD({},1.5)", 'VALUE({}&"%")'],
)  # fmt: skip
def test_several_values_give_each_what_it_gives_alone(call: str) -> None:
    """Not the first alone, which would look right."""
    three, two, both = evaluate([f"={call.format(given)}" for given in ("3", "2", "{3;2}")])
    assert three.error is None
    assert both.value == [[three.value], [two.value]]


def test_our_functions_get_whole_arrays(tmp_path: Path) -> None:
    """The worst of |moves| 1 to 5 at 75%: the first quartile of the negatives is -4."""
    formula = "=STRESSED_VAR(-ABS(A1:A5),1,,75%)"
    found, report = calculated(_book(tmp_path / "a.xlsx", formula, array=False))
    assert report.errors == []
    assert found["D3"] == 4


def test_an_error_among_many_stays_where_it_is() -> None:
    (answer,) = evaluate(["=IFERROR(ABS({1,#N/A;-2,#DIV/0!}),9)"])
    assert answer.value == [[1, 9], [2, 9]]
    (answer,) = evaluate(["=ABS({1;-2}/{1;0})"])
    assert [str(cell) for row in answer.value for cell in row] == ["1.0", "#DIV/0!"]  # type: ignore[union-attr]


def test_sides_that_do_not_match_are_na_beyond_the_shorter() -> None:
    (answer,) = evaluate(["=IFNA(MOD({7;8;9},{2;3}),-1)"])
    assert answer.value == [[1], [2], [-1]]


def test_dates_of_the_1904_system_keep_their_year(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet()
        sheet = book.add_worksheet()
        sheet.write_column("A1", [0, 366])  # 1 January 1904, and 1905
        sheet.write_array_formula("B1:B1", "{=SUM(YEAR(A1:A2))}")

    found, _ = calculated(make(tmp_path / "a.xlsx", fill, date_1904=True))
    assert found["B1"] == 1904 + 1905


def test_formulatext_shows_what_the_user_wrote(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet()
        sheet = book.add_worksheet()
        sheet.write_formula("A1", '=_xlfn.CONCAT("a ""b""",PARAM_VAR(0.01,100,,2))')
        sheet.write_array_formula("A2:A2", "{=SUM(1,2)}")
        for row in (1, 2, 9):
            sheet.write_formula(f"B{row}", f"=FORMULATEXT(A{row})")

    found, _ = calculated(make(tmp_path / "a.xlsx", fill))
    assert found["B1"] == '=CONCAT("a ""b""",PARAM_VAR(0.01,100,,2))'
    assert (found["B2"], found["B9"]) == ("{=SUM(1,2)}", "#N/A")
