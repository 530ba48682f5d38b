"""What a run did, for its log and for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from .finish import Totals
from .plan import Plan


@dataclass(frozen=True)
class Outcome:
    """What a run did. parts: done now, kept from before, and left for a later run.

    totals: of all results; None while parts are left.
    """

    plan: Plan
    done: int
    kept: int
    left: int
    failed: int
    totals: Totals | None
    seconds: float
