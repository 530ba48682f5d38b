"""The few windows that could be the worst include the one that measuring every window picks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples, value
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Positions, Regime
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.stressed import stressed_each
from xl_stressvar.risk.worst_window import of_book, of_books
from xl_stressvar.risk.worst_window_bounds import candidates

RULES = ["historical", "historical exc", "historical rank"]
MEASURES = [
    Measure(tail, METHODS[rule], Confidence(c))
    for tail in Tail
    for rule in RULES
    for c in (0.95, 0.9)
]


def of(pnl: np.ndarray) -> Book:
    return Book.of(History(np.asarray(pnl, float).reshape(-1, 1)), LinearPortfolio(np.ones(1)))


def one_by_one(book: Book, length: int, measure: Measure) -> int:
    """The start of the first window with the highest measure, every window measured alone."""
    starts = range(len(book.history) - length + 1)
    return max(starts, key=lambda s: measure(book.over(slice(s, s + length), Regime.STRESSED)))


@given(st.data())
@examples(150)
@pytest.mark.parametrize(
    "measure", MEASURES, ids=lambda f: f"{f.tail} {f.method.name} {f.confidence}"
)
@pytest.mark.slow
def test_the_worst_window_is_that_of_measuring_each(measure, data) -> None:
    days = data.draw(st.integers(25, 160))
    length = data.draw(st.integers(20, days))
    values = data.draw(st.sampled_from([
        st.integers(-2, 2), st.sampled_from([0.0, -1.0]), st.integers(-50, 50),
        st.floats(-1, 1, width=32), st.sampled_from([0.1, -0.1, -0.3, -0.1 - 2e-17, 1e-300]),
    ]))  # fmt: skip
    book = of(data.draw(st.lists(values, min_size=days, max_size=days)))
    assert of_book(book, length, measure).rows.start == one_by_one(book, length, measure)


def test_most_histories_need_a_look_at_very_few_windows() -> None:
    pnl = np.random.default_rng(11).standard_t(4, (40, 3000))
    weights = MEASURES[0].searched().order_weights(250)
    assert weights is not None
    found = candidates(pnl, 250, weights)
    assert sum(len(starts) for starts in found if starts is not None) < 200
    assert all(starts is not None for starts in found)


@pytest.mark.slow
def test_several_portfolios_get_what_each_gets_alone() -> None:
    rng = np.random.default_rng(3)
    history = History(rng.standard_t(4, (700, 3)) * 0.01)
    books = Book.each(history, Positions(np.round(rng.normal(size=(130, 3)), 1)))
    for rule in (*RULES, "normal"):
        wanted = Measure(Tail.ES, METHODS[rule], Confidence(0.975))
        together = of_books(books, 250, wanted)
        assert [b.rows for b in together] == [of_book(b, 250, wanted).rows for b in books]


def test_the_matrix_form_of_stressed_var_takes_each_portfolios_own_worst_window() -> None:
    rng = np.random.default_rng(4)
    rows = np.round(rng.standard_t(4, (600, 2)) * 0.01, 5).tolist()
    portfolios = [[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]
    column = value("STRESSED_VAR", rows, portfolios, "WORST")
    assert column == [[value("STRESSED_VAR", rows, [p], "WORST")] for p in portfolios]


def test_a_pnl_that_overflowed_is_measured_window_by_window() -> None:
    pnl = np.full((1, 60), -1e308)
    pnl[0, 3] = -np.inf
    assert candidates(pnl, 20, np.array([1.0])) == [None]


def test_a_pnl_of_one_value_is_left_to_measuring() -> None:
    assert candidates(np.full((2, 2000), -1.0), 250, np.array([0, 0, 0.51, 0.49])) == [None, None]


@given(st.data())
@examples(60)
@pytest.mark.parametrize("rule", RULES)
def test_the_series_kept_day_by_day_has_the_bits_of_each_window(rule, data) -> None:
    values = data.draw(
        st.sampled_from([st.integers(-3, 3), st.floats(-1, 1), st.sampled_from([0.0, -0.0])])
    )
    book = of(data.draw(st.lists(values, min_size=30, max_size=90)))
    wanted = Measure(Tail.VAR, METHODS[rule], Confidence(0.9), 10)
    series = wanted.rolling(book, 25)
    starts = range(book.days - 25)
    alone = [wanted(book.over(slice(s, s + 25), Regime.CURRENT)) for s in starts]
    assert np.isnan(series[:25]).all()
    assert series[25:].tolist() == alone


def test_stressed_each_follows_the_books_order() -> None:
    history = History(np.random.default_rng(5).normal(size=(300, 2)))
    books = Book.each(history, Positions(np.array([[1.0, 0.0], [0.0, 5.0]])))
    each = stressed_each(books, None, MEASURES[0])
    assert each == [MEASURES[0](b) for b in books]
