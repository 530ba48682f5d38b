"""Audit and help: what a reviewer needs to redo a number, why a cell failed, which version answers."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np

from .. import __version__, errors
from ..arguments.scalars import Anything
from ..arguments.windows import WindowChoice
from ..cells.algebra import Cell
from ..cells.results import Report, Returns
from ..domain import Book, Window, Worst
from ..risk import audit, measure
from ..risk.measure import Measure, Tail
from ..risk.methods.registry import METHODS
from .parameters import C99, Confidence, History, HorizonDays, Method, Positions, Windows

EVERY_ROW = "every row"  # of a history without dates
MOST_LISTED = 500


def stress_audit(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = "historical",
) -> Annotated[
    Report,
    Returns(
        "The figure, its rule, window, tail days and data.",
        lines=(
            ("Stressed VaR", "money"),
            ("Confidence", "percent"),
            ("Horizon in days", "count"),
            ("First day", "date"),
            ("Last day", "date"),
            ("Days", "count"),
            ("Tail days", "count"),
            ("Exact zeros", "count"),
            ("History rows", "count"),
            ("History columns", "count"),
            ("Position: *", "money"),
        ),
    ),
]:
    """Everything a reviewer needs to redo a STRESSED_VAR: figure, rule, window, tail days, data.

    The same arguments as STRESSED_VAR; of several windows it reports the one that counts. P&L of a
    day is Σ position × return; tail days are the ⌈n(1−c)⌉ worst of them, days read the ones that the
    quantile rule takes. Twelve months: 355 to 375 calendar days. Zeros are exact zeros in the window,
    which stale prices leave.

    The fingerprint is the SHA-256 of the whole history: the values as little-endian float64, row by
    row, oldest first, -0 as 0; then the dates, if any, as little-endian float64 serials of the 1900
    system, oldest first; then the assets' names, if any, without blanks around them and without the
    header of the dates, joined by a line feed, in UTF-8. Nothing stands between the parts.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    Ref: BCBS 158 (2011); EBA/GL/2012/2 on the documentation of stressed VaR.

    >>> =INDEX(STRESS_AUDIT({-0.02;0.01;-0.01;0.02}, 100, , 75%), 2, 2)
    1.25
    """
    wanted = Measure(Tail.VAR, METHODS[method], confidence, horizon_days)
    whole = Book.of(history, positions)
    value, book = measure.stressed_book(whole, window, wanted)
    chosen = _window(book, window)
    tail = audit.worst_days(book, confidence.rank(book.days))
    return Report(
        [
            ("Version", __version__),
            ("Stressed VaR", value),
            ("Method", method),
            ("Quantile rule", audit.quantile_rule(method, book.days, confidence)),
            ("Confidence", confidence.level),
            ("Horizon in days", horizon_days),
            ("Window", EVERY_ROW if chosen is None else str(chosen)),
            ("Windows compared", _compared(whole, window, wanted)),
            ("First day", book.day(0)),
            ("Last day", book.day(book.days - 1)),
            ("Days", book.days),
            (
                "Twelve months",
                {True: "yes", False: "no", None: "unknown: no dates"}[audit.twelve_months(chosen)],
            ),
            ("Tail days", len(tail)),
            ("Tail dates", _listed(day.label for day in tail)),
            ("Tail P&L", _listed(f"{day.pnl:.10g}" for day in tail)),
            (
                "Days read",
                _listed(
                    f"{day.label} ({day.pnl:.10g})"
                    for day in audit.days_read(book, method, confidence)
                )
                or "every day of the window",
            ),
            *_zeros(book),
            ("History rows", len(history)),
            ("History columns", history.assets),
            ("Fingerprint", audit.fingerprint(history)),
            *(
                (f"Position: {name}", float(amount))
                for name, amount in zip(history.labels(), book.positions, strict=True)
            ),
        ]
    )


def _window(book: Book, windows: WindowChoice | None) -> Window | None:
    """The window asked for that the book is over; for WORST, and without dates, the days it has."""
    if windows is None:
        return measure.default_window(book.history) or book.history.window_of(book.rows)
    if isinstance(windows, tuple):
        return next(window for window in windows if book.history.rows(window) == book.rows)
    return book.history.window_of(book.rows)


def _compared(book: Book, windows: WindowChoice | None, wanted: Measure) -> str:
    """Each window with its stressed VaR, so that the choice of the highest can be followed."""
    if isinstance(windows, Worst):
        return "every 250 rows running of the history"
    if windows is None or len(windows) < 2:
        return "this one alone"
    return "; ".join(
        f"{window.code or window} {wanted(book.during(window)):.10g}" for window in windows
    )


def _zeros(book: Book) -> list[tuple[str, Cell]]:
    """Exact zeros in the window's returns, in all and by asset."""
    zeros = np.count_nonzero(book.sample.values == 0, axis=0).tolist()
    by_asset = zip(book.history.labels(), zeros, strict=True)
    return [
        ("Exact zeros", sum(zeros)),
        ("Exact zeros by asset", _listed(f"{name} {k}" for name, k in by_asset if k) or "none"),
    ]


def _listed(texts: Iterable[str]) -> str:
    """Texts in one cell, which holds 32,767 characters: the first ones, and how many more."""
    every = list(texts)
    if len(every) > MOST_LISTED:
        every = [*every[:MOST_LISTED], f"and {len(every) - MOST_LISTED} more"]
    return ", ".join(every)


def stressvar_why(
    cell: Annotated[
        object, Anything("A cell that shows an error (in LibreOffice its address as text).")
    ],
) -> Annotated[str, Returns("One sentence.", "text")]:
    """The sentence behind an error cell: what was seen, where, and what to type instead.

    Select a cell that shows an error of one of these functions. In LibreOffice type its address as
    text: =STRESSVAR_WHY("B7").
    """
    raise errors.NO_EXPLANATION()  # `call` asks the host, which alone knows the cell


def stressvar_version() -> Annotated[str, Returns("The version, as text.", "text")]:
    """The version of the functions that this sheet calls.

    >>> =LEN(STRESSVAR_VERSION())>0
    TRUE
    """
    return __version__
