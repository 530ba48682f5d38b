"""A window: a closed interval of calendar days."""

from __future__ import annotations

from dataclasses import dataclass

from . import dates


@dataclass(frozen=True, slots=True)
class Window:
    """A closed interval of calendar days, as serials, with a code if it is a built-in crisis."""

    start: int
    end: int
    code: str = ""

    def __str__(self) -> str:
        span = f"{dates.iso(self.start)}:{dates.iso(self.end)}"
        return f"{self.code} ({span})" if self.code else span


class Worst:
    """The window choice WORST: the 250-row window with the highest measure."""


WORST = Worst()
