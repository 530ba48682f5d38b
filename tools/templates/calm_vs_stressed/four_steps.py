"""A sheet with the four steps behind a stressed VaR: window, returns, parameters, formula.

The article's illustrations stand beside the real figures; where they differ, the sheet says why. They
are of stocks, bonds and commodities: the first, the second and the last asset of the data.
"""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    BLANK,
    MOST,
    NONE,
    Chart,
    ChartSeries,
    Content,
    TemplateBlock,
    TemplateCell,
    across,
    there,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import ARTICLE, CALM, STRESSED

FACTORS = ("SPX", "UST10Y", "WTI")
METHODS = {"historical": "Historical VaR", "normal": "Normal VaR", "monte carlo": "Monte Carlo"}
WINDOWS = ("calm", "stressed")
TITLES = {"calm": "Calm year", "stressed": "Crisis"}
LEHMAN_WEEK = "2008-09-15:2008-09-19"
#: Stocks, bonds and commodities: which asset each is, and how many assets there must be.
PLACES = {"stocks": ("1", 1), "bonds": ("2", 2), "commodities": ("COLUMNS(factors)", 3)}
PAIRS = (("stocks", "bonds"), ("stocks", "commodities"), ("bonds", "commodities"))
#: The article's volatilities and correlations, in the order of PLACES and PAIRS.
ARTICLE_ROWS = {"calm": (0.15, 0.06, "not given", -0.2, 0.4, "not given"),
                "stressed": (0.32, 0.12, "not given", 0.65, 0.82, "not given")}
Z = "NORM.S.INV(confidence_level)"


