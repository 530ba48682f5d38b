"""A sheet with the four steps behind a stressed VaR: window, returns, parameters, formula.

The article's illustrations stand beside the real figures; where they differ, the sheet says why.
"""

from __future__ import annotations

from .builder import Book, Sheet
from .parts import Block, Cell, Chart, Content, Series
from .style import ARTICLE, CALM, STRESSED

FACTORS = ("SPX", "UST10Y", "WTI")
METHODS = {"historical": "Historical VaR", "normal": "Normal VaR", "monte carlo": "Monte Carlo"}
WINDOWS = ("calm", "stressed")
TITLES = {"calm": "Calm year", "stressed": "Crisis"}
PAIRS = (("SPX", "UST10Y"), ("SPX", "WTI"), ("UST10Y", "WTI"))
POSITIONS = ("stocks", "treasuries", "commodities")
LEHMAN_WEEK = "2008-09-15:2008-09-19"
#: The article's volatilities and correlations, in the order of FACTORS and PAIRS.
ARTICLE_ROWS = {"calm": (0.15, 0.06, "not given", -0.2, 0.4, "not given"),
                "stressed": (0.32, 0.12, "not given", 0.65, 0.82, "not given")}


def four_steps(book: Book, data: Block, sheet: Sheet) -> None:
    sheet.heading("Steps 1 and 2: choose the window, and take the returns in it")
    sheet.table(
        ["Window", "First day", "Last day", "Trading days", "Worst day", "Best day"],
        [[TITLES[w], f"={w}_start", f"={w}_end", Cell(f"=COUNTIF(in_{w},TRUE)", "count", f"{w}_days"),
          f"=MIN(FILTER(pnl,in_{w}))", f"=MAX(FILTER(pnl,in_{w}))"] for w in WINDOWS],
        ["", "date", "date", "count", "money", "money"],
    )
    sheet.chart(
        Chart(
            "line", "The portfolio's daily profit and loss, USD million",
            "Line of the daily profit and loss of the portfolio, January 2005 to August 2009: quiet "
            "until the middle of 2007, and several times wider from September 2008 on.",
            [Series("Profit and loss", data.column("Date"), data.column("Portfolio P&L"), STRESSED)],
            figures=False, dates=True,
        ),
        rows=10,
    )
    sheet.text("The week in which Lehman Brothers failed, live from the library:")
    week = sheet.spilled(f'=CRISIS_RETURNS("{LEHMAN_WEEK}",{{"SPX","UST10Y","WTI"}})', ["Date", *FACTORS], 5,
                         ["day", *["fine percent"] * 3])
    # closing levels as published: 1,251.70, 1,192.70, 1,213.59, 1,156.39
    for row, move in (("1", -0.0471), ("3", -0.0471)):
        book.check(f"library_{row}", f"Library: S&P 500 on 2008-09-{14 + int(row)}, as published, to 0.01%",
                   f"=ROUND({week.at(row, 'SPX')},4)", f"={move}")

    sheet.heading("Step 3: volatilities and correlations")
    both = [(w, code) for w in WINDOWS for code in FACTORS]
    matrix: list[list[Content]] = [[code, *[None] * 6] for code in FACTORS]
    for j, w in ((1, "calm"), (4, "stressed")):
        matrix[0][j] = Cell(f"=CRISIS_CORR(history,{w}_window)", spill=(3, 3))
    corr = sheet.table(["Correlation", *(f"{TITLES[w]} {code}" for w, code in both)], matrix,
                       ["", *["correlation"] * 6])
    pairs = [f"{a}–{b}" for a, b in PAIRS]
    rows: list[list[Content]] = []
    for w in WINDOWS:
        rows.append([f"{TITLES[w]}, real data",
                     Cell(f"=CRISIS_VOL(history,{w}_window)", spill=(1, 3)), None, None,
                     *(f"={corr.at(a, f'{TITLES[w]} {b}')}" for a, b in PAIRS)])
        rows.append([f"{TITLES[w]}, article", *ARTICLE_ROWS[w]])
    vols = [f"{code} vol." for code in FACTORS]
    figures = sheet.table(["Volatility a year, and correlation", *vols, *pairs], rows,
                          ["", *["percent"] * 3, *["correlation"] * 3])
    roles = {"Calm year, real data": CALM, "Crisis, real data": STRESSED, "Crisis, article": ARTICLE}
    told = "Columns for the calm year, the crisis, and the article's crisis. "
    sheet.charts(
        Chart("column", "Volatility per year", told + "Real volatility of stocks in the crisis is 45%, the "
              "article says 32%.", figures.series_of_rows(roles, *vols[:2]), "percent"),
        Chart("column", "Correlation", told + "Stocks with treasuries: negative in the real crisis, 0.65 in "
              "the article. Stocks with oil: 0.41 against 0.82.",
              figures.series_of_rows(roles, *pairs[:2]), "correlation", limits=(-1, 1)),
    )
    for w in WINDOWS:
        real = f"{TITLES[w]}, real data"
        for code, title in zip(FACTORS, vols, strict=True):
            book.check(f"{w}_volatility_{code}", f"{TITLES[w]}: volatility of {code}, CRISIS_VOL",
                       f"={figures.at(real, title)}",
                       f"=STDEV.S(FILTER({data.column(code)},in_{w}))*SQRT(252)")
        for (a, b), title in zip(PAIRS, pairs, strict=True):
            book.check(f"{w}_correlation_{a}_{b}", f"{TITLES[w]}: correlation {title}, CRISIS_CORR",
                       f"={figures.at(real, title)}",
                       f"=CORREL(FILTER({data.column(a)},in_{w}),FILTER({data.column(b)},in_{w}))")
    _formula(sheet, figures, vols, pairs[0])
    for name, label, column in (
        ("crisis_stocks", "Crisis, real data", vols[0]), ("crisis_bonds", "Crisis, real data", vols[1]),
        ("stocks_bonds", "Crisis, real data", pairs[0]), ("stocks_oil", "Crisis, real data", pairs[1]),
        ("calm_stocks_oil", "Calm year, real data", pairs[1]),
    ):
        book.name(name, figures.at(label, column))
    sheet.box("Why the real figures differ from the article's", """
        The article illustrates; daily data measures. Stocks moved {crisis_stocks|0%} a year in the crisis,
        the 10-year {crisis_bonds|0%} (article: 32% and 12%).

        Treasuries rallied while stocks fell, as money fled into government bonds: correlation
        {stocks_bonds|2}, not the article's 0.65.

        So diversification into treasuries helped in 2008-09. The last row of step 4 prices the article's
        correlation on the same positions: what a crisis of rates, in which both fall, would cost.

        Oil is where it weakened: its correlation with stocks went from {calm_stocks_oil|2} to
        {stocks_oil|2} (article: 0.4 to 0.82).

        All in all diversification took {calm_saved|0%} off the sum of the three in the calm year, and
        {stressed_saved|0%} in the crisis: less, but it did not vanish.
        """)


