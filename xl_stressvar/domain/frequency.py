"""How often a history has a row: what a row spans, how many make a year, and where a hole begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .. import errors
from ..errors import Place
from .arrays import Days


@dataclass(frozen=True, slots=True)
class Frequency:
    """The rhythm of a history's rows.

    a_year: rows by whose root a volatility annualises. year: rows that stand for a year where a
    number of rows is left out. span: days of horizon that one row's change covers. edge_days: how
    far a covered window may be from its first and last row. gap_days: the longest step between two
    rows that is no hole. unit, units: a row in words.
    """

    name: str
    a_year: int
    year: int
    span: int
    edge_days: int
    gap_days: int
    unit: str
    units: str

    def expected_rows(self, start: int, end: int) -> float:
        """How many rows a window, both serials included, should have.

        Daily: its weekdays, holidays not known. Seven-day: its days. Weekly and monthly: its length
        over that of a week, or of a mean month.
        """
        days = end - start + 1
        if self is DAILY:
            epoch = np.datetime64("1899-12-30")
            return float(np.busday_count(epoch + start, epoch + end + 1))
        return {SEVEN_DAY: float(days), WEEKLY: days / 7, MONTHLY: days * 12 / 365.25}[self]

    def __str__(self) -> str:
        return self.name


DAILY = Frequency("daily", 252, 250, 1, 5, 12, "trading day", "trading days")
SEVEN_DAY = Frequency("seven-day", 365, 365, 1, 5, 12, "day", "days")
WEEKLY = Frequency("weekly", 52, 52, 5, 9, 21, "week", "weeks")
MONTHLY = Frequency("monthly", 12, 12, 21, 35, 70, "month", "months")
_LEAST_SHARE = 9, 10  # of the expected rows, for a window to be covered


def frequency_of(days: Days | None, argument: str) -> Frequency:
    """The frequency of rows, by the median step of their dates; daily without dates.

    days: (rows,) strictly increasing serials. Of an even number of steps the smaller of the two in
    the middle counts, so that the median is a step that occurs. Rows on seven days: a median of one
    day, and more than a tenth of the rows on Saturdays and Sundays.

    Raises: BadInput for a median step that is none of these.
    """
    if days is None or len(days) < 2:
        return DAILY
    steps = np.sort(np.diff(days))
    median = int(steps[(len(steps) - 1) // 2])
    if median == 1:
        weekend = np.count_nonzero(days % 7 < 2)  # serial 1 of the 1900 system is a Sunday
        return SEVEN_DAY if 10 * weekend > len(days) else DAILY
    if 5 <= median <= 9:
        return WEEKLY
    if 27 <= median <= 35:
        return MONTHLY
    raise errors.STRANGE_STEP(Place(argument), days=median)


def holes(days: Days | None, frequency: Frequency) -> tuple[int, ...]:
    """The rows that follow a hole: each is the first row behind a gap longer than the frequency's."""
    if days is None:
        return ()
    return tuple((np.flatnonzero(np.diff(days) > frequency.gap_days) + 1).tolist())


@dataclass(frozen=True, eq=False)
class Calendar:
    """The rhythm of a whole history, which its slices share: read when first asked for."""

    days: Days | None
    argument: str

    @cached_property
    def frequency(self) -> Frequency:
        """Raises BadInput for dates of no known frequency."""
        return frequency_of(self.days, self.argument)

    @cached_property
    def holes(self) -> tuple[int, ...]:
        """The rows of the whole history that follow a hole."""
        return holes(self.days, self.frequency)


def horizon_scale(frequency: Frequency, horizon_days: float) -> float:
    """√(horizon ÷ span): what a figure over one row is multiplied by.

    Raises ImpossibleNumber for a horizon shorter than what a row spans.
    """
    if horizon_days < frequency.span:
        raise errors.HORIZON_TOO_SHORT(
            Place("horizon_days"),
            frequency=frequency,
            horizon=float(horizon_days),
            span=frequency.span,
        )
    return float((horizon_days / frequency.span) ** 0.5)


def enough_rows(rows: int, expected: float) -> bool:
    """Whether a window has nine tenths of the rows that it should have."""
    part, whole = _LEAST_SHARE
    return whole * rows >= part * expected
