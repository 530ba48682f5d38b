"""Gaps that are none of the data's fault: before an asset's first day, and between rows of a slower rhythm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..domain import Days, History, Matrix
from .returns import Rows, carry_forward

Flags = NDArray[np.bool_]
STEPS = 8  # running, from which they are a rhythm
WEEK = 5, 9  # days from one price to the next
MONTH = 35


def aligned(levels: History, max_fill: int, kept: Flags | None = None) -> tuple[Matrix, Rows]:
    """Short gaps filled with the number before them; and the rows that are then whole: (n, k), (rows,).

    Nothing is carried across a hole. kept: (n, k) the blanks that stay, and cost no row, unless nothing
    else is in it.
    """
    filled = np.concatenate([carry_forward(levels.values[b], max_fill) for b in levels.blocks])
    stays = np.zeros(filled.shape, dtype=bool) if kept is None else kept
    filled[stays] = np.nan
    known = np.isfinite(filled)
    return filled, np.flatnonzero((known | stays).all(axis=1) & known.any(axis=1))


def runs(flags: Flags) -> Iterator[tuple[int, int]]:
    """The first place and the length of every run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    for start, end in edges.reshape(-1, 2).tolist():
        yield start, end - start


def in_slow_runs(days: Days, most: int = WEEK[1]) -> Flags:
    """Which of some days in order belong to a run of 8 steps or more, each of a week at least.

    days: (n,) serials, up or down; most: days of the longest such step.
    """
    steps = np.abs(np.diff(days))
    out = np.zeros(len(days), dtype=bool)
    for start, length in runs((steps >= WEEK[0]) & (steps <= most)):
        if length >= STEPS:
            out[start : start + length + 1] = True
    return out


def before_first(numbers: Matrix) -> Flags:
    """(rows, columns): the blanks above each column's first number; numbers: NaN for a blank."""
    return ~np.logical_or.accumulate(~np.isnan(numbers), axis=0)


def of_slower_rhythm(numbers: Matrix, days: Days | None) -> Flags:
    """(rows, columns): the blanks between the numbers of a column that has one a week, or a month.

    days: (rows,) serials; None counts rows as days.
    """
    if days is None:
        days = np.arange(len(numbers))
    out = np.zeros(numbers.shape, dtype=bool)
    for j, column in enumerate(numbers.T):
        known = np.flatnonzero(~np.isnan(column))
        slow = in_slow_runs(days[known], MONTH)
        for a, b in zip(
            known[:-1][slow[:-1] & slow[1:]], known[1:][slow[:-1] & slow[1:]], strict=True
        ):
            out[a + 1 : b, j] = True
    return out
