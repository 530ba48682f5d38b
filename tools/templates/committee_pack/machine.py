"""The sheet Work: the book's history made once, and by plain formulas what charts and checks read.

Every figure of the pack reads one of two texts that stand for a history (LOAD_HISTORY), so that prices are
cleaned once, and so that a range never has to grow with what is pasted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Content, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import HEADER

ASSETS = 25  # that the tables by asset have room for
POINTS = 96  # of the trend
DAYS = 250  # latest days on the sheet Work
WINDOW_DAYS = 270  # of the window on the sheet Work
CLEAN = 'IF(reading="told",CLEAN_PRICES(raw_prices,day_first,decimal_sign),CLEAN_PRICES(raw_prices))'
STRESS = "stress_history,book,stress_window,confidence_level,horizon"
ALL, YOUNG, NONE = '"all"', '"young"', '"none"'  # the rows with blanks that ALIGN_HISTORY keeps
_ROWS = "OVERLAPPING_RETURNS({},1)"  # the rows that stand behind a text


def aligned(keep: str) -> str:
    """The returns of the prices, with the gaps that this word in a formula keeps."""
    return f'TO_RETURNS(ALIGN_HISTORY({CLEAN},max_fill,{keep},spikes))'


def block(formula: str, rows: int, columns: int, skip: int = 0) -> str:
    """So many rows and columns of a table of ours, blank where it has none: a block that never grows."""
    first = f"{skip}+SEQUENCE({rows})" if skip else f"SEQUENCE({rows})"
    return f'=IFERROR(INDEX({formula},{first},SEQUENCE(1,{columns})),"")'


@dataclass(frozen=True)
class Ranges:
    """What charts point at: days and figures, by address."""

    trend_days: str
    trend_var: str
    trend_stressed: str
    latest_days: str
    latest_pnl: str
    latest_bound: str


def machine(workbook: TemplateWorkbook, sentences: Mapping[str, str]) -> Ranges:
    sheet = workbook.grid("Work", "What the pages are calculated from", [
        ("Nothing to type here. Prices become returns once; a text such as history:01ab stands for them in every other "
         "formula. Below, day by day, what the charts and the checks with plain Excel formulas read.")],
        [30.0, *[13.0] * (ASSETS + 6)])
    _history(sheet)
    sheet.table(["Sentences", ""], [[name, TemplateCell(f"={told}", "text", name)] for name, told in sentences.items()],
                left=0)
    top = sheet.row
    _trend(workbook, sheet, top)
    _ranks(workbook, sheet, top)
    sheet.row = top + POINTS + 5
    latest = _latest(workbook, sheet)
    _window(workbook, sheet)
    _fit(workbook, sheet)
    days, var, stressed = ("Work!" + xl_range_abs(top + 2, c, top + 2 + POINTS, c) for c in (1, 2, 3))
    return Ranges(days, var, stressed, *latest)


def _history(sheet: TemplateSheet) -> None:
    rows = [
        ("First price", "first_price", "date", f"MIN(INDEX({CLEAN},0,1))"),
        ("Last price", "last_price", "date", f"MAX(INDEX({CLEAN},0,1))"),
        ("Rows of prices", "price_days", "count", f"COUNT(INDEX({CLEAN},0,1))"),
        ("Factors for proxies", "proxy_factors", "text",
         "LOAD_HISTORY(CRISIS_RETURNS(factor_window,factor_codes))"),
        ("History, slow rows kept and filled", "by_rhythm", "text",
         f'IFERROR(LOAD_HISTORY(FILL_HISTORY({aligned(ALL)},proxy_factors,price_window)),"")'),
        ("History, young assets filled", "by_young", "text",
         f'IF(by_rhythm<>"","",IFERROR(LOAD_HISTORY(FILL_HISTORY({aligned(YOUNG)},proxy_factors)),""))'),
        ("Whole rows of own prices", "whole_rows", "text", f'IFERROR(LOAD_HISTORY({aligned(NONE)}),"")'),
        ("History, whole rows only", "by_rows", "text", 'IF(by_rhythm&by_young<>"","",whole_rows)'),
        ("The book's history", "own_history", "text", "by_rhythm&by_young&by_rows"),
        ("Rows of the history", "history_days", "count", f"ROWS({_ROWS.format('own_history')})-1"),
        ("Assets", "asset_count", "count", f"COLUMNS({_ROWS.format('own_history')})-1"),
        ("Covers the window", "own_covers", "flag",
         "ISNUMBER(STRESSED_VAR(own_history,book,stress_window,confidence_level,horizon))"),
        ("History in the window", "stress_history", "text",
         ("IF(own_covers,own_history,IFERROR(LOAD_HISTORY(PROXY_HISTORY(own_history,proxy_factors,stress_window)),"
         "own_history))")),
    ]
    body: list[list[Content]] = [
        [label, TemplateCell(f"={formula}", unit, name)] for label, name, unit, formula in rows]
    made = sheet.table(["Made once", "Value"], body, left=0)
    sheet.workbook.name("price_window", made.column("Value", "First price", "Last price"))


def _trend(workbook: TemplateWorkbook, sheet: TemplateSheet, top: int) -> None:
    """The VaR of the book over the year up to each of some days, evenly spread, and up to the last."""
    series = ('WINDOW_SERIES(own_history,book,lookback,confidence_level,horizon,"historical",'
              f"MAX(1,INT((history_days-lookback)/{POINTS - 1})))")
    for column, title in enumerate(("Year from", "To", "VaR", "Stressed VaR")):
        sheet.put(top + 1, column, title, HEADER, {"align": "right"})
    sheet.put(top, 0, "Windows")
    sheet.put(top, 1, TemplateCell(f"=ROWS({series})", "count", "trend_rows"))
    rows = f"trend_rows-{POINTS}+SEQUENCE({POINTS})"
    _filled(sheet, top + 2, 0, f'=IFERROR(INDEX({series},IF({rows}>1,{rows},1E+6),SEQUENCE(1,3)),"")', POINTS,
            ["date", "date", "money"])
    sheet.put(top + 2 + POINTS, 1, TemplateCell("=last_price", "date"))
    sheet.put(top + 2 + POINTS, 2, TemplateCell("=current", "money"))
    for i in range(top + 2, top + 3 + POINTS):
        sheet.put(i, 3, TemplateCell('=IF(C{row}="","",stressed)', "money"))


def _ranks(workbook: TemplateWorkbook, sheet: TemplateSheet, top: int) -> None:
    """Each asset's place by its part of the stressed VaR, of equals the first."""
    for column, title in enumerate(("Asset", "Part", "Place"), 5):
        sheet.put(top + 1, column, title, HEADER, {"align": "right" if column > 5 else "left"})
    first, last = top + 3, top + 2 + ASSETS
    part = f"$G${first}:$G${last}"
    for i in range(ASSETS):
        row = top + 2 + i
        for column, source in ((5, 1), (6, 5)):
            told = f"INDEX(contributions,{i + 1},{source})"
            sheet.put(row, column, TemplateCell(f'=IF(asset_count>={i + 1},{told},"")', "money" if column > 5 else ""))
        # a text counts as greater than every number
        place = f"SUMPRODUCT(--({part}>G{{row}}))-{ASSETS}+COUNT({part})+COUNTIF($G${first}:G{{row}},G{{row}})"
        sheet.put(row, 7, TemplateCell(f'=IF(ISNUMBER(G{{row}}),{place},"")', "count"))
    workbook.name("ranked_assets", "Work!" + xl_range_abs(top + 2, 5, top + 1 + ASSETS, 5))
    workbook.name("ranked_parts", "Work!" + xl_range_abs(top + 2, 6, top + 1 + ASSETS, 6))
    workbook.name("ranks", "Work!" + xl_range_abs(top + 2, 7, top + 1 + ASSETS, 7))


