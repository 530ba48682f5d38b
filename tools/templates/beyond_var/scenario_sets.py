"""A sheet of scenario sets: past crises replayed, the article's, a supervisor's, and one's own."""

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
    numbers,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import FIRST, ROW_POINTS, STRESSED
from xl_stressvar.crises.windows import CRISES

#: Of one's own: scenario, the column that it moves, its shock as delivered.
OWN = (("Stagflation", "SPX", -0.25), ("Stagflation", "UST10Y", -0.12), ("Stagflation", "WTI", 0.6),
       ("Oil glut", "WTI", -0.5))
REPLAYED = len(CRISES)
TEXT = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 60, "error_title": "No name",
        "error_message": "A name of 1 to 60 characters."}


def scenario_sets(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Worst crisis replayed", TemplateCell("=replay_worst", "name")),
        ("Loss", TemplateCell("=IF(COUNT(replay_losses)=0,0,MAX(replay_losses))", "round million", "replay_highest")),
        ("A supervisor's scenario", TemplateCell("=IF(ISNUMBER(supervisory_loss),supervisory_loss,0)", "round million")),
        ("Your own worst", TemplateCell("=IF(COUNT(own_losses)=0,0,MAX(own_losses))", "round million", "own_highest")),
    ])
    replay = _table(sheet, "Crises replayed, SCENARIO_TABLE", '"replay"', REPLAYED)
    workbook.name("replay_names", replay.column(replay.header[0]))
    workbook.name("replay_losses", replay.column("Loss"))
    workbook.name("replay_worst", 'IFERROR(INDEX(replay_names,MATCH(MAX(replay_losses),replay_losses,0),1),"none")')
    workbook.name("replay_statuses", replay.column("Status"))
    sheet.chart(Chart(
        "bar", "What each crisis would cost today's positions, USD million",
        "Lying columns of the loss by crisis: 2008-09 is the worst, about 31 million; 2020, 1987 and 2022 follow.",
        [ChartSeries("Loss", replay.column(replay.header[0]), replay.column("Loss"), STRESSED)], unit="money",
        limits=(None, None)), rows=21)
    other = _table(sheet, "The article, and a supervisor", '"article"', 3)
    for i in (2, 3):  # what moves no column: the sentence says so
        sheet.height(other.top + i, 3 * ROW_POINTS)
    supervisor = _table(sheet, "", '"supervisory"', 1, under=other)
    workbook.name("supervisory_loss", supervisor.column("Loss"))
    own = sheet.table(["Your own (yellow cells): scenario", "Column", "Shock"], [
        [enter(f"own_scenario_{i}", name, "", TEXT | {"input_message": "Rows of the same name are one scenario."}),
         enter(f"own_column_{i}", column, "text", TEXT | {"input_message": "A name in the header of Data."}),
         enter(f"own_shock_{i}", shock, "percent", between(-1, 10, "A return: -25% is a fall by a quarter."))]
        for i, (name, column, shock) in enumerate(OWN, 1)], ["", "text", "percent"])
    workbook.name("own_scenarios", own.span(own.header[0], "Shock"))
    mine = _table(sheet, "Your own, SCENARIO_TABLE", "own_scenarios", len({name for name, *_ in OWN}))
    workbook.name("own_losses", mine.column("Loss"))
    library = 'SCENARIO_LIBRARY("supervisory")'
    sheet.table(["The supervisor's shocks, SCENARIO_LIBRARY", "Factor", "Shock"], [
        [f"=INDEX({library},{i},1)", TemplateCell(f"=INDEX({library},{i},2)", "text"), f"=INDEX({library},{i},3)"]
        for i in range(2, 9)], ["", "text", "percent"])
    sheet.row -= 1
    sheet.text(f"Source: {{INDEX({library},2,4)|}}.")
    _check(workbook)
    sheet.boxes(("How to read this", """
        Each crisis is what stocks, treasuries and oil did while the S&P 500 fell from its peak to its trough, the same days
        for all. {replay_worst|words} is the worst for these positions: {replay_highest|1} million, {replay_highest/stressed_var|0} times
        one-day stressed VaR, for it is months and not a day.

        Where a scenario says nothing of a column, that moves as it goes with the others in the crisis of the inputs, and is
        listed under Propagated. The crises before 1990 have no treasuries on record, and so are filled in.

        The supervisor's is a scenario for banks' own stress tests: it is not a forecast. Your own goes into the yellow
        cells: what is it that you fear, and that none of the crises had?
        """), ("Limits", """
        Positions are held at today's amounts, and moves of months are applied at once. A column that the library does not know
        by its name is propagated; with no known name at all the table says n/a. Credit spreads and volatilities move no column
        here: give your history columns of those names.
        """))


def _table(sheet: TemplateSheet, title: str, which: str, rows: int, under: TemplateBlock | None = None) -> TemplateBlock:
    """The rows of a set, cell by cell, so that one that fails is told and not an error."""
    asked = f"SCENARIO_TABLE(history,positions,{which},crisis_window)"
    header = [title, "Loss", "Propagated", "Status"]
    scenario, status = (f"INDEX({asked},{{i}},{j})" for j in (1, 4))
    if which == '"replay"':  # the name without its code
        scenario = f'LEFT({scenario},FIND(" (",{scenario})-1)'
    if which in ('"article"', '"supervisory"'):  # of one scenario, or of a gain, the mark says nothing
        status = f'SUBSTITUTE({status},"worst","ok")'
    cells: list[list[Content]] = [
        [TemplateCell(f'=IFERROR({formula.replace("{i}", str(i))},"n/a")', unit) for formula, unit in (
            (scenario, ""), (f"-INDEX({asked},{{i}},2)", "money"), (f"INDEX({asked},{{i}},3)", "text"),
            (status, "note"))]
        for i in range(2, rows + 2)]
    if under is None:
        return sheet.table(header, cells, ["", "money", "text", "note"])
    top = under.bottom
    for i, line in enumerate(cells, 1):
        for j, content in enumerate(line):
            sheet.put(top + i, FIRST + j, content)
    sheet.row = top + rows + 2
    return TemplateBlock(sheet.title, top, FIRST, tuple(header), tuple(map(str, range(1, rows + 1))))


def _check(workbook: TemplateWorkbook) -> None:
    gfc = [c.code for c in CRISES].index("GFC") + 1
    cell, known = f"INDEX(replay_losses,{gfc},1)", "IF(COLUMNS(factors)=3,AND(INDEX(factors,1,1)=\"SPX\",INDEX(factors,1,2)=\"UST10Y\",INDEX(factors,1,3)=\"WTI\"),FALSE)"
    returns = numbers('INDEX(CRISIS_RETURNS("GFC",{"SPX","UST10Y","WTI"}),0,{0})')
    days = numbers('INDEX(CRISIS_RETURNS("GFC","SPX"),0,1)')
    low = "DATE(2009,3,9)"
    moves = "+".join(f"IFERROR(INDEX(positions,{j},1),0)*(PRODUCT(IF({days}<={low},1+{returns.replace('{0}', str(j + 1))},1))-1)" for j in (1, 2, 3))
    workbook.check("scenario_replay", "2008-09 replayed: returns compounded from the first day of the window to 9 March 2009",
                   f"=IF({known},{cell},0)", f"=IF({known},-({moves}),0)", within=1e-9)
    workbook.check("scenario_worst", "The worst marked is the largest loss", '=IF(COUNT(replay_losses)=0,0,INDEX(replay_losses,MATCH("worst",replay_statuses,0),1))',
                   "=IF(COUNT(replay_losses)=0,0,MAX(replay_losses))")
