"""Sets of scenarios: what they are, and what each would do to a portfolio."""

import math
from typing import Annotated, NamedTuple

import numpy as np

from .. import domain, errors
from ..arguments.lists import ScenarioSet
from ..arguments.scalars import Choice
from ..cells.algebra import NOT_AVAILABLE, Cell
from ..cells.results import NONE, Returns, Table
from ..crises.scenarios import SETS, Scenario
from ..domain import Book, History, Vector, matched
from ..risk import scenario_sets, scenarios, statistics
from ..risk.stressed import during
from . import parameters
from .crises import FactorChoice
from .parameters import Positions, Window

_LIBRARY_COLUMNS = (
    ("Scenario", "text"),
    ("Factor", "text"),
    ("Shock", "percent"),
    ("Source", "text"),
)
_TABLE_COLUMNS = (
    ("Scenario", "text"),
    ("P&L", "money"),
    ("Propagated", "text"),
    ("Status", "text"),
)


def scenario_library(
    set: Annotated[
        str,
        Choice(
            "replay: each built-in crisis; article: rates, spreads and volatilities up; supervisory: "
            "the Federal Reserve's of 2025.",
            words=SETS,
        ),
    ] = "replay",
    factors: FactorChoice | None = None,
) -> Annotated[Table, Returns("A row a scenario and factor.", columns=_LIBRARY_COLUMNS)]:
    """Ready-made scenarios: a row a factor, with its shock and where that comes from.

    replay: what each factor did while the S&P 500 fell from its peak in the window to its trough, the same
    days for all, so that what rose meanwhile rises; of factors that the window has. article: rates up by
    200 bp (par bonds at the yields before September 2008), credit spreads from 100 to 500 bp, volatilities
    times 2.5. supervisory: the Federal Reserve's severely adverse scenario of 2025, its 2024 Q4 to its
    2025 Q4. A shock is a return, except for CREDIT SPREAD, a change in decimals, and VOLATILITY, a relative
    change. Copy the rows into a sheet to change them, or to add your own: SCENARIO_TABLE takes them.

    Raises: NotEnoughData if no scenario of the set moves the factors.
    Ref: Board of Governors of the Federal Reserve System, 2025 Stress Test Scenarios (February 2025).

    >>> =INDEX(SCENARIO_LIBRARY("article", "UST10Y"), 2, 1)
    Rates up by 200 bp
    """
    found = scenario_sets.of(set, factors)
    rows: list[list[Cell]] = [
        [scenario.name, factor, shock, scenario.source]
        for scenario in found
        for factor, shock in scenario.shocks.items()
    ]
    if not rows:
        raise errors.NO_SCENARIO(errors.Place("factors"), set=set, factors=", ".join(factors or ()))
    return Table([name for name, _ in _LIBRARY_COLUMNS], rows)


def scenario_table(
    history: parameters.History,
    positions: Positions,
    set: Annotated[
        str | tuple[Scenario, ...],
        ScenarioSet(
            "replay, article or supervisory, as SCENARIO_LIBRARY has them; or your own: rows of scenario, "
            "factor and shock."
        ),
    ] = "replay",
    window: Window | None = None,
) -> Annotated[Table, Returns("A row a scenario.", columns=_TABLE_COLUMNS)]:
    """What each scenario of a set would do to today's positions, the worst marked.

    A shock goes to the history's column of the factor's name; columns without one move as they go with the
    others in the window, as in SCENARIO_PROPAGATE, and are listed. A scenario that moves no column, or in a
    way that the window does not know, shows #N/A and the reason as status; the others stand. P&L is the sum
    of position times move, a loss negative; worst is the lowest, of equals the first.

    Raises: BadInput if the history has no names.

    >>> =INDEX(SCENARIO_TABLE({"A","B";0.01,0.02;-0.01,-0.02;0,0}, {100,50}, {"Fall","A",-0.1;"Rise","A",0.1}), 2, 2)
    -20
    """
    if history.names is None:
        raise errors.SCENARIOS_UNNAMED(history.place())
    book = Book.of(history, positions)
    every = scenario_sets.of(set) if isinstance(set, str) else set
    rows = [_row(book, scenario, window) for scenario in every]
    worst = min(rows, key=lambda row: row.pnl)
    if worst.pnl < math.inf:
        worst.cells[-1] = "worst"
    return Table([name for name, _ in _TABLE_COLUMNS], [row.cells for row in rows])


class _Row(NamedTuple):
    """What the table says of a scenario, and the P&L to rank it by: inf if it has none."""

    pnl: float
    cells: list[Cell]


def _row(book: Book, scenario: Scenario, window: domain.Window | None) -> _Row:
    try:
        given = _given(book.history, scenario)
        moves = _filled(book.history, given, window)
        pnl = float(
            Book.of(domain.History(moves[None, :], book.history.names), book.portfolio).pnl[0]
        )
        if not math.isfinite(pnl):
            raise errors.OVERFLOW()
    except errors.StressVarError as failure:
        return _Row(math.inf, [scenario.name, NOT_AVAILABLE, NONE, failure.sentence()])
    blank = np.flatnonzero(np.isnan(given)).tolist()
    names = ", ".join(book.history.name(j) for j in blank)
    return _Row(pnl, [scenario.name, pnl, names or "none", "ok"])


def _given(history: History, scenario: Scenario) -> Vector:
    """(assets,) the scenario's shocks by column; NaN where it has none."""
    shocks = {matched(factor): shock for factor, shock in scenario.shocks.items()}
    given = np.array([shocks.get(matched(name), np.nan) for name in history.labels()])
    if np.isnan(given).all():
        raise errors.SCENARIO_WITHOUT_ASSETS(None, factors=", ".join(scenario.shocks))
    return given


def _filled(history: History, given: Vector, window: domain.Window | None) -> Vector:
    """The moves of all columns: those without a shock as they go with the others in the window."""
    if not np.isnan(given).any():
        return given
    try:
        return scenarios.propagate(statistics.covariance(during(history, window)), given)
    except errors.ImpossibleNumber as failure:
        column = failure.place.column if failure.place else None
        if column is None:
            raise
        name = history.name(column)
        raise errors.SHOCK_OUT_OF_RANGE(
            errors.Place("set", label=name), value=float(given[column]), name=name
        ) from None
