"""The built-in levels as daily returns on the New York Stock Exchange calendar.

The levels ship in ``data``, a file a group, written by ``tools/data/crises.py``; a file is read when
one of its factors is asked for. Every source, licence and caveat is in ``PROVENANCE.md``.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..domain import Days, Vector, dates
from .factors import ALL, CORE, FACTORS, FILES
from .transformations import Levels, differences

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Library:
    """Daily returns of the eleven factors of all asset classes, oldest first; read-only.

    dates: (days,) Excel serials of the NYSE days (1900 system: 2008-09-15 is 39706).
    returns: (days, factors) simple returns over the day as decimals; NaN where the level of the
    day or of the NYSE day before is unknown.
    codes: the factor of each column, in the order of FACTORS.
    """

    dates: Days
    returns: NDArray[np.float64]
    codes: tuple[str, ...]

    def column(self, code: str) -> Vector:
        """The returns of one factor, shape (days,). Raises KeyError if there is no such code."""
        if code not in self.codes:
            raise KeyError(f"no factor {code!r} in the library; it has {', '.join(self.codes)}")
        return self.returns[:, self.codes.index(code)]

    def frame(self) -> pd.DataFrame:
        """A copy for those who redo a number in Python: days down, codes across, NaN where unknown."""
        import pandas as pd  # not on the path of a call: it would cost a second of the first one

        days = pd.to_datetime(self.dates - dates.UNIX_EPOCH, unit="D").rename("Date")
        return pd.DataFrame(self.returns.copy(), index=days, columns=list(self.codes))


@cache
def load() -> Library:
    """The eleven factors, read once a process (tens of milliseconds)."""
    days = calendar()
    codes = tuple(factor.code for factor in FACTORS)
    block = np.column_stack([returns(code) for code in codes])
    block.setflags(write=False)
    return Library(days, block, codes)


def calendar() -> Days:
    """The NYSE days of the library, as serials."""
    return _file(CORE.file)[0]


@cache
def returns(code: str) -> Vector:
    """The built-in returns of a factor on the calendar; NaN where unknown."""
    transformation = ALL[code].transformation
    found = transformation.returns(levels(transformation.columns), calendar())
    found.setflags(write=False)
    return found


@cache
def changes(column: str) -> Vector:
    """The built-in daily changes of a level on the calendar; NaN where unknown."""
    found = differences(levels((column,))[column])
    found.setflags(write=False)
    return found


def levels(columns: tuple[str, ...]) -> Levels:
    """The stored levels of columns on the calendar; NaN where unknown."""
    return {column: _file(FILES[column])[1][column] for column in columns}


@cache
def _file(name: str) -> tuple[Days, Levels]:
    """A file's days and levels, NaN where it has no value; those of a group on the calendar."""
    packed = resources.files(__package__).joinpath("data", f"{name}.csv.gz").read_bytes()
    header, *rows = gzip.decompress(packed).decode("ascii").splitlines()
    names = header.split(",")[1:]
    days = np.array([row[:10] for row in rows], dtype="datetime64[D]").astype(np.int64)
    days += dates.UNIX_EPOCH
    cells = "".join([row[10:] for row in rows]) + ","  # each after a comma, unknown ones empty
    cells = cells.replace(",,", ",nan,").replace(",,", ",nan,")  # twice: neighbours share a comma
    # One parse in C: a float() a cell takes three times as long, and this is on a call's path.
    table = np.fromstring(cells[1:-1], sep=",").reshape(len(rows), len(names))
    if name != CORE.file:
        days, table = calendar(), _spread(days, table)
    days.setflags(write=False)
    return days, dict(zip(names, table.T, strict=True))


def _spread(days: Days, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of some days of the calendar among the rows of all of them."""
    whole = np.full((len(calendar()), table.shape[1]), np.nan)
    whole[np.searchsorted(calendar(), days)] = table
    return whole
