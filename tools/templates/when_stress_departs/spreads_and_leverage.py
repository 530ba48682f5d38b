"""A sheet on credit spreads and leverage: what looks small by current VaR."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, TemplateCell, between, enter
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, STRESSED

SPREADS = (200, 300, 400, 500)
LEVERAGES = (1, 2, 5, 10, 20, 30)


def credit_and_leverage(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Loss if spreads go to 500 bp", TemplateCell("=-spread_pnl", "million")),
        ("Share of the bonds", TemplateCell("=-spread_pnl/bonds", "percent")),
        ("Leverage that stress ruins", TemplateCell("=stressed_limit", "ratio")),
        ("By current VaR", TemplateCell("=current_limit", "ratio")),
    ])
    _credit(workbook, sheet)
    _leverage(workbook, sheet)
    sheet.boxes(("How to read this", """
        Spreads: a bond at {spread_from|0} bp moves little, and VaR on quiet days says so. At
        {spread_to|0} bp it moves {spread_to/spread_from|1} times as much if spreads move in proportion to
        their level (duration times spread: Ben Dor and others, 2007). On the way there the bonds lose
        {-spread_pnl|1} million, which no quiet day shows.

        Leverage: the ratio of stressed to current VaR stays at {leveraged_stressed/leveraged_current|1}, but
        the money is measured against equity. At {current_limit|1} to 1 current VaR still says that equity
        outlasts a bad ten days; the crisis takes all of it at {stressed_limit|1} to 1.
        """), ("Limits", """
        First order: a very large widening loses somewhat less, because the bond's duration shrinks. Ten-day
        figures are √10 × one day, positions held; no forced sales, no margin calls, no financing cost.
        """))


def _credit(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    money = between(-1e6, 1e6, "USD million.")
    points = between(1, 10_000, "Basis points.")
    inputs = sheet.table(["Inputs: credit spreads", "Value", "Unit"], [
        ["Corporate bonds", enter("bonds", 100, "money", money), "USD million"],
        ["Spread duration", enter("spread_duration", 4, "money", between(0, 50, "Years.")), "years"],
        ["Spread now", enter("spread_from", 100, "count", points), "bp"],
        ["Spread in the crisis", enter("spread_to", 500, "count", points), "bp"],
        ["Daily move of a spread, of its level", enter("spread_move", 0.03, "percent", between(
            0.001, 1, "3% of 100 bp is 3 bp a day: an assumption.")), "of the level"],
    ], ["", "money", "text"])
    result = sheet.table(["Result", "Spread now", "In the crisis"], [
        ["One-day VaR", *(TemplateCell(
            f"=PARAM_VAR(spread_duration*{s}/10000*spread_move,bonds,confidence_level)", name=name)
            for s, name in (("spread_from", "credit_current"), ("spread_to", "credit_stressed")))],
        ["P&L of the widening", None, TemplateCell(
            "=SPREAD_SHOCK_PNL(bonds,spread_duration,spread_from,spread_to)", name="spread_pnl")],
    ], ["", "money", "money"])
    path = sheet.table(["P&L if spreads widen to", *(f"{s} bp" for s in SPREADS)], [
        ["P&L", *(TemplateCell(f"=SPREAD_SHOCK_PNL(bonds,spread_duration,spread_from,{s})", name=f"pnl_at_{s}_bp")
                  for s in SPREADS)]], ["", *["money"] * len(SPREADS)])
    sheet.chart(Chart(
        "column", "P&L as spreads widen, USD million",
        "Columns of the loss on 100 million of bonds as spreads widen from 100 bp: -4 at 200 bp, -16 at 500 bp.",
        [ChartSeries("P&L", path.top_row("200 bp", "500 bp"), path.row("P&L", "200 bp", "500 bp"), STRESSED)],
        unit="money"), beside=[inputs, result])
    sheet.row = max(sheet.row, path.bottom + 2)
    z = "NORM.S.INV(confidence_level)"
    for s, name in (("spread_from", "credit_current"), ("spread_to", "credit_stressed")):
        workbook.check(name, f"Credit: PARAM_VAR at {s.replace('_', ' ')}", f"={name}",
                       f"={z}*spread_duration*{s}/10000*spread_move*ABS(bonds)")
    workbook.check("spread_pnl", "Credit: SPREAD_SHOCK_PNL", "=spread_pnl",
                   "=-bonds*spread_duration*(spread_to-spread_from)/10000")
    workbook.check("article_spread", "Article: 100 to 500 bp costs 4% for each year of duration",
                   "=SPREAD_SHOCK_PNL(100,1,100,500)", "=-4")


def _leverage(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.table(["10-day 99% VaR of the mixed book", "Current", "Stressed"], [
        ["USD million", TemplateCell("=CURRENT_VAR(history,used,99%,10)", name="leveraged_current"),
         TemplateCell("=STRESSED_VAR(history,used,stressed_window,99%,10)", name="leveraged_stressed")],
        ["of what is invested", *(TemplateCell(f"=leveraged_{w}/gross", "percent", f"{w}_share")
                                  for w in ("current", "stressed"))],
        ["Leverage at which it equals equity", *(TemplateCell(f"=1/{w}_share", "ratio", f"{w}_limit")
                                                 for w in ("current", "stressed"))],
        ["Invested, risky assets", TemplateCell('=SUMIF(risky_used,">0")-SUMIF(risky_used,"<0")', "money", "gross"),
         None],
    ], ["", "money", "money"])
    table = sheet.table(["VaR as a share of equity, at leverage", *(f"{n} to 1" for n in LEVERAGES)], [
        ["Current", *(f"={n}*current_share" for n in LEVERAGES)],
        ["Stressed", *(f"={n}*stressed_share" for n in LEVERAGES)],
    ], ["", *["percent"] * len(LEVERAGES)])
    sheet.chart(Chart(
        "column", "10-day 99% VaR as a share of equity",
        "Columns of VaR over equity at leverage of 1 to 30: stressed VaR passes 100% of equity between 5 and 10 "
        "to 1, current VaR only beyond 20 to 1.",
        table.series_of_rows({"Current": CALM, "Stressed": STRESSED}, "1 to 1", "30 to 1"), unit="percent"),
        rows=13)
    for w, inside in (("current", "calm"), ("stressed", "stressed")):
        workbook.check(f"leveraged_{w}", f"Leverage: {w} VaR over ten days", f"=leveraged_{w}",
                       f"=-PERCENTILE.INC(FILTER(pnl,in_{inside}),1%)*SQRT(10)")
