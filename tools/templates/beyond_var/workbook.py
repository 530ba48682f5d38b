"""What stressed VaR does not say: the loss beyond it, what the past did not hold, what would be ruin."""

from __future__ import annotations

from pathlib import Path

from tools.templates.beyond_var.mistakes import mistakes
from tools.templates.beyond_var.scenario_sets import scenario_sets
from tools.templates.beyond_var.scenarios import reverse, scenarios
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import ANY_DAY, CRISIS, amounts, period
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    ChartSeries,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.source import returns_sheet
from tools.templates.toolkit.style import STRESSED

FACTORS = ("SPX", "UST10Y", "WTI")
REPLAY = "CRISIS_REPLAY(history,positions,crisis_window)"  # in the answers whole, however many days there are
WIDE = (2.0, 44.0, 14.0, 18.0, 54.0, 8.0, 12.0, 12.0)
LEVELS = {"95%": 0.95, "97.5%": 0.975, "99%": 0.99}

TEMPLATE = Template("beyond_var", "Beyond VaR", "Expected shortfall, scenarios and reverse stress on 2008-09 data", {
    "Answer": "What lies beyond stressed VaR?",
    "Scenarios": "What if rates rise 200 bp?",
    "Scenario sets": "What would past crises and a supervisor's scenario do?",
    "Reverse stress": "What would wipe us out?",
    "Mistakes": "Which mistakes are common?",
    "Replay": "",
    **CHECKS,
    "Data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    data = returns_sheet(workbook, "Data", FACTORS, "GFC", "positions", {"crisis": "Crisis"}, least=(2, 100),
                         needs=[("crisis_start", "crisis_end", "the crisis")])
    replay = _replay(workbook, len(data.labels))
    _answer(workbook, replay, workbook.sheet(
        "Answer",
        "Stressed VaR says how often a loss is larger, not how much larger; and it knows only its window. "
        "Money in USD million; a loss is positive, a profit and loss signed.", says=["data_says"],
        answer="Behind a stressed VaR of USD {stressed_var|1} million: {stressed_es|1} million on an average bad day, and "
        "{deepest|1} million from peak to trough."))
    scenarios(workbook, workbook.sheet(
        "Scenarios",
        "Moves that are given, and those left empty filled in as 2008-09 would have them. The move of the "
        "treasuries is their loss by duration and convexity."))
    scenario_sets(workbook, workbook.sheet(
        "Scenario sets",
        "Ready-made scenarios on today's positions: every crisis of the library, the article's, the Federal Reserve's of 2025, and "
        "your own. USD million; a loss is positive, a gain negative.", WIDE))
    reverse(workbook, workbook.sheet(
        "Reverse stress",
        "The most plausible scenario that loses exactly a given amount.",
        answer="A loss of {ruin|0} million lies {ruin_distance|1} standard deviations out."))
    mistakes(workbook.sheet(
        "Mistakes",
        "What to do instead, and which template shows it.", widths=(2.0, 38.0, 66.0, 60.0, 22.0)))
    workbook.close()


def _replay(workbook: TemplateWorkbook, days: int) -> TemplateBlock:
    """The crisis day by day on today's positions."""
    sheet = workbook.grid("Replay", "Today's positions through the crisis, day by day",
                          ["CRISIS_REPLAY: positions are held at today's amounts, so results add up. USD million."],
                          [14.0, *[16.0] * 3])
    top = sheet.row
    block = sheet.spilled(f"={REPLAY}", ["Date", "P&L", "Cumulative", "Drawdown"],
                          days, ["day", *["money"] * 3], left=0)
    sheet.freeze(top)
    return block


def _inputs(workbook: TemplateWorkbook, sheet: TemplateSheet) -> TemplateBlock:
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *amounts({"Stocks: S&P 500 (SPX)": ("stocks", 60), "Treasuries: 10-year (UST10Y)": ("treasuries", 30),
                      "Commodities: crude oil (WTI)": ("commodities", 10)}),
            ["Confidence", enter("confidence_level", 0.95, "percent",
                                 between(0.5, 0.99, "Between 50% and 99%.")), "level"],
            *period("Crisis", "crisis", CRISIS, ANY_DAY),
            ["Rates rise by", enter("shift_bp", 200, "count", between(-500, 500, "Basis points.")),
             "basis points"],
            ["Modified duration of the treasuries",
             enter("duration", 8, "years", between(0, 30, "About 8 for a 10-year.")), "years"],
            ["Convexity of the treasuries",
             enter("convexity", 80, "count", between(0, 1000, "About 80 for a 10-year.")), "years²"],
        ],
        ["", "money", "text"],
    )
    workbook.name("positions", inputs.column("Value", inputs.labels[0], inputs.labels[2]))
    workbook.name("crisis_window", inputs.column("Value", "Crisis: first day", "Crisis: last day"))
    return inputs


