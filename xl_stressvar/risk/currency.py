"""Local returns in another currency: which rates lead there, and what they make of a return."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from .. import errors
from ..domain import Days, History, Vector, matched
from ..errors import Place

#: Tried first as the common currency of a cross; then the others by name.
_COMMON = ("USD", "EUR")
#: A rate that a conversion goes over, and whether it is read the other way round.
Leg = tuple[str, bool]


def is_code(text: str) -> bool:
    """Whether a text is written like the code of a currency: three letters."""
    return len(text) == 3 and text.isascii() and text.isalpha()


def is_pair(name: str) -> bool:
    """Whether a name is written like a rate: EURUSD, one EUR in USD."""
    return len(name) == 6 and is_code(name[:3]) and is_code(name[3:])


def legs(local: str, base: str, pairs: Collection[str]) -> tuple[Leg, ...] | None:
    """The rates from one currency to another; None if there is no way over one common currency.

    Direct before inverted before crossed; of crosses that over USD, over EUR, then by name.
    """
    if local == base:
        return ()
    if (straight := _leg(local, base, pairs)) is not None:
        return (straight,)
    others = {code for pair in pairs for code in (pair[:3], pair[3:])} - {local, base, *_COMMON}
    for common in (*_COMMON, *sorted(others)):
        first, second = _leg(local, common, pairs), _leg(common, base, pairs)
        if first is not None and second is not None:
            return first, second
    return None


def _leg(one: str, other: str, pairs: Collection[str]) -> Leg | None:
    if one + other in pairs:
        return one + other, False
    return (other + one, True) if other + one in pairs else None


def growth(way: Sequence[Leg], rates: Mapping[str, Vector], rows: int) -> Vector:
    """(rows,) 1 + x, x the return of one unit of the local currency in the base."""
    out = np.ones(rows)
    for pair, inverted in way:
        out = out / (1 + rates[pair]) if inverted else out * (1 + rates[pair])
    return out


def on_rows(history: History, days: Days, rates: Mapping[str, Vector]) -> dict[str, Vector]:
    """The returns of rates, a day each, over the rows of a dated history.

    A row's return runs from the row before it: the rates of days between them compound. The first
    row, and the first behind a hole, take the rate of their day alone.

    Raises NotEnoughData, naming rate and day, for a row's day, or one between, without a rate.
    """
    assert history.dates is not None
    at = np.searchsorted(days, history.dates)
    absent = (at == len(days)) | (days[np.minimum(at, len(days) - 1)] != history.dates)
    for row in np.flatnonzero(absent)[:1].tolist():
        raise _no_rate(next(iter(rates)), history.day_name(row))
    start = np.concatenate(([at[0]], at[:-1] + 1))
    firsts = [block.start for block in history.blocks]
    start[firsts] = at[firsts]
    spread = np.flatnonzero(start < at)
    out = {}
    for pair, rate in rates.items():
        taken = rate[at]
        for row in spread.tolist():
            taken[row] = np.prod(1 + rate[start[row] : at[row] + 1]) - 1
        for row in np.flatnonzero(~np.isfinite(taken))[:1].tolist():
            raise _no_rate(pair, history.day_name(row))
        out[pair] = taken
    return out


def _no_rate(pair: str, day: str) -> errors.StressVarError:
    return errors.NO_RATE_THAT_DAY(Place("fx"), pair=pair, day=day)


def pairs_of(fx: History) -> dict[str, int]:
    """The columns of a history that are rates, by name in capitals. Raises BadInput for none."""
    found = {matched(n).upper(): j for j, n in enumerate(fx.names or ()) if is_pair(n.strip())}
    if not found:
        raise errors.NO_PAIRS(fx.place())
    return found
