"""What is odd about a history, found before anything is measured on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .. import errors
from ..domain import LONG, Days, History, Matrix, Vector, dates
from ..domain.frequency import DAILY, Frequency, frequency_of
from .gaps import aligned, in_slow_runs, runs

STALE_ROWS = 5
OUTLIER = 10  # robust standard deviations from the median, each 1.4826 MAD
ROBUST = 1.4826  # makes the MAD of a normal sample its standard deviation
LEVEL = 0.005  # above it on every day: prices, rates or other levels
LEAST_MOVES = 5  # from which a typical move can be told
LARGE_MOVE = 0.1  # above it on half of the days: percent, basis points or money
FILLED = 3  # the rows that ALIGN_HISTORY fills, unless told otherwise
DATE_COLUMN = -1
#: The kinds, worst first: what makes every figure wrong, then what costs rows, then what may be real.
KINDS = (
    "prices", "units", "doubled date", "unsorted date", "frequency", "rows lost", "outlier", "weekly rows",
    "gap", "stale", "blank",
)  # fmt: skip


class Finding(NamedTuple):
    """A row and a column of the data, from 0 in the sheet's order (DATE_COLUMN for the dates).

    size: how bad it is among its kind.
    """

    row: int
    column: int
    kind: str
    advice: str
    size: float = 0


def findings(numbers: Matrix, days: Days | None) -> list[Finding]:
    """Everything odd, worst first: by kind, then by size, then by row and column.

    numbers: (rows, columns), NaN for a blank; days: (rows,) serials in the sheet's order, 0 for a
    blank. One finding a run of blanks or zeros, at its first row.
    """
    alone = numbers.shape[1] == 1
    found = [f for j, column in enumerate(numbers.T) for f in _column(column, j, alone)]
    found += _lost(numbers, days)
    if days is not None:
        found += _dates(days)
    return sorted(found, key=lambda f: (KINDS.index(f.kind), -f.size, f.row, f.column))


def _lost(numbers: Matrix, days: Days | None) -> Iterator[Finding]:
    """The column for which ALIGN_HISTORY drops most of the rows that the others have."""
    if numbers.shape[1] < 2:
        return
    way, levels = _as_aligned(numbers, days)
    filled, whole = aligned(levels, FILLED)
    gaps = np.isnan(filled)[::way]
    dropped = np.ones(len(gaps), dtype=bool)
    dropped[whole] = False
    lost = dropped[::way] & ~gaps.all(axis=1)
    if not lost.any():
        return
    alone = gaps & (gaps.sum(axis=1) == 1)[:, None]
    counts = alone.sum(axis=0) if alone.any() else gaps[lost].sum(axis=0)
    worst = int(np.argmax(counts))
    most = f"{counts[worst]:,} of them for want of this column{' alone' if alone.any() else ''}"
    advice = f"ALIGN_HISTORY drops {int(lost.sum()):,} of {len(numbers):,} rows, {most}: see its keep_gaps."
    row = int(np.flatnonzero(lost & gaps[:, worst])[0])
    yield Finding(row, worst, "rows lost", advice)


def _as_aligned(numbers: Matrix, days: Days | None) -> tuple[int, History]:
    """The rows as ALIGN_HISTORY takes them, the oldest first, and -1 if that turns them, else 1.

    Days in disorder, or of no known rhythm, it would refuse: then as rows without dates.
    """
    if days is not None and len(days) > 1:
        steps = np.sign(np.diff(days))
        if days.all() and (steps == steps[0]).all() and steps[0]:
            way = int(steps[0])
            history = History(numbers[::way], dates=days[::way])
            try:
                _ = history.blocks
            except errors.BadInput:
                return 1, History(numbers)
            return way, history
    return 1, History(numbers)


def _column(x: Vector, j: int, alone: bool) -> Iterator[Finding]:
    blank = np.isnan(x)
    for row, length in runs(blank):
        rows = "1 row" if length == 1 else f"{length} rows running"
        yield Finding(
            row, j, "blank", f"{rows}: type the numbers, or use ALIGN_HISTORY on prices.", length
        )
    for row, length in runs(x == 0):
        if length >= STALE_ROWS:
            advice = f"{length} zero returns running: check the source, or use a proxy."
            yield Finding(row, j, "stale", advice, length)
    known = x[~blank]
    if not len(known):
        return
    if unit := _unit(known, alone):
        yield Finding(int(np.flatnonzero(~blank)[0]), j, *unit)
    median, deviation = typical_move(known)
    if deviation == 0:  # too few moves, or more than half alike: any other would be an outlier
        return
    distance = np.abs(x - median) / deviation
    for row in np.flatnonzero(distance > OUTLIER).tolist():
        yield Finding(
            row,
            j,
            "outlier",
            f"{x[row]:.6g} is {distance[row]:.1f} robust deviations out: check it, keep it if real.",
            float(distance[row]),
        )


def typical_move(moves: Vector) -> tuple[float, float]:
    """The median of the moves, and their robust standard deviation; zeros where too few tell.

    Of an asset that trades seldom the zeros are no sample of its moves.
    """
    moved = moves[moves != 0]
    if len(moved) < LEAST_MOVES:
        return 0.0, 0.0
    median = float(np.median(moved))
    return median, ROBUST * float(np.median(np.abs(moved - median)))


def _unit(known: Vector, alone: bool) -> tuple[str, str] | None:
    """What else than returns as decimals a column may be, and what to do about it.

    alone: it is the only one, and so may be P&L in money, of any size but not always a gain.
    """
    days, least = len(known), float(known.min())
    if (days > 1 and least > 1) or (days >= LONG and least > LEVEL):
        gain = "1, a gain of 100%" if least > 1 else f"{LEVEL:g}, a gain of {LEVEL:.1%}"
        advice = f"Every number is above {gain} each day: if these are prices, use TO_RETURNS."
        return "prices", advice
    moves = np.abs(known[known != 0])
    if alone or days < LONG or not len(moves) or float(np.median(moves)) <= LARGE_MOVE:
        return None
    advice = (
        f"Half of the moves are above {LARGE_MOVE:g}, which is {LARGE_MOVE:.0%}: divide percent by 100 "
        "and basis points by 10000; money may stay, with position 1."
    )
    return "units", advice


def _dates(days: Days) -> Iterator[Finding]:
    """Blank, doubled and unsorted dates, and gaps between the dates that are in order."""
    for row in np.flatnonzero(days == 0).tolist():
        yield Finding(row, DATE_COLUMN, "blank", "The row has no date: type it, or delete the row.")
    rows = np.flatnonzero(days)
    steps = np.diff(days[rows])
    if np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0):  # newest first
        days = -days
    seen: set[int] = set()
    once = []
    for row, day in zip(rows.tolist(), days[rows].tolist(), strict=True):
        if day in seen:
            advice = f"{dates.iso(abs(day))} again: keep one row."
            yield Finding(row, DATE_COLUMN, "doubled date", advice)
        else:
            once.append((row, day))
        seen.add(day)
    in_order = _in_order([day for _, day in once])
    frequency = DAILY
    ordered = [(row, day) for (row, day), fits in zip(once, in_order, strict=True) if fits]
    if len(ordered) > LEAST_MOVES:
        in_row = np.array([day for _, day in ordered])
        frequency, advice = _rhythm(in_row)
        if advice:
            yield Finding(ordered[0][0], DATE_COLUMN, "frequency", advice)
        if frequency.span == 1 and (weeks := in_slow_runs(in_row)).any():
            at = np.flatnonzero(weeks)
            ends = sorted(dates.iso(abs(in_row[i])) for i in (at[0], at[-1]))
            advice = (
                f"{int(weeks.sum())} rows are a week apart, {ends[0]} to {ends[1]}: was a column there weekly "
                "when rows were dropped? See keep_gaps of ALIGN_HISTORY."
            )
            yield Finding(ordered[at[0]][0], DATE_COLUMN, "weekly rows", advice)
    last: int | None = None
    for (row, day), fits in zip(once, in_order, strict=True):
        if not fits:
            advice = f"{dates.iso(abs(day))} breaks the order: sort by date."
            yield Finding(row, DATE_COLUMN, "unsorted date", advice)
            continue
        if last is not None and day - last > frequency.gap_days:
            advice = (
                f"{day - last} days without a row: no figure runs across. Add the missing rows."
            )
            yield Finding(row, DATE_COLUMN, "gap", advice, day - last)
        last = day


def _rhythm(days: Days) -> tuple[Frequency, str]:
    """The frequency of days in order, and what to know of one that is not daily."""
    try:
        frequency = frequency_of(days, "")
    except errors.BadInput:
        step = int(np.median(np.diff(days)))
        return (
            DAILY,
            f"{step} days from row to row: neither daily, weekly nor monthly; no figure is made of it.",
        )
    if frequency is DAILY:
        return frequency, ""
    year = f"a year is {frequency.a_year} of them"
    horizon = "" if frequency.span == 1 else f", and the shortest horizon is {frequency.span} days"
    return frequency, f"The rows are {frequency}: {year}{horizon}."


def _in_order(numbers: list[int]) -> list[bool]:
    """Which of some different numbers make the longest ascending run, the others left out.

    Of two that exchanged their places the second is left out: it is looked for from the end.
    """
    ends: list[int] = []  # minus the largest number that begins a run of each length ...
    where: list[int] = []  # ... and its place
    follower = [-1] * len(numbers)
    for i in range(len(numbers) - 1, -1, -1):
        length = bisect_left(ends, -numbers[i])
        ends[length : length + 1] = [-numbers[i]]
        where[length : length + 1] = [i]
        follower[i] = where[length - 1] if length else -1
    fits = [False] * len(numbers)
    at = where[-1] if where else -1
    while at >= 0:
        fits[at] = True
        at = follower[at]
    return fits
