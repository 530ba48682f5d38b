"""What a series must pass before a byte of it is kept."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np

from ..crises import library, own
from ..crises.factors import ALL
from ..domain import DAILY, Days, Vector, dates

LEAST_ROWS = 60
OF_THE_WEEKDAYS = 0.95
MANY_MADS = 10
_MAD = 1.4826  # of a median absolute deviation, to be a standard deviation if normal
#: Levels that everybody published: of the Federal Reserve's H.15, EIA, S&P, Nasdaq and the ECB.
KNOWN: Mapping[str, Mapping[str, float]] = {
    "UST10Y": {"2008-12-16": 0.0237},
    "WTI": {"2008-07-03": 145.31, "2020-04-20": -36.98},
    "SPX": {"2020-03-23": 2237.40},
    "NASDAQ": {"2000-03-10": 5048.62},
    "EURUSD": {"2008-07-15": 1.5990},
    "EURCHF": {"2015-01-15": 1.0280},
}


class Refused(Exception):
    """Why a series was not kept, to stand behind a colon in a sentence."""


def numbers(texts: Mapping[dt.date, str], divisor: float = 1.0) -> dict[dt.date, float]:
    """The numbers of texts, which must be finite."""
    found = {}
    for day, text in texts.items():
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise Refused(f"'{text[:20]}' of {day} is not a number")
        found[day] = number / divisor
    return found


def whole(levels: Mapping[dt.date, float], column: str | None = None) -> None:
    """Enough days, none missing in a row, none at a weekend. column: whose holes are known of."""
    days = serials(levels)
    if len(days) < LEAST_ROWS:
        raise Refused(f"it has {len(days)} days, and takes at least {LEAST_ROWS}")
    weekend = next((day for day in levels if day.weekday() > 4), None)
    if weekend:
        raise Refused(f"{weekend} is no weekday")
    known = known_days(column)
    for at in np.flatnonzero(np.diff(days) > DAILY.gap_days):
        before, after = int(days[at]), int(days[at + 1])
        if not _hole_of(known, before, after):
            raise Refused(f"nothing lies between {dates.iso(before)} and {dates.iso(after)}")
    share = len(days) / _expected(days, known)
    if share < OF_THE_WEEKDAYS:
        raise Refused(f"it has {share:.0%} of the weekdays, and takes at least 95%")


def facts(column: str, levels: Mapping[dt.date, float]) -> None:
    """The levels that everybody knows, where the series has their day."""
    for day, known in KNOWN.get(column, {}).items():
        found = levels.get(dt.date.fromisoformat(day))
        if found is not None and not math.isclose(found, known, rel_tol=1e-6):
            raise Refused(f"{day} is {found:.6g}, and was {known:.6g}")


def built_in_agrees(column: str, levels: Mapping[dt.date, float]) -> None:
    """The levels of the days that the built-in data has too."""
    days, known = library.calendar(), library.levels((column,))[column]
    have = np.isfinite(known)
    _agree(days[have], known[have], levels, "the built-in data")


def kept_agrees(kept: own.Series | None, levels: Mapping[dt.date, float]) -> None:
    """The numbers of the days that are kept already; and none of the latest is lost."""
    if kept is None:
        return
    last = serials(levels)[-1]
    if last < kept.last:
        raise Refused(f"it ends {dates.iso(last)}, and what is kept {dates.iso(kept.last)}")
    _agree(kept.days, kept.numbers, levels, "what is kept")


def _agree(days: Days, known: Vector, levels: Mapping[dt.date, float], what: str) -> None:
    """No level further from a known one than many a usual daily move."""
    moves = np.abs(np.diff(known))
    allowed = MANY_MADS * _MAD * float(np.median(moves)) if len(moves) else 0.0
    allowed += 1e-9 * float(np.abs(known).max(initial=0.0))  # of a pegged currency
    common = 0
    for day, level in zip(days.tolist(), known.tolist(), strict=True):
        found = levels.get(dates.date(day))
        if found is None:
            continue
        common += 1
        if abs(found - level) > allowed:
            raise Refused(f"{dates.iso(day)} is {found:.6g}, and in {what} {level:.6g}")
    if not common:
        raise Refused(f"it shares no day with {what}")


def serials(levels: Mapping[dt.date, float]) -> Days:
    return np.array([dates.serial(day) for day in levels], dtype=np.int64)


def known_days(column: str | None) -> Days:
    """The days on which the built-in data has a level of a column; none for one of the user's."""
    if column not in ALL:
        return np.empty(0, np.int64)
    return library.calendar()[np.isfinite(library.levels((column,))[column])]


def _expected(days: Days, known: Days) -> int:
    """Days that a whole series has: those of the built-in one in its span, weekdays outside."""
    first, last = int(days[0]), int(days[-1])
    inside = known[(known >= first) & (known <= last)]
    if not len(inside):
        return _weekdays(first, last)
    before = _weekdays(first, int(inside[0]) - 1)
    return before + len(inside) + _weekdays(int(inside[-1]) + 1, last)


def _weekdays(first: int, last: int) -> int:
    if last < first:
        return 0
    ends = (np.datetime64(dates.iso(first)), np.datetime64(dates.iso(last + 1)))
    return int(np.busday_count(*ends))


def _hole_of(known: Days, before: int, after: int) -> bool:
    """Whether the built-in data has nothing there either."""
    inside = (known > before) & (known < after)
    return len(known) > 0 and known[0] < before and after < known[-1] and not inside.any()
