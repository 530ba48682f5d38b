"""Which windows of a P&L could be the worst, without measuring every window.

The historical figures (three quantile rules, ES) are weighted sums of a window's few largest losses,
no weight negative. So the largest losses of the whole history decide: a window's figure is known
exactly if it holds enough of them, and otherwise cannot exceed what it would be if the smallest of
them stood for all that are missing. Windows that hold the same of these losses need one look
together, and those whose bound stays below the highest known figure need none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    for losses in numbers_of_losses(len(weights), pnl.shape[1]):
        if not len(open_):
            break
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
        open_ = np.array(undecided, dtype=np.intp)
    return out


def numbers_of_losses(weights: int, days: int, each: int = _FIRST) -> Iterator[int]:
    """How many of the largest losses to look at: few at first, then more where they do not decide.

    each: at first so many for each weight.
    """
    losses = min(each * weights, days)
    while losses <= _MOST:
        yield losses
        if losses == days:
            return
        losses = min(_STEP * losses, days)


class Span(NamedTuple):
    """Windows of one length that start at one row after the other, the last included."""

    first: int
    last: int

    def apart(self, start: int, length: int) -> list[Span]:
        """Those that share no row with the window of the same length that starts there."""
        parts = (
            Span(self.first, min(self.last, start - length)),
            Span(max(self.first, start + length), self.last),
        )
        return [part for part in parts if part.first <= part.last]


class Bounds(NamedTuple):
    """What the largest losses say of every window, for each of several P&Ls (portfolios, windows).

    Windows from one start to before the next hold the same of these losses. used: (portfolios,
    windows, losses), those that count. known: whether the bound is the figure itself.
    """

    starts: NDArray[np.int32]
    used: NDArray[np.bool_]
    bound: Matrix
    known: NDArray[np.bool_]

    def near(self, portfolio: int, spans: Sequence[Span]) -> Starts | None:
        """The starts among some spans of the windows that may be the worst; None if undecided.

        Of windows with the same largest losses only the earliest is there.
        """
        starts = self.starts[portfolio]
        firsts, lasts = np.transpose(spans)
        begin = np.searchsorted(starts, firsts, "right") - 1
        end = np.searchsorted(starts, lasts, "right")
        at = np.concatenate([np.arange(a, b) for a, b in zip(begin, end, strict=True)])
        bound, known = self.bound[portfolio, at], self.known[portfolio, at]
        highest = np.where(known, bound, -np.inf).max()
        near = bound >= highest - NEAR * np.abs(bound).max()
        if highest == -np.inf or not known[near].all():
            return None
        begins = np.maximum(starts[at], np.repeat(firsts, end - begin))[near]
        contents: dict[bytes, int] = {}
        for start, used in zip(begins.tolist(), self.used[portfolio, at[near]], strict=True):
            contents.setdefault(used.tobytes(), start)
        return np.array(list(contents.values()), dtype=np.intp)


def _candidates(pnl: Matrix, length: int, weights: Vector, count: int) -> Iterator[Starts | None]:
    """As `candidates`, from so many of the largest losses; None where they do not decide."""
    found = bounds(pnl, length, weights, count)
    every = [Span(0, pnl.shape[1] - length)]
    for i in range(len(pnl)):
        yield found.near(i, every)


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
