"""A raw export of prices, as `import` and `pack` read it: what may be told of it, and what it gives."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..cells.algebra import Cell
    from ..tables import FileTable

SIGNS = {"point": ".", "comma": ","}
_ASKED = {
    "day_or_month": "Here: --day-first or --month-first.",
    "no_such_day": "Here: --day-first or --month-first.",
    "point_or_comma": "Here: --decimal point or --decimal comma.",
}


def add(parser: argparse.ArgumentParser) -> None:
    """The options for what can be read two ways."""
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", default=None, help="03/04 is 3 April")
    order.add_argument(
        "--month-first", dest="day_first", action="store_false", default=None, help="03/04 is March 4"
    )  # fmt: skip
    parser.add_argument("--decimal", choices=sorted(SIGNS), help="the decimal sign of texts")


@dataclass(frozen=True)
class Cleaned:
    """Prices, with their header if there is one; the report's rows, header included, and its lines.

    refusal: why there are no prices, as a sentence; then `prices` is empty.
    """

    prices: list[list[Any]]
    report: list[list[Any]]
    lines: list[str]
    refusal: str = ""


def cleaned(table: FileTable, day_first: bool | None, sign: str | None) -> Cleaned:
    """What CLEAN_PRICES and CLEAN_REPORT make of an export. sign: the decimal sign of texts, if told."""
    from ..cells.algebra import OMITTED
    from ..dispatch import call

    given = (
        table.grid,
        OMITTED if day_first is None else day_first,
        OMITTED if sign is None else sign,
    )
    prices, told = call("CLEAN_PRICES", given), call("CLEAN_REPORT", given)
    report: Any = told.value if told.failure is None else [[]]
    lines = [_line(table, row) for row in report[1:]]
    if prices.failure is not None:
        sentence = (prices.sentence(table.address) or "").replace(" (range)", "")
        if sentence.startswith("range "):  # no cell of it: a file has no argument of that name
            sentence = sentence.replace("range", table.file, 1)
        asked = _ASKED.get(prices.failure.problem.name, "")
        refusal = f"{sentence} {asked} Nothing was written.".replace("  ", " ")
        return Cleaned([], report, lines, refusal)
    rows: Any = prices.value
    return Cleaned(rows, report, lines)


def _line(table: FileTable, row: list[Cell]) -> str:
    """A line of the report: what, how often, where, and what was done."""
    from ..domain import dates

    kind, count, at, column, day, what = row
    if not isinstance(count, float):
        return f"{kind}: {what}"
    where = f"{'row' if table.sheet else 'line'} {at:.0f}"
    date = f", {dates.iso(int(day))}" if isinstance(day, float) else ""
    return f"{kind} ({count:,.0f}), {column}, first in {where}{date}: {what}"
