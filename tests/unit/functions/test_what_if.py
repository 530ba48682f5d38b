"""Trades before they are made: the figures are those of the books before and after."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, failed, gfc, value
from xl_stressvar.risk.methods.registry import METHODS

FACTORS = ("SPX", "UST10Y", "WTI")
BOOK = [60.0, 30.0, 10.0]
TRADES = [-20.0, 15.0, 5.0]
AFTER = [40.0, 45.0, 15.0]
STRESSED = [m.name for m in METHODS.values() if m.stressed]


def report(trades, method: str = "historical", horizon: float = 1, lookback=OMITTED):
    arguments = [OMITTED, 0.975, horizon, method, lookback]
    return dict(value("WHAT_IF", gfc(*FACTORS), [BOOK], trades, *arguments))


def figure(book, kind: str, method: str) -> float:
    if kind == "Current":
        return value("CURRENT_VAR", gfc(*FACTORS), [book], 0.975, 1, method)
    return value("STRESSED_VAR", gfc(*FACTORS), [book], OMITTED, 0.975, 1, method)


@pytest.mark.parametrize("method", STRESSED)
@pytest.mark.parametrize("kind", ["Current", "Stressed"])
def test_before_and_after_are_the_vars_of_the_two_books(method, kind) -> None:
    """The second way to the same figures."""
    got = report([TRADES], method)
    before, after = figure(BOOK, kind, method), figure(AFTER, kind, method)
    assert got[f"{kind} VaR before"] == pytest.approx(before, rel=1e-12)
    assert got[f"{kind} VaR after"] == pytest.approx(after, rel=1e-12)
    assert got[f"{kind} VaR change"] == pytest.approx(after - before, rel=1e-9)


def test_no_trade_changes_nothing() -> None:
    got = report([[0.0, 0.0, 0.0]])
    assert got["Current VaR change"] == got["Stressed VaR change"] == 0


def test_selling_everything_leaves_no_var() -> None:
    got = report([[-w for w in BOOK]], "normal")
    assert got["Current VaR after"] == got["Stressed VaR after"] == 0
    assert got["Stressed VaR change"] == -got["Stressed VaR before"]


def test_doubling_the_book_doubles_the_var() -> None:
    got = report([BOOK])
    assert got["Stressed VaR change"] == pytest.approx(got["Stressed VaR before"], rel=1e-12)


def test_trades_go_by_name_and_figures_by_the_root_of_the_horizon() -> None:
    by_name = [["WTI", 5.0], ["spx", -20.0], ["UST10Y", 15.0]]
    assert report(by_name) == report([TRADES])
    longer = report([TRADES], horizon=4)
    assert longer["Stressed VaR after"] == pytest.approx(2 * report([TRADES])["Stressed VaR after"])


def test_current_var_reads_the_lookback_rows() -> None:
    want = value("CURRENT_VAR", gfc(*FACTORS), [AFTER], 0.975, 1, "historical", 100)
    assert report([TRADES], lookback=100)["Current VaR after"] == pytest.approx(want, rel=1e-12)


def test_trades_that_do_not_fit_are_refused_as_trades() -> None:
    def sentence(trades) -> str:
        error, said = failed("WHAT_IF", gfc(*FACTORS), [BOOK], trades)
        assert error == "#VALUE!"
        return said

    assert sentence([[1.0, 2.0]]).startswith("trades is 1 x 2 for 3 assets.")
    assert sentence([["SPX", 1.0], ["WTI", 2.0]]).startswith("trades has no amount for UST10Y.")
    assert sentence([TRADES, TRADES]).startswith("trades is 2 x 3 for 3 assets.")
    assert (
        failed("WHAT_IF", gfc(*FACTORS), [BOOK], [TRADES], OMITTED, 0.99, 1, "historical", 999)[0]
        == "#N/A"
    )
