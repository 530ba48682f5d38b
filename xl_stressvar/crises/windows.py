"""The built-in crisis windows: four twelve-month ones, and the crash months of docs/article.md, case 3."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..domain import Window
from ..domain.dates import serial


@dataclass(frozen=True, slots=True)
class Crisis:
    """A named window. `twelve_months` marks the ones that fit the regulator's definition."""

    name: str
    window: Window
    alias: str = ""
    twelve_months: bool = True

    @property
    def code(self) -> str:
        return self.window.code


def _crisis(code: str, name: str, start: str, end: str, alias: str = "") -> Crisis:
    first, last = (serial(dt.date.fromisoformat(day)) for day in (start, end))
    return Crisis(name, Window(first, last, code), alias, twelve_months=bool(alias))


CRISES: tuple[Crisis, ...] = (
    _crisis("GFC", "Global financial crisis", "2008-09-01", "2009-08-31", "2008"),
    _crisis("COVID", "Covid-19 pandemic", "2020-02-01", "2021-01-31", "2020"),
    _crisis("LTCM", "Russia and LTCM", "1998-08-01", "1999-07-31", "1998"),
    _crisis("BLACK_MONDAY", "Black Monday", "1987-10-01", "1988-09-30", "1987"),
    _crisis("COVID_CRASH", "Covid-19 crash months", "2020-02-01", "2020-03-31"),
    _crisis("LTCM_CRASH", "LTCM crash months", "1998-08-01", "1998-10-31"),
    _crisis("BLACK_MONDAY_CRASH", "Black Monday month", "1987-10-01", "1987-10-31"),
)
BY_NAME = {c.code: c.window for c in CRISES} | {c.alias: c.window for c in CRISES if c.alias}
GFC = BY_NAME["GFC"]


def codes() -> tuple[str, ...]:
    """The codes with their aliases, as a message lists them."""
    return tuple(f"{c.code} ({c.alias})" if c.alias else c.code for c in CRISES)
