"""The internal-models capital of the Fundamental Review (Basel MAR31-33), from ES figures."""

from __future__ import annotations

import math

import numpy as np

from ... import errors
from ...domain import Vector
from ...domain.equality import below, digits_apart
from ...errors import Place
from .basel import multiplier

LEAST_SHARE = 0.75  # of the full ES, that the reduced risk factors must explain
SHARE_DAYS = 60  # the days over which that is averaged


def liquidity_es(es: Vector, horizons: Vector, base: float) -> float:
    """√(ES_1² + Σ_{j≥2} (ES_j·√((LH_j − LH_{j−1})/base))²), in the unit of the ES.

    es: (n,) ES over `base` days of nested subsets: all risk factors, then those of horizon LH_2 and
    longer, and so on. horizons: (n,) days, ascending from the base.
    Raises BadInput for different counts, ImpossibleNumber for horizons that do not ascend so.
    """
    if len(es) != len(horizons):
        raise errors.LENGTHS_DIFFER(
            Place("horizons"), count=len(horizons), other="es_values", others=len(es)
        )
    if horizons[0] != base:
        raise errors.FIRST_HORIZON(Place("horizons"), value=float(horizons[0]), base=float(base))
    steps = np.diff(horizons, prepend=0.0)
    for i in np.flatnonzero(steps <= 0):
        raise errors.HORIZONS_ASCEND(
            Place("horizons"), value=float(horizons[i]), before=float(horizons[i - 1])
        )
    scaled = es * np.sqrt(steps / base)
    size = float(np.abs(scaled).max())  # taken out first: squares of 1e200 would overflow
    return size * float(np.sqrt(((scaled / size) ** 2).sum())) if size else 0.0


def stressed_es(reduced_stressed: float, full: Vector, reduced: Vector) -> float:
    """ES_RS·max(ES_FC/ES_RC, 1) on the latest values.

    full, reduced: current ES, one number or a series oldest first; the reduced set must explain 75%
    of the full ES on average over the last 60 values. A single number is its own average.
    Raises BadInput for series of different lengths, NotEnoughData for fewer than 60 values, and
    ImpossibleNumber for a reduced set that explains too little.
    """
    if len(full) != len(reduced):
        raise errors.LENGTHS_DIFFER(
            Place("es_reduced_current"),
            count=len(reduced),
            other="es_full_current",
            others=len(full),
        )
    if 1 < len(full) < SHARE_DAYS:
        raise errors.TOO_FEW_TO_COMPARE(
            Place("es_full_current"), days=len(full), averaging=SHARE_DAYS
        )
    if reduced[-1] <= 0:
        raise errors.NOT_POSITIVE(Place("es_reduced_current"), value=float(reduced[-1]))
    whole, part = (float(series[-SHARE_DAYS:].mean()) for series in (full, reduced))
    if below(part, LEAST_SHARE * whole):
        days = "one value" if len(full) == 1 else f"average of the last {SHARE_DAYS} values"
        percent, limit = 100 * part / whole, 100 * LEAST_SHARE
        share = f"{percent:.1f}"
        if share == f"{limit:.1f}":
            share = digits_apart(percent, limit)
        raise errors.REDUCED_SET(share=f"{share}%", days=days)
    return reduced_stressed * max(float(full[-1] / reduced[-1]), 1.0)


def imcc(unconstrained: float, constrained: Vector, rho: float) -> float:
    """ρ·IMCC(C) + (1 − ρ)·Σ IMCC(C_i)."""
    return rho * unconstrained + (1 - rho) * float(constrained.sum())


def charge(
    imcc: float, ses: float, imcc_average: float, ses_average: float, exceptions: int
) -> float:
    """max(IMCC + SES, m_c·IMCC_avg + SES_avg)."""
    return max(imcc + ses, multiplier(exceptions, "frtb") * imcc_average + ses_average)


def ses(credit: Vector, equity: Vector, other: Vector, rho: float) -> float:
    """√ΣISES² + √ΣISES² + √((ρ·ΣSES)² + (1−ρ²)·ΣSES²), in the unit of the charges.

    credit, equity: (n,) idiosyncratic factors, which add as independent ones; other: (n,) all others,
    of which ρ is common.
    """
    common = rho * float(other.sum())
    return _root(credit) + _root(equity) + math.hypot(common, (1 - rho**2) ** 0.5 * _root(other))


def _root(charges: Vector) -> float:
    """√Σx², of numbers of any size."""
    return math.hypot(*charges.tolist())
