"""One VaR a window, or one a day."""

import math
from typing import Annotated, NamedTuple

from .. import errors
from ..arguments.windows import WindowList
from ..cells.algebra import NOT_AVAILABLE, Cell, ErrorValue
from ..cells.results import Returns, Table, figure
from ..crises.windows import CRISES
from ..domain import Book, Window
from ..errors import Place
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import default_window, ratio
from ..risk.worst_window import of_book
from .parameters import (
    C99,
    Confidence,
    CurrentMethod,
    History,
    HorizonDays,
    Lookback,
    Method,
    Positions,
    WindowLength,
)
from .parameters import Window as StressWindow

_WINDOW_COLUMNS = (
    ("Window", "text"),
    ("Start", "date"),
    ("End", "date"),
    ("Days", "count"),
    ("Stressed VaR", "money"),
    ("Stressed ES", "money"),
    ("Status", "text"),
)
COMPARED = tuple(crisis.window for crisis in CRISES if crisis.compared)


def stressed_var_table(
    history: History,
    positions: Positions,
    windows: Annotated[
        tuple[Window, ...],
        WindowList(
            'The crises, a row each: codes such as "GFC", or "2008-09-01:2009-08-31"; '
            'several with ";" between, or a range of texts; or "ALL" of the built-in ones.'
        ),
    ]
    | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> Annotated[Table, Returns("A row a window.", columns=_WINDOW_COLUMNS)]:
    """Stressed VaR and ES in each crisis window, with the worst marked and every failure told.

    Windows left out: GFC, COVID, LTCM and BLACK_MONDAY, or one row for all days of an undated history.
    "ALL": every built-in window, in the order of CRISIS_WINDOWS. A window that fails shows #N/A and its reason as status; the others stand. Start and end are those
    of the window. Worst is the highest VaR, of equals the first.

    Ref: BCBS 158 (2011), the choice of the stress window.

    >>> =INDEX(STRESSED_VAR_TABLE({-0.02;0.01;-0.01;0.02}, 100, , 75%), 2, 5)
    1.25
    """
    book = Book.of(history, positions)
    measures = [Measure(tail, method, confidence, horizon_days) for tail in (Tail.VAR, Tail.ES)]
    rows = [_window_row(book, window, measures) for window in _windows(history, windows)]
    worst = max(rows, key=lambda row: row.var)
    if worst.var > -math.inf:
        worst.cells[-1] = "worst"
    return Table([name for name, _ in _WINDOW_COLUMNS], [row.cells for row in rows])


def _windows(history: History, windows: tuple[Window, ...] | None) -> list[Window | None]:
    if windows is None:
        return [None] if history.dates is None else list(COMPARED)
    return list(windows)


class _Row(NamedTuple):
    """What the table says of a window, and the VaR to rank it by: -inf if it has none."""

    var: float
    cells: list[Cell]


def _window_row(book: Book, window: Window | None, measures: list[Measure]) -> _Row:
    if window is None:
        head: list[Cell] = ["all days", 1, len(book.history)]
    else:
        head = [window.code or str(window), window.start, window.end]
    try:
        during = book.during(window)
        var, es = (wanted(during) for wanted in measures)
        return _Row(var, [*head, during.days, var, es, "ok"])
    except errors.StressVarError as failure:
        missing = [NOT_AVAILABLE] * 3
        return _Row(-math.inf, [*head, *missing, failure.sentence()])


def worst_window(
    history: History,
    positions: Positions,
    length: WindowLength | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> Annotated[
    Table,
    Returns(
        "One row: first day, last day, stressed VaR.",
        columns=(("Start", "date"), ("End", "date"), ("Stressed VaR", "money")),
    ),
]:
    """The window of the history with the highest stressed VaR: its first day, last day and VaR.

    Every window of so many rows is tried; of equals the earliest. For student t and monte carlo the
    window is the one with the highest normal VaR, for volatility scaled and garch the highest filtered one.
    Without dates the days count from 1. A window that
    has no figure by the method stops the search, and the error names it. A window with a hole in it is
    no candidate.

    Raises: NotEnoughData for a history shorter than length, or if every window has a hole.
    Ref: BCBS 158 (2011), the choice of the stress window.

    >>> =WORST_WINDOW({0.01;-0.02;0.01;0.01;-0.03;0.01}, 100, 4, 75%, 1, "historical rank")
    {2,5,3}
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    book = of_book(Book.of(history, positions), length, wanted)
    return Table(None, [[book.day(0), book.day(book.days - 1), wanted(book)]])


def var_series(
    history: History,
    positions: Positions,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: CurrentMethod = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[
    Table,
    Returns(
        "A row a day that has so many days before it.", columns=(("Date", "date"), ("VaR", "money"))
    ),
]:
    """VaR day by day: for each day the VaR from the lookback rows before it.

    The day's own P&L is not used, so a comparison of the two is a fair backtest. The first day is the
    one after the first lookback rows; a day with a hole among those rows, or before it, is #N/A.
    Without dates the days count from 1. A day whose rows have no figure by the method (garch and evt, which
    must be fitted; cornish fisher) is #NUM!; CURRENT_VAR of those rows says why.

    Raises: NotEnoughData if no day has so many rows before it; ImpossibleNumber if no day has a figure by
    the method.
    Ref: BCBS 22 (1996), backtesting.

    >>> =VAR_SERIES({-0.02;0.01;-0.01;0.02;0.01}, 100, 75%, 1, "historical", 4)
    {"Day","VaR";5,1.25}
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    values = _day_by_day(Book.of(history, positions), lookback, wanted)
    return _days_table(history, ["VaR"], [(row, [var]) for row, var in values])


def ratio_series(
    history: History,
    positions: Positions,
    window: StressWindow | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[
    Table,
    Returns(
        "A row a day that has so many days before it.",
        columns=(("Date", "date"), ("Current VaR", "money"), ("Stressed to current", "ratio")),
    ),
]:
    """Stressed VaR over current VaR day by day: what a supervisor asks to see watched.

    The stressed VaR is one figure, that of STRESSED_VAR for the window. Current VaR is that of VAR_SERIES:
    from the lookback rows before each day. STRESS_RATIO counts the latest row too: its ratio
    is that of the day after the history. Below 1 the window is no stress any more: review it. A day with a
    hole among those rows, or before it, is #N/A; a day whose current VaR is no loss has the ratio #NUM!.
    Without dates the days count from 1. A day without a figure by the method is #NUM! in both cells.

    Raises: NotEnoughData if no day has so many rows before it, or the history does not cover the window;
    ImpossibleNumber if no day has a figure by the method.
    Ref: EBA/GL/2012/2, monitoring of stressed VaR against VaR.

    >>> =RATIO_SERIES({-0.04;0.02;-0.02;0.04;-0.02;0.01;-0.01;0.02;0.01}, 100, , 75%, 1, "historical", 8)
    {"Day","Current VaR","Stressed to current";9,2,1}
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    book = Book.of(history, positions)
    stressed = wanted(book.during(window or default_window(history)))
    rows = [(row, [var, _over(stressed, var)]) for row, var in _day_by_day(book, lookback, wanted)]
    return _days_table(history, ["Current VaR", "Stressed to current"], rows)


def _day_by_day(book: Book, lookback: int | None, wanted: Measure) -> list[tuple[int, Cell]]:
    """Each row that has so many before it, and the measure of those.

    #N/A across a hole, #NUM! for rows without a figure by the method.
    """
    history = book.history
    lookback = history.frequency.year if lookback is None else lookback
    if len(history) <= lookback:
        raise errors.NO_DAY_AFTER_LOOKBACK(Place("lookback"), days=len(history), lookback=lookback)
    values = wanted.rolling(book, lookback).tolist()
    found: list[tuple[int, Cell]] = []
    for block in history.blocks:
        whole = block.start + lookback
        found += [
            (row, NOT_AVAILABLE)
            for row in range(max(block.start, lookback), min(whole, block.stop))
        ]
        found += [(row, figure(values[row])) for row in range(whole, block.stop)]
    return found


def _over(stressed: float, current: Cell) -> Cell:
    """The ratio, or the error of a current VaR that is no loss or no figure."""
    if not isinstance(current, float):
        return current
    try:
        return ratio(stressed, current)
    except errors.ImpossibleNumber as failure:
        return ErrorValue(failure.code)


def _days_table(history: History, names: list[str], rows: list[tuple[int, list[Cell]]]) -> Table:
    days = [[history.day(row), *cells] for row, cells in rows]
    return Table([history.date_label or "Day", *names], days)
