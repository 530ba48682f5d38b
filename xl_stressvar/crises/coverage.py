"""Which windows the data covers, factor by factor, and what it says in them.

Built-in returns never change: what the user has downloaded stands only where the built-in data has
nothing, before its first day and after its last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .. import errors
from ..domain import Days, History, Matrix, Vector, Window, dates
from . import library, nyse, own
from .factors import ALL, CORE, CURRENCIES, FUNDS, Group
from .transformations import differences, ratios

#: Words that stand for every factor of a group that covers the window; OWN for the user's.
OWN = "OWN"
WORDS = {group.word: group for group in (CORE, CURRENCIES, FUNDS)}


def own_factors() -> tuple[str, ...]:
    """The factors that are the user's alone."""
    return tuple(code for code in own.codes() if code not in ALL)


def known(code: str) -> bool:
    """Whether there is such a factor, built in or the user's."""
    return code in ALL or code in own_factors()


def rows(window: Window) -> slice:
    """The calendar's rows of a window; raises if the built-in days do not cover it."""
    return _rows(library.calendar(), window)


def covering(window: Window, group: Group = CORE) -> tuple[str, ...]:
    """The factors of a group with a built-in return on every NYSE day of the window."""
    try:
        inside = rows(window)
    except errors.NotEnoughData:
        return ()
    return tuple(
        f.code for f in group.factors if np.isfinite(library.returns(f.code)[inside]).all()
    )


def extending(window: Window) -> tuple[own.Series, ...]:
    """The user's series that give a factor the window which the built-in data does not."""
    found = []
    for code in own.codes():
        built_in = code in ALL and code in covering(window, _group(code))
        if not built_in and covers(code, window):
            series = own.series(code)
            assert series is not None
            found.append(series)
    return tuple(found)


def expanded(words: Sequence[str], window: Window) -> tuple[str, ...]:
    """Codes, with those of a group's word that cover the window in its place; each once."""
    out: list[str] = []
    for word in words:
        if word in WORDS:
            out += covering(window, WORDS[word])
        elif word == OWN:
            out += (code for code in own_factors() if covers(code, window))
        else:
            out.append(word)
    return tuple(dict.fromkeys(out))


def returns(window: Window, codes: Sequence[str]) -> tuple[Days, Matrix]:
    """Days, and a column of returns a factor. Raises by name for one that does not cover it."""
    return _block(window, codes, _returns)


def changes(window: Window, codes: Sequence[str]) -> tuple[Days, Matrix]:
    """Days, and a column of daily changes of the level a factor."""
    return _block(window, codes, _changes)


def daily(codes: Sequence[str]) -> tuple[Days, Matrix]:
    """Every day there is, and a column of returns a factor; NaN where there is none."""
    days = _calendar(codes)
    return days, np.column_stack([_returns(code, days) for code in codes])


def levels(window: Window, codes: Sequence[str]) -> tuple[Days, Matrix]:
    """Days, and a column of levels a factor: of its own column."""
    return _block(window, codes, lambda code, days: _levels(code, days)[code])


def origin(code: str, days: Days, numbers: Vector) -> str:
    """Where returns of a factor come from: "built in", the user's series in words, or "" if neither.

    They are the library's if they are the same on every one of the days, to 9 digits.
    """
    if not known(code):
        return ""
    try:
        calendar = _calendar([code])
        ours = _returns(code, calendar)
    except errors.NotEnoughData:  # a file of the user's that is spoiled
        return ""
    at = np.searchsorted(calendar, days)
    if (at == len(calendar)).any() or (calendar[at] != days).any():
        return ""
    if not np.allclose(ours[at], numbers, rtol=1e-9, atol=1e-15):
        return ""
    if code in ALL and np.isfinite(_padded(library.returns(code), calendar)[at]).all():
        return "built in"
    series = (own.series(column) for column in _columns(code))
    return ", ".join(it.told for it in series if it is not None)


