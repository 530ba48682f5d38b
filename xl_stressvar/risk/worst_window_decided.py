"""The worst window of many P&Ls at once, where their few largest losses decide it alone.

That is nearly every P&L of a liquid portfolio. One in doubt (ties, a tail spread over decades) is
left to `worst_window_bounds`, which looks at one P&L after another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..domain import Matrix, Vector
from .worst_window_bounds import NEAR, Starts

UNDECIDED = -1
_FIRST = 8  # losses looked at for each weight
_MOST = 63  # losses of a P&L: a bit each of one whole number, whose sign is not used
_CROWD = 4 * _MOST  # more than these in place of the losses wanted are ties
_GROUP, _GROUPS = 32, 8  # days of which the largest loss is taken first; groups a loss wanted
_AT_ONCE = 16  # P&Ls, of which a core's own cache holds some

Bits = NDArray[np.uint64]


def decided(pnl: Matrix, length: int, weights: Vector) -> Starts:
    """(portfolios,) the first row of the worst window of each row of (portfolios, days).

    Of equal windows the earliest; UNDECIDED where the few largest losses do not say. weights: of the
    largest losses of a window, the largest first, none negative and the last not zero.
    """
    out = np.full(len(pnl), UNDECIDED, dtype=np.intp)
    few = _FIRST * len(weights)
    for count in (few, _MOST):  # where few losses leave it open, more of them
        open_ = np.flatnonzero(out == UNDECIDED)
        if len(weights) < count <= min(_MOST, pnl.shape[1]) and len(open_):
            some = pnl if len(open_) == len(pnl) else pnl[open_]  # which copies
            losses, day, rows = _largest_losses(some, count)
            if not len(rows):
                continue
            out[open_[rows]] = _decided(losses, day, pnl.shape[1], length, weights)
    return out


def _largest_losses(pnl: Matrix, count: int) -> tuple[Matrix, Starts, Starts]:
    """The largest losses of each P&L, so many at least, the largest first; their days; whose they are.

    A P&L that has fewer than the widest ends in losses of -inf. One whose losses are not finite, or in
    which too many are equal, is left out.
    """
    found = [_beyond(pnl[a : a + _AT_ONCE], count) for a in range(0, len(pnl), _AT_ONCE)]
    of = np.concatenate([rows + i * _AT_ONCE for i, (rows, _, _) in enumerate(found)])
    day = np.concatenate([days for _, days, _ in found])
    fit = np.concatenate([fit for _, _, fit in found])
    counts = np.bincount(of, minlength=len(pnl))
    fit &= counts <= _CROWD
    rows = np.flatnonzero(fit)
    order = np.argsort(of, kind="stable")
    order = order[fit[of[order]]]
    of, day, counts = of[order], day[order], counts[rows]
    shape = len(rows), int(counts.max(initial=0))
    inside = np.arange(shape[1]) < counts[:, None]
    losses, days = np.full(shape, -np.inf), np.zeros(shape, dtype=np.intp)
    losses[inside], days[inside] = -pnl[of, day], day
    order = np.argsort(-losses, axis=1)[:, :_MOST]
    return np.take_along_axis(losses, order, 1), np.take_along_axis(days, order, 1), rows


def _beyond(pnl: Matrix, count: int) -> tuple[Starts, Starts, NDArray[np.bool_]]:
    """Rows and days of the losses beyond a threshold that so many reach; and whose losses are finite.

    The threshold is one of the largest losses of groups of days: a look at each day, no sorting.
    """
    days = pnl.shape[1]
    group = min(max(days // (_GROUPS * count), 1), _GROUP)
    width = days // group
    grouped = pnl[:, : width * group].reshape(len(pnl), group, width)
    rest = pnl[:, width * group :]
    largest = grouped.min(axis=1)
    threshold = np.partition(largest, count - 1, axis=1)[:, count - 1]
    finite = np.isfinite(largest.min(axis=1)) & np.isfinite(rest).all(axis=1)
    # every day of the groups that reach it, and the days that make no group
    row, column = _places(largest <= threshold[:, None])
    found, member = _places(grouped[row, :, column] <= threshold[row][:, None])
    last_row, last = _places(rest <= threshold[:, None])
    return (
        np.concatenate([row[found], last_row]),
        np.concatenate([member * width + column[found], last + width * group]),
        finite,
    )


def _places(true: NDArray[np.bool_]) -> tuple[Starts, Starts]:
    """Rows and columns of what is true; several times as fast as `nonzero` of two dimensions."""
    at = np.flatnonzero(true)
    row = at // max(true.shape[1], 1)
    return row, at - row * true.shape[1]


class _Held(NamedTuple):
    """Of windows, (portfolios, windows): what they hold of the largest losses.

    figure: the weighted losses, those that are missing counted as the smallest. used: the losses
    that have a weight, a bit each. whole: whether none is missing. next: the loss after them.
    """

    figure: Matrix
    used: Bits
    whole: NDArray[np.bool_]
    last: Matrix
    next: Matrix


def _decided(losses: Matrix, day: Starts, days: int, length: int, weights: Vector) -> Starts:
    """The starts, from the largest losses, (portfolios, losses), the largest first, and their days.

    A window that begins between two losses holds no more than the one that begins on the later. So
    as many windows are looked at as there are losses. What they use decides if the highest figure is
    reached with the same losses by all that come near, and clearly missed without any one of these:
    then the earliest window of the highest is the first that holds all of them.
    """
    held = _held(losses, _windows(losses, day, days, length), weights)
    highest = np.where(held.whole, held.figure, -np.inf).max(axis=1)
    smallest = _smallest(losses)
    rounding = NEAR * weights.sum() * np.maximum(np.abs(losses[:, 0]), np.abs(smallest))
    near = held.figure >= (highest - rounding)[:, None]
    first = np.argmax(near, axis=1)[:, None]
    used = np.take_along_axis(held.used, first, 1)
    clear = weights[-1] * (held.last - held.next) > rounding[:, None]
    sure = held.whole & (held.used == used) & clear
    places = np.arange(losses.shape[1], dtype=np.uint64)
    in_use = (used >> places) & np.uint64(1) != 0
    last_day = np.where(in_use, day, 0).max(axis=1)
    starts = np.maximum(last_day - (length - 1), 0)
    return np.where((sure | ~near).all(axis=1) & (highest > -np.inf), starts, UNDECIDED)


def _smallest(losses: Matrix) -> Vector:
    """(portfolios,) the smallest of the losses of each."""
    return np.asarray(np.where(losses == -np.inf, np.inf, losses).min(axis=1))


def _windows(losses: Matrix, day: Starts, days: int, length: int) -> Bits:
    """(portfolios, windows) what the window that begins on each loss holds, a bit a loss."""
    portfolios, count = losses.shape
    gap = days + length + 1  # so that no window reaches the days of the next portfolio
    day = np.where(losses == -np.inf, gap - 1, day)
    order = np.argsort(day, axis=1)
    ordered = np.take_along_axis(day, order, 1)
    bits = np.left_shift(np.uint64(1), order.astype(np.uint64))
    before = np.zeros((portfolios, count + 1), dtype=np.uint64)
    np.cumsum(bits, axis=1, out=before[:, 1:])
    offset = gap * np.arange(portfolios)[:, None]
    every = (ordered + offset).ravel()
    start = np.minimum(ordered, days - length) + offset
    of = count * np.arange(portfolios)[:, None]
    first = np.searchsorted(every, start.ravel()).reshape(start.shape) - of
    end = np.searchsorted(every, (start + length).ravel()).reshape(start.shape) - of
    return np.asarray(np.take_along_axis(before, end, 1) - np.take_along_axis(before, first, 1))


def _held(losses: Matrix, windows: Bits, weights: Vector) -> _Held:
    """What windows hold of the losses: the largest have the lowest bits."""
    one = np.uint64(1)
    padded = np.concatenate([losses, _smallest(losses)[:, None]], axis=1)
    missing = np.uint64(losses.shape[1])

    def lowest(left: Bits) -> tuple[Bits, Matrix]:
        """The lowest bit, and its loss; the smallest loss where no bit is left."""
        bit = left & (~left + one)
        at = np.minimum(np.bitwise_count(bit - one).astype(np.uint64), missing)
        return bit, np.take_along_axis(padded, at.astype(np.intp), 1)

    left = windows.copy()
    figure, last = np.zeros(windows.shape), np.zeros(windows.shape)
    whole = np.zeros(windows.shape, dtype=np.bool_)
    for weight in weights.tolist():
        bit, last = lowest(left)
        figure += weight * last
        left ^= bit
        whole = bit != 0
    return _Held(figure, windows ^ left, whole, last, lowest(left)[1])
