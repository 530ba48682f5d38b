"""What is odd about a history, found before anything is measured on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .. import dates
from ..domain import GAP_DAYS, Days, Matrix, Vector

STALE_ROWS = 5
OUTLIER = 10  # robust standard deviations from the median, each 1.4826 MAD
ROBUST = 1.4826  # makes the MAD of a normal sample its standard deviation
DATE_COLUMN = -1


class Finding(NamedTuple):
    """A row and a column of the data, from 0 in the sheet's order (DATE_COLUMN for the dates)."""

    row: int
    column: int
    kind: str
    advice: str


def findings(numbers: Matrix, days: Days | None) -> list[Finding]:
    """Everything odd, by row, then column.

    numbers: (rows, columns), NaN for a blank; days: (rows,) serials in the sheet's order, 0 for a
    blank. One finding a run of blanks or zeros, at its first row.
    """
    found = [f for j, column in enumerate(numbers.T) for f in _column(column, j)]
    if days is not None:
        found += _dates(days)
    return sorted(found, key=lambda f: (f.row, f.column))


def _column(x: Vector, j: int) -> Iterator[Finding]:
    blank = np.isnan(x)
    for row, length in _runs(blank):
        rows = "1 row" if length == 1 else f"{length} rows running"
        yield Finding(row, j, "blank", f"{rows}: type the numbers, or use ALIGN_HISTORY on prices.")
    for row, length in _runs(x == 0):
        if length >= STALE_ROWS:
            yield Finding(
                row, j, "stale", f"{length} zero returns running: check the source, or use a proxy."
            )
    known = x[~blank]
    if not len(known):
        return
    if len(known) > 1 and (known > 1).all():
        yield Finding(
            int(np.flatnonzero(~blank)[0]),
            j,
            "prices",
            "Every number is above 1, a gain of 100% each day: if these are prices, use TO_RETURNS.",
        )
    median = float(np.median(known))
    mad = float(np.median(np.abs(known - median)))
    if mad == 0:  # more than half the days are alike: any move at all would be an outlier
        return
    distance = np.abs(x - median) / (ROBUST * mad)
    for row in np.flatnonzero(distance > OUTLIER).tolist():
        yield Finding(
            row,
            j,
            "outlier",
            f"{x[row]:.6g} is {distance[row]:.1f} robust deviations out: check it, keep it if real.",
        )


def _runs(flags: np.ndarray) -> Iterator[tuple[int, int]]:
    """The first row and the length of every run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    for start, end in edges.reshape(-1, 2).tolist():
        yield start, end - start


def _dates(days: Days) -> Iterator[Finding]:
    for row in np.flatnonzero(days == 0).tolist():
        yield Finding(row, DATE_COLUMN, "blank", "The row has no date: type it, or delete the row.")
    rows = np.flatnonzero(days)
    steps = np.diff(days[rows])
    down = np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0)
    seen: set[int] = set(days[rows[:1]].tolist())
    for row, day, step in zip(
        rows[1:].tolist(), days[rows[1:]].tolist(), steps.tolist(), strict=True
    ):
        forward = -step if down else step
        if day in seen:
            yield Finding(
                row, DATE_COLUMN, "doubled date", f"{dates.iso(day)} again: keep one row."
            )
        elif forward < 0:
            yield Finding(
                row,
                DATE_COLUMN,
                "unsorted date",
                f"{dates.iso(day)} breaks the order: sort by date.",
            )
        elif forward > GAP_DAYS:
            yield Finding(
                row, DATE_COLUMN, "gap", f"{forward} days without a row: add the missing rows."
            )
        seen.add(day)
