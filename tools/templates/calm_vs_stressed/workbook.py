"""Calm against stressed, and the four steps behind the stressed figure, on library data.

The article's illustrations stand beside the real figures; where they differ, the book says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tools.templates.calm_vs_stressed.audit import WIDTHS, audit_trail
from tools.templates.calm_vs_stressed.four_steps import (
    FACTORS,
    METHODS,
    TITLES,
    WINDOWS,
    four_steps,
    name_of,
    ratio,
)
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import CRISIS, LEVEL, amounts, period
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    dates_between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import CALM, STRESSED, TALL

FIRST_DAY, LAST_DAY = dt.date(2005, 1, 1), dt.date(2009, 8, 31)
#: The article's daily volatilities of a portfolio, and the VaR it prints for them.
ARTICLE_VOLATILITY = {"calm": 0.012, "stressed": 0.035}
ARTICLE_VAR = {"calm": 1.97, "stressed": 5.76}

TEMPLATE = Template("calm_vs_stressed", "Calm against stressed", "Stressed VaR of a 60/30/10 portfolio on 2008-09 data", {
    "Answer": "How much more could this portfolio lose in a day if the crisis came back?",
    "Four steps": "How is the stressed figure made?",
    "Audit": "Can an auditor redo the crisis figure?",
    **CHECKS,
    "Data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    data = returns_sheet(workbook, "Data", FACTORS, f"{FIRST_DAY}:{LAST_DAY}", "positions", TITLES, least=(2, 2),
                         needs=[(f"{w}_start", f"{w}_end", title) for w, title in (
                             ("calm", "the calm year"), ("stressed", "the crisis"))])
    _answer(workbook, workbook.sheet(
        "Answer",
        "One-day value at risk of the same positions on a calm year and on the crisis. Money in USD "
        "million; a loss is positive.", says=["data_says"],
        answer="If the crisis came back, this book would lose USD {stressed_historical|1} million or more on one day in "
        "{1/(1-confidence_level)|0}, {times|1} times the calm year's."))
    four_steps(workbook, data, workbook.sheet(
        "Four steps",
        "Choose the window, take the returns in it, measure volatilities and correlations, apply the "
        "same VaR formula.", widths=TALL))
    audit_trail(workbook, workbook.sheet(
        "Audit",
        "What the one-day stressed VaR of the positions rests on, the same number without the add-in, and how "
        "precise it is. USD million; a loss is positive.", widths=WIDTHS))
    workbook.close()


def _inputs(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    day = dates_between(FIRST_DAY, LAST_DAY, "A day inside the Data sheet: 2005-01-01 to 2009-08-31.")
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *amounts({"Stocks: S&P 500 (SPX)": ("stocks", 60), "Treasuries: 10-year (UST10Y)": ("treasuries", 30),
                      "Commodities: crude oil (WTI)": ("commodities", 10)}),
            ["Gross value", TemplateCell('=SUMIF(positions,">0")-SUMIF(positions,"<0")', "money", "gross"),
             "USD million"],
            ["Confidence", enter("confidence_level", 0.95, "percent", LEVEL), "level"],
            *period("Calm year", "calm", (dt.date(2006, 1, 1), dt.date(2006, 12, 31)), day),
            *period("Crisis", "stressed", CRISIS, day),
        ],
        ["", "money", "text"],
    )
    workbook.name("positions", inputs.column("Value", inputs.labels[0], inputs.labels[2]))
    workbook.name("calm_window", inputs.column("Value", inputs.labels[5], inputs.labels[6]))
    workbook.name("stressed_window", inputs.column("Value", inputs.labels[7], inputs.labels[8]))
    return inputs


def _answer(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("{ROUND(100*confidence_level,4)|}% VaR, calm year", TemplateCell("=calm_historical", "million")),
        ("{ROUND(100*confidence_level,4)|}% VaR, crisis", TemplateCell("=stressed_historical", "million")),
        ("Crisis ÷ calm", TemplateCell("=stressed_historical/calm_historical", "ratio", "times")),
    ])
    inputs = _inputs(workbook, sheet)
    var = {label: (name_of(m), f'=STRESSED_VAR(history,positions,{{w}}_window,confidence_level,1,"{m}")')
           for m, label in METHODS.items()}
    var = {"PARAM_VAR of the volatility": ("param", "=PARAM_VAR({w}_volatility,gross,confidence_level)")} | var
    var["Article's VaR"] = ("article", "=PARAM_VAR(article_{w}_volatility,100,95%)")
    table = sheet.table(
        ["The same positions, two years", "Calm", "Stressed", "Stressed ÷ calm"],
        [
            ["Daily volatility of the portfolio",
             *(TemplateCell(f"=STDEV.S(FILTER(pnl,in_{w}))/gross", "fine percent", f"{w}_volatility")
               for w in WINDOWS), ratio("{}_volatility")],
            ["Daily volatility, article's illustration",
             *(TemplateCell(ARTICLE_VOLATILITY[w], "fine percent", f"article_{w}_volatility") for w in WINDOWS),
             ratio("article_{}_volatility")],
            *_var_rows(var),
        ],
        ["", "money", "money", "ratio"],
    )
    sheet.chart(
        Chart(
            "column", "One-day VaR, USD million",
            "Columns of one-day value at risk in USD million, calm year against crisis: about 0.7 against "
            "3.1 on real data by every method, 1.97 against 5.76 in the article's illustration.",
            table.series_of_columns({"Calm": CALM, "Stressed": STRESSED}, METHODS["historical"],
                                    "Article's VaR"),
        ),
        beside=[inputs, table],
    )
    _check_answer(workbook)
    sheet.boxes(("How to read this", """
        On one day in {1/(1-confidence_level)|0} of the calm year these positions lost more than
        {calm_historical|2} million; in the crisis year, more than {stressed_historical|2} million:
        {times|1} times as much.

        Nothing about the positions changes between the two columns. Only the year does, from which the
        market's moves are taken.

        The article's 2.9 times is an illustration with round volatilities; the real crisis year was
        harsher against a year as calm as 2006.

        The ratio depends on the calm year as much as on the crisis: choose another one in the inputs.
        """), ("Limits", """
        The next crisis need not look like the last. Positions are held through the day, and no liquidity
        or credit loss is in the figure.

        About 250 days resolve 95% (12 worse days) well, 99% (2 worse days) barely. Stocks are a price
        index without dividends; treasuries are a modelled par bond; oil is the spot price.
        """))


def _var_rows(var: dict[str, tuple[str, str]]) -> Iterator[list[Content]]:
    """A row a method: the formula for both windows, each cell named, and the ratio."""
    for label, (name, formula) in var.items():
        cells = [TemplateCell(formula.format(w=w), name=f"{w}_{name}") for w in WINDOWS]
        yield [label, *cells, ratio(f"{{}}_{name}")]


def _check_answer(workbook: TemplateWorkbook) -> None:
    for w in WINDOWS:
        workbook.check(f"{w}_historical", f"{TITLES[w]}: historical VaR, STRESSED_VAR", f"={w}_historical",
                       f"=-PERCENTILE.INC(FILTER(pnl,in_{w}),1-confidence_level)")
        normal = f"=NORM.S.INV(confidence_level)*STDEV.S(FILTER(pnl,in_{w}))"
        workbook.check(f"{w}_normal", f"{TITLES[w]}: normal VaR, STRESSED_VAR", f"={w}_normal", normal)
        workbook.check(f"{w}_monte_carlo", f"{TITLES[w]}: Monte Carlo VaR, within 1% of the normal one",
                       f"={w}_monte_carlo", normal, within=0.01)
        workbook.check(f"{w}_param", f"{TITLES[w]}: PARAM_VAR of the real volatility", f"={w}_param", normal)
        workbook.check(f"article_{w}", f"Article, {TITLES[w].lower()}: PARAM_VAR", f"={w}_article",
                       f"=NORM.S.INV(95%)*{ARTICLE_VOLATILITY[w]}*100")
        workbook.check(f"article_{w}_printed", f"Article, {TITLES[w].lower()}: as printed, to two decimals",
                       f"=ROUND({w}_article,2)", f"={ARTICLE_VAR[w]}")
    workbook.check("times", "Crisis ÷ calm", "=times",
                   "=PERCENTILE.INC(FILTER(pnl,in_stressed),1-confidence_level)"
                   "/PERCENTILE.INC(FILTER(pnl,in_calm),1-confidence_level)")
