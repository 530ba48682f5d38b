"""Built-in crisis data: daily returns of eleven factors on the New York Stock Exchange calendar.

The levels ship in ``data/levels.csv.gz``, written by ``tools/data/crises.py``; every source,
licence and caveat is in ``PROVENANCE.md`` beside this file. This module turns levels into returns.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

_UNIX_EPOCH_SERIAL = 25569  # 1970-01-01 in Excel's 1900 date system


@dataclass(frozen=True)
class Factor:
    """One column of the library: code, what it is in words, kind of market."""

    code: str
    description: str
    kind: str


FACTORS: tuple[Factor, ...] = (
    Factor("SPX", "S&P 500, price index without dividends", "equity"),
    Factor("NASDAQ", "NASDAQ Composite, price index without dividends", "equity"),
    Factor("UST2Y", "2-year US Treasury, constant-maturity par bond", "rates"),
    Factor("UST10Y", "10-year US Treasury, constant-maturity par bond", "rates"),
    Factor("UST30Y", "30-year US Treasury, constant-maturity par bond", "rates"),
    Factor("WTI", "WTI crude oil, spot at Cushing", "energy"),
    Factor("GOLD", "Gold, London price in US dollars", "metals"),
    Factor("EURUSD", "One euro in US dollars", "fx"),
    Factor("GBPUSD", "One pound sterling in US dollars", "fx"),
    Factor("USDJPY", "One US dollar in Japanese yen", "fx"),
    Factor("CASH", "Cash: a return of zero", "cash"),
)


@dataclass(frozen=True, eq=False)
class Library:
    """Daily returns, oldest first; both arrays are read-only.

    dates: (days,) Excel serials of the NYSE days (1900 system: 2008-09-15 is 39706).
    returns: (days, factors) simple returns over the day as decimals; NaN where the level of the
    day or of the NYSE day before is unknown.
    codes: the factor of each column, in the order of FACTORS.
    """

    dates: NDArray[np.int64]
    returns: NDArray[np.float64]
    codes: tuple[str, ...]

    def column(self, code: str) -> NDArray[np.float64]:
        """The returns of one factor, shape (days,). Raises KeyError if there is no such code."""
        if code not in self.codes:
            raise KeyError(f"no factor {code!r} in the library; it has {', '.join(self.codes)}")
        return self.returns[:, self.codes.index(code)]

    def frame(self) -> pd.DataFrame:
        """A copy for those who redo a number in Python: days down, codes across, NaN where unknown."""
        import pandas as pd  # not on the path of a call: it would cost a second of the first one

        days = pd.to_datetime(self.dates - _UNIX_EPOCH_SERIAL, unit="D").rename("Date")
        return pd.DataFrame(self.returns.copy(), index=days, columns=list(self.codes))


def par_bond_return(
    y0: NDArray[np.float64],
    y1: NDArray[np.float64],
    maturity_years: float,
    days: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return of a bond issued at par at yield y0 and repriced at yield y1, with its carry.

    The bond pays y0/2 each half year for exactly n years and 1 at the end; repriced at the same
    maturity it is worth 1 + (y0 - y1)/2 · Σ (1 + y1/2)^-k over k = 1…2n. Carry is y0·days/365.

    y0, y1: yields before and after as decimals, compounded twice a year, any common shape.
    maturity_years: n, a multiple of one half. days: calendar days from y0 to y1.
    Gives a decimal of that shape; NaN where a yield is NaN; at y1 = 0 the sum is 2n.
    Ref: US Treasury constant-maturity yields are par yields on this semiannual bond-equivalent
    basis; the price is the textbook present value of the bond's cash flows.
    """
    periods = 2 * maturity_years
    half = y1 / 2
    at_zero = half == 0
    discounted = -np.expm1(-periods * np.log1p(half))
    annuity = np.where(at_zero, periods, discounted / np.where(at_zero, 1.0, half))
    return (y0 - y1) / 2 * annuity + y0 * days / 365


@cache
def load() -> Library:
    """The whole library, read once a process (tens of milliseconds)."""
    dates, levels = _read_levels()
    eurusd = levels["EURUSD"]
    prices = {name: levels[name] for name in ("SPX", "NASDAQ", "WTI", "GOLD")} | {
        "EURUSD": eurusd,
        "GBPUSD": eurusd / levels["EURGBP"],
        "USDJPY": levels["EURJPY"] / eurusd,
    }
    columns = {code: _ratios(level) for code, level in prices.items()}
    for code, name, years in (("UST2Y", "Y2", 2), ("UST10Y", "Y10", 10), ("UST30Y", "Y30", 30)):
        y = levels[name]
        columns[code] = _from_second_day(par_bond_return(y[:-1], y[1:], years, np.diff(dates)))
    columns["CASH"] = np.zeros(len(dates))
    codes = tuple(factor.code for factor in FACTORS)
    returns = np.column_stack([columns[code] for code in codes])
    dates.setflags(write=False)
    returns.setflags(write=False)
    return Library(dates, returns, codes)


def _read_levels() -> tuple[NDArray[np.int64], dict[str, NDArray[np.float64]]]:
    """Excel serials and the stored levels by column name, NaN where the file has no value."""
    packed = resources.files(__package__).joinpath("data", "levels.csv.gz").read_bytes()
    header, *rows = gzip.decompress(packed).decode("ascii").splitlines()
    names = header.split(",")[1:]
    days = np.array([row[:10] for row in rows], dtype="datetime64[D]").astype(np.int64)
    cells = "".join([row[10:] for row in rows]) + ","  # each after a comma, unknown ones empty
    cells = cells.replace(",,", ",nan,").replace(",,", ",nan,")  # twice: neighbours share a comma
    # One parse in C: a float() a cell takes three times as long, and this is on a call's path.
    table = np.fromstring(cells[1:-1], sep=",").reshape(len(rows), len(names))
    return days + _UNIX_EPOCH_SERIAL, dict(zip(names, table.T, strict=True))


def _ratios(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Simple returns of levels (days,); NaN where unknown or where a level is not positive."""
    before, after = level[:-1], level[1:]
    known = (before > 0) & (after > 0)
    return _from_second_day(np.where(known, after / np.where(known, before, 1.0) - 1, np.nan))


def _from_second_day(moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moves between days as a column a day: the first day has none."""
    return np.concatenate(([np.nan], moves))
