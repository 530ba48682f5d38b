"""A sheet of every window along the data: the worst that share no day, and the ratio to watch."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import LOSSES, STRESSED

RANKED, POINTS = 5, 40
RANKING = "WINDOW_RANKING(history,positions,5,250,confidence_level)"
SERIES = "WINDOW_SERIES(history,positions,250,confidence_level)"
RATIO = "RATIO_SERIES(history,positions,report_window,confidence_level)"


def windows_over_time(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Worst 250 days from", TemplateCell(f"=INDEX({RANKING},2,2)", "date", "ranked_start")),
        ("to", TemplateCell(f"=INDEX({RANKING},2,3)", "date", "ranked_end")),
        ("Their VaR", TemplateCell(f"=INDEX({RANKING},2,4)", "million", "ranked_var")),
        ("Stressed ÷ current, latest", TemplateCell(f"=INDEX({RATIO},ROWS({RATIO}),3)", "ratio", "ratio_latest")),
    ])
    ranked: list[list[Content]] = [
        [f'=IF(ROWS({RANKING})>{i},INDEX({RANKING},{i + 1},{j}),"")' for j in range(1, 6)] for i in range(1, RANKED + 1)]
    sheet.table(["The worst windows that share no day", "First day", "Last day", "VaR", "÷ highest"], ranked,
                ["left count", "date", "date", "money", "percent"])
    top = sheet.row
    sheet.row += 16  # of the charts, put there when what they show has its place
    _told(sheet)
    rows: list[list[Content]] = []
    for i in range(POINTS):
        window, day = _at(SERIES, i), _at(RATIO, i)
        rows.append([TemplateCell(f"=INDEX({SERIES},{window},2)", "day"), f"=INDEX({SERIES},{window},3)",
                     f"=INDEX({RATIO},{day},1)", f"=INDEX({RATIO},{day},2)", f"=INDEX({RATIO},{day},3)"])
    end, along, now, current, ratio = "The 250 days to", "Their VaR", "Day", "Current VaR", "÷ current"
    after, sheet.row = sheet.row, top
    points = sheet.table([end, along, now, current, ratio], rows, ["day", "money", "date", "money", "fine ratio"],
                         left=sheet.last + 2)  # right of the page
    sheet.row = top
    sheet.charts(
        Chart("line", "VaR of the 250 days to each day, USD million",
              "A line of the VaR of every window: low until February 2020, at its highest in the windows that hold March 2020, and "
              "lower again when they have left it.",
              [ChartSeries(along, points.column(end), points.column(along), STRESSED)], figures=False, dates=True),
        Chart("line", "Stressed VaR ÷ current VaR",
              "A line of the ratio: between 1.5 and 3 before March 2020, near 1 in the year that follows, higher again after it.",
              [ChartSeries(ratio, points.column(now), points.column(ratio), LOSSES)], unit="ratio", figures=False, dates=True))
    sheet.row = after
    workbook.name("ratio_points", points.column(ratio))
    inside = "FILTER(pnl,(data_dates>={})*(data_dates<={}))"
    tail = "1-confidence_level"
    workbook.check("ranked", "WINDOW_RANKING: VaR of its first window", "=ranked_var",
                   f"=-PERCENTILE.INC({inside.format('ranked_start', 'ranked_end')},{tail})")
    workbook.check("windows", "WINDOW_SERIES: VaR of its first window, the first 250 days", f"=INDEX({SERIES},2,3)",
                   f"=-PERCENTILE.INC(FILTER(pnl,data_dates<=SMALL(data_dates,250)),{tail})")
    before = "FILTER(pnl,(data_dates>=LARGE(data_dates,251))*(data_dates<MAX(data_dates)))"
    workbook.check("ratio", "RATIO_SERIES: the ratio of the last day", "=ratio_latest",
                   f"=PERCENTILE.INC({inside.format('report_start', 'report_end')},{tail})/PERCENTILE.INC({before},{tail})")


def _told(sheet: TemplateSheet) -> None:
    sheet.boxes(("How to read this", """
        The rules ask for a review of the stress window at least once a year, and for the ratio of stressed to current VaR to
        be watched (EBA/GL/2012/2). The table says which windows stand apart; each has no day in common with one above it.

        Left, every window along your data: a plateau is one crisis that all of its windows hold. Right, the ratio day by day for
        the window of the sheet Window report: its lowest here is {MIN(ratio_points)|2}. At 1 the present is as bad as the stress;
        below it the window has to be chosen anew.
        """), ("Limits", f"""
        Data of four years have few windows to choose from: a review takes a history that reaches back to 2007 at least. The charts
        show {POINTS} points, evenly spread over the windows and days; the functions give them all.
        """))


def _at(series: str, i: int) -> str:
    """The row of the i-th of so many points of a table with a header, spread evenly over however many it has."""
    return f"2+ROUND((ROWS({series})-2)*{i}/{POINTS - 1},0)"
