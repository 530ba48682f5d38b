"""Library data as a sheet shows it: the returns, where they come from, and a portfolio on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Content, TemplateBlock, TemplateCell, between
from tools.templates.toolkit.says import PNL, Needed, says
from xl_stressvar import __version__
from xl_stressvar.dispatch import call
from xl_stressvar.domain import dates

_DAYS = ("Your own data: paste dates and daily returns over the delivered ones, one column an asset, and its name into the "
         "header. More days: first insert rows inside the table and fill down the columns on the right. Fewer: delete "
         "the rows left over. ")
_MORE = "More assets: insert columns before the last asset, and "
_UNTIL = "amounts stand in the order of the columns. Fewer: delete {}. Until all fits, the line under the title says what to mend."
#: How to put one's own data in place: amounts in a table that grows by rows, in a form, or one amount alone.
OWN = f"{_DAYS}{_MORE}copy a row of the amounts and insert it above the last: {_UNTIL.format('columns and rows')}"
FORM = f"{_DAYS}{_MORE}fill in a spare line of the amounts: {_UNTIL.format('columns, and empty the last lines')}"
ONE = f"{_DAYS}One asset alone: a book of several is on the sheet Book data."
TOLD = "What the sheet holds."  # its place: the formula is written when the table stands
NO_DATA = "no data"  # in place of a figure of amounts that have none
BELOW = 5000  # rows under the table that are looked at for data that nothing reads


def returns_sheet(workbook: TemplateWorkbook, tab: str, factors: Sequence[str], window: str, positions: str,
                  windows: Mapping[str, str], prefix: str = "", needs: Sequence[Needed] = (),
                  least: tuple[int, int] = (1, 2), own: str = OWN, optional: bool = False) -> TemplateBlock:
    """A sheet of library returns as values, so that plain Excel formulas can be compared on them.

    window: one period, or several parted by `;`, oldest first.
    prefix: of the names, where a book has two such sheets.
    positions: the defined name of the amounts, a column, in the order of the factors.
    windows: name to title; each has two input cells named `NAME_start` and `NAME_end`.
    needs: periods that the days must cover. least: assets and days that the book takes at least. own: how to put one's own data in place.
    optional: the book has an answer without this data: other amounts than its assets are no fault, but have no profit and loss.
    Names what formulas need: `history` (with dates and header), `factors` (the header), `returns`,
    `pnl` (the portfolio's daily profit and loss), `in_NAME` (whether a day is in the window), and
    `data_says` (what the sheet holds, or what to mend; for the first page).
    """
    flags = [f"In {title.lower()}" for title in windows.values()]
    header = ["Date", *factors, PNL, *flags]
    profit = f"MMULT(B{{row}}:{xl_col_to_name(len(factors))}{{row}},{positions})"
    fits = f"ROWS({positions})=COLUMNS({prefix}factors)" if optional else ""
    if optional:
        profit = f'IF({fits},{profit},"{NO_DATA}")'
    formulas = [f"={profit}", *(f"=AND(A{{row}}>={w}_start,A{{row}}<={w}_end)" for w in windows)]
    n = len(factors)
    block = workbook.data(
        tab, "Daily returns, and the portfolio's profit and loss", [TOLD, own, *library_notes(factors)], header,
        [[*row, *formulas] for each in window.split(";") for row in library_rows(factors, each)],
        ["date", *["fine percent"] * n, "money", *["flag"] * len(flags)],
        [14.0, *[13.0] * n, 17.0, *[16.0] * len(flags)],
        allowed=(factors[0], factors[-1], between(-1, 10, "A daily return as a decimal: 1% is 0.01.")),
        helpers=len(flags),
    )
    workbook.name(f"{prefix}history", block.span("Date", factors[-1], header=True))
    workbook.name(f"{prefix}factors", block.top_row(factors[0], factors[-1]))
    workbook.name(f"{prefix}returns", block.span(factors[0], factors[-1]))
    workbook.name(f"{prefix}pnl", block.column(PNL))
    for name, flag in zip(windows, flags, strict=True):
        workbook.name(f"in_{name}", block.column(flag))
    under = f"COUNT({quote_sheetname(tab)}!{xl_range_abs(block.bottom + 1, 0, block.bottom + BELOW, 0)})"
    workbook.check(f"{prefix}rows", f"{tab}: days pasted below the table, which no formula reads", f"={under}", "=0")
    workbook.check(f"{prefix}pnl_sum", f"{tab}: the P&L column is returns × amounts on every day",
                   f"=SUM({prefix}pnl)", f"=SUMPRODUCT(MMULT({prefix}returns,{positions}))", made=fits)
    days = block.column("Date")
    workbook.name(f"{prefix}later_days", f"INDEX({days},2,1):INDEX({days},ROWS({days}),1)")
    workbook.name(f"{prefix}earlier_days", f"INDEX({days},1,1):INDEX({days},ROWS({days})-1,1)")
    names = (f"{prefix}factors", f"{prefix}returns", positions, f"{prefix}later_days", f"{prefix}earlier_days")
    told = says(tab, block, names, under, needs, least, optional)
    workbook.first_line(tab, TemplateCell(f"={told}", name=f"{prefix}data_says"))
    return block


def library_rows(factors: Sequence[str], window: str) -> list[list[Content]]:
    """A row a day: date, and the return of each factor, as CRISIS_RETURNS gives them."""
    outcome = call("CRISIS_RETURNS", (window, [list(factors)]))
    if outcome.failure:
        raise outcome.failure
    assert isinstance(outcome.value, list)
    rows: list[list[Content]] = []
    for day, *returns in outcome.value[1:]:
        assert isinstance(day, float)
        rows.append([dates.date(int(day)), *map(_number, returns)])
    return rows


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def library_notes(factors: Sequence[str]) -> list[str]:
    """What each factor is and who published it, read from the library's provenance."""
    head = f"Daily simple returns from the built-in library of xl-stressvar {__version__}"
    notes = [f"{head}, on the New York Stock Exchange calendar, as CRISIS_RETURNS gives them."]
    table = resources.files("xl_stressvar.crises").joinpath("PROVENANCE.md").read_text("utf-8")
    for line in table.splitlines():
        cells = [part.strip() for part in line.strip("|").split("|")]
        if cells[0] in factors and len(cells) > 6:
            code, what, _, package, origin = cells[:5]
            notes.append(f"{code}: {what}. Source: {origin}. Package: {package}.")
    assert len(notes) == len(factors) + 1
    return notes
