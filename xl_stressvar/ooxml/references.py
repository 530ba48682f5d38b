"""Cell addresses: letters and numbers, areas, and what a reference in a formula points at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!:\[\]]+))!(.+)", re.DOTALL)
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]|([^,:\[\]]+)")  # of a table's selector
_TABLE = re.compile(r"([^\W\d][\w.]*)(\[.*\])?", re.DOTALL)
_SPILLED = re.compile(r"(?:_xlfn\.)?ANCHORARRAY\((.*)\)", re.IGNORECASE)

Key = tuple[str, int, int]  # sheet, row, column; both from 1


@cache
def column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """1 is A, 16384 is XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def cell_at(name: str) -> tuple[int, int] | None:
    """The row and column of A1, $A$1 or a1; None for anything else, such as a block."""
    match = _CELL.fullmatch(name)
    return (int(match[2]), column_number(match[1])) if match else None


def sheet_name(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    plain = _PLAIN_SHEET.fullmatch(sheet) and not _CELL.fullmatch(sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def address(key: Key) -> str:
    """Prices!C47, as a person reads it."""
    sheet, row, column = key
    return f"{sheet_name(sheet)}!{cell_name(row, column)}"


@dataclass(frozen=True)
class Area:
    """A block of cells; rows and columns from 1, ends included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def ref(self) -> str:
        if (self.top, self.bottom) == (1, MAX_ROW):
            return f"{column_letters(self.left)}:{column_letters(self.right)}"
        if (self.left, self.right) == (1, MAX_COLUMN):
            return f"{self.top}:{self.bottom}"
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def __contains__(self, key: object) -> bool:
        match key:
            case (str(sheet), int(row), int(column)):
                return (
                    sheet.casefold() == self.sheet.casefold()
                    and self.top <= row <= self.bottom
                    and self.left <= column <= self.right
                )
        return False

    def meets(self, other: Area) -> bool:
        """Whether they have a cell in common."""
        return (
            self.sheet.casefold() == other.sheet.casefold()
            and max(self.top, other.top) <= min(self.bottom, other.bottom)
            and max(self.left, other.left) <= min(self.right, other.right)
        )

    def common(self, other: Area) -> Area:
        """The cells that two blocks have in common, if they meet."""
        return Area(
            self.sheet,
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def cells(self) -> Iterator[tuple[int, int]]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def at(self, row: int | None, column: int | None) -> str:
        """The address of a cell inside, by its row and column from 0; without them the block's."""
        top = self.top if row is None else self.top + row
        bottom = self.bottom if row is None else top
        left = self.left if column is None else self.left + column
        right = self.right if column is None else left
        return f"{sheet_name(self.sheet)}!{Area(self.sheet, top, left, bottom, right).ref}"


class Cells:
    """Some cells, to be asked for the first of them inside a block: row by row, from the left."""

    def __init__(self, cells: Iterable[Key]) -> None:
        self._of_sheet: dict[str, list[tuple[int, int, str]]] = {}
        for sheet, row, column in cells:
            self._of_sheet.setdefault(sheet.casefold(), []).append((row, column, sheet))
        for ordered in self._of_sheet.values():
            ordered.sort()

    def first_in(self, block: Area, but: Key | None = None) -> Key | None:
        """The first inside a block, other than one cell."""
        ordered = self._of_sheet.get(block.sheet.casefold(), [])
        for row, column, sheet in islice(ordered, bisect_left(ordered, (block.top, 0, "")), None):
            if row > block.bottom:
                break
            if block.left <= column <= block.right and (sheet, row, column) != but:
                return sheet, row, column
        return None


def bare_sheet(written: str) -> str:
    """The sheet of an address as it is written: without quotes and [Book.xlsx]."""
    return written.rpartition("]")[2].strip("'").replace("''", "'")


@lru_cache(maxsize=4096)  # many formulas read the same ranges
def area(text: str, sheet: str) -> Area | None:
    """The block that a plain reference means; `sheet` is where the formula stands."""
    text = text.strip()
    if match := _SHEET.fullmatch(text):
        sheet = (match[1] or "").replace("''", "'") or match[2]
        text = match[3]
    if match := _COLUMNS.fullmatch(text):
        columns = sorted(map(column_number, match.groups()))
        return _on_sheet(Area(sheet, 1, columns[0], MAX_ROW, columns[1]))
    if match := _ROWS.fullmatch(text):
        rows = sorted(map(int, match.groups()))
        return _on_sheet(Area(sheet, rows[0], 1, rows[1], MAX_COLUMN))
    first, _, last = text.partition(":")
    if inner := _SHEET.fullmatch(last):
        last = inner[3]
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
    if not start or not end:
        return None
    rows = sorted((int(start[2]), int(end[2])))
    columns = sorted((column_number(start[1]), column_number(end[1])))
    return _on_sheet(Area(sheet, rows[0], columns[0], rows[1], columns[1]))


def _on_sheet(block: Area) -> Area | None:
    """The block, if a sheet has such cells: there is no J0, nor XFE1."""
    inside = block.top >= 1 and block.bottom <= MAX_ROW and block.right <= MAX_COLUMN
    return block if inside else None


@dataclass(frozen=True)
class SheetTable:
    """A worksheet table: its block with header and totals, its columns."""

    name: str
    block: Area
    columns: Sequence[str]
    header: bool
    totals: bool
    filtered: bool = False

    def part(self, selector: str, row: int = 0) -> Area | None:
        """The block that `[Column]`, `[[A]:[B]]`, `[#All]`, `[[#Headers],[A]]` mean.

        `row` is where the formula stands, for `[[#This Row],[A]]` and `[@A]`.
        """
        inner = selector.strip()[1:-1].strip() if selector else ""
        if inner.startswith("@"):
            inner = f"[#This Row],{inner[1:]}"
        items = [bracketed or bare.strip() for bracketed, bare in _ITEM.findall(inner)]
        items = [item for item in items if item]
        specials = {item.casefold() for item in items if item.startswith("#")}
        wanted = [re.sub(r"'(.)", r"\1", i).casefold() for i in items if not i.startswith("#")]
        block = self.block
        top, bottom = block.top + self.header, block.bottom - self.totals
        if ("#headers" in specials and not self.header) or (
            "#totals" in specials and not self.totals
        ):
            return None  # a row that it does not have
        if "#all" in specials:
            top, bottom = block.top, block.bottom
        elif "#headers" in specials:
            top = bottom = block.top
            if "#data" in specials:
                bottom = block.bottom - self.totals
        elif "#totals" in specials:
            top = bottom = block.bottom
        elif specials == {"#this row"} and block.top <= row <= block.bottom:
            top = bottom = row
        elif specials - {"#data"}:
            return None
        left, right = block.left, block.right
        if wanted:
            known = [column.casefold() for column in self.columns]
            if any(w not in known for w in wanted):
                return None
            left, right = (block.left + known.index(w) for w in (wanted[0], wanted[-1]))
        return Area(block.sheet, top, left, bottom, right)


@dataclass(frozen=True)
class Names:
    """The defined names and tables of a workbook; keys in lower case.

    A name that holds on one sheet only is kept as (sheet, name).
    """

    formulas: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables: Mapping[str, SheetTable] = field(default_factory=dict)

    def formula(self, name: str, sheet: str) -> str | None:
        key = name.casefold()
        return self.formulas.get((sheet.casefold(), key), self.formulas.get(("", key)))

    def area(self, text: str, sheet: str, depth: int = 8) -> Area | None:
        """The block that an argument's text means, if it is a reference and nothing else."""
        text = text.strip()
        while text.startswith("(") and text.endswith(")"):
            text = text[1:-1].strip()
        if "(" in text and (match := _SPILLED.fullmatch(text)):
            text = match[1]
        text = text.removesuffix("#").removeprefix("@")
        if found := area(text, sheet):
            return found
        match = _TABLE.fullmatch(text)
        if not match or depth == 0:
            return None
        if table := self.tables.get(match[1].casefold()):
            return table.part(match[2] or "")
        formula = self.formula(match[1], sheet) if not match[2] else None
        return self.area(formula, sheet, depth - 1) if formula else None
