"""March 2020: current VaR climbs to stressed VaR within weeks, and who held capital for which."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tools.templates.march_2020.ten_days import ten_days
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.day_by_day import day_by_day
from tools.templates.toolkit.inputs import ANY_DAY, CRISIS, amounts, period
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    ChartSeries,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    between,
    dates_within,
    enter,
)
from tools.templates.toolkit.says import iso
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import ARTICLE, DAILY, LOSSES, OTHER, STRESSED

FACTORS = ("SPX", "EURUSD", "GBPUSD", "USDJPY")
#: 250 days before October 2019, which the first VaR of the series needs, to June 2020.
RECENT = "2018-10-02:2020-06-30"
LOOKBACK, TEN = 250, 10
#: Days that the chart marks, by the name of the cell: what a column and the legend call them.
MARKS = {day: f'="{what} "&IF(ISNUMBER({day}),{iso(day)},"")' for day, what in (
    ("first_loss_day", "First loss that lifts VaR:"), ("worst_day", "Worst day:"))}

TEMPLATE = Template("march_2020", "March 2020", "Current VaR against stressed VaR as a crisis begins", {
    "Answer": "When a crisis came, was the bank with stressed-VaR capital covered?",
    "Ten days": "Ten days: √10 or overlapping?",
    "Day by day": "",
    **CHECKS,
    "Data": "",
    "Crisis data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    recent = returns_sheet(workbook, "Data", FACTORS, RECENT, "positions", {}, least=(1, LOOKBACK + TEN + 1))
    returns_sheet(workbook, "Crisis data", FACTORS, "GFC", "positions", {"crisis": "Crisis"}, prefix="crisis_",
                  needs=[("crisis_start", "crisis_end", "the crisis")])
    series = _series(workbook, recent)
    _answer(workbook, series, workbook.sheet(
        "Answer",
        "The same positions through March 2020: capital of 3 × current VaR against 3 × stressed VaR. "
        "Money in USD million; a loss is positive.", says=["data_says", "crisis_data_says", "series_says"],
        answer="{multiplier|0} × current VaR had set USD {capital_before|1} million aside, and ten days took {worst_loss|1} million; "
        "{multiplier|0} × stressed VaR is {capital_stressed|1} million."))
    ten_days(workbook, workbook.sheet(
        "Ten days",
        "Figures over ten days: one day times the root of ten, beside all runs of ten days as they were. USD million."))
    workbook.close()


def _series(workbook: TemplateWorkbook, data: TemplateBlock) -> TemplateBlock:
    """VaR day by day, and beside it capital and losses."""
    dates, pnl = data.column("Date"), data.column("Portfolio P&L")

    def rows(days: int, first: int) -> list[list[Content]]:
        found: list[list[Content]] = []
        for i in range(days):
            past = f'SUMIFS({pnl},{dates},"<="&A{{row}})-SUMIFS({pnl},{dates},"<="&A{first + i - TEN})'
            found.append(["=stressed_var", "=multiplier*B{row}", "=multiplier*stressed_var",
                          f"=SUMIFS({pnl},{dates},A{{row}})", f"=MAX(0,-({past}))" if i >= TEN else 0.0,
                          *(f"=IF(A{{row}}={day},multiplier*stressed_var,0)" for day in MARKS)])
        return found

    block = day_by_day(
        workbook, data, "VaR, capital and losses, day by day",
        [f"VAR_SERIES gives each day's VaR from the {LOOKBACK} days before it, over {TEN} days. USD million."],
        [14.0, *[19.0] * 8], horizon=TEN, lookback=LOOKBACK, called="Current VaR",
        beside=[(header, "money") for header in (
            "Stressed VaR", "Capital, current", "Capital, stressed", "P&L of the day", "Loss of ten days", *MARKS.values())],
        rows=rows, helpers=len(MARKS))
    workbook.name("loss_of_ten_days", block.column("Loss of ten days"))
    workbook.name("series_pnl", block.column("P&L of the day"))
    return block


def _inputs(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    day = dates_within("series_dates", "A day of the sheet Day by day.")
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *amounts({"Stocks: S&P 500 (SPX)": ("stocks", 70), "Euros (EURUSD)": ("euros", 15),
                      "Pounds (GBPUSD)": ("pounds", 15), "Dollars against yen (USDJPY)": ("dollar_yen", -20)}),
            ["Confidence", enter("confidence_level", 0.99, "percent",
                                 between(0.9, 0.99, "Between 90% and 99%.")), "level"],
            ["Capital multiplier", enter("multiplier", 3, "ratio", between(1, 6, "3 in the article.")),
             "× ten-day VaR"],
            *period("Crisis", "crisis", CRISIS, ANY_DAY),
            ["Capital fixed on", enter("before_day", dt.date(2020, 2, 19), "date", day), "date"],
            ["As of", enter("as_of", dt.date(2020, 3, 31), "date", day), "date"],
        ],
        ["", "money", "text"],
    )
    workbook.name("positions", inputs.column("Value", inputs.labels[0], inputs.labels[3]))
    workbook.name("crisis_window", inputs.column("Value", "Crisis: first day", "Crisis: last day"))
    return inputs


def _answer(workbook: TemplateWorkbook, series: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Worst loss in ten days", TemplateCell("=worst_loss", "round million")),
        ("Capital for current VaR", TemplateCell("=capital_before", "round million")),
        ("Capital for stressed VaR", TemplateCell("=capital_stressed", "round million")),
    ])
    inputs = _inputs(workbook, sheet)
    on = "=SUMIFS(series_var,series_dates,MAXIFS(series_dates,series_dates,\"<=\"&{}))"
    until = '">="&before_day,series_dates,"<="&as_of'
    worst = f"MINIFS(series_pnl,series_dates,{until})"
    higher = f'MINIFS(series_dates,series_dates,{until},series_var,">"&(1+1E-9)*var_before)'  # by the day before
    table = sheet.table(
        ["Ten-day VaR and the loss", "VaR", "Capital", "Loss ÷ capital"],
        [
            ["Current VaR, capital fixed on the day before",
             TemplateCell(on.format("before_day"), name="var_before"),
             TemplateCell("=CAPITAL_REQ(var_before,0,multiplier)", name="capital_before"),
             TemplateCell("=worst_loss/capital_before", "percent", "used_current")],
            ["Current VaR, as of", TemplateCell(on.format("as_of"), name="var_after"),
             TemplateCell("=CAPITAL_REQ(var_after,0,multiplier)", name="capital_after"),
             TemplateCell("=worst_loss/capital_after", "percent")],
            ["Stressed VaR, crisis", TemplateCell(
                f'=STRESSED_VAR(crisis_history,positions,crisis_window,confidence_level,{TEN},"historical")',
                name="stressed_var"),
             TemplateCell("=CAPITAL_REQ(var_before,stressed_var,multiplier)", name="capital_stressed"),
             TemplateCell("=worst_loss/capital_stressed", "percent", "used_stressed")],
            ["Worst loss in ten days", TemplateCell(
                f"=MAXIFS(loss_of_ten_days,series_dates,{until})", name="worst_loss"),
             None, None],
            ["Stressed ÷ current, the day before", TemplateCell("=stressed_var/var_before", "ratio", "times"),
             None, None],
            ["Stressed ÷ current, as of", TemplateCell("=stressed_var/var_after", "ratio", "times_after"),
             None, None],
            ["First loss that lifts current VaR", TemplateCell(
                f'=IF({higher}=0,"none",MAXIFS(series_dates,series_dates,"<"&{higher}))', "date", "first_loss_day"), None, None],
            ["Worst day", TemplateCell(f"=INDEX(series_dates,MATCH({worst},series_pnl,0))", "date", "worst_day"), None, None],
            ["Loss of the worst day", TemplateCell(f"=-{worst}", "money", "worst_day_loss"), None, None],
        ],
        ["", "money", "money", "percent"],
    )
    sheet.chart(
        Chart(
            "column", "Capital, and the loss of the ten days before, USD million",
            "Lines from October 2019 to June 2020: capital of three times current VaR is about 16 until "
            "February, the ten-day loss peaks above 19 in March, capital for stressed VaR stays at 56. Two days are marked: "
            "24 February 2020, whose loss is the first to lift current VaR, and the worst day, 16 March.",
            [ChartSeries(f"={series.top_row(mark, mark)}", series.column("Date"), series.column(mark), role)
             for mark, role in zip(MARKS.values(), (DAILY, ARTICLE), strict=True)],
            lines=[ChartSeries("3 × current VaR, that day", series.column("Date"), series.column("Capital, current"),
                         OTHER),
             ChartSeries("3 × stressed VaR", series.column("Date"), series.column("Capital, stressed"), STRESSED),
             ChartSeries("Loss of ten days", series.column("Date"), series.column("Loss of ten days"), LOSSES)],
            figures=False, dates=True, months=1,
        ),
        beside=[inputs, table],
    )
    _check(workbook)
    sheet.boxes(("How to read this", """
        Before the crash a bank that looked at the last year only saw a ten-day VaR of {var_before|1}
        million and set aside {capital_before|1}. The worst ten days then took {worst_loss|1} million:
        {used_current|0%} of it.

        On the day before, stressed VaR was {times|1} times current VaR; as of the later day,
        {times_after|1} times. Current VaR learned of the crisis after the losses.

        Capital for stressed VaR, {capital_stressed|1} million, was there from the first day: the loss
        used {used_stressed|0%} of it.

        The article says "within weeks". With 250 days of memory and the positions as delivered the climb
        began with the loss of 24 February and ended in the first days of April; the worst day cost {worst_day_loss|1} million.
        """), ("Limits", """
        Positions are held at their amounts each day; a bank would have traded. Ten-day VaR is one-day
        VaR times √10, as Basel 2.5 permits; ten-day losses are sums of ten daily results.

        Library data covers stocks and currencies in 2020, not treasuries or oil: the portfolio differs
        from the other templates'. Currencies are fixed in the early New York morning, stocks at the close.
        """))


def _check(workbook: TemplateWorkbook) -> None:
    tail = "1-confidence_level"
    workbook.check("stressed", "Stressed VaR, crisis", "=stressed_var",
                   f"=-PERCENTILE.INC(FILTER(crisis_pnl,in_crisis),{tail})*SQRT({TEN})")
    for name, day in (("before", "before_day"), ("after", "as_of")):
        trading = f"MAX(FILTER(series_dates,series_dates<={day}))"
        first = f"LARGE(FILTER(data_dates,data_dates<{trading}),{LOOKBACK})"
        workbook.check(f"var_{name}", f"Current VaR from the {LOOKBACK} days before {day}", f"=var_{name}",
                       f"=-PERCENTILE.INC(FILTER(pnl,(data_dates<{trading})*(data_dates>={first})),{tail})"
                       f"*SQRT({TEN})")
        workbook.check(f"capital_{name}", f"Capital for current VaR on {day}, CAPITAL_REQ",
                       f"=capital_{name}", f"=multiplier*var_{name}")
    workbook.check("capital_stressed", "Capital for stressed VaR, CAPITAL_REQ", "=capital_stressed",
                   "=multiplier*MAX(var_before,stressed_var)")
