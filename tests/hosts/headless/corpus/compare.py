"""Prints the rows in which the engine without our rules, or LibreOffice if it is there, gives another value.

python -m tests.hosts.headless.corpus.compare
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import formualizer
import openpyxl
from openpyxl.utils.datetime import time_to_days, to_excel

from benchmarks.workbook import recalculating
from tests.hosts.headless.corpus import COLUMN, Block, Row, agrees, blocks, written
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.hosts.headless.formualizer import Unsupported, from_engine


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        _differences("The engine without our rules", lambda block: _bare(here, block))
        if office := shutil.which("soffice"):
            profile = recalculating(here / "profile")
            _differences("LibreOffice", lambda block: _office(office, profile, here, block))


def _differences(who: str, values: Callable[[Block], list[object]]) -> None:
    found: list[tuple[Row, object]] = []
    count = 0
    for block in blocks():
        count += len(block.rows)
        pairs = zip(block.rows, values(block), strict=True)
        found += [(row, value) for row, value in pairs if not agrees(value, row.value)]
    print(f"{who}: {len(found)} of {count} rows differ")
    for row, value in found:
        print(f"  ={row.formula}: {value}; Excel {row.value}")


def _bare(folder: Path, block: Block) -> list[object]:
    book = formualizer.Workbook.from_bytes(written(folder / "bare.xlsx", block).read_bytes())
    book.set_temporal_egress("serial")
    return [_one(book, i) for i in range(1, len(block.rows) + 1)]


def _one(book: formualizer.Workbook, row: int) -> object:
    try:
        found: object = from_engine(book.evaluate_cell("Rows", row, COLUMN + 1))
    except (RuntimeError, ValueError, Unsupported) as problem:
        return f"refused: {problem}"
    return str(found.code) if isinstance(found, ErrorValue) else found


def _office(office: str, profile: Path, folder: Path, block: Block) -> list[object]:
    path = written(folder / "office.xlsx", block)
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless",
               "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(folder / "out" / path.name, data_only=True)["Rows"]
    return [_serial(sheet.cell(i, COLUMN + 1).value) for i in range(1, len(block.rows) + 1)]


def _serial(value: object) -> object:
    """A date or time as the number that it is."""
    if isinstance(value, dt.time):
        return time_to_days(value)
    return to_excel(value) if isinstance(value, dt.datetime) else value


if __name__ == "__main__":
    main()
