"""The windows of the highest deviation by moving sums are those that measuring each would find."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Regime
from xl_stressvar.errors import ImpossibleNumber, StressVarError
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.methods.volatility import ExponentialWeights
from xl_stressvar.risk.moments import standard_deviation
from xl_stressvar.risk.moving import faded_least, faded_sums, moving_highest, moving_sums
from xl_stressvar.risk.widest_windows import widest
from xl_stressvar.risk.window_volatility import most_volatile
from xl_stressvar.risk.worst_window import first_highest, measures, nearly_highest, of_book

WANTED = Measure(Tail.VAR, METHODS["normal"], Confidence(0.99))
EWMA = Measure(Tail.VAR, METHODS["ewma"], Confidence(0.99))
SLOW_DECAY = Measure(Tail.ES, METHODS["ewma"].with_parameter(0.999), Confidence(0.99))
FILTERED = Measure(Tail.VAR, METHODS["filtered"], Confidence(0.9))
FILTERED_ES = Measure(Tail.ES, METHODS["filtered"], Confidence(0.85))
FAST_DECAY = Measure(Tail.VAR, METHODS["filtered"].with_parameter(0.6), Confidence(0.6))
RESCALED = [
    Measure(tail, METHODS["filtered"].with_parameter(decay), Confidence(confidence))
    for tail, decay, confidence in [
        (Tail.VAR, 0.94, 0.99), (Tail.VAR, 0.94, 0.95), (Tail.ES, 0.94, 0.975),
        (Tail.VAR, 0.999, 0.975), (Tail.ES, 0.7, 0.95),
    ]
]  # fmt: skip


def of(pnl: np.ndarray) -> Book:
    return Book.of(History(np.asarray(pnl, float).reshape(-1, 1)), LinearPortfolio(np.ones(1)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [WANTED, EWMA, SLOW_DECAY, FILTERED, FILTERED_ES, FAST_DECAY],
    ids=["normal", "ewma", "slow", "filtered", "filtered-es", "fast"],
)
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
    assert found(lambda: of_book(book, length, wanted)) == found(
        lambda: plain(book, length, wanted)
    )


@pytest.mark.slow
@pytest.mark.parametrize("wanted", RESCALED, ids=["99", "95", "es", "slow", "fast-es"])
@given(st.data())
@examples(60)
def test_the_window_of_long_histories_is_that_of_measuring_each(
    wanted: Measure, data: st.DataObject
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    days, length = data.draw(st.integers(400, 1500)), data.draw(st.integers(40, 130))
    pnl = rng.standard_t(3, days) * np.exp(
        data.draw(st.floats(0, 3)) * np.sin(np.arange(days) / 90)
    )
    kind = data.draw(st.sampled_from(["any", "whole", "twice", "spikes", "mostly still", "tiny"]))
    if kind == "whole":  # ties by the day
        pnl = np.round(pnl)
    elif kind == "twice":  # ties by the window
        pnl[days // 2 : days // 2 * 2] = pnl[: days // 2]
    elif kind == "spikes":
        pnl[rng.integers(0, days, 5)] *= 10.0 ** data.draw(st.integers(1, 12))
    elif kind == "mostly still":
        pnl[rng.random(days) < 0.8] = 0.0
    elif kind == "tiny":
        pnl *= 10.0 ** -data.draw(st.integers(90, 300))
    book = of(pnl)
    assert found(lambda: of_book(book, length, wanted)) == found(
        lambda: plain(book, length, wanted)
    )


def plain(book: Book, length: int, wanted: Measure) -> Book:
    """The worst window by measuring every one."""
    measure = wanted.searched()
    near = nearly_highest(measures(book, length, measure)).tolist()
    windows = [book.over(slice(start, start + length), Regime.STRESSED) for start in near]
    return first_highest(windows, measure)


def found(search: Callable[[], Book]) -> slice | str:
    """The rows of a window, or why there is none."""
    try:
        return search().rows
    except StressVarError as failure:
        return failure.sentence()


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


@pytest.mark.parametrize("wanted", RESCALED[:3], ids=["99", "95", "es"])
def test_few_windows_are_left_of_rescaled_days(wanted: Measure) -> None:
    rng = np.random.default_rng(7)
    pnl = rng.standard_t(4, 10_000) * np.exp(np.sin(np.arange(10_000) / 300))
    near = wanted.searched().widest(pnl, 250)
    assert near is not None
    assert len(near) < 500


@pytest.mark.parametrize("length", [1, 2, 3, 7, 64, 100])
def test_what_moves_along_a_series_is_that_of_each_stretch(length: int) -> None:
    rng = np.random.default_rng(3)
    values, decay = rng.standard_normal(100), 0.9
    stretches = np.lib.stride_tricks.sliding_window_view(values, length)
    assert moving_sums(values, length) == pytest.approx(stretches.sum(axis=1))
    assert (moving_highest(values, length) == stretches.max(axis=1)).all()
    faded = [values[: i + 1] * decay ** np.arange(i, -1, -1) for i in range(100)]
    assert faded_sums(values, decay) == pytest.approx([each.sum() for each in faded])
    least = faded_least(values, decay, length)
    assert (least <= [each[-length:].min() + 1e-15 for each in faded]).all()
    assert (least >= [each.min() - 1e-15 for each in faded]).all()
