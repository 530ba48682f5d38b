"""VaR by desk and book: levels add up, and each figure is that of a book of its own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.support import OMITTED, failed, gfc, value
from xl_stressvar.risk.methods.registry import METHODS

FACTORS = ("SPX", "UST10Y", "WTI", "GOLD")
BOOK = [60.0, 30.0, 10.0, -5.0]
BY_NAME = [
    ["Asset", "Desk", "Book"],
    ["WTI", "Commodities", "Oil"],
    ["SPX", "Markets", "US"],
    ["GOLD", "commodities ", "Metals"],
    ["UST10Y", "Markets", "Rates"],
]
STRESSED = [m.name for m in METHODS.values() if m.stressed]


def table(groups, method: str = "historical", c: float = 0.99, book=BOOK, history=None):
    rows = value(
        "GROUP_CONTRIBUTION", history or gfc(*FACTORS), [book], groups, OMITTED, c, 1, method
    )
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def var(book, method: str = "historical") -> float:
    return value("STRESSED_VAR", gfc(*FACTORS), [book], OMITTED, 0.99, 1, method)


@pytest.mark.parametrize("method", STRESSED)
def test_components_add_up_level_by_level(method) -> None:
    rows = table(BY_NAME, method)
    whole = var(BOOK, method)
    total = next(row for row in rows if row["Group"] == "Total")
    assert total["Component VaR"] == pytest.approx(whole, rel=1e-12)
    groups = rows[: rows.index(total)]
    for level in (1, 2):
        parts = [row["Component VaR"] for row in groups if row["Level"] == level]
        assert sum(parts) == pytest.approx(whole, rel=1e-12)
    for desk in range(0, 6, 3):  # each of two books
        finer = groups[desk + 1]["Component VaR"] + groups[desk + 2]["Component VaR"]
        assert finer == pytest.approx(groups[desk]["Component VaR"], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_standalone_and_incremental_are_vars_of_other_books(method) -> None:
    rows = table([["A", "B", "A", "B"]], method)
    alone = {"A": [60.0, 0.0, 10.0, 0.0], "B": [0.0, 30.0, 0.0, -5.0]}
    whole = var(BOOK, method)
    for row, other in zip(rows, ("B", "A"), strict=False):
        assert row["Standalone VaR"] == pytest.approx(var(alone[row["Group"]], method), rel=1e-10)
        without = whole - var(alone[other], method)
        assert row["Incremental VaR"] == pytest.approx(without, rel=1e-9, abs=1e-9)
    benefit = rows[0]["Standalone VaR"] + rows[1]["Standalone VaR"] - whole
    assert rows[-1]["Standalone VaR"] == pytest.approx(benefit, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_a_group_of_one_asset_is_that_asset(method) -> None:
    """The second way to the same figures."""
    rows = table([list(FACTORS)], method)
    by_asset = value("VAR_CONTRIBUTION", gfc(*FACTORS), [BOOK], OMITTED, 0.99, 1, method)[1:]
    for group, asset in zip(rows[:4], by_asset, strict=False):
        got = [group[k] for k in ("Standalone VaR", "Component VaR", "Share", "Incremental VaR")]
        assert got == pytest.approx([asset[2], *asset[4:]], rel=1e-9, abs=1e-10)


def test_the_order_is_that_of_the_range_and_case_makes_no_other_group() -> None:
    rows = table(BY_NAME)
    assert [(row["Level"], row["Group"]) for row in rows] == [
        (1, "Commodities"), (2, "Oil"), (2, "Metals"), (1, "Markets"), (2, "US"), (2, "Rates"),
        ("n/a", "Total"), (1, "Diversification between groups"),
        (2, "Diversification between groups"),
    ]  # fmt: skip


def test_the_same_name_under_two_desks_is_two_books() -> None:
    groups = [[name, desk, "US"] for name, desk in zip(FACTORS, "ABAB", strict=True)]
    assert [row["Group"] for row in table(groups)][:4] == ["A", "US", "B", "US"]


def test_any_order_of_the_rows_gives_the_same_figures() -> None:
    want = {row["Group"]: row for row in table(BY_NAME)}
    for rows in itertools.permutations(BY_NAME[1:]):
        got = {row["Group"].replace("commodities", "Commodities"): row for row in table(list(rows))}
        assert got["Oil"] == want["Oil"]
        assert got["Total"] == want["Total"]
        assert got["Commodities"]["Component VaR"] == want["Commodities"]["Component VaR"]


def test_a_desk_that_hedges_itself_perfectly_has_no_var_by_any_method() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.normal(0, 0.01, (2, 130))
    history = [[a, 3 * a, b] for a, b in zip(x, y, strict=True)]
    for method in ("historical", "normal", "student t", "ewma"):
        hedged, held = table([["H", "H", "X"]], method, 0.95, [0.3, -0.1, 1.0], history)[:2]
        assert hedged["Standalone VaR"] == 0
        assert hedged["Incremental VaR"] == pytest.approx(0, abs=1e-12)
        assert held["Share"] == pytest.approx(1, rel=1e-12)


def test_groups_that_do_not_fit_are_refused_with_the_reason() -> None:
    def sentence(groups) -> str:
        error, said = failed("GROUP_CONTRIBUTION", gfc(*FACTORS), [BOOK], groups)
        assert error == "#VALUE!"
        return said

    assert sentence([["A", "B", "C"]]).startswith("groups is 1 x 3 for 4 assets.")
    assert sentence([["A"], ["B"]]).startswith("groups is 2 x 1 for 4 assets.")
    assert sentence(BY_NAME[:4]).startswith("groups (row 1, column 1) is Asset, which")
    assert sentence(BY_NAME[1:4]).startswith("groups has no group for UST10Y.")
    assert "again" in sentence([*BY_NAME[1:], BY_NAME[1]])
    assert "again" in sentence([BY_NAME[1], *BY_NAME[1:]])
    assert "blank" in sentence([*BY_NAME[1:4], ["UST10Y", "Markets", None]])
    undated = [[0.01, -0.01], [-0.01, 0.02]]
    error, said = failed("GROUP_CONTRIBUTION", undated, [[1, 2]], [["A", "X"], ["B", "Y"]])
    assert (error, said.startswith("groups has names")) == ("#VALUE!", True)
