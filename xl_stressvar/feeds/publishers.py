"""FRED, the US Treasury and the European Central Bank: addresses, formats, terms.

Each gives the levels of one series by day, as published: days without a number are left out, and a file
that is not what it should be is refused with a reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from .. import errors
from .http import Asked

Rows = dict[dt.date, str]  # oldest first, in the publisher's digits
Get = Callable[[str, Asked], bytes]
UNKNOWN = ("", ".", "N/A", "ND")  # how they write a day without a number

#: Where they publish; tests put a stand-in there.
FRED = "https://fred.stlouisfed.org"
TREASURY = "https://home.treasury.gov"
ECB = "https://www.ecb.europa.eu"

_OWN_USE = "your own use only, not to be passed on"
_PUBLIC = "public domain"


@dataclass(frozen=True)
class Fred:
    """A series of the Federal Reserve Bank of St. Louis, whole."""

    series: str
    title: ClassVar[str] = "FRED"

    @property
    def terms(self) -> str:
        return _OWN_USE if self.series in ("SP500", "NASDAQCOM") else _PUBLIC

    def address(self) -> str:
        return f"{FRED}/graph/fredgraph.csv?id={self.series}"

    def rows(self, get: Get, since: dt.date, today: dt.date) -> Rows:
        asked = Asked(self.title, self.series)
        text = _text(get(self.address(), asked), asked)
        header, *lines = _lines(text, asked, ("DATE", "observation_date"))
        if len(header) != 2 or header[1] != self.series:
            raise _refused(asked, f"the column is {header[-1]}")
        if not text.endswith("\n"):
            raise asked.problem(errors.FEED_CUT)
        return _ascending(((line, _iso(line[0], asked), line[1]) for line in lines), asked)


@dataclass(frozen=True)
class Treasury:
    """A maturity of the Treasury's daily par yield curve, a file a year."""

    series: str
    title: ClassVar[str] = "US Treasury"
    terms: ClassVar[str] = _PUBLIC

    def address(self, year: int = 2026) -> str:
        return (
            f"{TREASURY}/resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv/"
            f"{year}/all?type=daily_treasury_yield_curve&field_tdr_date_value={year}&page&_format=csv"
        )

    def rows(self, get: Get, since: dt.date, today: dt.date) -> Rows:
        found: Rows = {}
        for year in range(since.year, today.year + 1):
            asked = Asked(self.title, f"{self.series} of {year}")
            header, *lines = _lines(_text(get(self.address(year), asked), asked), asked, ("Date",))
            if self.series not in header:  # columns were added over time
                raise _refused(asked, f"it has no column {self.series}")
            at = header.index(self.series)
            cells = ((line, _us(line[0], asked), line[at]) for line in lines)
            found |= _ascending(cells, asked)
        return found


@dataclass(frozen=True)
class Ecb:
    """One euro in a currency, the European Central Bank's reference rate: one file for all of them."""

    series: str
    title: ClassVar[str] = "ECB"
    terms: ClassVar[str] = "free reuse, with the source named"

    def address(self) -> str:
        return f"{ECB}/stats/eurofxref/eurofxref-hist.zip"

    def rows(self, get: Get, since: dt.date, today: dt.date) -> Rows:
        asked = Asked(self.title, f"EUR{self.series}")
        try:
            with zipfile.ZipFile(io.BytesIO(get(self.address(), asked))) as packed:
                (name,) = packed.namelist()
                body = packed.read(name)
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError):
            raise asked.problem(errors.FEED_CUT) from None
        header, *lines = _lines(_text(body, asked), asked, ("Date",))
        if self.series not in header:
            raise _refused(asked, f"it has no column {self.series}")
        at = header.index(self.series)
        return _ascending(((line, _iso(line[0], asked), line[at]) for line in lines), asked)


Publisher = Fred | Treasury | Ecb
_BY_NAME: dict[str, type[Publisher]] = {"fred": Fred, "treasury": Treasury, "ecb": Ecb}
NAMES = tuple(_BY_NAME)


def publisher(feed: str) -> Publisher:
    """That of a factor's `feeds`: "fred DGS10"."""
    name, series = feed.split(" ", 1)
    return _BY_NAME[name](series)


def _text(body: bytes, asked: Asked) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(asked, "it is not text") from None


def _lines(text: str, asked: Asked, first: Sequence[str]) -> list[list[str]]:
    """Header and lines of a CSV, all of them as long as the header, of the wanted first cell."""
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text)) if line]
    found = lines[0][0] if lines else ""
    if found not in first:
        raise _refused(asked, f"it begins with '{found[:20]}' where {first[0]} is expected")
    for line in lines:
        if len(line) != len(lines[0]):
            raise asked.problem(errors.FEED_CUT)
    return lines


def _ascending(cells: Iterator[tuple[Sequence[str], dt.date, str]], asked: Asked) -> Rows:
    """Days and numbers oldest first; the file runs strictly one way or the other."""
    read = [(day, number) for _, day, number in cells]
    if len(read) > 1 and read[0][0] > read[-1][0]:
        read.reverse()
    for (before, _), (day, _) in pairwise(read):
        if day <= before:
            what = "twice" if day == before else "out of order"
            raise _refused(asked, f"{day} is there {what}")
    return {day: number for day, number in read if number not in UNKNOWN}


def _iso(text: str, asked: Asked) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _refused(asked, f"'{text[:20]}' is not a day") from None


def _us(text: str, asked: Asked) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError:
        raise _refused(asked, f"'{text[:20]}' is not a day") from None


def _refused(asked: Asked, reason: str) -> errors.StressVarError:
    return asked.problem(errors.FEED_REFUSED, reason=(reason,))
