"""The frequency of rows, the holes between them, and how many a window should have."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from xl_stressvar import errors
from xl_stressvar.domain import dates
from xl_stressvar.domain.frequency import (
    DAILY,
    MONTHLY,
    SEVEN_DAY,
    WEEKLY,
    Frequency,
    enough_rows,
    frequency_of,
    holes,
)

START = dt.date(2008, 9, 1)


def every(days: int, count: int, start: dt.date = START) -> np.ndarray:
    first = dates.serial(start)
    return np.arange(first, first + days * count, days)


def weekdays(count: int, start: dt.date = START) -> np.ndarray:
    days = every(1, 2 * count + 7, start)
    return days[days % 7 > 1][:count]


def month_ends(count: int) -> np.ndarray:
    ends = (dt.date(2008 + (i + 1) // 12, (i + 1) % 12 + 1, 1) for i in range(count))
    return np.array([dates.serial(day) - 1 for day in ends])


@pytest.mark.parametrize(
    ("days", "frequency"),
    [
        (None, DAILY),
        (every(1, 1), DAILY),
        (weekdays(250), DAILY),
        (every(1, 250), SEVEN_DAY),
        (every(7, 52), WEEKLY),
        (every(5, 52), WEEKLY),
        (every(9, 52), WEEKLY),
        (month_ends(24), MONTHLY),
        (every(27, 20), MONTHLY),
        (every(35, 20), MONTHLY),
        (np.delete(weekdays(250), slice(3, 240, 9)), DAILY),
    ],
)
def test_the_median_step_of_the_dates_is_the_frequency(
    days: np.ndarray | None, frequency: Frequency
) -> None:
    assert frequency_of(days, "history") is frequency


@pytest.mark.parametrize("step", [2, 3, 4, 10, 14, 26, 36, 91, 365])
def test_any_other_step_is_refused_and_named(step: int) -> None:
    with pytest.raises(errors.BadInput) as refused:
        frequency_of(every(step, 30), "history")
    assert f"step by {step} days" in refused.value.sentence()


def test_a_tenth_of_the_rows_on_weekends_is_still_daily_and_more_is_seven_day() -> None:
    days = weekdays(90)
    saturdays = every(7, 11, dt.date(2008, 9, 6))
    assert frequency_of(np.sort(np.concatenate([days, saturdays[:10]])), "history") is DAILY
    assert frequency_of(np.sort(np.concatenate([days, saturdays])), "history") is SEVEN_DAY


@pytest.mark.parametrize(
    ("frequency", "gap"), [(DAILY, 12), (SEVEN_DAY, 12), (WEEKLY, 21), (MONTHLY, 70)]
)
def test_a_hole_begins_one_day_beyond_the_longest_gap(frequency: Frequency, gap: int) -> None:
    days = np.array([40000, 40001, 40001 + gap, 40002 + gap])
    assert holes(days, frequency) == ()
    days[2:] += 1
    assert holes(days, frequency) == (2,)


@pytest.mark.parametrize(
    ("frequency", "first", "last", "rows"),
    [
        (DAILY, dt.date(2008, 9, 1), dt.date(2009, 8, 31), 261),  # counted in a calendar
        (DAILY, dt.date(1987, 10, 1), dt.date(1987, 10, 31), 22),
        (SEVEN_DAY, dt.date(2008, 9, 1), dt.date(2009, 8, 31), 365),
        (WEEKLY, dt.date(2008, 9, 1), dt.date(2009, 8, 30), 52),
        (MONTHLY, dt.date(2005, 1, 1), dt.date(2008, 12, 31), 48),
    ],
)
def test_a_window_has_so_many_rows(
    frequency: Frequency, first: dt.date, last: dt.date, rows: int
) -> None:
    expected = frequency.expected_rows(dates.serial(first), dates.serial(last))
    assert expected == pytest.approx(rows, abs=1e-9)


def test_nine_tenths_of_the_rows_are_enough() -> None:
    assert enough_rows(9, 10.0)
    assert not enough_rows(234, 261.0)
    assert enough_rows(235, 261.0)
