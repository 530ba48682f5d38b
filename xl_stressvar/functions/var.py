"""VaR and ES of a book, now and in a crisis."""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from ..cells.results import Returns
from ..domain import Book, Vector
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import ratio, stressed, stressed_each
from .parameters import (
    C99,
    Confidence,
    CurrentMethod,
    History,
    HorizonDays,
    Lookback,
    Method,
    Portfolios,
    Positions,
    Windows,
)

VaR = Annotated[float | Vector, Returns("Value at risk: a loss is positive.", "money")]
ES = Annotated[float | Vector, Returns("Expected shortfall: a loss is positive.", "money")]


def current_var(
    history: History,
    positions: Portfolios,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: CurrentMethod = HISTORICAL,
    lookback: Lookback | None = None,
) -> VaR:
    """Value at risk as the latest days show it, before any stress.

    Raises: NotEnoughData for fewer rows than lookback, or fewer than the tail needs.
    Ref: BCBS 158 (2011), value-at-risk.

    >>> =CURRENT_VAR({-0.02;0.01;-0.01;0.02}, 100, 75%, 1, "historical", 4)
    1.25
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    return _each(history, positions, lambda book: wanted(book.latest(lookback)))


def current_es(
    history: History,
    positions: Portfolios,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: CurrentMethod = HISTORICAL,
    lookback: Lookback | None = None,
) -> ES:
    """Expected shortfall as the latest days show it: the average loss beyond the VaR level.

    Historical: the mean of the worst n(1-c) days, the last of them counted in part.

    Raises: NotEnoughData for fewer rows than lookback, or fewer than the tail needs.
    Ref: Acerbi & Tasche (2002); BCBS, MAR33.

    >>> =CURRENT_ES({-0.02;0.01;-0.01;0.02}, 100, 75%, 1, "historical", 4)
    2
    """
    wanted = Measure(Tail.ES, method, confidence, horizon_days)
    return _each(history, positions, lambda book: wanted(book.latest(lookback)))


def stressed_var(
    history: History,
    positions: Portfolios,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> VaR:
    """Value at risk of today's positions as if the crisis window came back.

    The highest over the windows of the method's VaR, times the square root of the horizon.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    Ref: BCBS 158 (2011), stressed value-at-risk.

    >>> =STRESSED_VAR({-0.02;0.01;-0.01;0.02}, 100, , 75%)
    1.25
    >>> =STRESSED_VAR(CRISIS_RETURNS("GFC",{"SPX","UST10Y","WTI"}), {60;30;10}, "GFC")
    5.3919
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    return _column(stressed_each(Book.each(history, positions), window, wanted))


def stressed_es(
    history: History,
    positions: Portfolios,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> ES:
    """Expected shortfall of today's positions as if the crisis window came back.

    The highest over the windows of the method's ES, times the square root of the horizon. "WORST" is
    the window with the highest ES, which need not be the one with the highest VaR.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    Ref: Acerbi & Tasche (2002); BCBS, MAR33.

    >>> =STRESSED_ES({-0.02;0.01;-0.01;0.02}, 100, , 60%)
    1.625
    """
    wanted = Measure(Tail.ES, method, confidence, horizon_days)
    return _column(stressed_each(Book.each(history, positions), window, wanted))


def stress_ratio(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[float, Returns("Stressed VaR over current VaR.", "ratio")]:
    """How many times today's VaR the stressed VaR is: stressed over current.

    Raises: ImpossibleNumber if the current VaR is zero or a gain.
    Ref: EBA/GL/2012/2, comparison of VaR and stressed VaR.

    >>> =STRESS_RATIO({-0.04;0.02;-0.02;0.04;-0.02;0.01;-0.01;0.02}, 100, , 75%, , , 4)
    1.6
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    book = Book.of(history, positions)
    return ratio(stressed(book, window, wanted), wanted(book.latest(lookback)))


def _each(
    history: History, positions: Positions, figure: Callable[[Book], float]
) -> float | Vector:
    """The figure of one portfolio, or a column of them."""
    return _column([figure(book) for book in Book.each(history, positions)])


def _column(values: list[float]) -> float | Vector:
    return values[0] if len(values) == 1 else np.array(values)[:, None]
