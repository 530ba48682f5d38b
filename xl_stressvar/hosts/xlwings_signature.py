"""What xlwings takes down of a function that answers for an entry of the catalogue."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ..catalogue import Entry, Parameter, spelled
from ..cells.algebra import OMITTED


def presented(function: Callable[..., Any], entry: Entry, *more: inspect.Parameter) -> None:
    """Give it the entry's name, text and arguments, then more of them.

    Before the first decoration, at which xlwings takes them down. Without annotations, for which it
    would look for converters: only those of `more`.
    """
    function.__name__ = function.__qualname__ = entry.name
    function.__doc__ = entry.summary
    function.__annotations__ = {p.name: p.annotation for p in more}
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*map(_parameter, entry.parameters), *more]
    )


def _parameter(p: Parameter) -> inspect.Parameter:
    return inspect.Parameter(
        spelled(p.name),
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if p.required else OMITTED,
    )
