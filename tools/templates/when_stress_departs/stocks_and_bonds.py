"""A sheet on the article's +0.65: in which crisis bonds fell with stocks."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateCell, between, enter
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import ARTICLE, STRESSED
from xl_stressvar.crises import coverage
from xl_stressvar.crises.windows import CRISES

PAIR = '{"SPX","UST10Y"}'
ARTICLE_CORRELATION = 0.65
WINDOWS = [c for c in sorted(CRISES, key=lambda c: c.window.start)
           if c.twelve_months and "UST10Y" in coverage.covering(c.window)]
IN_2008 = f'"{next(c.name for c in CRISES if c.code == "GFC")}"'


def _alone(code: str, market: str, amount: str) -> str:
    return f'STRESSED_VAR(CRISIS_RETURNS("{code}","{market}"),pair_{amount},"{code}",confidence_level)'


def stocks_and_bonds(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Highest correlation in", TemplateCell(
            "=INDEX(pair_crises,MATCH(pair_highest,pair_correlations,0))", "name", "pair_crisis")),
        ("There", TemplateCell("=MAX(pair_correlations)", "correlation", "pair_highest")),
        ("In 2008-09", TemplateCell(f"=INDEX(pair_correlations,MATCH({IN_2008},pair_crises,0))", "correlation", "pair_2008")),
        ("The article", TemplateCell("=article_pair", "correlation")),
    ])
    inputs = sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["The article: equity-bond correlation", enter("article_pair", ARTICLE_CORRELATION, "correlation", between(
            -1, 1, "0.65 in the article, for 2008-09.")), "drawn as a line"],
        ["Stocks", enter("pair_stocks", 60, "money", between(-1e6, 1e6, "USD million.")), "USD million"],
        ["10-year Treasuries", enter("pair_bonds", 40, "money", between(-1e6, 1e6, "USD million.")), "USD million"],
    ], ["", "money", "text"])
    workbook.name("pair_positions", inputs.column("Value", "Stocks", "10-year Treasuries"))
    rows: list[list[Content]] = []
    for crisis in WINDOWS:
        code = crisis.code
        returns = f'CRISIS_RETURNS("{code}",{PAIR})'
        changes = f'INDEX(CRISIS_CHANGES("{code}","UST10Y"),0,2)'
        rows.append([
            crisis.name, f'=INDEX(CRISIS_CORR({returns},"{code}"),1,2)', "=article_pair",
            TemplateCell(f"=10000*STDEV.S({changes})", "tenths"), TemplateCell(f"=10000*MAX({changes})", "tenths"),
            f'=STRESSED_VAR({returns},pair_positions,"{code}",confidence_level)',
            f"=1-G{{row}}/({_alone(code, 'SPX', 'stocks')}+{_alone(code, 'UST10Y', 'bonds')})"])
    table = sheet.table(
        ["Crisis", "Stocks with bonds", "The article", "Yield: bp a day", "Yield: largest rise, bp", "VaR of the two",
         "Diversified away"], rows, ["", "correlation", "correlation", "tenths", "tenths", "money", "percent"])
    workbook.name("pair_crises", table.column("Crisis"))
    workbook.name("pair_correlations", table.column("Stocks with bonds"))
    workbook.name("pair_benefits", table.column("Diversified away"))
    sheet.chart(Chart(
        "column", "Correlation of stocks with 10-year Treasuries, crisis by crisis",
        "Columns of the equity-bond correlation by crisis: +0.63 in 1994, about 0 in 1997-98, and between -0.1 and -0.6 from "
        "1998 on; a line at the article's 0.65, which only 1994 comes near.",
        [ChartSeries("Stocks with bonds", table.column("Crisis"), table.column("Stocks with bonds"), STRESSED)],
        lines=[ChartSeries("The article", table.column("Crisis"), table.column("The article"), ARTICLE)],
        unit="correlation"), rows=14)
    for i, crisis in enumerate(WINDOWS, 1):
        code = crisis.code
        stocks, bonds = (f'INDEX(CRISIS_RETURNS("{code}",{PAIR}),0,{j})' for j in (2, 3))
        workbook.check(f"pair_{code.lower()}", f"{crisis.name}: correlation of stocks with bonds, CRISIS_CORR",
                       f"=INDEX(pair_correlations,{i},1)", f"=CORREL({stocks},{bonds})")
    workbook.check("pair_yields", "1994: a rise in yields is a fall of the bond, CRISIS_CHANGES against CRISIS_RETURNS",
                   '=SIGN(CORREL(INDEX(CRISIS_CHANGES("BONDS_1994","UST10Y"),0,2),'
                   'INDEX(CRISIS_RETURNS("BONDS_1994","UST10Y"),0,2)))', "=-1")
    sheet.boxes(("How to read this", """
        The article illustrates the failure of diversification in 2008-09 with an equity-bond correlation of
        {article_pair|2}. In the data it was {pair_2008|2}: Treasuries rallied while stocks fell.

        The figure exists, but in another crisis: {pair_highest|2} in {pair_crisis|words}. As delivered that is 1994, when the rates
        rose and both fell on the same days. A window without a rise in rates cannot show what such a year does to a book
        that counts on its bonds.

        Diversification took {INDEX(pair_benefits,MATCH(pair_2008,pair_correlations,0))|0%} off the sum of the two VaRs in 2008-09, and
        {INDEX(pair_benefits,MATCH(pair_crisis,pair_crises,0))|0%} in {pair_crisis|words}.
        """), ("Limits", """
        Built-in data: Treasuries end in March 2017, so that 2020 and 2022 are not here; with "xl-stressvar data update" the
        functions know them. In 2022 stocks and bonds fell together again. Yields are constant-maturity ones of the US Treasury.
        """))