def _latest(workbook: TemplateWorkbook, sheet: TemplateSheet) -> tuple[str, str, str]:
    """The latest days: returns, profit and loss by plain formulas, and the VaR before each day."""
    rows = f"history_days+1-{DAYS}+SEQUENCE({DAYS})"
    _by_day(workbook, sheet, "latest", "own_history", rows, DAYS)
    series = 'VAR_SERIES(own_history,book,confidence_level,1,"historical",lookback)'
    top = sheet.row - DAYS
    column = ASSETS + 2
    sheet.put(top - 1, column, "VaR", HEADER, {"align": "right"})
    rows = f"history_days-lookback+1-{DAYS}+SEQUENCE({DAYS})"
    _filled(sheet, top, column, f'=IFERROR(INDEX({series},IF({rows}>1,{rows},1E+6),2),"")', DAYS, ["money"])
    sheet.put(top - 1, column + 1, "-VaR", HEADER, {"align": "right"})
    for i in range(top, top + DAYS):
        name = xl_col_to_name(column)
        sheet.put(i, column + 1, TemplateCell(f'=IF({name}{{row}}="","",-{name}{{row}})', "money"))
    workbook.name("latest_var", "Work!" + xl_range_abs(top, column, top + DAYS - 1, column))
    sheet.row += 2
    days, pnl, bound = ("Work!" + xl_range_abs(top, c, top + DAYS - 1, c) for c in (0, ASSETS + 1, column + 1))
    return days, pnl, bound


