"""An export, and what its user says of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..cells.algebra import Grid
from ..errors import Place


@dataclass(frozen=True)
class Asked:
    """An export, and what its user says of it. None: the cells tell."""

    argument: str
    grid: Grid
    date1904: bool = False
    day_first: bool | None = None
    decimal: str | None = None

    def place(self, row: int | None = None, column: int | None = None, label: str = "") -> Place:
        """A cell of the export, for a message."""
        return Place(self.argument, row, column, label)
