"""Positions as given, and how they are matched to the columns of a history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import errors
from ..errors import Place
from .arrays import Matrix
from .history import History
from .names import matched


@dataclass(frozen=True, eq=False)
class Positions:
    """Signed money (or weights) as given: a vector, a matrix with one portfolio a row, or by name."""

    cells: Matrix  # the numbers, in the shape of the range
    names: tuple[str, ...] | None = None
    name_rows: tuple[int, ...] = ()  # where each name stood in the range
    argument: str = "positions"

    def match(self, history: History) -> Matrix:
        """The portfolios, (portfolios, assets), in the order of the history's columns."""
        if self.names is not None:
            return self._by_name(history)
        rows, columns = self.cells.shape
        assets = history.assets
        if min(rows, columns) == 1 and max(rows, columns) == assets:
            return self.cells.reshape(1, assets)
        if columns == assets:
            return self.cells
        raise errors.POSITIONS_SHAPE(
            Place(self.argument), rows=rows, columns=columns, assets=assets
        )

    def _by_name(self, history: History) -> Matrix:
        assert self.names is not None
        if history.names is None:
            raise errors.POSITIONS_UNNAMED(Place(self.argument), table=history.origin.argument)
        out = np.full(history.assets, np.nan)
        for i, name in enumerate(self.names):
            place = Place(self.argument, self.name_rows[i], 0)
            j = history.named_columns.get(matched(name))
            if j is None:
                raise errors.UNKNOWN_NAME(
                    place, name=name, table=history.origin.argument, names=", ".join(history.names)
                )
            if not np.isnan(out[j]):
                raise errors.NAME_TWICE(place, name=name)
            out[j] = self.cells[i, 0]
        unheld = np.flatnonzero(np.isnan(out))
        if len(unheld):
            raise errors.MISSING_NAME(Place(self.argument), name=history.names[int(unheld[0])])
        return out[None, :]
