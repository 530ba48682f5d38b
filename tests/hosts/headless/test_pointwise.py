"""Functions of single numbers by Excel's rules. The expectations are the examples and rules of
Microsoft's pages for VALUE, MOD, CEILING, CEILING.MATH, FLOOR and FLOOR.MATH."""

from __future__ import annotations

from typing import Any

import pytest

from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.hosts.headless.excel_rules.pointwise import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,000", 1000),  # Microsoft's first example of VALUE
        ("1,234.5", 1234.5),
        ("-1,234,567", -1234567),
        ("5%", 0.05),
        ("-5 %", -0.05),
        ("1e3", 1000),
        (" 12 ", 12),
        ("(5)", -5),
        ("($1,234.50)", -1234.5),
        ("-$5", -5),
        ("$-5", -5),
        (".5", 0.5),
        ("5.", 5),
        ("1 1/2", 1.5),
        ("16:48:00", 0.7),
        ("4:30 PM", 0.6875),
        ("36:00", 1.5),
        ("2008-09-15", 39706),
        ("2008/9/15", 39706),
        ("9/15/2008", 39706),
        ("9/15/08", 39706),
        ("15-Sep-2008", 39706),
        ("15 September 2008", 39706),
        ("Sep 15, 2008", 39706),
        ("9/15/2008 16:30", 39706.6875),
        ("2008-09-15 4:30 PM", 39706.6875),
        ("15 Sep 2008 16:30", 39706.6875),
        ("1/1/1900", 1),
        ("2/28/1900", 59),
        ("2/29/1900", 60),
        ("3/1/1900", 61),
    ],
)
def test_value_reads_what_excel_reads(text: str, number: float) -> None:
    assert number_in(text) == pytest.approx(number, rel=1e-15)
    (answer,) = evaluate([f'=VALUE("{text}")'])
    assert answer.value == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,23", "1,2345", "12,34.5", "1.2.3", "--5", "(5", "5)", "-(5)", "nan", "inf", "1_000",
     "0x10", "5%%", "15/9/2008", "2008-02-30", "2/29/2007", "13:75", "13:00 PM", "TRUE", "1/0", "1 1/0",
     "2008-09-15 x", "Sept 15, 2008", "1 2"],
)  # fmt: skip
def test_value_reads_nothing_else(text: str) -> None:
    assert number_in(text) is None
    (answer,) = evaluate([f'=VALUE("{text}")'])
    assert answer.error == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=MOD(3,2)", 1),
        ("=MOD(-3,2)", 1),
        ("=MOD(3,-2)", -1),
        ("=MOD(-3,-2)", -1),
        ("=MOD(1,0.1)", 0),  # n - d * INT(n / d)
        ("=MOD(5.25,0.5)", 0.25),
        ("=MOD(-7.5,2)", 0.5),
        ("=CEILING(2.5,1)", 3),
        ("=CEILING(-2.5,-2)", -4),
        ("=CEILING(-2.5,2)", -2),
        ("=CEILING(1.5,0.1)", 1.5),
        ("=CEILING(0.234,0.01)", 0.24),
        ("=CEILING(5,0)", 0),
        ("=FLOOR(3.7,2)", 2),
        ("=FLOOR(-2.5,-2)", -2),
        ("=FLOOR(-2.5,2)", -4),
        ("=FLOOR(1.58,0.1)", 1.5),
        ("=FLOOR(0.3,0.1)", 0.3),
        ("=FLOOR(0,0)", 0),
        ("=CEILING.MATH(24.3,5)", 25),
        ("=CEILING.MATH(6.7)", 7),
        ("=CEILING.MATH(-8.1,2)", -8),
        ("=CEILING.MATH(-5.5,2,-1)", -6),
        ("=CEILING.MATH(-2.5,,1)", -3),
        ("=FLOOR.MATH(24.3,5)", 20),
        ("=FLOOR.MATH(-8.1,2)", -10),
        ("=FLOOR.MATH(-5.5,2,-1)", -4),
        ("=SUM(MOD({5,-5},3))", 3),
        ("=CEILING({1.2;2.1},{1,0.5})", [[2, 1.5], [3, 2.5]]),
    ],
)
def test_remainders_and_multiples(formula: str, result: Any) -> None:
    (answer,) = evaluate([formula])
    assert answer.error is None
    if isinstance(result, list):
        assert answer.value == result
    else:
        assert answer.value == pytest.approx(result, abs=1e-15)


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=MOD(1,0)", "#DIV/0!"),
        ("=FLOOR(1,0)", "#DIV/0!"),
        ("=FLOOR(2.5,-2)", "#NUM!"),
        ("=CEILING(2.5,-2)", "#NUM!"),
        ("=CEILING(NA(),1)", "#N/A"),
        ('=MOD("a",2)', "#VALUE!"),
        ("=MOD(1E+300,0.1)", "#NUM!"),
        ("=CEILING(1E+300,1E-300)", "#NUM!"),
        ("=VALUE(TRUE)", "#VALUE!"),
        ("=CEILING(1)", "#VALUE!"),
    ],
)
def test_what_has_no_remainder_or_multiple_is_an_error(formula: str, code: str) -> None:
    (answer,) = evaluate([formula])
    assert answer.error == code


@pytest.mark.parametrize("digits", [f"1 1/{'9' * 5000}", f"1 {'9' * 5000}/3", "9" * 5000])
def test_digits_without_end_are_no_fault_of_the_programs(digits: str) -> None:
    # Excel: 1 and almost nothing; beyond the largest number #VALUE!
    assert number_in(digits) in (None, 1.0)


def test_a_determinant_beyond_the_largest_number_is_an_error_without_a_warning() -> None:
    (answer,) = evaluate(["=MDETERM(MUNIT(300)*1E300)"])  # 1E90000; warnings are errors here
    assert answer.error == "#NUM!"
