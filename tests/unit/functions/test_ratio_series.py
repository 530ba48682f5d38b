"""Stressed over current VaR day by day: the two figures are those of the functions that give one each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.naive import crises as naive
from tests.support import OMITTED, column, dated, examples, failed, gfc, spanned, value
from xl_stressvar.risk.methods.registry import METHODS

STRESSED = [m.name for m in METHODS.values() if m.stressed]
BOOK = [[60.0, 40.0]]


@given(st.integers(0, 2**32 - 1), st.sampled_from([20, 33, 50]), st.booleans())
@examples(60)
def test_the_series_is_that_of_sorting_each_days_rows(seed, lookback, coarse) -> None:
    """Coarse numbers make ties, and a drift upwards makes days without a loss to divide by."""
    rng = np.random.default_rng(seed)
    pnl = np.round(rng.normal(rng.uniform(-1, 2), 1, 90), 0 if coarse else 6)
    window = spanned(60)
    rows = value("RATIO_SERIES", dated(column(pnl.tolist())), 1, window, 0.95, 1,
                 "historical rank", lookback)[1:]  # fmt: skip
    want = naive.ratios(pnl.tolist(), 60, lookback, 0.95)
    for (_, current, ratio), (want_current, want_ratio) in zip(rows, want, strict=True):
        assert current == want_current
        assert str(ratio) == "#NUM!" if want_ratio is None else ratio == want_ratio


@pytest.mark.parametrize("method", STRESSED)
def test_each_row_is_stressed_var_over_that_days_var(method) -> None:
    history = gfc()
    call = (0.95, 10, method)
    rows = value("RATIO_SERIES", history, BOOK, OMITTED, *call, 240)
    series = value("VAR_SERIES", history, BOOK, *call, 240)
    stressed = value("STRESSED_VAR", history, BOOK, OMITTED, *call)
    assert rows[0] == ["Date", "Current VaR", "Stressed to current"]
    assert [row[:2] for row in rows[1:]] == series[1:]
    for _, current, ratio in rows[1:]:
        assert ratio == pytest.approx(stressed / current, rel=1e-12)


def test_the_ratio_of_the_next_day_is_that_of_the_latest_rows() -> None:
    history = gfc()
    window = [[history[1][0], history[-2][0]]]
    last = value("RATIO_SERIES", history, BOOK, window, 0.95, 1, "historical", 200)[-1]
    want = value("STRESS_RATIO", history[:-1], BOOK, window, 0.95, 1, "historical", 200)
    assert last[2] == pytest.approx(want, rel=1e-12)


def test_a_day_across_a_hole_is_na_and_its_neighbours_stand() -> None:
    pnl = np.random.default_rng(4).normal(0, 1, 120).tolist()
    rows = [[day + 700 * (i >= 60), x] for i, (day, x) in enumerate(dated(column(pnl)))]
    got = value("RATIO_SERIES", rows, 1, spanned(60), 0.9, 1, "historical", 20)[1:]
    broken = [[str(cell) == "#N/A" for cell in row[1:]] for row in got]
    assert broken == [[40 <= i < 60] * 2 for i in range(100)]


def test_a_day_without_a_loss_has_no_ratio_and_its_neighbours_do() -> None:
    pnl = column([1.0, 2.0, 1.5, 1.0, -3.0, 1.0, -2.0, 1.0])
    rows = value("RATIO_SERIES", pnl, 1, OMITTED, 0.75, 1, "historical rank", 4)[1:]
    assert [(row[1], str(row[2])) for row in rows] == [
        (-1, "#NUM!"), (3, "0.6666666666666666"), (3, "0.6666666666666666"), (3, "0.6666666666666666"),
    ]  # fmt: skip


def test_a_short_history_and_an_uncovered_window_are_refused() -> None:
    history = gfc()
    assert failed("RATIO_SERIES", history, BOOK, OMITTED, 0.95, 1, "historical", 260)[0] == "#N/A"
    assert failed("RATIO_SERIES", history, BOOK, "LTCM", 0.95, 1, "historical", 240)[0] == "#N/A"
    error, said = failed("RATIO_SERIES", history, BOOK, OMITTED, 0.95, 1, "age weighted", 240)
    assert (error, "age weighted" in said) == ("#VALUE!", True)
