"""A sheet that shows stressed VaR below current VaR: looking back from August 2009 at the 1998 window."""

from __future__ import annotations

from tools.templates.personal_portfolio.real import KNOWN, real
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import STRESSED


def lower_than_current(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Current VaR, 2009-08-31", TemplateCell("=current_var", "thousand")),
        ("Stressed VaR, 1998 window", TemplateCell("=ltcm_var", "thousand")),
        ("Stressed ÷ current", TemplateCell("=ltcm_ratio", "fine ratio")),
    ])
    table = sheet.table(
        ["The same portfolio, seen from 2009-08-31", "VaR", "÷ current"],
        [
            ["Current: latest 250 days",
             TemplateCell(real('CURRENT_VAR(history,positions,confidence_level,1,"historical",250)'), name="current_var"),
             real("C{row}/current_var")],
            ["Stressed: 1998-99",
             TemplateCell(real('STRESSED_VAR(history,positions,"LTCM",confidence_level)'), name="ltcm_var"),
             TemplateCell(real('STRESS_RATIO(history,positions,"LTCM",confidence_level)'), name="ltcm_ratio")],
            ["Stressed: 2008-09", TemplateCell(real('STRESSED_VAR(history,positions,"GFC",confidence_level)'),
                                               name="gfc_var"), real("C{row}/current_var")],
            ["The greater of the two windows",
             TemplateCell(real('STRESSED_VAR(history,positions,"LTCM;GFC",confidence_level)'), name="worse_var"),
             real("C{row}/current_var")],
        ],
        ["", "money", "ratio"],
    )
    sheet.chart(
        Chart(
            "column", "One-day VaR, USD thousand",
            "Four columns: current VaR of August 2009 about 3.1, stressed VaR of 1998-99 about 1.3, of "
            "2008-09 about 3.1, and the greater of the two windows.",
            table.series_of_columns({"VaR": STRESSED}, table.labels[0], table.labels[-1]),
        ),
        rows=13,
    )
    tail = "1-confidence_level"
    latest = "data_dates>=LARGE(data_dates,250)"
    workbook.check("current", "Current VaR of the latest 250 days", "=current_var",
                   f"=-PERCENTILE.INC(FILTER(pnl,{latest}),{tail})", made=KNOWN)
    for key, first, last in (("ltcm", "DATE(1998,8,1)", "DATE(1999,7,31)"),
                             ("gfc", "DATE(2008,9,1)", "DATE(2009,8,31)")):
        workbook.check(key, f"Stressed VaR, {key.upper()}", f"={key}_var",
                       f"=-PERCENTILE.INC(FILTER(pnl,(data_dates>={first})*(data_dates<={last})),{tail})", made=KNOWN)
    workbook.check("ratio", "Stressed ÷ current, STRESS_RATIO", "=ltcm_ratio", "=ltcm_var/current_var", made=KNOWN)
    workbook.check("worse", "Greater of two windows", "=worse_var", "=MAX(ltcm_var,gfc_var)", made=KNOWN)
    sheet.boxes(("How to read this", """
        In August 2009 the last year was the crisis itself. A bank that still used the window of 1998 had a
        stressed VaR of {ltcm_ratio|0%} of its current VaR: the window was out of date.

        A ratio below 1 calls for a review of the window. The US rule does not let stressed VaR fall below
        current VaR (12 CFR 217.206); naming several windows and taking the greatest does the same.

        So the answer is yes, and it is a sign that the window, not the portfolio, is at fault.
        """), ("Limits", """
        The portfolio is the one on the sheet Answer, on real returns: S&P 500 without dividends, a modelled
        10-year treasury, crude oil. About 250 days resolve 95% well, 99% barely.
        """))
