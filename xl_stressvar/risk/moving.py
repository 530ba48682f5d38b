"""Sums and maxima that move along a series, without a difference in which digits could vanish.

Each doubles its reach step by step: what 2^k days give, twice, is what 2^(k+1) give.
"""

from __future__ import annotations

import numpy as np

from ..domain import Vector


def moving_sums(values: Vector, length: int) -> Vector:
    """(days - length + 1,) the sum of every so many values, one after another."""
    count = len(values) - length + 1
    out, done = np.zeros(count), 0
    part, width = values, 1
    while done < length:
        if length & width:
            out += part[done : done + count]
            done += width
        if done < length:
            part, width = part[:-width] + part[width:], 2 * width
    return out


def moving_highest(values: Vector, length: int) -> Vector:
    """(values - length + 1,) the highest of every so many values, one after another."""
    part, width = values, 1
    while 2 * width <= length:
        part, width = np.maximum(part[:-width], part[width:]), 2 * width
    rest = length - width  # what is left overlaps
    return np.maximum(part[: len(part) - rest], part[rest:])


def faded_sums(values: Vector, decay: float) -> Vector:
    """(days,) of each day the values up to it, each times the decay for every day since."""
    out, step, power = values, 1, decay
    while step < len(values):
        out = np.concatenate([out[:step], out[step:] + power * out[:-step]])
        step, power = 2 * step, power * power
    return out


def faded_least(values: Vector, decay: float, length: int) -> Vector:
    """(days,) the least of the values up to each day, each times the decay for every day since.

    Of the last so many days, and of some before these.
    """
    out, step, power = values, 1, decay
    while step < min(length, len(values)):
        out = np.concatenate([out[:step], np.minimum(out[step:], power * out[:-step])])
        step, power = 2 * step, power * power
    return out
