"""Scenarios."""

from typing import Annotated

import numpy as np

from .. import domain, errors
from ..arguments.scalars import Number
from ..arguments.shocks import ShockRange, Shocks
from ..cells.results import Returns, Table
from ..domain import Book, Matrix
from ..risk import scenarios, statistics
from ..risk.stressed import default_window, during
from .parameters import History, HorizonDays, Positions, Window

Pnl = Annotated[float | Matrix, Returns("P&L: a loss is negative.", "money")]
Value = Annotated[float, Number("Market value of the position.", "money, signed")]


def scenario_pnl(
    positions: Positions,
    shocks: Annotated[
        Shocks,
        ShockRange(
            "The move of each asset as a decimal, in the order of the positions; several "
            "scenarios: one a row. A header row of names is allowed."
        ),
    ],
) -> Pnl:
    """P&L of today's positions under given moves: the sum of position times shock.

    One number for one scenario, a column for several. Positions given by name need the header row
    of names over the shocks; a column of shocks, one a position, is one scenario.

    >>> =SCENARIO_PNL({100,50}, {-0.2,0.1})
    -15
    """
    assets = max(positions.cells.shape)
    if positions.names and shocks.names:
        assets = len(shocks.names)  # then it is the names that must match
    moves = domain.History(shocks.rows(assets), shocks.names, origin=shocks.origin)
    pnl = Book.of(moves, positions).pnl
    return float(pnl[0]) if len(pnl) == 1 else pnl[:, None]


def scenario_propagate(
    history: History,
    shocks: Annotated[
        Shocks,
        ShockRange(
            "The moves that are given, as decimals in the order of the columns; a blank where "
            "one is to follow. Several scenarios: one a row.",
            blanks=True,
        ),
    ],
    window: Window | None = None,
) -> Annotated[
    Table | Matrix, Returns("The scenario with its blanks filled, in its shape.", "percent")
]:
    """A scenario filled in: the moves that, in the crisis window, go with the moves you give.

    Blanks become their expectation given the others, Σ_BA·pinv(Σ_AA)·s, for normal returns with
    mean zero: the least-squares betas of the blank assets on the given ones, times the shocks. The
    shape is that of the shocks; a header row comes back, in the order given.

    Raises: ImpossibleNumber by name for a move that the window does not allow: cash that never
    moved, or two assets that always moved together and now do not.
    Ref: Kupiec (1998), Stress testing in a value at risk framework.

    >>> =SCENARIO_PROPAGATE({0.01,0.02;-0.01,-0.02;0,0}, {-0.1,""})
    {-0.1,-0.2}
    """
    cov = statistics.covariance(during(history, window))
    order = _columns_of(shocks, history)
    rows = shocks.rows(history.assets)
    filled = np.array([_fill(cov, row, i, shocks, history, order) for i, row in enumerate(rows)])
    if shocks.names:
        return Table(shocks.names, filled.tolist())
    return filled.T if shocks.is_column(history.assets) else filled


def _columns_of(shocks: Shocks, history: domain.History) -> list[int]:
    """The history's column of each shock: by name if both have names, else in order."""
    if not shocks.names or not history.names:
        return list(range(history.assets))
    if len(shocks.names) != history.assets:
        shocks.rows(history.assets)  # says what is wrong with the shape
    columns = []
    for j, name in enumerate(shocks.names):
        column = history.named_columns.get(domain.matched(name))
        if column is None:
            raise errors.UNKNOWN_NAME(
                errors.Place("shocks", 0, j),
                name=name,
                table="history",
                names=", ".join(history.names),
            )
        columns.append(column)
    return columns


def _fill(
    cov: Matrix,
    row: domain.Vector,
    i: int,
    shocks: Shocks,
    history: domain.History,
    order: list[int],
) -> domain.Vector:
    """One scenario, its failures placed in the range of the shocks."""
    if np.isnan(row).all():
        raise errors.NO_SHOCK(errors.Place("shocks", shocks.origin.row + i))
    try:
        return scenarios.propagate(cov[np.ix_(order, order)], row)
    except errors.StressVarError as failure:
        j = failure.place.column if failure.place else None
        if j is None:
            raise
        upright = shocks.is_column(history.assets)
        name = history.name(order[j])
        raise errors.SHOCK_OUT_OF_RANGE(
            errors.Place(
                "shocks", j if upright else shocks.origin.row + i, 0 if upright else j, name
            ),
            value=float(row[j]),
            name=name,
        ) from None


