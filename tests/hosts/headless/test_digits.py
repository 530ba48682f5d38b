"""Fifteen digits: numbers in texts, comparisons, and the sum or difference that ends a formula.

What Excel shows is from two places outside: the table that Apache POI's NumberToTextConverter gives of
bit patterns and Excel's own texts for them; and Microsoft's "Floating-point arithmetic may give
inaccurate results in Excel", with the examples of POI's NumberComparer."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.hosts.headless.excel_rules.digits import number_text
from xl_stressvar.ooxml.references import area


def value(formula: str) -> Any:
    (answer,) = evaluate([formula])
    assert answer.error is None, answer.why
    return answer.value


@pytest.mark.parametrize(
    ("bits", "shown"),
    [
        (0x0000000000000000, "0"),
        (0x3FF00068DB8BAC71, "1.0001"),
        (0x4087A00000000000, "756"),
        (0x405EDD3C07FB4C8C, "123.456789012345"),
        (0x405EDD3C07FB4C99, "123.456789012346"),
        (0x4132D687E3DF2180, "1234567.89012346"),
        (0x3EE9E409302678BA, "1.23456789012346E-05"),
        (0x3F202E85BE180B74, "0.000123456789012346"),
        (0x3F8948B0F90591E6, "0.0123456789012346"),
        (0x3EE9E409301B5A02, "0.0000123456789"),
        (0x3E6E7D05BDABDE50, "0.000000056789012345"),
        (0x3E6E7D05BDAD407E, "5.67890123456E-08"),
        (0x3E6E7D06029F18BE, "0.00000005678902"),
        (0x2BCB5733CB32AE6E, "9.99999999999912E-98"),
        (0x2B617F7D4ED8C59E, "1.0000000000001E-99"),
        (0x0036319916D67853, "1.2345678901235E-307"),
        (0x359DEE7A4AD4B81F, "2E-50"),
        (0x42DC12218377DE6B, "123456789012346"),
        (0x43118B54F22AEB03, "1234567890123460"),
        (0x43E56A95319D63E1, "12345678901234600000"),
        (0x441AC53A7E04BCDA, "1.23456789012346E+20"),
        (0xC3E56A95319D63E1, "-12345678901234600000"),
        (0xC41AC53A7E04BCDA, "-1.23456789012346E+20"),
        (0x54820FE0BA17F46D, "1.2345678901235E+99"),
        (0x4A611B0EC57E649A, "2E+50"),
        (0x7FEFFFFFFFFFFFFF, "1.7976931348623E+308"),
        (0x0010000000000000, "2.2250738585072E-308"),
        (0x000FFFFFFFFFFFFF, "0"),
        (0x0000000000000001, "0"),
        (0x441AC7A08EAD02F2, "1.235E+20"),
        (0x40FE26BFFFFFFFF9, "123500"),
        (0x3E4A857BFB2F2809, "0.00000001235"),
        (0x444B1AE4D6E2EF4F, "1E+21"),
        (0x412E847FFFFFFFFF, "1000000"),
        (0x3C32725DD1D243AB, "0.000000000000000001"),
        (0x3BFD83C94FB6D2AB, "1E-19"),
        (0xBBFD83C94FB6D2AB, "-1E-19"),
    ],
)
def test_a_number_is_written_as_excel_writes_it(bits: int, shown: str) -> None:
    (number,) = struct.unpack(">d", struct.pack(">Q", bits))
    assert number_text(number) == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('="VaR "&0.1+0.2', "VaR 0.3"),
        ('=0.1+0.2&""', "0.3"),
        ('=1/3&"/"&-2/3', "0.333333333333333/-0.666666666666667"),
        ('="a"&{0.1,1}+0.2', [["a0.3", "a1.2"]]),
        ('=TRUE&""', "TRUE"),
        ('=1.5E-7&""&1E+20', "0.000000151E+20"),
        ("=CONCAT(0.1+0.2)", "0.3"),
        ("=CONCATENATE(0.1+0.2,1/3)", "0.30.333333333333333"),
        ('=TEXTJOIN(";",TRUE,{0.1,0.7}+0.2)', "0.3;0.9"),
        ("=LEN(0.1+0.2)", 3),
        ("=SUM(LEN({0.1,0.7}+0.2))", 6),
        ("=RIGHT(1/3,1)", "3"),
        ('=SUBSTITUTE(0.1+0.2,".",",")', "0,3"),
        ('=LET(x,0.1+0.2,"is "&x)', "is 0.3"),
        ('=COUNTIF({0.3,1},">="&0.1+0.2)', 2),
        ("=EXACT(0.1+0.2,0.3)", True),
    ],
)
def test_a_number_joined_to_a_text_has_15_digits(formula: str, shown: Any) -> None:
    assert value(formula) == shown


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        ("=0.1+0.2=0.3", True),
        ("=(0.06-0.01)=0.05", True),
        ('=IF(0.1+0.2>0.3,"breach","ok")', "ok"),
        ("=0.3-0.1>=0.2", True),
        ("=0.1+0.2<>0.3", False),
        ("=SUM(0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1)=1", True),
        ("=SUM(--({0.1;0.5}+0.2=0.3))", 1),
        ('="a"="A"', True),
        ("=1E-20=0", False),
        ("=0.3000000000001>0.1+0.2", True),
        ('=AND(0.1+0.2<=0.3,"x"<>"")', True),
    ],
)
def test_comparisons_see_15_digits(formula: str, holds: Any) -> None:
    assert value(formula) == holds


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1.333+1.225-1.333-1.225", 0),
        ("=(1.333+1.225-1.333-1.225)", -2.220446049250313e-16),  # -2.22E-16, as Microsoft shows
        ("=0.5-0.4-0.1", 0),
        ("=1*(0.5-0.4-0.1)", -2.7755575615628914e-17),  # -2.78E-17, likewise
        ("=0.06-0.01-0.05", 0),
        ("=0.06+-0.01+-0.05", 0),
        ("=SUM(0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1)-1", 0),
        ("=1--1", 2),
        ("=-1-2", -3),
        ('="3"-1', 2),
        ("=TRUE+1", 2),
        ("={1;2}-{1,5}", [[0, -4], [1, -3]]),
        ("=1E+20-1", 1e20),
        ("=2^-1+3%", 0.53),
    ],
)
def test_a_last_difference_whose_digits_cancel_is_0(formula: str, result: Any) -> None:
    assert value(formula) == result


def test_errors_pass_through_the_last_difference() -> None:
    answers = evaluate(["=NA()-1", "=1-1/0", '="x"-1', "=1+-", "=1E+308+1E+308"])
    assert [a.error for a in answers] == ["#N/A", "#DIV/0!", "#VALUE!", "#VALUE!", "#NUM!"]


def test_cells_of_a_book_are_compared_and_joined_with_15_digits(tmp_path: Path) -> None:
    """B1:B10 sum to 1 but for the last digit."""

    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("Second")
        sheet.write_column("B1", [0.1] * 10)
        for i, formula in enumerate(
            (
                "=SUM(B1:B10)",
                '=IF(A1=1,"ok","check")',
                "=A1-1",
                '=IF(A3=0,"ok","check")',
                '="Sum "&A1',
                "=SUMPRODUCT(--(A1:A3>=1))",
                "=SUMPRODUCT(--(B1:B10+B2>=0.2))",
            )
        ):
            sheet.write_formula(i, 0, formula)
        sheet.write_formula("C3", '=B1:B10+0.2&"!"')  # the cell of its own row

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert report.errors == []
    assert [found[f"A{i}"] for i in (2, 3, 4, 5)] == ["ok", 0, "ok", "Sum 1"]
    assert found["A6"] == 2  # A1, and A2: a text is above every number
    assert found["A7"] == 10
    assert found["C3"] == "0.3!"


def test_dates_stay_dates_in_a_book_that_counts_from_1904(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet()
        sheet = book.add_worksheet()
        sheet.write("A1", 366, book.add_format({"num_format": "yyyy-mm-dd"}))  # 1 January 1905
        sheet.write_formula("B1", '=TEXT(A1+31,"yyyy-mm-dd")')
        sheet.write_formula("B2", "=A1+31")
        sheet.write_formula("B3", '="day "&A1')
        sheet.write_formula("B4", '=VALUE("1905-02-01")-A1')
        sheet.write_formula("B5", "=YEAR(A1-1)")

    found, _ = calculated(make(tmp_path / "a.xlsx", fill, date_1904=True))
    assert [found[f"B{i}"] for i in range(1, 6)] == ["1905-02-01", 397, "day 366", 31, 1904]


@pytest.mark.parametrize(
    "name", ["T.INV({p},{d})", "T.INV.2T({p},{d})", "CHISQ.INV({p},{d})", "F.INV({p},{d},{d})",
             "T.DIST(1,{d},TRUE)", "CHISQ.DIST.RT(1,{d})", "F.DIST(1,{d},4.9,TRUE)",
             "CONFIDENCE.T({p},1,{d})", "F.INV.RT({p},4.9,{d})"],
)  # fmt: skip
def test_degrees_of_freedom_are_cut_to_whole_numbers(name: str) -> None:
    """Microsoft, of each of them: if the degrees of freedom are not an integer, they are truncated."""
    whole = value("=" + name.format(p=0.05, d=10).replace("4.9", "4"))
    assert value("=" + name.format(p=0.05, d=10.9)) == whole
    (row,) = value("=" + name.format(p=0.05, d="{10.9,10}"))
    assert row == [whole, whole]


def test_areas_meet() -> None:
    first, *others = (area(f"S!{ref}", "T") for ref in ("B2:C3", "C3:D4", "D1:D9", "A1:Z1", "A:B"))
    assert first
    assert [first.meets(other) for other in others if other] == [True, False, False, True]
