"""What the workbooks of finance desks ask for, by values from outside: each has its source beside it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.ooxml.references import area


def value(formula: str) -> Any:
    (answer,) = evaluate([formula])
    return answer.value if answer.error is None else str(answer.error)


# --- distributions ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("formula", "result"),
    [  # the examples of Microsoft's pages of these functions, to the digits printed there
        ("POISSON.DIST(2,5,TRUE)", 0.124652),
        ("GAMMA.DIST(10.00001131,9,2,TRUE)", 0.068094),
        ("GAMMA.INV(0.068094,9,2)", 10.0000112),
        ("NEGBINOM.DIST(10,5,0.25,TRUE)", 0.3135141),
        ("T.DIST(60,1,TRUE)", 0.99469533),
        ("T.DIST.2T(1.959999998,60)", 0.054644930),
        ("T.DIST.RT(1.959999998,60)", 0.027322465),
        ("TDIST(1.959999998,60,2)", 0.054644930),
        ("T.INV(0.75,2)", 0.8164966),
        ("T.INV.2T(0.546449,60)", 0.606533),
        ("TINV(0.054644930,60)", 1.959999998),
        ("CHISQ.DIST(0.5,1,TRUE)", 0.52049988),
        ("CHISQ.DIST.RT(18.307,10)", 0.0500006),
        ("CHISQ.INV(0.93,1)", 3.283020287),
        ("CHISQ.INV.RT(0.050001,10)", 18.306973),
        ("F.INV(0.01,6,4)", 0.10930991),
        ("F.INV.RT(0.01,6,4)", 15.20686486),
        ("F.DIST.RT(15.20686486,6,4)", 0.01),
        ("CONFIDENCE.T(0.05,1,50)", 0.284196855),
        ("POISSON(2,5,TRUE)", 0.124652),
        ("BINOM.DIST(6,10,0.5,FALSE)", 0.2050781),
    ],
)
def test_a_distribution_gives_microsofts_example(formula: str, result: float) -> None:
    assert value(f"={formula}") == pytest.approx(result, rel=2e-5)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("CHISQ.DIST.RT(200,2)", math.exp(-100)),  # exp(-x/2) for two degrees
        ("CHISQ.INV.RT(1E-40,2)", 80 * math.log(10)),
        ("T.INV(1E-12,1)", -1 / math.tan(math.pi * 1e-12)),  # Cauchy
        ("T.DIST(-1E+15,1,TRUE)", 1e-15 / math.pi),
        ("T.DIST.RT(1E+8,2)", 0.25e-16 * 2),  # 1/2 - x/(2 sqrt(2 + x^2)), its first term
        ("GAMMA.DIST(100000,100000,1,TRUE)", 0.5 + 1 / (3 * math.sqrt(2e5 * math.pi))),  # DLMF 8.11
        ("POISSON.DIST(0,700,TRUE)", math.exp(-700)),
        ("BINOM.DIST(0,3000,0.2,TRUE)", 0.8**3000),
        ("NEGBINOM.DIST(0,500,0.3,TRUE)", 0.3**500),
        ("F.DIST.RT(1E+9,2,2)", 1 / (1 + 1e9)),
        ("F.INV.RT(1E-9,2,2)", 1e9 - 1),
    ],
)
def test_far_tails_are_those_of_the_closed_form(formula: str, result: float) -> None:
    assert value(f"={formula}") == pytest.approx(result, rel=1e-7)


@pytest.mark.parametrize(
    "formula",
    ["POISSON.DIST(-1,5,TRUE)", "GAMMA.DIST(1,0,1,TRUE)", "CHISQ.DIST.RT(-1,2)", "CHISQ.INV(1.1,2)",
     "T.INV(0,5)", "T.INV.2T(0.5,0.9)", "T.DIST.2T(-1,5)", "TDIST(1,5,3)", "BINOM.DIST(3,2,0.5,TRUE)",
     "NEGBINOM.DIST(1,0,0.5,TRUE)", "F.INV(-0.1,2,3)", "CONFIDENCE.T(1,1,5)"],
)  # fmt: skip
def test_arguments_out_of_range_are_num(formula: str) -> None:
    """As Microsoft's page of each says."""
    assert value(f"={formula}") == "#NUM!"


