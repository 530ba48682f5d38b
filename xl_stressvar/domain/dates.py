"""Days as worksheet serials: 1 is 1900-01-01, as Excel counts from March 1900 on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

_EPOCH = dt.date(1899, 12, 30)  # so that every serial from 61 on is Excel's
UNIX_EPOCH = 25569  # the serial of 1970-01-01, from which numpy and pandas count
DAYS_A_YEAR = 365.25
OFFSET_1904 = 1462  # a serial of the 1904 system plus this is one of the 1900 system
FIRST, LAST = 61, 2_958_465  # 1900-03-01 (before it Excel has a day that never was) to 9999-12-31
SINCE_1950 = 18264  # the serial of 1950-01-01: a smaller whole number is rather a year
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*")


class Serial(int):
    """A day that will be shown as a date: a plain whole number is shown as it is."""


def serial(day: dt.date) -> Serial:
    """The serial of a date (a datetime counts for its day)."""
    return Serial(day.toordinal() - _EPOCH.toordinal())


def as_of_or_today(as_of: int | None) -> int:
    """The day to judge from: as given, or today."""
    return serial(dt.date.today()) if as_of is None else as_of


def age(since: int, today: int) -> float | None:
    """Years from one serial to another, of 365.25 days; None before the first: no age yet."""
    return (today - since) / DAYS_A_YEAR if today >= since else None


def serials(days: Iterable[int]) -> list[Serial]:
    """Whole numbers that are days, marked as such."""
    return [Serial(day) for day in days]


def date(day: int) -> dt.date:
    """The date of a serial."""
    return dt.date.fromordinal(int(day) + _EPOCH.toordinal())


def iso(day: int) -> str:
    """The serial as 2008-09-15."""
    return date(day).isoformat()


def parse_iso(text: str) -> Serial | None:
    """The serial of an ISO text such as 2008-09-15 (a time of day is ignored), or None."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        return serial(dt.date(*map(int, match.groups())))
    except ValueError:
        return None


def parse_number(value: float) -> Serial | None:
    """The serial of a number that can be a date (a time of day is ignored), or None."""
    return Serial(value) if FIRST <= value < LAST + 1 else None
