"""Instruments once more, in plain loops: a normal distribution by erf, cash flows one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence


def normal(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def option(
    call: bool, spot: float, strike: float, years: float, vol: float, rate: float, dividend: float
) -> float:
    if years == 0 or spot == 0:
        forward = spot * math.exp(-dividend * years) - strike * math.exp(-rate * years)
        return max(forward if call else -forward, 0.0)
    total = vol * math.sqrt(years)
    d1 = (math.log(spot / strike) + (rate - dividend + vol * vol / 2) * years) / total
    d2 = d1 - total
    held, paid = spot * math.exp(-dividend * years), strike * math.exp(-rate * years)
    if call:
        return held * normal(d1) - paid * normal(d2)
    return paid * normal(-d2) - held * normal(-d1)


def bond(coupon: float, years: float, y: float, frequency: int) -> float:
    """Price per 1 of face: cash flows from the last back to the first that is still to come."""
    total, time = 0.0, years
    while time > 1e-9:
        flow = coupon / frequency + (1.0 if time == years else 0.0)
        total += flow / (1 + y / frequency) ** (time * frequency)
        time -= 1 / frequency
    return total


def line(moves: Sequence[float], pnl: Sequence[float], x: float) -> float:
    """The straight line between the two moves around x."""
    for a, b, p, q in zip(moves, moves[1:], pnl, pnl[1:], strict=False):
        if a <= x <= b:
            return p + (q - p) * (x - a) / (b - a)
    raise ValueError(x)


def cubic(moves: Sequence[float], pnl: Sequence[float], x: float) -> float:
    """Lagrange's polynomial: what a not-a-knot spline is through four points."""
    total = 0.0
    for i, xi in enumerate(moves):
        term = pnl[i]
        for j, xj in enumerate(moves):
            if i != j:
                term *= (x - xj) / (xi - xj)
        total += term
    return total
