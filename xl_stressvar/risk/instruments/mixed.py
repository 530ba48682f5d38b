"""Amounts of columns of a history and instruments on them, as one portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...domain import History, LinearPortfolio, Matrix, Vector
from ...domain.portfolio import ByParts
from .listed import Listed

_AT_ONCE = 1 << 22  # numbers of instruments' P&L held at a time: 32 MB

Moved = tuple[NDArray[np.intp], Matrix]


@dataclass(frozen=True, eq=False)
class Mixed(ByParts):
    """A linear portfolio with instruments; a part is all that one column of the history moves.

    So it has no more parts than the history has columns, however many instruments there are. Their
    columns are not looked at: `Listed.require_moves` does that once for all portfolios.
    """

    linear: LinearPortfolio
    instruments: Sequence[Listed]
    _known: list[tuple[History, Moved]] = field(default_factory=list, init=False, repr=False)

    def pnl_on(self, history: History) -> Vector:
        """(days,) the amounts' P&L and the instruments'; raises what `Listed.valued` raises."""
        return np.asarray(self.linear.pnl_on(history) + self._moved(history)[1].sum(axis=0))

    def columns_on(self, history: History) -> NDArray[np.intp]:
        """(parts,) the column of the history that is each part's, ascending."""
        return np.union1d(np.flatnonzero(self.linear.weights), self._moved(history)[0])

    def part_names(self, history: History) -> tuple[str, ...]:
        """(parts,) the names of the columns."""
        return tuple(history.name(j) for j in self.columns_on(history).tolist())

    def parts_on(self, history: History) -> Matrix:
        """(parts, days) P&L of what each column moves; raises what `Listed.valued` raises."""
        columns, (moved, pnl) = self.columns_on(history), self._moved(history)
        out = history.values.T[columns] * self.linear.weights[columns, None]
        out[np.searchsorted(columns, moved)] += pnl
        return np.asarray(out)

    def _moved(self, history: History) -> Moved:
        """(k,) the columns that move an instrument, ascending, and (k, days) the P&L of these.

        Of the history that was asked for last it is kept: P&L and parts are both made of it.
        """
        if not self._known or self._known[0][0] is not history:
            self._known[:] = [(history, moved(self.instruments, history))]
        return self._known[0][1]


def moved(instruments: Sequence[Listed], history: History) -> Moved:
    """The columns of a history that move some instrument, ascending, and the P&L of these, (k, days)."""
    by_kind = [each.columns_on(history) for each in instruments]
    columns = np.unique(np.concatenate(by_kind))
    out = np.zeros((len(columns), len(history)))
    step = max(1, _AT_ONCE // max(len(history), 1))
    for each, of in zip(instruments, by_kind, strict=True):
        rows = np.searchsorted(columns, of)
        for first in range(0, len(rows), step):
            some = np.arange(first, min(first + step, len(rows)))
            for row, pnl in zip(rows[some].tolist(), each.some(some).valued(history), strict=True):
                out[row] += pnl
    return columns, out
