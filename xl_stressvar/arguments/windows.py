"""The kinds of window arguments, and of library factors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import errors
from ..cells.algebra import Cell, is_blank, is_grid, is_number
from ..crises import coverage
from ..crises.factors import ALL, FACTORS, YIELDS
from ..crises.windows import BY_NAME, CRISES, codes
from ..domain import WORST, Window, Worst, dates, nearest
from .argument import Argument
from .kind import Kind

WindowChoice = tuple[Window, ...] | Worst
EVERY_WINDOW = "ALL"


class OneWindow(Kind):
    """One window: a code or alias, start:end, or two cells of dates."""

    unit = "window"
    is_range = True
    expected = "a window such as GFC, or two dates"
    shape = "one value, or two cells of dates"

    def parse(self, argument: Argument) -> Any:
        windows = _windows(argument, self.expected)
        if isinstance(windows, Worst):
            raise errors.WORST_NOT_HERE(argument.place())
        if len(windows) > 1:
            raise errors.ONE_WINDOW(argument.place())
        return windows[0]

    def show(self, default: Any) -> str:
        return (
            '"GFC", or every row of an undated history' if default is None else f'"{default.code}"'
        )


class SeveralWindows(OneWindow):
    """One window or several, or WORST."""

    expected = "a window such as GFC, or several"
    shape = "one value, two cells of dates, or a range of texts"

    def parse(self, argument: Argument) -> WindowChoice:
        return _windows(argument, self.expected)


class WindowList(SeveralWindows):
    """Windows to compare, a row each, or ALL of the built-in ones; there is nothing to search for."""

    def parse(self, argument: Argument) -> tuple[Window, ...]:
        cells = [] if _two_dates(argument) else list(_texts(argument, self.expected))
        everything = [c for c in cells if isinstance(c[2], str) and c[2].upper() == EVERY_WINDOW]
        if everything and len(cells) == 1:
            return tuple(crisis.window for crisis in CRISES)
        for i, j, _ in everything:
            raise errors.ALL_ALONE(argument.place(i, j))
        windows = _windows(argument, self.expected)
        if isinstance(windows, Worst):
            raise errors.WORST_NOT_HERE(argument.place())
        return windows

    def show(self, default: Any) -> str:
        return "GFC, COVID, LTCM and BLACK_MONDAY, or every row of an undated history"


def _windows(argument: Argument, expected: str) -> WindowChoice:
    if pair := _two_dates(argument):
        return (pair,)
    cells = list(_texts(argument, expected))
    if len(cells) == 1 and isinstance(cells[0][2], str) and cells[0][2].upper() == "WORST":
        return WORST
    for i, j, cell in cells:
        if isinstance(cell, str) and cell.upper() == "WORST":
            raise errors.WORST_ALONE(argument.place(i, j))
    return tuple(_window(argument, i, j, cell) for i, j, cell in cells)


def _two_dates(argument: Argument) -> Window | None:
    """Two cells of dates or serials. Two whole numbers below 18264 are years, not days."""
    if not is_grid(argument.value):
        return None
    flat = [cell for row in argument.grid() for cell in row]
    if len(flat) != 2 or any(isinstance(c, str) and dates.parse_iso(c) is None for c in flat):
        return None
    if all(is_number(c) and c < dates.SINCE_1950 for c in flat):
        return None
    start, end = (argument.day(cell) for cell in flat)
    if start is None or end is None:
        return None
    return _ordered(argument, start, end)


def _ordered(argument: Argument, start: int, end: int) -> Window:
    if start > end:
        raise errors.WINDOW_BACKWARDS(argument.place(), start=dates.iso(start), end=dates.iso(end))
    return Window(start, end)


def _texts(argument: Argument, expected: str) -> Iterator[tuple[int | None, int | None, Cell]]:
    """Every window named: `;`-separated, or a cell each."""
    if is_grid(argument.value) and not (len(argument.value) == 1 == len(argument.value[0])):
        found = False
        for i, row in enumerate(argument.grid()):
            for j, cell in enumerate(row):
                if not is_blank(cell):
                    found = True
                    yield i, j, cell.strip() if isinstance(cell, str) else cell
        if not found:
            raise errors.ALL_BLANK(argument.place(), expected=expected)
        return
    cell = argument.scalar(expected)
    if not isinstance(cell, str):
        yield None, None, cell
        return
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    if not parts:  # a separator alone is not a window left out
        raise errors.BLANK_ARGUMENT(argument.place(), expected=expected)
    yield from ((None, None, part) for part in parts)


def _window(argument: Argument, i: int | None, j: int | None, cell: Cell) -> Window:
    place = argument.place(i, j)
    day = argument.day(cell)
    if day is not None and day >= dates.SINCE_1950:  # what is smaller may be a year
        raise errors.ONE_DATE(place, date=dates.iso(day))
    if is_number(cell) and (0.5 <= cell < 1 or 50 <= cell < 100):
        percent = f"{cell * 100 if cell < 1 else cell:.6g}%"
        raise errors.CONFIDENCE_AS_WINDOW(place, value=percent)
    if is_number(cell):
        name = f"{cell:.15g}"
    elif isinstance(cell, str):
        name = cell
    else:  # a boolean or an error: refused by what it is
        raise errors.UNKNOWN_WINDOW(place, value=cell, codes=codes())
    if found := BY_NAME.get(name.upper().replace(" ", "_").replace("-", "_")):
        return found
    if name.count(":") == 1:
        start, end = (dates.parse_iso(part) for part in name.split(":"))
        if start is not None and end is not None:
            return _ordered(argument, start, end)
    if near := nearest(name, codes()):
        raise errors.UNKNOWN_WINDOW_NEAR(place, value=name, near=(" or ".join(near),))
    raise errors.UNKNOWN_WINDOW(place, value=name, codes=codes())


class Factors(Kind):
    """Factor codes: a range of texts, or one text `;`-separated. The user's own are factors too."""

    unit = "factor codes"
    is_range = True
    expected = "library factor codes such as SPX"
    shape = "one text, or a range of texts"

    def parse(self, argument: Argument) -> tuple[str, ...]:
        out: list[str] = []
        for i, j, cell in _texts(argument, self.expected):
            place = argument.place(i, j)
            code = self.code(cell, place)
            if code in out:
                raise errors.FACTOR_TWICE(place, name=code)
            out.append(code)
        return tuple(out)

    def code(self, cell: Cell, place: errors.Place) -> str:
        """One of the codes or of the words for a group, as it is written there."""
        if isinstance(cell, str):
            code = cell.upper()
            if code in ALL or code in coverage.WORDS or code == coverage.OWN:
                return code
            theirs = coverage.own_factors()
            if code in theirs:
                return code
            if near := nearest(cell, (*ALL, *coverage.WORDS, *theirs)):
                raise errors.UNKNOWN_FACTOR_NEAR(place, value=cell, near=(" or ".join(near),))
        raise errors.UNKNOWN_FACTOR(place, value=cell, codes=tuple(f.code for f in FACTORS))

    def show(self, default: Any) -> str:
        return "those of the eleven that cover the window"


class YieldFactors(Factors):
    """Codes of factors whose levels are yields."""

    expected = "codes of yields such as UST10Y"

    def code(self, cell: Cell, place: errors.Place) -> str:
        code = super().code(cell, place)
        if code not in YIELDS:
            raise errors.NOT_A_YIELD(place, value=code, codes=YIELDS)
        return code

    def show(self, default: Any) -> str:
        return "the yields that cover the window"