def _window(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """The days of the window, the same."""
    dates = f"INDEX({_ROWS.format('stress_history')},0,1)"
    sheet.put(sheet.row, 0, "Days before the window, in it")
    sheet.put(sheet.row, 1, TemplateCell(
        f"=SUMPRODUCT(ISNUMBER({dates})*({dates}<stress_start))", "count", "days_before"))
    sheet.put(sheet.row, 2, TemplateCell(
        f"=SUMPRODUCT(ISNUMBER({dates})*({dates}>=stress_start)*({dates}<=stress_end))", "count", "days_in_window"))
    sheet.row += 1
    _by_day(workbook, sheet, "window", "stress_history", f"IF(SEQUENCE({WINDOW_DAYS})<=days_in_window,days_before+1+SEQUENCE"
            f"({WINDOW_DAYS}),1E+6)", WINDOW_DAYS)


def _fit(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """What was filled in the window, asset by asset, and how well; and how well factors alone would do."""
    sheet.row += 2
    for column, title in enumerate(("Asset", "Own days", "Filled days", "R²", "Left out", "R² by factors alone",
                                    "Filled in the window")):
        sheet.put(sheet.row, column, title, HEADER, {"align": "right"} if column else {})
    top = sheet.row + 1
    _filled(sheet, top, 0, block(f"FILL_FIT({aligned(ALL)},proxy_factors,stress_window)", ASSETS, 5, skip=1), ASSETS,
            ["", "count", "count", "percent", "fine percent"])
    fit = "PROXY_FIT(own_history,proxy_factors)"
    rows = f"1+SEQUENCE({ASSETS})"
    alone = f'=IFERROR(IF(own_covers,"",INDEX({fit},{rows},COLUMNS({fit})-2)),"")'
    _filled(sheet, top, 5, alone, ASSETS, ["percent"])
    # a blank of the returns counts where its day is in the window
    days = f"INDEX({_ROWS.format('own_history')},0,1)"
    inside = f"TRANSPOSE(IF(ISNUMBER({days}),({days}>=stress_start)*({days}<=stress_end),0))"
    keep = 'IF(by_rhythm<>"","all","young")'
    blanks = f"MMULT({inside},IF(ISNUMBER({aligned(keep)}),0,1))"
    filled = (f'=IF(SEQUENCE({ASSETS})>asset_count,"",IF(own_covers,IF(by_rhythm&by_young="",0,'
              f'INDEX({blanks},1,1+SEQUENCE({ASSETS}))),days_in_window))')
    _filled(sheet, top, 6, filled, ASSETS, ["count"])
    workbook.name("filled", "Work!" + xl_range_abs(top, 0, top + ASSETS - 1, 6))
    sheet.row = top + ASSETS + 1


def _by_day(workbook: TemplateWorkbook, sheet: TemplateSheet, name: str, history: str, rows: str, days: int) -> None:
    """Dates and returns of some days, amounts above, and beside them the profit and loss of each day."""
    top = sheet.row
    first, last = "B", xl_col_to_name(ASSETS)
    names = _ROWS.format(history)
    _filled(sheet, top + 1, 0, f'=IFERROR(INDEX({names},1,SEQUENCE(1,{ASSETS + 1})),"")', 1, [""] * (ASSETS + 1))
    if name == "latest":
        workbook.name("asset_names", "Work!" + xl_range_abs(top + 1, 1, top + 1, ASSETS))
    sheet.put(top, 0, "Amount")
    for column in range(1, ASSETS + 1):
        title = f"{xl_col_to_name(column)}${top + 2}"
        sheet.put(top, column, TemplateCell(f'=IF({title}="",0,SUMIFS(amounts,names,{title}))', "money"))
    pnl = ASSETS + 1
    sheet.put(top + 1, pnl, "P&L", HEADER, {"align": "right"})
    _filled(sheet, top + 2, 0, f'=IFERROR(INDEX({names},{rows},SEQUENCE(1,{ASSETS + 1})),"")', days,
            ["date", *["fine percent"] * ASSETS])
    amounts = f"${first}${top + 1}:${last}${top + 1}"
    for i in range(top + 2, top + 2 + days):
        product = f"SUMPRODUCT({amounts},{first}{{row}}:{last}{{row}})"
        sheet.put(i, pnl, TemplateCell(f'=IF(ISNUMBER(A{{row}}),{product},"")', "money"))
    for what, at in (("days", 0), ("pnl", pnl)):
        workbook.name(f"{name}_{what}", "Work!" + xl_range_abs(top + 2, at, top + 1 + days, at))
    sheet.row = top + 2 + days


def _filled(sheet: TemplateSheet, top: int, left: int, formula: str, rows: int, units: Sequence[str]) -> None:
    """A block that one formula fills, each column in its unit."""
    sheet.put(top, left, TemplateCell(formula, units[0], spill=(rows, len(units))))
    for i in range(rows):
        for j, unit in enumerate(units):
            if (i, j) != (0, 0):
                sheet.put(top + i, left + j, TemplateCell(None, unit))
