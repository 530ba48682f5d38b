"""Your own prices to a stressed VaR, with proxies for assets that have no crisis history.

Prices, factors and positions are Excel tables: they grow when rows or columns are pasted beside them.
The sample is rebuilt from library returns as price levels, and holds two gaps to show what happens to them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import CRISIS, period
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    ChartSeries,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    between,
    dates_between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import TOLD, library_notes, library_rows
from tools.templates.toolkit.style import HEADER, STRESSED
from tools.templates.your_data.proxies import proxies

ASSETS = ("NASDAQ", "UST30Y", "GOLD", "GBPUSD")
AMOUNTS = (40, 30, 20, 10)
FACTORS = ("SPX", "UST10Y", "WTI", "EURUSD")
SAMPLE = "2015-12-31:2017-03-29"
GAPS = {(dt.date(2016, 7, 14), "GOLD"), (dt.date(2016, 7, 15), "GOLD"), (dt.date(2016, 11, 8), "GBPUSD")}
MOST_ROWS, MOST_ASSETS = 1300, 20  # that the plain formulas of the sheet Returns reach

RETURNS = "TO_RETURNS(ALIGN_HISTORY(Prices[#All],max_fill))"
PROXIED = f"PROXY_HISTORY({RETURNS},Factors[#All],stress_window)"
#: Where the plain formulas reach all of the returns, so that they can be compared.
REACHED = f"AND(return_days<={MOST_ROWS},COLUMNS(Prices[#Headers])<={MOST_ASSETS + 1})"
BOOK = "Positions[#Data],{},confidence_level,horizon"


SAYS = ("=IF(SUMPRODUCT(COUNTIF(Prices[#Headers],Positions[Asset]))<>ROWS(Positions[Asset]),"
        '"Mend Positions: each name must stand once in the header of Data, written as there.",'
        "IF(COLUMNS(Prices[#Headers])-1<>ROWS(Positions[Asset]),"
        '"Mend Positions: Data has "&COLUMNS(Prices[#Headers])-1&" assets, Positions "&ROWS(Positions[Asset])&": one row an '
        'asset, an amount of 0 for those not held.",'
        '"Data: "&ROWS(Positions[Asset])&" assets, "&COUNT(Prices[Date])&" days with prices, "&gaps&" gaps."))')

TEMPLATE = Template("your_data", "Your data", "From your own prices to a stressed VaR, with proxies", {
    "Answer": "What is the stressed VaR of your own portfolio?",
    "Proxies": "How good are the proxies?",
    **CHECKS,
    "Positions": "",
    "Data": "",
    "Factors": "",
    "Returns": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    _answer(workbook, workbook.sheet(
        "Answer",
        "Paste your prices into the sheet Data and your amounts into the sheet Positions. Money in the unit of "
        "your positions; a loss is positive.", says=["data_says"]))
    proxies(workbook, workbook.sheet(
        "Proxies",
        "Each asset explained by the factors on the days both have, and its stressed VaR by proxy. Where the "
        "library knows the asset's real crisis, it stands beside."), RETURNS, PROXIED, ASSETS, FACTORS, REACHED)
    _positions(workbook)
    _prices(workbook)
    workbook.first_line("Data", TemplateCell(SAYS, name="data_says"))
    _factors(workbook)
    _returns(workbook)
    workbook.close()


def _answer(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Stressed VaR", TemplateCell("=stressed_used", "money")),
        ("Current VaR", TemplateCell("=current", "money")),
        ("Stressed ÷ current", TemplateCell("=stressed_used/current", "ratio", "times")),
        ("Road taken", TemplateCell("=road", "text")),
    ])
    day = dates_between(dt.date(1950, 1, 1), dt.date(2100, 1, 1), "A date.")
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *period("Crisis", "stress", CRISIS, day),
            ["Confidence", enter("confidence_level", 0.99, "percent", between(
                0.5, 0.996, "Between 50% and 99.6%: a year has about 250 days.")), "level"],
            ["Holding period", enter("horizon", 1, "count", between(1, 250, "Days.")), "days"],
            ["Current VaR looks back on", enter("lookback", 250, "count", between(
                20, 5000, "Latest days; 99% needs 100 or more.")), "days"],
            ["Longest gap in prices to fill", enter("max_fill", 3, "count", between(
                0, 20, "Rows; a longer gap drops its rows.")), "rows"],
        ], ["", "money", "text"])
    workbook.name("stress_window", inputs.column("Value", "Crisis: first day", "Crisis: last day"))
    prices = sheet.table(["Your prices", "Value"], [
        ["Days with prices", TemplateCell("=COUNT(Prices[Date])", "count", "price_days")],
        ["First day", TemplateCell("=MIN(Prices[Date])", "date", "first_day")],
        ["Last day", TemplateCell("=MAX(Prices[Date])", "date", "last_day")],
        ["Gaps: blank cells", TemplateCell("=COUNTBLANK(Prices[#Data])", "count", "gaps")],
        ["Daily returns after filling", TemplateCell(f"=ROWS({RETURNS})-1", "count", "return_days")],
    ], ["", "count"])
    own = f"STRESSED_VAR({RETURNS},{BOOK.format('stress_window')})"
    table = sheet.table(
        ["The roads to a stressed VaR", "VaR", "Rests on"],
        [
            ["Current VaR", TemplateCell(f"=CURRENT_VAR({RETURNS},{BOOK.format('').replace(',,', ',')},\"historical\",lookback)",
                                         name="current"), "your latest days"],
            ["Stressed: your own crisis history", TemplateCell(f"={own}", name="own"),
             '=IF(ISNUMBER(own),"days of your own","not covered: see below")'],
            ["Stressed: proxies by factors", TemplateCell(f"=STRESSED_VAR({PROXIED},{BOOK.format('stress_window')})",
                                                          name="by_proxy"), "betas on the sheet Proxies"],
            ["Stressed VaR used", TemplateCell("=IFERROR(own,by_proxy)", name="stressed_used"),
             TemplateCell('=IF(ISNUMBER(own),"own history","proxies")', name="road")],
        ], ["", "money", "text"])
    workbook.intended_na("own", table.at("Stressed: your own crisis history", "VaR"))
    sheet.row -= 1
    sheet.text("Your own history: {INDEX(STRESSED_VAR_TABLE(" + RETURNS + ","
               + BOOK.format("stress_window") + "),2,7)|}")
    bars = sheet.table(["Calm against stressed", "VaR"], [
        ["Current VaR", "=current"], ["Stressed VaR", "=stressed_used"]], ["", "money"])
    sheet.chart(Chart(
        "bar", "Current and stressed VaR",
        "Bars of current VaR, 1.08, and stressed VaR by proxy, 2.95, of the sample portfolio of 100.",
        [ChartSeries("VaR", bars.column(bars.header[0]), bars.column("VaR"), STRESSED)]),
        beside=[inputs, prices])
    sheet.row = max(sheet.row, bars.bottom + 2)
    sheet.text("What HISTORY_CHECK finds in the returns (the first three findings; n/a if there are no more):")
    found = f"HISTORY_CHECK({RETURNS})"
    sheet.table(["Finding: kind", "Row", "Column", "What to do"], [
        [f"=INDEX({found},{i},3)" if i == 2 else f'=IFERROR(INDEX({found},{i},3),"n/a")',
         *(f'=IFERROR(INDEX({found},{i},{j}),"n/a")' for j in (1, 2, 4))] for i in (2, 3, 4)],
        ["", "count", "text", "text"])
    inside = "FILTER(plain_pnl,plain_days>=LARGE(plain_days,lookback))"
    workbook.check("current", "Current VaR: your latest days", "=current",
                   f"=-PERCENTILE.INC({inside},1-confidence_level)*SQRT(horizon)", made=REACHED)
    last = "SUMIFS(Prices[NASDAQ],Prices[Date],LARGE(Prices[Date],{}))"
    workbook.check("returns", "The last return of the first asset: TO_RETURNS",
                   f"=INDEX({RETURNS},return_days+1,2)", f"={last.format(1)}/{last.format(2)}-1")
    workbook.check("own_history", "Own history used (1) if prices reach the crisis, else 0",
                   '=IF(road="own history",1,0)',
                   '=IF(AND(first_day<=stress_start+5,last_day>=stress_end-5),1,0)')
    sheet.box("Your data, step by step", """
        Data: paste dates and prices over the sample, from the header down, one column an asset. Oldest or
        newest first; blank where a price is missing. The table grows; delete rows and columns left over.

        Positions: one row an asset, named as in the header of Data. Short is negative.

        Factors: if your prices are newer than the sample, paste newer daily returns of the factors below
        the table (at least 60 days in common), or other factors of your choice beside it.

        Then read the road taken. If your prices cover the crisis, they are used; if not, the proxies are. An
        error says what is missing: choose the cell and ask STRESSVAR_WHY, or read the line below the roads.
        """)
    sheet.box("Limits", """
        A proxy carries over what the factors explain, and nothing else: the sheet Proxies shows how much is left
        out. Prices are filled forward over short gaps; check that a gap is a holiday and not a suspension.
        """)


def _positions(workbook: TemplateWorkbook) -> None:
    sheet = workbook.grid("Positions", "Your positions", [
        "One row an asset, named as in the header of Data. Type below the last row to add one."], [26.0, 16.0])
    names = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 60,
             "input_message": "The name in the header of Data.", "error_title": "No name",
             "error_message": "A name of 1 to 60 characters."}
    block = sheet.table(["Asset", "Amount"], [
        [enter(f"asset_{i}", asset, "text", names),
         enter(f"amount_{i}", amount, "money", between(-1e9, 1e9, "Money; short is negative."))]
        for i, (asset, amount) in enumerate(zip(ASSETS, AMOUNTS, strict=True), 1)], ["text", "money"], left=0)
    _as_table(workbook, block, "Positions")


def _prices(workbook: TemplateWorkbook) -> None:
    rows: list[list[Content]] = []
    level = [100.0] * len(ASSETS)
    for date, *returns in library_rows(ASSETS, SAMPLE):
        assert isinstance(date, dt.date)
        level = [p * (1 + float(r)) for p, r in zip(level, returns, strict=True)]  # type: ignore[arg-type]
        rows.append([date, *(None if (date, asset) in GAPS else round(p, 4)
                             for asset, p in zip(ASSETS, level, strict=True))])
    notes = [TOLD, ("A sample: four assets as price levels, rebuilt from the built-in library. They stand for assets "
             "younger than the crisis. Paste your own over them."), *library_notes(ASSETS)[1:]]
    block = workbook.data("Data", "Your prices", notes, ["Date", *ASSETS], rows,
                          ["date", *["money"] * len(ASSETS)], [14.0, *[13.0] * len(ASSETS), 30.0],
                          allowed=(ASSETS[0], ASSETS[-1], between(1e-9, 1e12, "A price above 0, or blank.")))
    _as_table(workbook, block, "Prices")


def _factors(workbook: TemplateWorkbook) -> None:
    rows = [row for period in ("GFC", SAMPLE) for row in library_rows(FACTORS, period)]
    block = workbook.data("Factors", "Factors: daily returns, in the crisis and in your days", library_notes(FACTORS),
                          ["Date", *FACTORS], rows, ["date", *["fine percent"] * len(FACTORS)],
                          [14.0, *[13.0] * len(FACTORS), 30.0],
                          allowed=(FACTORS[0], FACTORS[-1], between(-1, 10, "A daily return: 1% is 0.01.")))
    _as_table(workbook, block, "Factors")


def _returns(workbook: TemplateWorkbook) -> None:
    """The returns to look at, and beside them by plain formulas what the checks use."""
    sheet = workbook.grid("Returns", "Returns, and by plain formulas what the checks compare", [
        ("Nothing to type here. From the column Date on: the returns of Data, as one formula. Left of it, by "
        "plain Excel: the portfolio's profit and loss, and the factors on the same day."),
        (f"The plain formulas reach {MOST_ROWS:,} days and {MOST_ASSETS} assets. For more days insert rows in the "
        "middle and fill down the columns left of Date; the answers need neither.")],
        [13.0, *[11.0] * len(FACTORS), 15.0, 12.0, *[11.0] * len(ASSETS)])
    top, days = sheet.row, len(library_rows(ASSETS, SAMPLE)) - 1
    day, left = len(FACTORS) + 2, len(FACTORS) + 3  # the columns of the date and of the first asset
    date, begin, end = (xl_col_to_name(c) for c in (day, left, left + MOST_ASSETS - 1))
    sheet.put(top, day, "Amount")
    for j in range(left, left + MOST_ASSETS):
        head = xl_rowcol_to_cell(top + 1, j)
        sheet.put(top, j, TemplateCell(f"=SUMIFS(Positions[Amount],Positions[Asset],{head})", "step"))
    for j, title in enumerate(("Plain P&L", *FACTORS, "Factors known")):
        sheet.put(top + 1, j, title, HEADER, {"align": "right"})
    for i in range(top + 2, top + 2 + MOST_ROWS):
        sheet.put(i, 0, TemplateCell(f"=SUMPRODUCT({begin}${top + 1}:{end}${top + 1},{begin}{{row}}:{end}{{row}})", "step"))
        for j, factor in enumerate(FACTORS, 1):
            sheet.put(i, j, TemplateCell(
                f'=IF({date}{{row}}="",0,SUMIFS(Factors[{factor}],Factors[Date],{date}{{row}}))', "fine percent"))
        sheet.put(i, len(FACTORS) + 1, TemplateCell(
            f'=IF({date}{{row}}="",0,COUNTIFS(Factors[Date],{date}{{row}}))', "flag"))
    sheet.row = top + 1
    sheet.spilled(f"={RETURNS}", ["Date", *ASSETS], days, ["day", *["fine percent"] * len(ASSETS)], left=day)
    sheet.page.freeze_panes(top + 2, left)
    for name, first, last in (("pnl", 0, 0), ("factors", 1, len(FACTORS)),
                              ("common", len(FACTORS) + 1, len(FACTORS) + 1), ("days", day, day),
                              ("first", left, left)):
        workbook.name(f"plain_{name}", "Returns!" + xl_range_abs(top + 2, first, top + 1 + MOST_ROWS, last))


def _as_table(workbook: TemplateWorkbook, block: TemplateBlock, name: str) -> None:
    """Make a block an Excel table: it grows with what is pasted beside it."""
    workbook.pages[block.sheet].add_table(block.top, block.left, block.bottom, block.right, {
        "name": name, "style": None, "autofilter": False,
        "columns": [{"header": title, "header_format": workbook.format(
            HEADER, {"align": "right" if i else "left"})} for i, title in enumerate(block.header)]})