def four_steps(workbook: TemplateWorkbook, data: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.heading("Steps 1 and 2: choose the window, and take the returns in it")
    sheet.table(
        ["Window", "First day", "Last day", "Trading days", "Worst day", "Best day"],
        [[TITLES[w], f"={w}_start", f"={w}_end", TemplateCell(f"=COUNTIF(in_{w},TRUE)", "count", f"{w}_days"),
          f"=MIN(FILTER(pnl,in_{w}))", f"=MAX(FILTER(pnl,in_{w}))"] for w in WINDOWS],
        ["", "date", "date", "count", "money", "money"],
    )
    sheet.text("The week in which Lehman Brothers failed, live from the library:")
    sheet.row -= 1
    week = sheet.spilled(f'=CRISIS_RETURNS("{LEHMAN_WEEK}",{{"SPX","UST10Y","WTI"}})', ["Date", *FACTORS], 5,
                         ["day", *["fine percent"] * 3])
    sheet.chart(
        Chart(
            "line", "Daily profit and loss, USD million",
            "Line of the daily profit and loss of the portfolio, January 2005 to August 2009: quiet "
            "until the middle of 2007, and several times wider from September 2008 on.",
            [ChartSeries("Profit and loss", data.column("Date"), data.column("Portfolio P&L"), STRESSED)],
            figures=False, dates=True,
        ),
        beside=[week],
    )
    # closing levels as published: 1,251.70, 1,192.70, 1,213.59, 1,156.39
    for row, move in (("1", -0.0471), ("3", -0.0471)):
        workbook.check(f"library_{row}", f"Library: S&P 500 on 2008-09-{14 + int(row)}, as published, to 0.01%",
                       f"=ROUND({week.at(row, 'SPX')},4)", f"={move}")
    sheet.heading("Step 3: volatilities and correlations")
    _parameters(workbook, sheet)
    _beside_the_article(workbook, sheet)
    _formula(workbook, sheet)
    sheet.boxes(("Why the real figures differ from the article's", """
        The article illustrates; daily data measures. Stocks moved {stressed_stocks|0%} a year in the crisis,
        the 10-year {stressed_bonds|0%} (article: 32% and 12%).

        Treasuries rallied while stocks fell, as money fled into government bonds: correlation
        {stressed_stocks_bonds|2}, not the article's 0.65.

        So diversification into treasuries helped in 2008-09. The last row of step 4 prices the article's
        correlation on the same positions: what a crisis of rates, in which both fall, would cost.

        Oil is where it weakened: its correlation with stocks went from {calm_stocks_commodities|2} to
        {stressed_stocks_commodities|2} (article: 0.4 to 0.82).

        All in all diversification took {calm_saved|0%} off the sum of the assets in the calm year, and
        {stressed_saved|0%} in the crisis: less, but it did not vanish.
        """))


def _parameters(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """Volatilities asset by asset, and both correlation matrices in one."""
    numbers = range(1, MOST + 1)
    header = ["Volatility a year, and correlation", *across("INDEX(factors,1,{j})")]
    rows: list[list[Content]] = [
        [f"Volatility, {TITLES[w].lower()}", *(TemplateCell(f, "percent") for f in across(
            f"INDEX(CRISIS_VOL(history,{w}_window),1,{{j}})"))] for w in WINDOWS]
    for i in numbers:
        line: list[Content] = ["=" + there(i, f'INDEX(factors,1,{i})&", correlation with"', BLANK)]
        for j in numbers:
            w = "stressed" if j > i else "calm"
            line.append("=" + there(max(i, j), f"INDEX(CRISIS_CORR(history,{w}_window),{i},{j})", BLANK))
        rows.append(line)
    sheet.text("Correlations: the calm year below the diagonal, the crisis above it.")
    sheet.row -= 1
    table = sheet.table(header, rows, ["", *["correlation"] * MOST])
    for w in WINDOWS:
        for i in range(1, len(FACTORS) + 1):
            column = table.column(header[i], table.labels[WINDOWS.index(w)], table.labels[WINDOWS.index(w)])
            own = f"INDEX(returns,0,{i})"
            workbook.check(f"{w}_volatility_{i}", f"{TITLES[w]}: volatility of asset {i}, CRISIS_VOL",
                           f"={there(i, column.partition(':')[0])}",
                           f"={there(i, f'STDEV.S(FILTER({own},in_{w}))*SQRT(252)')}")


def _beside_the_article(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """The first, second and last asset against the article's stocks, bonds and commodities."""
    def name(kind: str) -> str:
        place, least = PLACES[kind]
        return there(least, f"INDEX(factors,1,{place})", NONE)

    vols = [f'={name(kind)}&" vol."' for kind in PLACES]
    pairs = [f'={name(a)}&"–"&{name(b)}' for a, b in PAIRS]
    rows: list[list[Content]] = []
    for w in WINDOWS:
        real: list[Content] = [f"{TITLES[w]}, real data"]
        for kind, (place, least) in PLACES.items():
            formula = f"INDEX(CRISIS_VOL(history,{w}_window),1,{place})"
            real.append(TemplateCell("=" + there(least, formula, NONE), "percent", f"{w}_{kind}"))
        for a, b in PAIRS:
            least = max(PLACES[a][1], PLACES[b][1])
            formula = f"INDEX(CRISIS_CORR(history,{w}_window),{PLACES[a][0]},{PLACES[b][0]})"
            real.append(TemplateCell("=" + there(least, formula, NONE), "correlation", f"{w}_{a}_{b}"))
            columns = [f"FILTER(INDEX(returns,0,{PLACES[kind][0]}),in_{w})" for kind in (a, b)]
            workbook.check(f"{w}_correlation_{a}_{b}", f"{TITLES[w]}: correlation of {a} and {b}, CRISIS_CORR",
                           f"={there(least, f'{w}_{a}_{b}')}", f"={there(least, f'CORREL({columns[0]},{columns[1]})')}")
        rows += [real, [f"{TITLES[w]}, article", *ARTICLE_ROWS[w]]]
    figures = sheet.table(["Beside the article", *vols, *pairs], rows,
                          ["", *["percent"] * 3, *["correlation"] * 3])
    roles = {"Calm year, real data": CALM, "Crisis, real data": STRESSED, "Crisis, article": ARTICLE}
    told = "Columns for the calm year, the crisis, and the article's crisis. "
    sheet.charts(
        Chart("column", "Volatility per year", told + "Real volatility of stocks in the crisis is 45%, the "
              "article says 32%.", figures.series_of_rows(roles, *vols[:2]), "percent"),
        Chart("column", "Correlation", told + "Stocks with treasuries: negative in the real crisis, 0.65 in "
              "the article. Stocks with oil: 0.41 against 0.82.",
              figures.series_of_rows(roles, *pairs[:2]), "correlation", limits=(-1, 1)),
        rows=11,
    )


def _formula(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """Step 4: asset by asset, the sum, and what diversification takes off."""
    sheet.heading("Step 4: the same VaR formula on both sets of parameters")
    names = across("INDEX(factors,1,{j})")
    alone = sheet.table(["Each asset alone, normal, USD million", *names], [[TITLES[w], *across(
        f"PARAM_VAR(INDEX(CRISIS_VOL(history,{w}_window,FALSE),1,{{j}}),INDEX(positions,{{j}},1),confidence_level)")]
        for w in WINDOWS], ["", *["money"] * MOST])
    lines: list[list[Content]] = [["Sum of the assets", *(
        TemplateCell(f"=SUM({alone.row(TITLES[w], names[0], names[-1])})", name=f"{w}_sum") for w in WINDOWS), ratio("{}_sum")]]
    for m in METHODS:
        lines.append([f"Portfolio, {m}".replace("monte carlo", "Monte Carlo"), *(f"={w}_{name_of(m)}" for w in WINDOWS),
                      ratio(f"{{}}_{name_of(m)}")])
    lines.append(["Portfolio, normal, by hand: z·√(w'Σw)", *(TemplateCell(
        f"={Z}*SQRT(SUMPRODUCT(MMULT(CRISIS_COV(history,{w}_window),positions),positions))", name=f"{w}_by_hand")
        for w in WINDOWS), ratio("{}_by_hand")])
    lines.append(["Diversification takes off, normal",
                  *(TemplateCell(f"=1-{w}_normal/{w}_sum", "percent", f"{w}_saved") for w in WINDOWS), None])
    # the cross term 2·z²·w₁w₂σ₁σ₂·ρ of the variance, with the article's ρ in place of the real one
    what_if = [TemplateCell(
        f"=SQRT(MAX(0,{w}_normal^2+2*SIGN(INDEX(positions,1,1)*INDEX(positions,2,1))*{alone.at(TITLES[w], names[0])}"
        f"*{alone.at(TITLES[w], names[1])}*({ARTICLE_ROWS[w][3]}-{w}_stocks_bonds)))", name=f"{w}_what_if") for w in WINDOWS]
    lines.append(["Portfolio, normal, stocks–bonds as in the article", *what_if, ratio("{}_what_if")])
    sheet.table(["One-day VaR, USD million", *TITLES.values(), "Crisis ÷ calm"], lines,
                ["", "money", "money", "ratio"])
    for w in WINDOWS:
        workbook.check(f"{w}_by_hand", f"{TITLES[w]}: normal VaR by the covariances, CRISIS_COV", f"={w}_by_hand",
                       f"={Z}*STDEV.S(FILTER(pnl,in_{w}))")


def name_of(method: str) -> str:
    return method.replace(" ", "_")


def ratio(name: str) -> TemplateCell:
    return TemplateCell(f"={name.format('stressed')}/{name.format('calm')}", "ratio")
