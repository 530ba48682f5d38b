"""A sheet of every twelve-month crisis since 1987: what each did to each market, the worst marked."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.file import CREATED
from tools.templates.toolkit.parts import (
    Content,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
    numbers,
    one_of,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import FIRST, RIGHT, ROW_POINTS
from xl_stressvar.crises.windows import CRISES

MARKETS = {"SPX": "Stocks", "UST10Y": "Treasuries", "WTI": "Oil", "GOLD": "Gold", "EURUSD": "Euros"}
BOOK = "60-30-10 book"
AMOUNTS = "{60,30,10}"  # in the first three
WINDOWS = sorted((c for c in CRISES if c.twelve_months), key=lambda crisis: crisis.window.start)
NO_DATA = '"no data"'
MEASURES = ("VaR", "ES", "Deepest fall")
LISTED = f"CRISIS_WINDOWS(DATE({CREATED.year},{CREATED.month},{CREATED.day}))"
LARGEST = 11  # factors that a crisis can have in the library
WIDTHS = (2.0, 34.0, 20.0, 12.0, *[11.5] * 5, 14.0)


def all_crises(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Worst for stocks", TemplateCell("=worst_for_spx", "name")),
        ("Worst for the book", TemplateCell("=worst_for_book", "name")),
        ("Worst loss of 100 in stocks", TemplateCell("=MAX(map_spx)", "million")),
        ("Crises with the whole book", TemplateCell('=COUNT(map_book)&" of "&ROWS(map_book)', "text")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Measure", enter("map_measure", "ES", "text", one_of(
            MEASURES, "VaR and ES of one day; or the deepest fall from peak to trough.")), "of the map"],
        ["Confidence", enter("map_confidence", 0.99, "percent", between(
            0.5, 0.995, "Between 50% and 99.5%: a year has about 250 days.")), "level"],
        ["Crisis whose largest moves are listed", enter("shock_crisis", "GFC", "text", one_of(
            [c.code for c in CRISES], "A crisis of the library.")), f"=INDEX({LISTED},MATCH(shock_crisis,INDEX({LISTED},0,1),0),2)"],
        ["Moves over", enter("shock_days", 1, "count", between(1, 20, "Days; 1 is the worst day.")), "days"],
    ], ["", "money", "text"])
    block = _map(workbook, sheet)
    sheet.heat_worst(block.span(next(iter(MARKETS.values())), BOOK))
    _shocks(workbook, sheet)
    _check(workbook)
    sheet.boxes(("How to read this", """
        Each figure is the loss of 100 million held in one market, by the measure chosen, in the twelve months of the crisis:
        the darker, the higher in its column, and the highest in a frame.

        As delivered, by expected shortfall, no crisis is the worst for all: 1987 is for stocks, 1994 for treasuries, 2001 for
        oil, 2008-09 for gold and the euro. Choose VaR, and 2008-09 is the worst for every market: it had many bad days, 1987
        one very bad one. Choose the deepest fall, and 2022 is the worst for the euro.

        A book's own worst window is the one to report: {worst_for_book|words} for 60 in stocks, 30 in
        treasuries and 10 in oil.

        "no data": the library does not have that market then. The command "xl-stressvar data update" adds later years of
        treasuries, gold and oil; this sheet then shows them when it is calculated.
        """), ("Limits", """
        One market at a time says nothing of how they moved together: that is the book's column. Treasuries are a modelled
        10-year par bond; currencies and gold are not New York closes. Long positions only: a short one has other worst days.
        """))


def _map(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    """The heat map, and under it the worst of each column."""
    top, left = sheet.row + 1, FIRST  # of the header, from 1; the first column
    label, last = xl_col_to_name(left), top + len(WINDOWS)
    header = ["Crisis: loss of 100 in", "From", "To", *MARKETS.values(), BOOK]
    every = '{"' + '","'.join(list(MARKETS)[:3]) + '"}'
    rows: list[list[Content]] = []
    for crisis in WINDOWS:
        code = _quoted(crisis.code)
        here = f"MATCH({code},INDEX({LISTED},0,1),0)"
        on_record = f'", "&INDEX({LISTED},{here},7)&", "'
        whole = "*".join(f'ISNUMBER(SEARCH(", {m}, ",{on_record}))' for m in list(MARKETS)[:3])
        rows.append([
            crisis.name, *(f"=INDEX({LISTED},{here},{j})" for j in (3, 4)),
            *(f'=IF(ISNUMBER(SEARCH(", {m}, ",{on_record})),{_measured(_quoted(m), "100", code)},{NO_DATA})' for m in MARKETS),
            f'=IF({whole},{_measured(every, AMOUNTS, code)},{NO_DATA})',
        ])
    block = sheet.table(header, rows, ["", "date", "date", *["money"] * 6], align=None)
    worst: list[Content] = ["The worst crisis of the column", None, None]
    for j, name in enumerate([*MARKETS, "book"], 3):
        column = xl_col_to_name(left + j)
        cells = f"${column}${top + 1}:${column}${last}"
        workbook.name(f"map_{name.lower()}", f"'{sheet.title}'!{cells}")
        worst.append(TemplateCell(f"=INDEX(${label}${top + 1}:${label}${last},MATCH(MAX({cells}),{cells},0))",
                                  name=f"worst_for_{name.lower()}"))
    sheet.row -= 1
    for j, content in enumerate(worst):
        sheet.put(sheet.row, left + j, content, {"bold": True, "font_size": 9, "text_wrap": True, "valign": "top"}, RIGHT if j else {})
    sheet.height(sheet.row, 3 * ROW_POINTS)
    sheet.row += 2
    return block


def _measured(markets: str, amounts: str, code: str) -> str:
    """The chosen measure of an amount in some markets, in the crisis of a code in quotes."""
    returns = f"CRISIS_RETURNS({code},{markets})"
    asked = f"({returns},{amounts},{code},map_confidence)"
    fall = f"MAX(INDEX(CRISIS_REPLAY({returns},{amounts},{code}),0,4))"
    return f'IF(map_measure="VaR",STRESSED_VAR{asked},IF(map_measure="ES",STRESSED_ES{asked},{fall}))'


def _quoted(text: str) -> str:
    return f'"{text}"'


def _shocks(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """CRISIS_SHOCKS of the chosen crisis, as many rows as it has factors."""
    asked = 'CRISIS_SHOCKS(shock_crisis,"CORE",shock_days)'
    units = ["", "fine percent", "date", "fine percent", "date", "fine percent"]
    rows: list[list[Content]] = [
        [f'=IF(ROWS({asked})>{i},INDEX({asked},{i + 1},{j}),"")' for j in range(1, 7)] for i in range(1, LARGEST + 1)]
    found = sheet.table(["Largest moves in the chosen crisis", "Worst move", "Ended on", "Best move", "Ended on ", "Peak to trough"],
                        rows, units)
    workbook.name("worst_move", found.at(found.labels[0], "Worst move"))
    workbook.name("deepest_fall", found.at(found.labels[0], "Peak to trough"))
    first = "INDEX(CRISIS_RETURNS(shock_crisis,INDEX(CRISIS_SHOCKS(shock_crisis,\"CORE\",1),2,1)),0,2)"
    workbook.check("worst_move", "CRISIS_SHOCKS over one day: the least return of the first factor",
                   '=INDEX(CRISIS_SHOCKS(shock_crisis,"CORE",1),2,2)', f"=MIN({first})")


def _check(workbook: TemplateWorkbook) -> None:
    """VaR and ES by plain formulas; a deepest fall has none that fits a cell, and is compared on the sheet Replay of beyond_var."""
    for crisis in WINDOWS:
        r = numbers(f'INDEX(CRISIS_RETURNS("{crisis.code}","SPX"),0,2)')
        k = f"ROUND(COUNT({r})*(1-map_confidence),9)"
        edge = f"SMALL({r},INT({k})+1)"
        tail = f"(SUMPRODUCT(({r}<{edge})*{r})+({k}-SUMPRODUCT(--({r}<{edge})))*{edge})/{k}"
        cell = f"INDEX(map_spx,{WINDOWS.index(crisis) + 1},1)"
        workbook.check(f"map_{crisis.code.lower()}", f"{crisis.name}: 100 in stocks, by the chosen measure", f"={cell}",
                       f'=IF(map_measure="VaR",-100*PERCENTILE.INC({r},1-map_confidence),IF(map_measure="ES",-100*{tail},{cell}))')
