"""A sheet with the capital rules side by side: the article's figures, and 60 real days."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import amounts
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import CALM, OTHER, STRESSED

FACTORS = ("SPX", "UST10Y", "WTI")
DAYS = 60
#: 310 trading days: 250 to look back on from each of the last 60.
PERIOD = "2007-10-10:2008-12-31"
RULES = {"max": "The article: the greater", "basel2.5": "Basel 2.5: two maxima added",
         "us": "US: stressed floored at current"}
FRTB = "FRTB: multiplier × stressed ES"


def rules(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    recent = returns_sheet(workbook, "Data", FACTORS, PERIOD, "positions", {}, least=(1, DAYS + 250))
    assert len(recent.labels) == DAYS + 250, len(recent.labels)
    returns_sheet(workbook, "Crisis data", FACTORS, "LTCM", "positions", {}, prefix="crisis_", needs=[
        ("DATE(1998,8,1)", "DATE(1999,7,31)", "the window of this template")])
    workbook.name("days", recent.column("Date"))
    series = _series(workbook)
    inputs = sheet.table(["Inputs: the real book", "Value", "Unit"], [
        *amounts({"Stocks (SPX)": ("stocks", 60), "Treasuries (UST10Y)": ("treasuries", 30), "Oil (WTI)": ("oil", 10)}),
        ["Multiplier", enter("multiplier", 3, "money", between(1, 10, "3 or more.")), "times"],
    ], ["", "money", "text"])
    workbook.name("positions", inputs.column("Value", inputs.labels[0], inputs.labels[2]))
    figures = sheet.table(["10-day 99% VaR", "Latest", "Average of 60"], [
        ["Current: the 250 days before", TemplateCell("=INDEX(current_vars,60)", name="current_latest"),
         TemplateCell("=AVERAGE(current_vars)", name="current_average")],
        ["Stressed: 1998-99, the crisis known then", TemplateCell("=stressed_10", name="stressed_latest"),
         TemplateCell("=stressed_10", name="stressed_average")],
    ], ["", "money", "money"])
    behind = _behind(sheet)
    sheet.chart(Chart(
        "line", "10-day 99% VaR, USD million",
        "Lines of current and stressed VaR over 60 days: stressed VaR on the 1998-99 window stays at 6.6, "
        "current VaR is above it throughout and rises from 8 to 17.",
        [ChartSeries("Current VaR", series.column("Date"), "Series!" + _cells(series, "VaR"), STRESSED),
         ChartSeries("Stressed VaR (1998-99)", series.column("Date"), "Series!" + _cells(series, "Stressed VaR"),
                     OTHER)], figures=False, dates=True, months=1, unit="count"),
        beside=[inputs, figures, behind])
    sheet.row = max(sheet.row, behind.bottom + 2)
    lines: list[list[Content]] = [
        [label, TemplateCell(f'=CAPITAL_REQ(book_current,book_stressed,book_multiplier,"{rule}")', name=f"book_{_name(rule)}"),
         f"=book_{_name(rule)}/book_max",
         TemplateCell(f'=CAPITAL_REQ(current_vars,stressed_vars,multiplier,"{rule}")', name=f"real_{_name(rule)}"),
         f"=real_{_name(rule)}/real_max"] for rule, label in RULES.items()]
    table = sheet.table(
        ["Capital by rule, USD million", "Article's book", "÷ the article's", "End of 2008", "÷ the article's "],
        [*lines,
         [FRTB, TemplateCell("=FRTB_CAPITAL(book_es,0,book_es,0,0)", name="book_frtb"), "=book_frtb/book_max",
          TemplateCell("=frtb_capital", name="real_frtb"), "=real_frtb/real_max"]],
        ["", "money", "ratio", "money", "ratio"])
    sheet.charts(
        Chart("bar", "The article's book: current 100, stressed 250", "Bars of capital by rule on the "
              "article's figures: 750 by the article's rule, 1,050 by Basel 2.5 and the US rule, 377 in "
              "FRTB style.", [ChartSeries("Capital", table.column(table.header[0]),
                                          table.column("Article's book"), CALM)], unit="whole money"),
        Chart("bar", "Real book at the end of 2008", "Bars of capital by rule at the end of 2008: 51 by the "
              "article's rule, 64 by Basel 2.5, 88 by the US rule, 14 by the FRTB on the old window.",
              [ChartSeries("Capital", table.column(table.header[0]), table.column("End of 2008"), OTHER)],
              unit="whole money"), rows=12)
    _check(workbook)
    sheet.boxes(("How to read this", """
        Article: max(m × VaR, m × sVaR). Basel 2.5: max(VaR, m × average) + max(sVaR, m × average of sVaR),
        averages over 60 days. US: the same, with stressed VaR at least current VaR on every day.

        On the article's figures Basel 2.5 asks {book_basel/book_max|1} times as much: it adds where the
        article takes the greater.

        The real book shows why reviews matter: its window, 1998-99, was out of date by the end of 2008, and
        current VaR was {current_latest/stressed_latest|1} times stressed VaR. The US floor repairs that by
        rule; elsewhere the bank must choose a new window.

        FRTB replaces both by one expected shortfall at 97.5%, calibrated to stress. Here it stands on the old
        window and so is far too low: that is a failure of the window, not of the rule.
        """), ("Limits", """
        FRTB: the real book as on the sheet FRTB; the article's book without classes or liquidity, by the normal ratio of
        ES at 97.5% to VaR at 99%. No charge for factors that cannot be modelled. Positions held constant.
        """))


def _series(workbook: TemplateWorkbook) -> TemplateBlock:
    sheet = workbook.grid("Series", "Current and stressed VaR, day by day", [
        (f"The last {DAYS} days of VAR_SERIES on the sheet Data: each day's VaR from the 250 days before it. Stressed "
        "VaR of the same positions on 1998-99.")], [14.0, 16.0, 16.0, 20.0])
    series = "VAR_SERIES(history,positions,99%,10)"
    latest = f"ROWS(history)-{251 + DAYS}"  # as many rows of it are older
    whole = sheet.table(
        ["Date", "VaR", "Stressed VaR", "The greater of both"],
        [[TemplateCell(f"=INDEX({series},{latest}+{i + 1},1)", "day"), f"=INDEX({series},{latest}+{i + 1},2)", "=stressed_10",
          "=MAX(B{row},C{row})"] for i in range(1, DAYS + 1)], ["day", *["money"] * 3], left=0)
    sheet.freeze(whole.top)
    for name, header in (("current_vars", "VaR"), ("stressed_vars", "Stressed VaR"),
                         ("floored_vars", "The greater of both")):
        workbook.name(name, whole.column(header))
    return whole


def _cells(block: TemplateBlock, header: str) -> str:
    return block.column(header).rpartition("!")[2]


def _name(rule: str) -> str:
    return rule.partition("2")[0]


def _behind(sheet: TemplateSheet) -> TemplateBlock:
    return sheet.table(["Stressed VaR, and behind the FRTB row", "USD million"], [
        ["Real book: stressed VaR, 99%, 10 days",
         TemplateCell('=STRESSED_VAR(crisis_history,positions,"LTCM",99%,10)', name="stressed_10")],
        ["Real book: stressed ES, 97.5%, 10 days",
         TemplateCell('=STRESSED_ES(crisis_history,positions,"LTCM",97.5%,10)', name="real_es")],
        ["Real book: days beyond 97.5%",
         TemplateCell("=ROUND(COUNT(crisis_pnl)*2.5%,9)", "tenths", "tail")],
        ["Real book: the last of them, one day",
         TemplateCell("=SMALL(crisis_pnl,INT(tail)+1)", name="edge")],
        ["Article's book: stressed ES, 97.5%",
         TemplateCell("=book_stressed/NORM.S.INV(99%)*NORM.S.DIST(NORM.S.INV(97.5%),FALSE)/2.5%", name="book_es")],
    ], ["", "money"])


def _check(workbook: TemplateWorkbook) -> None:
    plain = {
        "book_max": "book_multiplier*MAX(book_current,book_stressed)",
        "book_basel": "MAX(book_current,book_multiplier*book_current)+MAX(book_stressed,book_multiplier*book_stressed)",
        "book_us": "book_multiplier*(book_current+MAX(book_stressed,book_current))",
        "book_frtb": "1.5*book_es",
        "real_max": "multiplier*MAX(current_latest,stressed_latest)",
        "real_basel": "MAX(current_latest,multiplier*current_average)+MAX(stressed_latest,multiplier*stressed_average)",
        "real_us": "MAX(current_latest,multiplier*current_average)"
                   "+MAX(INDEX(floored_vars,60),multiplier*AVERAGE(floored_vars))",
        "real_es": "-SQRT(10)*(SUM(FILTER(crisis_pnl,crisis_pnl<edge,0))+(tail-INT(tail))*edge)/tail",
    }
    for name, formula in plain.items():
        workbook.check(name, f"Capital, {name.replace('_', ', ')}", f"={name}", f"={formula}")
    workbook.check("current_latest", "Current VaR of the last day: 250 days before it", "=current_latest",
                   "=-PERCENTILE.INC(FILTER(pnl,(days<MAX(days))*(days>=LARGE(days,251))),1%)*SQRT(10)")
    workbook.check("current_first", "Current VaR 60 days earlier", "=INDEX(current_vars,1)",
                   "=-PERCENTILE.INC(FILTER(pnl,days<LARGE(days,60)),1%)*SQRT(10)")
    workbook.check("stressed_10", "Stressed VaR on 1998-99, ten days", "=stressed_10",
                   "=-PERCENTILE.INC(crisis_pnl,1%)*SQRT(10)")
