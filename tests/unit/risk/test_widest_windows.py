"""The windows of the highest deviation by moving sums are those that measuring each would find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Regime
from xl_stressvar.errors import ImpossibleNumber
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.methods.volatility import ExponentialWeights
from xl_stressvar.risk.moments import standard_deviation
from xl_stressvar.risk.widest_windows import most_volatile, widest
from xl_stressvar.risk.worst_window import first_highest, measures, nearly_highest, of_book

WANTED = Measure(Tail.VAR, METHODS["normal"], Confidence(0.99))
EWMA = Measure(Tail.VAR, METHODS["ewma"], Confidence(0.99))
SLOW_DECAY = Measure(Tail.ES, METHODS["ewma"].with_parameter(0.999), Confidence(0.99))


def of(pnl: np.ndarray) -> Book:
    return Book.of(History(np.asarray(pnl, float).reshape(-1, 1)), LinearPortfolio(np.ones(1)))


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [WANTED, EWMA, SLOW_DECAY], ids=["normal", "ewma", "slow"])
@given(st.data())
@examples(200)
def test_the_window_is_that_of_measuring_each(wanted: Measure, data: st.DataObject) -> None:
    days = data.draw(st.integers(4, 120))
    length = data.draw(st.integers(2, days))
    cells = data.draw(st.sampled_from([
        st.integers(-2, 2), st.sampled_from([0.0, -1.0]), st.floats(-1, 1, width=32),
        st.floats(-1e-150, 1e-150), st.sampled_from([1e15, 1e15 + 1, -3.0]), st.floats(1, 1.0001),
        st.sampled_from([0.1, 0.1 + 2e-17, 1e8, -1e8]),
    ]))  # fmt: skip
    part = data.draw(st.lists(cells, min_size=1, max_size=days))
    book = of(np.resize(part, days))  # so that windows recur
    measure = wanted.searched()
    highest = first_highest(
        [
            book.over(slice(start, start + length), Regime.STRESSED)
            for start in nearly_highest(measures(book, length, measure)).tolist()
        ],
        measure,
    )
    assert of_book(book, length, wanted).rows == highest.rows


def test_of_days_alike_but_for_the_last_bit_the_window_is_that_of_measuring_each() -> None:
    book, measure = of(np.resize([0.1, 0.1, 0.1 + 2e-17], 9)), WANTED.searched()
    near = nearly_highest(measures(book, 7, measure)).tolist()
    assert of_book(book, 7, WANTED).rows.start in near


def test_what_moves_by_no_more_than_rounding_is_left_to_measuring() -> None:
    pnl = np.array([0.1] * 7 + [0.1 + 2e-17])
    assert widest(pnl, 5) is None
    assert widest(np.resize(pnl, 3000), 250) is None


@pytest.mark.parametrize("mean", [0.0, 1e3, 1e9])
@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_few_windows_are_left_whatever_the_mean_and_the_unit(mean: float, size: float) -> None:
    rng = np.random.default_rng(5)
    pnl = (rng.standard_t(4, 10_000) * np.exp(np.sin(np.arange(10_000) / 300)) + mean) * size
    near = widest(pnl, 250)
    assert near is not None
    assert len(near) < 20
    with np.errstate(over="ignore"):
        sigma = standard_deviation(np.lib.stride_tricks.sliding_window_view(pnl, 250))
    assert int(np.argmax(sigma)) in near


@pytest.mark.parametrize("decay", [0.7, 0.94, 0.99])
def test_few_windows_are_left_of_a_volatility(decay: float) -> None:
    rng = np.random.default_rng(7)
    pnl = rng.standard_t(4, 10_000) * np.exp(np.sin(np.arange(10_000) / 300))
    near = most_volatile(pnl, 250, decay)
    assert near is not None
    assert len(near) < 260
    windows = np.lib.stride_tricks.sliding_window_view(pnl, 250)
    sigma = ExponentialWeights(decay).path(windows[::7]).max(axis=1)
    kept = ExponentialWeights(decay).path(windows[near]).max(axis=1)
    assert kept.max() >= sigma.max()


def test_a_pnl_that_stands_still_or_repeats_itself_is_left_to_measuring() -> None:
    assert widest(np.full(3000, 0.1), 250) is None
    assert most_volatile(np.zeros(3000), 250, 0.94) is None
    assert most_volatile(np.full(3000, 0.1), 250, 0.94) is None
    assert widest(np.tile([1.0, -1.0], 3000), 250) is None
    assert widest(np.array([1.0, np.inf, 0.0, 2.0]), 2) is None


def test_a_figure_beyond_the_largest_number_is_refused() -> None:
    pnl = np.where(np.arange(600) % 2, 1e308, -1e308) * (np.arange(600) > 500)
    with np.errstate(all="ignore"), pytest.raises(ImpossibleNumber):
        of_book(of(pnl), 60, WANTED)
