"""One column of an export as numbers: one decimal sign for the whole of it, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .. import errors
from ..cells.algebra import Cell, ErrorValue, is_blank, is_number, quoted
from ..domain import Days, Vector, dates
from ..errors import StressVarError
from .asked import Asked
from .days import is_serial, of_text
from .notes import Note
from .numbers import COMMA, POINT, SIGNS, Written, says_no_price, written
from .table import Lie

_A_RUN = 10  # whole numbers that rise or fall all the way, from which they are days


@dataclass(frozen=True, eq=False)
class Column:
    """Prices in the order of the rows, NaN for a blank. at: where it stood; first: its first cell."""

    name: str
    at: int
    numbers: Vector
    notes: list[Note]
    first: int | None
    failed: bool


def read_column(
    asked: Asked, lie: Lie, at: int, days: Days, problems: list[StressVarError]
) -> Column:
    """A column; what cannot be read in it is added to the problems."""
    head = "" if lie.header is None else asked.grid[lie.header][at]
    name = "" if is_blank(head) else f"{head:.15g}" if is_number(head) else str(head).strip()
    reader = _Reader(asked, lie, at, name or f"column {at + 1}", days, problems)
    cells = [asked.grid[i][at] for i in lie.rows]
    numbers = reader.numbers(cells)
    first = next((lie.rows[i] for i, cell in enumerate(cells) if not is_blank(cell)), lie.header)
    return Column(name, at, numbers, reader.notes(), first, reader.failed)


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, dt.date) or (isinstance(cell, str) and of_text(cell) is not None)


class _Reader:
    """Reads one column, and keeps count of what it met."""

    def __init__(
        self,
        asked: Asked,
        lie: Lie,
        at: int,
        name: str,
        days: Days,
        problems: list[StressVarError],
    ) -> None:
        self._asked, self._lie, self._at, self._name = asked, lie, at, name
        self._days, self._problems = days, problems
        self._texts: dict[int, Written] = {}
        self._errors: list[int] = []
        self._told: dict[str, int] = {}  # what texts stood for no price, and how often
        self._sign = POINT
        self.failed = False

    def numbers(self, cells: list[Cell]) -> Vector:
        """The cells as numbers."""
        out = np.full(len(cells), np.nan)
        if self._days_again(cells):
            self._fail(errors.SECOND_DAYS(self._asked.place(self._lie.rows[0], self._at)))
            return out
        for i, cell in enumerate(cells):
            if is_number(cell) and cell - cell == 0:
                out[i] = cell
            elif not is_blank(cell) and not self._is_none(i, cell):
                self._is_text(i, cell)
        self._sign = self._decimal_sign(cells)
        for i, number in self._texts.items():
            if self._sign in number.signs:
                out[i] = number.value(self._sign)
            else:
                self._refuse_other(i, cells[i])
        return out

    def _days_again(self, cells: list[Cell]) -> bool:
        """Whether the column holds days, not prices: each series may have come with its own."""
        known = [cell for cell in cells if not is_blank(cell)]
        days = [cell for cell in known if _is_day(cell)]
        if days:
            return 2 * len(days) > len(known)
        if len(known) < _A_RUN or not all(is_serial(cell, self._asked.date1904) for cell in known):
            return False
        steps = {float(b) > float(a) for a, b in pairwise(known)}  # type: ignore[arg-type]
        return len(steps) == 1 and len(set(known)) == len(known)

    def _is_none(self, i: int, cell: Cell) -> bool:
        """Whether a cell says that there is no price."""
        if not (isinstance(cell, ErrorValue) or (isinstance(cell, str) and says_no_price(cell))):
            return False
        self._errors.append(i)
        text = str(cell).strip()
        self._told[text] = self._told.get(text, 0) + 1
        return True

    def _is_text(self, i: int, cell: Cell) -> None:
        number = written(cell) if isinstance(cell, str) else None
        if number is not None:
            self._texts[i] = number
            return
        if is_number(cell):
            self._fail(errors.NOT_FINITE(self._place(i)))
        else:
            self._fail(errors.NOT_READ_AS_NUMBER(self._place(i), value=quoted(cell)))

    def _decimal_sign(self, cells: list[Cell]) -> str:
        """The sign that all texts can be read with; point where it cannot be told, with a problem."""
        if self._asked.decimal is not None:
            return self._asked.decimal
        telling = {i: number for i, number in self._texts.items() if number.telling}
        able = [sign for sign in SIGNS if all(sign in n.signs for n in telling.values())]
        if len(able) == 2 and telling:
            i = next(iter(telling))
            self._fail(errors.POINT_OR_COMMA(self._place(i), value=quoted(cells[i])))
        if able:
            return able[0]
        return next(number.signs[0] for number in telling.values() if len(number.signs) == 1)

    def _refuse_other(self, i: int, cell: Cell) -> None:
        why = "decimal" if self._asked.decimal is not None else self._first_certain()
        sign = "a comma" if self._sign == COMMA else "a point"
        self._fail(errors.OTHER_DECIMAL(self._place(i), value=quoted(cell), sign=sign, why=why))

    def _first_certain(self) -> str:
        i = next(i for i, n in self._texts.items() if n.telling and n.signs == (self._sign,))
        return f"row {self._lie.rows[i] + 1}"

    def _fail(self, problem: StressVarError) -> None:
        self.failed = True
        self._problems.append(problem)

    def _place(self, i: int) -> errors.Place:
        day = f"{dates.iso(int(self._days[i]))}, " if self._days[i] else ""
        return self._asked.place(self._lie.rows[i], self._at, f"{day}{self._name}")

    def notes(self) -> list[Note]:
        """What was met, by kind."""
        found = []
        if self._errors:
            most = sorted(self._told, key=lambda text: -self._told[text])[:3]
            what = f"Read as blank: {', '.join(most)}."
            found.append(self._note("error texts", self._errors, what))
        if self._texts:
            comma = any(COMMA in n.body for n in self._texts.values()) and self._sign == COMMA
            what = f"Read as numbers{', a comma as the decimal sign' if comma else ''}."
            found.append(self._note("numbers as text", [*self._texts], what))
        for kind, what, rows in (
            ("thousands", "The signs between thousands were taken out.",
             [i for i, n in self._texts.items() if n.grouped(self._sign)]),
            ("currency", "The sign or code of a currency was taken out.",
             [i for i, n in self._texts.items() if n.currency]),
            ("percent", "Divided by 100, as a sheet does.",
             [i for i, n in self._texts.items() if n.percent]),
        ):  # fmt: skip
            if rows:
                found.append(self._note(kind, rows, what))
        return found

    def _note(self, kind: str, rows: list[int], what: str) -> Note:
        first = rows[0]
        note = Note(kind, len(rows), self._lie.rows[first], self._at, what, self._name)
        return note.on(int(self._days[first]))
