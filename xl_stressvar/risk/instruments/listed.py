"""A table of instruments: what each makes, where it stood, and which column of a history moves it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ... import errors
from ...domain import History, Matrix, matched
from ...domain.portfolio import ByParts
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


@dataclass(frozen=True, eq=False)
class Listed(ByParts):
    """Instruments of one kind, each a part of its own, moved by a column of a history.

    names: texts, (instruments,), as is every other field but places, which says where they stood.
    """

    held: ClassVar[str]  # the field that says how much of each there is: P&L is a multiple of it
    movers: ClassVar[str]  # the field that names the column of a history that moves each
    mover: ClassVar[str]  # what the table calls that column

    names: tuple[str, ...]
    places: TablePlaces = field(default=TablePlaces(""), kw_only=True)

    def part_names(self, history: History) -> tuple[str, ...]:
        """(instruments,) the names of the table."""
        return self.names

    def parts_on(self, history: History) -> Matrix:
        """(instruments, days) P&L of each; what `require_moves` and `valued` raise."""
        self.require_moves(history)
        return self.valued(history)

    def columns_on(self, history: History) -> NDArray[np.intp]:
        """(instruments,) the history's column that moves each.

        Raises BadInput for a history without names, and by name for one that it does not have.
        """
        if history.names is None:
            raise errors.UNDERLYING_UNNAMED(Place(self.places.argument))
        factors = getattr(self, self.movers)
        out = np.empty(len(factors), dtype=np.intp)
        for i, factor in enumerate(factors):
            column = history.named_columns.get(matched(factor))
            if column is None:
                known = ", ".join(history.names)
                place = self.places.place(i, self.names[i], self.mover)
                raise errors.NO_UNDERLYING(place, name=factor, names=known)
            out[i] = column
        return out

    @abstractmethod
    def require_moves(self, history: History) -> None:
        """Raise BadInput for columns of a history that are no such moves as these need."""

    @abstractmethod
    def valued(self, history: History) -> Matrix:
        """(instruments, days) P&L of each on a history whose columns are such moves."""

    def some(self, at: NDArray[np.intp]) -> Self:
        """A few of them, by their places here."""
        every = ((f.name, getattr(self, f.name)) for f in fields(self))
        return replace(self, **{name: _some(value, at) for name, value in every})

    def netted(self) -> Self:
        """What makes the same P&L: those that differ in no more than name and size are one."""
        same = [f.name for f in fields(self) if f.name not in ("names", "places", self.held)]
        codes = [np.unique(getattr(self, name), return_inverse=True)[1] for name in same]
        _, first, which = np.unique(
            np.column_stack(codes), axis=0, return_index=True, return_inverse=True
        )
        sizes: dict[str, Any] = {self.held: np.bincount(which.ravel(), getattr(self, self.held))}
        return replace(self.some(first), **sizes)


def _some(value: Any, at: NDArray[np.intp]) -> Any:
    if isinstance(value, TablePlaces):
        rows = tuple(value.rows[i] for i in at.tolist()) if value.rows else ()
        return replace(value, rows=rows)
    return tuple(value[i] for i in at.tolist()) if isinstance(value, tuple) else value[at]


def blocks(instruments: int, days: int) -> Iterator[slice]:
    """The instruments in blocks of a size to be worked on at once."""
    step = max(1, _BLOCK // max(days, 1))
    for start in range(0, instruments, step):
        yield slice(start, min(start + step, instruments))
