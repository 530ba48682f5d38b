"""A portfolio values itself: one that is not linear, defined here alone, has every figure.

Two short puts (losses beyond a fall), a position whose P&L is quadratic, and stocks: P&L by part. The
figures are checked against the same P&L given as a history in money with position 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

import xl_stressvar as sv
from tests.support import OMITTED, value
from xl_stressvar import errors
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import is_number
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Matrix, Regime, Vector
from xl_stressvar.errors import ImpossibleNumber, StressVarError
from xl_stressvar.risk import audit, scenarios
from xl_stressvar.risk.decompose.attribution import attribute
from xl_stressvar.risk.decompose.contribution import contributions
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.stressed import stressed_book
from xl_stressvar.risk.worst_window import of_book

RNG = np.random.default_rng(1730)
HISTORY = History(0.01 * RNG.standard_t(9, (400, 2)), ("Stocks", "Bonds"))
C = Confidence(0.95)
NAMES = ("Stocks", "Short put", "Curve", "Bonds")


@dataclass(frozen=True, eq=False)
class Hedged:
    """P&L by part, each a function of the row's returns: no weights, no gradient."""

    weights: Vector | None = None
    asked: list[str] = field(default_factory=list)

    def parts_on(self, history: History) -> Matrix:
        self.asked.append("parts")
        stocks, bonds = history.values.T
        put = 40 * np.minimum(stocks + 0.02, 0)
        return np.stack([100 * stocks, put, 400 * bonds**2 - 300 * stocks * bonds, 50 * bonds])

    def pnl_on(self, history: History) -> Vector:
        self.asked.append("pnl")
        stocks, bonds = history.values.T
        put = 40 * np.minimum(stocks + 0.02, 0)
        return np.asarray(100 * stocks + put + 400 * bonds**2 - 300 * stocks * bonds + 50 * bonds)

    def part_names(self, history: History) -> tuple[str, ...]:
        return NAMES


BOOK = Book.of(HISTORY, Hedged())
PARTS = Hedged().parts_on(HISTORY)
HISTORY_BY_PART = History(np.ascontiguousarray(PARTS.T), NAMES)
IN_MONEY = [[x] for x in PARTS.sum(axis=0).tolist()]
BY_PART = [list(NAMES), *PARTS.T.tolist()]
ONES = [[1.0] * len(NAMES)]


STRESSED = [m.name for m in METHODS.values() if m.stressed]
BY_PARTS = ("monte carlo", "volatility scaled")  # which look at the parts' own P&L


def measure(method: str, tail: Tail = Tail.VAR) -> Measure:
    return Measure(tail, METHODS[method], C, 10)


@pytest.mark.parametrize("tail", list(Tail))
@pytest.mark.parametrize("method", STRESSED)
def test_its_figures_are_those_of_its_pnl_in_money(method, tail) -> None:
    name = {Tail.VAR: "STRESSED_VAR", Tail.ES: "STRESSED_ES"}[tail]
    history, w = (BY_PART, ONES) if method in BY_PARTS else (IN_MONEY, 1.0)
    got, _ = stressed_book(BOOK, None, measure(method, tail))
    assert got == pytest.approx(value(name, history, w, OMITTED, 0.95, 10, method), rel=1e-12)


@pytest.mark.parametrize("method", STRESSED)
def test_its_components_add_up_and_its_parts_have_figures_of_their_own(method) -> None:
    wanted = measure(method)
    found = contributions(BOOK, wanted)
    assert found.whole == wanted(BOOK)
    assert found.component.sum() == pytest.approx(found.whole, rel=1e-12)
    for i, part in enumerate(PARTS):
        if method == "cornish fisher" and i in (1, 2):  # too skewed alone: outside its domain
            assert isinstance(found.standalone[i], ImpossibleNumber)
            continue
        if method == "evt" and isinstance(found.standalone[i], StressVarError):  # too few losses
            assert found.standalone[i].problem is errors.TOO_FEW_EXCESSES
            continue
        want = wanted(Book.of(History(part[:, None]), LinearPortfolio(np.ones(1))))
        rel = 1e-2 if method == "monte carlo" else 1e-9  # another Σ has other draws
        assert found.standalone[i] == pytest.approx(want, rel=rel)


def test_historical_components_are_the_parts_losses_on_the_tail_day() -> None:
    found = contributions(BOOK, Measure(Tail.VAR, METHODS["historical rank"], C))
    day = int(np.argsort(PARTS.sum(axis=0))[C.rank(400) - 1])
    assert found.component.tolist() == (-PARTS[:, day]).tolist()


