"""Slips of the hand in a call that failed: arguments swapped, or one parted by its decimal comma.

Asked only of a call that failed, and answered only where the call could be read without the slip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .. import errors
from ..catalogue import Entry, Parameter
from ..cells.algebra import Given, is_grid, resolved
from ..errors import StressVarError
from .binding import CallContext, bound, read


def swapped(entry: Entry, values: Sequence[Given]) -> StressVarError | None:
    """What to say if positions stand where the history belongs, and it where they belong."""
    if len(values) < 2 or [p.name for p in entry.parameters[:2]] != ["history", "positions"]:
        return None
    (of_history, of_positions), (given, beside) = entry.parameters[:2], values[:2]
    if _rows(beside) <= _rows(given) or (
        _reads(of_history, given) and _reads(of_positions, beside)
    ):
        return None
    fits = _reads(of_history, beside) and _reads(of_positions, given)
    return errors.SWAPPED() if fits else None


def parted(
    entry: Entry, values: Sequence[Given], host: CallContext, failure: StressVarError
) -> StressVarError | None:
    """What to say if a decimal comma made two arguments of one: 0,012 came as 0 and 12.

    Only of two that look so, if the call failed at or behind them and can be read with the two as one.
    """
    names = [parameter.name for parameter in entry.parameters]
    place, too_many = failure.place, len(values) > len(names)
    if not too_many and (place is None or place.argument not in names):
        return None
    if failure.problem is errors.CONFIDENCE_HINT:  # 1% for 99% is the commoner slip
        return None
    last = len(values) if too_many or place is None else names.index(place.argument)
    for i in range(min(last + 1, len(values) - 1)):
        if i == last and resolved(values[i]) == 0:  # a 0 that itself is wrong
            break
        one = _with_comma(values[i], values[i + 1])
        together = [*values[:i], one, *values[i + 2 :]]
        if one is not None and _all_read(entry, together, host):
            blamed = place.argument if place else "the count of arguments"
            first, second = (_as_typed(value) for value in values[i : i + 2])
            found = errors.DECIMAL_COMMA(place, first=first, second=second, blamed=blamed)
            found.code = failure.code
            return found
    return None


def _with_comma(first: Given, second: Given) -> float | None:
    """0 and 12 as 0.12, 97 and 5% as 97.5%; None for two that are hardly one number.

    Percents from 50% on are confidences by themselves.
    """
    whole, part = resolved(first), resolved(second)
    if not isinstance(whole, float) or not isinstance(part, float):
        return None
    percent = 0 < part < 0.5 and math.isclose(100 * part, round(100 * part))
    digits = float(round(100 * part)) if percent else part
    if whole < 0 or digits < 1 or not whole.is_integer() or not digits.is_integer():
        return None
    if whole and not percent:  # two whole numbers are what many functions take
        return None
    return float(f"{whole:.0f}.{digits:.0f}") / (100 if percent else 1)


def _as_typed(value: Given) -> str:
    number = resolved(value)
    assert isinstance(number, float)
    return f"{100 * number:.10g}%" if 0 < number < 1 else f"{number:.10g}"


def _all_read(entry: Entry, values: Sequence[Given], host: CallContext) -> bool:
    try:
        bound(entry, values, host)
    except StressVarError:
        return False
    return True


def _rows(value: Given) -> int:
    cells = resolved(value)
    return len(cells) if is_grid(cells) else 1


def _reads(parameter: Parameter, value: Given) -> bool:
    try:
        read(parameter, value)
    except StressVarError:
        return False
    return True
