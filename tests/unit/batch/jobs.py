"""Small jobs on disk, for tests of the firm-wide run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

FACTORS = ("SPX", "UST10Y", "EURUSD", "Gold")
MEASURE = 'name = "worst"\nwindow = "WORST"\nconfidence = 0.99\n'
HIERARCHY = "portfolio,desk,book\nP1,EQUITY,Cash\nP2,EQUITY,Cash\nP3,EQUITY,Options\nP4,RATES,Swaps\nP5,RATES,Swaps\nP6,RATES,Repo\nP7,RATES,Repo\n"
Rows = list[list[Any]]


def returns(days: int = 400, seed: int = 1) -> Rows:
    """A header, then a date and a return a factor."""
    rng = np.random.default_rng(seed)
    first = dt.date(2007, 12, 31)
    dates = [first + dt.timedelta(days=7 * (i // 5) + i % 5) for i in range(days)]
    storm = 0.01 * (1 + 3 * (np.abs(np.arange(days) - 200) < 60))[:, None]
    numbers = storm * rng.standard_t(4, (days, len(FACTORS))).clip(-9, 9)
    rows = [[day, *row] for day, row in zip(dates, numbers.tolist(), strict=True)]
    return [["Date", *FACTORS], *rows]


def positions(portfolios: int = 7, seed: int = 2) -> Rows:
    """A header, then portfolio, factor and amount; each portfolio holds three of the factors."""
    rng = np.random.default_rng(seed)
    rows: Rows = [["portfolio", "factor", "amount"]]
    for i in range(portfolios):
        for factor in rng.permutation(FACTORS)[:3].tolist():
            rows.append([f"P{i + 1}", factor, round(float(rng.standard_normal()) * 1e6, 2)])
    return rows


def rates() -> Rows:
    """A header, then a date and the returns of two rates of currencies, on the days of the returns."""
    days = [row[0] for row in returns()[1:]]
    numbers = np.random.default_rng(77).normal(0, 0.006, (len(days), 2)).tolist()
    return [
        ["Date", "EURUSD", "USDJPY"],
        *([day, *row] for day, row in zip(days, numbers, strict=True)),
    ]


RETURNS, POSITIONS = returns(), positions()


def save(path: Path, rows: Rows) -> None:
    """Rows under a header, as the file that its ending says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".csv":
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        columns = [pa.array(column) for column in zip(*rows[1:], strict=True)]
        pa.parquet.write_table(pa.Table.from_arrays(columns, names=rows[0]), path)


def job(
    folder: Path,
    *,
    ending: str = ".parquet",
    returns: Rows = RETURNS,
    positions: Rows = POSITIONS,
    hierarchy: str | None = HIERARCHY,
    measures: Sequence[str] = (MEASURE,),
    settings: str = "block = 3",
) -> Path:
    """The files of a job in a folder; the path of the job."""
    folder.mkdir(exist_ok=True)
    save(folder / f"returns{ending}", returns)
    save(folder / f"positions{ending}", positions)
    lines = [f'returns = "returns{ending}"', f'positions = "positions{ending}"', 'out = "out"']
    if hierarchy is not None:
        (folder / "hierarchy.csv").write_text(hierarchy, "utf-8")
        lines.append('hierarchy = "hierarchy.csv"')
    lines += [settings, *(f"[[measure]]\n{measure}" for measure in measures)]
    path = folder / "job.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def results(folder: Path) -> list[dict[str, Any]]:
    """The rows of all parts, in order."""
    parts = sorted((folder / "out" / "parts").glob("*.parquet"))
    return [row for part in parts for row in pa.parquet.ParquetFile(part).read().to_pylist()]