def span(code: str | None = None) -> str:
    """First to last day with a return of a factor, or of the whole library, as ISO dates."""
    days = _calendar([code] if code else [])
    found = np.flatnonzero(~np.isnan(_returns(code or "SPX", days)))
    if not len(found):
        return "no day"
    first, last = days[found[[0, -1]]]
    return f"{dates.iso(first)} to {dates.iso(last)}"


def _block(
    window: Window, codes: Sequence[str], numbers: Callable[[str, Days], Vector]
) -> tuple[Days, Matrix]:
    days = _calendar(codes)
    inside = _rows(days, window)
    block = np.column_stack([numbers(code, days)[inside] for code in codes])
    for code, column in zip(codes, block.T, strict=True):
        if not np.isfinite(column).all():
            raise _not_covered(code, window)
    return days[inside], block


def _not_covered(code: str, window: Window) -> errors.StressVarError:
    factor = ALL.get(code)
    updatable = factor is not None and all(ALL[name].feeds for name in factor.columns)
    problem = errors.FACTOR_TO_UPDATE if updatable else errors.FACTOR_NOT_COVERED
    return problem(factor=code, window=window, spans=span(code))


def covers(code: str, window: Window) -> bool:
    """Whether a factor has every day of a window, by the built-in data or by the user's."""
    try:
        returns(window, [code])
    except errors.NotEnoughData:
        return False
    return True


def _rows(days: Days, window: Window) -> slice:
    try:
        return History(np.empty((len(days), 0)), dates=days).rows(window)
    except errors.NotEnoughData:
        spans = f"{dates.iso(days[0])} to {dates.iso(days[-1])}"
        raise errors.LIBRARY_NOT_COVERED(window=window, spans=spans) from None


def _calendar(codes: Sequence[str]) -> Days:
    """The stored days, and those after them up to which the user has a series for every factor."""
    days = library.calendar()
    ends = [_own_end(_columns(code)) for code in codes if _columns(code)]
    last = min((end or 0 for end in ends), default=0)
    if last <= days[-1]:
        return days
    return np.concatenate([days, np.fromiter(nyse.days(int(days[-1]) + 1, last), np.int64)])


def _own_end(columns: Sequence[str]) -> int | None:
    """The day up to which the user has a series of every column; None if one has none."""
    ends = []
    for column in columns:
        series = own.series(column)
        if series is None:
            return None
        ends.append(series.last)
    return min(ends)


def _returns(code: str, days: Days) -> Vector:
    """The returns of a factor: the built-in ones, and the user's where there are none."""
    if code not in ALL:
        return _own_returns(code, days)
    factor = ALL[code]
    built_in = _padded(library.returns(code), days)
    if factor.columns and not any(own.series(column) for column in factor.columns):
        return built_in
    theirs = factor.transformation.returns(_levels(code, days), days)
    return np.where(np.isnan(built_in), theirs, built_in)


def _own_returns(code: str, days: Days) -> Vector:
    series = own.series(code)
    if series is None:  # removed since the name was read
        return np.full(len(days), np.nan)
    numbers = series.on(days)
    return numbers if series.are_returns else ratios(numbers)


def _changes(code: str, days: Days) -> Vector:
    """The daily changes of a factor's level, built in or the user's."""
    built_in = _padded(library.changes(code), days)
    series = own.series(code)
    if series is None:
        return built_in
    return np.where(np.isnan(built_in), differences(series.on(days)), built_in)


def _levels(code: str, days: Days) -> dict[str, Vector]:
    """The levels of a factor's columns: the user's where there is a series, else the built-in."""
    found = {}
    for column in _columns(code):
        series = own.series(column)
        if series is None:
            found[column] = _padded(library.levels((column,))[column], days)
        else:
            found[column] = series.on(days)
    return found


def _columns(code: str) -> tuple[str, ...]:
    return ALL[code].columns if code in ALL else (code,)


def _padded(column: Vector, days: Days) -> Vector:
    """A column of the stored days on more of them, NaN after the stored ones."""
    more = len(days) - len(column)
    return np.concatenate([column, np.full(more, np.nan)]) if more else column


def _group(code: str) -> Group:
    return next(g for g in WORDS.values() if any(f.code == code for f in g.factors))
