"""A sheet of VAR_SERIES, with columns of formulas beside it, a row a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Content, TemplateBlock
from tools.templates.toolkit.source import TOLD

TAB = "Day by day"
Rows = list[list[Content]]


def day_by_day(workbook: TemplateWorkbook, data: TemplateBlock, title: str, notes: Sequence[str],
               widths: Sequence[float], *, horizon: int, lookback: int, called: str,
               beside: Sequence[tuple[str, str]], rows: Callable[[int, int], Rows],
               helpers: int = 0) -> TemplateBlock:
    """The VaR of each day from the `lookback` days before it, under the name `called`.

    beside: the headers and units of the columns to the right. rows: their cells, by how many days
    there are and the row of the first, as in an address. helpers: the last columns that only formulas and
    charts read. Names `series_dates`, `series_var`, `data_dates`.
    """
    days = len(data.labels) - lookback
    sheet = workbook.grid(TAB, title, [TOLD, *notes], widths)
    top = sheet.row
    spill = sheet.spilled(
        f'=VAR_SERIES(history,positions,confidence_level,{horizon},"historical",{lookback})',
        ["Date", "VaR"], days, ["day", "money"], left=0)
    sheet.says_rows(days, f"ROWS(history)-1-{lookback}")
    sheet.row = top
    table = sheet.table([header for header, _ in beside], rows(days, top + 2),
                        [unit for _, unit in beside], left=2)
    sheet.freeze(top)
    sheet.aside(len(widths) - helpers, len(widths) - 1)
    block = TemplateBlock(sheet.title, top, 0, ("Date", called, *table.header), spill.labels)
    workbook.name("series_dates", block.column("Date"))
    workbook.name("series_var", block.column(called))
    workbook.name("data_dates", data.column("Date"))
    return block
