"""Cells to arguments, to function, to cells: the one place that catches errors.

Every host comes through `call`. It gives back an `Outcome`: the cells to show and, if they are an
error, the failure behind it, which knows its sentence and the cell it blames.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import errors
from .arguments.argument import Argument
from .arguments.history_cache import HISTORY_CACHE, is_handle
from .catalogue import CATALOGUE, Catalogue, Entry, Parameter, spelled
from .cells.algebra import (
    OMITTED,
    Cell,
    CellBlock,
    ErrorValue,
    Given,
    Omitted,
    Value,
    error_in,
    is_grid,
    resolved,
)
from .cells.results import encode
from .errors import Address, Place, StressVarError

log = logging.getLogger("xl_stressvar")


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


@dataclass(frozen=True)
class Outcome:
    """The cells of a call: one cell, or a grid; and the failure, if the call failed."""

    value: Cell | list[list[Cell]]
    failure: StressVarError | None = None

    @property
    def grid(self) -> list[list[Cell]]:
        """The rows; one cell is a row of one."""
        return self.value if isinstance(self.value, list) else [[self.value]]

    def sentence(self, address: Address | None = None) -> str | None:
        return self.failure.sentence(address) if self.failure else None


def call(
    name: str, values: Sequence[Given], host: CallContext = PLAIN, catalogue: Catalogue = CATALOGUE
) -> Outcome:
    """Run a worksheet function on cells. Never raises for anything a user can type."""
    entry = catalogue[name]
    try:
        if name == "STRESSVAR_WHY":
            return Outcome(_explain(values, host))
        made = run(entry, _arguments(entry, values, host))
        if host.cell and is_handle(made):
            HISTORY_CACHE.show(made, host.cell)
        return Outcome(encode(made, host.date1904))
    except StressVarError as failure:
        return _failed(
            _error_first(entry, values)
            or _swapped(entry, values)
            or _parted(entry, values, host, failure)
            or failure
        )
    except (MemoryError, OverflowError):  # as Python says of 1e200 ** 2
        return _failed(_error_first(entry, values) or errors.OVERFLOW())
    except Exception as bug:  # a traceback in a cell helps nobody; the log keeps it
        if error := _error_first(entry, values):
            return _failed(error)
        log.exception("%s failed", name)
        return _failed(errors.BUG(function=name, what=type(bug).__name__))


def _failed(failure: StressVarError) -> Outcome:
    return Outcome(ErrorValue(failure.code), failure)


def _arguments(entry: Entry, values: Sequence[Given], host: CallContext) -> dict[str, Any]:
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


def run(entry: Entry, arguments: Mapping[str, Any]) -> Any:
    """What the function itself gives for parsed arguments by name."""
    with np.errstate(all="ignore"):  # what overflows is refused as a result, in words
        return entry.function(**{spelled(name): value for name, value in arguments.items()})


def _error_first(entry: Entry, values: Sequence[Given]) -> StressVarError | None:
    """An error cell in any argument outranks every other complaint: it comes back as itself."""
    for parameter, value in zip(entry.parameters, values, strict=False):
        cells = resolved(value)
        if parameter.kind.takes_errors and is_grid(cells):
            continue
        if parameter.kind.is_range and is_grid(cells):
            cells = Argument(parameter.name, cells).grid()
        if found := error_in(cells):
            cell, row, column = found
            return errors.ERROR_CELL(Place(parameter.name, row, column), error=cell.code)
    return None


def _swapped(entry: Entry, values: Sequence[Given]) -> StressVarError | None:
    """What to say if positions stand where the history belongs, and it where they belong."""
    if len(values) < 2 or [p.name for p in entry.parameters[:2]] != ["history", "positions"]:
        return None
    (of_history, of_positions), (given, beside) = entry.parameters[:2], values[:2]
    if _rows(beside) <= _rows(given) or (
        _reads(of_history, given) and _reads(of_positions, beside)
    ):
        return None
    fits = _reads(of_history, beside) and _reads(of_positions, given)
    return errors.SWAPPED() if fits else None


def _parted(
    entry: Entry, values: Sequence[Given], host: CallContext, failure: StressVarError
) -> StressVarError | None:
    """What to say if a decimal comma made two arguments of one: 0,012 came as 0 and 12.

    Only of two that look so, if the call failed at or behind them and can be read with the two as one.
    """
    names = [parameter.name for parameter in entry.parameters]
    place, too_many = failure.place, len(values) > len(names)
    if not too_many and (place is None or place.argument not in names):
        return None
    if failure.problem is errors.CONFIDENCE_HINT:  # 1% for 99% is the commoner slip
        return None
    last = len(values) if too_many or place is None else names.index(place.argument)
    for i in range(min(last + 1, len(values) - 1)):
        if i == last and resolved(values[i]) == 0:  # a 0 that itself is wrong
            break
        one = _with_comma(values[i], values[i + 1])
        together = [*values[:i], one, *values[i + 2 :]]
        if one is not None and _all_read(entry, together, host):
            blamed = place.argument if place else "the count of arguments"
            first, second = (_as_typed(value) for value in values[i : i + 2])
            found = errors.DECIMAL_COMMA(place, first=first, second=second, blamed=blamed)
            found.code = failure.code
            return found
    return None


def _with_comma(first: Given, second: Given) -> float | None:
    """0 and 12 as 0.12, 97 and 5% as 97.5%; None for two that are hardly one number.

    Percents from 50% on are confidences by themselves.
    """
    whole, part = resolved(first), resolved(second)
    if not isinstance(whole, float) or not isinstance(part, float):
        return None
    percent = 0 < part < 0.5 and math.isclose(100 * part, round(100 * part))
    digits = float(round(100 * part)) if percent else part
    if whole < 0 or digits < 1 or not whole.is_integer() or not digits.is_integer():
        return None
    if whole and not percent:  # two whole numbers are what many functions take
        return None
    return float(f"{whole:.0f}.{digits:.0f}") / (100 if percent else 1)


def _as_typed(value: Given) -> str:
    number = resolved(value)
    assert isinstance(number, float)
    return f"{100 * number:.10g}%" if 0 < number < 1 else f"{number:.10g}"


def _all_read(entry: Entry, values: Sequence[Given], host: CallContext) -> bool:
    try:
        _arguments(entry, values, host)
    except StressVarError:
        return False
    return True


def _rows(value: Given) -> int:
    cells = resolved(value)
    return len(cells) if is_grid(cells) else 1


def _reads(parameter: Parameter, value: Given) -> bool:
    try:
        read(parameter, value)
    except StressVarError:
        return False
    return True


def _explain(values: Sequence[Given], host: CallContext) -> str:
    if len(values) != 1 or isinstance(values[0], Omitted):
        raise errors.MISSING(Place("cell"), expected="a cell that shows an error")
    sentence = host.why(resolved(values[0])) if host.why else None
    if not sentence:
        raise errors.NO_EXPLANATION()
    return sentence
