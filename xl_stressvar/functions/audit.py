"""Audit and help: what a reviewer needs to redo a number, why a cell failed, which version answers."""

from collections.abc import Iterable
from typing import Annotated

from .. import __version__, errors
from ..arguments.scalars import Anything
from ..arguments.windows import WindowChoice
from ..cells.results import Report, Returns
from ..crises import coverage
from ..domain import Book, Worst
from ..risk import audit
from ..risk.audit import Audit
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from .parameters import C99, Confidence, History, HorizonDays, Method, Positions, Windows

EVERY_ROW = "every row"  # of a history without dates
MOST_LISTED = 500
_TWELVE_MONTHS = {True: "yes", False: "no", None: "unknown: no dates"}


def stress_audit(
    history: History,
    positions: Positions,
    window: Windows | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
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
    header of the dates, joined by a line feed, in UTF-8. Nothing stands between the parts. The window
    fingerprint is that of its rows alone. The fingerprint to 12 digits is the same after a program
    has saved the numbers with 15 digits: SHA-256 of lines of text in UTF-8, a line feed between; a line a
    row, oldest first, its values as 1.23456789012e-02 (rounded to 15 digits, then to 12; -0 as 0) with a comma
    between; then a line a date, as 2008-09-15; then a line a name. Library data: the columns that are, in the window, the library's
    under their name: built in, or yours, from where and until when.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    Ref: BCBS 158 (2011); EBA/GL/2012/2 on the documentation of stressed VaR.

    >>> =INDEX(STRESS_AUDIT({-0.02;0.01;-0.01;0.02}, 100, , 75%), 2, 2)
    1.25
    """
    wanted = Measure(Tail.VAR, method, confidence, horizon_days)
    found = audit.of_stressed(Book.of(history, positions), window, wanted)
    book = found.book
    return Report(
        [
            ("Version", __version__),
            ("Stressed VaR", found.value),
            ("Method", method.name),
            ("Quantile rule", found.rule),
            ("Confidence", confidence.level),
            ("Horizon in days", horizon_days),
            ("Window", EVERY_ROW if found.window is None else str(found.window)),
            ("Windows compared", _compared(found, window)),
            ("First day", book.day(0)),
            ("Last day", book.day(book.days - 1)),
            ("Days", book.days),
            ("Twelve months", _TWELVE_MONTHS[found.twelve_months]),
            ("Tail days", len(found.tail)),
            ("Tail dates", _listed(day.label for day in found.tail)),
            ("Tail P&L", _listed(f"{day.pnl:.10g}" for day in found.tail)),
            ("Days read", _days_read(found)),
            ("Exact zeros", sum(count for _, count in found.zeros)),
            (
                "Exact zeros by asset",
                _listed(f"{name} {count}" for name, count in found.zeros if count) or "none",
            ),
            ("History rows", len(history)),
            ("History columns", history.assets),
            ("Fingerprint", audit.fingerprint(history)),
            *((f"Position: {name}", amount) for name, amount in found.positions),
            ("Window fingerprint", audit.fingerprint(book.sample)),
            ("Library data", _library_data(book) or "none"),
            ("Fingerprint to 12 digits", audit.rounded_fingerprint(history)),
        ]
    )


def _compared(found: Audit, windows: WindowChoice | None) -> str:
    """Each window with its stressed VaR, so that the choice of the highest can be followed."""
    if isinstance(windows, Worst):
        return "every 250 rows running of the history"
    if not found.compared:
        return "this one alone"
    return "; ".join(f"{window.code or window} {value:.10g}" for window, value in found.compared)


def _days_read(found: Audit) -> str:
    days = _listed(f"{day.label} ({day.pnl:.10g})" for day in found.read)
    return days or "every day of the window"


def _library_data(book: Book) -> str:
    """The columns that are the library's in the window, by where the library has them from."""
    sample = book.sample
    if sample.names is None or sample.dates is None:
        return ""
    found: dict[str, list[str]] = {}
    for name, column in zip(sample.names, sample.values.T, strict=True):
        if told := coverage.origin(name.strip().upper(), sample.dates, column):
            found.setdefault(told, []).append(name)
    return "; ".join(f"{', '.join(names)}: {told}" for told, names in found.items())


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
