"""The backtest of a stressed VaR: how often it was breached, and what that suggests.

The rule is case 8 of docs/article.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ... import errors
from ...domain.equality import above, below
from .record import Record
from .var import SIGNIFICANT, Hits, at_least

RECENT_DAYS = 60
STALE_YEARS = 5

CRISIS_NOW = "the present is itself a crisis"
STALE = "the stress window is stale"
LEVERAGE = "positions are too large for the capital (leverage)"


class Status(StrEnum):
    """What the count of breaches calls for."""

    OK = "ok"
    WATCH = "watch"
    ALERT = "alert"


@dataclass(frozen=True)
class Review:
    """What the breaches of a stressed VaR amount to.

    chance: P(this many breaches or more) at the alert rate. volatility: sample deviation of the
    latest days, money, None for a single day; ratio: over the one that the stressed VaR implies.
    age: of the window, in years; None before its end.
    """

    days: int
    breaches: int
    alert_rate: float
    chance: float
    recent_days: int
    volatility: float | None
    ratio: float | None
    age: float | None

    @property
    def status(self) -> Status:
        """Ok up to the alert rate; beyond it watch, or alert if chance is an unlikely reason."""
        if not above(self.breaches / self.days, self.alert_rate):
            return Status.OK
        return Status.ALERT if below(self.chance, SIGNIFICANT) else Status.WATCH

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there are too many breaches; none are sought while there are not."""
        if self.status is Status.OK:
            return ()
        found = []
        if self.ratio is not None and above(self.ratio, 1.0):
            found.append(CRISIS_NOW)
        if self.age is not None and above(self.age, STALE_YEARS):
            found.append(STALE)
        return tuple(found) or (LEVERAGE,)


def review(record: Record, hits: Hits, z: float, alert_rate: float, age: float | None) -> Review:
    """The breaches against the alert rate, and recent against stressed volatility.

    The stressed volatility is the mean stressed VaR of the same latest days over z. Days before a
    hole in the dates are not recent. Raises ImpossibleNumber where that volatility is zero.
    """
    recent = min(record.since_hole, RECENT_DAYS)
    volatility = float(np.std(record.pnl[-recent:], ddof=1)) if recent > 1 else None
    implied = float(record.forecasts[0][-recent:].mean()) / z
    if implied <= 0:
        raise errors.STRESSED_VAR_ZERO()
    x = int(hits.sum())
    return Review(
        days=len(hits),
        breaches=x,
        alert_rate=alert_rate,
        chance=at_least(x, len(hits), alert_rate),
        recent_days=recent,
        volatility=volatility,
        ratio=None if volatility is None else volatility / implied,
        age=age,
    )
