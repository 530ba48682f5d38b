"""A sheet on how good proxies are: betas, what they explain, and the real crisis where it is known."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, Content, TemplateBlock, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, RIGHT, STRESSED

MOST = 8  # assets shown


def proxies(workbook: TemplateWorkbook, sheet: TemplateSheet, returns: str, proxied: str, assets: Sequence[str],
            factors: Sequence[str], reached: str) -> None:
    fit = f"PROXY_FIT({returns},Factors[#All])"
    parts = f"VAR_CONTRIBUTION({proxied},Positions[#Data],stress_window,confidence_level,horizon)"
    real = ("STRESSED_VAR(CRISIS_RETURNS(stress_window,B{row}),"
            "SUMIFS(Positions[Amount],Positions[Asset],B{row}),stress_window,confidence_level,horizon)")
    rows: list[list[Content]] = []
    for i in range(1, MOST + 1):
        asset = f"INDEX({fit},{i + 1},1)"
        rows.append([f"={asset}" if i == 1 else f'=IFERROR({asset},"")',
                     _if_there(f"INDEX({fit},{i + 1},COLUMNS({fit})-2)"),
                     _if_there(f"INDEX({fit},{i + 1},COLUMNS({fit}))"),
                     _if_there(f"INDEX({parts},{i + 1},3)"),
                     _if_there(f'IFERROR({real},"no record")'),
                     '=IFERROR(E{row}/F{row},"")'])
    table = sheet.table(["Asset", "R²", "Left out a day", "VaR by proxy", "VaR, real crisis", "Proxy ÷ real"],
                        rows, ["", "percent", "fine percent", "money", "money", "ratio"])
    table = TemplateBlock(table.sheet, table.top, table.left, table.header,
                          (*assets, *map(str, range(len(assets), MOST))))
    sheet.chart(Chart(
        "column", "Stressed VaR of each asset: by proxy, and in the real crisis",
        "Columns of stressed VaR by proxy and in the real crisis: NASDAQ 3.8 by proxy against 3.0, 30-year "
        "Treasuries 1.2 against 1.0, gold 0.5 against 0.9, sterling 0.35 against 0.32.",
        table.series_of_columns({"VaR by proxy": CALM, "VaR, real crisis": STRESSED}, assets[0], assets[-1])),
        rows=13)
    sheet.table(["The portfolio", "By proxy", "Real crisis", "Proxy ÷ real"], [
        ["Stressed VaR", "=by_proxy", TemplateCell(
            '=IFERROR(STRESSED_VAR(CRISIS_RETURNS(stress_window,Positions[Asset]),Positions[#Data],'
            'stress_window,confidence_level,horizon),"no record")', name="real_whole"),
         TemplateCell('=IFERROR(by_proxy/real_whole,"no record")', "ratio", "proxy_share")]],
        ["", "money", "money", "ratio"])
    noise = sheet.report(["With what proxies leave out, PROXY_VAR", "Result"],
                         f"=PROXY_VAR({returns},Factors[#All],Positions[#Data],stress_window,confidence_level,horizon)",
                         [("Stressed VaR by the betas", "money"), ("Noise that they leave out", "money"),
                          ("Both together", "money"), ("Share of the noise", "percent")], look=RIGHT)
    left_out = table.span("Left out a day", "Left out a day")
    held = f"SUMIFS(Positions[Amount],Positions[Asset],INDEX({table.span('Asset', 'Asset')},0,1))"
    workbook.check("noise", "The noise that proxies leave out, PROXY_VAR", f"={noise.at('Noise that they leave out', 'Result')}",
                   f"=NORM.S.INV(confidence_level)*SQRT(horizon*SUM(IF(ISNUMBER({left_out}),({held}*{left_out})^2,0)))",
                   made=f"COLUMNS(Prices[#Headers])<={MOST + 1}")
    _betas(workbook, sheet, returns, proxied, factors, reached)
    sheet.box("How to read this", """
        R² is the share of an asset's daily moves that the factors explain; the rest, left out, is not in the
        stressed VaR. A proxy with a low R² understates the asset's own risk.

        Where the library knows an asset's real crisis, the proxy can be judged. By proxy the portfolio's stressed
        VaR is {by_proxy|2}; {IF(ISNUMBER(real_whole),"the real crisis says "&FIXED(real_whole,2),"the real
        crisis of all its assets is not on record")|}.

        In the sample as delivered the whole is close, but not asset by asset: technology was less risky than its
        later beta says, and gold far riskier than the factors know.

        A small error of the whole may be two large ones that cancel. Regulators ask that a proxy be justified
        asset by asset (EBA/GL/2012/2). The table has room for eight assets, the chart shows the first four; the
        stressed VaR counts all.
        """)


def _if_there(formula: str) -> str:
    """Blank in a row without an asset."""
    return f'=IF(B{{row}}="","",{formula})'


def _betas(workbook: TemplateWorkbook, sheet: TemplateSheet, returns: str, proxied: str, factors: Sequence[str], reached: str) -> None:
    """The first asset's betas, and the same by LINEST, which lists them from the last to the first."""
    y, x = (f"FILTER(plain_{part},plain_common>0)" for part in ("first", "factors"))
    numbers = range(1, len(factors) + 1)
    table = sheet.table(["Betas of the first asset", *factors, "R²"], [
        ["PROXY_FIT", *(f"=INDEX(PROXY_FIT({returns},Factors[#All]),2,{i + 1})" for i in numbers),
         TemplateCell(f"=INDEX(PROXY_FIT({returns},Factors[#All]),2,{len(factors) + 2})", "percent")],
        ["Plain LINEST", *(TemplateCell(f"=INDEX(LINEST({y},{x}),1,{len(factors) + 1 - i})", name=f"linest_{i}")
                           for i in numbers),
         TemplateCell(f"=INDEX(LINEST({y},{x},TRUE,TRUE),3,1)", "percent")],
        ["Plain LINEST, whole portfolio (money)",
         *(TemplateCell(f"=INDEX(LINEST({y.replace('plain_first', 'plain_pnl')},{x}),1,{len(factors) + 1 - i})",
                        name=f"whole_{i}") for i in numbers), None],
    ], ["", *["number"] * len(factors), "percent"])
    for head in (*factors, "R²"):
        name = "r_squared" if head == "R²" else head
        workbook.check(f"beta_{name}", f"First asset: {head}, PROXY_FIT", f"={table.at('PROXY_FIT', head)}",
                       f"={table.at('Plain LINEST', head)}", within=1e-9, made=reached)
    moves = "+".join(f"linest_{i}*SUMIFS(Factors[{f}],Factors[Date],B{{row}})"
                     for i, f in zip(numbers, factors, strict=True))
    days = sheet.table(["Day of the crisis, first asset", "PROXY_HISTORY", "By plain betas"], [
        [TemplateCell(f"=SMALL(FILTER(Factors[Date],Factors[Date]>=stress_start),{n})", "day"),
         f"=INDEX({proxied},{n + 1},2)", f"={moves}"] for n in (1, 20)],
        ["", "fine percent", "fine percent"])
    for i, name in enumerate(("first", "twentieth"), 1):
        row = days.top + i
        ours, plain = (f"{days.sheet}!${column}${row + 1}" for column in "CD")
        workbook.check(f"proxy_{name}", f"First asset: its proxied return on the {name} day of the crisis",
                       f"={ours}", f"={plain}", within=1e-9, made=reached)
    crisis = "(Factors[Date]>=stress_start)*(Factors[Date]<=stress_end)"
    whole = "+".join(f"whole_{i}*Factors[{f}]" for i, f in zip(numbers, factors, strict=True))
    workbook.check("by_proxy", "Stressed VaR by proxies: betas of the whole portfolio", "=by_proxy",
                   f"=-PERCENTILE.INC(FILTER({whole},{crisis}),1-confidence_level)*SQRT(horizon)", within=1e-9, made=reached)
