"""Every rule is needed: the bare engine gives something else for the formula that shows the rule.

On the day when the engine answers as Excel does, the test of that rule fails, and the rule can go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import formualizer
import pytest

from tests.hosts.headless.books import calculated, make
from xl_stressvar.hosts.headless.excel_rules import CALL_RULES, SIGN_RULES
from xl_stressvar.hosts.headless.excel_rules.rule import CallRule, SignRule

EVERY: list[type[CallRule | SignRule]] = [*CALL_RULES, *SIGN_RULES]
RULES = [rule for rule in EVERY if rule.shows]
CELLS = [(1.0, "a"), (2.0, "b"), (4.0, "c")]  # of A1:B3; the formula stands in D2


def bare(formula: str) -> Any:
    book = formualizer.Workbook()
    book.add_sheet("S")
    book.set_values_batch("S", 1, 1, [list(row) for row in CELLS])
    book.set_formula("S", 2, 4, formula)
    return book.evaluate_cell("S", 2, 4)


def ours(path: Path, formula: str) -> Any:
    def fill(book: Any) -> None:
        book.add_worksheet("First")
        sheet = book.add_worksheet("S")
        for i, row in enumerate(CELLS):
            sheet.write_row(i, 0, row)
        sheet.write_formula("D2", formula)

    return calculated(make(path, fill))[0]["D2"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_bare_engine_lacks_the_rule(tmp_path: Path, rule: type[CallRule | SignRule]) -> None:
    assert bare(rule.shows) != rule.excel
    assert ours(tmp_path / "a.xlsx", rule.shows) == rule.excel


@pytest.mark.parametrize(
    ("formula", "engine", "excel"),
    [
        ('=TEXT(1234.5,"0.0E+00")', "1234.5", "1.2E+03"),  # KnownFormat refuses it
        ('=TEXT(2.5,"# ?/?")', "2.5", "2 1/2"),
    ],
)
def test_the_bare_engine_misreads_a_number_format(formula: str, engine: str, excel: str) -> None:
    """Microsoft, "Number format codes": scientific notation, fractions."""
    assert bare(formula) == engine != excel


def test_the_bare_engine_counts_hidden_rows(tmp_path: Path) -> None:
    """SUBTOTAL(109, ...) leaves them out, in Microsoft's page of it; see test_hidden."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, 4])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.write_formula("D2", "=SUBTOTAL(109,A1:A3)")

    path = make(tmp_path / "a.xlsx", fill)
    book = formualizer.Workbook.from_bytes(path.read_bytes())
    assert book.evaluate_cell("S", 2, 4) == 7


def test_the_bare_engine_does_not_calculate_with_a_name_for_a_formula(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, 4])
        book.define_name("Filled", "=OFFSET(S!$A$1,0,0,COUNT(S!$A:$A),1)")
        sheet.write_formula("D2", "=SUM(Filled)")

    path = make(tmp_path / "a.xlsx", fill)
    book = formualizer.Workbook.from_bytes(path.read_bytes())
    assert book.evaluate_cell("S", 2, 4) != 7
    assert calculated_first(path)["D2"] == 7


def calculated_first(path: Path) -> dict[str, object]:
    from tests.hosts.headless.books import values
    from xl_stressvar.hosts.headless import calc

    return values(calc(path).target, sheet=1)
