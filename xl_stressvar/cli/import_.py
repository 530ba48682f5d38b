"""`xl-stressvar import FILE [-o BOOK]`: a raw export as a workbook of prices, with a report."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import tables
from . import child, exports, limited, outputs, plural, printable

if TYPE_CHECKING:
    from ..cells.algebra import Cell


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=".csv, .txt, .xlsx, .xlsm, .xlsb, .xls or .ods"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="BOOK",
        help="the workbook, with the sheets Prices and Report (default: FILE-prices.xlsx, here)",
    )  # fmt: skip
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook, if not its first")
    exports.add(parser)
    outputs.add_force(parser)
    child.add_limits(parser)
    parser.epilog = (
        "Does what CLEAN_PRICES and CLEAN_REPORT do, and prints the report. What can be read two ways is asked, "
        "and then nothing is written."
    )


def run(options: argparse.Namespace) -> int:
    from ..ooxml.files import written

    src: Path = options.file
    target: Path = options.output or Path(f"{src.stem}-prices.xlsx")
    outputs.check(target, ".xlsx", options.force)
    done: _Done = limited.run(
        _imported,
        (src, options.sheet, options.day_first, options.decimal),
        child.limits(options),
        lambda stage, number: src.name,
    )
    for line in done.lines:
        print(printable(line))
    if done.data is None:
        print(printable(done.summary), file=sys.stderr)
        return 1
    outputs.make_folder(target)
    written(done.data, target, like=src)
    print(printable(f"{target}: {done.summary}"))
    return 0


@dataclass(frozen=True)
class _Done:
    """What the child hands over: the workbook, if there are prices, and what to say of it."""

    data: bytes | None
    lines: list[str]
    summary: str


def _imported(
    src: Path, sheet: str | None, day_first: bool | None, decimal: str | None, report: child.Report
) -> _Done:
    from ..domain import dates

    sign = None if decimal is None else exports.SIGNS[decimal]
    found = exports.cleaned(tables.read_table(src, sheet), day_first, sign)
    if found.refusal:
        return _Done(None, found.lines, found.refusal)
    rows = found.prices
    header = rows[0] if isinstance(rows[0][0], str) else None
    body = rows[1:] if header else rows
    first, last = (dates.iso(int(row[0])) for row in (body[0], body[-1]))
    assets = plural(len(body[0]) - 1, "asset")
    summary = f"{len(body):,} days, {first} to {last}, {assets}."
    return _Done(_book(header, body, found.report), found.lines, summary)


def _book(header: list[str] | None, body: list[list[Cell]], report: list[list[Cell]]) -> bytes:
    """The workbook: prices under each other, blanks blank, and the report."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        prices = book.add_worksheet("Prices")
        prices.set_column(0, 0, 12, date)
        top = 1 if header else 0
        if header:
            prices.write_row(0, 0, header, bold)
            prices.freeze_panes(1, 1)
        for i, (day, *numbers) in enumerate(body, top):
            prices.write_number(i, 0, day, date)
            for j, number in enumerate(numbers, 1):
                if number != "":
                    prices.write_number(i, j, number)
        sheet = book.add_worksheet("Report")
        for j, width in enumerate((22, 8, 10, 28, 12, 110)):
            sheet.set_column(j, j, width)
        for i, row in enumerate(report):
            for j, cell in enumerate(row):
                if i and j == 4 and isinstance(cell, float):
                    sheet.write_number(i, j, cell, date)
                else:
                    sheet.write(i, j, cell, None if i else bold)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
