"""Windows of a history against each other: the worst that share no day, and all along it."""

from typing import Annotated

from ..arguments.scalars import Number
from ..cells.algebra import Cell
from ..cells.results import NONE, Returns, Table, figure
from ..domain import Book
from ..risk import window_ranking as search
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from .parameters import C99, Confidence, History, HorizonDays, Method, Positions, WindowLength

_RANKING_COLUMNS = (
    ("Rank", "count"),
    ("Start", "date"),
    ("End", "date"),
    ("VaR", "money"),
    ("Share of the highest", "percent"),
)
_SERIES_COLUMNS = (("Start", "date"), ("End", "date"), ("VaR", "money"))


def window_ranking(
    history: History,
    positions: Positions,
    count: Annotated[
        int, Number("How many windows at most.", "windows", least=1, most=1000, whole=True)
    ] = 5,
    length: WindowLength | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> Annotated[Table, Returns("A row a window, the worst first.", columns=_RANKING_COLUMNS)]:
    """The worst windows of the history that share no day: first the highest stressed VaR, then the next.

    The first is that of WORST_WINDOW; each other is the highest of those that share no row with one above
    it, of equals the earliest. Fewer than count come back where no window is left. For student t and
    monte carlo windows are chosen by normal VaR, for volatility scaled and garch by filtered, so that
    their own VaRs need not descend. Share: VaR over that of the first, n/a if that is no loss. A window with
    a hole in it is no candidate; one that has no figure by the method stops the search.

    Raises: NotEnoughData for a history shorter than length, or if every window has a hole.
    Ref: EBA/GL/2012/2, the choice and review of the stress window; BCBS 158 (2011).

    >>> =WINDOW_RANKING({0.01;-0.02;0.01;0.01;-0.03;0.01}, 100, 5, 4, 75%, 1, "historical rank")
    {"Rank","Start","End","VaR","Share of the highest";1,2,5,3,1}
    """
    measure = Measure(Tail.VAR, method, confidence, horizon_days)
    windows = search.ranking(Book.of(history, positions), count, length, measure)
    values = [measure(window) for window in windows]
    rows: list[list[Cell]] = [
        [place, w.day(0), w.day(w.days - 1), var, var / values[0] if values[0] > 0 else NONE]
        for place, (w, var) in enumerate(zip(windows, values, strict=True), 1)
    ]
    return Table([name for name, _ in _RANKING_COLUMNS], rows)


def window_series(
    history: History,
    positions: Positions,
    length: WindowLength | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    every: Annotated[
        int, Number("Rows from one window to the next.", "rows", least=1, whole=True)
    ] = 5,
) -> Annotated[Table, Returns("A row a window, the oldest first.", columns=_SERIES_COLUMNS)]:
    """The stressed VaR of the windows along the history, one every so many rows.

    The first window starts at the first row, and at the first row after each hole; a window with a
    hole in it is left out. Chart the VaR against the end to see which crises stand out and which window
    is the highest. A window that has no figure by the method is #NUM! in its cell; STRESSED_VAR of that
    window says why.

    Raises: NotEnoughData for a history shorter than length, or if every window has a hole;
    ImpossibleNumber if no window has a figure by the method, and for more windows than the method can do in twenty seconds or so.
    Ref: EBA/GL/2012/2, the choice and review of the stress window; BCBS 158 (2011).

    >>> =WINDOW_SERIES({0.01;-0.02;0.01;0.01;-0.03;0.01}, 100, 4, 75%, 1, "historical rank", 2)
    {"Start","End","VaR";1,4,2;3,6,3}
    """
    measure = Measure(Tail.VAR, method, confidence, horizon_days)
    windows = search.series(Book.of(history, positions), length, every, measure)
    rows: list[list[Cell]] = [
        [history.day(w.rows.start), history.day(w.rows.stop - 1), figure(w.value)] for w in windows
    ]
    return Table([name for name, _ in _SERIES_COLUMNS], rows)
