"""Hidden rows: SUBTOTAL and AGGREGATE pass over them, which the engine does not.

So the ranges that they are given become, in the engine's copy, the blocks of rows that show.
SUBTOTAL(9,...) passes over what a filter has hidden, SUBTOTAL(109,...) and AGGREGATE with the options
1, 3, 5 and 7 over every hidden row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .arrays import OF_ARRAYS, Edit
from .cellrefs import Area
from .formulas import Call

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["'](\d+)""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)""")
_FILTER = re.compile(
    rb"""<(?:\w+:)?autoFilter\b[^>]*\bref=["']([^"']+)["'][^>]*>\s*<(?:\w+:)?filterColumn\b"""
)
_MOST = 250  # arguments of one call


@dataclass(frozen=True)
class HiddenRows:
    """Of one sheet. `filters`: the blocks in which a filter is at work."""

    rows: Sequence[int] = ()
    filters: Sequence[Area] = field(default_factory=tuple)

    def showing(self, block: Area, by_filter: bool) -> list[Area]:
        """The parts of a block whose rows show; `by_filter`: only a filter hides."""
        parts, top = [], block.top
        for row in self.rows:
            filtered = any(f.top < row <= f.bottom for f in self.filters)
            if not top <= row <= block.bottom or (by_filter and not filtered):
                continue
            parts.append((top, row - 1))
            top = row + 1
        return [
            Area(block.sheet, first, block.left, last, block.right)
            for first, last in [*parts, (top, block.bottom)]
            if first <= last
        ]


def hidden_rows(
    sheet: bytes, filters: Iterable[Area], area: Callable[[str], Area | None]
) -> HiddenRows:
    """What a sheet's XML hides. `filters`: of its tables; `area`: from an address to its block."""
    rows, row = [], 0
    for match in _ROW.finditer(sheet):
        number = _NUMBER.search(match[1])
        row = int(number[1]) if number else row + 1
        if _HIDDEN.search(match[1]):
            rows.append(row)
    own = [area(match[1].decode()) for match in _FILTER.finditer(sheet)]
    return HiddenRows(sorted(rows), (*filters, *(block for block in own if block)))


class Refused(Exception):
    """Which rows count cannot be said beforehand."""


@dataclass(frozen=True)
class Subtotals:
    """One formula's calls. `area`: the block that a text means; `hidden`: a sheet's hidden rows, or, for
    "", those of all sheets; `nowhere`: the address of a blank cell."""

    text: str
    area: Callable[[str], Area | None]
    hidden: Callable[[str], HiddenRows]
    nowhere: str

    def edits(self, one: Call) -> list[Edit]:
        """Raises: Refused."""
        parts = [self.text[a:b].strip() for a, b in one.arguments]
        first = 1 if one.name == "SUBTOTAL" else 2
        if len(parts) <= first or (first == 2 and parts[0] in OF_ARRAYS and len(parts) == 4):
            return []
        which = parts[first - 1]
        if first == 2 and which in ("", "0", "2", "4", "6"):
            return []
        by_filter = first == 1 and which.isdigit() and int(which) < 100
        edits: list[Edit] = []
        for (start, end), part in zip(one.arguments[first:], parts[first:], strict=True):
            block = self.area(part)
            hidden = self.hidden(block.sheet if block else "")
            if not hidden.rows or (by_filter and not hidden.filters):
                continue
            if block is None or not which.isdigit():
                raise Refused(f"its {one.name} is worked out, and rows are hidden")
            showing = hidden.showing(block, by_filter)
            if showing != [block]:
                addresses = [each.at(None, None) for each in showing] or [self.nowhere]
                edits.append((start, end, ",".join(addresses)))
                if len(addresses) + len(parts) > _MOST:
                    raise Refused(f"its {one.name} passes over too many hidden rows")
        return edits
