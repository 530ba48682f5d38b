"""A sheet of what a supervisor asks about the choice of the window: WINDOW_REPORT, twice."""

from __future__ import annotations

import datetime as dt

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import ANY_DAY, period
from tools.templates.toolkit.parts import TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet

LINES = [
    ("Window", ""), ("First day", "date"), ("Last day", "date"), ("Days", "count"), ("Stressed VaR", "money"), ("Rank", "count"),
    ("Windows ranked", "count"), ("Worst window, first day", "date"), ("Worst window, last day", "date"),
    ("Worst window, VaR", "money"), ("Below the worst by", "percent"), ("Current VaR", "money"),
    ("Stressed to current", "ratio"), ("Warning", ""), ("Twelve months", ""), ("Assets without own data", ""),
    ("Age in years", "years"), ("Review due", "date"), ("Verdict", ""),
]
LONG = '"1987-01-02:2022-12-28"'
SHARE = (dt.date(2020, 2, 1), dt.date(2021, 1, 31))


def window_report(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Rank of the window", TemplateCell('=report_rank&" of "&report_ranked', "text")),
        ("Below the worst by", TemplateCell("=report_below", "percent")),
    ])
    inputs = sheet.table(["Inputs (change the yellow cells)", "Value"],
                         [row[:2] for row in period("Window to report on", "report", SHARE, ANY_DAY)], ["", "date"])
    workbook.name("report_window", inputs.column("Value"))
    own = sheet.report(["Your positions on the sheet Data, WINDOW_REPORT", "Result"],
                       "=WINDOW_REPORT(history,positions,report_window,as_of,confidence_level)", LINES)
    for name, label in (("var", "Stressed VaR"), ("rank", "Rank"), ("ranked", "Windows ranked"), ("below", "Below the worst by"),
                        ("worst", "Worst window, VaR"), ("worst_start", "Worst window, first day"),
                        ("worst_end", "Worst window, last day"), ("current", "Current VaR")):
        workbook.name(f"report_{name}", own.at(label, "Result"))
    with sheet.right(own):
        stocks = sheet.report(["2008-09 for US stocks since 1987, WINDOW_REPORT", "Result"],
                              f'=WINDOW_REPORT(CRISIS_RETURNS({LONG},"SPX"),100,"GFC",as_of,confidence_level)', LINES)
    for name, label in (("rank", "Rank"), ("ranked", "Windows ranked"), ("below", "Below the worst by"),
                        ("worst_start", "Worst window, first day"), ("worst_end", "Worst window, last day")):
        workbook.name(f"stocks_{name}", stocks.at(label, "Result"))
    inside = "FILTER(pnl,(data_dates>={})*(data_dates<={}))"
    tail = "1-confidence_level"
    workbook.check("report_var", "WINDOW_REPORT: stressed VaR of the window", "=report_var",
                   f"=-PERCENTILE.INC({inside.format('report_start', 'report_end')},{tail})")
    workbook.check("report_worst", "WINDOW_REPORT: VaR of the window that it calls the worst", "=report_worst",
                   f"=-PERCENTILE.INC({inside.format('report_worst_start', 'report_worst_end')},{tail})")
    latest = "FILTER(pnl,data_dates>=LARGE(data_dates,250))"
    workbook.check("report_current", "WINDOW_REPORT: VaR of the latest 250 days", "=report_current",
                   f"=-PERCENTILE.INC({latest},{tail})")
    workbook.check("report_below", "WINDOW_REPORT: below the worst by", "=report_below", "=1-report_var/report_worst")
    sheet.boxes(("How to read this", """
        A supervisor asks of the window: is it the worst for these positions, is it twelve months, has every asset data of its
        own in it, how old is it, and is stressed VaR above current VaR. The report answers in that order.

        On your data the window ranks {report_rank|0} of {report_ranked|0} windows of as many days, and its VaR lies
        {report_below|1%} below that of the worst. A window may begin on any day, and those that share their worst days have
        the same VaR: as delivered all that hold March 2020.

        For US stocks since 1987 the window of 2008-09 ranks {stocks_rank|0} of {stocks_ranked|0}, {stocks_below|1%} below the worst.
        A choice close to the worst is sound; one far below it needs a reason in writing.
        """), ("Limits", """
        The rank is by this VaR, on these positions: another confidence or book has another worst window. To judge a crisis, the
        history must hold it; assets that do not move in it are listed as without data.
        """))
