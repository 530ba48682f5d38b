"""What a reviewer needs to redo a stressed VaR: the data's fingerprint, the rule, the tail days."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..domain import Book, Confidence, History, Window
from .methods import tail
from .methods.tail import Quantile

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


@dataclass(frozen=True, slots=True)
class TailDay:
    """A day of the tail: what to call it, and its P&L."""

    label: str
    pnl: float


def worst_days(book: Book, count: int) -> list[TailDay]:
    """The worst days of the window, worst first, ties by date."""
    order = np.argsort(book.pnl, kind="stable")[:count].tolist()
    name, first = book.history.day_name, book.rows.start
    return [TailDay(name(first + i), float(book.pnl[i])) for i in order]


def days_read(book: Book, method: str, confidence: Confidence) -> list[TailDay]:
    """The days whose P&L a quantile rule reads, worst first; none for a rule that reads them all."""
    if method not in _READING or method == "filtered":  # whose order is that of rescaled P&L
        return []
    at, _ = _READING[method]
    below, part = at(book.days, confidence)
    return worst_days(book, below + 1 + (part > 0))[below:]


def twelve_months(window: Window | None) -> bool | None:
    """Whether a window is twelve months long, as the stressed VaR rules ask; None if undated."""
    return None if window is None else window.end - window.start + 1 in _TWELVE_MONTHS


def quantile_rule(method: str, days: int, confidence: Confidence) -> str:
    """How the method reads the tail, with this window's numbers."""
    if method not in _READING:
        return _RULES[method]
    at, rule = _READING[method]
    return rule.format(days=_between(at(days, confidence)))


def _between(at: Quantile) -> str:
    """The days at a quantile, with their weights."""
    below, part = at
    if not part:
        return f"the {_th(below + 1)} worst day"
    return f"{1 - part:.10g} x the {_th(below + 1)} worst day + {part:.10g} x the {_th(below + 2)}"


def _th(k: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    return (
        f"{k}{'th' if k % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(k % 10, 'th')}"
    )


#: The rules that read one day of the tail or two: which, and the rule in words.
_READING: dict[str, tuple[Callable[[int, Confidence], Quantile], str]] = {
    "historical": (tail.inc, "minus PERCENTILE.INC(P&L, 1-c): {days}"),
    "historical exc": (tail.exc, "minus PERCENTILE.EXC(P&L, 1-c): {days}"),
    "historical rank": (tail.rank, "minus the P&L of {days}, the ceil(n(1-c))-th"),
    "filtered": (tail.inc, "minus PERCENTILE.INC(P&L rescaled by volatility, 1-c): {days}"),
}
#: The others.
_RULES = {
    "normal": "z x sample deviation of P&L (ddof 1), mean left out",
    "student t": "t quantile x sample deviation x root((nu-2)/nu), nu by maximum likelihood",
    "cornish fisher": "minus sample deviation x Cornish-Fisher z at 1-c",
    "monte carlo": "minus PERCENTILE.INC of 2^17 scrambled Sobol normal draws, fixed scrambling",
    "ewma": "z x highest EWMA deviation of the window, lambda 0.94",
}
