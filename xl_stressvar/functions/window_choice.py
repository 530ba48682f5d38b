"""What a supervisor asks of the choice of a stress window."""

from collections.abc import Callable
from typing import Annotated

from .. import domain, errors
from ..cells.algebra import Cell
from ..cells.results import NONE, Report, Returns, or_none
from ..domain import Book
from ..domain.dates import age, as_of_or_today
from ..risk import audit, stressed, window_choice
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from .data_quality import years_after
from .parameters import C99, AsOf, Confidence, History, HorizonDays, Method, Positions, Window

REVIEW_YEARS = 5.0
_TWELVE_MONTHS = {True: "yes", False: "no", None: "unknown: no dates"}


def window_report(
    history: History,
    positions: Positions,
    window: Window | None = None,
    as_of: AsOf | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
) -> Annotated[
    Report,
    Returns(
        "The window, its rank, the worst one, what it lacks, its age.",
        lines=(
            ("First day", "date"),
            ("Last day", "date"),
            ("Days", "count"),
            ("Stressed VaR", "money"),
            ("Rank", "count"),
            ("Windows ranked", "count"),
            ("Worst window, first day", "date"),
            ("Worst window, last day", "date"),
            ("Worst window, VaR", "money"),
            ("Below the worst by", "percent"),
            ("Current VaR", "money"),
            ("Stressed to current", "ratio"),
            ("Age in years", "years"),
            ("Review due", "date"),
        ),
    ),
]:
    """What a supervisor asks of a stress window: is it the worst, is it a year, is its data your own.

    Rank: among all windows of as many rows in the history, 1 the highest VaR; for student t and monte carlo
    by normal, for volatility scaled and garch by filtered. Below the worst by: 1 − VaR ÷ that of the worst window. Current VaR is on the latest year of rows;
    a stressed VaR below it calls for a review. An asset that does not move in the window has no data of its
    own there. Age counts from the end of the window in years of 365.25 days, review is due 5 years after it.
    A line that cannot be had says why.

    Raises: NotEnoughData if the history does not cover the window.
    Ref: CRR Art. 365; EBA/GL/2012/2; BCBS 158 (2011), the choice of the stress window.

    >>> =INDEX(WINDOW_REPORT({-0.02;0.01;-0.01;0.02}, 100, , "2026-06-30", 75%), 6, 2)
    1
    """
    today = as_of_or_today(as_of)
    measure = Measure(Tail.VAR, method, confidence, horizon_days)
    whole = Book.of(history, positions)
    asked = window or stressed.default_window(history)
    book = whole.during(asked)
    var = measure(book)
    chosen = asked or history.window_of(book.rows)
    return Report(
        [
            ("Window", "every row" if chosen is None else str(chosen)),
            ("First day", book.day(0)),
            ("Last day", book.day(book.days - 1)),
            ("Days", book.days),
            ("Stressed VaR", var),
            *_ranked(book, measure, var),
            *_current(whole, measure, var),
            ("Twelve months", _TWELVE_MONTHS[audit.twelve_months(chosen)]),
            ("Assets without own data", ", ".join(window_choice.without_data(book)) or "none"),
            *_aged(chosen, today),
        ]
    )


def _ranked(book: Book, measure: Measure, var: float) -> list[tuple[str, Cell]]:
    labels = ("Rank", "Windows ranked", "Worst window, first day", "Worst window, last day",
              "Worst window, VaR", "Below the worst by")  # fmt: skip

    def cells() -> list[Cell]:
        found = window_choice.rank(book, measure)
        worst = measure(found.worst)
        below = NONE if worst <= 0 else 1 - var / worst
        ends = [found.worst.day(0), found.worst.day(found.worst.days - 1)]
        return [found.place, found.of, *ends, worst, below]

    return _lines(labels, cells)


def _current(whole: Book, measure: Measure, var: float) -> list[tuple[str, Cell]]:
    labels = ("Current VaR", "Stressed to current", "Warning")

    def cells() -> list[Cell]:
        least, latest = whole.history.frequency.year, whole.history.blocks[-1]
        if (days := latest.stop - latest.start) < least:
            raise errors.TOO_FEW_DAYS(None, days=days, what="a current VaR", least=least)
        current = measure(whole.latest(None))
        ratio = stressed.ratio(var, current)
        below = "stressed VaR is below current VaR: review the window"
        return [current, ratio, below if ratio < 1 else "none"]

    return _lines(labels, cells)


def _lines(labels: tuple[str, ...], cells: Callable[[], list[Cell]]) -> list[tuple[str, Cell]]:
    """Labels with their cells; what cannot be had says why in the first, and n/a in the others."""
    try:
        return list(zip(labels, cells(), strict=True))
    except errors.StressVarError as failure:
        missing: list[Cell] = [failure.sentence(), *[NONE] * (len(labels) - 1)]
        return list(zip(labels, missing, strict=True))


def _aged(window: domain.Window | None, today: int) -> list[tuple[str, Cell]]:
    if window is None:
        return [("Age in years", NONE), ("Review due", NONE), ("Verdict", "unknown: no dates")]
    due = years_after(window.end, REVIEW_YEARS)
    verdict = "review due" if today >= due else "in date"
    return [
        ("Age in years", or_none(age(window.end, today))),
        ("Review due", due),
        ("Verdict", verdict),
    ]
