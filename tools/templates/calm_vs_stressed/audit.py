"""A sheet for the auditor: what a stressed VaR rests on, the figure redone in plain Excel, its precision."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import LEFT, ROW_POINTS

WIDTHS = (2.0, 40.0, 68.0, 12.0, 12.0)
_WINDOW = "FILTER(pnl,in_stressed)"
_ASKED = "(history,positions,stressed_window,confidence_level,1,\"historical\")"
#: The lines of STRESS_AUDIT and their units.
_LINES = [
    ("Version", ""), ("Stressed VaR", "money"), ("Method", ""), ("Quantile rule", ""),
    ("Confidence", "percent"), ("Horizon in days", "count"), ("Window", ""), ("Windows compared", ""),
    ("First day", "date"), ("Last day", "date"), ("Days", "count"), ("Twelve months", ""), ("Tail days", "count"),
    ("Tail dates", "long"), ("Tail P&L", "long"), ("Days read", ""), ("Exact zeros", "count"), ("Exact zeros by asset", ""),
    ("History rows", "count"), ("History columns", "count"), ("Fingerprint", ""),
]


def audit_trail(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    # line by line: the report ends with a line an asset
    report = sheet.table(["What the figure rests on, STRESS_AUDIT", "Result"], [
        [label, TemplateCell(f"=INDEX(STRESS_AUDIT{_ASKED},{i},2)", unit)] for i, (label, unit) in enumerate(_LINES, 1)],
        ["", "text"], align=LEFT)
    for label in ("Tail dates", "Tail P&L"):  # a dozen days at 95%
        sheet.height(report.top + 1 + report.labels.index(label), 3 * ROW_POINTS)
    low, high = (f"SMALL({_WINDOW},INT(audit_position)+{k})" for k in (1, 2))
    sheet.table(["Redone in plain Excel", "Value"], [
        ["Days in the window, n", TemplateCell(f"=ROWS({_WINDOW})", "text", "audit_days")],
        ["Position from the worst, (n−1)·(1−c)",
         TemplateCell("=ROUND((audit_days-1)*(1-confidence_level),9)", "left number", "audit_position")],
        ["P&L of the day at or before it", TemplateCell(f"={low}", "left number", "audit_low")],
        ["P&L of the day after", TemplateCell(f"={high}", "left number", "audit_high")],
        ["Between them, the sign turned", TemplateCell(
            "=-(audit_low+(audit_position-INT(audit_position))*(audit_high-audit_low))", "left number", "audit_redone")],
        ["STRESSED_VAR", TemplateCell(f"=STRESSED_VAR{_ASKED}", "left number", "audit_var")],
        ["The same from a handle, LOAD_HISTORY", TemplateCell(
            f"=STRESSED_VAR{_ASKED.replace('history', 'LOAD_HISTORY(history)', 1)}", "left number", "audit_loaded")],
    ], ["", "text"])
    workbook.name("audit_tail", report.at("Tail days", "Result"))
    sheet.table(["How sure is it, VAR_INTERVAL at 95%", "Value"], [
        [label, TemplateCell(f'=IFERROR(INDEX(VAR_INTERVAL{_ASKED},1,{i}),"none: the window has too few days")', "left number", name)]
        for i, (label, name) in enumerate((("At least", "audit_least"), ("The figure", "audit_estimate"),
                                           ("At most", "audit_most")), 1)], ["", "text"])
    workbook.check("audit_var", "Audit: the figure redone, STRESSED_VAR", "=audit_var", "=audit_redone")
    workbook.check("audit_loaded", "Audit: the figure from a handle, LOAD_HISTORY", "=audit_loaded", "=audit_redone")
    workbook.check("audit_report", "Audit: the figure in STRESS_AUDIT", f"={report.at('Stressed VaR', 'Result')}",
                   f"=-PERCENTILE.INC({_WINDOW},1-confidence_level)")
    workbook.check("audit_days", "Audit: days in the window", f"={report.at('Days', 'Result')}", "=audit_days")
    workbook.check("audit_tail", "Audit: days in the tail, n·(1−c) rounded up", f"={report.at('Tail days', 'Result')}",
                   "=ROUNDUP(ROUND(audit_days*(1-confidence_level),9),0)")
    # at least: the smallest rank s with P(B >= s) <= 2.5% for B of Bin(n, 1-c)
    workbook.check("audit_least", "Audit: lower end of the interval, VAR_INTERVAL", "=audit_least",
                   f"=-SMALL({_WINDOW},BINOM.INV(audit_days,1-confidence_level,0.975)+1)")
    sheet.growing(["Positions it was asked for", "Amount"], [
        f"INDEX(STRESS_AUDIT{_ASKED},{len(_LINES)}+{{i}},{j})" for j in (1, 2)], ["", "money"], align=LEFT)
    sheet.boxes(("How to read this", """
        The first two tables are what to file with the number: version, window, quantile rule, the days that decided,
        and a fingerprint of the data. The same figure with the same fingerprint comes from the same cells.

        The third redoes the number without the add-in. Only its last two lines are ours, to compare.

        The last says how much the number owes to chance: {audit_tail|0} days of the year lie in the tail, and the true
        figure may be as low as {audit_least|2} million. Where no upper end stands, the data set no limit.
        """), ("Limits", """
        The fingerprint proves that the data are the same, not that they are right. How it is made stands in the
        help of STRESS_AUDIT; docs/redo.md computes it with Python's own library.
        """))
