"""Which rows of a sheet are hidden, by hand or by a filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .references import Area

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["'](\d+)""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)""")
_FILTER = re.compile(
    rb"""<(?:\w+:)?autoFilter\b[^>]*\bref=["']([^"']+)["'][^>]*>\s*<(?:\w+:)?filterColumn\b"""
)


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
