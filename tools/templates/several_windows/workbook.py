"""Several crisis windows: a stressed VaR for each, and the highest reported.

Twelve-month windows at 99%, and the article's crash months at the 95% that they can resolve.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.templates.several_windows.all_crises import WIDTHS as MAP_WIDTHS
from tools.templates.several_windows.all_crises import all_crises
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import amounts
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
from tools.templates.toolkit.source import ONE, returns_sheet
from tools.templates.toolkit.style import CALM, FIRST, LOSSES, ROW_POINTS, STRESSED
from tools.templates.toolkit.style import HEADER as HEADER_LOOK
from xl_stressvar.crises.windows import CRISES

#: Name of a window in formulas and its code, in the order of the default table.
YEARS = {"gfc": "GFC", "covid": "COVID", "ltcm": "LTCM", "black_monday": "BLACK_MONDAY"}
MONTHS = {"covid_crash": "COVID_CRASH", "ltcm_crash": "LTCM_CRASH",
          "black_monday_crash": "BLACK_MONDAY_CRASH"}
#: How a reader calls it.
NAMES = {crisis.code: crisis.name for crisis in CRISES}
HEADER = ("Window", "Start", "End", "Days", "Stressed VaR", "Stressed ES", "Status")
UNITS = ("", "date", "date", "count", "money", "money", "note")
WIDTHS = (2.0, 32.0, 12.0, 12.0, 8.0, 14.0, 13.0, 46.0)
LONG = 3 * ROW_POINTS  # of a row whose status is a sentence

TEMPLATE = Template("several_windows", "Several crisis windows", "Stressed VaR in 2008, 2020, 1998 and 1987", {
    "Answer": "Which crisis sets the stressed VaR?",
    "Crash months": "Can the crash months alone be used?",
    "60-30-10 book": "Which of the four crises can a mixed book use?",
    "All crises": "Which crisis since 1987 was the worst, for which market?",
    **CHECKS,
    "Data": "",
    "Book data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    data = returns_sheet(workbook, "Data", ["SPX"], "BLACK_MONDAY;LTCM;GFC;COVID", "amount",
                  {name: code.replace("_", " ").title() for name, code in (YEARS | MONTHS).items()}, own=ONE)
    returns_sheet(workbook, "Book data", ["SPX", "UST10Y", "WTI"], "LTCM;GFC", "book_positions",
                  {"book_ltcm": "LTCM", "book_gfc": "GFC"}, prefix="book_")
    _years(workbook, data, workbook.sheet(
        "Answer",
        "One-day VaR of one position in US stocks in four crises of twelve months each; the highest is "
        "reported. USD million; a loss is positive.", WIDTHS, ["data_says"],
        answer="{IFERROR(highest_window,\"n/a\")|words}: USD {stressed_highest|1} million at {ROUND(100*confidence_level,4)|}%, "
        "{spread|1} times the mildest of the four."))
    _months(workbook, data, workbook.sheet(
        "Crash months",
        "The article's windows of 1987, 1998 and 2020 hold 22 to 64 days: enough for 95%, not for 99%. "
        "USD million.", WIDTHS))
    _book(workbook, workbook.sheet(
        "60-30-10 book",
        "Stocks, 10-year Treasuries and oil. A window without data for all three has no figure, and says "
        "why. USD million.", WIDTHS, ["book_data_says"],
        answer="{IFERROR(book_window,\"n/a\")|words} sets the figure: USD {book_highest|1} million."))
    all_crises(workbook, workbook.sheet(
        "All crises",
        "The thirteen windows of twelve months that the library holds, market by market. USD million; a loss is positive.",
        MAP_WIDTHS))
    workbook.close()


def _years(workbook: TemplateWorkbook, data: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("The crisis to report", TemplateCell('=INDEX(year_windows,MATCH(stressed_highest,year_vars,0))', "name",
                                              "highest_window")),
        ("Stressed VaR", TemplateCell('=MAXIFS(year_vars,year_vars,">-1E+99")', "million", "stressed_highest")),
        ("Windows", TemplateCell('=COUNT(year_vars)&" of 4"', "text")),
        ("Highest ÷ lowest", TemplateCell('=stressed_highest/MINIFS(year_vars,year_vars,">-1E+99")', "ratio", "spread")),
    ])
    table = _spilled(sheet, 'STRESSED_VAR_TABLE(history,amount,{0},confidence_level,horizon)', YEARS)
    for i, name in enumerate(YEARS, 1):
        workbook.name(f"{name}_start", table.at(str(i), "Start"))
        workbook.name(f"{name}_end", table.at(str(i), "End"))
    for name, header in (("windows", "Window"), ("vars", "Stressed VaR")):
        workbook.name(f"year_{name}", table.column(header))
    inputs = sheet.table(
        ["Inputs (change the yellow cells)", "Value", "Unit"],
        [
            *amounts({"S&P 500 (SPX)": ("amount", 100)}),
            ["Confidence", enter("confidence_level", 0.99, "percent", between(
                0.5, 0.996, "Between 50% and 99.6%: a year has about 250 days.")), "level"],
            ["Holding period", enter("horizon", 1, "count", between(
                1, 250, "Days; a longer period is √days × the one-day figure.")), "days"],
        ],
        ["", "money", "text"],
    )
    tails = _tails(sheet, YEARS, data, "", "confidence_level")
    sheet.chart(_chart("VaR and ES by window, twelve months each, USD million", (
        "Columns of stressed VaR and expected shortfall in four crises, twelve months each, at 99%: VaR is "
        "highest in 2008 at 8.2, then 2020 6.7, 1987 5.9 and 1998 3.3. ES is highest in 1987 at 12.8."),
        table), beside=[inputs, tails])
    _check_rows(workbook, table, YEARS, "", "confidence_level")
    workbook.check("highest", "The highest: STRESSED_VAR of several windows",
                   f"=STRESSED_VAR(history,amount,{_listed(YEARS)},confidence_level,horizon)",
                   "=MAX(" + ",".join(_plain("pnl", name, "confidence_level")[1:] for name in YEARS) + ")")
    for date, move in (("1987-10-19", -0.2047), ("2020-03-16", -0.1198)):  # closing levels, as published
        workbook.check(f"published_{date[:4]}", f"Library: S&P 500 on {date}, as published, to 0.01%",
                       f'=ROUND(INDEX(CRISIS_RETURNS("{date}:{date}",{{"SPX"}}),2,2),4)', f"={move}")
    sheet.boxes(("How to read this", """
        {highest_window|words} is the window to report: the same position would have lost more than
        {stressed_highest|2} million on its worst days there, {spread|1} times as much as in the mildest.

        The four crises are not alike. 1987 was one day: its VaR looks past the fall of 19 October, its
        expected shortfall does not. 2008 was a long series of bad days, which is what VaR counts.

        So the ranking depends on the measure: compare both columns before you settle on a window.
        """), ("Limits", """
        Rules ask for twelve months that are stressful for the portfolio held: another portfolio, another
        window. A short position is hurt by the rallies instead: enter -100 and see.

        At 99% a year has two to three days beyond VaR: the figure rests on them. Price index, without dividends.
        """))


def _months(workbook: TemplateWorkbook, data: TemplateBlock, sheet: TemplateSheet) -> None:
    sheet.table(["Input", "Value", "Unit"], [
        ["Confidence, crash months", enter("crash_confidence", 0.95, "percent", between(
            0.5, 0.95, "At most 95%: 22 days cannot resolve more.")), "level"]], ["", "percent", "text"])
    workbook.check("crash_days", "Days of the shortest crash window resolve this confidence",
                   "=MIN(1,ROUND(COUNTIF(in_black_monday_crash,TRUE)*(1-crash_confidence),9))", "=1")
    codes = {"gfc": "GFC"} | MONTHS
    table = _spilled(sheet, "STRESSED_VAR_TABLE(history,amount,{0},crash_confidence,horizon)", codes)
    for i, name in enumerate(codes, 1):
        if name in MONTHS:
            workbook.name(f"{name}_start", table.at(str(i), "Start"))
            workbook.name(f"{name}_end", table.at(str(i), "End"))
    sheet.text("The same crash months at 99%: refused, with the reason. Nothing is estimated from too few days.")
    refused = _spilled(sheet, "STRESSED_VAR_TABLE(history,amount,{0},99%,horizon)", MONTHS, range(1, 4))
    workbook.intended_na("crash_months", refused.span("Days", "Stressed ES"))
    tails = _tails(sheet, codes, data, "crash_", "crash_confidence")
    full = sheet.table(
        ["Twelve months or the crash only", "95%, year", "95%, crash", "", "Crash ÷ year"],
        [[NAMES[code], TemplateCell(f'=STRESSED_VAR(history,amount,"{code}",crash_confidence,horizon)', name=f"{name}_year_95"),
          f"={table.at(str(i), 'Stressed VaR')}", None,
          f"={table.at(str(i), 'Stressed VaR')}/{name}_year_95"]
         for i, (name, code) in enumerate(list(YEARS.items())[1:], 2)],
        ["", "money", "money", "", "ratio"])
    sheet.chart(Chart(
        "column", "95% VaR, the whole year and the crash months alone, USD million",
        "Columns of 95% VaR for 2020, 1998 and 1987: twelve months against the crash months alone. The "
        "crash months give the higher figure in every case.",
        full.series_of_columns({"95%, year": CALM, "95%, crash": STRESSED}, full.labels[0], full.labels[-1])),
        beside=[tails, full])
    _check_rows(workbook, table, codes, "crash_", "crash_confidence")
    for name in list(YEARS)[1:]:
        workbook.check(f"{name}_year_95", f"{NAMES[YEARS[name]]}: twelve months at the crash months' confidence",
                       f"={name}_year_95", _plain("pnl", name, "crash_confidence"))
    sheet.boxes(("How to read this", """
        A crash month by itself is all bad days, so its 95% VaR lies above that of the year around it. It is
        no substitute for the year at 99%: one day in twenty is not one in a hundred.

        The article names the crash months; regulators ask for a continuous twelve-month period. Report the
        twelve months at 99%, and keep the crash months as a second view at 95%.
        """))


def _book(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("The crisis to report", TemplateCell("=INDEX(book_windows,MATCH(book_highest,book_vars,0))", "name", "book_window")),
        ("Stressed VaR", TemplateCell('=MAXIFS(book_vars,book_vars,">-1E+99")', "million", "book_highest")),
        ("Windows", TemplateCell('=COUNT(book_vars)&" of 4"', "text")),
        ("2008 ÷ 1998", TemplateCell("=book_gfc_var/book_ltcm_var", "ratio")),
    ])
    inputs = sheet.table(["Inputs", "Value", "Unit"], [
        *amounts({"Stocks (SPX)": ("stocks", 60), "Treasuries (UST10Y)": ("treasuries", 30), "Oil (WTI)": ("oil", 10)}),
    ], ["", "money", "text"])
    workbook.name("book_positions", inputs.column("Value"))
    table = _spilled(sheet, "STRESSED_VAR_TABLE(book_history,book_positions,{0},confidence_level,horizon)",
                     YEARS, (2, 4))
    for i in ("2", "4"):
        workbook.intended_na(f"book_{i}", f"{table.row(i, 'Days', 'Stressed ES')}")
    for i, name in (("1", "gfc"), ("3", "ltcm")):
        workbook.name(f"book_{name}_start", table.at(i, "Start"))
        workbook.name(f"book_{name}_end", table.at(i, "End"))
        workbook.name(f"book_{name}_var", table.at(i, "Stressed VaR"))
        workbook.check(f"book_{name}", f"60/30/10 book, {NAMES[YEARS[name]]}: STRESSED_VAR_TABLE", f"=book_{name}_var",
                       _plain("book_pnl", f"book_{name}", "confidence_level"))
    for name, header in (("windows", "Window"), ("vars", "Stressed VaR")):
        workbook.name(f"book_{name}", table.column(header))
    workbook.check("book_highest", "60/30/10 book: the highest of the windows with data", "=book_highest",
                   "=MAX(" + ",".join(_plain("book_pnl", f"book_{name}", "confidence_level")[1:]
                                      for name in ("gfc", "ltcm")) + ")")
    sheet.chart(_chart("60/30/10 book by window, USD million", (
        "Columns of 99% stressed VaR and ES of the mixed book: 5.4 and 5.8 in 2008, 2.1 and 3.0 in 1998, "
        "empty for 2020 and 1987, where the built-in data lacks Treasuries or oil."), table), rows=14)
    sheet.boxes(("How to read this", """
        {book_window|words} sets the figure here. For 2020 and 1987 the built-in data has no Treasuries (it holds
        them from 1990 to March 2017), so the table shows #N/A and the reason rather than half a book.

        To fill those rows, put your own daily returns for the three assets into the sheet Book data, or see
        committee_pack.xlsx for assets without a history.
        """))


def _spilled(sheet: TemplateSheet, formula: str, codes: dict[str, str], long: Sequence[int] = ()) -> TemplateBlock:
    """A table of windows under their names; one formula fills all but these. long: the rows whose status is a sentence."""
    names = [NAMES[code] for code in codes.values()]
    for i, name in enumerate((HEADER[0], *names)):
        sheet.put(sheet.row + i, FIRST, name, {} if i else HEADER_LOOK)
    filled = f"=INDEX({formula.format(_listed(codes))},SEQUENCE({len(codes) + 1}),SEQUENCE(1,{len(HEADER) - 1},2))"
    right = sheet.spilled(filled, HEADER[1:], len(codes), UNITS[1:], left=FIRST + 1)
    for i in long:
        sheet.height(right.top + i, LONG)
    return TemplateBlock(right.sheet, right.top, FIRST, HEADER, right.labels)


def _listed(codes: dict[str, str]) -> str:
    """The codes as a formula takes them."""
    return "{" + ";".join(f'"{code}"' for code in codes.values()) + "}"


def _chart(title: str, alt: str, table: TemplateBlock) -> Chart:
    return Chart("column", title, alt, [
        ChartSeries("Stressed VaR", table.column("Window"), table.column("Stressed VaR"), STRESSED),
        ChartSeries("Stressed ES", table.column("Window"), table.column("Stressed ES"), LOSSES)])


def _plain(pnl: str, name: str, level: str) -> str:
    return f"=-PERCENTILE.INC(FILTER({pnl},in_{name}),1-{level})*SQRT(horizon)"


def _tails(sheet: TemplateSheet, codes: dict[str, str], data: TemplateBlock, prefix: str, level: str) -> TemplateBlock:
    """What each figure rests on: the worst day, and the days that the tail holds."""
    rows: list[list[Content]] = []
    for name, code in codes.items():
        inside = f"FILTER(pnl,in_{name})"
        tail, edge = f"{prefix}tail_{name}", f"{prefix}edge_{name}"
        rows.append([
            NAMES[code], f"=INDEX({data.column('Date')},MATCH(MIN({inside}),pnl,0))", f"=MIN({inside})",
            TemplateCell(f"=ROUND(COUNT({inside})*(1-{level}),9)", name=tail),
            TemplateCell(f"=SMALL({inside},INT({tail})+1)", name=edge)])
    return sheet.table(["What the figure rests on", "Worst day", "P&L that day", "Days in tail", "Last day in tail"],
                rows, ["", "date", "money", "tenths", "money"])


def _check_rows(workbook: TemplateWorkbook, table: TemplateBlock, codes: dict[str, str], prefix: str, level: str) -> None:
    for i, (name, code) in enumerate(codes.items(), 1):
        tail, edge = f"{prefix}tail_{name}", f"{prefix}edge_{name}"
        workbook.check(f"{prefix}var_{name}", f"{NAMES[code]}, {level.replace('_', ' ')}: stressed VaR",
                       f"={table.at(str(i), 'Stressed VaR')}", _plain("pnl", name, level))
        workbook.check(f"{prefix}es_{name}", f"{NAMES[code]}, {level.replace('_', ' ')}: stressed ES",
                       f"={table.at(str(i), 'Stressed ES')}",
                       f"=-(SUM(FILTER(pnl,in_{name}*(pnl<{edge}),0))+({tail}-INT({tail}))*{edge})/{tail}"
                       "*SQRT(horizon)")
