"""Every estimator on cells that hypothesis makes up, against the plain-loops version: any number of
days, ties, zeros, drift, hedges, fat tails. A figure that disagrees is the worst failure there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.naive import estimators as naive
from tests.support import OMITTED, call, examples
from xl_stressvar.cells.algebra import ErrorValue

ROUNDING = 4 * 2.0**-52
LEAST = 1e-300  # below 1e-308 a double loses digits, whoever computes the figure
move = st.one_of(
    st.floats(-0.2, 0.2).map(lambda x: round(x, 6)),
    st.sampled_from([-0.01, 0.0, 0.01]),
    st.floats(-1e-7, 1e-7).map(lambda x: x if abs(x) >= LEAST else 0.0),
)


@st.composite
def books(draw: st.DrawFn) -> tuple[list[list[float]], list[float]]:
    assets = draw(st.integers(1, 3))
    days = draw(st.integers(1, 120))
    drift = draw(st.sampled_from([0.0, 0.0, 0.5]))
    rows = [[drift + draw(move) for _ in range(assets)] for _ in range(days)]
    return rows, draw(
        st.lists(
            st.sampled_from([1.0, -1.0, 0.3, 1e6, 0.0, -37.5]), min_size=assets, max_size=assets
        )
    )


def hedged(rows: list[list[float]], w: list[float]) -> list[float]:
    """The P&L, where what is no more than the rounding of its terms is zero."""
    pnl = naive.pnl_of(rows, w)
    limits = [ROUNDING * sum(abs(a * b) for a, b in zip(row, w, strict=True)) for row in rows]
    return [0.0 if abs(x) <= limit else x for x, limit in zip(pnl, limits, strict=True)]


def data_refused(rows: list[list[float]], w: list[float]) -> str | None:
    """The error that the data ask for: nothing that moves, or levels held in amounts."""
    if len(rows) > 1 and all(row == rows[0] for row in rows):
        return "#N/A"
    counts = all(x == round(x) and abs(x) <= 10 for x in w)
    levels = any(min(column) >= 0.3 for column in zip(*rows, strict=True))
    return "#VALUE!" if len(rows) >= 20 and len(w) > 1 and levels and not counts else None


def long_only_loss(w: list[float], loss: float) -> bool:
    """Whether a day's loss is above all that is held, where nothing is short and nothing counts P&L."""
    counts = all(x == round(x) and abs(x) <= 10 for x in w)
    return min(w) >= 0 and not counts and loss > sum(w) * (1 + 1e-12)


def refused(method: str, p: list[float], confidence: float) -> str | None:
    """The error that the catalogue asks for, if it asks for one."""
    if method.startswith("historical") or method == "filtered":
        if len(p) * naive.tail_of(confidence) < 1:
            return "#N/A"
        return "#NUM!" if method == "filtered" and not any(p) else None
    least = {"normal": 2, "ewma": 2}.get(method, 4)
    return "#N/A" if len(p) < least else None


def by_plain_loops(estimate: Callable[..., float], p: list[float], confidence: float) -> float:
    """The figure of a P&L, worked out near one: the loops would lose the powers of 1e-220."""
    exponent = math.frexp(max(map(abs, p)))[1]
    return math.ldexp(estimate([math.ldexp(x, -exponent) for x in p], confidence), exponent)


# garch and evt take more days than these books have; volatility scaled looks at each asset alone
ELSEWHERE = ("cornish fisher", "garch", "evt", "volatility scaled")


@pytest.mark.parametrize("method", [m for m in naive.STRESSED_VAR if m not in ELSEWHERE])
@given(
    book=books(),
    confidence=st.sampled_from([0.51, 2 / 3, 0.75, 0.9, 0.95, 0.975, 0.99]),
    horizon=st.sampled_from([1.0, 2.5, 10.0]),
)
@examples(25)
def test_a_figure_is_that_of_the_plain_loops(method, book, confidence, horizon) -> None:
    rows, w = book
    p = hedged(rows, w)
    size = max(map(abs, p)) * math.sqrt(horizon)
    for name, table in (
        ("STRESSED_VAR", naive.STRESSED_VAR), ("STRESSED_ES", naive.STRESSED_ES),
    ):  # fmt: skip
        got = call(name, [rows, [w], OMITTED, confidence, horizon, method]).value
        if code := data_refused(rows, w) or refused(method, p, confidence):
            assert str(got) == code
        elif method == "student t" and all(x == p[0] for x in p):
            assert got == 0
        elif long_only_loss(w, by_plain_loops(table[method], p, confidence)):
            assert str(got) == "#NUM!"
        else:
            assert not isinstance(got, ErrorValue)
            want = math.sqrt(horizon) * by_plain_loops(table[method], p, confidence)
            assert got == pytest.approx(
                want, rel=1e-5 if method == "student t" else 1e-9, abs=1e-9 * size
            ), name


@given(book=books(), confidence=st.sampled_from([0.75, 0.9, 0.95]))
@examples(40)
def test_the_worst_window_and_the_series_are_those_of_every_window_alone(book, confidence) -> None:
    rows, w = book
    p = hedged(rows, w)
    length = max(20, len(p) // 2)
    if data_refused(rows, w) or len(p) < length:
        code = data_refused(rows, w) or "#N/A"
        assert str(call("WORST_WINDOW", [rows, [w], length, confidence]).value) == code
        return
    figures = [naive.historical(p[i : i + length], confidence) for i in range(len(p) - length + 1)]
    start, end, var = call("WORST_WINDOW", [rows, [w], length, confidence]).value[0]
    assert end - start == length - 1
    near = 1e-9 * max(map(abs, p))
    assert var == pytest.approx(max(figures), rel=1e-9, abs=near)
    assert figures[int(start) - 1] == pytest.approx(max(figures), rel=1e-9, abs=near)
    if len(p) > length:
        series = call("VAR_SERIES", [rows, [w], confidence, 1, "historical", length]).value[1:]
        assert [row[1] for row in series] == pytest.approx(figures[:-1], rel=1e-9, abs=near)
