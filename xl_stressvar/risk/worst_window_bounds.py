"""Which windows of a P&L could be the worst, without measuring every window.

The historical figures (three quantile rules, ES) are weighted sums of a window's few largest losses,
no weight negative. So the largest losses of the whole history decide: a window's figure is known
exactly if it holds enough of them, and otherwise cannot exceed what it would be if the smallest of
them stood for all that are missing. Windows that hold the same of these losses need one look
together, and those whose bound stays below the highest known figure need none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..domain import Matrix, Vector

Starts = NDArray[np.intp]

NEAR = 1e-9  # relative; far above rounding, and what is near is measured once more, alone
_FIRST, _MOST, _STEP = 8, 512, 4  # losses looked at: at first for each weight, at most, times more
_AT_ONCE = 1 << 19  # comparisons at a time: half a megabyte


def candidates(pnl: Matrix, length: int, weights: Vector) -> list[Starts | None]:
    """For each row of (portfolios, days): the first rows of the windows that may be the worst.

    weights: of the largest losses of a window, the largest first. The starts ascend; of windows with
    the same largest losses only the earliest is there. None for a P&L in which too many windows are
    as bad as each other: every window must be measured.
    """
    out: list[Starts | None] = [None] * len(pnl)
    open_ = np.flatnonzero(np.isfinite(pnl).all(axis=1))
    losses = min(_FIRST * len(weights), pnl.shape[1])
    while len(open_) and losses <= _MOST:
        step = max(_AT_ONCE // (2 * losses * losses), 1)
        undecided = []
        for first in range(0, len(open_), step):
            rows = open_[first : first + step]
            some = pnl if len(rows) == len(pnl) else pnl[rows]  # which copies
            found = _candidates(some, length, weights, losses)
            for row, starts in zip(rows.tolist(), found, strict=True):
                out[row] = starts
                if starts is None:
                    undecided.append(row)
        if losses == pnl.shape[1]:
            break
        open_ = np.array(undecided, dtype=np.intp)
        losses = min(_STEP * losses, pnl.shape[1])
    return out


class Bounds(NamedTuple):
    """What the largest losses say of every window, for each of several P&Ls (portfolios, windows).

    Windows from one start to before the next hold the same of these losses. used: (portfolios,
    windows, losses), those that count. known: whether the bound is the figure itself.
    """

    starts: NDArray[np.int32]
    used: NDArray[np.bool_]
    bound: Matrix
    known: NDArray[np.bool_]

    def near(self, portfolio: int, first: int, last: int) -> Starts | None:
        """The starts from first to last of the windows that may be the worst; None if undecided."""
        starts = self.starts[portfolio]
        at = slice(int(np.searchsorted(starts, first, "right")) - 1,
                   int(np.searchsorted(starts, last, "right")))  # fmt: skip
        bound, known = self.bound[portfolio, at], self.known[portfolio, at]
        highest = np.where(known, bound, -np.inf).max()
        near = bound >= highest - NEAR * np.abs(bound).max()
        if highest == -np.inf or not known[near].all():
            return None
        contents: dict[bytes, int] = {}
        for start, used in zip(
            starts[at][near].tolist(), self.used[portfolio, at][near], strict=True
        ):
            contents.setdefault(used.tobytes(), max(start, first))
        return np.array(list(contents.values()), dtype=np.intp)


def _candidates(pnl: Matrix, length: int, weights: Vector, count: int) -> Iterator[Starts | None]:
    """As `candidates`, from so many of the largest losses; None where they do not decide."""
    found = bounds(pnl, length, weights, count)
    for i in range(len(pnl)):
        yield found.near(i, 0, pnl.shape[1] - length)


def bounds(pnl: Matrix, length: int, weights: Vector, count: int) -> Bounds:
    """What so many of the largest losses say of every window of each row of (portfolios, days)."""
    days = pnl.shape[1]
    if count < days:
        worst = np.argpartition(pnl, count - 1, axis=1)[:, :count]
    else:
        worst = np.broadcast_to(np.arange(days), pnl.shape)
    losses = -np.take_along_axis(pnl, worst, axis=1)
    order = np.argsort(-losses, axis=1)
    losses = np.take_along_axis(losses, order, axis=1)
    day = np.take_along_axis(worst, order, axis=1).astype(np.int32)
    # the windows of these losses change where one comes in and where one drops out
    starts = np.concatenate([np.zeros_like(day[:, :1]), day + 1, day + (1 - length)], axis=1)
    starts = np.sort(np.clip(starts, 0, days - length), axis=1)

    after = day[:, None, :] - starts[:, :, None]  # (portfolios, windows, losses)
    inside = (after >= 0) & (after < length)
    rank = np.cumsum(inside, axis=2, dtype=np.int16)
    used = inside & (rank <= len(weights))
    of_rank = np.concatenate([[0.0], weights, [0.0]])
    held = np.minimum(rank[:, :, -1], len(weights))
    weight = of_rank[np.minimum(rank, len(weights) + 1)] * inside
    missing = weights.sum() - np.concatenate([[0.0], np.cumsum(weights)])[held]
    known = held == len(weights)
    bound = np.einsum("pwl,pl->pw", weight, losses)
    bound += np.where(known, 0.0, missing * losses[:, -1:])
    return Bounds(starts, used, bound, known)
