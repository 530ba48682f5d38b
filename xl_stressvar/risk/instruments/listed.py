"""A table of instruments: where each stood, and which column of a history moves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import History, matched
from ...errors import Place

_BLOCK = 1 << 16  # numbers at a time: what is worked on stays in the processor's cache


@dataclass(frozen=True)
class TablePlaces:
    """Where the cells of a table stood: the row of each instrument, and each column by name."""

    argument: str
    rows: tuple[int, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)

    def place(self, i: int, name: str, column: str) -> Place:
        """The cell of an instrument, for a message."""
        row = self.rows[i] if self.rows else None
        return Place(self.argument, row, self.columns.get(column), f"{name}, {column}")


def factor_columns(
    history: History, factors: Sequence[str], names: Sequence[str], places: TablePlaces, label: str
) -> NDArray[np.intp]:
    """(instruments,) the history's column that moves each instrument.

    factors: the name of each one's column; label: what the table calls it. Raises BadInput for a
    history without names, and by name for one that it does not have.
    """
    if history.names is None:
        raise errors.UNDERLYING_UNNAMED(Place(places.argument))
    out = np.empty(len(factors), dtype=np.intp)
    for i, factor in enumerate(factors):
        column = history.named_columns.get(matched(factor))
        if column is None:
            known = ", ".join(history.names)
            place = places.place(i, names[i], label)
            raise errors.NO_UNDERLYING(place, name=factor, names=known)
        out[i] = column
    return out


def blocks(instruments: int, days: int) -> Iterator[slice]:
    """The instruments in blocks of a size to be worked on at once."""
    step = max(1, _BLOCK // max(days, 1))
    for start in range(0, instruments, step):
        yield slice(start, min(start + step, instruments))
