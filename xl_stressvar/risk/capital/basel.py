"""Capital requirements from VaR and stressed VaR."""

from __future__ import annotations

import numpy as np

from ... import errors
from ...domain import Vector
from ...errors import Place

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

    max: max(m·VaR, m_s·sVaR), latest values (docs/article.md, case 6).
    basel2.5: max(VaR, m·VaR_avg) + max(sVaR, m_s·sVaR_avg) (BCBS 158, 2011, para 718(Lxxvi)).
    us: basel2.5 with sVaR floored at VaR day by day before averaging (12 CFR 217.206).
    A single number is its own average. Raises BadInput for series of different lengths under us,
    NotEnoughData for one shorter than its average.
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


#: Add-ons to 3 by exceptions in 250 days at 99%: 0-4, 5, ... 9, 10 and more (BCBS 22, 1996, table 2).
_PLUS = (0.0, 0.40, 0.50, 0.65, 0.75, 0.85, 1.00)
#: The FRTB's multipliers by the same exceptions (Basel MAR32, backtesting zones).
_FRTB = (1.50, 1.70, 1.76, 1.83, 1.88, 1.92, 2.00)
GREEN_UP_TO, RED_FROM = 4, 10
MULTIPLIER_RULES = ("basel2.5", "frtb")


def _step(exceptions: int) -> int:
    return min(max(exceptions, GREEN_UP_TO), RED_FROM) - GREEN_UP_TO


def plus_factor(exceptions: int) -> float:
    """What backtesting adds to the multiplier of 3."""
    return _PLUS[_step(exceptions)]


def multiplier(exceptions: int, rule: str) -> float:
    """The multiplier of the averages: 3 plus the add-on, or the FRTB's m_c."""
    return _FRTB[_step(exceptions)] if rule == "frtb" else 3 + plus_factor(exceptions)
