"""VaR taken apart: by asset, by cause, and how sure it is."""

import math
from collections.abc import Sequence
from typing import Annotated

from .. import errors
from ..arguments.scalars import ConfidenceLevel
from ..cells.algebra import NOT_AVAILABLE, Cell, ErrorValue
from ..cells.results import NONE, Returns, Table
from ..domain import Book
from ..domain import Confidence as Level
from ..errors import Place, StressVarError
from ..risk.decompose import attribution
from ..risk.decompose.contribution import PartFigure, contributions
from ..risk.measure import Measure
from ..risk.methods import registry
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import stressed_book
from .parameters import (
    C99,
    Confidence,
    History,
    HorizonDays,
    Lookback,
    MeasureWord,
    Method,
    Positions,
    Windows,
)

_ASSET_COLUMNS = (
    ("Asset", "text"),
    ("Position", "money"),
    ("Standalone VaR", "money"),
    ("Marginal VaR", "percent"),
    ("Component VaR", "money"),
    ("Share", "percent"),
    ("Incremental VaR", "money"),
)
C95 = Level(0.95)


def var_contribution(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    measure: MeasureWord = "var",
) -> Annotated[Table, Returns("A row an asset, then two of totals.", columns=_ASSET_COLUMNS)]:
    """Which assets the stressed VaR or ES comes from: standalone, marginal, component and incremental.

    Components sum to the VaR. Marginal: VaR per unit more of the asset. Incremental: VaR less the VaR
    without the asset. Historical components are minus the asset's P&L on the days that the quantile
    reads, of equal days the earlier one; filtered, volatility scaled
    and garch the same on rescaled days; evt shares by the losses beyond its threshold; normal, cornish fisher
    and ewma the exact gradient; student t and monte carlo share by covariance. The total row adds the
    positions, standalone VaRs and components; the last row is what diversification takes off: the sum
    of the standalone VaRs less the VaR. Of several windows, the one with the highest VaR.

    Measure es takes the ES apart in the same way, and the headings say ES: historical components are then
    minus the asset's P&L averaged over the days of the tail, with the weights of the ES.

    A part without P&L on any day has VaR 0. A part that has no figure by the method (outside the
    domain of cornish fisher) shows the error in its cell, and in the sums over it. Without any risk
    share is n/a, and so is marginal where the method has no gradient there (normal, not historical).

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7; Tasche (2002), Expected shortfall and beyond.

    >>> =INDEX(VAR_CONTRIBUTION({-0.02,0;0.01,0;0,-0.01;0,0.02}, {100,100}, , 75%), 2, 5)
    0.5
    """
    wanted = Measure(Tail(measure), method, confidence, horizon_days)
    _, book = stressed_book(Book.of(history, positions), window, wanted)
    parts = contributions(book, wanted)
    rows: list[list[Cell]] = [
        [
            name,
            float(book.positions[i]),
            part_cell(parts.standalone[i]),
            _or_none(float(parts.marginal[i])),
            float(parts.component[i]),
            share_of(float(parts.component[i]), parts.whole),
            part_cell(parts.incremental[i]),
        ]
        for i, name in enumerate(book.unit_pnl.labels())
    ]
    alone = sum_of(parts.standalone)
    total = float(parts.component.sum())
    rows.append(
        [
            "Total",
            float(book.positions.sum()),
            alone,
            NONE,
            total,
            share_of(total, parts.whole),
            NONE,
        ]
    )
    benefit = alone if isinstance(alone, ErrorValue) else alone - parts.whole
    rows.append(["Diversification benefit", NONE, benefit, NONE, NONE, NONE, NONE])
    return Table(headings(_ASSET_COLUMNS, wanted), rows)


def headings(columns: Sequence[tuple[str, str]], measure: Measure) -> list[str]:
    """The headings of a table of contributions, with ES for VaR where the ES is taken apart."""
    return [name.replace("VaR", "ES") if measure.tail is Tail.ES else name for name, _ in columns]


