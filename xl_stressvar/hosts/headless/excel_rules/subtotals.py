"""SUBTOTAL and AGGREGATE pass over hidden rows, which the calculation engine does not.

So the ranges that they are given become, in the engine's copy, the blocks of rows that show.
SUBTOTAL(9,...) passes over what a filter has hidden, SUBTOTAL(109,...) and AGGREGATE with the options
1, 3, 5 and 7 over every hidden row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ....ooxml.formulas import Call
from ....ooxml.hidden_rows import HiddenRows
from ....ooxml.references import Area
from .arrays import OF_ARRAYS, Edit

_MOST = 250  # arguments of one call


class Refused(Exception):
    """Which rows count cannot be said beforehand."""


@dataclass(frozen=True)
class Subtotals:
    """One formula's calls. `area`: the block that a text means; `hidden`: a sheet's hidden rows, or, for
    "", those of all sheets; `blank_cell`: the address of a blank cell."""

    text: str
    area: Callable[[str], Area | None]
    hidden: Callable[[str], HiddenRows]
    blank_cell: str

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
                addresses = [each.at(None, None) for each in showing] or [self.blank_cell]
                edits.append((start, end, ",".join(addresses)))
                if len(addresses) + len(parts) > _MOST:
                    raise Refused(f"its {one.name} passes over too many hidden rows")
        return edits
