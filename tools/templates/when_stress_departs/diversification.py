"""Sheets on a diversified book: attribution, contributions by asset, correlations."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import MONEY
from tools.templates.toolkit.parts import (
    BLANK,
    MOST,
    Chart,
    ChartSeries,
    Content,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
    one_of,
    there,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import ARTICLE, CALM, HEADER, STRESSED, UNSEEN

FACTORS = ("SPX", "UST10Y", "WTI", "CASH")
RISKY = FACTORS[:3]
AMOUNTS = {"stocks": (60, "Stocks (SPX)"), "treasuries": (30, "Treasuries (UST10Y)"), "oil": (10, "Oil (WTI)"),
           "cash": (10, "Cash (CASH), the last")}
TREATMENTS = ("drop cash", "scale to equity", "keep as leverage")
#: The article's crisis: stocks with bonds, stocks with commodities; bonds with commodities not given.
ARTICLE_PAIRS = {("SPX", "UST10Y"): 0.65, ("SPX", "WTI"): 0.82}
CONTRIBUTION = ("Asset", "Position", "Standalone VaR", "Marginal VaR", "Component VaR", "Share",
                "Incremental VaR")


def attribution(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    amounts: list[list[Content]] = [
        [label, enter(name, amount, "money", MONEY), _used(name)]
        for name, (amount, label) in AMOUNTS.items()]
    positions = sheet.table(
        ["Inputs: positions", "As entered", "As used"],
        [
            *amounts,
            ["Sum", TemplateCell("=SUM(as_entered)", name="entered"), "=SUM(used)"],
            ["Equity", enter("equity", 100, "money", between(0.01, 1e6, "USD million.")), None],
            ["If they differ", enter("treatment", TREATMENTS[0], "text", one_of(
                TREATMENTS, "The article's four amounts add to 110 on 100: choose what that means.")), None],
        ], ["", "money", "money"])
    for name, column in (("as_entered", "As entered"), ("used", "As used")):
        workbook.name(name, positions.column(column, positions.labels[0], positions.labels[3]))
    workbook.name("risky_used", "INDEX(used,1,1):INDEX(used,ROWS(used)-1,1)")
    steps = sheet.spilled("=STRESS_ATTRIBUTION(history,used,stressed_window,confidence_level)",
                          ["Step", "VaR"], 5, ["", "money"])
    bars = _waterfall(sheet, steps)
    sheet.chart(Chart(
        "column", "From current to stressed VaR, USD million",
        "Waterfall from current VaR 0.63 to stressed VaR 3.10: volatility adds 2.05, correlation 0.02, the "
        "shape of the tail 0.41.",
        [ChartSeries(name, bars.column("Label"), bars.column(column), role) for name, column, role in (
            ("Base", "Base", UNSEEN), ("Current, stressed", "Level", STRESSED), ("Adds", "Adds", CALM),
            ("Takes off", "Takes off", ARTICLE))],
        figures=False, stacked=True), beside=[positions, steps])
    sheet.text(
        "The article's 60% stocks, 30% bonds, 10% commodities and 10% cash add to 110%.\n\n"
        'The amounts entered add to {100*entered/equity|0}% of equity. Choice "{treatment|}": {IF(treatment="drop cash","cash is left out, and the rest is "&FIXED(100*(entered-cash)/equity,0)&"% '
        'of equity.",IF(treatment="scale to equity","every amount is multiplied by "&FIXED(equity/entered,3)'
        '&".","all four are held, "&FIXED(entered-equity,0)&" of it on borrowed money."))|}')
    steps_ = [steps.at(str(i), "VaR") for i in range(1, 6)]
    workbook.name("volatility_effect", steps_[1])
    workbook.name("correlation_effect", steps_[2])
    workbook.name("distribution_effect", steps_[3])
    workbook.check("attribution_current", "Attribution begins at current VaR", f"={steps_[0]}",
                   "=-PERCENTILE.INC(FILTER(pnl,in_calm),1-confidence_level)")
    workbook.check("attribution_stressed", "Attribution ends at stressed VaR", f"={steps_[4]}",
                   "=-PERCENTILE.INC(FILTER(pnl,in_stressed),1-confidence_level)")
    workbook.check("attribution_sum", "The three effects fill the gap", "=" + "+".join(steps_[1:4]),
                   "=PERCENTILE.INC(FILTER(pnl,in_calm),1-confidence_level)"
                   "-PERCENTILE.INC(FILTER(pnl,in_stressed),1-confidence_level)")
    sheet.boxes(("How to read this", """
        VaR = volatility × correlation × shape of the tail. Each effect is the average over all orders in
        which the three can go from the current year to the crisis, so that they add up exactly.

        Volatility adds {volatility_effect|2}, correlation {correlation_effect|2}, the tail
        {distribution_effect|2}. The article expects diversification to fail; on this book in 2008-09 it was
        volatility, because Treasuries rose while stocks fell.

        Cash has no risk: dropping it or holding it on borrowed money gives the same VaR; scaling to equity
        makes all risk smaller.
        """))


def _used(name: str) -> str:
    """Of the amount to the left, so that a copied row is one more asset."""
    kept = 'IF(treatment="scale to equity",C{row}*equity/entered,C{row})'
    return f'=IF(treatment="drop cash",0,{kept})' if name == "cash" else f"={kept}"


def _waterfall(sheet: TemplateSheet, steps: TemplateBlock) -> TemplateBlock:
    """What the columns of the chart need, right of the page."""
    left, top = sheet.last + 2, steps.top
    heads = ("Base", "Level", "Adds", "Takes off", "Label")
    b = f"$C${top + 2}"
    for j, head in enumerate(heads):
        sheet.put(top, left + j, head, {"align": "right"}, HEADER)
    for i in range(1, 6):
        row = top + 1 + i  # from 1, as in an address
        before, after = f"SUM({b}:C{row - 1})", f"SUM({b}:C{row})"
        cells: tuple[float | str, ...] = (0, f"=C{row}", 0, 0) if i in (1, 5) else (
            f"=MIN({before},{after})", 0, f"=MAX(0,C{row})", f"=MAX(0,-C{row})")
        for j, content in enumerate(cells):
            sheet.put(top + i, left + j, TemplateCell(content, "step"))
        # a figure inside a bar that may be thin as a line could not be read: it stands below
        sign = "" if i in (1, 5) else f'IF(C{row}<0,"","+")&'
        sheet.put(top + i, left + len(cells), f'=SUBSTITUTE(B{row}," effect","")&" "&{sign}FIXED(C{row},2)',
                  {"align": "right", "shrink": True})
    sheet.aside(left, left + len(heads) - 1, hidden=True)
    return TemplateBlock(steps.sheet, top, left, heads, steps.labels)


def contributions(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    blocks = {}
    chart, sheet.row = sheet.row, sheet.row + 14  # its place: it points at what stands below
    z = "NORM.S.INV(confidence_level)"
    units = ["", "money", "money", "number", "money", "percent", "money"]
    for w, title in (("calm", "The current year"), ("stressed", "The crisis")):
        parts = f'VAR_CONTRIBUTION(history,used,{w}_window,confidence_level,1,"normal")'
        totals: list[list[Content]] = [
            [f"=INDEX({parts},COLUMNS(factors)+{row},{j})" for j in range(1, len(units) + 1)] for row in (2, 3)]
        totals[0][2] = TemplateCell(str(totals[0][2]), name=f"{w}_alone")
        totals[0][4] = TemplateCell(str(totals[0][4]), name=f"{w}_total")
        whole = sheet.table([title, *CONTRIBUTION[1:]], totals, units)
        blocks[w] = sheet.growing(CONTRIBUTION, [f"INDEX({parts},{{i}}+1,{j})" for j in range(1, len(units) + 1)],
                                  units, under=whole)
        inside = f"FILTER(pnl,in_{w})"
        workbook.check(f"{w}_total", f"{title}: components add to the portfolio's VaR", f"={w}_total",
                       f"={z}*STDEV.S({inside})")
        for i in range(1, len(FACTORS) + 1):
            own, amount = f"FILTER(INDEX(returns,0,{i}),in_{w})", f"INDEX(used,{i},1)"
            for name, column, plain in (
                    ("component", "Component VaR", f"{z}*{amount}*COVARIANCE.S({own},{inside})/STDEV.S({inside})"),
                    ("alone", "Standalone VaR", f"{z}*ABS({amount})*STDEV.S({own})")):
                workbook.check(f"{w}_{name}_{i}", f"{title}: {column} of asset {i}",
                               f"={there(i, blocks[w].at(str(i), column))}", f"={there(i, plain)}")
    after, sheet.row = sheet.row, chart
    sheet.chart(Chart(
        "column", "Component VaR of the first three assets, USD million",
        "Columns of component VaR, current year against crisis: stocks 0.54 against 2.73, Treasuries about 0 "
        "and -0.12, oil 0.26 against 0.45.",
        [ChartSeries(label, blocks[w].column("Asset", "1", "3"), blocks[w].column("Component VaR", "1", "3"), role)
         for w, label, role in (("calm", "Current year", CALM), ("stressed", "Crisis", STRESSED))]), rows=13)
    sheet.row = after
    sheet.boxes(("How to read this", """
        Components add up to the VaR. Standalone figures do not: their sum is {calm_alone|2} million in the
        current year and {stressed_alone|2} in the crisis. Diversification took {1-calm_total/calm_alone|0%}
        off in the current year, and {1-stressed_total/stressed_alone|0%} in the crisis: less, but it did not vanish.

        As delivered, Treasuries have a negative component in the crisis: they lowered the risk of the whole. n/a: a
        total has no marginal VaR.
        """))


def correlations(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.table(["Input", "Value"], [["Correlation if diversification fails", enter(
        "failed_correlation", 0.65, "correlation", between(0, 0.99, "0 to 0.99; the article's is 0.65."))]],
        ["", "correlation"])
    pairs = ARTICLE_PAIRS | {(b, a): rho for (a, b), rho in ARTICLE_PAIRS.items()}
    told = sheet.table(["Crisis, article's illustration", *RISKY], [
        [a, *(1 if a == b else pairs.get((a, b), "not given") for b in RISKY)] for a in RISKY],
        ["", *["correlation"] * 3])
    sheet.heat(told.span("SPX", "WTI"))
    z = "NORM.S.INV(confidence_level)"
    crisis = "CRISIS_CORR(risky_history,stressed_window)"
    cases = {"only_volatility": ("Crisis volatilities, current correlations", "CRISIS_CORR(risky_history,calm_window)"),
             "both_real": ("Crisis volatilities and correlations", crisis),
             "failed_var": ("Crisis volatilities, diversification fails", f"STRESS_CORR({crisis},failed_correlation)")}
    rows: list[list[Content]] = [["Current volatilities and correlations", "=calm_total", 1]]
    for name, (label, matrix) in cases.items():
        rows.append([label, TemplateCell(f"=PORTFOLIO_VAR(CRISIS_VOL(risky_history,stressed_window,FALSE),{matrix},risky_used,"
                                         "confidence_level)", name=name), f"={name}/calm_total"])
    sheet.table(["Normal VaR of the mixed book", "VaR", "÷ current"], rows, ["", "money", "ratio"])
    sheet.text("Below the diagonal the current year, above it the crisis:")
    block = _matrix(sheet)
    for w, title in (("calm", "Current year"), ("stressed", "Crisis, 2008-09")):
        for i, j in ((1, 2), (1, 3), (2, 3)):
            row, column = (i, j) if w == "stressed" else (j, i)
            one, other = (f"FILTER(INDEX(returns,0,{k}),in_{w})" for k in (i, j))
            workbook.check(f"{w}_corr_{i}_{j}", f"{title}: correlation of assets {i} and {j}",
                           f"={there(j, block.at(str(row), block.header[column]), assets='risky_factors')}",
                           f"={there(j, f'CORREL({one},{other})', assets='risky_factors')}")
    workbook.name("calm_stocks_bonds", block.at("2", block.header[1]))
    workbook.name("stressed_stocks_bonds", block.at("1", block.header[2]))
    alone = [there(i, f"INDEX(used,{i},1)*STDEV.S(FILTER(INDEX(returns,0,{i}),in_stressed))", assets="risky_factors")
             for i in range(1, MOST + 1)]
    workbook.check("both_real", "Crisis parameters: PORTFOLIO_VAR", "=both_real",
                   f"={z}*STDEV.S(FILTER(pnl,in_stressed))")
    workbook.check("failed_var", "One correlation for all: PORTFOLIO_VAR of STRESS_CORR", "=failed_var",
                   f"={z}*SQRT((1-failed_correlation)*SUMSQ({','.join(alone)})"
                   f"+failed_correlation*SUM({','.join(alone)})^2)")
    sheet.boxes(("How to read this", """
        Stocks and Treasuries: {calm_stocks_bonds|2} in the current year, {stressed_stocks_bonds|2} in the
        crisis. The article's illustration says 0.65. Money fled into government bonds in 2008-09, so the
        pair that matters most still diversified.

        If all correlations went to {failed_correlation|2}, VaR on crisis volatilities would be
        {failed_var|2} million instead of {both_real|2}. That is the cost of a crisis in which stocks and bonds
        fall together, as when inflation drives both: no data of 2008-09 shows it, so ask for it as a scenario.

        Shading: full orange is -1, white 0, full blue +1; the figure is in every cell.
        """))


def _matrix(sheet: TemplateSheet) -> TemplateBlock:
    """The correlations of both years in one table, tinted: one below the diagonal, one above it."""
    numbers = range(1, MOST + 1)
    matrix = {w: f"CRISIS_CORR(risky_history,{w}_window)" for w in ("calm", "stressed")}
    block = sheet.growing(
        ["Correlation", *("=" + there(j, f"INDEX(risky_factors,1,{j})", BLANK, "risky_factors") for j in numbers)],
        ["INDEX(factors,1,{i})", *(
            there(j, f"INDEX(IF({j}>{{i}},{matrix['stressed']},{matrix['calm']}),{{i}},{j})", BLANK, "risky_factors")
            for j in numbers)],
        ["", *["correlation"] * MOST], assets="risky_factors")
    sheet.heat(block.span(block.header[1], block.header[MOST]))
    return block
