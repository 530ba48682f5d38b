"""Before and after: is the history sound, and is the window still the right one."""

import calendar
import datetime as dt
from typing import Annotated

from .. import errors
from ..arguments.raw import Raw, RawTable
from ..arguments.scalars import Number
from ..cells.algebra import Cell
from ..cells.results import NONE, Report, Returns, Table, or_none
from ..crises.windows import CRISES, GFC
from ..domain import dates
from ..risk.data_quality import DATE_COLUMN, findings
from .parameters import AsOf, Window

_FINDING_COLUMNS = (
    ("Row", "count"),
    ("Column", "text"),
    ("Finding", "text"),
    ("What to do", "text"),
    ("Date", "date"),
)

_MOST_FINDINGS = 1_000_000  # a sheet has 1,048,576 rows


def history_check(
    history: Annotated[
        Raw,
        RawTable(
            "Daily returns as you have them: gaps and dates in disorder are found, not refused."
        ),
    ],
) -> Annotated[Table, Returns("A row a finding, the worst first.", columns=_FINDING_COLUMNS)]:
    """What looks wrong in a history, the worst first, and what to do about it, before a VaR is built on it.

    Findings, worst first: prices (every number of a column above 1, or above 0.005 in 20 rows or more); units (half
    of the moves of one column among several above 10%, in 20 rows or more: percent, basis points or
    money); doubled date, unsorted date; frequency (rows that are not daily: seven-day, weekly, monthly, or
    none of these); rows lost (those that ALIGN_HISTORY drops, at the column to which most
    are due); outlier (beyond 10 x 1.4826 x MAD from the median of the days that moved); weekly rows (8 weeks
    running of them among daily ones); gap, a hole that no figure crosses (more than 12 days without a
    row; of weekly rows 21, of monthly ones 70); stale (5 equal zero returns running, or more); blank (a
    run of blanks). Of one kind the largest comes first. Rows count from the top of the selection, in its own order, its
    header included; behind a handle from the oldest. One row that says ok if nothing was found; behind a
    million findings one that says how many more there are.

    Ref: Rousseeuw & Croux (1993) for the MAD.

    >>> =INDEX(HISTORY_CHECK({0.01;0;0;0;0;0;-0.01}), 2, 3)
    stale
    """
    found = findings(history.numbers, history.days)
    rows: list[list[Cell]] = [
        [
            f.row + history.first_row + 1,
            history.date_label if f.column == DATE_COLUMN else history.name(f.column),
            f.kind,
            f.advice,
            _date(history, f.row),
        ]
        for f in found[:_MOST_FINDINGS]
    ]
    if len(found) > len(rows):
        more = f"{len(found) - len(rows):,} more than fit here: mend these first."
        rows.append([NONE, NONE, "more", more, NONE])
    if not rows:
        rows = [[NONE, NONE, "ok", "Nothing to mend.", NONE]]
    return Table([name for name, _ in _FINDING_COLUMNS], rows)


def _date(history: Raw, row: int) -> Cell:
    """The date of a row, if it has one."""
    day = 0 if history.days is None else int(history.days[row])
    return dates.Serial(day) if day else NONE


def window_review(
    window: Window = GFC,
    as_of: AsOf | None = None,
    max_age_years: Annotated[
        float, Number("After how many years a window is due for review.", "years", positive=True)
    ] = 5,
) -> Annotated[
    Report,
    Returns(
        "Age, review date, verdict, newer crises.",
        lines=(
            ("Start", "date"),
            ("End", "date"),
            ("Age in years", "years"),
            ("Review due", "date"),
        ),
    ),
]:
    """Whether a stress window is due for review: its age, the due date, and crises since.

    Age counts from the end of the window, in years of 365.25 days (n/a if as_of lies before it); the
    review is due so many calendar years after the end. Due: on that day or later, or when a newer crisis has
    begun and ended since. Those that count are GFC, COVID, LTCM and BLACK_MONDAY, which STRESSED_VAR_TABLE
    compares by default.

    Ref: CRR Art. 365: the choice of the period is reviewed at least yearly.

    >>> =INDEX(WINDOW_REVIEW("GFC", "2026-06-30"), 6, 2)
    review due
    """
    today = dates.as_of_or_today(as_of)
    due = years_after(window.end, max_age_years)
    newer = [
        crisis.code
        for crisis in CRISES
        if crisis.compared and crisis.window.start > window.end and crisis.window.end <= today
    ]
    old = today >= due
    age = dates.age(window.end, today)
    young = "it ends after as_of" if age is None else "young enough, and no newer crisis"
    reasons = [f"{max_age_years:g} years old or more"] * old + ["a newer crisis"] * bool(newer)
    return Report(
        [
            ("Window", str(window)),
            ("Start", window.start),
            ("End", window.end),
            ("Age in years", or_none(age)),
            ("Review due", due),
            ("Verdict", "review due" if reasons else "in date"),
            ("Why", " and ".join(reasons) or young),
            ("Newer crises", ", ".join(newer) or "none"),
        ]
    )


def years_after(day: int, years: float) -> dates.Serial:
    """The same day of the calendar so many whole years on, and the rest of a year in days."""
    start = dates.date(day)
    whole = int(years)
    year = start.year + whole
    if year >= dt.MAXYEAR:
        most = max(dt.MAXYEAR - 1 - start.year, 0)
        raise errors.TOO_LARGE(errors.Place("max_age_years"), value=years, most=most)
    last = calendar.monthrange(year, start.month)[1]
    anniversary = dates.serial(start.replace(year=year, day=min(start.day, last)))
    return dates.Serial(anniversary + round((years - whole) * dates.DAYS_A_YEAR))
