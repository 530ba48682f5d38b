"""A personal portfolio: the article's recipe without crisis data, beside what the crisis data says."""

from __future__ import annotations

from pathlib import Path

from tools.templates.personal_portfolio.lower_than_current import lower_than_current
from tools.templates.personal_portfolio.real import KNOWN, real
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    BLANK,
    CHECKS,
    MOST,
    Chart,
    ChartSeries,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    across,
    between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import FORM, returns_sheet
from tools.templates.toolkit.style import STRESSED, TALL, Look

FACTORS = ("SPX", "UST10Y", "WTI")
NAMES = ("Stocks", "Bonds", "Commodities")
SPARE = tuple(f"Asset {i}, if any" for i in range(len(NAMES) + 1, MOST + 1))
AMOUNTS = (60, 30, 10)
LTCM, CALM_YEAR, CRISIS = "1998-08-01:1999-07-31", "2006-01-01:2006-12-31", "2008-08-28:2009-08-31"
#: The article's calm volatilities a year of stocks and bonds; 30% for commodities is ours, near 2006's.
VOLATILITIES = (0.15, 0.06, 0.30)
#: The article's calm correlations; bonds with commodities it does not give: 0, near 2006's.
CORRELATIONS = {("Stocks", "Bonds"): -0.2, ("Stocks", "Commodities"): 0.4, ("Bonds", "Commodities"): 0.0}
#: The periods as formulas of their first and last day.
SPANS = {"ltcm": ("DATE(1998,8,1)", "DATE(1999,7,31)"), "real_calm": ("DATE(2006,1,1)", "DATE(2006,12,31)"),
         "real_var": ("DATE(2008,9,1)", "DATE(2009,8,31)")}
NAME: Look = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 40, "input_message": "The asset's name.",
              "error_title": "No name", "error_message": "A name of 1 to 40 characters."}
MULTIPLES, TOGETHER = (2.0, 2.5, 3.0), (0.7, 0.8, 0.9)

TEMPLATE = Template("personal_portfolio", "Personal portfolio", "The article's recipe for a personal portfolio, and real data", {
    "Answer": "What could my own portfolio lose on a bad day in a crisis?",
    "Lower than current": "Can stressed VaR be lower than current VaR?",
    **CHECKS,
    "Data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    data = returns_sheet(workbook, "Data", FACTORS, f"{LTCM};{CALM_YEAR};{CRISIS}", "positions", {}, needs=[
        (first, last, "what this template compares") for first, last in SPANS.values()], own=FORM, optional=True)
    workbook.name("data_dates", data.column("Date"))
    _answer(workbook, workbook.sheet(
        "Answer",
        "The article's recipe: volatilities times 2 to 3, correlations to 0.7 to 0.9, and compare. Money in "
        "USD thousand; a loss is positive.", TALL, says=["data_says"],
        answer="USD {recipe_var|1} thousand or more on one day in {1/(1-confidence_level)|0} of a crisis, {recipe_times|1} times "
        "today’s: keep that aside."))
    lower_than_current(workbook, workbook.sheet(
        "Lower than current",
        "Yes: when the recent past is itself worse than the window. Here it is, on real data. Money in USD "
        "thousand.",
        answer="{IF(ISNUMBER(ltcm_ratio),IF(ltcm_ratio<1,\"Yes: \",\"Not here: \"),\"\")|}seen from August 2009 it was {ltcm_ratio|2} times current VaR."))
    workbook.close()


