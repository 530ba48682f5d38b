"""The pages behind the first: what was done to the prices, and every answer for this book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.templates.committee_pack.machine import (
    ALL,
    ASSETS,
    CLEAN,
    DAYS,
    STRESS,
    Ranges,
    aligned,
    block,
)
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateBlock, TemplateCell
from tools.templates.toolkit.says import iso
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import (
    ARTICLE,
    DAILY,
    FIRST,
    HEADER,
    LEAD,
    LEFT,
    ROW_POINTS,
    STRESSED,
    Look,
)

FINDINGS, CHECKED, DESKS = 18, 5, 12
CLEANING_WIDTHS = (2.0, 26.0, 13.0, 13.0, 26.0, 13.0, 92.0)
REPORT_WIDTHS = (2.0, 34.0, 100.0)
WINDOW_WIDTHS = (2.0, 34.0, 48.0, 3.0, 35.0, 48.0)
WINDOWS = {"GFC": "Global financial crisis", "EURO": "Euro area debt crisis", "TAPER": "Taper tantrum",
           "CHINA": "Chinese stocks, 2015", "VOLMAGEDDON": "Volatility shock, 2018", "COVID": "Covid-19",
           "RATES_2022": "Rate rises of 2022"}
_BOOK = "own_history,book"
_MEASURE = "confidence_level,horizon"


def filled(sheet: TemplateSheet, header: Sequence[str], formula: str, rows: int, units: Sequence[str],
           align: Look | None = None) -> TemplateBlock:
    """A table whose body one formula fills."""
    body: list[list[Content]] = [[None] * len(units) for _ in range(rows)]
    body[0][0] = TemplateCell(formula, units[0], spill=(rows, len(units)))
    return sheet.table(header, body, units, align=align)


def cleaning(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.put(sheet.row - 1, FIRST, TemplateCell("=findings_told"), {"bold": True})
    sheet.foot()
    sheet.row += 1
    filled(sheet, ["In the returns, the worst first", "Row", "Date", "Column", "", "What to do"],
           f"=IFERROR(INDEX(HISTORY_CHECK(own_history),1+SEQUENCE({CHECKED}),IF(SEQUENCE(1,6)=1,3,IF(SEQUENCE(1,6)=2,1,"
           "IF(SEQUENCE(1,6)=3,5,IF(SEQUENCE(1,6)=4,2,IF(SEQUENCE(1,6)=5,6,4)))))),\"\")",
           CHECKED, ["", "count", "date", "text", "text", "text"])
    table = filled(sheet, ["Finding, the worst first", "Count", "First row", "Column", "Date", "What was done, or is to be done"],
                   block('IF(reading="told",CLEAN_REPORT(raw_prices,day_first,decimal_sign),CLEAN_REPORT(raw_prices))',
                         FINDINGS, 6, skip=1), FINDINGS, ["", "count", "count", "note", "date", "note"])
    for row in range(table.top + 1, table.bottom + 1):
        sheet.height(row, 2 * ROW_POINTS)
    for name, head in (("found_kinds", table.header[0]), ("found_counts", "Count"), ("found_columns", "Column"),
                       ("found_dates", "Date"), ("found_words", table.header[-1])):
        workbook.name(name, table.column(head))
    sheet.row -= 1
    sheet.put(sheet.row, FIRST, TemplateCell(
        f'=IF(INDEX(found_kinds,{FINDINGS})="","","More findings than fit here: =CLEAN_REPORT(raw_prices) lists all.")'), LEAD)
    sheet.row += 2


def figures(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    interval = f"VAR_INTERVAL({STRESS})"
    values = sheet.table(["Figure", "Value", "From", "To"], [
        ["Current VaR", TemplateCell(f'=CURRENT_VAR({_BOOK},{_MEASURE},"historical",lookback)', "book money", "current"),
         "=INDEX(OVERLAPPING_RETURNS(own_history,1),history_days-lookback+2,1)", "=last_price"],
        ["Stressed VaR", TemplateCell(f"=STRESSED_VAR({STRESS})", "book money", "stressed"), "=stress_start", "=stress_end"],
        ["Stressed ES", TemplateCell(f"=STRESSED_ES({STRESS})", "book money", "stressed_es"), "=stress_start", "=stress_end"],
        ["Worst year", TemplateCell(f"=INDEX(WORST_WINDOW({_BOOK},lookback,{_MEASURE}),1,3)", "book money", "worst_year"),
         TemplateCell(f"=INDEX(WORST_WINDOW({_BOOK},lookback,{_MEASURE}),1,1)", "date", "worst_first"),
         TemplateCell(f"=INDEX(WORST_WINDOW({_BOOK},lookback,{_MEASURE}),1,2)", "date", "worst_last")],
        ["Stressed ÷ current", TemplateCell("=stressed/current", "ratio", "times"), None, None],
        ["Stressed VaR, 95% interval: low", f'=IFERROR(INDEX({interval},1,1),"too few days")', None, None],
        ["Stressed VaR, 95% interval: high", f'=IFERROR(INDEX({interval},1,3),"too few days")', None, None],
    ], ["", "book money", "date", "date"])
    steps = filled(sheet, ["From current to stressed", "VaR"],
                   block(f'STRESS_ATTRIBUTION({STRESS},"historical",lookback)', 5, 2, skip=1), 5, ["", "book money"])
    windows = f'STRESSED_VAR_TABLE({_BOOK},"{";".join(WINDOWS)}",{_MEASURE})'
    body: list[list[Content]] = [[name, *[None] * 5] for name in WINDOWS.values()]
    body[0][1] = TemplateCell(f'=IFERROR(INDEX({windows},1+SEQUENCE(7),1+SEQUENCE(1,5)),"")', "date", spill=(7, 5))
    table = sheet.table(["This book in each crisis of its history", "From", "To", "Days", "Stressed VaR", "Stressed ES"],
                        body, ["", "date", "date", "count", "book money", "book money"])
    below, sheet.row = sheet.row, values.top
    sheet.chart(Chart(
        "bar", "Stressed VaR of this book in each crisis",
        "Bars of the stressed VaR in seven crises; the global financial crisis has the longest.",
        [ChartSeries("Stressed VaR", table.column(table.header[0]), table.column("Stressed VaR"), STRESSED)],
        unit="whole money"), beside=[values, steps])
    sheet.row = below
    filled(sheet, ["The worst years that share no day", "From", "To", "VaR", "Of the worst"],
           block(f"WINDOW_RANKING({_BOOK},5,lookback,{_MEASURE})", 5, 5, skip=1), 5,
           ["left count", "date", "date", "book money", "percent"])


def contributors(workbook: TemplateWorkbook, sheet: TemplateSheet, largest: TemplateBlock) -> None:
    sheet.foot_first()
    levels = "IF(COUNTA(Groups!$C$2:$C$500)=0,Groups!$A$1:$B$500,desks)"
    desks = f"GROUP_CONTRIBUTION(stress_history,book,{levels},stress_window,{_MEASURE})"
    none = f'IF((SEQUENCE({DESKS})=1)*(SEQUENCE(1,5)=1),"None given: see the sheet Groups.","")'
    groups = filled(sheet, ["By desk", "Level", "Alone", "Part", "Share"],
                    f'=IFERROR(INDEX({desks},1+SEQUENCE({DESKS}),IF(SEQUENCE(1,5)=1,2,IF(SEQUENCE(1,5)=2,1,SEQUENCE(1,5)))),'
                    f'IF(COUNTA(Groups!$A$2:$A$500)=0,{none},""))', DESKS,
                    ["", "count", "book money", "book money", "percent"])
    sheet.chart(Chart(
        "column", "The five largest parts of the stressed VaR",
        "Columns of the five largest parts: US stocks have by far the highest, 10-year Treasuries take some off.",
        [ChartSeries("Part", largest.column(largest.header[0]), largest.column("Part of VaR"), STRESSED)], unit="whole money"),
        beside=[groups])
    sheet.row = groups.bottom + 2
    table = filled(sheet, ["By asset", "Amount", "Alone", "Marginal", "Part", "Share", "Saved without it"],
                   block(f"VAR_CONTRIBUTION({STRESS})", ASSETS + 2, 7, skip=1), ASSETS + 2,
                   ["", "book money", "book money", "number", "book money", "percent", "book money"])
    workbook.name("contributions", table.span("By asset", "Saved without it"))
    workbook.check("parts", "The parts of the assets add up to the stressed VaR", "=SUM(ranked_parts)", "=stressed",
                   within=1e-9, made=f"asset_count<={ASSETS}")


def capital(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    ten = f'CURRENT_VAR({_BOOK},0.99,10,"historical",lookback)', "STRESSED_VAR(stress_history,book,stress_window,0.99,10)"
    needed = sheet.table(["Capital by 99% VaR over ten days", "Value"], [
        ["Current VaR, 99%, ten days", TemplateCell(f"={ten[0]}", name="current_ten")],
        ["Stressed VaR, 99%, ten days", TemplateCell(f"={ten[1]}", name="stressed_ten")],
        ["Basel 2.5: the sum", TemplateCell('=CAPITAL_REQ(current_ten,stressed_ten,multiplier,"basel2.5",1)', name="capital_sum")],
        ["The greater of the two", TemplateCell('=CAPITAL_REQ(current_ten,stressed_ten,multiplier,"max",1)', name="capital_max")],
        ["Capital held", TemplateCell('=IF(N(capital_held)>0,capital_held,"not given")')],
        ["Held ÷ Basel 2.5", TemplateCell('=IF(N(capital_held)>0,capital_held/capital_sum,"not given")', "percent")],
    ], ["", "book money"])
    workbook.check("capital", "Capital, Basel 2.5", "=capital_sum", "=multiplier*(current_ten+stressed_ten)", within=1e-12)
    rows: list[list[Content]] = []
    for figure, now in (("Stressed VaR", "stressed"), ("Current VaR", "current"), ("Stressed ES", "stressed_es"),
                        ("Worst year", "worst_year")):
        limit = f'SUMIFS(limit_amounts,limit_names,"{figure}")'
        checked = f"LIMIT_CHECK(B{{row}},C{{row}},{limit},watch)"
        rows.append([figure, f"={now}", f'=IF({limit}>0,{limit},"none")',
                     *(f'=IF({limit}>0,INDEX({checked},2,{j}),"")' for j in (4, 5, 6))])
    table = sheet.table(["Limit on", "Now", "Limit", "Use", "Status", "Headroom"], rows,
                        ["", "book money", "book money", "percent", "text", "book money"])
    sheet.chart(Chart(
        "column", "Each figure and its limit",
        "Columns of the four figures, each beside its limit where one is given: all below it as delivered.",
        [ChartSeries("Now", table.column("Limit on"), table.column("Now"), STRESSED),
         ChartSeries("Limit", table.column("Limit on"), table.column("Limit"), ARTICLE)], unit="whole money", figures=False),
        beside=[needed, table])
    limit, use = (table.at("Stressed VaR", head) for head in ("Limit", "Use"))
    workbook.check("limits", "Use of the limit on stressed VaR", f"={use}", f"=stressed/{limit}", made=f"ISNUMBER({limit})")
    sheet.boxes(("How to read this", """
        Basel 2.5 asks for the multiplier times the averages of sixty days; here it is one day, so that the sum shows the size, not
        the filing. A limit that is not given is no limit of zero.
        """))


def backtest(workbook: TemplateWorkbook, sheet: TemplateSheet, ranges: Ranges) -> None:
    sheet.chart(Chart(
        "column", "Profit and loss of the latest days, and the VaR of the evening before",
        "Columns of the profit and loss of each of the latest 250 days of today's book, and as a line the loss that the VaR "
        "of the evening before allowed.",
        [ChartSeries("Profit and loss", ranges.latest_days, ranges.latest_pnl, DAILY)], unit="whole money", figures=False,
        dates=True, months=2, lines=[ChartSeries("VaR", ranges.latest_days, ranges.latest_bound, STRESSED)]), rows=15)
    of_var = "BACKTEST_VAR(latest_pnl,latest_var,confidence_level)"
    alert = "(1-confidence_level)/5"
    of_stressed = (f"BACKTEST_STRESSED_VAR(latest_pnl,stressed/SQRT(horizon),confidence_level,{alert},"
                   "stress_window,as_of)")
    lines = ["", "count", "percent", "percent", "tenths", *["number"] * 8, "", ""]
    current = _tested(sheet, "current VaR", of_var, ["count", *lines[1:]], 15)
    _name_lines(workbook, current, {14: "traffic_light", 15: "var_direction"})
    with sheet.right(current):
        stressed = _tested(sheet, "stressed VaR", of_stressed, [
            "count", "count", "percent", "percent", "number", "", "count", "book money", "fine ratio", "", "years", ""], 12)
    _name_lines(workbook, stressed, {6: "stressed_status"})
    sheet.text("The profit and loss is that of today's positions held through each day; one-day VaR. Blank tables: fewer days than "
               "the backtest takes.")


def _name_lines(workbook: TemplateWorkbook, table: TemplateBlock, names: Mapping[int, str]) -> None:
    """Name the values of some lines of a report, for the first page."""
    for line, name in names.items():
        workbook.name(name, table.at(str(line), "Value"))


def _tested(sheet: TemplateSheet, what: str, formula: str, units: Sequence[str], rows: int) -> TemplateBlock:
    """A backtest's lines, and its verdict below them, in three lines."""
    table = _report(sheet, [f"Backtest of the {what}, {DAYS} days", "Value"], block(formula, rows, 2), units)
    sheet.row -= 1
    verdict = f"INDEX({formula},{rows + 1},2)"
    rest = f'MID({verdict},FIND(":",{verdict})+2,250)'
    for part in (f'LEFT({verdict},FIND(":",{verdict}))', f'IFERROR(LEFT({rest},FIND(". ",{rest})),{rest})',
                 f'MID({rest},FIND(". ",{rest})+2,250)'):
        sheet.put(sheet.row, sheet.left, f'=IFERROR({part},"")')
        sheet.row += 1
    sheet.row += 1
    return table


