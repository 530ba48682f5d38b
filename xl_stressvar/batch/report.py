"""A workbook of a finished run that a committee can read: summary, tree, largest, windows, audit."""

from __future__ import annotations

import heapq
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import errors
from ..ooxml.files import written
from .finish import FAILURES, TREE, node_rows
from .hierarchy import PATH, PORTFOLIO
from .log import LOG, last_run
from .parquet import arrow, table_in
from .parts import PARTS, part_path
from .plan import Plan

MOST_ROWS = 1_048_576  # of a sheet in Excel
_LARGEST = 100
_PLAIN = ["portfolio", "level", "measure", "start", "end", "var", "es", "error"]
_ALONE = "Portfolios, one after another"


@dataclass(frozen=True)
class _Seen:
    """What the sheets need of all portfolios. largest: by measure, a heap of VaR, turn and row."""

    largest: dict[str, list[tuple[float, int, dict[str, Any]]]]
    windows: dict[str, Counter[Any]]  # how many windows begin in each quarter, or row
    alone: dict[str, float]  # the VaRs of the portfolios, added up
    counted: Counter[str]
    failed: Counter[str]


def write_report(out: Path, plan: Plan, path: Path) -> None:
    """The workbook, whole or not at all. Raises FileProblem."""
    import xlsxwriter

    run = last_run(out)
    if run is None:
        raise errors.NO_RUN(folder=str(out))
    seen = _seen(out, plan)
    tree = node_rows(out)
    data = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        sheets = _Sheets(book)
        _summary(sheets, plan, run, seen, tree)
        _tree(sheets, tree)
        _largest(sheets, plan, seen)
        _windows(sheets, plan, seen)
        _failures(sheets, out)
        _audit(sheets, plan, run)
    written(data.getvalue(), path)