def rate_shock_pnl(
    value: Value,
    duration: Annotated[float, Number("Modified duration.", "years")],
    shift_bp: Annotated[
        float, Number("Parallel shift of yields: 200 for +200 bp.", "basis points")
    ],
    convexity: Annotated[
        float, Number("Convexity; 0 leaves the straight line.", "years squared")
    ] = 0,
) -> Annotated[float, Returns("P&L: a loss is negative.", "money")]:
    """P&L of a parallel shift in yields, such as +200 bp.

    value × (−duration × shift + ½ × convexity × shift²), shift as a decimal, per year. The second
    order only: good to a few hundred basis points, not for callable bonds.

    >>> =RATE_SHOCK_PNL(1000, 8, 200, 80)
    -144
    """
    return scenarios.rate_shock(value, duration, shift_bp, convexity)


def spread_shock_pnl(
    value: Value,
    spread_duration: Annotated[float, Number("Spread duration.", "years")],
    from_bp: Annotated[float, Number("Credit spread now.", "basis points")],
    to_bp: Annotated[float, Number("Credit spread in the scenario.", "basis points")],
) -> Annotated[float, Returns("P&L: a loss is negative.", "money")]:
    """P&L of a move in credit spreads, such as from 100 to 500 bp.

    −value × spread duration × (to − from), first order: it overstates a very large widening.

    >>> =SPREAD_SHOCK_PNL(1000, 5, 100, 500)
    -200
    """
    return scenarios.rate_shock(value, spread_duration, to_bp - from_bp, 0.0)


def reverse_stress(
    history: History,
    positions: Positions,
    loss: Annotated[
        float, Number("The loss to explain, as a positive number.", "money", positive=True)
    ],
    window: Window | None = None,
    horizon_days: HorizonDays = 1,
) -> Annotated[
    Table,
    Returns(
        "A row an asset, then distance and probability.",
        columns=(("Asset", "text"), ("Shock", "percent"), ("P&L", "money")),
    ),
]:
    """What would lose exactly this much: the most plausible scenario, and how far out it lies.

    Shocks −L·Σw/(w'Σw), the nearest scenario to no move in Mahalanobis distance; its P&Ls add up to
    minus the loss. Then the distance in standard deviations over the horizon, L/√(h·w'Σw), and the
    normal probability of such a loss or more, 1 − Φ(d): fat tails make it likelier. The shocks do
    not depend on the horizon, the distance does.

    Raises: ImpossibleNumber if the portfolio does not move in the window.
    Ref: Studer (1999), Market risk computation for nonlinear portfolios; Breuer & Csiszár (2013).

    >>> =INDEX(REVERSE_STRESS({0.01;-0.01}, 100, 5), 2, 2)
    -0.05
    """
    rows = during(history, window)
    book = Book.of(rows, positions)
    found = scenarios.reverse(book, loss, horizon_days)
    pnl = book.positions * found.shocks
    body = zip(book.unit_pnl.labels(), found.shocks.tolist(), pnl.tolist(), strict=True)
    return Table(
        ["Asset", "Shock", "P&L"],
        [
            *body,
            ("Distance", found.distance, "standard deviations"),
            ("Probability", found.probability, "of so large a loss, if normal"),
        ],
    )


def crisis_replay(
    history: History, positions: Positions, window: Window | None = None
) -> Annotated[
    Table,
    Returns(
        "A row a day.",
        columns=(
            ("Date", "date"),
            ("P&L", "money"),
            ("Cumulative", "money"),
            ("Drawdown", "money"),
        ),
    ),
]:
    """Today's positions through the crisis, day by day: P&L, its running sum, and the drawdown.

    Positions are held at today's amounts every day, so P&Ls add up. The drawdown is positive: the
    fall of the running sum from its highest point so far, the start (0) included.

    Raises: NotEnoughData if the history does not cover the window.

    >>> =INDEX(CRISIS_REPLAY({0.01;-0.02;0.01}, 100), 3, 4)
    2
    """
    book = Book.of(history, positions).during(window or default_window(history))
    cumulative = np.cumsum(book.pnl)
    columns = (book.pnl, cumulative, scenarios.drawdown(cumulative))
    days = map(book.day, range(book.days))
    rows = [list(row) for row in zip(days, *(c.tolist() for c in columns), strict=True)]
    return Table([history.date_label or "Day", "P&L", "Cumulative", "Drawdown"], rows)