def scenarios(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    replay = "CRISIS_REPLAY(own_history,book,price_window)"
    top = sheet.row + 2
    rows: list[list[Content]] = [[None, None, f"=-C{top + k}/stressed"] for k in range(10)]
    rows[0][1] = TemplateCell(f"=SMALL(INDEX({replay},0,2),SEQUENCE(10))", "book money", spill=(10, 1))
    rows[0][0] = TemplateCell(f"=INDEX(INDEX({replay},0,1),MATCH(C{top}:C{top + 9},INDEX({replay},0,2),0))", "day",
                              spill=(10, 1))
    worst = sheet.table(["The ten worst days of this book's history", "Profit and loss", "Of the stressed VaR"], rows,
                ["day", "book money", "percent"])
    reverse = "REVERSE_STRESS(stress_history,book,reverse_loss,stress_window,1)"
    with sheet.right(worst):
        sheet.table(["Reverse stress", "Value"], [
            ["A loss of twice the stressed VaR", TemplateCell("=2*stressed", "book money", "reverse_loss")],
            ["Standard deviations away", TemplateCell(f'=IFERROR(INDEX({reverse},asset_count+2,2),"none")', "tenths")],
        ], ["", "book money"])
        rows_of_assets = f"IF(SEQUENCE({ASSETS})<=asset_count,1+SEQUENCE({ASSETS}),1E+6)"
        filled(sheet, ["The likeliest moves that lose it", "Move", "P&L"],
               f'=IFERROR(INDEX({reverse},{rows_of_assets},SEQUENCE(1,3)),"")', ASSETS, ["", "fine percent", "book money"])


def window(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    report = f"WINDOW_REPORT(own_history,book,stress_window,as_of,{_MEASURE})"
    units = ["", "date", "date", "count", "book money", "count", "count", "date", "date", "book money", "percent",
             "book money", "ratio", "", "", "", "years", "date", ""]
    told = _report(sheet, ["The window", "Value"], block(report, len(units), 2), units)
    units = ["", "date", "date", "years", "date", "", "", ""]
    with sheet.right(told):
        review = _report(sheet, ["Review", "Value"], block("WINDOW_REVIEW(stress_window,as_of)", len(units), 2), units)
    _name_lines(workbook, review, {5: "review_due", 6: "review_verdict"})


def audit(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.table(["This pack", ""], [
        ["Portfolio, as of", f'=portfolio&", "&{iso("as_of")}'],
        ["Prepared by, status", '=IF(prepared_by="","(no name)",prepared_by)&", "&status'],
        ["Computed with", '="xl-stressvar "&STRESSVAR_VERSION()'],
        ["Prices", f'={iso("first_price")}&" to "&{iso("last_price")}&"; what was found is on the sheet Cleaning"'],
        ["Rows of prices, of the history", '=price_days&", "&history_days&" returns"'],
        ["Filled by proxies", '=SUM(INDEX(filled,0,7))&" days of the window, of all assets together; "&data_behind'],
    ], ["", "text"])
    sheet.text(f"The history is ={aligned(ALL).replace(CLEAN, 'CLEAN_PRICES(raw_prices)')}, its blanks filled by FILL_HISTORY.")
    units = ["", "book money", "", "", "percent", "count", "", "", "date", "date", "count", "", "count", "long", "long", "long", "count", "",
             "count", "count", "", *["book money"] * (ASSETS + 4)]
    _report(sheet, ["Redo it by these", "Value"], block(f"STRESS_AUDIT({STRESS})", len(units), 2), units)


def _report(sheet: TemplateSheet, header: Sequence[str], formula: str, units: Sequence[str]) -> TemplateBlock:
    """Labels and values that one formula fills, each value in its unit."""
    top, left = sheet.row, sheet.left
    for j, title in enumerate(header):
        sheet.put(top, left + j, title, HEADER)
    for i, unit in enumerate(units):
        if unit == "long":
            sheet.height(top + 1 + i, 2 * ROW_POINTS)
        sheet.put(top + 1 + i, left, TemplateCell(formula, "", spill=(len(units), 2)) if i == 0 else TemplateCell(None))
        sheet.put(top + 1 + i, left + 1, TemplateCell(None, unit), LEFT)
    sheet.row = top + len(units) + 2
    return TemplateBlock(sheet.title, top, left, tuple(header), tuple(map(str, range(1, len(units) + 1))))
