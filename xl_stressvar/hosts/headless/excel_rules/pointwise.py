"""Functions of single numbers by Excel's rules, where the engine has others, value by value.

VALUE reads the texts that Excel reads, in its American setting: thousands, currency, brackets, dates.
MOD, CEILING and FLOOR go by the quotient in 15 digits. DOLLARDE and DOLLARFR count parts of a dollar, DAYS
the days between dates, in texts too; DB has a last year of months. A sum or difference that ends a formula
is 0 where all but its last bits cancel.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from itertools import product

from ....cells.algebra import (
    NOT_AVAILABLE,
    OMITTED,
    Cell,
    ErrorValue,
    Given,
    Value,
    is_grid,
    resolved,
)
from ....domain import dates
from ....errors import Code
from . import distributions

PREFIX = "XLSTRESSVAR."
PLUS, MINUS = f"{PREFIX}PLUS", f"{PREFIX}MINUS"
_CANCELLED = 2.0**-50  # of the first operand; less is 0 to Excel at the end of a formula
DIGITS = 15  # significant ones, to Excel
_LONGEST_TEXT = 255  # characters of a number

_NUMBER = re.compile(
    r"(?P<minus>[-+])?(?P<bracket>\()?(?P<inner>[-+])?(?:\$(?P<after>[-+])?)?"
    r"(?P<digits>(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?P<power>E[-+]?\d+)?"
    r"(?P<percent>\s*%)?(?P<closed>\))?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"([-+])?(\d+) +(\d+)/(\d+)")
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(?:\s*([AP])M?)?", re.IGNORECASE)
_MONTHS = ("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
           "OCTOBER", "NOVEMBER", "DECEMBER")  # fmt: skip
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})")
_AMERICAN = re.compile(r"(?P<m>\d{1,2})([-/])(?P<d>\d{1,2})\2(?P<y>\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(?P<d>\d{1,2})[- /](?P<month>[A-Z]{3,9})[- /,]+(?P<y>\d{4}|\d{2})", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[A-Z]{3,9}) (?P<d>\d{1,2}), *(?P<y>\d{4}|\d{2})", re.IGNORECASE
)


# --- numbers in texts -------------------------------------------------------------------------------
def number_in(text: str, date1904: bool = False) -> float | None:
    """The number that Excel reads in a text; None if it reads none. Dates are serials.

    A date without a year, which Excel sets into the current one, is not read.
    """
    text = text.strip(" \u00a0")
    if len(text) > _LONGEST_TEXT:
        return None
    if match := _NUMBER.fullmatch(text):
        return _plain_number(match)
    if match := _FRACTION.fullmatch(text):
        whole, above, below = map(float, match.groups()[1:])  # of any length
        number = whole + above / below if below else math.inf
        return (-number if match[1] == "-" else number) if math.isfinite(number) else None
    if match := _TIME.fullmatch(text):
        return _time(match)
    day, _, clock = text.partition(" ") if text[:1].isdigit() and ":" in text else (text, "", "")
    if ":" in text and not _TIME.fullmatch(clock.strip()):  # 15 Sep 2008 16:30
        day, _, clock = text.rpartition(" ")
    serial = _day(day.strip(), date1904)
    if serial is None or not clock:
        return serial
    time = (match := _TIME.fullmatch(clock.strip())) and _time(match)
    return None if time is None else serial + time


def _plain_number(match: re.Match[str]) -> float | None:
    if bool(match["bracket"]) != bool(match["closed"]):
        return None
    signs = "".join(match[name] or "" for name in ("minus", "inner", "after"))
    if len(signs) + bool(match["bracket"]) > 1:
        return None
    number = float(match["digits"].replace(",", "") + (match["power"] or ""))
    number = number / 100 if match["percent"] else number
    if not math.isfinite(number):
        return None
    return -number if signs == "-" or match["bracket"] else number


def _time(match: re.Match[str]) -> float | None:
    hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3] or 0)
    if minutes > 59 or seconds >= 60 or (match[4] and not 1 <= hours <= 12):
        return None
    if match[4]:
        hours = hours % 12 + (12 if match[4].upper() == "P" else 0)
    return (hours * 3600 + minutes * 60 + seconds) / 86_400


def _day(text: str, date1904: bool) -> float | None:
    for shape in (_YEAR_FIRST, _AMERICAN, _DAY_FIRST, _MONTH_FIRST):
        if match := shape.fullmatch(text):
            found = match.groupdict()
            break
    else:
        return None
    month = _month(found["month"]) if found.get("month") else int(found["m"] or 0)
    year = int(found["y"] or 0)
    year += 0 if year > 99 else 2000 if year < 30 else 1900
    if (year, month, int(found["d"] or 0)) == (1900, 2, 29) and not date1904:
        return 60.0
    try:
        day = dt.date(year, month, int(found["d"] or 0))
    except ValueError:
        return None
    serial: int = dates.serial(day)
    if date1904:
        serial -= dates.OFFSET_1904
    elif serial <= 60:  # before 1 March 1900 Excel counts a 29 February that never was
        serial -= 1
    return float(serial) if serial >= (0 if date1904 else 1) else None


def _month(name: str) -> int:
    """Its number; 0 for what is no month. Three letters, or all of them."""
    name = name.upper()
    return next((i for i, m in enumerate(_MONTHS, 1) if name in (m, m[:3])), 0)


def number_of(cell: Cell, date1904: bool = False) -> float | ErrorValue:
    """A cell in arithmetic: a blank is 0, TRUE is 1, a text what it reads, or #VALUE!."""
    if isinstance(cell, ErrorValue):
        return cell
    if isinstance(cell, str):
        read = number_in(cell, date1904)
        return ErrorValue(Code.VALUE) if read is None else read
    return float(cell or 0)  # type: ignore[arg-type]


