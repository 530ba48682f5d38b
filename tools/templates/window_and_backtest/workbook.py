"""Backtesting stressed VaR: how often recent days breached it, and what that says about the window."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

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
    dates_between,
    dates_within,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import DAILY, LOSSES, OTHER, STRESSED
from tools.templates.window_and_backtest.more_backtests import breach_days, clusters, shortfall
from tools.templates.window_and_backtest.window_report import window_report
from tools.templates.window_and_backtest.window_review import window_review
from tools.templates.window_and_backtest.windows_over_time import windows_over_time

FACTORS = ("SPX", "EURUSD", "GBPUSD", "USDJPY")
#: The 250 days that the first VaR needs, and the four years of the backtest.
RECENT = "2018-01-03:2022-12-28"
LOOKBACK = 250
FIRST_DAY, LAST_DAY = dt.date(2019, 1, 2), dt.date(2022, 12, 28)
YEARS = 4
BREACHED = "Breach of current VaR"

TEMPLATE = Template("window_and_backtest", "Window and backtest", "How often recent days breached current and stressed VaR", {
    "Answer": "How often would recent days have breached stressed VaR?",
    "Tests": "What do the backtests say?",
    "Shortfall": "Was the expected shortfall large enough?",
    "Breach days": "Which days breached stressed VaR?",
    "Window review": "Is 2008 still the right window?",
    "Window report": "What will a supervisor ask of the window?",
    "Windows over time": "Which window, and since when?",
    "Day by day": "",
    **CHECKS,
    "Data": "",
    "Crisis data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    recent = returns_sheet(workbook, "Data", FACTORS, RECENT, "positions", {}, least=(1, LOOKBACK + 60))
    returns_sheet(workbook, "Crisis data", FACTORS, "GFC", "positions", {"crisis": "Crisis"}, prefix="crisis_",
                  needs=[("crisis_start", "crisis_end", "the crisis")])
    series = _series(workbook, recent)
    years = _answer(workbook, series, workbook.sheet(
        "Answer",
        "One-day value at risk, day by day, against what happened. Money in USD million; a loss is "
        "positive.", says=["data_says", "crisis_data_says", "series_says"],
        answer="{stressed_breaches|0} of {days|0} days breached it, {stressed_rate|1%}; the alert begins above {alert_rate|1%}. The window "
        "is {window_age|0} years old: {IFERROR(review_verdict,\"n/a\")|}."))
    _tests(workbook, series, workbook.sheet(
        "Tests",
        "Kupiec asks whether there are too many or too few breaches, the independence test whether they "
        "come together.", widths=(2.0, 32.0, 68.0, 3.0, 33.0, 68.0)))
    shortfall(workbook, workbook.sheet(
        "Shortfall",
        "Expected shortfall at 97.5% over one day, as it was known before the last year of the backtest, against that year. "
        "USD million.",
        answer="The shortfall of the year before: {current_verdict|}; that of the crisis: {stressed_verdict|}, {stressed_es_975/current_es_975|1} times as high."))
    breach_days(workbook, workbook.sheet(
        "Breach days",
        "The first days of the backtest on which the loss was larger, and by how much. USD million.",
        answer="{breach_count|} days breached it, the worst by USD {worst_excess|1} million."), years)
    window_review(workbook, workbook.sheet(
        "Window review",
        "For and against it, when the choice is due for review, and what other years would say.",
        widths=(2.0, 40.0, 27.0, *[15.0] * 5)))
    window_report(workbook, workbook.sheet(
        "Window report",
        "Rank, worst window, ratio to current VaR, own data and age, for a window of your data and for 2008-09. USD million.",
        widths=(2.0, 46.0, 34.0, 3.0, 47.0, 34.0),
        answer="Its rank is {report_rank|} of {report_ranked|} windows, {report_below|1%} below the worst."))
    windows_over_time(workbook, workbook.sheet(
        "Windows over time",
        "The worst windows of your data that share no day, every window along it, and stressed over current VaR. USD million.",
        answer="The worst 250 days: {ranked_var|1} million; stressed VaR is {ratio_latest|1} times current VaR now."))
    _check(workbook)
    workbook.close()


def _series(workbook: TemplateWorkbook, data: TemplateBlock) -> TemplateBlock:
    """VaR day by day, and beside it what happened, below zero as on a chart of profit and loss."""
    row: list[Content] = [
        f"=SUMIFS({data.column('Portfolio P&L')},{data.column('Date')},A{{row}})", "=-B{row}", "=-stressed_var",
        "=IF(C{row}<D{row},C{row},0)", "=IF(C{row}<E{row},C{row},0)",
        "=AND(A{row}>=backtest_start,A{row}<=backtest_end)",
    ]
    columns = {"Profit and loss": "series_pnl", "− current VaR": None, "− stressed VaR": None,
               BREACHED: "breach_current", "Breach of stressed VaR": "breach_stressed", "In backtest": "in_backtest"}
    block = day_by_day(
        workbook, data, "VaR and profit and loss, day by day",
        [f"VAR_SERIES gives each day's VaR from the {LOOKBACK} days before it. USD million.",
         "A breach column shows the day's result where it was worse than minus VaR, else 0."],
        [14.0, 14.0, *[21.0] * 6], horizon=1, lookback=LOOKBACK, called="VaR",
        beside=list(zip(columns, [*["money"] * 5, "flag"], strict=True)),
        rows=lambda days, first: [row] * days, helpers=1)
    for column, name in columns.items():
        if name:
            workbook.name(name, block.column(column))
    return block


def _inputs(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    day = dates_within("series_dates", "A day of the sheet Day by day.")
    review = dates_between(dt.date(2009, 9, 1), dt.date(2100, 1, 1), "The day of the review.")
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *amounts({"Stocks: S&P 500 (SPX)": ("stocks", 70), "Euros (EURUSD)": ("euros", 15),
                      "Pounds (GBPUSD)": ("pounds", 15), "Dollars against yen (USDJPY)": ("dollar_yen", -20)}),
            ["Confidence", enter("confidence_level", 0.95, "percent",
                                 between(0.9, 0.99, "Between 90% and 99%.")), "level"],
            *period("Crisis", "crisis", CRISIS, ANY_DAY),
            ["Alert: stressed VaR breached on more than",
             enter("alert_rate", 0.01, "percent", between(0.0001, 0.5, "1% of days for a 95% measure.")),
             "of days"],
            ["Backtest: first day", enter("backtest_start", FIRST_DAY, "date", day), "date"],
            ["Backtest: last day", enter("backtest_end", LAST_DAY, "date", day), "date"],
            ["Review as of", enter("as_of", dt.date(2022, 12, 30), "date", review), "date"],
            ["A window is due for review after",
             enter("review_years", 5, "years", between(1, 30, "The article: 3 to 5 years.")), "years"],
        ],
        ["", "money", "text"],
    )
    workbook.name("positions", inputs.column("Value", inputs.labels[0], inputs.labels[3]))
    workbook.name("crisis_window", inputs.column("Value", "Crisis: first day", "Crisis: last day"))
    return inputs


def _answer(workbook: TemplateWorkbook, series: TemplateBlock, sheet: TemplateSheet) -> TemplateBlock:
    sheet.answers([
        ("Days that breached stressed VaR", TemplateCell("=stressed_rate", "fine percent")),
        ("Alert above", TemplateCell("=alert_rate", "percent")),
        ("Breaches against the alert", TemplateCell("=status", "text")),
    ])
    inputs = _inputs(workbook, sheet)
    years = _by_year(workbook, sheet)
    sheet.chart(
        Chart(
            "column", "Profit and loss against minus VaR, USD million",
            "Daily results from 2019 to 2022, breaches in another colour, and lines of VaR: results break through minus current VaR in every year, in "
            "March 2020 many times and far; minus stressed VaR, level at about -3.5, is broken only then.",
            [ChartSeries("Profit and loss", series.column("Date"), series.column("Profit and loss"), DAILY),
             ChartSeries("Breach of current VaR", series.column("Date"), series.column(BREACHED), LOSSES)],
            lines=[
             ChartSeries("− current VaR", series.column("Date"), series.column("− current VaR"), OTHER),
             ChartSeries("− stressed VaR", series.column("Date"), series.column("− stressed VaR"), STRESSED)],
            figures=False, dates=True,
        ),
        beside=[inputs],
    )
    sheet.boxes(("How to read this", """
        Current VaR at {ROUND(100*confidence_level,4)|}% should be breached on {1-confidence_level|0%} of
        days; it was breached on {current_rate|1%}. Stressed VaR is {stressed_var/AVERAGE(series_var)|1}
        times as high on average, and was breached on {stressed_rate|2%}.

        The article's rule: if more than 1% of days breach a 95% stressed VaR, either the present is itself
        a crisis, or the window is stale, or the bank is over-leveraged.

        Year by year, as delivered: 2020 is above the alert, and its days came together in March. Let the
        backtest end on 2020-04-30, and the sheet Tests names the reason.

        No breach at all is not proof of safety either: it says that the years since were calmer.
        """), ("Limits", """
        Breaches of a year are few: 1% of 250 days is two and a half, so one year cannot settle it. Positions
        are today's on every day of the past, not the positions that were held.

        Library data covers stocks and currencies after 2017; currencies are fixed in the early New York
        morning, stocks at the close.
        """))
    return years


def _by_year(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    """Breaches by calendar year, by plain counting, and in the backtest as a whole."""
    rows: list[list[Content]] = []
    for back in range(YEARS - 1, -1, -1):
        year = TemplateCell(f"=YEAR(MAX(series_dates))-{back}", "year")
        span = 'series_dates,">="&DATE(B{row},1,1),series_dates,"<="&DATE(B{row},12,31)'
        rows.append([
            year, f"=COUNTIFS({span})", f'=COUNTIFS(breach_current,"<0",{span})', "=D{row}/MAX(1,C{row})",
            f'=COUNTIFS(breach_stressed,"<0",{span})', "=F{row}/MAX(1,C{row})",
            '=IF(C{row}=0,"no days",IF(G{row}>alert_rate,"above alert","in order"))',
        ])
    whole = "in_backtest,TRUE"
    rows.append([
        "Backtest", TemplateCell(f"=COUNTIFS({whole})", name="days"),
        TemplateCell(f'=COUNTIFS(breach_current,"<0",{whole})', name="current_breaches"),
        TemplateCell("=current_breaches/days", name="current_rate"),
        TemplateCell(f'=COUNTIFS(breach_stressed,"<0",{whole})', name="stressed_breaches"),
        TemplateCell("=stressed_breaches/days", name="stressed_rate"),
        '=IF(G{row}>alert_rate,"above alert","in order")',
    ])
    return sheet.table(
        ["Breaches by year", "Days", "Of current VaR", "Rate", "Of stressed VaR", "Rate ", "Stressed VaR"],
        rows, ["", "count", "count", "percent", "count", "fine percent", "text"])


def _tests(workbook: TemplateWorkbook, series: TemplateBlock, sheet: TemplateSheet) -> None:
    pnl, var = "FILTER(series_pnl,in_backtest)", "FILTER(series_var,in_backtest)"
    current = sheet.report(
        ["Current VaR, BACKTEST_VAR", "Result"], f"=BACKTEST_VAR({pnl},{var},confidence_level)",
        [("Days", "count"), ("Exceptions", "count"), ("Exception rate", "fine percent"),
         ("Expected rate", "fine percent"), ("Expected exceptions", "years"),
         *((f"{test} {what}", "number") for test in
           ("Kupiec", "TUFF", "Independence", "Conditional coverage") for what in ("LR", "p-value")),
         ("Traffic light", ""), ("Direction", ""), ("Verdict", "long")])
    with sheet.right(current):
        stressed = sheet.report(
            ["Stressed VaR, BACKTEST_STRESSED_VAR", "Result"],
            f'=BACKTEST_STRESSED_VAR({pnl},stressed_var,confidence_level,alert_rate,crisis_window,as_of)',
            [("Days", "count"), ("Breaches", "count"), ("Breach rate", "fine percent"),
             ("Alert rate", "fine percent"), ("P(this many or more)", "fine percent"), ("Status", ""),
             ("Days of recent volatility", "count"), ("Recent volatility", "money"),
             ("Recent ÷ stressed volatility", "ratio"), ("Window", ""), ("Window age in years", "years"),
             ("Reasons", ""), ("Verdict", "long")])
    workbook.name("status", stressed.at("Status", "Result"))
    light: list[Content] = [TemplateCell("=INDEX(TRAFFIC_LIGHT(current_breaches,days,confidence_level),1,1)",
                                         "text", "light")]
    sheet.table(["Current VaR, TRAFFIC_LIGHT", "Result"],
                [["Zone", *light],
                 ["P(so many or fewer)",
                  TemplateCell("=INDEX(TRAFFIC_LIGHT(current_breaches,days,confidence_level),1,2)",
                               "left percent", "light_probability")]], ["", "text"])
    for name, block, label in (("exceptions", current, "Exceptions"), ("kupiec", current, "Kupiec LR"),
                               ("kupiec_p", current, "Kupiec p-value"), ("breaches", stressed, "Breaches"),
                               ("chance", stressed, "P(this many or more)"),
                               ("recent", stressed, "Recent volatility")):
        workbook.name(f"told_{name}", block.at(label, "Result"))
    clusters(workbook, sheet, series)
    sheet.boxes(("How to read this", """
        A p-value below 5% says that chance alone would seldom do this. Breaches that cluster mean that
        current VaR follows the market too slowly, which is what stressed VaR is there for.
        """))


def _check(workbook: TemplateWorkbook) -> None:
    tail = "1-confidence_level"
    workbook.check("stressed", "Stressed VaR, crisis window", "=stressed_var", f"=-PERCENTILE.INC(FILTER(crisis_pnl,in_crisis),{tail})")
    for which, told in (("current", "exceptions"), ("stressed", "breaches")):
        limit = "series_var" if which == "current" else "stressed_var"
        workbook.check(f"breaches_{which}", f"Days with a loss beyond {which} VaR", f"=told_{told}",
                       f"=SUMPRODUCT((series_pnl<-{limit})*in_backtest)")
    x, n = "current_breaches", "days"
    workbook.check("kupiec", "Kupiec's likelihood ratio, current VaR", "=told_kupiec",
                   f"=-2*(({n}-{x})*LN(confidence_level)+{x}*LN({tail})-({n}-{x})*LN(1-{x}/{n})-IF({x}=0,0,{x}*LN({x}/{n})))")
    workbook.check("kupiec_p", "Kupiec's p-value, current VaR", "=told_kupiec_p",
                   "=CHISQ.DIST.RT(told_kupiec,1)", within=1e-9)
    workbook.check("light", "Probability of so many breaches or fewer, TRAFFIC_LIGHT", "=light_probability",
                   f"=BINOM.DIST({x},{n},{tail},TRUE)", within=1e-9)
    workbook.check("chance", "Probability of so many breaches of stressed VaR", "=told_chance",
                   f"=IF(stressed_breaches=0,1,1-BINOM.DIST(stressed_breaches-1,{n},alert_rate,TRUE))", within=1e-9)
    last = "LARGE(FILTER(series_dates,in_backtest),MIN(60,days))"
    workbook.check("recent", "Volatility of the last 60 days of the backtest", "=told_recent",
                   f"=STDEV.S(FILTER(series_pnl,in_backtest*(series_dates>={last})))")
    day = "MAX(FILTER(series_dates,in_backtest))"
    first = f"LARGE(FILTER(data_dates,data_dates<{day}),{LOOKBACK})"
    workbook.check("series", "VAR_SERIES on the last trading day of the backtest",
                   f"=SUMIFS(series_var,series_dates,{day})",
                   f"=-PERCENTILE.INC(FILTER(pnl,(data_dates<{day})*(data_dates>={first})),{tail})")
