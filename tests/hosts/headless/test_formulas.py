"""Formulas as text: calls, arguments, names, filled-down copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_stressvar.ooxml import formulas
from xl_stressvar.ooxml.filling import shifted
from xl_stressvar.ooxml.formulas import parse, printed
from xl_stressvar.ooxml.references import (
    Area,
    Cells,
    Names,
    SheetTable,
    area,
    column_letters,
    column_number,
)


def arguments(text: str, name: str) -> list[str]:
    (call,) = [call for call in formulas.calls(parse(text)) if call.name == name]
    return [printed(argument) for argument in call.arguments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F()", []),
        ("F(,)", ["", ""]),
        ("F(A1,,C1)", ["A1", "", "C1"]),
        ("F(A1,B1,)", ["A1", "B1", ""]),
        ('F("a,b)(","""",\'x,(\'!A1)', ['"a,b)("', '""""', "'x,('!A1"]),
        ("F({1,2;3,4},T[[a,b]:[c(]])", ["{1, 2; 3, 4}", "T[[a,b]:[c(]]"]),
        ("F(G(1,2),(A1,B1))", ["G(1,2)", "(A1,B1)"]),
        ("1+F(A1)*2", ["A1"]),
        ("T[a'[b']]+F(T[x'[y])", ["T[x'[y]"]),
    ],
)
def test_arguments_are_cut_at_their_own_commas(text: str, expected: list[str]) -> None:
    assert arguments(text, "F") == expected


@pytest.mark.parametrize(
    "text",
    ["_xll.F(1)", "_xlfn._xlws.F(1)", "[1]!F(1)", "'C:\\a b.xlam'!F(1)", "f(1)", "x.xlam!F(1)"],
)
def test_marks_and_the_file_of_a_function_are_no_part_of_its_name(text: str) -> None:
    (call,) = formulas.calls(parse(text))
    assert call.name == "F"
    assert call.qualified == ("!" in text)
    assert printed(call) == text


@pytest.mark.parametrize("text", ["SUM(1", "1)", "{1", '"a', "'a", "T[a", "(1}", "SUM(1}"])
def test_unpaired_signs_are_refused(text: str) -> None:
    with pytest.raises(formulas.Unreadable):
        parse(text)


@pytest.mark.parametrize(
    ("text", "down_2_right_1"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ("SUM(Data!A1:B2)*1E5", "SUM(Data!B3:C4)*1E5"),
        ("A:A+$A:B+1:1", "B:B+$A:C+3:3"),
        ("\"A1\"&'A1'!A1", "\"A1\"&'A1'!B3"),
        ("LOG10(A1)+T[A1]+A1B+_A1+1.5", "LOG10(B3)+T[A1]+A1B+_A1+1.5"),
        ("IF(A1>2,A1:B2,5)", "IF(B3>2,B3:C4,5)"),
    ],
)
def test_a_filled_down_copy_moves_only_relative_references(text: str, down_2_right_1: str) -> None:
    assert shifted(text, 2, 1) == down_2_right_1


@given(st.text(alphabet="A1$:,()'\"[]{}!#F. ;+é", max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except formulas.Unreadable:
        return
    assert parse(printed(tree)) == tree
    assert shifted(text, 0, 0) == text


leaves = st.sampled_from(
    [
        "1",
        "2.50",
        "1E+5",
        '"a""b"',
        "TRUE",
        "#N/A",
        "A1",
        "$A$1:B2",
        "'My S'!A1",
        "T[a]",
        "Name",
        "{1, 2}",
    ]
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/^&=<>"), inner, inner).map(
            lambda t: f"({t[1]}){t[0]}({t[2]})"
        ),
        st.tuples(st.sampled_from("-+@"), inner).map(lambda t: f"{t[0]}({t[1]})"),
        inner.map(lambda t: f"({t})%"),
        st.lists(inner, max_size=3).map(lambda t: f"F({','.join(t)})"),
        st.tuples(st.just("_xlfn.LET"), inner).map(lambda t: f"{t[0]}(x,{t[1]},)"),
    ),
    max_leaves=12,
)


@given(trees)
def test_a_printed_formula_is_read_as_the_same_tree(text: str) -> None:
    tree = parse(text)
    assert parse(printed(tree)) == tree


@pytest.mark.parametrize(
    "text",
    ["1-(2-3)-4", "2^3^2", "-2^2", "-(2^2)", "(-5)%", "2^-1", "1--1", "a&(b=c)", "SUM((A1,B2))",
     "SUM(A1:B3 B2:C4)", "@A1:A5", "A1#", "A1:INDEX(A1:A9,3)", "OFFSET(A1,1,1):B5", "IF(A1,,2)", "F(,)",
     "LAMBDA(x,x+1)(3)", "_xlfn.XLOOKUP(1,A:A,B:B,,-1)", "T[[#This Row],[a b]]", "[@a]", "'[1]S'!A1",
     "FY21:FY22!A1", "12345678901234567890", "1.50E+3", "#REF!", "_xlfn.ANCHORARRAY(A1)", "\"é\"&A1"],
)  # fmt: skip
def test_what_the_engine_would_print_otherwise_stays_as_written(text: str) -> None:
    assert printed(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [("#REF!A1+SUM(#REF!$A$1:B2)", "#REF!+SUM(#REF!)"), ("A1 : B2", "A1:B2"), ("((A1))", "A1"),
     ("[[#This Row],a]", "[[#This Row],[a]]"), ('"#REF!A1"&1', '"#REF!A1"&1')],
)  # fmt: skip
def test_what_the_engine_cannot_read_is_put_so_that_it_can(text: str, read: str) -> None:
    assert printed(parse(text)) == read


@pytest.mark.parametrize(
    ("text", "around"),
    [("(1-2)", True), ("((1-2))", True), ("(1)-(2)", False), ("1-2", False), ('("(")-1', False), ("(A1)", False)],
)  # fmt: skip
def test_brackets_around_an_operation_are_seen(text: str, around: bool) -> None:
    assert formulas.bracketed(text) is around


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_are_each_others_inverse(number: int) -> None:
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize(
    ("text", "external"),
    [
        ("[1]Data!A1", True), ("'[1]My Data'!A1", True), ("[2]!Name", True), ("SUM(1,[1]D!A1)", True),
        ("T[a]", False), ("T[[#All],[a]]", False), ('"[1]D!A1"', False), ("SUM(T[1])", False),
    ],
)  # fmt: skip
def test_references_to_other_workbooks_are_known(text: str, external: bool) -> None:
    assert formulas.is_external(parse(text)) is external


TABLE = SheetTable("Tab", Area("S", 1, 11, 5, 12), ("n", "v"), header=True, totals=True)
NAMES = Names(
    {("", "rets"): "Data!$A$1:$D$9", ("risk", "rets"): "Risk!$B$2", ("", "twice"): "Rets"},
    {"tab": TABLE},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A2:$B3", "Here!A2:B3"), ("B3:A2", "Here!A2:B3"), ("'My S'!A1", "'My S'!A1"),
        ("Data!A:B", "Data!A:B"), ("2:3", "Here!2:3"), ("Rets", "Data!A1:D9"), ("TWICE", "Data!A1:D9"),
        ("Tab", "S!K2:L4"), ("Tab[v]", "S!L2:L4"), ("Tab[#All]", "S!K1:L5"), ("Tab[[n]:[v]]", "S!K2:L4"),
        ("Tab[[#Headers],[v]]", "S!L1"), ("Tab[ n ]", "S!K2:K4"), ("(A1)", "Here!A1"), ("A1#", "Here!A1"),
        ("_xlfn.ANCHORARRAY(A1)", "Here!A1"), ("Tab[nope]", None), ("SUM(A1)", None), ("Nope", None),
    ],
)  # fmt: skip
def test_a_reference_finds_its_cells(text: str, expected: str | None) -> None:
    block = NAMES.area(text, "Here")
    assert (block and block.at(None, None)) == expected


def test_a_name_of_the_sheet_goes_before_that_of_the_workbook() -> None:
    assert NAMES.area("Rets", "Risk") == Area("Risk", 2, 2, 2, 2)


def test_a_cell_of_a_block_is_named_by_its_address() -> None:
    block = area("Prices!$B$2:$D$90", "Here")
    assert block is not None
    assert block.at(45, 1) == "Prices!C47"
    assert block.at(45, None) == "Prices!B47:D47"


keys = st.tuples(st.sampled_from(("S", "s", "T")), st.integers(1, 6), st.integers(1, 6))


@given(st.sets(keys), st.sampled_from(("S", "t")), keys, keys, keys)
def test_the_first_of_some_cells_in_a_block_is_that_of_looking_at_each(
    cells: set[tuple[str, int, int]],
    sheet: str,
    one: tuple[str, int, int],
    other: tuple[str, int, int],
    but: tuple[str, int, int],
) -> None:
    (top, bottom), (left, right) = sorted((one[1], other[1])), sorted((one[2], other[2]))
    block = Area(sheet, top, left, bottom, right)
    inside = [cell for cell in cells if cell in block and cell != but]
    first = Cells(cells).first_in(block, but)
    assert (first is None) == (not inside)
    if first is not None:
        assert first in inside
        assert first[1:] == min(cell[1:] for cell in inside)