# --- the functions ----------------------------------------------------------------------------------
def rounded(number: float) -> float:
    """The number in 15 significant digits."""
    return float(f"{number:.{DIGITS - 1}e}")


def _mod(number: float, divisor: float) -> float | ErrorValue:
    """n - d * INT(n / d), the rule that Microsoft gives."""
    if divisor == 0:
        return ErrorValue(Code.DIV0)
    if number.is_integer() and divisor.is_integer():
        return float(int(number) % int(divisor))
    quotient = number / divisor
    if abs(quotient) >= 1 << 50:
        return ErrorValue(Code.NUM)
    rest = number - divisor * math.floor(rounded(quotient))
    # where the quotient is whole but for its last digits, so is the rest 0 but for its own
    return 0.0 if abs(rest) < abs(number) * _CANCELLED else rest


def _ceiling(number: float, step: float) -> float | ErrorValue:
    if number > 0 > step:
        return ErrorValue(Code.NUM)
    return step * math.ceil(rounded(number / step)) if step else 0.0


def _floor(number: float, step: float) -> float | ErrorValue:
    if number > 0 > step:
        return ErrorValue(Code.NUM)
    if not step:
        return ErrorValue(Code.DIV0) if number else 0.0
    return step * math.floor(rounded(number / step))


def _ceiling_math(number: float, step: float, mode: float) -> float:
    """Up; with a mode, a negative number away from zero."""
    if not step:
        return 0.0
    quotient = rounded(number / abs(step))
    return abs(step) * (math.floor if mode and number < 0 else math.ceil)(quotient)


def _floor_math(number: float, step: float, mode: float) -> float:
    """Down; with a mode, a negative number towards zero."""
    if not step:
        return 0.0
    quotient = rounded(number / abs(step))
    return abs(step) * (math.ceil if mode and number < 0 else math.floor)(quotient)


def _plus(left: float, right: float) -> float:
    """A sum, 0 where all but the last bits cancel."""
    total = left + right
    return 0.0 if abs(total) < abs(left) * _CANCELLED else total


def _dollar_decimal(price: float, parts: float) -> float | ErrorValue:
    """1.02 in 16ths, which is 1 and 2/16, as 1.125."""
    scale = _parts(parts)
    if isinstance(scale, ErrorValue):
        return scale
    rest, whole = math.modf(price)
    return whole + rest * scale / math.trunc(parts)


def _dollar_fraction(price: float, parts: float) -> float | ErrorValue:
    """1.125 as 1.02 in 16ths."""
    scale = _parts(parts)
    if isinstance(scale, ErrorValue):
        return scale
    rest, whole = math.modf(price)
    return whole + rest * math.trunc(parts) / scale


def _declining(
    cost: float, salvage: float, life: float, period: float, months: float
) -> float | ErrorValue:
    """DB: depreciation at a fixed rate, of three decimals, where the first year has some months only.

    Ref: Microsoft, "DB function": the last year has the other months, whatever is left beyond salvage.
    """
    period, months = math.trunc(period), math.trunc(months)
    last = math.trunc(life) + (months < 12)
    if min(cost, salvage) < 0 or life <= 0 or not (1 <= months <= 12 and 1 <= period <= last):
        return ErrorValue(Code.NUM)
    if not cost:
        return 0.0
    rate: float = round(1 - (salvage / cost) ** (1 / life), 3)
    first = cost * rate * months / 12
    if period == 1:
        return first
    left: float = (cost - first) * (1 - rate) ** (period - 2)
    return left * rate * ((12 - months) / 12 if period > life else 1)


