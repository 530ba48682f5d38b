"""Small workbooks for the tests, and a look into what came out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from lxml import etree

from xl_stressvar.hosts.headless import CalcReport, CellError, calc

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RETURNS = np.random.default_rng(7).normal(0, 0.01, (300, 3))
POSITIONS = np.array([100.0, 50.0, -20.0])
FIRST_DAY = 39601  # Monday 2008-06-02, one row a weekday
EMPTY_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def write_data(book: Any, sheet: str = "Data", first: int = FIRST_DAY) -> Any:
    """Dates, header and returns in A1:D301, names and positions in G1:H3; `Rets` and `Pos`."""
    data = book.add_worksheet(sheet)
    data.write_row(0, 0, ["Date", "A", "B", "C"])
    for i, row in enumerate(RETURNS):
        data.write_row(i + 1, 0, [first + 7 * (i // 5) + i % 5, *row.tolist()])
    for i, (name, position) in enumerate(zip("ABC", POSITIONS, strict=True)):
        data.write_row(i, 6, [name, float(position)])
    book.define_name("Rets", f"='{sheet}'!$A$1:$D$301")
    book.define_name("Pos", f"='{sheet}'!$G$1:$H$3")
    return data


def make(path: Path, fill: Callable[[Any], object], **options: Any) -> Path:
    book = xlsxwriter.Workbook(str(path), options)
    fill(book)
    book.close()
    return path


def with_formulas(path: Path, *formulas: str) -> Path:
    """The data, and a sheet Risk with the formulas down column A."""

    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        for i, formula in enumerate(formulas):
            sheet.write_formula(i, 0, formula, None, 12345)

    return make(path, fill)


def replaced(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """The workbook with some parts written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, parts.get(member, old.read(member)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    path.write_bytes(out.getvalue())
    return path


def with_rows(path: Path, rows: str) -> Path:
    """The data, and as second sheet the rows of XML."""
    with_formulas(path)
    return replaced(path, {"xl/worksheets/sheet2.xml": EMPTY_SHEET.format(rows=rows)})


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def cells(path: Path, sheet: int = 2) -> dict[str, etree._Element]:
    root = etree.fromstring(members(path)[f"xl/worksheets/sheet{sheet}.xml"])
    return {c.get("r") or "": c for c in root.iter(f"{NS}c")}


def values(path: Path, sheet: int = 2) -> dict[str, object]:
    """The cached values by address: floats, texts, booleans, `#N/A`; shared texts as their index."""
    found: dict[str, object] = {}
    for address, cell in cells(path, sheet).items():
        value = cell.find(f"{NS}v")
        if value is None:
            continue
        text = str(value.xpath("string()"))  # comments may stand between the digits
        if not text:
            continue
        kind = cell.get("t", "n")
        found[address] = float(text) if kind == "n" else text == "1" if kind == "b" else text
    return found


def calculated(path: Path) -> tuple[dict[str, object], CalcReport]:
    """The values of the second sheet after calc, and the report."""
    target = path.with_name("out" + path.suffix)
    report = calc(path, target)
    return values(target), report


def error_at(report: CalcReport, address: str) -> CellError:
    (error,) = [error for error in report.errors if error.address == address]
    return error
