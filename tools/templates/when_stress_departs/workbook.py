"""When stressed VaR departs from current VaR: calm markets, diversification, spreads, leverage."""

from __future__ import annotations

from pathlib import Path

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import CRISIS, LEVEL, period
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    ChartSeries,
    Template,
    TemplateCell,
    between,
    dates_between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import STRESSED, TALL
from tools.templates.when_stress_departs.diversification import (
    FACTORS,
    attribution,
    contributions,
    correlations,
)
from tools.templates.when_stress_departs.one_formula import WIDTHS, one_formula
from tools.templates.when_stress_departs.spreads_and_leverage import credit_and_leverage
from tools.templates.when_stress_departs.stocks_and_bonds import stocks_and_bonds

TEMPLATE = Template("when_stress_departs", "When stress departs", "Why stressed VaR can be a multiple of current VaR", {
    "Answer": "When does stressed VaR depart most from current VaR?",
    "Attribution": "What takes current VaR to stressed VaR?",
    "Contributions": "Which asset does the VaR come from, now and in the crisis?",
    "One formula": "What does one formula say of the book?",
    "Correlations": "Did diversification fail?",
    "Stocks and bonds": "In which crisis did bonds fall with stocks?",
    "Spreads and leverage": "What do tight spreads and leverage hide?",
    **CHECKS,
    "Data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    data = returns_sheet(workbook, "Data", FACTORS, "GFC;2016-03-28:2017-03-29", "used",
                         {"calm": "Latest 250", "stressed": "Crisis"}, least=(2, 250),
                         needs=[("stressed_start", "stressed_end", "the crisis")])
    workbook.name("days", data.column("Date"))
    for name, last in (("history", "ROWS(history)"), ("factors", "1")):  # all but cash, which comes last
        workbook.name(f"risky_{name}", f"INDEX({name},1,1):INDEX({name},{last},COLUMNS({name})-1)")
    _answer(workbook, workbook.sheet(
        "Answer",
        "Four reasons, each with current and stressed one-day VaR. The current year ends in March 2017; the "
        "crisis is 2008-09. USD million.", says=["data_says"],
        answer="The calmer the recent past: {stocks_ratio|1} times current VaR for US stocks, {mixed_ratio|1} for a mixed "
        "book, {credit_ratio|1} for bonds at tight spreads."))
    attribution(workbook, workbook.sheet(
        "Attribution",
        "The article's 60/30/10/10 book: what rising volatility, changing correlation and fatter tails each "
        "add. USD million.",
        answer="Volatility adds {volatility_effect|2} million, correlation {correlation_effect|2}, the shape of the tail {distribution_effect|2}."))
    contributions(workbook, workbook.sheet(
        "Contributions",
        "The same positions on the current year and on the crisis: normal VaR, asset by asset. USD million.",
        answer="Diversification takes {1-stressed_total/stressed_alone|0%} off in the crisis, {1-calm_total/calm_alone|0%} in the current year."))
    one_formula(workbook, workbook.sheet(
        "One formula",
        "STRESS_REPORT of the mixed book, on its own data: current and stressed figures, where they come from, capital. "
        "USD million.", WIDTHS, says=["data_says"]))
    correlations(workbook, workbook.sheet(
        "Correlations",
        "Correlations of the current year, of the crisis, and of the article: blue where two assets move together, "
        "orange where they move against each other, and the darker, the more.",
        answer="Stocks with Treasuries: {stressed_stocks_bonds|2} in the crisis. If all pairs went to {failed_correlation|2}, VaR would be {failed_var/both_real|1} times as high."))
    stocks_and_bonds(workbook, workbook.sheet(
        "Stocks and bonds",
        "The correlation of the S&P 500 with 10-year Treasuries in every crisis that has both, beside the article's 0.65."))
    credit_and_leverage(workbook, workbook.sheet(
        "Spreads and leverage",
        "Two positions that look small by current VaR: bonds at tight credit spreads, and any book on little "
        "equity. USD million.", widths=TALL,
        answer="Losses: {-spread_pnl|0} million as spreads widen, and VaR of {10*stressed_share|0%} of equity at 10 to 1."))
    workbook.close()


def _answer(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Calm market, article", TemplateCell("=calm_ratio", "ratio")),
        ("S&P 500, real", TemplateCell("=stocks_ratio", "ratio")),
        ("Mixed book, real", TemplateCell("=mixed_ratio", "ratio")),
        ("Credit spreads", TemplateCell("=credit_ratio", "ratio")),
    ])
    volatility = between(0.001, 3, "Volatility per year as a percentage.")
    day = dates_between(*CRISIS, "A day of the crisis in the sheet Data.")
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            ["Article: volatility, exceptionally calm", enter("calm_volatility", 0.10, "percent", volatility),
             "a year"],
            ["Article: volatility in the crisis", enter("crisis_volatility", 0.35, "percent", volatility),
             "a year"],
            ["Confidence", enter("confidence_level", 0.95, "percent", LEVEL), "level"],
            *period("Crisis", "stressed", CRISIS, day),
            ["Current year: first day", TemplateCell("=LARGE(days,250)", "date", "calm_start"), "date"],
            ["Current year: last day", TemplateCell("=MAX(days)", "date", "calm_end"), "date"],
        ], ["", "money", "text"])
    workbook.name("stressed_window", inputs.column("Value", "Crisis: first day", "Crisis: last day"))
    workbook.name("calm_window", inputs.column("Value", "Current year: first day", "Current year: last day"))
    table = sheet.table(
        ["Reason, and what it is shown on", "Current VaR", "Stressed VaR", "Stressed ÷ current", "Article"],
        [
            ["(a) Calm market: article, 100M", *(TemplateCell(
                f"=PARAM_VAR({w}_volatility/SQRT(252),100,confidence_level)", name=f"{n}_article")
                for w, n in (("calm", "calm"), ("crisis", "stressed"))),
             TemplateCell("=stressed_article/calm_article", "ratio", "calm_ratio"), "3 to 4×"],
            ["(a) Calm market: S&P 500, 100M",
             TemplateCell("=PARAM_VAR(INDEX(CRISIS_VOL(risky_history,calm_window,FALSE),1,1),100,confidence_level)",
                          name="calm_spx"),
             TemplateCell("=PARAM_VAR(INDEX(CRISIS_VOL(risky_history,stressed_window,FALSE),1,1),100,confidence_level)",
                          name="stressed_spx"),
             TemplateCell("=stressed_spx/calm_spx", "ratio", "stocks_ratio"), "not given"],
            ["(b) Diversified: the mixed book",
             TemplateCell("=CURRENT_VAR(history,used,confidence_level)", name="mixed_current"),
             TemplateCell("=STRESSED_VAR(history,used,stressed_window,confidence_level)", name="mixed_stressed"),
             TemplateCell("=STRESS_RATIO(history,used,stressed_window,confidence_level)", "ratio", "mixed_ratio"),
             "not given"],
            ["(c) Credit spreads: 100 to 500 bp", "=credit_current", "=credit_stressed",
             TemplateCell("=credit_stressed/credit_current", "ratio", "credit_ratio"), "100 to 500 bp"],
            ["(d) Leverage: the mixed book at 10 to 1", "=10*mixed_current", "=10*mixed_stressed",
             "=mixed_stressed/mixed_current", "no figure"],
        ], ["", "money", "money", "ratio", "text"])
    sheet.chart(Chart(
        "bar", "Stressed ÷ current VaR",
        "Bars of the ratio of stressed to current VaR: calm market in the article 3.5, S&P 500 4.5, mixed book "
        "5.0, credit spreads 5.0, leverage the same as without.",
        [ChartSeries("Ratio", table.column(table.header[0]), table.column("Stressed ÷ current"), STRESSED)],
        unit="ratio"), beside=[inputs, table])
    for w, own in (("calm", "calm"), ("stressed", "crisis")):
        workbook.check(f"{w}_article", f"Article, volatility {own}: PARAM_VAR", f"={w}_article",
                       f"=NORM.S.INV(confidence_level)*{own}_volatility/SQRT(252)*100")
        workbook.check(f"{w}_spx", f"S&P 500, {own} days: PARAM_VAR of CRISIS_VOL", f"={w}_spx",
                       f"=NORM.S.INV(confidence_level)*STDEV.S(FILTER(INDEX(returns,0,1),in_{w}))*100")
        workbook.check(f"{w}_mixed", f"Mixed book, {own} days: historical VaR",
                       f"=mixed_{'current' if w == 'calm' else 'stressed'}",
                       f"=-PERCENTILE.INC(FILTER(pnl,in_{w}),1-confidence_level)")
    workbook.check("article_ratio", "The article's 3 to 4 times: 35% over 10%",
                   "=PARAM_VAR(35%,100,95%)/PARAM_VAR(10%,100,95%)", "=3.5")
    workbook.check("mixed_ratio", "Mixed book: STRESS_RATIO", "=mixed_ratio",
                   "=PERCENTILE.INC(FILTER(pnl,in_stressed),1-confidence_level)"
                   "/PERCENTILE.INC(FILTER(pnl,in_calm),1-confidence_level)")
    sheet.boxes(("How to read this", """
        Current VaR follows the market's mood. In a year as calm as the one to March 2017 it shows a fraction
        of what the same positions lost in 2008-09: {stocks_ratio|1} times for stocks, {mixed_ratio|1} for
        the mixed book. The article's 3 to 4 times is, if anything, modest.

        For the mixed book it was volatility that did it. Correlations hardly changed: see Attribution and
        Correlations, and the article's case for comparison.

        Leverage leaves the ratio as it is, and multiplies the money: see Spreads and leverage.
        """), ("Limits", """
        Two years, chosen because the one was calm and the other a crisis; the next crisis may differ. The
        spread row assumes that spreads move in proportion to their level: its ratio is that of the two spreads. Your own data: committee_pack.xlsx.
        """))