def test_a_density_and_a_flag_from_a_cell_are_left_to_the_engine() -> None:
    assert value("=POISSON.DIST(2,5,FALSE)") == pytest.approx(0.084224, rel=1e-5)  # Microsoft
    assert value("=POISSON.DIST(2,5,1=1)") == pytest.approx(0.124652, rel=1e-5)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("FIXED(1234.567,1)", "1,234.6"),  # Microsoft's examples
        ("FIXED(1234.567,-1)", "1,230"),
        ("FIXED(-1234.567,-1,TRUE)", "-1230"),
        ("DOLLAR(1234.567,-2)", "$1,200"),
        ("DOLLAR(-0.123,4)", "($0.1230)"),
        ("FIXED(-1E308,127)", "#VALUE!"),  # no digits, which is all that a text of a number has
        ("DOLLAR(1E300,30)", "#VALUE!"),
        ("FIXED({2,1E308},100)", [["2." + "0" * 100, "#VALUE!"]]),
    ],
)
def test_a_number_written_out_is_digits_or_an_error(formula: str, result: object) -> None:
    found = value(f"={formula}")
    if isinstance(found, list):
        found = [[str(cell) for cell in row] for row in found]
    assert found == result


# --- errors among the cells -------------------------------------------------------------------------
def _book(path: Path, *formulas: str) -> dict[str, object]:
    """A1:A6 1, 2, #DIV/0!, 4, t, 6; B1:B6 x y x x y x; C1:C6 tens; D1 is an error; blanks below."""

    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, "", 4, "t", 6])
        sheet.write_formula("A3", "=1/0")
        sheet.write_column("B1", list("xyxxyx"))
        sheet.write_column("C1", [10, 20, 30, 40, 50, 60])
        sheet.write_formula("D1", "=1/0")
        for i, formula in enumerate(formulas):
            sheet.write_formula(i, 6, formula)

    return calculated(make(path, fill))[0]


@pytest.mark.parametrize(
    ("formula", "result"),
    [  # by hand, of Microsoft's descriptions: cells that the condition leaves out do not count
        ('COUNTIF(A:A,"<="&4)', 3),
        ('COUNTIFS(A:A,">1",B:B,"x")', 2),
        ('SUMIF(A:A,">1")', 12),
        ('SUMIF(A1:A6,">1",C1:C6)', 120),
        ('SUMIF(B:B,"y",A:A)', 2),
        ('SUMIFS(A:A,A:A,">1")', 12),
        ('AVERAGEIF(A:A,">1")', 4),
        ('AVERAGEIFS(C:C,A:A,">1",B:B,"x")', 50),
        ('MAXIFS(A:A,B:B,"y")', 2),
        ('MINIFS(A:A,A:A,">1")', 2),
        # an error among the cells that are chosen is the result
        ('SUMIF(B:B,"x",A:A)', "#DIV/0!"),
        ('SUMIFS(A:A,B:B,"x")', "#DIV/0!"),
        ('AVERAGEIFS(A1:A6,B1:B6,"?")', "#DIV/0!"),
        ('MAXIFS(A:A,B:B,"x")', "#DIV/0!"),
        # an error as the condition: the cells that hold it
        ("COUNTIF(A:A,D1)", 1),
        ('COUNTIF(A:A,"#DIV/0!")', 1),
        ("COUNTIF(A:A,#N/A)", 0),
        ("SUMIF(A:A,D1,C:C)", 30),
        ('SUMIFS(C:C,A:A,D1,B:B,"y")', 0),
        ("AVERAGEIF(B:B,D1,C:C)", "#DIV/0!"),
        ('AVERAGEIF(C:C,">100")', "#DIV/0!"),
    ],
)
def test_errors_in_the_ranges_of_conditions(tmp_path: Path, formula: str, result: Any) -> None:
    assert _book(tmp_path / "a.xlsx", f"={formula}")["G1"] == result


