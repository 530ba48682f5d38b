"""Histories of every frequency and with a hole: a right figure, or a refusal that says what to do."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import numpy as np
import pytest

from tests.support import OMITTED, CallContext, call, failed, value
from xl_stressvar.catalogue import CATALOGUE

Table = list[list[object]]
EPOCH = dt.date(1899, 12, 30)
CRISIS, LATEST = 260, 200  # rows of 2008-09 and of 2026
NOISE = np.random.default_rng(20080915).normal(size=CRISIS + LATEST)
SIZES = np.repeat([0.03, 0.01], [CRISIS, LATEST])


def serial(year: int, month: int, day: int) -> int:
    return (dt.date(year, month, day) - EPOCH).days


def table(days: list[int], returns: np.ndarray) -> Table:
    """Header, dates and returns of one asset."""
    rows = zip(days, returns.tolist(), strict=True)
    return [["Date", "X"], *([float(day), r] for day, r in rows)]


def weekdays(first: int, rows: int) -> list[int]:
    """From a Monday on."""
    return [first + 7 * (i // 5) + i % 5 for i in range(rows)]


def two_block() -> Table:
    days = weekdays(serial(2008, 9, 1), CRISIS) + weekdays(serial(2026, 1, 5), LATEST)
    return table(days, SIZES * NOISE)


def weekly() -> Table:
    return table([serial(2008, 9, 5) + 7 * i for i in range(52)], 0.03 * NOISE[:52])


def monthly() -> Table:
    months = [(2008 + i // 12, 1 + i % 12) for i in range(36)]
    return table([serial(year, month, 28) for year, month in months], 0.05 * NOISE[:36])


def seven_day() -> Table:
    return table([serial(2008, 9, 1) + i for i in range(400)], 0.03 * NOISE[:400])


def irregular() -> Table:
    return table([serial(2008, 9, 1) + 3 * i for i in range(120)], 0.03 * NOISE[:120])


def newest_first(rows: Table) -> Table:
    return [rows[0], *rows[:0:-1]]


KINDS: dict[str, Callable[[], Table]] = {
    "two-block": two_block,
    "weekly": weekly,
    "monthly": monthly,
    "seven-day": seven_day,
    "irregular": irregular,
}


# --- the two-block sheet ---------------------------------------------------------------------------
@pytest.mark.parametrize("order", [list, newest_first])
def test_latest_rows_that_cross_a_hole_are_refused_with_how_many_follow(order) -> None:
    for name in ("CURRENT_VAR", "CURRENT_ES", "STRESS_RATIO"):
        error, sentence = failed(name, order(two_block()), 100.0)
        assert error == "#N/A", name
        assert "2026-01-05" in sentence
        assert "200" in sentence


@pytest.mark.parametrize("order", [list, newest_first])
def test_latest_rows_on_one_side_have_the_figure_of_that_side(order) -> None:
    got = value("CURRENT_VAR", order(two_block()), 100.0, 0.99, 1, "historical", 200)
    assert got == pytest.approx(-np.percentile(NOISE[CRISIS:], 1), rel=1e-12)


def test_a_handle_has_the_hole_of_its_history() -> None:
    handle = value("LOAD_HISTORY", two_block())
    assert "2026-01-05" in failed("CURRENT_VAR", handle, 100.0)[1]


def test_the_worst_window_lies_on_one_side_of_a_hole() -> None:
    days = ["2008-09-01", "2008-09-02", "2008-09-03", "2026-01-05", "2026-01-06", "2026-01-07"]
    returns = [-0.02, 0.01, -0.05, -0.06, 0.01, 0.02]
    history = [["Date", "X"], *([day, r] for day, r in zip(days, returns, strict=True))]
    got = value("WORST_WINDOW", history, 100.0, 3, 0.6, 1, "historical rank")
    # k = ceil(3 x 0.4) = 2: the second worst of the first block loses 2, of the second -1
    first, last = serial(2008, 9, 1), serial(2008, 9, 3)
    assert got == [[first, last, pytest.approx(2.0, rel=1e-12)]]


def test_no_window_is_left_if_every_one_crosses_the_hole() -> None:
    error, sentence = failed("WORST_WINDOW", two_block(), 100.0, 300)
    assert error == "#N/A"
    assert "2026-01-05" in sentence


def test_a_row_of_the_series_that_would_cross_the_hole_is_na_in_its_cell() -> None:
    rows = value("VAR_SERIES", two_block(), 100.0, 0.9, 1, "historical", 100)[1:]
    broken = [str(figure) == "#N/A" for _, figure in rows]
    # of the rows from the 101st on those whose 100 days, or whose own day, lie beyond the hole
    assert broken[: CRISIS - 100] == [False] * (CRISIS - 100)
    assert broken[CRISIS:] == [False] * (len(rows) - CRISIS)
    assert all(broken[CRISIS - 100 + 1 : CRISIS])


def test_there_is_no_return_across_a_hole() -> None:
    days = weekdays(serial(2009, 8, 24), 6) + weekdays(serial(2025, 6, 2), 5)
    prices = [80.0] * 6 + [30.0, 33.0, 33.0, 33.0, 33.0]
    got = value("TO_RETURNS", [["Date", "X"], *map(list, zip(map(float, days), prices))])[1:]  # noqa: B905
    assert serial(2025, 6, 2) not in [row[0] for row in got]
    assert [row[1] for row in got] == pytest.approx([0.0] * 5 + [0.1, 0.0, 0.0, 0.0])


def test_no_price_is_carried_across_a_hole() -> None:
    days = [*weekdays(serial(2009, 8, 24), 6), *weekdays(serial(2025, 6, 2), 5)]
    prices = [80.0, None, 80.0, 80.0, 80.0, 80.0, None, 33.0, None, 33.0, 33.0]
    table = [["Date", "X"], *([float(d), x] for d, x in zip(days, prices, strict=True))]
    got = value("ALIGN_HISTORY", table)[1:]
    assert serial(2025, 6, 2) not in [row[0] for row in got]
    assert [row[1] for row in got] == [80.0] * 6 + [33.0] * 4


def test_the_check_tells_the_hole_and_the_frequency() -> None:
    found = str(value("HISTORY_CHECK", two_block()))
    assert "5974 days without a row: no figure runs across" in found
    assert "weekly" in str(value("HISTORY_CHECK", weekly()))
    assert "monthly" in str(value("HISTORY_CHECK", monthly()))


# --- frequencies -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "a_year"), [("weekly", 52), ("monthly", 12), ("seven-day", 365)])
def test_a_volatility_annualises_by_the_rows_of_a_year(kind, a_year) -> None:
    history = KINDS[kind]()
    first, last = history[1][0], history[-1][0]
    of_a_row = np.std([row[1] for row in history[1:]], ddof=1)
    got = value("CRISIS_VOL", history, [[first, last]])
    assert got == [[pytest.approx(of_a_row * math.sqrt(a_year), rel=1e-12)]]


@pytest.mark.parametrize(("kind", "span", "year"), [("weekly", 5, 52), ("monthly", 21, 12)])
def test_a_horizon_shorter_than_a_row_is_refused_with_what_to_type(kind, span, year) -> None:
    error, sentence = failed("CURRENT_VAR", KINDS[kind](), 100.0, 0.9)
    assert error == "#NUM!"
    assert str(span) in sentence
    returns = [row[1] for row in KINDS[kind]()[1:]][-year:]
    got = value("CURRENT_VAR", KINDS[kind](), 100.0, 0.9, 4 * span)
    assert got == pytest.approx(-100 * 2 * np.percentile(returns, 10), rel=1e-12)


def test_dates_of_no_frequency_are_refused_naming_the_step() -> None:
    error, sentence = failed("CURRENT_VAR", irregular(), 100.0)
    assert error == "#VALUE!"
    assert "3 days" in sentence


# --- every function --------------------------------------------------------------------------------
OF_HISTORY = [e for e in CATALOGUE if e.parameters and e.parameters[0].name == "history"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", OF_HISTORY, ids=lambda entry: entry.name)
def test_every_function_gives_a_figure_or_says_what_to_do(entry, kind) -> None:
    others = {
        "positions": 100.0,
        "loss": 5.0,
        "shocks": [[-0.1]],
        "factors": KINDS[kind](),
        "confidence": 0.9,
    }
    asked = [others.get(p.name, OMITTED) for p in entry.parameters[1:]]
    outcome = call(entry.name, [KINDS[kind](), *asked], CallContext())
    if outcome.failure is None:
        cells = outcome.value if isinstance(outcome.value, list) else [[outcome.value]]
        assert all(math.isfinite(cell) for row in cells for cell in row if isinstance(cell, float))
    else:
        assert 0 < len(outcome.sentence()) <= 255
        assert "defect" not in outcome.sentence()
