"""The risk factor eligibility test of MAR31: whether enough real prices were seen.

A day with several real prices counts once. Eligible: 24 days with one in the twelve months and no 90
calendar days running with fewer than 4 of them; or 100 days in the twelve months.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from ...domain import Days, dates

LEAST, MANY = 24, 100
PERIOD, LEAST_IN_PERIOD = 90, 4


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The test on a day.

    first: of the twelve months. observations: days with a real price in them. fewest: in any 90 days,
    and start, the first of those days. short_periods: how many periods of 90 days have fewer than 4.
    since: the first day from which on the factor has not been eligible, None if it is.
    """

    first: int
    observations: int
    fewest: int
    start: int
    short_periods: int
    since: int | None

    @property
    def often(self) -> bool:
        """Whether there were 24 days of real prices, no 90 days running with fewer than 4."""
        return self.observations >= LEAST and self.fewest >= LEAST_IN_PERIOD

    @property
    def eligible(self) -> bool:
        """Whether the test is passed: often enough, or 100 days."""
        return self.often or self.observations >= MANY


def year_before(day: int) -> int:
    """The first of the twelve months that end on a day: 1 July for 30 June."""
    last = dates.date(day)
    month = calendar.monthrange(last.year - 1, last.month)[1]
    before = dt.date(last.year - 1, last.month, min(last.day, month))
    return int(dates.serial(before)) + 1


def test(days: Days, as_of: int) -> Eligibility:
    """days: of real prices, in any order, doubled or not; those after as_of are not yet known."""
    seen = np.unique(days[days <= as_of])
    found = _on(seen, as_of)
    if found.eligible:
        return found
    if not len(seen):
        return replace(found, since=as_of)
    earliest, since = int(seen[0]), min(as_of, int(seen[-1]) + 366)  # then none is left in the year
    while since > earliest and not _on(seen, since - 1).eligible:
        since -= 1
    return replace(found, since=since)


def _on(seen: Days, as_of: int) -> Eligibility:
    """The test on a day, for distinct days that ascend."""
    first = year_before(as_of)
    inside = seen[(seen >= first) & (seen <= as_of)]
    starts = np.arange(first, as_of - PERIOD + 2)  # of each 90 days that lie in the twelve months
    ends = np.searchsorted(inside, starts + PERIOD, "left")
    counts = ends - np.searchsorted(inside, starts, "left")
    fewest = int(np.argmin(counts))
    return Eligibility(
        first,
        len(inside),
        int(counts[fewest]),
        int(starts[fewest]),
        int((counts < LEAST_IN_PERIOD).sum()),
        None,
    )
