"""Results of more than 10,000 cells, the engine's own limit: ten years of three assets have more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.hosts.headless.books import make, values
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import calc, evaluate
from xl_stressvar.hosts.headless.excel_rules.spills import MOST

DAYS = 4001
PRICES = 100 * np.exp(np.cumsum(np.random.default_rng(2016).normal(0, 0.01, (DAYS, 3)), axis=0))
RETURNS = PRICES[1:] / PRICES[:-1] - 1


def book(path: Path, fill: Callable[[Any], object]) -> Path:
    """Prices in Prices!A1:C4001, and what `fill` adds behind that sheet."""

    def filled(made: Any) -> None:
        sheet = made.add_worksheet("Prices")
        for i, row in enumerate(PRICES.tolist()):
            sheet.write_row(i, 0, row)
        fill(made)

    return make(path, filled)


def from_prices_to_returns(made: Any) -> None:
    made.add_worksheet("Aligned").write_dynamic_array_formula(
        "A1", f"=ALIGN_HISTORY(Prices!A1:C{DAYS})"
    )
    made.add_worksheet("Returns").write_dynamic_array_formula(
        "A1", f"=TO_RETURNS(Aligned!A1:C{DAYS})"
    )
    risk = made.add_worksheet("Risk")
    risk.write_formula(0, 0, f"=CURRENT_VAR(Returns!A1:C{DAYS - 1},{{1,2,3}},99%,1,,{DAYS - 1})")
    risk.write_formula(1, 0, f"=SUM(Returns!C1:C{DAYS + 50})")


@pytest.mark.slow
def test_one_large_result_feeds_another_and_both_stand_in_the_sheet(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    report = calc(book(tmp_path / "a.xlsx", from_prices_to_returns), target)
    assert not report.errors
    shown = values(target, 3)
    got = [[shown[f"{c}{i + 1}"] for c in "ABC"] for i in range(DAYS - 1)]
    np.testing.assert_allclose(got, RETURNS, rtol=1e-12, atol=1e-15)
    assert len(shown) == RETURNS.size > MOST
    risk = values(target, 4)
    assert risk["A1"] == pytest.approx(-np.quantile(RETURNS @ [1, 2, 3], 0.01), rel=1e-12)
    assert risk["A2"] == pytest.approx(RETURNS[:, 2].sum(), rel=1e-9)
    assert calc(target, tmp_path / "again.xlsx").errors == []  # the old result is in nobody's way


@pytest.mark.slow
def test_a_hash_means_all_of_a_large_result(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        from_prices_to_returns(made)
        made.get_worksheet_by_name("Risk").write_dynamic_array_formula(
            "D1", "=ROWS(_xlfn.ANCHORARRAY(Returns!A1))"
        )

    path = book(tmp_path / "a.xlsx", fill)
    target = tmp_path / "out.xlsx"
    assert not calc(path, target).errors
    assert values(target, 4)["D1"] == DAYS - 1
    answers = evaluate(["=ROWS(Returns!A1#)", "=SUM('Returns'!$A$1#)"], path)
    assert answers[0].value == DAYS - 1
    assert answers[1].value == pytest.approx(RETURNS.sum(), rel=1e-9)


def test_a_name_for_all_of_a_large_result_is_refused_not_cut(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        from_prices_to_returns(made)
        made.define_name("All", "=_xlfn.ANCHORARRAY(Returns!$A$1)")

    with pytest.raises(
        FileProblem,
        match=r"The name all cannot be calculated here: its # covers more than 10,000 cells",
    ):
        calc(book(tmp_path / "a.xlsx", fill), tmp_path / "out.xlsx")


def test_a_filled_cell_in_the_way_is_named(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Returns")
        sheet.write_dynamic_array_formula("A1", f"=2*Prices!A1:C{DAYS}")
        sheet.write(DAYS - 1, 2, "a note")

    (error,) = calc(book(tmp_path / "a.xlsx", fill), tmp_path / "out.xlsx").errors
    assert (error.address, error.code) == ("Returns!A1", "#SPILL!")
    assert f"C{DAYS} is in the way" in error.sentence


def test_what_another_formula_spills_is_in_the_way_too(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Returns")
        sheet.write_dynamic_array_formula("A1", f"=2*Prices!A1:C{DAYS}")
        sheet.write_dynamic_array_formula(f"A{DAYS - 5}", "=_xlfn.SEQUENCE(3)")

    report = calc(book(tmp_path / "a.xlsx", fill), tmp_path / "out.xlsx")
    assert {e.address for e in report.errors} == {"Returns!A1"}
    assert values(tmp_path / "out.xlsx", 2)[f"A{DAYS - 3}"] == 3


def test_beyond_the_end_of_the_sheet_there_is_no_room(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Low")
        sheet.write_dynamic_array_formula("A1048000", f"=2*Prices!A1:C{DAYS}")

    (error,) = calc(book(tmp_path / "a.xlsx", fill), tmp_path / "out.xlsx").errors
    assert "the end of the sheet is in the way" in error.sentence


@pytest.mark.slow
def test_an_array_formula_over_a_large_block_is_filled(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_worksheet("Twice").write_array_formula(f"A1:C{DAYS}", f"{{=2*Prices!A1:C{DAYS}}}")

    target = tmp_path / "out.xlsx"
    assert not calc(book(tmp_path / "a.xlsx", fill), target).errors
    assert values(target, 2)[f"C{DAYS}"] == pytest.approx(2 * PRICES[-1, 2], rel=1e-15)


def test_a_result_that_changes_its_size_meanwhile_is_laid_out_anew(tmp_path: Path) -> None:
    """The second is large only while the first has no room yet."""

    def fill(made: Any) -> None:
        made.add_worksheet("One").write_dynamic_array_formula("A1", f"=2*Prices!A1:C{DAYS}")
        made.add_worksheet("Two").write_dynamic_array_formula(
            "A1", f"=IF(ISERROR(One!A1),3*Prices!A1:C{DAYS},7)"
        )

    target = tmp_path / "out.xlsx"
    assert not calc(book(tmp_path / "a.xlsx", fill), target).errors
    assert values(target, 3) == {"A1": 7.0}


def test_a_wide_result_is_laid_out_both_ways(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_worksheet("Wide").write_dynamic_array_formula("A1", "=_xlfn.SEQUENCE(30,400)")

    target = tmp_path / "out.xlsx"
    assert not calc(book(tmp_path / "a.xlsx", fill), target).errors
    assert sorted(values(target, 2).values()) == list(range(1, 12_001))  # type: ignore[type-var]
