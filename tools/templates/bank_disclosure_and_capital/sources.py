"""A sheet that takes the bank's figure apart by desk and book, and asks what trades would do to it."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    enter,
    numbers,
    one_of,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, STRESSED

#: Market of the library: desk, book, USD million, a trade to think about. An illustration.
HELD = {"SPX": ("Equity", "US large", 120, -30), "NASDAQ": ("Equity", "US growth", 60, 0),
        "UST10Y": ("Macro", "Rates", 300, 60), "EURUSD": ("Macro", "Currencies", 150, 0),
        "WTI": ("Commodities", "Energy", 40, 0), "GOLD": ("Commodities", "Metals", -60, 0)}
MARKETS = '{"' + '","'.join(HELD) + '"}'
LONG = "2007-01-03:2010-12-31"
HISTORY = f'CRISIS_RETURNS("{LONG}",{MARKETS})'
HIGHEST = "MAXIFS(source_parts,source_levels,1)"
MOST_ROWS = 2 * len(HELD) + 3  # a desk and a book an asset, their total, two of what diversifies
NAME = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 40, "input_message": "The same name makes one group.",
        "error_title": "No name", "error_message": "A name of 1 to 40 characters."}


def sources(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    asked = f'GROUP_CONTRIBUTION({HISTORY},source_amounts,source_groups,"GFC",source_level,1,"historical",source_measure)'
    sheet.answers([
        ("Stressed, the whole bank", TemplateCell('=INDEX(source_parts,MATCH("Total",source_names,0),1)', "million", "source_total")),
        ("Most of it from desk", TemplateCell(f"=INDEX(source_names,MATCH({HIGHEST},source_parts,0),1)", "text", "source_desk")),
        ("Its share", TemplateCell(f"={HIGHEST}/source_total", "percent", "source_share")),
        ("The trades change it by", TemplateCell("=what_if_change", "million")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Measure", enter("source_measure", "es", "text", one_of(["var", "es"], "Value at risk or expected shortfall.")), "of the table"],
        ["Confidence", enter("source_level", 0.975, "percent", between(0.5, 0.99, "Between 50% and 99%.")), "level"],
    ], ["", "money", "text"])
    amount = between(-1e6, 1e6, "USD million; short is negative.")
    rows: list[list[Content]] = [
        [market, enter(f"source_desk_{i}", desk, "text", NAME), enter(f"source_book_{i}", book, "text", NAME),
         enter(f"source_amount_{i}", held, "money", amount), enter(f"source_trade_{i}", trade, "money", amount)]
        for i, (market, (desk, book, held, trade)) in enumerate(HELD.items(), 1)]
    block = sheet.table(["Market", "Desk", "Book", "Amount", "Trade"], rows, ["", "text", "text", "money", "money"])
    workbook.name("source_groups", block.span("Market", "Book"))
    workbook.name("source_amounts", block.column("Amount"))
    workbook.name("source_trades", block.column("Trade"))
    found = sheet.table(["Desk or book", "Level", "Standalone", "Component", "Share", "Incremental"], [
        [f'=IF(ROWS({asked})>{i},INDEX({asked},{i + 1},{j}),"")' for j in (2, 1, 3, 4, 5, 6)] for i in range(1, MOST_ROWS + 1)],
        ["", "left count", "money", "money", "percent", "money"])
    for name, header in (("names", "Desk or book"), ("levels", "Level"), ("parts", "Component")):
        workbook.name(f"source_{name}", found.column(header))
    last = len({desk for desk, *_ in HELD.values()}) + len(HELD)  # of the desks and books as delivered
    shown = [found.column(header, found.labels[0], found.labels[last - 1])
             for header in ("Desk or book", "Standalone", "Component")]
    sheet.chart(Chart(
        "column", "Each desk and its books: alone, and in the bank, USD million",
        "Columns of standalone and component figures: equity is by far the largest in both; macro and commodities have components "
        "far below what they are alone, since they move against equity.",
        [ChartSeries("Standalone", shown[0], shown[1], CALM), ChartSeries("Component", shown[0], shown[2], STRESSED)]), rows=15)
    change = sheet.report(
        ["The trades, WHAT_IF at the same confidence", "USD million"],
        f'=WHAT_IF({HISTORY},source_amounts,source_trades,"GFC",source_level)',
        [(f"{kind} VaR {when}", "money") for kind in ("Current", "Stressed") for when in ("before", "after", "change")])
    workbook.name("what_if_before", change.at("Stressed VaR before", "USD million"))
    workbook.name("what_if_after", change.at("Stressed VaR after", "USD million"))
    workbook.name("what_if_change", change.at("Stressed VaR change", "USD million"))
    _check(workbook)
    sheet.boxes(("How to read this", """
        A component is what a desk brings to the bank's figure; those of the desks add up to it, and those of the books to their
        desk. Standalone is what it would be alone; the difference is what the desks hedge of each other. Incremental is what
        would go if the desk were closed.

        {source_desk|} brings {source_share|0%} of the {source_total|1} million. A negative component lowers the bank's
        risk: that desk's limit is not the place to save. The trades change stressed VaR from {what_if_before|2} to {what_if_after|2}
        million: asked before they are made, not after.
        """), ("Limits", f"""
        Desks and positions are an illustration on real data, one day in 2008-09; current VaR is of the year to {LONG[-10:]}.
        Shares of a historical figure hang on a few days: compare them at another confidence before a desk is judged by them.
        """))


def _check(workbook: TemplateWorkbook) -> None:
    total = " + ".join(
        f"INDEX(source_amounts,{i},1)*" + numbers(f'INDEX(CRISIS_RETURNS("GFC","{market}"),0,2)') for i, market in enumerate(HELD, 1))
    asked = f'GROUP_CONTRIBUTION({HISTORY},source_amounts,source_groups,"GFC",source_level)'
    workbook.check("source_var", "GROUP_CONTRIBUTION: the VaR of the bank",
                   f'=INDEX({asked},MATCH("Total",INDEX({asked},0,2),0),4)', f"=-PERCENTILE.INC({total},1-source_level)")
    workbook.check("source_sum", "Components of the desks, summed", "=SUMIF(source_levels,1,source_parts)", "=source_total")
    workbook.check("source_books", "Components of the books, summed", "=SUMIF(source_levels,2,source_parts)", "=source_total")
    after = total.replace("INDEX(source_amounts,", "INDEX(source_amounts+source_trades,")
    workbook.check("what_if_after", "WHAT_IF: stressed VaR after the trades", "=what_if_after",
                   f"=-PERCENTILE.INC({after},1-source_level)")
