"""Options, bonds and grids in Python: portfolios of their own, the same as by way of cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import xl_stressvar as sv

RETURNS = sv.crisis_returns("GFC", ["SPX", "UST10Y"])
OPTIONS = pd.DataFrame(
    {
        "name": ["Put", "Call"],
        "underlying": ["SPX", "UST10Y"],
        "type": ["put", "call"],
        "quantity": [-10, 5],
        "spot": [100.0, 50.0],
        "strike": [95.0, 52.0],
        "years": [0.25, 1.0],
        "volatility": [0.2, 0.1],
        "rate": [0.02, 0.02],
    }
)


def test_options_are_a_portfolio_with_every_figure_of_their_pnl() -> None:
    book = sv.options(OPTIONS)
    assert isinstance(book, sv.Options)
    pnl = sv.ask("OPTION_PNL", RETURNS, OPTIONS)
    ones = {"Put": 1, "Call": 1}
    assert sv.stressed_var(RETURNS, book) == pytest.approx(sv.stressed_var(pnl, ones), rel=1e-12)
    parts = sv.var_contribution(RETURNS, book)
    pd.testing.assert_frame_equal(parts, sv.var_contribution(pnl, ones), rtol=1e-9)
    found, wanted = sv.worst_window(RETURNS, book, 100), sv.worst_window(pnl, ones, 100)
    assert found[:2] == wanted[:2]
    assert found.var == pytest.approx(wanted.var, rel=1e-12)


def test_a_table_comes_as_a_frame_by_name_or_as_records() -> None:
    books = [sv.options(OPTIONS), sv.options(OPTIONS.set_index("name")),
             sv.options(OPTIONS.to_dict("records"))]  # fmt: skip
    assert len({sv.stressed_es(RETURNS, book) for book in books}) == 1


def test_bonds_are_a_portfolio_on_changes_of_yields() -> None:
    changes = sv.ask("CRISIS_CHANGES", "GFC", ["UST2Y", "UST10Y"])
    table = pd.DataFrame(
        {"curve": ["UST2Y", "UST10Y"], "face": [100.0, -50.0], "coupon": [0.03, 0.04],
         "years": [2.0, 10.0], "yield": [0.024, 0.038]}, index=["Two", "Ten"],
    )  # fmt: skip
    book = sv.bonds(table)
    assert isinstance(book, sv.Bonds)
    pnl = sv.ask("BOND_PNL", changes, book)
    assert list(pnl.columns) == ["Two", "Ten"]
    want = sv.stressed_var(pnl, [1, 1])
    assert sv.stressed_var(changes, book) == pytest.approx(want, rel=1e-12)


def test_a_grid_is_a_portfolio_of_one_factor_or_two() -> None:
    moves = np.linspace(-0.2, 0.2, 9)
    of_one = sv.grid(pd.DataFrame({"A": 100 * moves, "B": -500 * moves**2}, index=moves))
    assert isinstance(of_one, sv.Grid)
    spx = RETURNS[["SPX"]]
    x = spx["SPX"]
    want = -np.percentile(100 * x - 500 * x**2, 1)
    assert sv.stressed_var(spx, of_one) == pytest.approx(want, rel=1e-9)
    two = pd.DataFrame(np.outer(moves, moves) * 1e4, index=moves, columns=moves)
    product = 1e4 * RETURNS.prod(axis=1)
    for word in ("spline", "linear"):
        found = sv.stressed_var(RETURNS, sv.grid(two, word))
        assert found == pytest.approx(-np.percentile(product, 1), rel=1e-9)


def test_what_is_refused_in_a_sheet_is_refused_here() -> None:
    with pytest.raises(sv.ImpossibleNumber, match=r"Put, volatility\) is 20"):
        sv.options(OPTIONS.assign(volatility=20.0))
    with pytest.raises(sv.BadInput, match="no column strike"):
        sv.options(OPTIONS.drop(columns="strike"))
    with pytest.raises(sv.BadInput, match="not a column of the history"):
        sv.stressed_var(RETURNS, sv.options(OPTIONS.assign(underlying="DAX")))
    with pytest.raises(sv.BadInput, match="interpolation"):
        sv.grid(pd.DataFrame({"A": [-1.0, 0.0, 1.0]}, index=[-0.1, 0.0, 0.1]), "quadratic")


def test_a_yield_is_spelled_with_an_underscore() -> None:
    by_name = sv.ask("OPTION_VALUE", "put", 75, 70, 0.5, 0.35, rate=0.1, yield_=0.05)
    assert by_name["Value"].item() == pytest.approx(4.0870, abs=5e-5)
