"""Cells to arguments: what a host hands over, read by the kinds of a function's parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .. import errors
from ..arguments.argument import Argument
from ..catalogue import Entry, Parameter
from ..cells.algebra import OMITTED, CellBlock, Given, Omitted, Value
from ..errors import Place


@dataclass(frozen=True)
class CallContext:
    """What only a host knows: date systems, the cell that calls, and why a cell failed.

    date1904: whether the book of the calling cell counts from 1904; its results are written so.
    arguments1904: the same of each argument's own book; those beyond it count as the caller.
    cell: the calling cell, in any spelling that is the same each time; empty if it is not known.
    """

    date1904: bool = False
    arguments1904: Sequence[bool] = ()
    why: Callable[[Value], str | None] | None = None
    cell: str = ""

    def counts_from_1904(self, argument: int) -> bool:
        """Whether an argument (from 0) counts its days from 1904."""
        own = self.arguments1904
        return own[argument] if argument < len(own) else self.date1904


PLAIN = CallContext()


def bound(entry: Entry, values: Sequence[Given], host: CallContext) -> dict[str, Any]:
    """The arguments by name; the omitted ones are left to their defaults."""
    if len(values) > len(entry.parameters):
        raise errors.TOO_MANY(
            function=entry.name,
            most=len(entry.parameters),
            extra=len(values) - len(entry.parameters),
        )
    out = {}
    for i, parameter in enumerate(entry.parameters):
        value = values[i] if i < len(values) else OMITTED
        if isinstance(value, Omitted):
            if parameter.required:
                raise errors.MISSING(Place(parameter.name), expected=parameter.kind.expected)
            continue
        out[parameter.name] = read(parameter, value, host.counts_from_1904(i))
    return out


def read(parameter: Parameter, value: Given, date1904: bool = False) -> Any:
    """What a parameter's kind reads from cells; from a range that a host gives again, only once."""
    kind, argument = parameter.kind, Argument(parameter.name, value, date1904)
    if not kind.shared or not isinstance(argument.given, CellBlock):
        return kind.parse(argument)
    known, key = argument.given.parsed, (kind, argument.name, argument.date1904)
    found = known.get(key)
    if found is None:
        found = known[key] = kind.parse(argument)
    return found
