"""`xl-stressvar pack PRICES POSITIONS -o BOOK`: the pages for a committee, from raw exports."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from .. import __version__, errors
from . import child, exports, json_line, limited, outputs, packing, printable, quantities


def add(parser: argparse.ArgumentParser) -> None:
    files = ".csv, .txt, .xlsx, .xlsm, .xlsb, .xls or .ods"
    parser.add_argument(
        "prices", type=Path, metavar="PRICES", help=f"the export of prices: {files}"
    )
    parser.add_argument(
        "positions",
        type=Path,
        metavar="POSITIONS",
        help="names and amounts: a file of the same kinds",
    )
    parser.add_argument(
        "--groups",
        type=Path,
        metavar="FILE",
        help="names, their desks, and finer groups if there are any",
    )
    parser.add_argument(
        "--limits",
        type=Path,
        metavar="FILE",
        help=f"figures and limits: {', '.join(packing.FIGURES)}",
    )
    parser.add_argument(
        "--previous", type=Path, metavar="PACK", help="the last pack, to say what has changed since"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("committee.xlsx"), metavar="BOOK",
                        help="the workbook (default: committee.xlsx, here)")  # fmt: skip
    parser.add_argument(
        "--pdf",
        action="store_true",
        help="also as a PDF beside it, if LibreOffice is on this computer",
    )
    parser.add_argument(
        "--window",
        default="GFC",
        help="a crisis code, or 2008-09-01:2009-08-31 (default: %(default)s)",
    )
    parser.add_argument(
        "--confidence",
        type=quantities.confidence,
        default=0.99,
        metavar="LEVEL",
        help="such as 99%% (the default)",
    )
    parser.add_argument(
        "--horizon",
        type=quantities.whole(10_000),
        default=1,
        metavar="DAYS",
        help="the holding period (default: %(default)s)",
    )
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="the day of the report (default: the last price)"
    )
    parser.add_argument(
        "--portfolio", metavar="NAME", help="its name (default: that of the file of positions)"
    )
    parser.add_argument("--prepared-by", default="", metavar="NAME")
    parser.add_argument(
        "--currency", default="", metavar="CODE", help="a word before the amounts, such as USD"
    )
    parser.add_argument(
        "--capital", type=quantities.money, metavar="MONEY", help="the capital held"
    )
    status = parser.add_mutually_exclusive_group()
    status.add_argument("--draft", dest="status", action="store_const", const="Draft", default="Draft",
                        help="say Draft on the first page (the default)")  # fmt: skip
    status.add_argument(
        "--final", dest="status", action="store_const", const="Final", help="say Final"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="what was done as one JSON object, in place of the lines",
    )
    exports.add(parser)
    outputs.add_force(parser)
    child.add_limits(parser)
    parser.epilog = (
        "The workbook is the template committee_pack with your data: its formulas live, and its values are in the cells. "
        "The exit code is 1 if a figure could not be had."
    )


def run(options: argparse.Namespace) -> int:
    from ..ooxml.files import written

    target: Path = options.output
    outputs.check(target, ".xlsx", options.force)
    pdf = target.with_suffix(".pdf")
    if options.pdf:
        from . import office

        outputs.check(pdf, ".pdf", options.force)
        office.found()  # before the work, not after it
    wanted = packing.Wanted(
        prices=options.prices, positions=options.positions, groups=options.groups, limits=options.limits,
        previous=options.previous, window=options.window, day_first=options.day_first,
        decimal=exports.SIGNS.get(options.decimal or ""), as_of=options.as_of,
        inputs={
            "portfolio": options.portfolio or options.positions.stem, "prepared_by": options.prepared_by,
            "currency": options.currency, "status": options.status, "confidence_level": options.confidence,
            "horizon": float(options.horizon), "capital_held": options.capital, "logo": None,
        },
    )  # fmt: skip
    done: packing.Packed = limited.run(
        packing.packed, (wanted,), child.limits(options), lambda stage, number: target.name
    )
    for line in () if options.json else done.lines:
        print(printable(line))
    if done.data is None:
        print(printable(done.summary), file=sys.stderr)
        return 1
    outputs.make_folder(target)
    written(done.data, target, like=options.prices)
    if options.pdf:
        from .render import render

        render(target, pdf)
    if options.json:
        print(json_line({
            "target": str(target), "pdf": str(pdf) if options.pdf else None, "version": __version__,
            "headline": done.summary, "warning": done.warning, "failed": done.failed, "lines": done.lines,
        }))  # fmt: skip
        return 1 if done.failed else 0
    print(printable(f"{target}: {done.summary}"))
    if options.pdf:
        print(printable(str(pdf)))
    return 1 if done.failed else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise errors.NO_DATE(text=text) from None