def _inputs(workbook: TemplateWorkbook, sheet: TemplateSheet) -> tuple[TemplateBlock, TemplateBlock]:
    money = between(-1e6, 1e6, "USD thousand.")
    yearly = between(0, 5, "Volatility a year, 15% say.")
    corr = between(-1, 1, "A correlation from -1 to 1.")
    labels = (*NAMES, *SPARE)
    spare = len(SPARE)
    holdings = sheet.table(["Inputs (change the yellow cells)", "USD thousand", "Vol. a year"], [
        [enter(f"asset_{i}", label, "", NAME), enter(f"amount_{i}", amount, "money", money), enter(f"volatility_{i}", volatility, "percent", yearly)]
        for i, (label, amount, volatility) in enumerate(zip(
            labels, (*AMOUNTS, *[None] * spare), (*VOLATILITIES, *[None] * spare), strict=True), 1)],
        ["", "money", "percent"])
    rows: list[list[Content]] = []
    for i, label in enumerate(labels):
        line: list[Content] = [f"={holdings.at(label, holdings.header[0])}"]
        for j, other in enumerate(labels):
            above = f"correlation_{min(i, j) + 1}_{max(i, j) + 1}"
            line.append(enter(above, CORRELATIONS.get((label, other)), "correlation", corr) if j > i else TemplateCell(
                f"=IF(ISNUMBER(amount_{i + 1}),{1 if i == j else above},{BLANK})", "correlation"))
        rows.append(line)
    sheet.row -= 1
    sheet.text("Fill in as many assets as you have, without a gap, in the order of the columns of the sheet Data.")
    matrix = sheet.table(["Correlations (fill in upper right half)", *(
        f"=IF(ISNUMBER(amount_{i}),{holdings.at(label, holdings.header[0])},{BLANK})" for i, label in enumerate(labels, 1))],
        rows, ["", *["correlation"] * MOST])
    recipe = sheet.table(
        ["The recipe", "Value", "Unit"],
        [
            ["Volatilities times", enter("vol_multiple", 2.5, "ratio",
                                         between(1, 10, "The article: 2 to 3.")), "2 to 3"],
            ["Correlations to", enter("crisis_correlation", 0.8, "correlation",
                                      between(-0.5, 1, "The article: 0.7 to 0.9.")), "0.7 to 0.9"],
            ["Confidence", enter("confidence_level", 0.95, "percent",
                                 between(0.5, 0.99, "Between 50% and 99%.")), "level"],
            ["Assets filled in", TemplateCell("=ROWS(positions)", "count"), "assets"],
        ],
        ["", "money", "text"],
    )
    # the lines that are filled in
    held = f"MAX(1,COUNT({holdings.column('USD thousand')}))"
    for name, block, last in (("positions", holdings.column("USD thousand"), "1"),
                              ("yearly", holdings.column("Vol. a year"), "1"),
                              ("correlations", matrix.span(matrix.header[1], matrix.header[-1]), held)):
        workbook.name(name, f"INDEX({block},1,1):INDEX({block},{held},{last})")
    return holdings, recipe


def _answer(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("{ROUND(100*confidence_level,4)|}% VaR today, one day", TemplateCell("=calm_var", "thousand")),
        ("By the recipe", TemplateCell("=recipe_var", "thousand")),
        ("Recipe ÷ today", TemplateCell("=recipe_times", "ratio")),
        ("Real 2008-09", TemplateCell("=real_var", "thousand")),
    ])
    _, recipe = _inputs(workbook, sheet)
    calm = TemplateCell("=PORTFOLIO_VAR(yearly/SQRT(252),correlations,positions,confidence_level)", name="calm_var")
    approx = ("=APPROX_STRESSED_VAR(yearly/SQRT(252),correlations,positions,{},{},confidence_level)")
    year = '"2006-01-01:2006-12-31"'
    table = sheet.table(
        ["One-day VaR, USD thousand", "VaR", "÷ today"],
        [
            ["Today: your volatilities", calm, "=C{row}/calm_var"],
            ["Recipe", TemplateCell(approx.format("vol_multiple", "crisis_correlation"), name="recipe_var"),
             TemplateCell("=recipe_var/calm_var", "ratio", "recipe_times")],
            ["Real calm year, 2006",
             TemplateCell(real(f'STRESSED_VAR(history,positions,{year},confidence_level,1,"normal")'), name="real_calm"),
             real("C{row}/calm_var")],
            ["Real crisis, 2008-09",
             TemplateCell(real('STRESSED_VAR(history,positions,"GFC",confidence_level,1,"normal")'), name="real_var"),
             TemplateCell(real("real_var/calm_var"), "ratio", "real_times")],
        ],
        ["", "money", "ratio"],
    )
    sheet.chart(
        Chart(
            "column", "One-day VaR, USD thousand",
            "Four columns of one-day VaR in USD thousand: today about 1.0; the recipe about 3.2; the real "
            "calm year 0.7; the real crisis 3.1.",
            [ChartSeries("VaR", table.column(table.header[0]), table.column("VaR"), STRESSED)],
        ),
        beside=[recipe, table],
    )
    rows: list[list[Content]] = []
    for multiple in MULTIPLES:
        cells = [TemplateCell(approx.format("B{row}", f"{together}"), name=f"grid_{round(multiple * 10)}_{round(together * 10)}")
                 for together in TOGETHER]
        rows.append([TemplateCell(multiple, "label ratio"), *cells])
    sheet.table(["Volatilities ×, correlations to", *(f"{t:.1f}" for t in TOGETHER)], rows,
                       ["", *["money"] * 3])
    _real(workbook, sheet, year)
    _check(workbook)
    sheet.boxes(("How to read this", """
        On one day in {1/(1-confidence_level)|0} of a year such as you described you lose more than
        {calm_var|2} thousand; in a crisis by the recipe, more than {recipe_var|2}: {recipe_times|1} times.

        The real crisis multiplied the volatilities by {times_1|1}, {times_2|1} and {times_3|1},
        more than the recipe does for stocks against a year as calm as 2006.

        But correlations of all assets did not go to 0.8: stocks and treasuries moved against each other,
        {real_stocks_bonds|2}. As delivered the two errors nearly cancel; they need not in your portfolio.

        The recipe is for want of data. If your funds have prices back to 2008, use your own returns.
        """), ("Limits", """
        One day, normal distribution, no spread between buying and selling. With a short position high
        correlation lowers the figure: hedges work in the recipe that may not in a crisis.

        The article's other question, the leverage ratio of 3% as a second limit for a bank, is answered in
        the capital template.
        """))


