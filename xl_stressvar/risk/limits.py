"""Limits: how much of each is used, and what to say of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

EQUAL = 1e-12  # relative, within which two numbers that decide a status are one


class LimitStatus(StrEnum):
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
    """limit > 0. A measure of just the limit is no breach: its headroom is exactly 0."""
    if math.isclose(measure, limit, rel_tol=EQUAL):
        return Usage(1.0, LimitStatus.WATCH, 0.0)
    share = measure / limit
    watched = share >= warn or math.isclose(share, warn, rel_tol=EQUAL)
    status = LimitStatus.WATCH if watched else LimitStatus.OK
    return Usage(share, LimitStatus.BREACH if measure > limit else status, limit - measure)
