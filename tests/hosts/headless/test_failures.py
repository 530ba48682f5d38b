"""Every class of bad input: the code in the cell, the sentence in the list, the address in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest

from tests.hosts.headless.books import calculated, error_at, make, write_data
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import NOT_AVAILABLE
from xl_stressvar.cells.results import Returns, Table
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import calc


def at(address: str, content: object) -> Any:
    def spoil(data: Any) -> None:
        if isinstance(content, str) and content.startswith("="):
            data.write_formula(address, content)
        elif content is None:
            data.write_blank(address, None, spoil_format[0])
        else:
            data.write(address, content)

    return spoil


spoil_format: list[Any] = []  # a blank cell is written only with a format


def book(path: Path, spoil: Any, formula: str) -> Path:
    def fill(workbook: Any) -> None:
        spoil_format[:] = [workbook.add_format({"bold": True})]
        data = write_data(workbook)
        spoil(data)
        workbook.add_worksheet("Risk").write_formula("A1", formula)

    return make(path, fill)


def nothing(data: Any) -> None:
    """All as it should be."""


def constant(data: Any) -> None:
    for row in range(1, 301):
        data.write_number(row, 2, 0.001)


def blank_column(data: Any) -> None:
    for row in range(301):
        for column in range(4):
            data.write_blank(row, column, None, spoil_format[0])


MILLIONS_OF_CELLS = ("whole columns all blank",)
VAR = "=CURRENT_VAR(Data!A1:D301,Data!G1:H3)"
CASES = [
    ("a blank in a history", at("C47", None), VAR, "#VALUE!", "Data!C47 (2008-08-04, B) is blank."),
    ("an error cell", at("C47", "=1/0"), VAR, "#DIV/0!", "Data!C47 (history) already holds #DIV/0!."),
    ("text among numbers", at("D9", "n.a."), VAR, "#VALUE!", "Data!D9 (2008-06-11, C) holds the text"),
    ("a number as text", at("D9", "'0.1"), VAR, "#VALUE!", "Data!D9 (2008-06-11, C) holds"),
    ("an unknown name", at("G2", "Z"), VAR, "#VALUE!", "Data!G2 (positions) is Z"),
    ("a doubled name", at("G2", "A"), VAR, "#VALUE!", "Data!G2 (positions) is the name A again."),
    ("a doubled name on top", at("C1", "a"), VAR, "#VALUE!", "Data!C1 (history) is the name a again."),
    ("doubled dates", at("A9", 39609), VAR, "#VALUE!", "Data!A9 (history) has the date 2008-06-10 twice."),
    ("a window not covered", nothing, '=STRESSED_VAR(Rets,Pos,"LTCM")', "#N/A", "it has 2008-06-02 to"),
    ("confidence 1%", nothing, "=CURRENT_VAR(Rets,Pos,1%)", "#NUM!", "Did you mean 99%?"),
    ("confidence 1% in a cell", at("J1", 0.01), "=CURRENT_VAR(Rets,Pos,Data!J1)", "#NUM!",
     "Data!J1 (confidence) is 1%"),
    ("horizon 0", nothing, "=CURRENT_VAR(Rets,Pos,,0)", "#NUM!", "horizon_days is 0."),
    ("22 days", nothing, "=STRESSED_VAR(Data!A1:D23,Pos,A2:A3)", "#VALUE!", "Risk!A2:A3"),
    ("a tail too thin", nothing, "=CURRENT_VAR(Data!A1:D23,Pos,,,,22)", "#N/A", "22 days cannot resolve 99%"),
    ("a constant column", constant, "=SUM(CRISIS_CORR(Data!B1:D301))", "#NUM!", "B does not move"),
    ("all blank", blank_column, VAR, "#VALUE!", "Data!A1:D301 (history) holds nothing but blanks."),
    ("whole columns all blank", nothing, "=CURRENT_VAR(Data!X:Y,Pos)", "#VALUE!", "Data!X:Y (history)"),
    ("no fit", nothing, "=CURRENT_VAR(Rets,Data!H1:H2)", "#VALUE!", "Data!H1:H2 (positions) is 2 x 1 for 3"),
    ("an unknown word", nothing, '=CURRENT_VAR(Rets,Pos,,,"magic")', "#VALUE!", "method is 'magic'"),
    ("too many", nothing, "=PARAM_VAR(1,2,3,4,5)", "#VALUE!", "takes at most 4 arguments"),
    ("one missing", nothing, "=PARAM_VAR(,2)", "#VALUE!", "volatility is needed"),
    ("one missing at the end", nothing, "=PARAM_VAR(0.02)", "#VALUE!", "value is needed"),
    ("none given", nothing, "=PARAM_VAR()", "#VALUE!", "volatility is needed"),
    ("a name of a range", at("C47", None), "=CURRENT_VAR(Rets,Pos)", "#VALUE!", "Data!C47 (2008-08-04, B)"),
    ("whole columns", at("C47", None), "=CURRENT_VAR(Data!A:D,Pos)", "#VALUE!", "Data!C47 (2008-08-04, B)"),
    ("inside another formula", at("C47", None), f"=2*MAX(1,{VAR[1:]})", "#VALUE!", "Data!C47 (2008"),
    ("an inner call", nothing, "=PARAM_VAR(PARAM_VAR(0.1,2,2%),2)", "#NUM!", "Did you mean 98%?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "formula", "code", "sentence"),
    [
        pytest.param(*rest, id=name, marks=pytest.mark.slow if name in MILLIONS_OF_CELLS else ())
        for name, *rest in CASES
    ],
)
def test_the_cell_the_code_and_the_sentence(
    tmp_path: Path, spoil: Any, formula: str, code: str, sentence: str
) -> None:
    found, report = calculated(book(tmp_path / "a.xlsx", spoil, formula))
    error = error_at(report, "Risk!A1")
    assert found["A1"] == code == error.code
    assert sentence in error.sentence
    assert len(error.sentence) <= 255
    assert error.counted
    assert report.failed == 1


def test_the_failure_of_one_cell_is_not_told_of_another(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        data = write_data(workbook)
        data.write("C5", "x")
        sheet = workbook.add_worksheet("Risk")
        sheet.write_formula("A1", "=CURRENT_VAR(Rets,Pos,1%)")
        sheet.write_formula("A2", "=CURRENT_VAR(Rets,Pos,,0)")
        sheet.write_formula("A3", '=IFERROR(CURRENT_VAR(Rets,Pos),"none")')
        sheet.write_formula("A4", "=CURRENT_VAR(Data!A10:D301,Data!H1:H3)+1/0")

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert found["A3"] == "none"
    assert [e.address for e in report.errors] == ["Risk!A1", "Risk!A2", "Risk!A4"]
    assert error_at(report, "Risk!A4").sentence.startswith("Risk!A4 divides by zero")
    assert "Data!C5" in error_at(report, "Risk!A1").sentence  # parsed before the confidence
    assert report.failed == 3


def test_an_error_without_a_call_of_ours_is_listed_and_not_counted(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        write_data(workbook)
        sheet = workbook.add_worksheet("Risk")
        for i, formula in enumerate(
            ["=1/0", "=A1+1", "=VLOOKUP(9,Data!A1:B2,2,0)", "=Nowhere", "=SQRT(-1)"]
        ):
            sheet.write_formula(i, 0, formula)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert [found[f"A{i}"] for i in range(1, 6)] == [
        "#DIV/0!",
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NUM!",
    ]
    assert report.failed == 0
    assert error_at(report, "Risk!A2").sentence.startswith(
        "Risk!A2 passes on the #DIV/0! of Risk!A1"
    )


LACKING = ["MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "EXPAND", "WRAPROWS", "WRAPCOLS"]


@pytest.mark.parametrize("name", [*LACKING, "MYMACRO", "STRESSED_VOR"])
@pytest.mark.parametrize(
    "shape", ["={0}(A2,3,4)", "=IFERROR(1+_xlfn.{0}(),2)", "=CURRENT_VAR({0}(1),1)"]
)
def test_an_unknown_function_stops_the_calculation(tmp_path: Path, name: str, shape: str) -> None:
    path = book(tmp_path / "a.xlsx", nothing, shape.format(name))
    with pytest.raises(FileProblem) as refused:
        calc(path)
    assert f"Risk!A1 calls {name}, which is not known here." in refused.value.sentence()
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=SUM(1", "a ( is not closed"),
        ("=" + 1000 * "ABS(" + "1" + 1000 * ")", "nested more than 72 deep"),
        ("=" + 2000 * "(" + "1" + 2000 * ")", "nested more than 72 deep"),
        ("=1" + 5000 * "+1", "a formula of 10,001 characters; Excel allows 8,192"),
        ("=1" + 1000 * "+1", "too many parts"),
        ("=LAMBDA(x,x)(1)", "a construction that is missing here"),
        ("=CURRENT_VAR((Data!A1:D9,Data!A1:D9),1)", "a construction that is missing here"),
        ("=A1+1", "circle"),
        ('=TEXT(1234.5,"0.0E+00")', "the number format 0.0E+00 of its TEXT is not known"),
        ('="Loss "&TEXT(1/3,"# ?/?")', "the number format # ?/? of its TEXT is not known"),
    ],
)
def test_what_cannot_be_calculated_stops_the_calculation(
    tmp_path: Path, formula: str, words: str
) -> None:
    with pytest.raises(FileProblem) as refused:
        calc(book(tmp_path / "a.xlsx", nothing, formula))
    assert "Risk!A1" in refused.value.sentence()
    assert words in refused.value.sentence()
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_an_array_formula_cannot_calculate_names_its_cell(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("Risk").write_array_formula("B2:C3", "{=(D1:D2,E1:E2)}")

    with pytest.raises(FileProblem) as refused:
        calc(make(tmp_path / "a.xlsx", fill))
    assert refused.value.sentence().startswith("Risk!B2 cannot be calculated here")


def gappy(
    number: Annotated[float, Number("A number.")],
) -> Annotated[Table, Returns("A table with a gap.", columns=(("a", "number"), ("b", "number")))]:
    """A table with a gap."""
    return Table(None, [[NOT_AVAILABLE, number], [number, NOT_AVAILABLE]])


def test_a_gap_inside_a_table_is_listed_and_not_counted(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("Data")
        sheet = workbook.add_worksheet("Risk")
        sheet.write_dynamic_array_formula("A1", "=GAPPY(1)")
        sheet.write_array_formula("D1:E2", "{=GAPPY(2)}")
        sheet.write_formula("A5", "=B2")

    path = make(tmp_path / "a.xlsx", fill)
    report = calc(path, catalogue=CATALOGUE.with_function("Dummy", gappy))
    assert [error.address for error in report.errors] == [
        f"Risk!{a}" for a in ("A1", "D1", "B2", "E2", "A5")
    ]
    assert {error.code for error in report.errors} == {"#N/A"}
    assert report.failed == 0
    assert error_at(report, "Risk!B2").sentence.startswith(
        "Risk!B2 has no number in the table of GAPPY"
    )
    assert error_at(report, "Risk!A5").sentence.startswith("Risk!A5 passes on the #N/A of Risk!B2")


def test_a_formula_that_picks_a_gap_of_a_table_has_failed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", nothing, "=INDEX(GAPPY(1),1,1)")
    report = calc(path, catalogue=CATALOGUE.with_function("Dummy", gappy))
    assert report.failed == 1
