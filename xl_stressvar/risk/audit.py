"""What a reviewer needs to redo a stressed figure: the rule, the tail days, the data's fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..domain import Book, History, Window, Worst, dates
from .measure import Measure
from .stressed import default_window, stressed_book

#: Calendar days that pass as twelve months: 250 trading days span 360 to 370 of them.
_TWELVE_MONTHS = range(355, 376)


def fingerprint(history: History) -> str:
    """SHA-256, in hex, of the history as numbers, whatever the order and format in the sheet.

    The bytes, one after the other: the values as little-endian float64, row by row, oldest first
    (-0 as 0); the dates as little-endian float64 serials of the 1900 system, oldest first, if there
    are any; the names, joined by a line feed, in UTF-8, if there are any.
    """
    digest = hashlib.sha256()
    digest.update((history.values + 0.0).astype("<f8").tobytes(order="C"))
    if history.dates is not None:
        digest.update(history.dates.astype("<f8").tobytes())
    if history.names is not None:
        digest.update("\n".join(history.names).encode())
    return digest.hexdigest()


def rounded_fingerprint(history: History) -> str:
    """SHA-256, in hex, of the history to 12 digits: the same after a program has saved it with 15.

    The text, in UTF-8, line by line: a row of values, each as 1.23456789012e-02 with a comma between,
    oldest first; the dates as 2008-09-15, oldest first, if there are any; the names, if there are any.
    A value is rounded to 15 digits before it is to 12: rounded at once, one that lies 15 digits from a
    half would depend on whether it was saved.
    """
    lines = [",".join(map(_to_12_digits, row)) for row in history.values.tolist()]
    lines += map(dates.iso, [] if history.dates is None else history.dates.tolist())
    lines += history.names or ()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _to_12_digits(value: float) -> str:
    return f"{float(f'{value:.15g}') + 0.0:.11e}"


@dataclass(frozen=True, slots=True)
class TailDay:
    """A day of the tail: what to call it, and its P&L."""

    label: str
    pnl: float


def twelve_months(window: Window | None) -> bool | None:
    """Whether a window is twelve months long, as the stressed VaR rules ask; None if undated."""
    return None if window is None else window.end - window.start + 1 in _TWELVE_MONTHS


@dataclass(frozen=True, eq=False)
class Audit:
    """A stressed measure, and what it takes to redo it.

    compared: each of several windows with its measure. tail: the ceil(n(1-c)) worst days; read: the
    days that the rule reads, none if it reads them all. zeros: exact zeros in the window's returns, by
    column of the history. positions: how much of each part is held.
    """

    value: float
    book: Book
    window: Window | None
    compared: tuple[tuple[Window, float], ...]
    rule: str
    tail: tuple[TailDay, ...]
    read: tuple[TailDay, ...]
    zeros: tuple[tuple[str, int], ...]
    positions: tuple[tuple[str, float], ...]

    @property
    def twelve_months(self) -> bool | None:
        """Whether the window is twelve months long; None if undated."""
        return twelve_months(self.window)


def of_stressed(whole: Book, windows: Sequence[Window] | Worst | None, measure: Measure) -> Audit:
    """The stressed measure of a book and what it takes to redo it. Raises as `stressed_book`."""
    value, book = stressed_book(whole, windows, measure)
    method, confidence = measure.method, measure.confidence
    order = np.argsort(book.pnl, kind="stable")[: confidence.rank(book.days)].tolist()
    zeros = np.count_nonzero(book.sample.values == 0, axis=0).tolist()
    several = () if windows is None or isinstance(windows, Worst) or len(windows) < 2 else windows
    return Audit(
        value=value,
        book=book,
        window=_window(book, windows),
        compared=tuple((window, measure(whole.during(window))) for window in several),
        rule=method.rule(book.days, confidence),
        tail=_days(book, order),
        read=_days(book, method.days_read(book, confidence)),
        zeros=tuple(zip(book.history.labels(), zeros, strict=True)),
        positions=tuple(zip(book.unit_pnl.labels(), book.positions.tolist(), strict=True)),
    )


def _window(book: Book, windows: Sequence[Window] | Worst | None) -> Window | None:
    """The window asked for that the book is over; for WORST, and without dates, the days it has."""
    if windows is None:
        return default_window(book.history) or book.history.window_of(book.rows)
    if isinstance(windows, Worst):
        return book.history.window_of(book.rows)
    return next(window for window in windows if book.history.rows(window) == book.rows)


def _days(book: Book, rows: Sequence[int]) -> tuple[TailDay, ...]:
    """Some rows of a book with what they are called."""
    name, first = book.history.day_name, book.rows.start
    return tuple(TailDay(name(first + i), float(book.pnl[i])) for i in rows)
