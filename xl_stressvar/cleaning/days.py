"""Days as an export writes them: 15/09/2008, 9/15/08, 15.9.2008, 15-Sep-2008, 20080915."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from ..cells.algebra import Cell, is_number
from ..domain import dates

_LONGEST = 60
_SERIALS = dates.SINCE_1950, 73050  # 1950-01-01 to 2100-01-01
_CENTURY_FROM = 70  # 70 to 99 are of the last century, as in POSIX
_TIME = r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[-+]\d{2}:?\d{2})?)?"
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,?\s+)?"
_PARTS = re.compile(
    rf"{_WEEKDAY}(\d{{1,4}})\s?([-./\s])\s?(\d{{1,2}})\s?\2\s?(\d{{1,4}})\.?{_TIME}"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\.?[-/\s]*(?:de\s+)?([^\W\d]{{3,12}})\.?,?[-/\s]*(?:de\s+)?(\d{{2}}|\d{{4}}){_TIME}"
)
_MONTH_DAY = re.compile(
    rf"([^\W\d]{{3,12}})\.?[-/\s]*(\d{{1,2}})(?:st|nd|rd|th)?,?[-/\s]+(\d{{4}}){_TIME}"
)
#: The months by how their names begin, in English, German, French, Spanish, Italian, Portuguese, Dutch.
_BEGINNINGS: tuple[tuple[str, ...], ...] = (
    ("jan", "jän", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr"), ("may", "mai", "mag", "mei"), ("jun", "juin", "giu"),
    ("jul", "juil", "lug"), ("aug", "aoû", "aou", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"),
    ("nov",), ("dec", "dez", "déc", "dic"),
)  # fmt: skip
_MONTHS = {name: i for i, names in enumerate(_BEGINNINGS, 1) for name in names}
_LOOKS = re.compile(r"\W*\d{1,4}[-./\s]{1,3}\w{1,12}[-./\s]{1,3}\d{1,4}\b.*", re.DOTALL)


class Reading(NamedTuple):
    """A day as serials: with the day before the month, and with the month before the day.

    None where it cannot be read so; the same twice where the order is certain.
    """

    day_first: int | None
    month_first: int | None

    @property
    def certain(self) -> bool:
        """Whether its order needs no telling."""
        return self.day_first == self.month_first


def reading(cell: Cell, date1904: bool = False) -> Reading | None:
    """A cell as a day, or None if it is none under either order."""
    if isinstance(cell, dt.date):
        return _certain(dates.serial(cell))
    if is_number(cell):
        return _of_number(float(cell), date1904)
    return of_text(cell) if isinstance(cell, str) else None


def of_text(text: str) -> Reading | None:
    """A text as a day, or None."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _COMPACT.fullmatch(text):
        return _certain(_serial(*map(int, found.groups())))
    if found := _PARTS.fullmatch(text):
        return _of_parts(found[1], found[3], found[4])
    if found := _DAY_MONTH.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _named(found[3], found[1], found[2])
    return None


def looks_like_a_day(cell: Cell) -> bool:
    """Whether a cell was meant for a day, even one that does not exist: 31.02.2024."""
    return isinstance(cell, str) and len(cell) <= _LONGEST and bool(_LOOKS.fullmatch(cell))


def is_serial(cell: Cell, date1904: bool) -> bool:
    """Whether a cell is a whole number that may be a day."""
    if not is_number(cell) or cell - cell != 0:
        return False
    day = cell + (dates.OFFSET_1904 if date1904 else 0)
    return _SERIALS[0] <= day <= _SERIALS[1] and day == int(day)


def _of_number(number: float, date1904: bool) -> Reading | None:
    if number - number != 0:
        return None
    if number == int(number) and (found := _COMPACT.fullmatch(str(int(number)))):
        return _certain(_serial(*map(int, found.groups())))
    return _certain(dates.parse_number(number + (dates.OFFSET_1904 if date1904 else 0)))


def _of_parts(one: str, two: str, three: str) -> Reading | None:
    if len(one) == 4:
        return _certain(_serial(int(one), int(two), int(three)))
    if len(one) > 2 or len(three) not in (2, 4):
        return None
    year = _year(three)
    found = Reading(_serial(year, int(two), int(one)), _serial(year, int(one), int(two)))
    return found if found != (None, None) else None


def _named(year: str, name: str, day: str) -> Reading | None:
    plain = name.casefold()
    month = _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])
    return None if month is None else _certain(_serial(_year(year), month, int(day)))


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _CENTURY_FROM else 2000)


def _serial(year: int, month: int, day: int) -> int | None:
    try:
        serial = dates.serial(dt.date(year, month, day))
    except ValueError:
        return None
    return serial if serial >= dates.FIRST else None


def _certain(serial: int | None) -> Reading | None:
    return None if serial is None else Reading(serial, serial)
