"""What was done to an export: a kind, how often, and where first."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Note:
    """What was done, or found, so many times.

    row, column: of the first cell, from 0 in the export. what: what was done, or is to be done.
    name: of the column, if it is about one. day: of the first cell, a serial; 0 if it has none.
    """

    kind: str
    count: int
    row: int
    column: int
    what: str
    name: str = ""
    day: int = 0

    def on(self, day: int) -> Note:
        """The same, with its first day."""
        return replace(self, day=day)
