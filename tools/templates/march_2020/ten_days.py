"""A sheet of figures over ten days, twice: one day times the root of ten, and ten days as they ran."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, STRESSED

ROWS = {"Crisis: VaR": ("crisis_history", "VAR", "confidence_level"), "Crisis: ES 97.5%": ("crisis_history", "ES", "0.975"),
        "Recent days: VaR": ("history", "VAR", "confidence_level"), "Recent days: ES 97.5%": ("history", "ES", "0.975")}


def ten_days(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Crisis VaR by the root of time", TemplateCell("=crisis_root", "round million")),
        ("As the days ran", TemplateCell("=crisis_overlapping", "round million")),
        ("As they ran ÷ by the root", TemplateCell("=crisis_overlapping/crisis_root", "fine ratio")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Horizon", enter("overlap_days", 10, "count", between(2, 20, "10 in the rules; 2 to 20 here.")), "days"],
    ], ["", "money", "text"])
    rows: list[list[Content]] = []
    for label, (days, measure, level) in ROWS.items():
        running = f"OVERLAPPING_RETURNS({days},overlap_days)"
        rows.append([label, f'=CURRENT_{measure}({days},positions,{level},overlap_days,"historical",ROWS({days})-1)',
                     f'=CURRENT_{measure}({running},positions,{level},1,"historical",ROWS({running})-1)', "=D{row}/C{row}"])
    table = sheet.table(["USD million", "× root of time", "As the days ran", "÷"], rows, ["", "money", "money", "fine ratio"])
    first = table.labels[0]
    workbook.name("crisis_root", table.at(first, "× root of time"))
    workbook.name("crisis_overlapping", table.at(first, "As the days ran"))
    workbook.name("recent_overlapping", table.at("Recent days: VaR", "As the days ran"))
    workbook.name("recent_root", table.at("Recent days: VaR", "× root of time"))
    sheet.chart(Chart(
        "column", "The same horizon, twice, USD million",
        "Pairs of columns: in the crisis the figures of the days as they ran lie below those by the root of time; in the recent "
        "days, which hold March 2020, they differ too.",
        [ChartSeries(header, table.column("USD million"), table.column(header), role)
         for header, role in (("× root of time", CALM), ("As the days ran", STRESSED))]), rows=14)
    k = "(ROW(crisis_returns)-MIN(ROW(crisis_returns))+1)"
    window = f"(TRANSPOSE({k})<={k})*(TRANSPOSE({k})>{k}-overlap_days)"
    pnl = f"MMULT(EXP(MMULT({window},LN(1+crisis_returns)))-1,positions)"
    workbook.check("overlapping", "OVERLAPPING_RETURNS: the crisis VaR, from compounded returns", "=crisis_overlapping",
                   f"=-PERCENTILE.INC(FILTER({pnl},{k}>=overlap_days),1-confidence_level)")
    workbook.check("root", "The crisis VaR of one day times the root of the days", "=crisis_root",
                   "=-PERCENTILE.INC(crisis_pnl,1-confidence_level)*SQRT(overlap_days)")
    sheet.boxes(("How to read this", """
        Ten-day figures are mostly one-day figures times √10. That is right if one day says nothing of the next. Where falls are
        followed by rebounds the days as they ran lose less; where falls go on, more.

        For these positions the crisis makes {crisis_overlapping|1} million as the days ran and {crisis_root|1} million by the root of
        time; the recent days {recent_overlapping|1} and {recent_root|1}. The rules allow the root if it is justified: this sheet is the
        justification, or the lack of it.
        """), ("Limits", """
        Overlapping days share most of their losses: 252 of them hold 25 that are independent, so that a tail of 1% rests on one or
        two falls. The positions stand still for ten days here, as they do under the root of time.
        """))
