"""What is odd about prices, found before returns are made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .. import errors
from ..domain import Days, Matrix, Vector, dates
from ..domain.frequency import DAILY, frequency_of
from .data_quality import DATE_COLUMN, OUTLIER, STALE_ROWS, typical_move
from .gaps import MONTH, Flags, in_slow_runs, runs

_LEAP = float(np.log(2))  # a price that doubles or halves from one row to the next
_BACK = 0.2  # of the leap that is left when it is taken back
_LATE = 10  # rows without a price at either end, from which a series is young or has ended
#: The kinds, worst first.
KINDS = ("spike", "leap", "not positive", "stale", "slower rhythm", "young", "ended", "hole", "blanks",
         "missing weekdays")  # fmt: skip


class PriceFinding(NamedTuple):
    """A kind in a column (DATE_COLUMN for the dates), so many times, first in a row; what to do."""

    kind: str
    times: int
    row: int
    column: int
    what: str


def price_findings(numbers: Matrix, days: Days) -> list[PriceFinding]:
    """Everything odd, worst first.

    numbers: (rows, columns), oldest first, NaN for a blank; days: (rows,) strictly increasing serials.
    """
    found = list(_dates(days))
    for j, column in enumerate(numbers.T):
        found += _column(column, days, j)
    return sorted(found, key=lambda f: (KINDS.index(f.kind), f.row, f.column))


def _column(x: Vector, days: Days, j: int) -> Iterator[PriceFinding]:
    known = np.flatnonzero(np.isfinite(x))
    if not len(known):
        return
    yield from _leap_findings(x, known, j)
    low = known[x[known] <= 0]
    if len(low):
        what = f"{x[low[0]]:.6g}: no price. Correct it, or blank it; yields and spreads may stay."
        yield PriceFinding("not positive", len(low), int(low[0]), j, what)
    yield from _stale(x, known, days, j)
    slow = in_slow_runs(days[known], MONTH)
    daily = _is_daily(days)
    if daily and slow.any():
        first, last = known[slow][0], known[slow][-1]
        what = (
            f"Prices a week apart or more, {dates.iso(days[first])} to {dates.iso(days[last])}: ALIGN_HISTORY drops "
            "the rows between for all, unless keep_gaps is all."
        )
        yield PriceFinding("slower rhythm", int(slow.sum()), int(first), j, what)
    yield from _ends(known, len(x), days, j)
    yield from _blanks(known, slow if daily else np.zeros(len(known), bool), j)


def spikes(numbers: Matrix) -> Flags:
    """(rows, columns): the prices that leap and come back at once."""
    out = np.zeros(numbers.shape, dtype=bool)
    for j, x in enumerate(numbers.T):
        known = np.flatnonzero(np.isfinite(x))
        out[known[_leaps(x[known]).spikes], j] = True
    return out


class _Leaps(NamedTuple):
    """Log moves; positions of prices that leap and come back the next time, and of those that stay."""

    moves: Vector
    spikes: list[int]
    stays: list[int]


def _leaps(p: Vector) -> _Leaps:
    """Of the prices of one asset that are known."""
    found = _Leaps(np.empty(0), [], [])
    if len(p) < 2 or (p <= 0).any():
        return found
    moves = np.diff(np.log(p))
    far = np.abs(moves) > max(_LEAP, OUTLIER * typical_move(moves)[1])
    leaps = np.flatnonzero(far).tolist()
    i = 0
    while i < len(leaps):
        at = leaps[i]
        back = i + 1 < len(leaps) and leaps[i + 1] == at + 1
        if back and abs(moves[at] + moves[at + 1]) < _BACK * abs(moves[at]):
            found.spikes.append(at + 1)
            i += 2
        else:
            found.stays.append(at + 1)
            i += 1
    return found._replace(moves=moves)


def _leap_findings(x: Vector, known: np.ndarray, j: int) -> Iterator[PriceFinding]:
    """Prices that leap and come back at once, and those that leap and stay."""
    p = x[known]
    moves, back, stay = _leaps(p)
    for kind, found, end in (
        ("spike", back, "and back the next time: correct it, or blank it."),
        ("leap", stay, "and stays: a split, or another unit? Adjust the prices before it."),
    ):
        if found:
            at = found[0]
            what = f"{p[at - 1]:.6g} to {p[at]:.6g}, {np.exp(moves[at - 1]):.3g} times, {end}"
            yield PriceFinding(kind, len(found), int(known[at]), j, what)


def _stale(x: Vector, known: np.ndarray, days: Days, j: int) -> Iterator[PriceFinding]:
    """Prices that stand still: as many equal ones running as make so many returns of zero."""
    same = np.diff(x[known]) == 0
    stale = [(start, length) for start, length in runs(same) if length >= STALE_ROWS]
    if not stale:
        return
    start, longest = max(stale, key=lambda run: run[1])
    first, last = known[stale[0][0] + 1], known[start + longest]
    what = (
        f"Up to {longest + 1} equal prices running (to {dates.iso(days[last])} from "
        f"{dates.iso(days[known[start]])}): check the source, or blank them."
    )
    yield PriceFinding("stale", sum(length for _, length in stale), int(first), j, what)


def _is_daily(days: Days) -> bool:
    try:
        return frequency_of(days, "").span == 1
    except errors.BadInput:
        return False


def _ends(known: np.ndarray, rows: int, days: Days, j: int) -> Iterator[PriceFinding]:
    first, last = int(known[0]), int(known[-1])
    if first >= _LATE:
        what = (
            f"The first price is of {dates.iso(days[first])}: ALIGN_HISTORY drops the rows before it for "
            "all, unless keep_gaps is young; FILL_HISTORY fills them."
        )
        yield PriceFinding("young", first, first, j, what)
    if rows - 1 - last >= _LATE:
        what = (
            f"The last price is of {dates.iso(days[last])}: the rows behind it are dropped for all."
        )
        yield PriceFinding("ended", rows - 1 - last, last, j, what)


def _blanks(known: np.ndarray, slow: np.ndarray, j: int) -> Iterator[PriceFinding]:
    """Blanks between the first and the last price, those of a slower rhythm apart."""
    steps = np.diff(known) - 1
    steps[slow[:-1] & slow[1:]] = 0
    gaps = np.flatnonzero(steps > 0)
    if not len(gaps):
        return
    longest = int(steps.max())
    what = f"Up to {longest} running: holidays, or prices that are missing. ALIGN_HISTORY fills short ones."
    yield PriceFinding("blanks", int(steps[gaps].sum()), int(known[gaps[0]]) + 1, j, what)


def _dates(days: Days) -> Iterator[PriceFinding]:
    try:
        frequency = frequency_of(days, "")
    except errors.BadInput:
        frequency = DAILY
    steps = np.diff(days)
    holes = np.flatnonzero(steps > frequency.gap_days)
    if len(holes):
        at = int(holes[0])
        what = f"No row between {dates.iso(days[at])} and {dates.iso(days[at + 1])}: no figure runs across."
        yield PriceFinding("hole", len(holes), at + 1, DATE_COLUMN, what)
    if frequency is not DAILY or len(days) < 2:
        return
    missing = [
        (day, at + 1)
        for at in np.flatnonzero((steps > 1) & (steps <= frequency.gap_days)).tolist()
        for day in range(int(days[at]) + 1, int(days[at + 1]))
        if dates.date(day).weekday() < 5 and not _closed_everywhere(dates.date(day))
    ]
    if missing:
        shown = ", ".join(dates.iso(day) for day, _ in missing[:3])
        more = f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
        what = f"No row on {shown}{more}: holidays of all, or rows that are missing."
        yield PriceFinding("missing weekdays", len(missing), missing[0][1], DATE_COLUMN, what)


def _closed_everywhere(day: dt.date) -> bool:
    """New Year, Good Friday and Christmas, on which markets of the West are closed."""
    return (day.month, day.day) in ((1, 1), (12, 25)) or day == _easter(day.year) - dt.timedelta(2)


def _easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)