def _real(workbook: TemplateWorkbook, sheet: TemplateSheet, year: str) -> None:
    """What volatilities and correlations really did, calm year to crisis."""
    top = sheet.row + 2  # of the first line, as in an address
    lines = {
        "Volatility of 2006": (f"INDEX(CRISIS_VOL(history,{year}),1,{{j}})", "percent"),
        "Volatility of 2008-09": ('INDEX(CRISIS_VOL(history,"GFC"),1,{j})', "percent"),
        "Times": (f"{{c}}{top + 1}/{{c}}{top}", "ratio"),
        "Correlation with the first, 2006": (f"INDEX(CRISIS_CORR(history,{year}),1,{{j}})", "correlation"),
        "Correlation with the first, 2008-09": ('INDEX(CRISIS_CORR(history,"GFC"),1,{j})', "correlation"),
    }
    names = across("INDEX(factors,1,{j})")
    block = sheet.table(["What the crisis did, real data", *names], [
        [label, *(TemplateCell(each, unit) for each in across(formula))] for label, (formula, unit) in lines.items()],
                        ["", *["percent"] * MOST])
    for i in range(1, len(NAMES) + 1):
        workbook.name(f"times_{i}", block.at("Times", names[i - 1]))
    workbook.name("real_stocks_bonds", block.at("Correlation with the first, 2008-09", names[1]))


def _check(workbook: TemplateWorkbook) -> None:
    z = "NORM.S.INV(confidence_level)"
    alone = "positions*yearly"
    workbook.check("calm", "VaR today, PORTFOLIO_VAR", "=calm_var",
                   f"={z}/SQRT(252)*SQRT(SUMPRODUCT(MMULT(correlations,{alone}),{alone}))")
    def plain(multiple: str, rho: str) -> str:  # one correlation for all pairs
        return (f"={multiple}*{z}/SQRT(252)*SQRT((1-{rho})*SUMPRODUCT(({alone})^2)"
                f"+{rho}*SUMPRODUCT({alone})^2)")
    workbook.check("recipe", "VaR by the recipe, APPROX_STRESSED_VAR", "=recipe_var",
                   plain("vol_multiple", "crisis_correlation"))
    for multiple in MULTIPLES:
        for t in TOGETHER:
            key = f"grid_{round(multiple * 10)}_{round(t * 10)}"
            workbook.check(key, f"Recipe, × {multiple:g} and correlations {t:g}", f"={key}", plain(f"{multiple:g}", f"{t:g}"))
    for key in ("real_calm", "real_var"):
        first, last = SPANS[key]
        workbook.check(key, f"Normal VaR of real data, {key.removeprefix('real_')}", f"={key}",
                       f"={z}*STDEV.S(FILTER(pnl,(data_dates>={first})*(data_dates<={last})))", made=KNOWN)
