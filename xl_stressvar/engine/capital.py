"""Capital requirements from VaR and stressed VaR."""

from __future__ import annotations

import numpy as np

from .. import errors
from ..domain import Vector
from ..errors import Place

RULES = ("max", "basel2.5", "us")


def requirement(
    current: Vector,
    stressed: Vector,
    rule: str,
    multiplier: float,
    stressed_multiplier: float,
    averaging: int,
    stressed_averaging: int,
) -> float:
    """The requirement from VaR series, oldest first, in the unit of the VaRs.

    max: max(m·VaR, m_s·sVaR), latest values (the article's rule).
    basel2.5: max(VaR, m·VaR_avg) + max(sVaR, m_s·sVaR_avg) (BCBS 158, 2011, para 718(Lxxvi)).
    us: basel2.5 with sVaR floored at VaR day by day before averaging (12 CFR 217.206).
    A single number is its own average.
    """
    if rule == "us":
        if len(current) != len(stressed):
            raise errors.SERIES_LENGTHS(current=len(current), stressed=len(stressed))
        stressed = np.maximum(stressed, current)
    if rule == "max":
        return float(max(multiplier * current[-1], stressed_multiplier * stressed[-1]))
    return _charge(current, multiplier, averaging, "current_var") + _charge(
        stressed, stressed_multiplier, stressed_averaging, "stressed_var"
    )


def _charge(series: Vector, multiplier: float, averaging: int, argument: str) -> float:
    """max(latest, multiplier x average of the last `averaging` values)."""
    if 1 < len(series) < averaging:
        raise errors.TOO_FEW_TO_AVERAGE(Place(argument), days=len(series), averaging=averaging)
    return max(float(series[-1]), multiplier * float(series[-averaging:].mean()))
