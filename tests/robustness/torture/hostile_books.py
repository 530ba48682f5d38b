"""Workbooks and formulas of a few bytes that ask for all memory or for hours, and what they are called.

Each must end within the limits that it is given, in values or in a sentence.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable
from pathlib import Path

from tests.hosts.headless.books import (
    EMPTY_SHEET,
    make,
    replaced,
    with_formulas,
    with_rows,
)


def _doubling(times: int, join: str, first: str) -> str:
    """`LET(na,first,nb,join of na with itself, ..., ROWS(the last))`."""
    names = [f"n{one}{two}" for one in string.ascii_lowercase for two in "pq"][:times]
    steps = [f"{names[0]},{first}"]
    steps += [f"{name},{join.format(before)}" for before, name in itertools.pairwise(names)]
    return f"LET({','.join(steps)},ROWS({names[-1]}))"


def _calling_twice(times: int) -> str:
    """`LET(f0,LAMBDA(x,x+1),f1,LAMBDA(x,f0(x)+f0(x)),...,the last of 1)`: 2 ** times calls."""
    steps = ["f_0,LAMBDA(x,x+1)"]
    steps += [f"f_{i},LAMBDA(x,f_{i - 1}(x)+f_{i - 1}(x))" for i in range(1, times + 1)]
    return f"LET({','.join(steps)},f_{times}(1))"


#: typed formulas
FORMULAS = {
    "an outer product": "SUM(SEQUENCE(1000000)*TRANSPOSE(SEQUENCE(1000000)))",
    "a text doubled": _doubling(34, "{0}&{0}", '"ab"'),
    "a text in a text": 'SUBSTITUTE(SUBSTITUTE(REPT("a",32767),"a",REPT("a",32767)),"a",REPT("a",3000))',
    "a text of texts": 'CONCAT(REPT("x",32767)&SEQUENCE(100000))',
    "lengths of texts": 'SUM(LEN(REPT("x",SEQUENCE(100000,1,30000,0))))',
    "columns side by side": f"LET(a,SEQUENCE(1048576),COLUMNS(HSTACK({','.join(['a'] * 200)})))",
    "rows doubled": _doubling(30, "VSTACK({0},{0})", "SEQUENCE(9)"),
    "unit matrices": "SUM(MMULT(MUNIT(4096),MMULT(MUNIT(4096),MUNIT(4096))))",
    "lambdas that call twice": _calling_twice(34),
    "a long loop": "SUM(ABS(SEQUENCE(1000000)))",
}  # fmt: skip


def _column(formulas: list[str]) -> Callable[[Path], Path]:
    return lambda path: with_formulas(path, *formulas)


def _tags(tag: str, count: int) -> Callable[[Path], Path]:
    def book(path: Path) -> Path:
        row = '<row r="1"><c r="A1"><f>1+1</f></c></row>'
        return replaced(
            with_formulas(path),
            {"xl/worksheets/sheet2.xml": EMPTY_SHEET.format(rows=row + tag * count)},
        )

    return book


def _arrays(formula: str, count: int, wide: bool = False) -> Callable[[Path], Path]:
    def fill(book: object) -> None:
        book.add_worksheet("Data").write_column("A1", range(100))  # type: ignore[attr-defined]
        sheet = book.add_worksheet("Risk")  # type: ignore[attr-defined]
        for i in range(count):
            sheet.write_dynamic_array_formula(
                0 if wide else i,
                i if wide else 0,
                0 if wide else i,
                i if wide else 0,
                f"={formula}",
            )

    return lambda path: make(path, fill)


def _many_sheets(path: Path) -> Path:
    def fill(book: object) -> None:
        for i in range(2000):
            sheet = book.add_worksheet(f"S{i}")  # type: ignore[attr-defined]
            sheet.write_formula("A1", "=1+1")
            sheet.add_table("C1:D3", {"name": f"Table_{i}"})

    return make(path, fill)


def _long_formula(path: Path) -> Path:
    return with_rows(path, f'<row r="1"><c r="A1"><f>{"1+" * 1_000_000}1</f></c></row>')


#: workbooks
BOOKS: dict[str, Callable[[Path], Path]] = {
    "cells doubled": _column(['=REPT("ab",100)', *(f"=A{i}&A{i}" for i in range(1, 40))]),
    "19 million tags": _tags("<x/>", 19_000_000),
    "9 million cells": _tags("<c/>", 9_000_000),
    "a whole sheet plus one": _arrays("Data!1:1048576+1", 1),
    "arrays in each other's way": _arrays("SEQUENCE(20000)", 60),
    "wide arrays": _arrays("SEQUENCE(1048576)", 26, wide=True),
    "whole columns 300 times": _column(
        ["=SUMPRODUCT((Data!A$1:A$1048576=1)*(Data!B$1:B$1048576))"] * 300
    ),
    "2,000 sheets with a table": _many_sheets,
    "a formula of two million characters": _long_formula,
}
