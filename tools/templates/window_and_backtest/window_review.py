"""A sheet on the choice of the window: for and against 2008, when to review it, and what others say."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import FIRST, STRESSED
from xl_stressvar.crises.windows import CRISES

COVID = '"2020-02-01:2021-01-31"'


def window_review(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    review = sheet.report(
        ["The window in use, WINDOW_REVIEW", "Result"], '=WINDOW_REVIEW(crisis_window,as_of,review_years)',
        [("Window", ""), ("Start", "date"), ("End", "date"), ("Age in years", "years"),
         ("Review due", "date"), ("Verdict", ""), ("Why", ""), ("Newer crises", "")])
    workbook.name("review_verdict", review.at("Verdict", "Result"))
    workbook.name("review_due", review.at("Review due", "Result"))
    workbook.name("window_age", review.at("Age in years", "Result"))
    worst = "WORST_WINDOW(history,positions,250,confidence_level)"
    table = sheet.table(
        ["The same positions, other windows", "First day", "Last day", "Stressed VaR", "÷ in use"],
        [
            ["The window in use", "=crisis_start", "=crisis_end",
             TemplateCell('=STRESSED_VAR(crisis_history,positions,crisis_window,confidence_level)', name="stressed_var"),
             TemplateCell(1.0)],
            ["2020", "=DATE(2020,2,1)", "=DATE(2021,1,31)",
             TemplateCell(f"=STRESSED_VAR(history,positions,{COVID},confidence_level)", name="covid_var"),
             "=covid_var/stressed_var"],
            ["Worst 250 recent days", TemplateCell(f"=INDEX({worst},1,1)", name="worst_start"),
             TemplateCell(f"=INDEX({worst},1,2)", name="worst_end"), TemplateCell(f"=INDEX({worst},1,3)", name="worst_var"),
             "=worst_var/stressed_var"],
        ],
        ["", "date", "date", "money", "ratio"],
    )
    sheet.chart(
        Chart(
            "column", "Stressed VaR",
            "Three columns of one-day stressed VaR in USD million: 2008-09 about 3.5; 2020 and the worst "
            "250 recent days lower.",
            table.series_of_columns({"Stressed VaR": STRESSED}, "The window in use", table.labels[-1]),
        ),
        beside=[review, table],
    )
    # column by column: the last one, the library's factors, is wider than a page, and the first is its code
    columns = {"Name": "", "Start": "date", "End": "date", "Trading days": "count", "Age in years": "years"}
    top = sheet.row
    for j, (title, unit) in enumerate(columns.items(), 2):
        sheet.row = top
        sheet.spilled(f"=INDEX(CRISIS_WINDOWS(as_of),0,{j})", [title], len(CRISES), [unit], left=FIRST + j - 2)
    workbook.check("covid", "Stressed VaR, 2020", "=covid_var",
                   "=-PERCENTILE.INC(FILTER(pnl,(data_dates>=DATE(2020,2,1))*(data_dates<=DATE(2021,1,31))),"
                   "1-confidence_level)")
    workbook.check("worst", "Worst 250 days: VaR of the window that WORST_WINDOW names", "=worst_var",
                   "=-PERCENTILE.INC(FILTER(pnl,(data_dates>=worst_start)*(data_dates<=worst_end)),"
                   "1-confidence_level)")
    workbook.check("age", "Age of the window in years of 365.25 days", "=window_age",
                   "=(as_of-crisis_end)/365.25")
    workbook.check("due", "Day on which the review is due (whole years)", "=review_due",
                   "=EDATE(crisis_end,12*INT(review_years))+ROUND(365.25*(review_years-INT(review_years)),0)")
    sheet.boxes(("For 2008-09", """
        Twelve months without a pause in which stocks, credit, oil and currencies all moved; regulators and
        other banks use it, so figures compare.

        Data is complete for most markets. On this portfolio its stressed VaR is {stressed_var/covid_var|1} times
        that of 2020.
        """), ("Against 2008-09", """
        Treasuries rallied: a portfolio that loses when rates rise is not stressed by it. A crisis of rates
        or of one market calls for another window, or for scenarios.

        It ages: {window_age|0} years on, markets and instruments have changed, and newer assets have no
        history in it at all (PROXY_HISTORY stands in).

        2020 was shorter and faster. Twelve months dilute its worst weeks, which capital must survive.
        """))
    sheet.boxes(("When to review", """
        The article: every 3 to 5 years, or after a new crisis. European rules ask for at least once a year
        (CRR Article 365). Also after the portfolio has changed its direction.

        Write down which windows were compared, on which positions, and why this one: the table above is
        that comparison for these positions.
        """))
