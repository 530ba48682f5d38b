"""From cells to the function and back: the one place that catches errors.

Every host comes through `call`. It gives back an `Outcome`: the cells to show and, if they are an
error, the failure behind it, which knows its sentence and the cell it blames.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import errors
from ..arguments.argument import Argument
from ..arguments.history_cache import HISTORY_CACHE, is_handle
from ..catalogue import CATALOGUE, Catalogue, Entry, spelled
from ..cells.algebra import Cell, ErrorValue, Given, Omitted, error_in, is_grid, resolved
from ..cells.results import encode
from ..errors import Address, Place, StressVarError
from . import slips
from .binding import PLAIN, CallContext, bound

log = logging.getLogger("xl_stressvar")


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
        made = run(entry, bound(entry, values, host))
        if host.cell and is_handle(made):
            HISTORY_CACHE.show(made, host.cell)
        return Outcome(encode(made, host.date1904))
    except StressVarError as failure:
        return _failed(
            _error_first(entry, values)
            or slips.swapped(entry, values)
            or slips.parted(entry, values, host, failure)
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


def _explain(values: Sequence[Given], host: CallContext) -> str:
    if len(values) != 1 or isinstance(values[0], Omitted):
        raise errors.MISSING(Place("cell"), expected="a cell that shows an error")
    sentence = host.why(resolved(values[0])) if host.why else None
    if not sentence:
        raise errors.NO_EXPLANATION()
    return sentence
