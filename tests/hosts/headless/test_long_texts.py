"""The longest text of a cell has 32,767 characters (Microsoft, "Excel specifications and limits"); a formula
that would give a longer one is #VALUE!, as Microsoft's pages of TEXTJOIN, CONCAT and REPT say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.hosts.headless import evaluate

FULL = 'REPT("x",32767)'


def value(formula: str) -> Any:
    (answer,) = evaluate([formula])
    return answer.value if answer.error is None else str(answer.error)


@pytest.mark.parametrize(
    "formula",
    [
        f'{FULL}&"y"',
        f'LEN({FULL}&"y")',
        f"{FULL}&1",
        'LEN("y"&REPT("x",20000)&REPT("x",20000))',
        f'CONCATENATE({FULL},"y")',
        f'LEN(CONCAT({FULL},"y"))',
        f'LEN(TEXTJOIN("",TRUE,{FULL},"y"))',
        'LEN(SUBSTITUTE(REPT("x",20000),"x","xy"))',
        f'LEN(REPLACE({FULL},1,0,"y"))',
        'LEN(REPT("xy",16384))',
        f'LEN({FULL}&TEXT(0.5,"0%"))',
        f'LET(a,{FULL},LEN(a&a))',
    ],
)  # fmt: skip
def test_a_longer_text_is_value(formula: str) -> None:
    assert value(f"={formula}") == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "length"),
    [
        ('LEN(REPT("x",32766)&"y")', 32767),
        (f'LEN({FULL}&"")', 32767),
        ('LEN(CONCATENATE(REPT("x",32766),"y"))', 32767),
        ('LEN(SUBSTITUTE(REPT("x",16383),"x","xy"))', 32766),
        (f'LEN(REPLACE({FULL},1,1,"y"))', 32767),
    ],
)
def test_the_longest_text_is_one(formula: str, length: int) -> None:
    assert value(f"={formula}") == length


def test_of_several_texts_only_the_longer_ones_are_errors() -> None:
    assert value(f'=ISERROR({FULL}&{{"","y"}})') == [[False, True]]
    assert value(f'=ISERROR(SUBSTITUTE({FULL}&{{"";""}},"x",{{"x";"xx"}}))') == [[False], [True]]


def test_cells_are_joined_up_to_the_limit(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", ["x" * 16_383, "y" * 16_384, "z"])
        sheet.write_formula("B1", "=LEN(A1&A2)")
        sheet.write_formula("B2", "=A1&A2&A3")
        sheet.write_formula("B3", "=LEN(B2)")
        sheet.write_formula("B4", '=SUMPRODUCT((A1:A3&"!"="z!")*1)')

    found, _ = calculated(make(tmp_path / "a.xlsx", fill))
    assert [found[f"B{i}"] for i in range(1, 5)] == [32_767, "#VALUE!", "#VALUE!", 1]


@pytest.mark.parametrize(("size", "sum_"), [(1024, 1024), (1025, "#VALUE!")])
def test_a_unit_matrix_has_at_most_a_million_cells_here(size: int, sum_: Any) -> None:
    """Excel makes larger ones as long as it has the memory: docs/differences.md."""
    assert value(f"=SUM(MUNIT({size}))") == sum_