@pytest.mark.parametrize("method", ["historical", "normal", "student t", "monte carlo", "filtered"])
def test_its_worst_window_is_that_of_its_pnl(method) -> None:
    found = of_book(BOOK, 250, measure(method))
    start, end, _ = value("WORST_WINDOW", IN_MONEY, 1.0, 250, 0.95, 10, method)[0]
    assert (found.day(0), found.day(found.days - 1)) == (start, end)
    assert stressed_book(BOOK, None, measure("normal"))[0] < measure("normal")(found)


def test_its_attribution_adds_up() -> None:
    wanted = measure("historical")
    stressed, current = of_book(BOOK, 250, wanted), BOOK.latest(250)
    found = attribute(current, wanted(current), stressed, wanted(stressed))
    total = found.current + sum(found.effects)
    assert total == pytest.approx(found.stressed, rel=1e-12)


def test_its_reverse_stress_loses_the_loss_over_its_parts() -> None:
    found = scenarios.reverse(BOOK, 5.0, 1.0)
    assert found.shocks @ np.ones(len(NAMES)) == pytest.approx(-5, rel=1e-12)
    assert found.distance == pytest.approx(5 / PARTS.sum(axis=0).std(ddof=1), rel=1e-12)


def test_its_audit_names_its_parts_its_rule_and_its_tail() -> None:
    wanted = Measure(Tail.VAR, METHODS["historical rank"], C)
    found = audit.of_stressed(BOOK, None, wanted)
    assert found.value == wanted(BOOK)
    assert found.rule == "minus the P&L of the 20th worst day, the ceil(n(1-c))-th"
    assert [day.pnl for day in found.tail] == np.sort(BOOK.pnl)[:20].tolist()
    assert found.read == found.tail[-1:]
    assert found.positions == tuple((name, 1.0) for name in NAMES)


def test_it_is_valued_once_however_many_windows_look_at_it() -> None:
    portfolio = Hedged()
    book = Book.of(HISTORY, portfolio)
    of_book(book, 250, measure("historical"))
    measure("normal").rolling(book, 250)
    for lookback in (250, 300):
        measure("monte carlo")(book.latest(lookback))
        contributions(book.latest(lookback), measure("normal"))
    assert portfolio.asked == ["pnl", "parts"]


def test_the_parts_of_a_linear_portfolio_sum_to_its_pnl() -> None:
    portfolio = LinearPortfolio(np.array([60.0, -25.0]))
    parts = portfolio.parts_on(HISTORY)
    assert portfolio.part_names(HISTORY) == ("Stocks", "Bonds")
    np.testing.assert_allclose(parts.sum(axis=0), portfolio.pnl_on(HISTORY), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("portfolio", [Hedged(), LinearPortfolio(np.array([60.0, -25.0]))])
def test_units_times_positions_are_the_pnl_of_the_rows(portfolio) -> None:
    book = Book.of(HISTORY, portfolio).over(slice(100, 350), Regime.CURRENT)
    np.testing.assert_allclose(
        book.unit_pnl.values @ book.positions, book.pnl, rtol=1e-12, atol=1e-14
    )


# --- by the front door ------------------------------------------------------------------------------
ASKED = [
    name
    for name, entry in ((entry.name, entry) for entry in CATALOGUE)
    if {"history", "positions"} <= (names := {p.name for p in entry.parameters})
    and not {"groups", "trades", "factors"}
    & names  # of assets, whose amounts a linear portfolio alone has
]


@pytest.mark.parametrize("name", ASKED)
def test_every_function_of_positions_takes_it(name) -> None:
    """In Python a portfolio stands wherever positions do; on a sheet later kinds will make one."""
    named = {"loss": 5.0} if name == "REVERSE_STRESS" else {}
    got = sv.ask(name, HISTORY, Hedged(), **named)
    want = sv.ask(name, HISTORY_BY_PART, np.ones(len(NAMES)), **named)
    if name == "STRESS_AUDIT":  # whose data are the history's own
        rows = ["Stressed VaR", "Quantile rule", "Tail dates", "Position: Short put"]
        got, want = got[rows], want[rows]
        assert got["Tail dates"] == want["Tail dates"]
        got, want = got[["Stressed VaR"]], want[["Stressed VaR"]]
    if isinstance(want, pd.DataFrame):
        pd.testing.assert_frame_equal(got, want, check_exact=False, rtol=1e-9)
    elif isinstance(want, pd.Series) and want.dtype == object:  # a report: numbers and texts
        assert list(got.index) == list(want.index)
        for line, cell in want.items():
            assert got[line] == (
                pytest.approx(cell, rel=1e-9, nan_ok=True) if is_number(cell) else cell
            ), line
    elif isinstance(want, pd.Series):
        assert got.to_numpy(float) == pytest.approx(want.to_numpy(float), rel=1e-9)
    else:
        assert got == pytest.approx(want, rel=1e-9)
