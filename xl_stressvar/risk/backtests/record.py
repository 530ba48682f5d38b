"""Realised P&L beside what was forecast, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import History, Vector, dates
from ...errors import Place


@dataclass(frozen=True, eq=False)
class Record:
    """Realised P&L beside what was forecast for each day, oldest first.

    pnl: (n,) money, a loss negative. forecasts: (n,) each, money, a loss positive.
    days: n serials, or 1 to n without dates; `label` is what they are.
    """

    pnl: Vector
    forecasts: tuple[Vector, ...]
    days: Sequence[int]
    label: str
    joined: NDArray[np.bool_]  # (n-1,) whether no hole lies between a day and the next

    @property
    def since_hole(self) -> int:
        """How many of the latest days lie behind the last hole; all of them without one."""
        broken = np.flatnonzero(~self.joined)
        return len(self.pnl) - (int(broken[-1]) + 1 if len(broken) else 0)

    @staticmethod
    def of(pnl: History, *forecasts: History) -> Record:
        """Each forecast beside its day.

        A single number counts for every day. A dated forecast must have the dates of the P&L; an
        undated one stands in the rows of the sheet, so it turns with a P&L that runs newest first.
        Raises BadInput for a different number of days, or for other dates.
        """
        n = len(pnl)
        daily = [forecast for forecast in forecasts if len(forecast) > 1 or n == 1]
        for forecast in daily:
            if len(forecast) != n:
                raise errors.DAYS_DIFFER(
                    Place(forecast.origin.argument), count=len(forecast), others=n
                )
        clock = next((series for series in (pnl, *daily) if series.dates is not None), None)
        columns = tuple(
            _in_time(forecast, clock) if len(forecast) == n else np.full(n, forecast.values[0, 0])
            for forecast in forecasts
        )
        if clock is None or clock.dates is None:
            together = np.ones(max(n - 1, 0), dtype=bool)
            return Record(_in_time(pnl, clock), columns, range(1, n + 1), "Day", together)
        joined = np.diff(clock.dates) <= clock.frequency.gap_days
        days = dates.serials(clock.dates)
        return Record(_in_time(pnl, clock), columns, days, clock.date_label, joined)


def _in_time(series: History, clock: History | None) -> Vector:
    """A series oldest first, on the days of the one that has dates."""
    values = series.values[:, 0]
    if clock is None or clock.dates is None:
        return values
    if series.dates is None:
        return values[::-1] if clock.origin.newest_first else values
    for i in np.flatnonzero(series.dates != clock.dates)[:1]:
        raise errors.DATES_DIFFER(
            Place(series.origin.argument),
            date=dates.iso(series.dates[i]),
            other=dates.iso(clock.dates[i]),
        )
    return values
