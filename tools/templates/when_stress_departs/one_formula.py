"""A sheet of the one formula that says all of a book: STRESS_REPORT."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import RIGHT

WIDTHS = (2.0, 40.0, 30.0, 14.0, 14.0, 14.0, 14.0, 14.0)
#: The lines of the report and their units.
LINES = (
    ("Window", ""), ("Current VaR", "money"), ("Current ES", "money"), ("Stressed VaR", "money"),
    ("Stressed ES", "money"), ("Stressed to current", "ratio"), ("Worst built-in crisis", ""),
    ("Worst built-in crisis, VaR", "money"), ("Worst window, first day", "date"), ("Worst window, last day", "date"),
    ("Worst window, VaR", "money"), ("Diversification benefit", "money"), ("Largest contributor", ""),
    ("Largest contributor, share", "percent"), ("Capital, rule max", "money"), ("Capital, rule basel2.5", "money"),
)


def one_formula(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    report = sheet.report(["STRESS_REPORT", "Result"],
                          "=STRESS_REPORT(history,used,stressed_window,confidence_level)", LINES, look=RIGHT)
    tail = "PERCENTILE.INC(FILTER(pnl,in_{}),1-confidence_level)"
    calm, stressed = (f"(-{tail.format(name)})" for name in ("calm", "stressed"))
    expected = {
        "Current VaR": f"={calm}",
        "Stressed VaR": f"={stressed}",
        "Stressed to current": f"={stressed}/{calm}",
        "Capital, rule max": f"=3*MAX({calm},{stressed})",
        "Capital, rule basel2.5": f"=3*({calm}+{stressed})",
    }
    for label, plain in expected.items():
        name = label.lower().replace(", rule", "").replace(" ", "_").replace(".", "")
        workbook.check(f"report_{name}", f"STRESS_REPORT: {label.lower()}", f"={report.at(label, 'Result')}", plain)
    sheet.boxes(("How to read this", """
        The first formula to type for a book: each line is the figure of the function for it alone, as on the other
        sheets. A line that cannot be had says why, and the others stand.

        The worst window is the worst year of the rows on the sheet Data, the worst built-in crisis the worst of those
        that they cover: two years here, so the crisis is both.
        """), ("Limits", """
        Capital is the article's rule and Basel 2.5's on these two figures as they stand; the rules mean 99%, ten days and
        averages of sixty days. The sheet Rules of bank_disclosure_and_capital.xlsx has them.
        """))
