"""P&L read from a grid of moves: what a front office's revaluation gives when its models do not come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import errors
from ...domain import History, Matrix, Vector, equality
from ...domain.portfolio import ByParts
from ...errors import Place

SPLINE, LINEAR = "spline", "linear"
LEAST_MOVES = {SPLINE: 4, LINEAR: 2}


@dataclass(frozen=True, eq=False)
class Grid(ByParts):
    """P&L at moves of one factor, an instrument a row; or of two factors, of one book.

    moves: (m,) decimals, strictly ascending. pnl: (instruments, m); with second: (m, k).
    second: (k,) moves of the second factor, or None. names: one an instrument, or None.
    """

    moves: Vector
    pnl: Matrix
    second: Vector | None = None
    names: tuple[str, ...] | None = None
    interpolation: str = SPLINE
    argument: str = "grid"

    @property
    def factors(self) -> int:
        """How many columns a history must have."""
        return 1 if self.second is None else 2

    def part_names(self, history: History) -> tuple[str, ...]:
        """(parts,) the names of the grid, or numbers in words."""
        if self.second is not None:
            return ("P&L",)
        return self.names or tuple(f"column {j + 1}" for j in range(len(self.pnl)))

    def parts_on(self, history: History) -> Matrix:
        """(instruments, days) the P&L at each row's move; (1, days) of two factors.

        Raises BadInput for a history of other than one column a factor; NotEnoughData, naming day
        and move, for one beyond the grid.
        """
        if history.assets != self.factors:
            raise errors.GRID_FACTORS(
                Place(self.argument), factors=self.factors, assets=history.assets
            )
        down = self._weights(history, 0, self.moves)
        if self.second is None:
            return np.asarray(self.pnl @ down.T)
        across = self._weights(history, 1, self.second)
        return np.asarray(np.einsum("ij,ij->i", down @ self.pnl, across)[None, :])

    def _weights(self, history: History, column: int, moves: Vector) -> Matrix:
        """(days, moves) how much of the P&L at each move counts on each day.

        Both interpolations are linear in the P&L; so one matrix serves every instrument, and the
        product of two the surface of two factors.
        """
        if len(moves) < (least := LEAST_MOVES[self.interpolation]):
            raise errors.GRID_TOO_SMALL(
                Place(self.argument),
                moves=len(moves),
                interpolation=self.interpolation,
                least=least,
            )
        asked = np.clip(history.values[:, column], moves[0], moves[-1])
        for day in np.flatnonzero(asked != history.values[:, column]).tolist():
            move = float(history.values[day, column])
            if not equality.equal(move, float(asked[day])):
                raise errors.BEYOND_GRID(
                    history.place(day, column),
                    day=history.day_name(day),
                    name=history.name(column),
                    move=move,
                    least=float(moves[0]),
                    most=float(moves[-1]),
                )
        unit = np.eye(len(moves))
        if self.interpolation == SPLINE:
            from scipy.interpolate import CubicSpline  # slow to load, and few calls need it

            return np.asarray(CubicSpline(moves, unit, bc_type="not-a-knot")(asked))
        return np.column_stack([np.interp(asked, moves, each) for each in unit])
