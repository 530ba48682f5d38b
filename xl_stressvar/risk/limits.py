"""Limits: how much of each is used, and what to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..domain import equality


class LimitStatus(StrEnum):
    """Where a measure stands against its limit."""

    OK = "ok"
    WATCH = "watch"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Usage:
    """A measure against its limit. headroom: what may still be used, negative beyond the limit."""

    share: float
    status: LimitStatus
    headroom: float


def usage(measure: float, limit: float, warn: float) -> Usage:
    """Limit > 0. A measure of just the limit is no breach: its headroom is exactly 0."""
    if equality.equal(measure, limit):
        return Usage(1.0, LimitStatus.WATCH, 0.0)
    share = measure / limit
    watched = not equality.below(share, warn)
    status = LimitStatus.WATCH if watched else LimitStatus.OK
    return Usage(share, LimitStatus.BREACH if measure > limit else status, limit - measure)
