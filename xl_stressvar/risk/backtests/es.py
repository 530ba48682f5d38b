"""Backtests of expected shortfall: how large the losses beyond VaR were."""

from __future__ import annotations

from ...domain import Confidence, Vector
from ...domain.equality import below
from .var import Hits


def acerbi_szekely(pnl: Vector, es: Vector, hits: Hits, p: float) -> tuple[float | None, float]:
    """Z1 (None without exceptions) and Z2: 0 is expected, far below it the ES is too low.

    Z1 = 1 - mean over exceptions of L/ES; Z2 = 1 - Σ over exceptions of L/ES ÷ (n·p)
    (Acerbi & Szekely 2014, tests 1 and 2, with a loss positive).
    """
    severity = -pnl[hits] / es[hits]
    z1 = 1 - float(severity.mean()) if len(severity) else None
    return z1, 1 - float(severity.sum()) / (len(pnl) * p)


#: Z2 below these is a warning, and a failure: 5% and 0.01% for 250 days at 97.5%, nearly whatever
#: the shape of the tail (Acerbi & Szekely 2014).
Z2_WATCH, Z2_FAIL = -0.70, -1.80


def verdict(z2: float, days: int, confidence: Confidence) -> str | None:
    """pass, watch or fail; None where the limits were not made for."""
    if confidence != Confidence(0.975) or not 200 <= days <= 300:
        return None
    if not below(z2, Z2_WATCH):
        return "pass"
    return "fail" if below(z2, Z2_FAIL) else "watch"
