"""Two sheets of questions that history alone does not answer: scenarios, and the reverse of one."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    BLANK,
    MOST,
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    enter,
    there,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import LOSSES, STRESSED

DELIVERED = 3  # stocks, treasuries, commodities: in the scenarios the first asset and the second are named
SCENARIOS = {"rates": "Rates rise, the rest as in the crisis", "both": "Rates rise and stocks fall",
             "fall": "Stocks fall, the rest as in the crisis"}


def scenarios(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    move = between(-1, 2, "A move as a decimal: -20%, say.")
    rates = TemplateCell("=RATE_SHOCK_PNL(1,duration,shift_bp,convexity)", "percent")
    stocks: dict[str, Content] = {"rates": None, "both": enter("both_first", -0.2, "percent", move),
                                  "fall": enter("fall_first", -0.3, "percent", move)}
    numbers = range(1, MOST + 1)
    names = ["=" + there(j, f"INDEX(factors,1,{j})", BLANK) for j in numbers]
    units = ["", *["percent"] * MOST]
    given = sheet.table(["Moves that are given", *names], [
        [label, stocks[name], None if name == "fall" else rates, *[None] * (MOST - 2)]
        for name, label in SCENARIOS.items()], units)
    # row by row from the moves above, over as many columns as there are assets
    shift = len(SCENARIOS) + 2
    top = given.top + 2
    rows: list[list[Content]] = []
    for i, label in enumerate(SCENARIOS.values()):
        asked = f"$C{top + i}:INDEX($C{top + i}:$H{top + i},1,COLUMNS(factors))"
        filled = f"SCENARIO_PROPAGATE(history,{asked},crisis_window)"
        rows.append([label, *("=" + there(j, f"INDEX({filled},1,{j})", BLANK) for j in numbers)])
    moves = sheet.table(["All moves, SCENARIO_PROPAGATE", *names], rows, units)
    assert moves.top == given.top + shift
    results: list[list[Content]] = []
    for i, (name, label) in enumerate(SCENARIOS.items()):
        row = moves.top + 2 + i
        results.append([label, TemplateCell(f"=SCENARIO_PNL(positions,$C{row}:INDEX($C{row}:$H{row},1,COLUMNS(factors)))",
                                            name=f"{name}_pnl"), f"=-{name}_pnl", f"=-{name}_pnl/stressed_var"])
    outcome = sheet.table(["What it costs, SCENARIO_PNL", "P&L", "Loss", "Loss ÷ VaR"], results, ["", "money", "money", "ratio"])
    sheet.chart(
        Chart(
            "column", "Loss of each scenario, USD million; below zero is a gain",
            "Three columns: rates up 200 bp with the rest as in the crisis shows a gain, below zero, because stocks rose "
            "with rates then; rates up with stocks down 20%, and stocks down 30%, show losses of 15 and 19.",
            [ChartSeries("Loss", outcome.column(outcome.header[0]), outcome.column("Loss"), LOSSES)],
        ),
        rows=13,
    )
    one, two, three = (f"FILTER(INDEX(returns,0,{j}),in_crisis)" for j in range(1, DELIVERED + 1))
    given_at = {name: {j: given.at(label, names[j - 1]) for j in (1, 2)} for name, label in SCENARIOS.items()}
    moved = {name: {j: moves.at(label, names[j - 1]) for j in numbers} for name, label in SCENARIOS.items()}
    for name, on in (("rates", 2), ("fall", 1)):
        by = (one, two)[on - 1]
        for j in sorted({1, 2, 3} - {on}):
            workbook.check(f"scenario_{name}_{j}", f"{SCENARIOS[name]}: move of asset {j}, least squares on asset {on}",
                           f"={there(j, moved[name][j])}",
                           f"={there(j, f'SLOPE({(one, two, three)[j - 1]},{by})*{given_at[name][on]}')}")
    s, b, both, o_s, o_b = (f"COVARIANCE.S({x},{y})" for x, y in (
        (one, one), (two, two), (one, two), (three, one), (three, two)))
    plain = (f"(({o_s}*{b}-{o_b}*{both})*{given_at['both'][1]}+({o_b}*{s}-{o_s}*{both})*{given_at['both'][2]})"
             f"/({s}*{b}-{both}^2)")
    workbook.check("scenario_both_3", f"{SCENARIOS['both']}: move of asset 3, least squares on both",
                   f"={there(3, moved['both'][3])}", f"={there(3, plain)}")
    workbook.check("scenario_pnl", f"{SCENARIOS['both']}: P&L, SCENARIO_PNL", "=both_pnl", "=" + "+".join(
        there(j, f"INDEX(positions,{j},1)*{moved['both'][j]}") for j in numbers))
    sheet.boxes(("How to read this", """
        The moves of the second asset are those of bonds when rates rise; the first asset is stocks. An added asset may
        be given a move under its name, or is left to the crisis.

        Left to 2008-09, as delivered, a rise in rates of {shift_bp|0} bp comes with a rally of stocks, for in that year rates
        fell on bad days and rose on good ones: a profit and loss of {rates_pnl|1} million. The window
        cannot imagine the scenario that the question is about.

        So say what you fear: stocks fall with the bonds, and the loss is {-both_pnl|1} million,
        {-both_pnl/stressed_var|1} times one-day stressed VaR. That is what a forward-looking scenario adds.

        Stocks down alone: treasuries cushion, oil follows.
        """), ("Limits", """
        Filled-in moves are expectations given the others, by least squares on one year; they carry no
        spread around them. A large move is assumed to scale like a small one.
        """))


def reverse(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            ["The loss that would be ruin",
             enter("ruin", 20, "money", between(0.01, 1e6, "Above zero: your equity, say.")), "USD million"],
            ["Within", enter("ruin_days", 20, "count", between(1, 250, "Trading days.")), "trading days"],
        ],
        ["", "money", "text"],
    )
    asked = "REVERSE_STRESS(history,positions,ruin,crisis_window,ruin_days)"
    sheet.table(["How far out it lies", "Value", "Unit"], [
        ["Distance", TemplateCell(f"=INDEX({asked},COLUMNS(factors)+2,2)", "years", "ruin_distance"), "deviations"],
        ["Chance, if returns were normal",
         TemplateCell(f"=INDEX({asked},COLUMNS(factors)+3,2)", "fine percent", "ruin_chance"), "so bad or worse"],
    ], ["", "years", "text"])
    found = sheet.growing(["The scenario, REVERSE_STRESS", "Shock", "P&L"],
                          [f"INDEX({asked},{{i}}+1,{j})" for j in (1, 2, 3)], ["", "percent", "money"])
    for i, name in enumerate(("stocks", "bonds", "oil"), 1):
        workbook.name(f"ruin_{name}", found.at(str(i), "Shock"))
    sheet.chart(
        Chart(
            "column", "The scenario: move of the first three markets",
            "Three columns of moves: stocks fall by about 30%, oil by about a quarter, treasuries rise a "
            "little.",
            [ChartSeries("Move", found.column(found.header[0], "1", "3"), found.column("Shock", "1", "3"), STRESSED)],
            unit="percent",
        ),
        rows=13,
    )
    workbook.check("ruin_sum", "Reverse stress: its P&Ls add up to minus the loss", f"=SUM({found.column('P&L')})", "=-ruin")
    workbook.check("ruin_distance", "Reverse stress: distance in standard deviations", "=ruin_distance",
                   "=ruin/(STDEV.S(FILTER(pnl,in_crisis))*SQRT(ruin_days))")
    workbook.check("ruin_chance", "Reverse stress: chance, if returns were normal", "=ruin_chance",
                   "=1-NORM.S.DIST(ruin_distance,TRUE)", within=1e-9)
    sheet.boxes(("How to read this", """
        Of all scenarios that lose {ruin|1} million this is the one nearest to an ordinary day of the crisis:
        stocks {ruin_stocks|1%}, treasuries {ruin_bonds|1%}, oil {ruin_oil|1%}.

        It lies {ruin_distance|1} standard deviations out over {ruin_days|0} days of such a market; a normal
        distribution would give it or worse {ruin_chance|2%}. Fat tails make it likelier.

        Read it backwards: is this market plausible to you within that time? Then the loss is, too.
        """), ("Limits", """
        Nearest means by the volatilities and correlations of the window. Another window, or a scenario of
        your own on the sheet before, may be as plausible and look different.
        """))
