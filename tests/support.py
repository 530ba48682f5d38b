"""What many tests need: calls on cells, and the GFC as cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings

from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.dispatch import CallContext, Outcome, call

__all__ = [
    "OMITTED", "ROOT", "SEARCHED", "CallContext", "ErrorValue", "call", "column", "dated", "examples", "failed",
    "gfc", "spanned", "value", "weekdays",
]  # fmt: skip

#: Methods that are fitted by a search: a case by these takes up to some hundred times one by another.
SEARCHED = frozenset(("evt", "garch", "student t"))
ROOT = Path(__file__).resolve().parents[1]  # of the repository


def examples(most: int) -> settings:
    """So many examples of a property; in the profile `quick` of conftest.py a tenth of them."""
    return settings(max_examples=max(5, most * settings().max_examples // 100), deadline=None)


def value(name: str, *arguments: Any, host: CallContext | None = None) -> Any:
    """The cells of a call that must succeed; a test knows what they are."""
    outcome = call(name, arguments, host or CallContext())
    assert outcome.failure is None, outcome.sentence()
    return outcome.value


def failed(name: str, *arguments: Any, host: CallContext | None = None) -> tuple[str, str]:
    """The error and the sentence of a call that must fail."""
    outcome: Outcome = call(name, arguments, host or CallContext())
    assert outcome.failure is not None, f"{name} gave {outcome.value!r}"
    assert isinstance(outcome.value, ErrorValue)
    sentence = outcome.sentence()
    assert sentence
    assert len(sentence) <= 255
    return str(outcome.value), sentence


@cache
def _gfc(factors: tuple[str, ...]) -> tuple[tuple[object, ...], ...]:
    return tuple(map(tuple, value("CRISIS_RETURNS", "GFC", [list(factors)])))  # type: ignore[arg-type]


def gfc(*factors: str) -> list[list[object]]:
    """Dates, header and returns of library factors in the GFC, as a fresh grid of cells."""
    return [list(row) for row in _gfc(factors or ("SPX", "UST10Y"))]


def weekdays(rows: int, first: int = 36528) -> list[float]:
    """The serials of so many weekdays running, from 2000-01-03 on unless another Monday is given."""
    return [float(first + 7 * (i // 5) + i % 5) for i in range(rows)]


def dated(rows: Sequence[Sequence[float]], first: int = 36528) -> list[list[object]]:
    """Rows of returns with a first column of weekdays."""
    days = weekdays(len(rows), first)
    return [[day, *row] for day, row in zip(days, rows, strict=True)]


def spanned(rows: int, first: int = 36528) -> list[list[object]]:
    """The window of exactly those rows: its first and its last day."""
    days = weekdays(rows, first)
    return [[days[0], days[-1]]]


def column(numbers: Sequence[float]) -> list[list[float]]:
    """Numbers as a one-column range."""
    return [[x] for x in numbers]
