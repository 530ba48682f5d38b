"""A sheet that builds up the FRTB's figure: liquidity, the reduced set, risk classes, the multiplier."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    BLANK,
    MOST,
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    enter,
    one_of,
    there,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import STRESSED

CLASSES = ("equity", "rates", "FX", "commodity", "credit")
#: Of the assets as delivered: class, days to sell, whether the reduced set has it.
DELIVERED = (("equity", 10, 1), ("rates", 10, 1), ("commodity", 20, 1))
SLOW = 20
MEASURES = {"reduced_stressed": ("Reduced set, 1998-99", "STRESSED_ES(crisis_history,{p},\"LTCM\",97.5%,10)", True),
            "full_current": ("All factors, latest 250 days", "CURRENT_ES(history,{p},97.5%,10)", False),
            "reduced_current": ("Reduced set, latest 250 days", "CURRENT_ES(history,{p},97.5%,10)", True)}


def frtb(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Stressed ES, all together", TemplateCell("=frtb_all", "round million")),
        ("IMCC", TemplateCell("=frtb_imcc", "round million")),
        ("Capital", TemplateCell("=frtb_capital", "round million")),
        ("Cost of the class split", TemplateCell("=frtb_imcc/frtb_all-1", "percent")),
    ])
    _assets(workbook, sheet)
    columns = ("all together", *CLASSES)
    mine = {name: "positions" if name == columns[0] else f'positions*(frtb_class="{name}")' for name in columns}
    rows: list[list[Content]] = []
    first = sheet.row + 2  # of the table's first line, as in an address
    for key, (label, formula, reduced) in MEASURES.items():
        chosen = [f"{mine[name]}{'*frtb_reduced' if reduced else ''}" for name in columns]
        above = first + len(rows)
        for line, of in ((f"{label}: ES over 10 days", ""), (f"   of it, assets that take {SLOW} days", f"*(frtb_days>={SLOW})")):
            rows.append([line, *(f"={formula.replace('{p}', p + of)}" for p in chosen)])
        rows.append(["   LIQUIDITY_ES of both", *(TemplateCell(
            f"=LIQUIDITY_ES({c}{above}:{c}{above + 1},{{10;{SLOW}}})", name=f"{key}_{_name(name)}")
            for c, name in zip("CDEFGH", columns, strict=True))])
    rows.append(["Stressed ES, FRTB_STRESSED_ES", *(TemplateCell(
        f"=IF(reduced_stressed_{n}=0,0,FRTB_STRESSED_ES(reduced_stressed_{n},full_current_{n},reduced_current_{n}))",
        name="frtb_all" if n == "all_together" else f"frtb_{n}") for n in map(_name, columns))])
    table = sheet.table(["ES at 97.5%, USD million", *columns], rows, ["", *["step"] * len(columns)])
    for name, i in (("base_stressed", 0), ("slow_stressed", 1), ("base_current", 3)):
        workbook.name(f"frtb_{name}", table.at(table.labels[i], columns[0]))
    last = table.labels[-1]
    classes = table.row(last, CLASSES[0], CLASSES[-1])
    steps = sheet.table(["From ES to capital", "USD million"], [
        ["Classes diversify: all together", "=frtb_all"],
        ["They do not: sum of the classes", TemplateCell(f"=SUM({classes})", name="frtb_sum")],
        ["IMCC: half of each, FRTB_IMCC", TemplateCell(f"=FRTB_IMCC(frtb_all,{classes})", name="frtb_imcc")],
        ["Capital: × multiplier, FRTB_CAPITAL", TemplateCell("=FRTB_CAPITAL(frtb_imcc,0,frtb_imcc,0,frtb_exceptions)",
                                                             name="frtb_capital")],
    ], ["", "money"])
    sheet.chart(Chart(
        "bar", "From ES to capital, USD million",
        "Bars from the diversified stressed ES to the sum of the classes, the IMCC between them, and the capital, "
        "one and a half times as much.",
        [ChartSeries("USD million", steps.column(steps.header[0]), steps.column("USD million"), STRESSED)]), rows=11)
    _check(workbook)
    sheet.boxes(("How to read this", """
        The FRTB asks for expected shortfall at 97.5%, stressed, with a longer horizon for what sells slowly: oil is
        taken over twenty days here, the rest over ten.

        Factors without a history in the stress year are left out of the reduced set, and its ES is scaled up by what
        the full set says today. Here all three have one, so the factor is 1: set a 0 in the last yellow column to
        see it work. An asset alone in its class cannot be left out.

        Half of the figure lets classes offset each other, half does not. That costs {frtb_imcc/frtb_all-1|0%} here.
        """), ("Limits", """
        Two horizons of the five; the days to sell are inputs (the table is in CRR Article 325bd). No charge for
        factors that cannot be modelled, none for default, and the latest figure stands for the average of 60 days.
        """))


def _name(title: str) -> str:
    return title.replace(" ", "_").lower()


def _assets(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """What the rule wants to know of each asset, with room for more of them."""
    spare: tuple[None, None, None] = (None, None, None)
    lines = (*DELIVERED, *[spare] * (MOST - len(DELIVERED)))
    block = sheet.table(["Inputs: each asset", "Amount", "Risk class", "Days to sell", "In reduced set"], [
        ["=" + there(i, f"INDEX(factors,1,{i})", f'"Asset {i}, if any"'), "=" + there(i, f"INDEX(positions,{i},1)", BLANK),
         enter(f"class_{i}", line[0], "text", one_of(CLASSES, "The risk class of the asset.")),
         enter(f"days_{i}", line[1], "count", between(10, SLOW, f"10 or {SLOW} days: CRR Article 325bd has the table.")),
         enter(f"reduced_{i}", line[2], "count", between(0, 1, "1: it has a history in the stress year. 0: it has none."))]
        for i, line in enumerate(lines, 1)], ["", "money", "text", "count", "count"])
    for name, column in (("class", "Risk class"), ("days", "Days to sell"), ("reduced", "In reduced set")):
        cells = block.column(column)
        workbook.name(f"frtb_{name}", f"INDEX({cells},1,1):INDEX({cells},COLUMNS(factors),1)")
    sheet.row -= 1
    filled = "MIN(COUNTA(frtb_class),COUNT(frtb_days),COUNT(frtb_reduced))"
    sheet.text(f'{{IF({filled}<COLUMNS(factors),"Mend the yellow cells: each asset needs a risk class, its days to sell, '
               'and 1 or 0.","")|}')
    sheet.table(["Input: the bank", "Value"], [["Backtesting exceptions in 250 days", enter(
        "frtb_exceptions", 0, "count", between(0, 250, "They raise the multiplier from 1.5 to 2."))]], ["", "count"])


def _check(workbook: TemplateWorkbook) -> None:
    tail = "-SQRT(10)*(SUM(FILTER(crisis_pnl,crisis_pnl<edge,0))+(tail-INT(tail))*edge)/tail"
    # of 250 days 6.25 lie beyond 97.5%
    latest = "FILTER(pnl,days>=LARGE(days,250))"
    six = f"-SQRT(10)*(SUMPRODUCT(SMALL({latest},{{1;2;3;4;5;6}}))+0.25*SMALL({latest},7))/6.25"
    workbook.check("frtb_stressed", "FRTB: stressed ES over ten days, if the reduced set holds all", "=frtb_base_stressed",
                   f"=IF(MIN(frtb_reduced)=1,{tail},frtb_base_stressed)")
    workbook.check("frtb_current", "FRTB: CURRENT_ES over ten days", "=frtb_base_current", f"={six}")
    workbook.check("frtb_liquidity", "FRTB: LIQUIDITY_ES, the root of both squares", "=reduced_stressed_all_together",
                   "=SQRT(SUMSQ(frtb_base_stressed,frtb_slow_stressed))")
    workbook.check("frtb_stressed_es", "FRTB: FRTB_STRESSED_ES", "=frtb_all",
                   "=reduced_stressed_all_together*MAX(1,full_current_all_together/reduced_current_all_together)")
    workbook.check("frtb_imcc", "FRTB: FRTB_IMCC", "=frtb_imcc", "=0.5*frtb_all+0.5*frtb_sum")
    multiplier = ("IF(frtb_exceptions<=4,1.5,IF(frtb_exceptions>=10,2,"
                  "CHOOSE(frtb_exceptions-4,1.7,1.76,1.83,1.88,1.92)))")
    workbook.check("frtb_capital", "FRTB: FRTB_CAPITAL", "=frtb_capital", f"=frtb_imcc*{multiplier}")
