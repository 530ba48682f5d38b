"""Indexes of a workbook's cells and blocks, for graphs of a hundred thousand formulas.

A search through one asks about many cells, and wants everything once: so it forgets what it found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from ...ooxml.references import Area, Key

_BLOCK = 256  # rows that are looked up together
_WIDEST, _TALLEST = 64, 64  # columns, and blocks of rows, of an area that is entered under each
_EVERY = -1  # stands for any column, or any block of rows

_Place = tuple[str, int, int]  # sheet in lower case, column, block of rows


class Blocks:
    """Blocks of cells, to be asked for those that meet another."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._at: dict[_Place, list[Area]] = {}
        for area in areas:
            for place in _places(area):
                self._at.setdefault(place, []).append(area)

    def search(self) -> Search:
        return Search(self._at)


class Search:
    """One pass through blocks: each is found once."""

    def __init__(self, at: dict[_Place, list[Area]]) -> None:
        self._at = at
        self._left: dict[_Place, list[Area]] = {}
        self._found: set[Area] = set()

    def meeting(self, block: Area) -> list[Area]:
        """The blocks with a cell in this one that have not been found before."""
        new: list[Area] = []
        for place in self._around(block):
            known = self._left.get(place)
            areas = self._at.get(place, ()) if known is None else known
            if areas:
                left = self._left[place] = []
                for area in areas:
                    if area in self._found:
                        continue
                    if area.meets(block):
                        self._found.add(area)
                        new.append(area)
                    else:
                        left.append(area)
        return new

    def _around(self, block: Area) -> Iterable[_Place]:
        """Where blocks that meet this one may have been entered."""
        sheet = block.sheet.casefold()
        places = set(_places(block))
        columns = {column for _, column, _ in places}
        rows = {row for _, _, row in places}
        if _EVERY in columns or _EVERY in rows:  # large itself: everything on the sheet
            return [place for place in self._at if place[0] == sheet]
        every = {(sheet, c, _EVERY) for c in columns} | {(sheet, _EVERY, r) for r in rows}
        return places | every | {(sheet, _EVERY, _EVERY)}


def _places(area: Area) -> Iterator[_Place]:
    sheet = area.sheet.casefold()
    first, last = area.top // _BLOCK, area.bottom // _BLOCK
    rows = range(first, last + 1) if last - first < _TALLEST else (_EVERY,)
    wide = area.right - area.left >= _WIDEST
    for column in (_EVERY,) if wide else range(area.left, area.right + 1):
        for row in rows:
            yield sheet, column, row


class Covered:
    """Which formula covers a cell; what was asked for is taken out."""

    def __init__(self, cells: Iterable[tuple[Key, Key]]) -> None:
        """`cells`: each cell that is covered, and the formula that does."""
        self._formula = {(key[0].casefold(), *key[1:]): formula for key, formula in cells}
        self._rows: dict[str, dict[int, list[int]]] = {}
        for sheet, row, column in self._formula:
            self._rows.setdefault(sheet, {}).setdefault(column, []).append(row)
        for columns in self._rows.values():
            for rows in columns.values():
                rows.sort()

    def take(self, area: Area) -> list[Key]:
        """The formulas that cover a cell of a block."""
        sheet = area.sheet.casefold()
        columns = self._rows.get(sheet, {})
        wide = area.right - area.left >= len(columns)
        inside = (
            [c for c in columns if area.left <= c <= area.right]
            if wide
            else range(area.left, area.right + 1)
        )
        found: list[Key] = []
        for column in inside:
            rows = columns.get(column)
            if rows:
                first, last = bisect_left(rows, area.top), bisect_right(rows, area.bottom)
                found += [self._formula[sheet, row, column] for row in rows[first:last]]
                del rows[first:last]
        return found

    def take_sheet(self, sheet: str) -> list[Key]:
        """All formulas of a sheet, or of every sheet if it is ""."""
        found: list[Key] = []
        for name in [sheet] if sheet else list(self._rows):
            columns = self._rows.pop(name, {})
            found += [self._formula[name, r, c] for c, rows in columns.items() for r in rows]
        return found