def _answer(workbook: TemplateWorkbook, replay: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("{ROUND(100*confidence_level,4)|}% stressed VaR, one day", TemplateCell("=stressed_var", "million")),
        ("Expected shortfall", TemplateCell("=stressed_es", "million")),
        ("Rates +{shift_bp|0} bp: loss", TemplateCell("=rate_loss", "million")),
        ("Deepest fall", TemplateCell("=deepest", "round million")),
    ])
    inputs = _inputs(workbook, sheet)
    stressed = '=STRESSED_{}(history,positions,crisis_window,{})'
    rows: list[list[Content]] = [["At your confidence", *(
        TemplateCell(stressed.format(tail, "confidence_level"), name=f"stressed_{tail.lower()}")
        for tail in ("VAR", "ES")), "=stressed_es/stressed_var"]]
    for label, level in LEVELS.items():
        ours = [TemplateCell(stressed.format(tail, label), name=f"{tail.lower()}_at_{round(level * 1000)}")
                for tail in ("VAR", "ES")]
        rows.append([f"At {label}", *ours, "=D{row}/C{row}"])
    table = sheet.table(["One day in the crisis", "Stressed VaR", "Stressed ES", "ES ÷ VaR"], rows,
                        ["", "money", "money", "ratio"])
    beyond = sheet.table(
        ["Beyond one day, beyond the window", "USD million", "× VaR"],
        [
            ["Worst day of the crisis", TemplateCell("=-MIN(FILTER(pnl,in_crisis))", name="worst_day"), "=C{row}/stressed_var"],
            ["Deepest fall in the crisis, from the peak", TemplateCell(f"=MAX(INDEX({REPLAY},0,4))", name="deepest"),
             "=C{row}/stressed_var"],
            ["Rates rise: loss on the treasuries alone",
             TemplateCell("=-RATE_SHOCK_PNL(INDEX(positions,2,1),duration,shift_bp,convexity)", name="rate_loss"),
             "=C{row}/stressed_var"],
        ],
        ["", "money", "ratio"],
    )
    sheet.chart(
        Chart(
            "line", "Today's positions through the crisis, USD million since the first day",
            "Line of the cumulative profit and loss from September 2008 to August 2009: it falls by about "
            "30 until March 2009 and recovers part of it.",
            [ChartSeries("Cumulative P&L", replay.column("Date"), replay.column("Cumulative"), STRESSED)],
            figures=False, dates=True, months=2,
        ),
        beside=[inputs, table, beyond],
    )
    _check(workbook)
    sheet.boxes(("How to read this", """
        On one day in {1/(1-confidence_level)|0} of the crisis year the loss was beyond {stressed_var|2}
        million. On those days it was {stressed_es|2} million on average: that is expected shortfall.

        One bad day is not a crisis. Held through the year, the positions fell by {deepest|1} million from
        their peak: {deepest/stressed_var|1} times the one-day figure.

        2008-09 was a crisis of falling rates. A rise of {shift_bp|0} bp, the article's question, would take
        {rate_loss|2} million off the treasuries, and no day of the window says so.
        """), ("Limits", """
        At 99% the shortfall of 252 days is an average of two and a half days. The rate loss is a parallel
        shift to the second order, good to a few hundred basis points.

        Stocks are a price index without dividends; treasuries are a modelled par bond; oil is the spot price.
        """))


def _check(workbook: TemplateWorkbook) -> None:
    workbook.check("var", "Stressed VaR at your confidence", "=stressed_var",
                   "=-PERCENTILE.INC(FILTER(pnl,in_crisis),1-confidence_level)")
    for name, level in {"es_at_950": 0.95, "es_at_975": 0.975, "es_at_990": 0.99}.items():
        k = f"(COUNTIF(in_crisis,TRUE)*{round(1 - level, 3)})"
        edge = f"SMALL(FILTER(pnl,in_crisis),INT({k})+1)"
        workbook.check(name, f"Stressed ES at {level:.1%}: mean of the worst days, the last in part",
                       f"={name}", f"=-(SUMPRODUCT(in_crisis*(pnl<{edge})*pnl)+({k}-SUMPRODUCT(in_crisis*(pnl<{edge})))*{edge})/{k}")
    workbook.check("rate", "Loss if rates rise, RATE_SHOCK_PNL", "=rate_loss",
                   "=INDEX(positions,2,1)*(duration*shift_bp/10000-convexity*(shift_bp/10000)^2/2)")
    workbook.check("replay", "Sum of the days of CRISIS_REPLAY",
                   f"=SUM(INDEX({REPLAY},0,2))", "=SUM(FILTER(pnl,in_crisis))")