def _parts(parts: float) -> float | ErrorValue:
    """The power of ten that a number of parts is written with: 100 for 16ths."""
    if parts < 0:
        return ErrorValue(Code.NUM)
    if parts < 1:
        return ErrorValue(Code.DIV0)
    return float(10 ** len(str(math.trunc(parts) - 1))) if parts >= 2 else 1.0


#: name: the function of numbers, how many it needs, and what stands for each that is left out
_FUNCTIONS: dict[str, tuple[Callable[..., float | ErrorValue], int, tuple[float, ...]]] = {
    "VALUE": (lambda number: number, 1, (0,)),
    "N": (lambda number: number, 1, (0,)),
    "MOD": (_mod, 2, (0, 0)),
    "CEILING": (_ceiling, 2, (0, 0)),
    "FLOOR": (_floor, 2, (0, 0)),
    "CEILING.MATH": (_ceiling_math, 1, (0, 1, 0)),
    "FLOOR.MATH": (_floor_math, 1, (0, 1, 0)),
    "DAYS": (lambda end, start: float(math.trunc(end) - math.trunc(start)), 2, (0, 0)),
    "DB": (_declining, 4, (0, 0, 0, 0, 12)),
    "DOLLARDE": (_dollar_decimal, 2, (0, 0)),
    "DOLLARFR": (_dollar_fraction, 2, (0, 0)),
    "PLUS": (_plus, 2, (0, 0)),
    "MINUS": (lambda left, right: _plus(left, -right), 2, (0, 0)),
}
NAMES = frozenset(_FUNCTIONS) - {"PLUS", "MINUS"}
_ALL = _FUNCTIONS | distributions.FUNCTIONS


def functions(date1904: bool) -> dict[str, Callable[[list[Given]], Cell | list[list[Cell]]]]:
    """What to register with the engine."""
    return {PREFIX + name: _answering(name, date1904) for name in _ALL}


def _answering(name: str, date1904: bool) -> Callable[[list[Given]], Cell | list[list[Cell]]]:
    function, least, defaults = _ALL[name]

    def one(cells: Sequence[Value]) -> Cell:
        numbers = list(defaults)
        for i, cell in enumerate(cells):
            if name == "VALUE" and isinstance(cell, bool):
                return ErrorValue(Code.VALUE)
            if cell is not OMITTED and not (name == "N" and isinstance(cell, str)):
                number = number_of(cell, date1904)  # type: ignore[arg-type]
                if isinstance(number, ErrorValue):
                    return number
                numbers[i] = number
        try:
            result = function(*numbers)
        except (OverflowError, ValueError):
            return ErrorValue(Code.NUM)
        return (
            result
            if isinstance(result, ErrorValue) or math.isfinite(result)
            else ErrorValue(Code.NUM)
        )

    def answer(values: list[Given]) -> Cell | list[list[Cell]]:
        if not least <= len(values) <= len(defaults):
            return ErrorValue(Code.VALUE)
        arguments = [resolved(value) for value in values]
        if not any(map(is_grid, arguments)):
            return one(arguments)
        rows, columns = shape(arguments)
        flat = map(one, in_turn(arguments, rows, columns))
        return [[next(flat) for _ in range(columns)] for _ in range(rows)]

    return answer


# --- several values ---------------------------------------------------------------------------------
def shape(arguments: Sequence[Value]) -> tuple[int, int]:
    """Rows and columns of a result that goes value by value."""
    grids = [value for value in arguments if is_grid(value)]
    return max((len(g) for g in grids), default=1), max((len(g[0]) for g in grids), default=1)


def in_turn(arguments: Sequence[Value], rows: int, columns: int) -> list[list[Value]]:
    """The arguments of each place of the result, row by row."""
    return [
        [_at(value, i, j) for value in arguments] for i, j in product(range(rows), range(columns))
    ]


def _at(value: Value, row: int, column: int) -> Value:
    """What stands for an argument in one place of the result; beyond its end #N/A, as in a sheet."""
    if not is_grid(value):
        return value
    row, column = row if len(value) > 1 else 0, column if len(value[0]) > 1 else 0
    return value[row][column] if row < len(value) and column < len(value[0]) else NOT_AVAILABLE