class _Sheets:
    """A workbook with its few formats, whose tables end with a sentence where a sheet is full."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.money = book.add_format({"num_format": "#,##0"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "indent": 1})
        self.text = book.add_format({"align": "left", "indent": 1})  # beside numbers
        self.share = book.add_format({"num_format": "0.0%"})
        self.grey = book.add_format({"font_color": "#595959", "italic": True})

    def sheet(self, name: str, title: str, widths: Sequence[float]) -> Any:
        sheet = self.book.add_worksheet(name)
        for j, width in enumerate(widths):
            sheet.set_column(j, j, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, self.title)
        return sheet

    def table(
        self,
        sheet: Any,
        row: int,
        header: Sequence[str],
        rows: Iterator[list[Any]],
        total: int,
        where: str,
    ) -> int:
        """Rows under a header from a row on; how many were written.

        Of more than a sheet has room for the rest is named in its last row, with where it is.
        """  # fmt: skip
        sheet.write_row(row, 0, header, self.head)
        room = MOST_ROWS - row - 1
        most = total if total <= room else room - 1
        for i, cells in zip(range(row + 1, row + 1 + most), rows, strict=False):
            for j, cell in enumerate(cells):
                self.write(sheet, i, j, cell)
        if most < total:
            left = f"{total - most:,} rows more have no room in a sheet: {where} has them all."
            sheet.write_string(MOST_ROWS - 1, 0, left, self.grey)
        return most

    def write(self, sheet: Any, row: int, column: int, cell: Any) -> None:
        if cell is None:
            return
        if hasattr(cell, "isoformat"):
            sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, _Share):
            sheet.write_number(row, column, cell, self.share)
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell, self.money)
        else:
            sheet.write_string(row, column, str(cell), self.text if column else None)


class _Share(float):
    """A number that is shown in percent."""


def _seen(out: Path, plan: Plan) -> _Seen:
    """One look at every part."""
    names = [measure.name for measure in plan.measures]
    seen = _Seen(
        {name: [] for name in names}, {name: Counter() for name in names},
        dict.fromkeys(names, 0.0), Counter(), Counter(),
    )  # fmt: skip
    for block in plan.blocks:
        rows = table_in(part_path(out, block.number), _PLAIN)
        for row in rows.to_pylist():
            if row["level"] == PORTFOLIO:
                _see(seen, row)
    return seen


def _see(seen: _Seen, row: dict[str, Any]) -> None:
    name = row["measure"]
    if row["error"] is not None:
        seen.failed[name] += 1
        return
    seen.counted[name] += 1
    seen.alone[name] += row["var"]
    start = row["start"]
    seen.windows[name][_quarter(start) if hasattr(start, "year") else start] += 1
    largest = seen.largest[name]
    entry = row["var"], -seen.counted[name], row  # of equals the first
    if len(largest) < _LARGEST:
        heapq.heappush(largest, entry)
    else:
        heapq.heappushpop(largest, entry)


def _quarter(day: Any) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def _summary(
    sheets: _Sheets, plan: Plan, run: dict[str, Any], seen: _Seen, tree: list[dict[str, Any]]
) -> None:
    sheet = sheets.sheet("Summary", "Stressed VaR of the firm", (30, 16, 16, 16, 16, 18, 14, 12))
    days = f"{plan.history.day_name(0)} to {plan.history.day_name(len(plan.history) - 1)}"
    held = "".join(f"{len(h.table.names):,} {h.kind}, " for h in plan.held)
    told = (
        f"{len(plan.names):,} portfolios,  {len(plan.nodes):,} nodes, {held}{plan.history.assets:,} factors, "
        f"{len(plan.history):,} days ({days}). A loss is positive."
    )
    sheet.write_string(1, 0, told)
    header = (
        "Measure", "VaR", "ES over the same window", "Window from", "to", _ALONE, "VaR of all over that",
        "Failed",
    )  # fmt: skip
    rows = []
    for measure in plan.measures:
        total = next(r for r in tree if r["parent"] is None and r["measure"] == measure.name)
        alone = seen.alone[measure.name]
        part = _Share(total["var"] / alone) if alone > 0 and total["var"] is not None else None
        shown = [total[key] for key in ("var", "es", "start", "end")]
        rows.append([measure.name, *shown, alone, part, seen.failed[measure.name]])
    sheets.table(sheet, 3, header, iter(rows), len(rows), TREE)
    top = 5 + len(rows)
    notes = (
        "VaR of all over that: 100% would be no diversification between portfolios.",
        "Each VaR is exact: a node is a portfolio of everything below it, with a worst window of its own.",
        f"Calculated {run['ended']} by {run['by']} on {run['on']}, by {run['how']}.",
    )
    for i, note in enumerate(notes):
        sheet.write_string(top + i, 0, note, sheets.grey)
    _desks_chart(sheets, sheet, top + 4, tree)


def _desks_chart(sheets: _Sheets, sheet: Any, row: int, tree: list[dict[str, Any]]) -> None:
    """The VaR of the widest level, by the first measure, drawn from the sheet Tree."""
    measures = list(dict.fromkeys(r["measure"] for r in tree))
    below = [
        i for i, r in enumerate(tree) if r["parent"] == "Total" and r["measure"] == measures[0]
    ][:30]
    if not below:
        return
    chart = sheets.book.add_chart({"type": "bar"})
    first, last = 4, 3 + len(below)
    sheet_name = "Desks"
    helper = sheets.sheet(
        sheet_name, f"VaR by {tree[below[0]]['level']}: {measures[0]}", (30, 16, 22)
    )
    header = (tree[below[0]]["level"], "VaR", "Component of the total")
    rows = [[tree[i][key] for key in ("portfolio", "var", "component_of_parent")] for i in below]
    sheets.table(helper, 3, header, iter(rows), len(rows), TREE)
    for column, name in ((1, "VaR"), (2, "Component of the total")):
        chart.add_series({
            "name": name,
            "categories": [sheet_name, first, 0, last, 0],
            "values": [sheet_name, first, column, last, column],
        })  # fmt: skip
    chart.set_title({"name": f"VaR by {tree[below[0]]['level']}, {measures[0]}"})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 120 + 32 * len(below)})
    sheet.insert_chart(row, 0, chart, {"description": "VaR of each desk, alone and in the total"})


def _tree(sheets: _Sheets, tree: list[dict[str, Any]]) -> None:
    sheet = sheets.sheet(
        "Tree", "Every node of the hierarchy", (40, 12, 18, 12, 12, 12, 16, 16, 18, 50)
    )
    sheet.write_string(1, 0, "Component: what the node has of its parent's VaR; they add up where no portfolio is directly in the parent.")  # fmt: skip
    header = ("Node", "Level", "Measure", "Portfolios", "Window from", "to", "VaR", "ES", "Component of parent", "Why not")  # fmt: skip
    keys = ("level", "measure", "portfolios", "start", "end", "var", "es", "component_of_parent", "why")  # fmt: skip

    def rows() -> Iterator[list[Any]]:
        for row in tree:
            depth = 0 if row["parent"] is None else row["portfolio"].count(PATH) + 1
            yield ["    " * depth + row["portfolio"].rpartition(PATH)[2], *(row[k] for k in keys)]

    sheet.freeze_panes(4, 1)
    sheets.table(sheet, 3, header, rows(), len(tree), TREE)


def _largest(sheets: _Sheets, plan: Plan, seen: _Seen) -> None:
    title = f"The {_LARGEST} largest portfolios by VaR"
    sheet = sheets.sheet("Largest", title, (18, 8, 24, 16, 16, 12, 12))
    header = ("Measure", "Rank", "Portfolio", "VaR", "ES", "Window from", "to")
    rows = []
    for measure in plan.measures:
        ordered = sorted(seen.largest[measure.name], key=lambda e: e[:2], reverse=True)
        for rank, entry in enumerate(ordered, 1):
            row = entry[-1]
            shown = [row[key] for key in ("portfolio", "var", "es", "start", "end")]
            rows.append([measure.name, rank, *shown])
    sheet.freeze_panes(4, 0)
    sheets.table(sheet, 3, header, iter(rows), len(rows), PARTS)


def _windows(sheets: _Sheets, plan: Plan, seen: _Seen) -> None:
    dated = plan.history.dates is not None
    what = "quarter" if dated else "row"
    sheet = sheets.sheet(
        "Windows", f"In which {what} the windows of the portfolios begin", (18, 14, 14)
    )
    rows = [
        [measure.name, str(start), count]
        for measure in plan.measures
        for start, count in sorted(seen.windows[measure.name].items())
    ]
    sheets.table(sheet, 3, ("Measure", what.title(), "Portfolios"), iter(rows), len(rows), PARTS)
    name = plan.measures[0].name
    last = sum(row[0] == name for row in rows)
    if not last:
        return
    chart = sheets.book.add_chart({"type": "column"})
    chart.add_series({
        "name": name, "categories": ["Windows", 4, 1, 3 + last, 1], "values": ["Windows", 4, 2, 3 + last, 2],
    })  # fmt: skip
    chart.set_title({"name": f"Windows of {name}: portfolios by first {what}"})
    chart.set_legend({"none": True})
    chart.set_y_axis({"name": "portfolios", "num_format": "#,##0"})
    chart.set_size({"width": 900, "height": 380})
    sheet.insert_chart(3, 4, chart, {"description": "How many windows begin when"})


def _failures(sheets: _Sheets, out: Path) -> None:
    (parquet,) = arrow("parquet")
    sheet = sheets.sheet("Failures", "Figures that could not be calculated", (28, 12, 18, 12, 120))
    header = ("Portfolio", "Level", "Measure", "Error", "Why")
    with parquet.ParquetFile(out / FAILURES) as file:
        total = file.metadata.num_rows
        rows = (
            list(row.values()) for batch in file.iter_batches(4096) for row in batch.to_pylist()
        )
        sheet.freeze_panes(4, 0)
        sheets.table(sheet, 3, header, rows, total, FAILURES)
        if not total:
            sheet.write_string(4, 0, "None: every figure was calculated.")


def _audit(sheets: _Sheets, plan: Plan, run: dict[str, Any]) -> None:
    sheet = sheets.sheet("Audit", "From what, by what, and how to redo it", (34, 100))
    lines: list[tuple[str, Any]] = [
        ("Digest of all figures", run["digest"]),
        ("Fingerprint of inputs and settings", plan.fingerprint),
        ("Calculated", f"{run['ended']} by {run['by']} on {run['on']}, by {run['how']}"),
        ("Seconds", str(run["seconds"])),
        ("Components by factor", "yes" if plan.components else "no"),
        ("Portfolios in a part", f"{plan.block:,}"),
        ("Currency", plan.facts["base"] or "one for all, as in the positions"),
    ]
    for name, file in plan.facts["inputs"].items():
        sheet_name = f", sheet {file['sheet']}" if file["sheet"] else ""
        lines.append((f"{name}: {file['file']}{sheet_name}", f"SHA-256 {file['sha256']}"))
    for measure in plan.measures:
        lines.append((f"Measure {measure.name}", json.dumps(measure.settings, default=str)))
    lines += list(run["versions"].items())
    lines.append(("Redo a sample", "xl-stressvar batch JOB.toml --verify"))
    lines.append(("Every run", f"{LOG} in the folder of the results"))
    for i, (label, value) in enumerate(lines, 3):
        sheet.write_string(i, 0, label)
        sheets.write(sheet, i, 1, value)