def part_cell(part_figure: PartFigure) -> float | ErrorValue:
    """The figure of a part, or the error of one that has none."""
    return ErrorValue(part_figure.code) if isinstance(part_figure, StressVarError) else part_figure


def sum_of(part_figures: Sequence[PartFigure]) -> float | ErrorValue:
    """The sum, or the first error among them, as a sheet would have it."""
    for part_figure in part_figures:
        if isinstance(part_figure, StressVarError):
            return ErrorValue(part_figure.code)
    return math.fsum(v for v in part_figures if not isinstance(v, StressVarError))


def _or_none(number: float) -> Cell:
    return NONE if math.isnan(number) else number


def share_of(component: float, whole: float) -> Cell:
    """A component's share of the whole; n/a without any."""
    return component / whole if whole else NONE


def stress_attribution(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[
    Table, Returns("Five rows that add up.", columns=(("Step", "text"), ("VaR", "money")))
]:
    """What takes current VaR to stressed VaR: volatility, correlation, and the shape of the tail.

    VaR = z x volatility of the portfolio x k, k the VaR by the method over the normal VaR. The three
    go from current to stressed in each of the 6 orders, and an effect is the average of its steps, so
    that the rows add up. Of several windows, the one with the highest VaR.

    Raises: ImpossibleNumber for a portfolio that does not move in the current or stressed days.
    Ref: Shapley (1953); Shorrocks (2013), decomposition procedures.

    >>> =INDEX(STRESS_ATTRIBUTION({-0.04;0.04;-0.02;0.02}, 100, , 75%, 1, "normal", 2), 6, 2)
    2.4629
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    book = Book.of(history, positions)
    stressed_var, stressed = stressed_book(book, window, wanted)
    current = book.latest(lookback)
    parts = attribution.attribute(current, wanted(current), stressed, stressed_var)
    effects: list[list[Cell]] = [
        [f"{name} effect", effect]
        for name, effect in zip(attribution.FACTORS, parts.effects, strict=True)
    ]
    return Table(
        ["Step", "VaR"],
        [
            ["Current VaR", parts.current],
            *effects,
            ["Stressed VaR", parts.stressed],
        ],
    )


def var_interval(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    level: Annotated[
        Level, ConfidenceLevel("How sure the interval is of holding the true VaR, such as 95%.")
    ] = C95,
) -> Annotated[
    Table,
    Returns(
        "One row: lower bound, estimate, upper bound.",
        columns=(("Lower", "money"), ("Estimate", "money"), ("Upper", "money")),
    ),
]:
    """How sure the stressed VaR is: lower bound, estimate and upper bound, equal tails.

    Historical, by any of its three rules: order statistics by the exact binomial; a bound that the
    days are too few for is #N/A in its cell (99% takes 368 days for an upper bound at 95%). Normal:
    the estimate times the root of (n-1) over chi-square. Days count as independent, which those of a
    crisis are not: the true interval is wider. Of several windows, the one with the highest VaR.

    Raises: BadInput for any other method.
    Ref: Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.

    >>> =INDEX(VAR_INTERVAL({-0.02;0.01;-0.01;0.02}, 100, , 75%), 1, 2)
    1.25
    """
    if method.interval is None:
        raise errors.METHOD_HAS_NO_INTERVAL(
            Place("method"), method=method.name, methods=_methods_with_interval()
        )
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    estimate, book = stressed_book(Book.of(history, positions), window, wanted)
    one_day = method.var(book, confidence)
    lower, upper = (
        NOT_AVAILABLE if bound is None else bound * wanted.scale(history)
        for bound in method.interval.bounds(book, one_day, confidence, level)
    )
    return Table(None, [[lower, estimate, upper]])


def _methods_with_interval() -> tuple[str, ...]:
    every = registry.METHODS.values()
    return registry.in_words([m.name for m in every if m.interval and m.stressed])
