"""Two sheets of questions that history alone does not answer: scenarios, and the reverse of one."""

from __future__ import annotations

from .builder import Book, Sheet
from .parts import Block, Cell, Chart, Content, Series, between, enter
from .style import LOSSES, STRESSED

FACTORS = ("SPX", "UST10Y", "WTI")
RATES = "Rates rise, the rest as in the crisis"
BOTH = "Rates rise and stocks fall"
FALL = "Stocks fall, the rest as in the crisis"


def scenarios(book: Book, data: Block, sheet: Sheet) -> None:
    move = between(-1, 2, "A move as a decimal: -20%, say.")
    rates = Cell("=RATE_SHOCK_PNL(1,duration,shift_bp,convexity)", "percent")
    given = sheet.table(
        ["Moves that are given", *FACTORS],
        [
            [RATES, None, rates, None],
            [BOTH, enter("both_spx", -0.2, "percent", move), rates, None],
            [FALL, enter("fall_spx", -0.3, "percent", move), None, None],
        ],
        ["", *["percent"] * 3],
    )
    book.name("given_moves", given.span("SPX", "WTI"))
    book.name("rate_move", given.at(RATES, "UST10Y"))
    first: list[Content] = [
        RATES, Cell('=SCENARIO_PROPAGATE(history,given_moves,crisis_window)', spill=(3, 3)), None, None,
        Cell("=SCENARIO_PNL(positions,filled_moves)", "money", spill=(3, 1)), "=-F{row}/stressed_var"]
    filled = sheet.table(
        ["All moves, SCENARIO_PROPAGATE", *FACTORS, "P&L", "Loss ÷ VaR"],
        [first, *([label, None, None, None, None, "=-F{row}/stressed_var"] for label in (BOTH, FALL))],
        ["", *["percent"] * 3, "money", "ratio"],
    )
    book.name("filled_moves", filled.span("SPX", "WTI"))
    for name, label in (("rates", RATES), ("both", BOTH), ("fall", FALL)):
        book.name(f"{name}_pnl", filled.at(label, "P&L"))
    sheet.chart(
        Chart(
            "column", "Profit and loss of each scenario, USD million",
            "Three columns: rates up 200 bp with the rest as in the crisis shows a gain, because stocks rose "
            "with rates then; rates up with stocks down 20% and stocks down 30% show losses.",
            [Series("P&L", filled.column(filled.header[0]), filled.column("P&L"), LOSSES)],
        ),
        rows=13,
    )
    crisis = {code: f"FILTER({data.column(code)},in_crisis)" for code in FACTORS}
    stocks, bonds, oil = crisis.values()
    for name, label, code, on in (("rates_spx", RATES, "SPX", "UST10Y"), ("rates_wti", RATES, "WTI", "UST10Y"),
                                  ("fall_ust", FALL, "UST10Y", "SPX"), ("fall_wti", FALL, "WTI", "SPX")):
        book.check(f"scenario_{name}", f"{label}: move of {code}, least squares on {on}",
                   f"={filled.at(label, code)}",
                   f"=SLOPE({crisis[code]},{crisis[on]})*{given.at(label, on)}")
    s, b, both, o_s, o_b = (f"COVARIANCE.S({one},{other})" for one, other in (
        (stocks, stocks), (bonds, bonds), (stocks, bonds), (oil, stocks), (oil, bonds)))
    book.check("scenario_both_wti", f"{BOTH}: move of WTI, least squares on both", f"={filled.at(BOTH, 'WTI')}",
               f"=(({o_s}*{b}-{o_b}*{both})*{given.at(BOTH, 'SPX')}+({o_b}*{s}-{o_s}*{both})*"
               f"{given.at(BOTH, 'UST10Y')})/({s}*{b}-{both}^2)")
    book.check("scenario_pnl", f"{BOTH}: P&L, SCENARIO_PNL", "=both_pnl",
               "=SUMPRODUCT(" + "+".join(
                   f"{p}*{filled.at(BOTH, c)}" for p, c in
                   zip(("stocks", "treasuries", "commodities"), FACTORS, strict=True)) + ")")
    sheet.box("How to read this", """
        Left to 2008-09, as delivered, a rise in rates of {shift_bp|0} bp comes with a rally of stocks, for in that year rates
        fell on bad days and rose on good ones: a profit and loss of {rates_pnl|1} million. The window
        cannot imagine the scenario that the question is about.

        So say what you fear: stocks fall with the bonds, and the loss is {-both_pnl|1} million,
        {-both_pnl/stressed_var|1} times one-day stressed VaR. That is what a forward-looking scenario adds.

        Stocks down alone: treasuries cushion, oil follows.
        """)
    sheet.box("Limits", """
        Filled-in moves are expectations given the others, by least squares on one year; they carry no
        spread around them. A large move is assumed to scale like a small one.
        """)


def reverse(book: Book, sheet: Sheet) -> None:
    sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            ["The loss that would be ruin",
             enter("ruin", 20, "money", between(0.01, 1e6, "Above zero: your equity, say.")), "USD million"],
            ["Within", enter("ruin_days", 20, "count", between(1, 250, "Trading days.")), "trading days"],
        ],
        ["", "money", "text"],
    )
    found = sheet.spilled(
        '=REVERSE_STRESS(history,positions,ruin,crisis_window,ruin_days)', ["Asset", "Shock", "P&L"], 5,
        ["", "percent", "money"], unlike={(4, 1): "years", (4, 2): "text", (5, 1): "fine percent",
                                          (5, 2): "text"})
    shocks = found.column("Shock", "1", "3")
    book.name("ruin_shocks", shocks)
    book.name("ruin_pnl", found.column("P&L", "1", "3"))
    book.name("ruin_distance", found.at("4", "Shock"))
    book.name("ruin_chance", found.at("5", "Shock"))
    for i, name in enumerate(("stocks", "bonds", "oil"), 1):
        book.name(f"ruin_{name}", found.at(str(i), "Shock"))
    sheet.chart(
        Chart(
            "column", "The scenario: move of each market",
            "Three columns of moves: stocks fall by about 30%, oil by about a quarter, treasuries rise a "
            "little.",
            [Series("Move", found.column("Asset", "1", "3"), shocks, STRESSED)],
            unit="percent",
        ),
        rows=13,
    )
    book.check("ruin_sum", "Reverse stress: its P&Ls add up to minus the loss", "=SUM(ruin_pnl)", "=-ruin")
    book.check("ruin_distance", "Reverse stress: distance in standard deviations", "=ruin_distance",
               "=ruin/(STDEV.S(FILTER(pnl,in_crisis))*SQRT(ruin_days))")
    book.check("ruin_chance", "Reverse stress: chance, if returns were normal", "=ruin_chance",
               "=1-NORM.S.DIST(ruin_distance,TRUE)", within=1e-9)
    sheet.box("How to read this", """
        Of all scenarios that lose {ruin|1} million this is the one nearest to an ordinary day of the crisis:
        stocks {ruin_stocks|1%}, treasuries {ruin_bonds|1%}, oil {ruin_oil|1%}.

        It lies {ruin_distance|1} standard deviations out over {ruin_days|0} days of such a market; a normal
        distribution would give it or worse {ruin_chance|2%}. Fat tails make it likelier.

        Read it backwards: is this market plausible to you within that time? Then the loss is, too.
        """)
    sheet.box("Limits", """
        Nearest means by the volatilities and correlations of the window. Another window, or a scenario of
        your own on the sheet before, may be as plausible and look different.
        """)
