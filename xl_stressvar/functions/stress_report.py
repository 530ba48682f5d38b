"""Current and stressed risk of a portfolio on one page."""

import math
from collections.abc import Callable
from functools import cache
from typing import Annotated

import numpy as np

from .. import errors
from ..cells.algebra import Cell
from ..cells.results import Report, Returns
from ..domain import Book
from ..errors import StressVarError
from ..risk.capital import basel
from ..risk.decompose.contribution import Contributions, PartFigure, contributions
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import default_window, ratio, worst_crisis
from ..risk.worst_window import of_book
from .decompose import share_of
from .parameters import (
    C99,
    Confidence,
    History,
    HorizonDays,
    Lookback,
    Method,
    Positions,
    Window,
)

_MULTIPLIER, _AVERAGING = 3.0, 60  # of CAPITAL_REQ, left out


def stress_report(
    history: History,
    positions: Positions,
    window: Window | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[
    Report,
    Returns(
        "Current and stressed figures, the worst of the history, where it comes from, capital.",
        lines=(
            ("Current VaR", "money"),
            ("Current ES", "money"),
            ("Stressed VaR", "money"),
            ("Stressed ES", "money"),
            ("Stressed to current", "ratio"),
            ("Worst built-in crisis, VaR", "money"),
            ("Worst window, first day", "date"),
            ("Worst window, last day", "date"),
            ("Worst window, VaR", "money"),
            ("Diversification benefit", "money"),
            ("Largest contributor, share", "percent"),
            ("Capital, rule max", "money"),
            ("Capital, rule basel2.5", "money"),
        ),
    ),
]:
    """The stress figures of a portfolio in one formula, each as the function for it alone gives it.

    Worst built-in crisis: the highest stressed VaR of the windows of twelve months in CRISIS_WINDOWS that
    the history covers and the method has a figure for, of equals the first. Worst window: as WORST_WINDOW
    finds it. Diversification benefit and the asset with the largest component are those of VAR_CONTRIBUTION
    in the window. Capital: CAPITAL_REQ of the two VaRs above, multiplier 3; the rules mean figures at 99%
    and, basel2.5, 10 days. A line that cannot be had says why.

    Ref: BCBS 158 (2011), stressed value-at-risk.

    >>> =INDEX(STRESS_REPORT({-0.04;0.02;-0.02;0.04;-0.02;0.01;-0.01;0.02}, 100, , 75%, , , 4), 6, 2)
    1.6
    """
    var, es = (Measure(tail, method, confidence, horizon_days) for tail in (Tail.VAR, Tail.ES))
    book = Book.of(history, positions)
    asked = window or default_window(history)
    now, then = cache(lambda: book.latest(lookback)), cache(lambda: book.during(asked))
    current, stressed = cache(lambda: var(now())), cache(lambda: var(then()))
    crisis = cache(lambda: worst_crisis(book, var))
    worst = cache(lambda: of_book(book, None, var))
    parts = cache(lambda: contributions(then(), var))

    def capital(rule: str) -> float:
        now_, then_ = (np.array([figure()]) for figure in (current, stressed))
        return basel.requirement(
            now_, then_, rule, _MULTIPLIER, _MULTIPLIER, _AVERAGING, _AVERAGING
        )

    lines: dict[str, Callable[[], Cell]] = {
        "Current VaR": current,
        "Current ES": lambda: es(now()),
        "Stressed VaR": stressed,
        "Stressed ES": lambda: es(then()),
        "Stressed to current": lambda: ratio(stressed(), current()),
        "Worst built-in crisis": lambda: crisis()[0].code,
        "Worst built-in crisis, VaR": lambda: crisis()[1],
        "Worst window, first day": lambda: worst().day(0),
        "Worst window, last day": lambda: worst().day(worst().days - 1),
        "Worst window, VaR": lambda: var(worst()),
        "Diversification benefit": lambda: _benefit(parts()),
        "Largest contributor": lambda: then().unit_pnl.name(_largest(parts())),
        "Largest contributor, share": lambda: _share(parts()),
        "Capital, rule max": lambda: capital("max"),
        "Capital, rule basel2.5": lambda: capital("basel2.5"),
    }
    head = ("Window", "every row" if asked is None else str(asked))
    return Report([head, *((label, _cell(figure)) for label, figure in lines.items())])


def _cell(figure: Callable[[], Cell]) -> Cell:
    """A figure, or the sentence that says why there is none."""
    try:
        value = figure()
        if isinstance(value, float) and not math.isfinite(value):
            raise errors.OVERFLOW()
    except StressVarError as failure:
        return failure.sentence()
    return value


def _benefit(parts: Contributions) -> float:
    return math.fsum(map(_had, parts.standalone)) - parts.whole


def _had(part: PartFigure) -> float:
    if isinstance(part, StressVarError):
        raise part
    return part


def _largest(parts: Contributions) -> int:
    return int(np.argmax(parts.component))


def _share(parts: Contributions) -> Cell:
    """The largest component over the VaR; n/a without any."""
    return share_of(float(parts.component[_largest(parts)]), parts.whole)
