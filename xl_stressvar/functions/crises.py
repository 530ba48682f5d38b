"""The built-in crises: their windows, and what the factors did in them."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from .. import errors
from ..arguments.scalars import Number
from ..arguments.series import NumberSeries
from ..arguments.windows import Factors, YieldFactors
from ..cells.algebra import Cell
from ..cells.results import Returns, Table, or_none
from ..crises import coverage
from ..crises.factors import YIELDS
from ..crises.windows import CRISES, GFC
from ..domain import Vector, dates
from ..risk import shocks
from .parameters import AsOf, Window

_WINDOW_COLUMNS = (
    ("Code", "text"),
    ("Name", "text"),
    ("Start", "date"),
    ("End", "date"),
    ("Trading days", "count"),
    ("Age in years", "years"),
    ("Library factors", "text"),
)
_SHOCK_COLUMNS = (
    ("Factor", "text"),
    ("Worst move", "percent"),
    ("Worst date", "date"),
    ("Best move", "percent"),
    ("Best date", "date"),
    ("Peak to trough", "percent"),
)
FactorChoice = Annotated[
    tuple[str, ...],
    Factors(
        "Factors: codes such as SPX, EURCHF or XLF; or CORE, FX, ETF or OWN for those of a group that "
        "cover the window. Left out: CORE."
    ),
]
YieldChoice = Annotated[
    tuple[str, ...],
    YieldFactors("Yields: UST2Y, UST10Y, UST30Y; left out: those that cover the window."),
]


def crisis_windows(
    as_of: AsOf | None = None,
) -> Annotated[Table, Returns("A row a window.", columns=_WINDOW_COLUMNS)]:
    """The built-in crisis windows: dates, trading days, age, and which library factors cover them.

    Age counts from the end of the window, in years of 365.25 days; n/a if as_of lies before it. The
    factors are those of the eleven that the built-in data has on every day, CASH always among them; then,
    after "your data", what you downloaded or added for the window, from where and until when. Funds and
    other currencies: CRISIS_RETURNS(window, "ETF") and "FX" show those that cover one.

    >>> =INDEX(CRISIS_WINDOWS("2026-06-30"), 2, 5)
    252
    """
    today = dates.as_of_or_today(as_of)
    rows: list[list[Cell]] = []
    for crisis in CRISES:
        window = crisis.window
        days = coverage.rows(window)
        factors = ", ".join(coverage.covering(window))
        theirs = ", ".join(series.told for series in coverage.extending(window))
        rows.append(
            [
                crisis.code,
                crisis.name,
                window.start,
                window.end,
                days.stop - days.start,
                or_none(dates.age(window.end, today)),
                f"{factors}; your data: {theirs}" if theirs else factors,
            ]
        )
    return Table([name for name, _ in _WINDOW_COLUMNS], rows)


def crisis_returns(
    window: Window = GFC,
    factors: FactorChoice | None = None,
    betas: Annotated[
        Vector,
        NumberSeries(
            "A multiplier for each factor, in the same order: 1.2 moves 20% more.", "ratio"
        ),
    ]
    | None = None,
) -> Annotated[
    Table,
    Returns(
        "Dates, and a column a factor.",
        columns=(("Date", "date"), ("factor", "percent")),
        repeats=True,
    ),
]:
    """Built-in daily returns of a crisis: dates, and a column a factor.

    Simple returns on the NYSE calendar; Treasuries as par bonds repriced daily; EURCHF and its like are
    one euro in that currency; exchange-traded funds, 2008 to 2016, are without dividends. See the
    provenance. Factors left out are those of the eleven that the built-in data covers: what you
    downloaded comes by name, so that a sheet has the same columns on every computer.

    Raises: NotEnoughData by name for a factor that does not cover the window.

    >>> =INDEX(CRISIS_RETURNS("BLACK_MONDAY", "SPX"), 14, 2)
    -0.20467
    """
    codes = _codes(window, factors)
    if betas is None:
        betas = np.ones(len(codes))
    elif len(betas) != len(codes):
        raise errors.BETAS_SHAPE(errors.Place("betas"), betas=len(betas), factors=len(codes))
    days, block = coverage.returns(window, codes)
    return Table.of_days("Date", days, codes, block * betas)


def crisis_changes(
    window: Window = GFC, factors: YieldChoice | None = None
) -> Annotated[
    Table,
    Returns(
        "Dates, and a column a yield.",
        columns=(("Date", "date"), ("factor", "percent")),
        repeats=True,
    ),
]:
    """Daily changes of Treasury yields in a crisis, as decimals: 1 basis point is 0.0001.

    Constant-maturity par yields on the NYSE calendar; a day on which bonds did not trade has a change of
    0. For the returns of bonds at these yields see CRISIS_RETURNS.

    Raises: NotEnoughData by name for a yield that does not cover the window.

    >>> =INDEX(CRISIS_CHANGES("GFC", "UST10Y"), 2, 2)
    -0.0009
    """
    if factors is None:
        factors = tuple(code for code in YIELDS if code in coverage.covering(window))
        if not factors:
            raise errors.LIBRARY_NOT_COVERED(window=window, spans=coverage.span(YIELDS[0]))
    days, block = coverage.changes(window, factors)
    return Table.of_days("Date", days, factors, block)


def crisis_shocks(
    window: Window = GFC,
    factors: FactorChoice | None = None,
    days: Annotated[
        int, Number("Rows that a move spans; their returns compound.", "days", least=1, whole=True)
    ] = 1,
) -> Annotated[Table, Returns("A row a factor.", columns=_SHOCK_COLUMNS)]:
    """The largest moves of each factor in a crisis: worst, best, and the fall from peak to trough.

    Moves are compound returns over so many rows, overlapping, dated by their last; of equals the first.
    The fall is that of the compounded returns from their highest point so far, the day before the window
    included: a negative number, as a shock for SCENARIO_PNL, or 0 for what never fell.

    Raises: NotEnoughData by name for a factor that does not cover the window, or for fewer rows than days.

    >>> =INDEX(CRISIS_SHOCKS("BLACK_MONDAY", "SPX"), 2, 3)
    32069
    """
    codes = _codes(window, factors)
    at, block = coverage.returns(window, codes)
    if days > len(at):
        raise errors.TOO_FEW_DAYS(
            errors.Place("days"), days=len(at), what=f"a move over {days}", least=days
        )
    rows = [
        _shock_row(code, column, at.tolist(), days)
        for code, column in zip(codes, block.T, strict=True)
    ]
    return Table([name for name, _ in _SHOCK_COLUMNS], rows)


def _shock_row(code: str, returns: Vector, at: Sequence[int], days: int) -> list[Cell]:
    moves = shocks.overlapping(returns, days)
    worst, best = int(np.argmin(moves)), int(np.argmax(moves))
    last = days - 1
    return [
        code,
        float(moves[worst]),
        dates.Serial(at[worst + last]),
        float(moves[best]),
        dates.Serial(at[best + last]),
        shocks.fall(returns).depth,
    ]


def _codes(window: Window, factors: tuple[str, ...] | None) -> tuple[str, ...]:
    """The factors asked for; those of the eleven that the built-in data covers if left out."""
    codes = coverage.covering(window) if factors is None else coverage.expanded(factors, window)
    if not codes or (factors is None and codes == ("CASH",)):
        raise errors.LIBRARY_NOT_COVERED(window=window, spans=coverage.span())
    return codes
