"""A desk's own export, with all that real ones have: made by script, the same each time.

Six assets, every weekday of 2007 to 2024, newest first: title rows and a footer, days as dd/mm/yyyy, decimal
commas, markets that close on different days, one day that is missing, error texts, a fund with weekly prices
for half a year, an ETF that begins in 2012, a fortnight that stands still, and a price 100 times too large.
The prices are simulated.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from functools import cache

import numpy as np
from dateutil.easter import easter

FIRST, LAST = dt.date(2007, 1, 2), dt.date(2024, 12, 30)
NAMES = ("US Equities", "German Equities", "Euro Bonds", "Gold EUR", "Young ETF", "Credit Fund")
US, GERMAN, BONDS, GOLD, YOUNG, FUND = range(6)
LAUNCH = dt.date(2012, 3, 2)
MISSING = dt.date(2015, 6, 10)
WEEKLY = dt.date(2010, 1, 6), dt.date(2010, 6, 30)  # Wednesdays
STALE = (
    dt.date(2019, 5, 6),
    dt.date(2019, 5, 17),
)  # ten weekdays with the price of the Friday before
WRONG = dt.date(2011, 8, 3)
FACTOR = 100
TITLES = [["Price export"], ["Portfolio: Pension II", "", "created 31/12/2024 08:15"], []]
HEADER = ["Date", *NAMES]
FOOTER = [[], ["Source: market data desk. No warranty."], ["Page 1 of 1"]]
NO_PRICE = "#N/A N/A"


def _nth(year: int, month: int, weekday: int, n: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


@cache
def _closed(year: int) -> tuple[set[dt.date], set[dt.date], set[dt.date]]:
    """The days on which everything, the United States, and Germany are closed."""
    sunday = easter(year)
    everything = {dt.date(year, 1, 1), dt.date(year, 12, 25), sunday - dt.timedelta(2)}
    us = {
        dt.date(year, 7, 4), _nth(year, 1, 0, 3), _nth(year, 9, 0, 1), _nth(year, 11, 3, 4),
    }  # fmt: skip
    german = {dt.date(year, 5, 1), dt.date(year, 12, 26), sunday + dt.timedelta(1)}
    return everything, us, german


def days() -> list[dt.date]:
    """The weekdays on which something is open, the missing one among them, oldest first."""
    every = (FIRST + dt.timedelta(i) for i in range((LAST - FIRST).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in _closed(day.year)[0]]


@cache
def prices() -> dict[dt.date, list[float | None]]:
    """The right price of each asset on each day in the file, two decimals; None for none.

    The stale fortnight is stale here too: no reader could know.
    """
    every = days()
    random = np.random.default_rng(14)
    common = random.standard_t(5, len(every))
    moves = 0.009 * (0.6 * common[:, None] + 0.8 * random.standard_t(5, (len(every), 6))) / 1.3
    levels = np.array([1500, 6800, 100, 480, 45, 1020]) * np.exp(np.cumsum(moves, axis=0))
    out: dict[dt.date, list[float | None]] = {}
    friday: float | None = None
    for day, row in zip(every, levels, strict=True):
        _, us, german = _closed(day.year)
        kept: list[float | None] = [round(float(x), 2) for x in row]
        if day in us:
            kept[US] = None
        if day in german:
            kept[GERMAN] = kept[BONDS] = None
        if day < LAUNCH:
            kept[YOUNG] = None
        if WEEKLY[0] <= day <= WEEKLY[1] and day.weekday() != 2:
            kept[FUND] = None
        if STALE[0] <= day <= STALE[1]:
            kept[GOLD] = friday
        friday = kept[GOLD]
        if day != MISSING:
            out[day] = kept
    return out


def decimal_comma(number: float) -> str:
    """1234.5 as 1.234,50."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def rows() -> list[list[str]]:
    """The file as rows of texts, newest first."""
    body = []
    for day, numbers in sorted(prices().items(), reverse=True):
        row = [day.strftime("%d/%m/%Y")]
        for j, number in enumerate(numbers):
            if number is None:
                row.append("" if j in (YOUNG, FUND) else NO_PRICE)
            else:
                shown = FACTOR * number if (day, j) == (WRONG, GERMAN) else number
                row.append(decimal_comma(shown))
        body.append(row)
    return [*TITLES, HEADER, *body, *FOOTER]


def grid() -> list[list[object]]:
    """The same as cells of a sheet, a blank for an empty text; the bonds as numbers, as a sheet may have read them."""
    wide = [[cell or None for cell in row] + [None] * (7 - len(row)) for row in rows()]
    for row in wide[len(TITLES) + 1 : -len(FOOTER)]:
        if (text := row[BONDS + 1]) and text != NO_PRICE:
            row[BONDS + 1] = float(text.replace(".", "").replace(",", "."))  # type: ignore[call-overload]
    return wide  # type: ignore[return-value]


def as_csv(encoding: str = "cp1252", delimiter: str = ";") -> bytes:
    """The same as a file that an office program of that country saves."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows())
    return out.getvalue().encode(encoding)