# --- one by one -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("MODE({5.6,4,4,3,2,4})", 4),  # Microsoft's example
        ("MODE.SNGL({5.6,4,4,3,2,4})", 4),
        ("MODE({1,2,3})", "#N/A"),
        ("MODE({0.1,0.30000000000000004,0.3})", "#N/A"),  # 0.1+0.2 and 0.3 differ in their last bit
        ("MODE({3,1,1,3})", 3),  # the first of those
        ("DOLLARDE(1.02,16)", 1.125),  # Microsoft's examples
        ("DOLLARDE(1.1,32)", 1.3125),
        ("DOLLARDE(99.125,32)", 99.390625),  # 12.5 of 32
        ("DOLLARFR(1.125,16)", 1.02),
        ("DOLLARFR(1.125,32)", 1.04),
        ("DOLLARDE(1.1,0)", "#DIV/0!"),
        ("DOLLARDE(1.1,-1)", "#NUM!"),
        ("SUM({1,2,3} {1})", "#VALUE!"),
    ],
)
def test_single_functions(formula: str, result: Any) -> None:
    found = value(f"={formula}")
    assert found == (pytest.approx(result, rel=1e-12) if isinstance(result, float) else result)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=A:A&"/"&B:B', "/"),  # both are blank in row 9
        ("=A:A", 0),
        ('=IF(B:B="","none",B:B)', "none"),
        ('=@A1:A20&"!"', "!"),
        ("=ABS(1:1)", "#VALUE!"),  # column H of row 1 is a text
        ("=SUM(A1:A3 A2:C2)", 2),
        ("=SUM(A1:A3 C1:C3)", "#NULL!"),
        ("=-A1:A6", "#VALUE!"),  # row 9 is not among them
    ],
)
def test_a_range_for_one_cell_is_that_of_the_own_row(
    tmp_path: Path, formula: str, result: Any
) -> None:
    """Microsoft, "Implicit intersection operator: @"; a blank joined to a text is nothing."""

    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, 4])
        sheet.write_column("C1", [1, 2, 4])
        sheet.write("H1", "text")
        sheet.write_formula("H9", formula)

    assert calculated(make(tmp_path / "a.xlsx", fill))[0]["H9"] == result


# --- what a file may hold to mislead us -------------------------------------------------------------
@pytest.mark.parametrize(
    "formula",
    ['=CURRENT_VAR(UNICHAR(57345)&"1",1)', '=PARAM_VAR(0.1,UNICHAR(57344)&"omitted"&UNICHAR(57344))',
     '=PARAM_VAR(UNICHAR(57344)&"0",1)', '=MMULT(UNICHAR(57345)&"1",1)'],
)  # fmt: skip
def test_a_text_never_stands_for_a_range_or_an_omitted_argument(formula: str) -> None:
    assert value(formula) == "#VALUE!"


@pytest.mark.parametrize(
    "formula",
    ["=XLSTRESSVAR.NAMED()", "=XLSTRESSVAR.FIT(1,2)", "=LET(XLSTRESSVAR.FIT,1,XLSTRESSVAR.FIT(1))"],
)
def test_functions_of_the_engines_copy_are_nobodys(formula: str) -> None:
    (answer,) = evaluate([formula])
    assert answer.error == "#NAME?"
    assert "which is not known here" in str(answer.why)


@pytest.mark.parametrize("text", ["J0:K1", "A0", "XFE1", "A1048577", "A1:XFE2", "0:1", "A:XFE"])
def test_an_address_that_no_sheet_has_is_none(text: str) -> None:
    assert area(text, "S") is None


def test_a_number_of_five_thousand_digits_is_no_number() -> None:
    assert value('=VALUE("1 1/"&REPT("9",5000))') == "#VALUE!"
    assert value('=MOD(REPT("9",5000)&" 1/3",3)') == "#VALUE!"
