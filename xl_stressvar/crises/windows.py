"""The built-in crisis windows.

Four of twelve months that STRESSED_VAR_TABLE compares by default, the crash months of docs/article.md,
case 3, and nine further twelve-month ones, which are asked for by name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..domain import Window
from ..domain.dates import serial


@dataclass(frozen=True, slots=True)
class Crisis:
    """A named window.

    twelve_months: it fits the regulator's definition. compared: by STRESSED_VAR_TABLE, if no windows
    are given; a change there is one that every user of the default sees.
    """

    name: str
    window: Window
    alias: str = ""
    twelve_months: bool = True
    compared: bool = False

    @property
    def code(self) -> str:
        return self.window.code


def _window(code: str, start: str, end: str) -> Window:
    first, last = (serial(dt.date.fromisoformat(day)) for day in (start, end))
    return Window(first, last, code)


def _compared(code: str, name: str, start: str, end: str, alias: str) -> Crisis:
    return Crisis(name, _window(code, start, end), alias, compared=True)


def _crash(code: str, name: str, start: str, end: str) -> Crisis:
    return Crisis(name, _window(code, start, end), twelve_months=False)


def _further(code: str, name: str, start: str, end: str, alias: str = "") -> Crisis:
    return Crisis(name, _window(code, start, end), alias)


CRISES: tuple[Crisis, ...] = (
    _compared("GFC", "Global financial crisis", "2008-09-01", "2009-08-31", "2008"),
    _compared("COVID", "Covid-19 pandemic", "2020-02-01", "2021-01-31", "2020"),
    _compared("LTCM", "Russia and LTCM", "1998-08-01", "1999-07-31", "1998"),
    _compared("BLACK_MONDAY", "Black Monday", "1987-10-01", "1988-09-30", "1987"),
    _crash("COVID_CRASH", "Covid-19 crash months", "2020-02-01", "2020-03-31"),
    _crash("LTCM_CRASH", "LTCM crash months", "1998-08-01", "1998-10-31"),
    _crash("BLACK_MONDAY_CRASH", "Black Monday month", "1987-10-01", "1987-10-31"),
    _further("BONDS_1994", "Bond market sell-off of 1994", "1994-01-03", "1994-12-30"),
    _further("ASIA", "Asian financial crisis", "1997-07-01", "1998-06-30", "1997"),
    _further("DOTCOM", "End of the dot-com boom", "2000-03-10", "2001-03-09", "2000"),
    _further("SEP11", "11 September 2001 and after", "2001-09-01", "2002-08-31", "2001"),
    _further("EURO", "Euro area sovereign debt crisis", "2011-07-01", "2012-06-30", "2011"),
    _further("TAPER", "Taper tantrum", "2013-05-01", "2014-04-30", "2013"),
    _further("CHINA", "Chinese stocks and the renminbi", "2015-06-01", "2016-05-31", "2015"),
    _further(
        "VOLMAGEDDON", "Volatility shock of February 2018", "2018-02-01", "2019-01-31", "2018"
    ),
    _further("RATES_2022", "Rate rises of 2022", "2022-01-01", "2022-12-28"),
)
BY_NAME = {c.code: c.window for c in CRISES} | {c.alias: c.window for c in CRISES if c.alias}
GFC = BY_NAME["GFC"]


def codes() -> tuple[str, ...]:
    """The codes, as a message lists them."""
    return tuple(c.code for c in CRISES)
