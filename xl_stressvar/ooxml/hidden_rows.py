"""Which rows of a sheet are hidden, by hand or by a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from .references import Area
from .xml import streamed, tag


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
    sheet: IO[bytes], filters: Iterable[Area], area: Callable[[str], Area | None]
) -> HiddenRows:
    """What a sheet's XML hides. `filters`: of its tables; `area`: from an address to its block."""
    rows, row = [], 0
    own: list[Area | None] = []
    for element in streamed(sheet, tag("row"), tag("autoFilter")):
        if element.tag == tag("row"):
            row = int(element.get("r") or row + 1)
            if (element.get("hidden") or "").strip() in ("1", "true"):
                rows.append(row)
        elif element.find(tag("filterColumn")) is not None and not _of_a_view(element):
            own.append(area(element.get("ref") or ""))
    return HiddenRows(sorted(rows), (*filters, *(block for block in own if block)))


def _of_a_view(element: etree._Element) -> bool:
    """Whether a filter is one of a custom view's, which is not at work."""
    parent = element.getparent()
    return parent is not None and parent.tag != tag("worksheet")
