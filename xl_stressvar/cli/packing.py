"""The work of `pack`: the template filled with exports, calculated, and its first page told."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import errors, templates
from ..tables import FileTable, read_table
from . import child, exports

if TYPE_CHECKING:
    from ..ooxml.package import Package

TEMPLATE = "committee_pack"
#: The figures that may have a limit.
FIGURES = ("Stressed VaR", "Current VaR", "Stressed ES", "Worst year")
#: What the formulas of the template read: sheet, rows, columns; more is given where a file needs it.
ROOM = {"raw_prices": ("Prices", 10_000, 26), "book": ("Positions", 500, 2)}


@dataclass(frozen=True)
class Wanted:
    """What was asked for; inputs: by the name of their cell."""

    prices: Path
    positions: Path
    groups: Path | None
    limits: Path | None
    previous: Path | None
    window: str
    day_first: bool | None
    decimal: str | None
    as_of: dt.date | None
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Packed:
    """The workbook, if there are prices, and what to say of it."""

    data: bytes | None
    lines: list[str]
    summary: str
    failed: bool = False
    warning: str = ""  # of the first page


def packed(wanted: Wanted, report: child.Report) -> Packed:
    """The template with these exports, every formula calculated.

    Raises: FileProblem.
    """
    from ..ooxml.package import opened

    template = opened(_template())
    prices = read_table(wanted.prices)
    found = exports.cleaned(prices, wanted.day_first, wanted.decimal)
    if found.refusal:
        return Packed(None, found.lines, found.refusal)
    book, added = _filled(template, wanted, prices, found.prices)
    return _calculated(book, found.lines + added, report)


def _template() -> Path:
    found = templates.templates()
    if TEMPLATE not in found:
        raise errors.NO_SUCH_TEMPLATE(template=TEMPLATE, hint=("Install the package anew.",))
    return found[TEMPLATE]


def _filled(
    template: Package, wanted: Wanted, prices: FileTable, rows: list[list[Any]]
) -> tuple[bytes, list[str]]:
    """The template with the exports on its sheets and the inputs in their cells; and what was left out."""
    from ..ooxml import paste

    names = [str(name) for name in rows[0][1:]]
    lines: list[str] = []
    held = _positions(wanted, names, lines)
    grids: dict[str, list[list[Any]]] = {
        "Prices": [[_content(cell) for cell in row] for row in prices.grid],
        "Positions": [["Asset", "Amount"], *([name, held.get(name, 0.0)] for name in names)],
        "Groups": _groups(wanted, names),
        "Limits": _limits(wanted),
    }
    parts = {
        template.sheets[sheet]: paste.sheet_filled(template, sheet, grid)
        for sheet, grid in grids.items()
    }
    lines += other_day(wanted.as_of, int(rows[-1][0]))
    cells = dict(wanted.inputs) | _days(wanted, rows) | _previous(wanted) | {"reading": "found"}
    if wanted.day_first is not None or wanted.decimal is not None:
        lines.append("Day first and decimal sign: as told, both.")
        cells |= {
            "reading": "told",
            "day_first": _word(wanted.day_first is not False),
            "decimal_sign": wanted.decimal or ".",
        }
    parts |= paste.cells_filled(template, cells)
    ranges = {}
    for name, (sheet, down, right) in ROOM.items():
        grid = grids[sheet]
        if len(grid) > down or len(grid[0]) > right:
            ranges[name] = (sheet, max(down, len(grid) + 2000), max(right, len(grid[0]) + 4))
    parts[template.workbook] = paste.names_moved(template, ranges)
    return template.with_parts(parts), lines


def _content(cell: Any) -> Any:
    from ..ooxml.paste import Day

    if isinstance(cell, dt.datetime):
        midnight = dt.datetime.combine(cell.date(), dt.time(), cell.tzinfo)
        return Day(_serial(cell.date()) + (cell - midnight) / dt.timedelta(1))
    return Day(_serial(cell)) if isinstance(cell, dt.date) else cell


def _serial(day: dt.date) -> int:
    from ..domain import dates

    return int(dates.serial(day))


def _word(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _positions(wanted: Wanted, names: list[str], lines: list[str]) -> dict[str, float]:
    """The amount of each column of prices that is held."""
    from . import holdings

    file = wanted.positions.name
    found = holdings.amounts(read_table(wanted.positions), file, wanted.decimal)
    spelled = holdings.spelled(found, names, errors.NOT_AMONG_PRICES, file)
    held = {spelled[name]: amount for name, amount in found.items()}
    if len(held) < len(found):
        twice = next(name for name in found if list(spelled.values()).count(spelled[name]) > 1)
        raise errors.TWICE_NAMED(file=file, name=twice)
    if without := [name for name in names if name not in held]:
        lines.append(
            f"not held: {', '.join(without)}: prices without a position, taken with an amount of 0."
        )
    return held


def _groups(wanted: Wanted, names: list[str]) -> list[list[Any]]:
    """A row an asset: its name, desk and finer group; nothing without a file."""
    from ..domain import matched
    from . import holdings

    if wanted.groups is None:
        return []
    found = {matched(row[0]): row[1:] for row in holdings.groups(read_table(wanted.groups))}
    missing = ["(no desk)"]
    rows = [[name, *found.get(matched(name), missing)] for name in names]
    if all(row[1:] == missing for row in rows):
        raise errors.NOT_AMONG_PRICES(
            file=wanted.groups.name,
            name=next(iter(found), "no name"),
            hint=(f"There are: {', '.join(names[:8])}.",),
        )
    finest = max(map(len, rows))
    return [
        ["Asset", "Desk", "Book"][:finest],
        *([*row, *[row[-1]] * (finest - len(row))] for row in rows),
    ]


def _limits(wanted: Wanted) -> list[list[Any]]:
    from . import holdings

    if wanted.limits is None:
        return []
    found = holdings.amounts(read_table(wanted.limits), wanted.limits.name, wanted.decimal)
    spelled = holdings.spelled(found, FIGURES, errors.NO_SUCH_FIGURE, wanted.limits.name)
    return [["Figure", "Limit"], *([spelled[name], limit] for name, limit in found.items())]


def _days(wanted: Wanted, rows: list[list[Any]]) -> dict[str, Any]:
    """The window and the day of the report."""
    from ..dispatch import call
    from ..ooxml.paste import Day

    review = call("WINDOW_REVIEW", (wanted.window,))
    if review.failure is not None:
        raise errors.NO_CRISIS(text=wanted.window, reason=(review.sentence() or "",))
    lines: Any = review.value
    last = rows[-1][0] if wanted.as_of is None else _serial(wanted.as_of)
    return {"stress_start": Day(lines[1][1]), "stress_end": Day(lines[2][1]), "as_of": Day(last)}


def other_day(as_of: dt.date | None, last: int) -> list[str]:
    """A line that says so, if the day of the report is not that of the last price."""
    from ..domain import dates

    day = dates.iso(last)
    if as_of is None or as_of.isoformat() == day:
        return []
    return [f"The first page says as of {as_of}; the figures are those of the last price, {day}."]


def _previous(wanted: Wanted) -> dict[str, Any]:
    """The figures of the last pack."""
    from ..ooxml.package import opened
    from ..ooxml.paste import Day, numbers_of

    if wanted.previous is None:
        return {"previous_stressed": None, "previous_current": None, "previous_as_of": None}
    found = numbers_of(opened(wanted.previous), ("stressed", "current", "as_of"))
    if len(found) < 3:
        raise errors.NO_PREVIOUS(file=wanted.previous.name)
    return {
        "previous_stressed": found["stressed"],
        "previous_current": found["current"],
        "previous_as_of": Day(found["as_of"]),
    }


def _calculated(book: bytes, lines: list[str], report: child.Report) -> Packed:
    from ..hosts.headless import error_lines
    from ..hosts.headless.calc import calculated
    from ..ooxml.chart_caches import filled
    from ..ooxml.package import opened
    from ..ooxml.paste import text_of

    with tempfile.TemporaryDirectory(prefix="xl-stressvar-") as folder:
        plain, copy = Path(folder, "pack.xlsx"), Path(folder, "pack-calculated.xlsx")
        plain.write_bytes(book)
        data, found = calculated(plain, copy, progress=report, everything=True)
        copy.write_bytes(data)
        data = filled(copy)
        package = opened(copy)
    lines += error_lines(found.errors)
    warning = text_of(package, "warning")
    lines += [warning.strip()] * bool(warning.strip())
    failed = bool(found.failed or found.kept)
    return Packed(data, lines, text_of(package, "headline"), failed, warning.strip())
