"""Profit and loss attribution: whether the risk model's P&L is that of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ... import errors
from ...domain import History, Vector, dates
from ...domain.equality import above, below
from ...errors import Place

GREEN_CORRELATION, RED_CORRELATION = 0.80, 0.70
GREEN_DISTANCE, RED_DISTANCE = 0.09, 0.12


class Zone(IntEnum):
    """The zones, the worse the higher."""

    GREEN = 0
    AMBER = 1
    RED = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Attribution:
    """The two statistics of a desk, and what they say of it."""

    days: int
    spearman: float
    distance: float

    @property
    def spearman_zone(self) -> Zone:
        """Green above 0.80, red below 0.70."""
        if above(self.spearman, GREEN_CORRELATION):
            return Zone.GREEN
        return Zone.RED if below(self.spearman, RED_CORRELATION) else Zone.AMBER

    @property
    def distance_zone(self) -> Zone:
        """Green below 0.09, red above 0.12."""
        if below(self.distance, GREEN_DISTANCE):
            return Zone.GREEN
        return Zone.RED if above(self.distance, RED_DISTANCE) else Zone.AMBER

    @property
    def zone(self) -> Zone:
        """The worse of the two."""
        return max(self.spearman_zone, self.distance_zone)


def attribute(hypothetical: History, theoretical: History) -> Attribution:
    """Spearman's correlation, and the largest distance of the two distributions (Kolmogorov-Smirnov).

    Raises BadInput for other days, ImpossibleNumber for a P&L that does not move, NotEnoughData for one
    day.
    """
    x, y = _matched(hypothetical, theoretical)
    if len(x) < 2:
        raise errors.TOO_FEW_DAYS(days=len(x), what="a correlation of ranks", least=2)
    for series, values in ((hypothetical, x), (theoretical, y)):
        if (values == values[0]).all():
            raise errors.PNL_STILL(Place(series.origin.argument))
    return Attribution(len(x), spearman(x, y), distance(x, y))


def _matched(hypothetical: History, theoretical: History) -> tuple[Vector, Vector]:
    """Both P&Ls, a number a day, of the same days in one order."""
    x, y = hypothetical.values[:, 0], theoretical.values[:, 0]
    place = Place(theoretical.origin.argument)
    if len(x) != len(y):
        raise errors.LENGTHS_DIFFER(
            place, count=len(y), other=hypothetical.origin.argument, others=len(x)
        )
    if hypothetical.dates is None or theoretical.dates is None:
        # rows without dates are in the sheet's order, as the other's were before they were turned
        turned = hypothetical.origin.newest_first != theoretical.origin.newest_first
        return x, y[::-1] if turned else y
    for i in np.flatnonzero(hypothetical.dates != theoretical.dates)[:1]:
        raise errors.PLA_DATES_DIFFER(
            place,
            date=dates.iso(theoretical.dates[i]),
            other=dates.iso(hypothetical.dates[i]),
        )
    return x, y


def spearman(x: Vector, y: Vector) -> float:
    """The correlation of the ranks, equal numbers sharing their mean rank."""
    a, b = (_centred_ranks(each) for each in (x, y))
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def _centred_ranks(x: Vector) -> Vector:
    """Twice the rank less its mean: whole numbers, so that the sums are exact."""
    _, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((2 * last - counts + 1)[place] - (len(x) + 1), float)


def distance(x: Vector, y: Vector) -> float:
    """The largest difference of the two empirical distribution functions, of as many days each."""
    at = np.concatenate([x, y])
    counts = (np.searchsorted(np.sort(each), at, side="right") for each in (x, y))
    one, other = counts
    return float(np.abs(one - other).max()) / len(x)
