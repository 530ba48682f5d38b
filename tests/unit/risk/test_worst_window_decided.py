"""Many P&Ls at once get the worst window that each would get alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples
from xl_stressvar.domain import Book, Confidence, History, Positions, Regime
from xl_stressvar.domain.panels import PANEL, Panel
from xl_stressvar.errors import StressVarError
from xl_stressvar.risk.decompose.contribution import gradient
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.panel_figures import components, measured, worst_windows
from xl_stressvar.risk.worst_window import of_book
from xl_stressvar.risk.worst_window_bounds import candidates
from xl_stressvar.risk.worst_window_decided import UNDECIDED, decided

VAR = np.array([0.0, 0.0, 0.51, 0.49])


def calm_and_storm(portfolios: int, days: int = 3000) -> np.ndarray:
    rng = np.random.default_rng(17)
    level = np.exp(0.8 * np.sin(np.arange(days) / 200))
    return rng.standard_t(4, (portfolios, days)) * level


@pytest.mark.parametrize("weights", [VAR, np.array([0.4, 0.4, 0.2]), np.array([1.0])])
def test_nearly_every_pnl_is_decided_and_as_a_look_at_each_would(weights: np.ndarray) -> None:
    pnl = calm_and_storm(200)
    found = decided(pnl, 250, weights)
    assert (found == UNDECIDED).sum() < 20
    for start, few in zip(found.tolist(), candidates(pnl, 250, weights), strict=True):
        assert start == UNDECIDED or (few is not None and few.tolist() == [start])


@pytest.mark.slow
@given(st.data())
@examples(300)
def test_what_is_decided_is_the_first_of_the_highest(data: st.DataObject) -> None:
    days = data.draw(st.integers(8, 70))
    length = data.draw(st.integers(4, days))
    weights = np.array(data.draw(st.sampled_from([[1.0], [0.0, 1.0], [0.5, 0.5], [0, 0.3, 0.7]])))
    cells = data.draw(st.sampled_from([st.integers(-3, 3), st.integers(-99, 99), st.floats(-1, 1)]))
    row = st.lists(cells, min_size=days, max_size=days)
    pnl = np.array(data.draw(st.lists(row, min_size=1, max_size=3)), float)
    windows = np.lib.stride_tricks.sliding_window_view(pnl, length, axis=1)
    figure = np.sort(-windows, axis=2)[:, :, ::-1][:, :, : len(weights)] @ weights
    for start, figures in zip(decided(pnl, length, weights).tolist(), figure, strict=True):
        assert start == UNDECIDED or start == int(np.argmax(figures))


def test_ties_and_what_is_not_finite_are_left_undecided() -> None:
    pnl = calm_and_storm(5, 1000)
    pnl[0] = 0.0
    pnl[1, 500] = np.nan
    pnl[2, 999] = -np.inf
    pnl[3] = np.round(pnl[3])
    found = decided(pnl, 250, VAR)
    assert found[:4].tolist() == [UNDECIDED] * 4
    assert found[4] != UNDECIDED


def history(days: int = 1500) -> History:
    rng = np.random.default_rng(23)
    values = rng.standard_t(4, (days, 6)).clip(-20, 20) * 0.01
    dates = 36000 + np.arange(days) // 5 * 7 + np.arange(days) % 5
    dates[900:] += 60  # a hole
    return History(values, dates=dates)


@pytest.mark.parametrize("whole", [True, False], ids=["no hole", "a hole"])
@pytest.mark.parametrize("method", ["historical", "historical rank", "normal", "ewma", "evt"])
@pytest.mark.slow
def test_a_panel_has_the_figures_of_each_book_alone(method: str, whole: bool) -> None:
    rng = np.random.default_rng(29)
    books = 10 if method in ("ewma", "evt") else 40  # which take long to measure alone
    weights = np.round(rng.standard_normal((books, 6)) * 1e6, 2)
    weights[0], weights[1] = [1, -1, 0, 0, 0, 0], 0.0
    weights[2] = [3e5, 0, 0, 0, 0, 0]
    returns = history()[slice(0, 900)] if whole else history()
    panel = Panel.of(returns, weights)
    measure = Measure(Tail.VAR, METHODS[method], Confidence(0.99), 10)
    windows, failures = worst_windows(panel, measure)
    values, failed = measured(windows, measure)
    parts, unparted = components(windows, measure, values)
    for i, portfolio in enumerate(windows.portfolios.tolist()):
        alone = of_book(panel.books[portfolio], None, measure)
        assert windows.book(i).rows == alone.rows
        if i not in failed:
            assert values[i] == measure(alone)
            if i not in unparted:
                apart = gradient(alone, measure, float(values[i]))[1]
                np.testing.assert_array_equal(parts[i], apart)
    assert set(failures) <= {1}
    assert set(failed) <= {0, 1}


def test_a_loss_above_all_that_is_held_is_refused_in_the_panel_too() -> None:
    values = np.full((300, 2), 0.001)
    values[::4] = -0.9
    panel = Panel.of(History(values), np.array([[1e6, 2.5], [1e6, -2.5]]))
    far = Measure(Tail.VAR, METHODS["normal"], Confidence(0.9999))
    windows, _ = worst_windows(panel, far)
    found, failed = measured(windows, far)
    assert list(failed) == [0]
    with pytest.raises(StressVarError) as alone:
        far(windows.book(0))
    assert failed[0].sentence() == alone.value.sentence()
    assert found[1] == far(windows.book(1)) > 1e6


def test_a_portfolio_has_the_same_bits_wherever_it_stands_in_a_panel() -> None:
    returns = history()
    weights = np.random.default_rng(31).standard_normal((PANEL, 6)) * 1e5
    whole = Panel.of(returns, weights)
    few = Panel.of(returns, weights[100:103], np.empty((PANEL, len(returns))))
    np.testing.assert_array_equal(few.pnl, whole.pnl[100:103])


def test_a_panel_takes_off_what_rounding_leaves_of_a_hedge() -> None:
    returns = history()
    twice = History(np.column_stack([returns.values[:, 0], 3 * returns.values[:, 0]]))
    weights = np.array([[0.3, -0.1], [1.0, 1.0]])
    panel = Panel.of(twice, weights)
    assert not panel.pnl[0].any()
    alone = Book.of(twice, Positions(weights[:1])).over(slice(0, 100), Regime.STRESSED)
    assert not alone.pnl.any()
    assert panel.pnl[1].all()
