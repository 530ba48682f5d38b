"""`evaluate`: formulas alone, and against a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.hosts.headless.books import POSITIONS, RETURNS, make, with_formulas, write_data
from tests.support import value
from xl_stressvar.hosts.headless import evaluate


def only(formula: str, book: Path | None = None) -> Any:
    (answer,) = evaluate([formula], book)
    assert answer.error is None, answer.why
    return answer.value


def why(formula: str, book: Path | None = None) -> tuple[str | None, str | None]:
    (answer,) = evaluate([formula], book)
    return answer.error and str(answer.error), answer.why


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+1", 2.0),
        ("1+1", 2.0),
        (' = "a"&"b" ', "ab"),
        ("=2>1", True),
        ('=TEXT(39692,"d/m yyyy")&TEXT(0.125,"0.0%")', "1/9 200812.5%"),
        ('=TEXT(1234.5,"#,##0.0 ""and/or"" \\?")', "1,234.5 and/or ?"),
        ("={1,2;3,\"x\"}", [[1.0, 2.0], [3.0, "x"]]),
        ("=DATE(2008,9,1)", 39692.0),
        ("=MMULT({1,2;3,4},{1;2})", [[5.0], [11.0]]),
        ("=MDETERM({1,2;3,4})", pytest.approx(-2.0)),
        ("=MUNIT(2)", [[1.0, 0.0], [0.0, 1.0]]),
        ("=SUM(MMULT(MINVERSE({1,2;3,4}),{1,2;3,4}))", pytest.approx(2.0)),
        ("=A1", 0.0),
        ("=LET(f,2,f+1)", 3.0),
        ("=IFERROR(1/0,\"none\")", "none"),
        ('=PARAM_VAR(0.1,CAPITAL_REQ(1,2,1,,),50.1%,)', pytest.approx(0.2 * 0.0025066309)),
    ],
)  # fmt: skip
def test_values(formula: str, expected: object) -> None:
    assert only(formula) == expected


def test_a_table_is_the_one_that_the_catalogue_gives() -> None:
    assert only('=CRISIS_RETURNS("GFC",{"SPX","UST10Y"})') == value(
        "CRISIS_RETURNS", "GFC", [["SPX", "UST10Y"]]
    )


def test_a_call_inside_a_call() -> None:
    spx = np.array([row[1] for row in only('=CRISIS_RETURNS("GFC",{"SPX"})')[1:]])
    nested = only('=STRESSED_VAR(CRISIS_RETURNS("GFC",{"SPX"}),100,,,,)')
    assert_allclose(nested, -100 * np.quantile(spx, 0.01), rtol=1e-12)


@pytest.mark.parametrize(
    ("formula", "code", "words"),
    [
        (
            '=STRESSED_VAR({1,2;3,"x"},{1,2})',
            "#VALUE!",
            "history (row 2, column 2) holds the text 'x'",
        ),
        ("=1/0", "#DIV/0!", "The formula divides by zero"),
        ("=NOWHERE", "#NAME?", "a name that the workbook does not define"),
        ("=NOSUCH(1)", "#NAME?", "The formula calls NOSUCH"),
        ("=IFERROR(MAP(1),2)", "#NAME?", "The formula calls MAP"),
        ("=SUM(1", "#VALUE!", "a ( is not closed"),
        ("=1+", "#VALUE!", "not a complete formula"),
        ("=)", "#VALUE!", "not a complete formula"),
        ("=1 2", "#VALUE!", "not a complete formula"),
        ('="a', "#VALUE!", "not a complete formula"),
        ("", "#VALUE!", "it is empty"),
        ("=", "#VALUE!", "it is empty"),
        ("=[1]S!A1", "#VALUE!", "another workbook"),
        ("=MMULT({1,2},{1,2})", "#VALUE!", "wrong kind or size"),
        ("=MINVERSE({1,1;1,1})", "#NUM!", "does not exist"),
        ("=MUNIT(0)", "#VALUE!", ""),
        ("=MMULT({1,#N/A},{1;2})", "#N/A", ""),
        ("=PARAM_VAR(PARAM_VAR(0.1,1,1%),1)", "#NUM!", "Did you mean 99%?"),
        ("=NA()", "#N/A", "looks for something"),
    ],
)
def test_errors_have_their_sentence(formula: str, code: str, words: str) -> None:
    error, sentence = why(formula)
    assert error == code
    assert sentence
    assert words in sentence


def test_one_failure_does_not_stop_the_next_formula() -> None:
    answers = evaluate(
        ["=CURRENT_VAR(", "=NOSUCH()", "=PARAM_VAR(0.1,1,1%)", "=1+1", "=PARAM_VAR(0.1,1,2%)"]
    )
    assert [str(a.error or a.value) for a in answers] == [
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "2.0",
        "#NUM!",
    ]
    assert "99%" in str(answers[2].why)
    assert "98%" in str(answers[4].why)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    def fill(workbook: Any) -> None:
        data = write_data(workbook)
        data.write_formula("J1", "=SUM(H1:H3)")
        data.write_dynamic_array_formula("J3", "=CRISIS_CORR(B2:D301)")
        sheet = workbook.add_worksheet("Risk")
        sheet.write_formula("A1", "=CURRENT_VAR(Rets,Pos)")
        sheet.write_formula("A2", "=CURRENT_VAR(Rets,Pos,1%)")
        sheet.write("B1", "x")

    return make(tmp_path / "a.xlsx", fill)


def test_a_book_answers_with_its_sheets_names_and_formulas(book: Path) -> None:
    var = -np.quantile((RETURNS @ POSITIONS)[-250:], 0.01)
    formulas = [
        "=CURRENT_VAR(Rets,Pos)",
        "=Risk!A1",
        "=CURRENT_VAR(A1:D301,G1:H3)",
        "=CURRENT_VAR(A:D,Pos)",
    ]
    assert_allclose([a.value for a in evaluate(formulas, book)], var, rtol=1e-12)  # type: ignore[arg-type]
    assert only("=J1", book) == 130
    assert only("=L5", book) == 1.0  # inside the spill
    assert only("=J1:K1", book) == [[130.0, 0.0]]
    assert_allclose(np.array(only("=J3#", book)), np.corrcoef(RETURNS, rowvar=False), atol=1e-12)


def test_a_failure_against_a_book_names_the_cell(book: Path) -> None:
    error, sentence = why("=PARAM_VAR(Risk!A1:B1,1)", book)
    assert error == "#VALUE!"
    assert str(sentence).startswith("Risk!A1:B1 (volatility)")
    error, sentence = why("=PARAM_VAR(C1,1)", book)
    assert str(sentence).startswith("Data!C1 (volatility) is the text 'B'")
    error, sentence = why("=Risk!A2+1", book)
    assert str(sentence) == "The formula passes on the #NUM! of Risk!A2. Mend that cell first."
    assert "Did you mean 99%" in only("=STRESSVAR_WHY(Risk!A2)", book)


def test_a_book_is_not_touched(book: Path) -> None:
    before = book.read_bytes()
    evaluate(["=Risk!A1"], book)
    assert book.read_bytes() == before
    assert [p.name for p in book.parent.iterdir()] == ["a.xlsx"]


def test_a_book_of_the_1904_system(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", lambda w: w.add_worksheet("S").write("A1", 1), date_1904=True)
    assert only("=DATE(2008,9,1)", path) == 39692 - 1462


def test_a_book_without_formulas(tmp_path: Path) -> None:
    assert only("=SUM(Pos)", with_formulas(tmp_path / "a.xlsx")) == 130
