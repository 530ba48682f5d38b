"""The days of the New York Stock Exchange beyond those that the library stores.

The stored calendar is that of the S&P 500's closes. What a user downloads goes on after it: from there
on the days are weekdays without the holidays of the exchange's rule 7.2 and its special closures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from ..domain.dates import date

MAX_FILL = 3  # days that a level is carried over the holidays of another market
#: Days of mourning for a president.
CLOSED = frozenset({dt.date(2025, 1, 9)})


def days(first: int, last: int) -> Iterator[int]:
    """The days on which the exchange is open, as serials, both ends included."""
    for day in range(first, last + 1):
        when = date(day)
        if when.weekday() < 5 and when not in holidays(when.year) and when not in CLOSED:
            yield day


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """The exchange's holidays by its rule, from 1998 on; Juneteenth since 2022."""
    fixed = [dt.date(year, 7, 4), dt.date(year, 12, 25)]
    if year >= 2022:
        fixed.append(dt.date(year, 6, 19))
    observed = [_observed(day) for day in fixed]
    new_year = dt.date(year, 1, 1)
    if new_year.weekday() != 5:  # of a Saturday nothing is kept: it would fall into the old year
        observed.append(_observed(new_year))
    return frozenset(
        [
            *observed,
            _monday(year, 1, 3),  # Martin Luther King
            _monday(year, 2, 3),  # Presidents
            easter(year) - dt.timedelta(days=2),  # Good Friday
            _last_monday_of_may(year),  # Memorial Day
            _monday(year, 9, 1),  # Labor Day
            _weekday(year, 11, 3, 4),  # Thanksgiving, the fourth Thursday
        ]
    )


def _observed(day: dt.date) -> dt.date:
    """Friday for a Saturday, Monday for a Sunday."""
    return day + dt.timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _weekday(year: int, month: int, weekday: int, count: int) -> dt.date:
    """The count-th such day of the week in a month."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def _monday(year: int, month: int, count: int) -> dt.date:
    return _weekday(year, month, 0, count)


def _last_monday_of_may(year: int) -> dt.date:
    return _monday(year, 6, 1) - dt.timedelta(days=7)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - leap + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    month = (golden + 11 * epact + 22 * week) // 451
    days_on = epact + week - 7 * month + 114
    return dt.date(year, days_on // 31, days_on % 31 + 1)
