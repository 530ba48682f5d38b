"""Frequency and holes of dated rows in plain loops, and the figures that follow from them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.conformance.naive import estimators


class Refused(Exception):
    """What a function must refuse, with the error values of all the reasons that there are."""


@dataclass(frozen=True)
class Rhythm:
    name: str
    a_year: int
    year: int
    span: int
    gap: int


def rhythm(days: Sequence[dt.date]) -> Rhythm:
    """By the middle one of the steps, the lower of two; weekends part daily from seven-day."""
    steps = sorted((b - a).days for a, b in pairwise(days))
    step = steps[(len(steps) - 1) // 2] if steps else 1
    if step == 1:
        weekend = sum(day.isoweekday() > 5 for day in days)
        if weekend / len(days) > 0.1 + 1e-12:
            return Rhythm("seven-day", 365, 365, 1, 12)
        return Rhythm("daily", 252, 250, 1, 12)
    if 5 <= step <= 9:
        return Rhythm("weekly", 52, 52, 5, 21)
    if 27 <= step <= 35:
        return Rhythm("monthly", 12, 12, 21, 70)
    raise Refused("#VALUE!")


def blocks(days: Sequence[dt.date]) -> list[list[int]]:
    """The rows on each side of the holes."""
    out: list[list[int]] = []
    for i, day in enumerate(days):
        if i == 0 or (day - days[i - 1]).days > rhythm(days).gap:
            out.append([])
        out[-1].append(i)
    return out


def current(
    days: Sequence[dt.date], pnl: Sequence[float], c: float, horizon: float, lookback: int | None
) -> float:
    """VAR by the rank rule on the latest rows, over a horizon."""
    reasons = set()
    try:
        found = rhythm(days)
    except Refused as irregular:
        if lookback is not None and len(days) < lookback:
            raise Refused(*irregular.args, "#N/A") from irregular
        raise
    rows = lookback or found.year
    if len(blocks(days)[-1]) < rows or rows * estimators.tail_of(c) < 1:
        reasons.add("#N/A")
    if horizon < found.span:
        reasons.add("#NUM!")
    if reasons:
        raise Refused(*reasons)
    latest = list(pnl[len(pnl) - rows :])
    return estimators.historical_rank(latest, c) * math.sqrt(horizon / found.span)


def worst(
    days: Sequence[dt.date], pnl: Sequence[float], length: int, c: float, horizon: float
) -> tuple[dt.date, dt.date, float]:
    """The window of so many rows on one side of a hole with the highest VaR; the earlier of two."""
    reasons = {"#N/A"} if len(days) < length else set()
    try:
        found = rhythm(days)
        sides = blocks(days)
    except Refused as irregular:
        raise Refused(*irregular.args, *reasons) from irregular
    if horizon < found.span:
        reasons.add("#NUM!")
    best: tuple[dt.date, dt.date, float] | None = None
    for block in sides:
        for k in range(len(block) - length + 1):
            rows = block[k : k + length]
            figure = estimators.historical_rank([pnl[i] for i in rows], c)
            if best is None or figure > best[2] + 1e-12 * abs(best[2]):
                best = days[rows[0]], days[rows[-1]], figure
    if best is None:
        raise Refused("#N/A", *reasons)
    if reasons:
        raise Refused(*reasons)
    return best[0], best[1], best[2] * math.sqrt(horizon / found.span)


def volatility(days: Sequence[dt.date], returns: Sequence[float]) -> float:
    """Of all rows, a year's: they must lie on one side of every hole."""
    if len(blocks(days)) > 1:
        raise Refused("#N/A")
    return estimators.standard_deviation(list(returns)) * math.sqrt(rhythm(days).a_year)


def returns_of(days: Sequence[dt.date], prices: Sequence[float]) -> list[tuple[dt.date, float]]:
    """Of prices, within each block."""
    return [
        (days[b], prices[b] / prices[a] - 1) for block in blocks(days) for a, b in pairwise(block)
    ]
