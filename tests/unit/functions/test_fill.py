"""One young asset, or one slow one, no longer costs the others their history."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from tests import own_book
from tests.support import OMITTED, failed, value, weekdays
from xl_stressvar.domain import dates

ROWS = 100
DAYS = weekdays(ROWS)


def moves(columns: int, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.01, (ROWS, columns))


def dated(block: np.ndarray, *names: str) -> list[list]:
    """A table with blanks for NaN."""
    rows = [[None if x != x else x for x in row] for row in block.tolist()]  # noqa: PLR0124
    return [["Date", *names], *([day, *row] for day, row in zip(DAYS, rows, strict=True))]


def numbers(table: list[list]) -> np.ndarray:
    return np.array([[np.nan if x == "" else x for x in row[1:]] for row in table[1:]], float)


# alignment and returns


def levels(**blank: slice) -> list[list]:
    """Prices of A, B and C with blanks."""
    block = 100 * np.cumprod(1 + moves(3), axis=0)
    for name, rows in blank.items():
        block[rows, "ABC".index(name)] = np.nan
    return dated(block, "A", "B", "C")


def test_the_rows_before_a_first_price_are_kept_if_asked_for() -> None:
    young = levels(B=slice(0, 40))
    assert len(value("ALIGN_HISTORY", young)) == 61
    kept = value("ALIGN_HISTORY", young, 3, "young")
    assert len(kept) == 101
    assert [row[2] for row in kept[1:41]] == [""] * 40
    assert kept[41] == young[41]


def test_a_spike_is_a_gap_if_that_is_asked_for() -> None:
    grid = levels()
    grid[51][2] *= 100
    assert value("ALIGN_HISTORY", grid, 3, "none", "keep") == value("ALIGN_HISTORY", grid) == grid
    blanked = value("ALIGN_HISTORY", grid, 3, "none", "blank")
    assert [row for row in blanked if row not in grid] == [
        [*grid[51][:2], grid[50][2], grid[51][3]]
    ]
    assert len(value("ALIGN_HISTORY", grid, 0, "none", "blank")) == 100


def test_a_leap_that_stays_and_a_level_of_zero_are_no_spikes() -> None:
    grid = levels()
    for row in grid[51:]:
        row[1] *= 100
    grid[30][3] = 0.0
    assert value("ALIGN_HISTORY", grid, 3, "none", "blank") == grid


def test_other_gaps_are_filled_or_dropped_as_ever() -> None:
    grid = levels(A=slice(50, 52), B=slice(0, 40), C=slice(60, 70))
    kept = value("ALIGN_HISTORY", grid, 3, "young")
    assert len(kept) == 91
    assert kept[51][1] == kept[50][1] == grid[50][1]
    assert not {DAYS[i] for i in range(60, 70)} & {row[0] for row in kept}


def weekly(block: np.ndarray) -> np.ndarray:
    """The second column with a price every fifth row only, from row 20 to row 80."""
    block = block.copy()
    rows = np.arange(ROWS)
    block[(rows >= 20) & (rows < 80) & (rows % 5 > 0), 1] = np.nan
    return block


@pytest.mark.parametrize("keep", ["none", "young", "all"])
def test_the_rows_between_weekly_prices_are_kept_with_all_alone(keep) -> None:
    grid = dated(weekly(100 * np.cumprod(1 + moves(2), axis=0)), "A", "B")
    assert len(value("ALIGN_HISTORY", grid, 3, keep)) == (101 if keep == "all" else 53)


def test_what_max_fill_could_fill_is_left_blank_in_a_slower_rhythm() -> None:
    grid = dated(weekly(100 * np.cumprod(1 + moves(2), axis=0)), "A", "B")
    assert value("ALIGN_HISTORY", grid, 4, "all") == value("ALIGN_HISTORY", grid, 0, "all")


def test_returns_of_kept_blanks_are_blank_and_those_of_other_blanks_refused() -> None:
    block = 100 * np.cumprod(1 + moves(2), axis=0)
    block[:10, 0] = np.nan
    grid = dated(weekly(block), "A", "B")
    ours = numbers(value("TO_RETURNS", grid))
    theirs = pd.DataFrame(weekly(block)).pct_change(fill_method=None).to_numpy()[1:]
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    grid[95][1] = None
    error, sentence = failed("TO_RETURNS", grid)
    assert error == "#VALUE!"
    assert "A) is blank" in sentence


def test_a_history_with_kept_blanks_gives_no_figure() -> None:
    returns = dated(np.where(np.arange(ROWS)[:, None] < 5, [[np.nan, 0.01]], moves(2)), "A", "B")
    error, sentence = failed("CURRENT_VAR", returns, [[1.5, 2.5]], 0.9, OMITTED, OMITTED, 50)
    assert error == "#VALUE!"
    assert "is blank" in sentence


# filling


def test_an_asset_that_is_made_of_factor_and_other_asset_is_filled_with_just_that() -> None:
    f, old = moves(2).T
    young = 2 * f - 0.5 * old
    young[:30] = np.nan
    filled = numbers(
        value("FILL_HISTORY", dated(np.c_[old, young], "Old", "Young"), dated(f[:, None], "F"))
    )
    np.testing.assert_array_equal(filled[:, 0], old)
    np.testing.assert_array_equal(filled[30:, 1], young[30:])
    np.testing.assert_allclose(filled[:30, 1], (2 * f - 0.5 * old)[:30], atol=1e-15)
    fit = value("FILL_FIT", dated(np.c_[old, young], "Old", "Young"), dated(f[:, None], "F"))
    assert fit[1] == ["Old", 100, 0, "n/a", "n/a"]
    assert fit[2][:3] == ["Young", 70, 30]
    assert fit[2][3] == pytest.approx(1, abs=1e-12)


def test_filled_are_the_blanks_before_the_first_day_and_those_in_the_window() -> None:
    block = moves(2)
    block[:10, 1] = block[50:55, 1] = block[70:75, 1] = np.nan
    history, factors = dated(block, "A", "B"), dated(moves(1, 6), "F")
    before = numbers(value("FILL_HISTORY", history, factors))
    assert np.flatnonzero(np.isnan(before[:, 1])).tolist() == [*range(50, 55), *range(70, 75)]
    window = [[DAYS[45], DAYS[60]]]
    inside = numbers(value("FILL_HISTORY", history, factors, window))
    assert np.flatnonzero(np.isnan(inside[:, 1])).tolist() == [*range(70, 75)]
    assert value("FILL_FIT", history, factors, window)[2][1:3] == [80, 15]


def test_another_asset_that_is_the_factor_itself_is_passed_over() -> None:
    f, noise = moves(2).T
    young = f + noise
    young[:30] = np.nan
    alone = value("FILL_HISTORY", dated(young[:, None], "Young"), dated(f[:, None], "F"))
    both = value("FILL_HISTORY", dated(np.c_[f, young], "F", "Young"), dated(f[:, None], "F"))
    np.testing.assert_allclose(numbers(both)[:, 1], numbers(alone)[:, 0], atol=1e-16)


def test_on_a_day_between_rows_of_the_factors_they_count_as_unmoved() -> None:
    f = moves(1)[:, 0]
    young = 2 * f
    young[:30] = np.nan
    factors = dated(f[:, None], "F")
    del factors[1 + 7]
    filled = numbers(value("FILL_HISTORY", dated(young[:, None], "Young"), factors))
    assert filled[7, 0] == 0
    assert filled[8, 0] == pytest.approx(2 * f[8], rel=1e-12)


def test_factors_that_begin_too_late_are_said_to() -> None:
    block = moves(2)
    block[:10, 1] = np.nan
    factors = dated(moves(1, 6), "F")
    del factors[1:4]
    error, sentence = failed("FILL_HISTORY", dated(block, "A", "B"), factors)
    assert error == "#N/A"
    assert "factors has no row near 2000-01-03, where B is to be filled" in sentence


def test_too_few_own_days_and_missing_dates_are_refused() -> None:
    block = moves(2)
    block[:50, 1] = np.nan
    history, factors = dated(block, "A", "B"), dated(moves(1, 6), "F")
    assert failed("FILL_HISTORY", history, factors)[0] == "#N/A"
    undated = [row[1:] for row in history]
    assert "history has no dates" in failed("FILL_HISTORY", undated, factors)[1]


# the own book


@pytest.mark.slow
def test_the_own_book_keeps_its_2008_and_its_half_year_of_weekly_prices() -> None:
    prices = value("CLEAN_PRICES", own_book.grid())
    spike = next(row for row in prices if row[0] == dates.serial(own_book.WRONG))
    spike[1 + own_book.GERMAN] /= own_book.FACTOR  # as the report says
    dropped = value("ALIGN_HISTORY", prices)
    assert dates.date(dropped[1][0]) == own_book.LAUNCH  # 2008 is gone for all
    aligned = value("ALIGN_HISTORY", prices, 3, "all")
    assert len(aligned) == len(prices)
    returns = value("TO_RETURNS", aligned)
    factors = value("CRISIS_RETURNS", "2007-01-01:2016-12-28", [["SPX", "EURUSD", "GOLD"]])
    window = f"{own_book.WEEKLY[0]}:{own_book.WEEKLY[1]}"
    filled = value("FILL_HISTORY", returns, factors, window)
    assert "" not in {cell for row in filled for cell in row}
    positions = [[1e6, 5e5, 3e5, 2e5, 1e6, 1e6]]
    stressed = value("STRESSED_VAR", filled, positions, "GFC")
    rows = [
        row
        for row in filled[1:]
        if dates.serial(dt.date(2008, 9, 1)) <= row[0] <= dates.serial(dt.date(2009, 8, 31))
    ]
    pnl = np.array([row[1:] for row in rows]) @ positions[0]
    assert stressed == pytest.approx(-np.percentile(pnl, 1), rel=1e-12)
    fit = {row[0]: row for row in value("FILL_FIT", returns, factors, window)[1:]}
    assert fit["US Equities"][2] == 0
    young = fit["Young ETF"]
    assert young[1] == sum(day > own_book.LAUNCH for day in own_book.prices())
    assert 0 < young[3] < 1
    # the returns of the others are those of plain pandas on carried prices
    right = pd.DataFrame(own_book.prices()).T.astype(float)
    us = right[own_book.US].ffill().pct_change(fill_method=None)[1:]
    np.testing.assert_allclose([row[1] for row in filled[1:]], us, rtol=1e-12, atol=1e-16)
    assert dates.date(filled[1][0]) == dt.date(2007, 1, 3)
