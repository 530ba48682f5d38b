"""A calculation in a child process; its end before the time becomes a sentence that names the cell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from .. import errors
from ..errors import StressVarError
from .child import BrokenDown, Bug, Child, Limits, OutOfMemory, OutOfTime, Report

_ENDS = (OutOfMemory, OutOfTime, BrokenDown)
# seconds for each look for the cell: a part of the time allowed, within bounds
_SHARE, _LEAST, _MOST = 0.25, 10.0, 30.0
Bar = AbstractContextManager[Report | None]


def run(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    limits: Limits,
    subject: Callable[[str, int], str | None],
    book: Path | None = None,
    bar: Callable[[], Bar] = nullcontext,
) -> Any:
    """What `work(*arguments, report)` returns.

    `subject`: what to blame for an end at a stage, if not a formula of the book.

    Raises: StressVarError, of the work, or for its end; Bug.
    """
    with Child(work, arguments, limits) as child:
        try:
            with bar() as report:  # which may start a thread
                return child.result(report)
        except _ENDS as problem:
            end = problem
            stage, number, _ = child.last or ("", 0, 0)
    blamed = subject(stage, number)
    if blamed is None and book is not None:
        blamed = book.name
        if stage == "calculating" and (cell := _culprit(book, limits)):
            if isinstance(end, OutOfTime):
                raise errors.STOOD_AT(cell=cell, file=book.name, limit=limits.shown_seconds)
            blamed = cell
    raise _sentence(end, blamed or "The calculation", limits)


def _sentence(end: Exception, subject: str, limits: Limits) -> StressVarError:
    if isinstance(end, OutOfMemory):
        return errors.NEEDS_MEMORY(subject=subject, limit=limits.shown_memory)
    if isinstance(end, OutOfTime):
        return errors.TAKES_LONGER(subject=subject, limit=limits.shown_seconds)
    return errors.BROKE_DOWN(subject=subject)


def _culprit(book: Path, limits: Limits) -> str | None:
    """The cell whose formula ends the calculation: in groups, then in the group where it ended."""
    short = Limits(limits.memory, min(max(_SHARE * limits.seconds, _LEAST), _MOST))
    first, last, cell = 0, None, None
    while last is None or last - first > 1:
        with Child(_probed, (book, first, last), short) as child:
            try:
                child.result()
                return cell
            except _ENDS:
                if child.last is None:
                    return cell
                cell, first, last = child.last
            except (StressVarError, Bug):
                return cell
    return cell


def _probed(book: Path, first: int, last: int | None, report: Report) -> None:
    from ..hosts.headless.probe import probe

    probe(book, first, last, report)