def _formula(sheet: Sheet, figures: Block, vols: list[str], pair: str) -> None:
    """Step 4: asset by asset, the sum, and what diversification takes off."""
    sheet.heading("Step 4: the same VaR formula on both sets of parameters")
    lines: list[list[Content]] = []
    for what, title in zip(POSITIONS, vols, strict=True):
        yearly = {w: figures.at(f"{TITLES[w]}, real data", title) for w in WINDOWS}
        cells = [Cell(f"=PARAM_VAR({yearly[w]}/SQRT(252),{what},confidence_level)", name=f"{w}_{what}")
                 for w in WINDOWS]
        lines.append([f"{what.capitalize()} alone, normal", *cells, ratio(f"{{}}_{what}")])
    total = [Cell(f"={w}_stocks+{w}_treasuries+{w}_commodities", name=f"{w}_sum") for w in WINDOWS]
    lines.append(["Sum of the three", *total, ratio("{}_sum")])
    for m in METHODS:
        lines.append([f"Portfolio, {m}".replace("monte carlo", "Monte Carlo"), *(f"={w}_{name_of(m)}" for w in WINDOWS), ratio(f"{{}}_{name_of(m)}")])
    lines.append(["Diversification takes off, normal",
                  *(Cell(f"=1-{w}_normal/{w}_sum", "percent", f"{w}_saved") for w in WINDOWS), None])
    # the cross term 2·z²·w₁w₂σ₁σ₂·ρ of the variance, with the article's ρ in place of the real one
    what_if = [
        Cell(f"=SQRT(MAX(0,{w}_normal^2+2*SIGN(stocks*treasuries)*{w}_stocks*{w}_treasuries*"
             f"({figures.at(f'{TITLES[w]}, article', pair)}-{figures.at(f'{TITLES[w]}, real data', pair)})))",
             name=f"{w}_what_if") for w in WINDOWS]
    lines.append(["Portfolio, normal, stocks–bonds as in the article", *what_if, ratio("{}_what_if")])
    sheet.table(["One-day VaR, USD million", *(TITLES[w] for w in WINDOWS), "Crisis ÷ calm"], lines,
                ["", "money", "money", "ratio"])


def name_of(method: str) -> str:
    return method.replace(" ", "_")


def ratio(name: str) -> Cell:
    return Cell(f"={name.format('stressed')}/{name.format('calm')}", "ratio")
