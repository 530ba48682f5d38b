"""The factors that a user has downloaded or added, in a folder of this user's.

A file a series: lines of provenance, each after a #, then a day and its number a line, oldest first.
`xl-stressvar data` writes them, `library.py` and `coverage.py` take them up. A file that changes is read
anew, also by a program that runs on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import errors
from ..domain import Days, Vector, dates
from .nyse import MAX_FILL

FOLDER = "XL_STRESSVAR_DATA"  # of the environment: another folder, such as one that a team shares
ENDING = ".csv"
LEVELS, RETURNS = "levels", "returns"


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers of one column by day, as published.

    facts: its provenance; `holds` says whether the numbers are levels or returns.
    """

    code: str
    days: Days
    numbers: Vector
    facts: Mapping[str, str]

    @property
    def are_returns(self) -> bool:
        return self.facts.get("holds") == RETURNS

    @property
    def first(self) -> int:
        return int(self.days[0])

    @property
    def last(self) -> int:
        return int(self.days[-1])

    @property
    def told(self) -> str:
        """Where it comes from and until when, in a few words."""
        source = self.facts.get("source", "source unknown")
        return f"{self.code} ({source}, to {dates.iso(self.last)})"

    def on(self, calendar: Days) -> Vector:
        """The numbers on the days of a calendar, NaN where there is none.

        Levels are carried over holes of at most MAX_FILL days; nothing follows the last one.
        """
        at = np.searchsorted(self.days, calendar)
        here = at < len(self.days)
        here[here] &= self.days[at[here]] == calendar[here]
        out = np.full(len(calendar), np.nan)
        out[here] = self.numbers[at[here]]
        known = np.flatnonzero(here)
        if self.are_returns or len(known) < 2:
            return out
        holes = np.diff(known) - 1
        for start, hole in zip(known[:-1], holes, strict=True):
            if 0 < hole <= MAX_FILL:
                out[start + 1 : start + 1 + hole] = out[start]
        return out


def folder() -> Path:
    """Where this user's series lie, whether or not there are any."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "xl-stressvar" / "factors"


def codes() -> tuple[str, ...]:
    """The columns that the user has a series of."""
    try:
        return tuple(sorted(p.stem for p in folder().iterdir() if p.suffix == ENDING))
    except OSError:  # no folder, or one that may not be read: nothing of the user's
        return ()


def path(code: str) -> Path:
    return folder() / f"{code}{ENDING}"


def series(code: str) -> Series | None:
    """The user's series of a column, if there is one. Raises OWN_FILE if its file is spoiled."""
    try:
        found = path(code).stat()
    except OSError:
        return None
    return _read(path(code), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=128)
def _read(file: Path, _changed: int, _size: int) -> Series:
    """A file as it was at a time and size; of that name another one is read anew."""
    try:
        lines = file.read_text("utf-8").splitlines()
        facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
        rows = [line.split(",") for line in lines if line and not line.startswith("#")][1:]
        days = np.array([day for day, _ in rows], dtype="datetime64[D]").astype(np.int64)
        days += dates.UNIX_EPOCH
        numbers = np.array([number for _, number in rows], dtype=np.float64)
        if not len(days) or (np.diff(days) <= 0).any() or not np.isfinite(numbers).all():
            raise ValueError("days in disorder, or a number that is none")
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not as it was written"
        raise errors.OWN_FILE(factor=file.stem, file=(str(file),), reason=reason) from None
    days.setflags(write=False)
    numbers.setflags(write=False)
    return Series(file.stem, days, numbers, facts)


def text(facts: Mapping[str, str], rows: Mapping[str, str]) -> str:
    """A file as `_read` reads it: rows are ISO days and numbers, oldest first."""
    head = [f"# {name}: {' '.join(value.split())}" for name, value in facts.items()]
    return "\n".join([*head, "date,number", *(f"{d},{n}" for d, n in rows.items())]) + "\n"
