"""An option book in 2008-09: by delta, by delta and gamma, by a grid, and revalued on every day."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
    one_of,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, LOSSES, STRESSED

#: Type, quantity and strike of each; 1 is USD 100 million of the index at 100.
BOOK = {"Puts sold": ("put", -1.0, 95.0), "Calls sold": ("call", -1.0, 105.0), "Far puts bought": ("put", 0.5, 75.0)}
NUMBERS = range(1, len(BOOK) + 1)
COLUMNS = ("name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate")
MOVES = (-0.20, -0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15)
PNL = "OPTION_PNL(index_history,option_book)"
ONES = "{" + ";".join("1" for _ in BOOK) + "}"
MONEY = between(-1e6, 1e6, "1 is USD 100 million of the index at 100; short is negative.")


def options(workbook: TemplateWorkbook, data: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("99% stressed VaR by delta", TemplateCell("=delta_var", "million")),
        ("Delta and gamma", TemplateCell("=gamma_var", "million")),
        ("Revalued", TemplateCell("=full_var", "million")),
        ("Share that delta misses", TemplateCell("=1-delta_var/full_var", "percent")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Index", enter("spot", 100, "money", between(0.01, 1e6, "Its level today.")), "level"],
        ["Time to expiry", enter("expiry", 0.25, "money", between(0.01, 25, "0.25 is three months.")), "years"],
        ["Volatility", enter("volatility", 0.25, "percent", between(0.001, 2, "A year: 25%, say.")), "a year"],
        ["Interest rate", enter("riskless", 0.02, "percent", between(-0.2, 1, "A year, continuous.")), "a year"],
    ], ["", "money", "text"])
    book = _book(sheet)
    _revalued(workbook, data, book)
    measures = _measures(sheet, book)
    profile = _profile(workbook, sheet, book)
    sheet.chart(
        Chart("line", "Profit and loss by the move of the index, USD million",
              "Three lines over moves of the index from -20% to 15%: the straight line of delta, the curve of delta and "
              "gamma, and the revaluation, which lies far below the straight line at both ends.",
              [ChartSeries(name, profile.column(profile.header[0]), profile.column(name), role)
               for name, role in (("By delta", CALM), ("With gamma", LOSSES), ("Revalued", STRESSED))],
              figures=False),
        beside=[measures, profile])
    workbook.check("revalued", "Revalued VaR: Black-Scholes day by day with NORM.S.DIST, on the sheet Revalued", "=full_var",
                   "=-PERCENTILE.INC(revalued,0.01)")
    workbook.check("delta_var", "VaR by delta", "=delta_var", "=-PERCENTILE.INC(straight_days,0.01)")
    workbook.check("gamma_var", "VaR by delta and gamma", "=gamma_var", "=-PERCENTILE.INC(bent_days,0.01)")
    for i in NUMBERS:
        workbook.check(f"value_{i}", f"Value of option {i}", f"=value_{i}", f"=quantity_{i}*{_plain(i, 'spot')}")
    sheet.boxes(("How to read this", """
        The book sells options on both sides: it earns when the index stays where it is. By delta alone its 99% stressed VaR is
        {delta_var|2} million; revalued on every day of 2008-09 it is {full_var|2} million.

        Where delta lies: a sold option loses faster the further the index moves, and delta is the slope at no move. Gamma
        mends most of that; as delivered it says too much where the index moves by 15% or more and options are nearly exercised.

        A grid is what a front office can give without its models: eight moves and their profit and loss. Between them a spline
        is right to {ABS(grid_var/full_var-1)|2%} here.
        """), ("Limits", """
        Volatility is held still; in the autumn of 2008 it more than doubled, and a book of sold options loses more than shown. With a
        column SPX VOL of changes beside the index, OPTION_PNL moves it too. Time, rates and the skew are held as well.

        European options by Black, Scholes and Merton. The index is a price index without dividends.
        """))


def _book(sheet: TemplateSheet) -> TemplateBlock:
    """The inputs of each option, and its value, delta and gamma in money."""
    rows: list[list[Content]] = []
    for i, (name, (kind, quantity, strike)) in enumerate(BOOK.items(), 1):
        valued = f"INDEX(OPTION_VALUE(type_{i},spot,strike_{i},expiry,volatility,riskless),1,{{}})"
        rows.append([
            name,
            enter(f"type_{i}", kind, "text", one_of(("put", "call"), "put or call.")),
            enter(f"quantity_{i}", quantity, "money", MONEY),
            enter(f"strike_{i}", strike, "money", between(0.01, 1e6, "In the units of the index.")),
            TemplateCell(f"=quantity_{i}*{valued.format(1)}", name=f"value_{i}"),
            f"=quantity_{i}*spot*{valued.format(2)}",
            f"=quantity_{i}*spot^2*{valued.format(3)}",
        ])
    return sheet.table(["The book, OPTION_VALUE", "Type", "Quantity", "Strike", "Value", "Delta", "Gamma"], rows,
                       ["", "text", *["money"] * 5])


def _measures(sheet: TemplateSheet, book: TemplateBlock) -> TemplateBlock:
    """VaR and ES of the same days by each way of valuing the book."""
    delta, gamma = (f"SUM({book.column(name)})" for name in ("Delta", "Gamma"))
    rows: list[list[Content]] = []
    for label, name, pnl, held in (
        ("By delta, DELTA_GAMMA_PNL", "delta", f"DELTA_GAMMA_PNL(index_history,{delta})", "1"),
        ("By delta and gamma, DELTA_GAMMA_PNL", "gamma", f"DELTA_GAMMA_PNL(index_history,{delta},{gamma})", "1"),
        ("By the grid below, GRID_PNL", "grid", "GRID_PNL(index_history,move_grid)", "1"),
        ("Revalued, OPTION_PNL", "full", PNL, ONES),
    ):
        figures = (TemplateCell(f'=STRESSED_{tail}({pnl},{held},"GFC",99%)', name=f"{name}_{tail.lower()}") for tail in ("VAR", "ES"))
        rows.append([label, *figures, f"={name}_var/full_var"])
    return sheet.table(["One day of the crisis, 99%", "Stressed VaR", "Stressed ES", "VaR ÷ revalued"], rows,
                       ["", "money", "money", "fine ratio"])


def _profile(workbook: TemplateWorkbook, sheet: TemplateSheet, book: TemplateBlock) -> TemplateBlock:
    """P&L by the move of the index, whose first two columns are the grid."""
    delta, gamma = (f"SUM({book.column(name)})" for name in ("Delta", "Gamma"))
    valued = "+".join(
        f"quantity_{i}*INDEX(OPTION_VALUE(type_{i},spot*(1+B{{row}}),strike_{i},expiry,volatility,riskless),1,1)-value_{i}"
        for i in NUMBERS)
    rows: list[list[Content]] = [
        [TemplateCell(move, "left percent"), f"={valued}", f"={delta}*B{{row}}", f"={delta}*B{{row}}+{gamma}*B{{row}}^2/2"]
        for move in MOVES]
    profile = sheet.table(["The index moves by", "Revalued", "By delta", "With gamma"], rows, ["", *["money"] * 3])
    workbook.name("move_grid", profile.span(profile.header[0], "Revalued"))
    return profile


def _plain(i: int, spot: str) -> str:
    """The value of option i at a spot, in plain Excel."""
    sign, deviation = f'IF(type_{i}="put",-1,1)', "(volatility*SQRT(expiry))"
    d = f"(LN({spot}/strike_{i})+(riskless+volatility^2/2)*expiry)/{deviation}"
    return (f"{sign}*({spot}*NORM.S.DIST({sign}*({d}),TRUE)"
            f"-strike_{i}*EXP(-riskless*expiry)*NORM.S.DIST({sign}*({d}-{deviation}),TRUE))")


def _revalued(workbook: TemplateWorkbook, data: TemplateBlock, held: TemplateBlock) -> None:
    """The table that OPTION_PNL reads, and the book revalued day by day in plain Excel."""
    sheet = workbook.grid("Revalued", "The book as OPTION_PNL reads it, and every day revalued in plain Excel",
                          ["What the sheet holds.", "The options come from the yellow cells of the sheet Answer. USD million."],
                          [18.0, *[14.0] * 8])
    book = sheet.table(COLUMNS, [
        [name, "SPX", f"=type_{i}", f"=quantity_{i}", "=spot", f"=strike_{i}", "=expiry", "=volatility", "=riskless"]
        for i, name in enumerate(BOOK, 1)], ["", "text", "text", *["money"] * 4, "percent", "percent"], left=0)
    workbook.name("option_book", book.span("name", "rate", header=True))
    first, top = data.top + 2, sheet.row
    delta, gamma = (f"SUM({held.column(name)})" for name in ("Delta", "Gamma"))
    header = ["Date", "SPX", *BOOK, "The book", "By delta", "Delta and gamma"]
    rows: list[list[Content]] = []
    for day in range(len(data.labels)):
        pnl = [f"=quantity_{i}*{_plain(i, 'spot*(1+B{row})')}-value_{i}" for i in NUMBERS]
        rows.append([f"=Data!A{first + day}", f"=Data!B{first + day}", *pnl, "=SUM(C{row}:E{row})",
                     f"={delta}*B{{row}}", f"=G{{row}}+{gamma}*B{{row}}^2/2"])
    block = sheet.table(header, rows, ["date", "fine percent", *["money"] * 6], left=0)
    sheet.freeze(top)
    for name, column in (("revalued", "The book"), ("straight_days", "By delta"), ("bent_days", "Delta and gamma")):
        workbook.name(name, block.column(column))
    sheet.says_rows(len(rows), "ROWS(index_returns)")
