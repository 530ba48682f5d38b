"""Sheets of a limits desk: the desks against their limits, and risk factors that may be modelled."""

from __future__ import annotations

import datetime as dt

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    dates_between,
    enter,
    numbers,
    one_of,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import STRESSED
from xl_stressvar.domain import dates

#: Desk: the library's factor that it holds, USD million, its limit. An illustration.
DESKS = {"Equity": ("SPX", 120, 10), "Rates": ("UST10Y", 300, 8), "Commodities": ("WTI", 40, 4),
         "Gold": ("GOLD", -60, 4), "Currencies": ("EURUSD", 150, 5), "Yen": ("USDJPY", 100, 4)}
FACTORS = ("SPX", "NASDAQ", "UST2Y", "UST10Y", "UST30Y", "WTI", "GOLD", "EURUSD", "GBPUSD", "USDJPY")
STATUSES = ("breach", "watch", "ok")
NAMES = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 40, "input_message": "A name, once.",
         "error_title": "No name", "error_message": "A name of 1 to 40 characters."}


def desk_limits(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Desks above their limit", TemplateCell('=SUMPRODUCT(--(desk_headrooms<0))', "count", "desks_breached")),
        ("To watch", TemplateCell('=SUMPRODUCT((desk_headrooms>=0)*(desk_usages>=desk_warn))', "count", "desks_watched")),
        ("Highest usage", TemplateCell("=MAX(desk_usages)", "percent")),
        ("Of desk", TemplateCell("=INDEX(desk_names,MATCH(MAX(desk_usages),desk_usages,0))", "text", "desk_highest")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Watch from a usage of", enter("desk_warn", 0.8, "percent", between(0.01, 1, "80% is usual.")), "of the limit"],
        ["Confidence", enter("desk_level", 0.99, "percent", between(0.5, 0.995, "Between 50% and 99.5%.")), "level"],
    ], ["", "money", "text"])
    market = one_of(FACTORS, "A factor of the library. For your own figure type over the formula on the right.")
    rows: list[list[Content]] = []
    for i, (desk, (factor, amount, limit)) in enumerate(DESKS.items(), 1):
        rows.append([
            enter(f"desk_name_{i}", desk, "", NAMES), enter(f"desk_factor_{i}", factor, "text", market),
            enter(f"desk_amount_{i}", amount, "money", between(-1e6, 1e6, "USD million; short is negative.")),
            enter(f"desk_limit_{i}", limit, "money", between(1e-6, 1e6, "USD million, above 0.")),
            '=STRESSED_VAR(CRISIS_RETURNS("GFC",C{row}),D{row},"GFC",desk_level)'])
    held = sheet.table(["Desk", "Holds", "Amount", "Limit", "Stressed VaR"], rows, ["", "text", "money", "money", "money"])
    for name, header in (("names", "Desk"), ("limits", "Limit"), ("vars", "Stressed VaR")):
        workbook.name(f"desk_{name}", held.column(header))
    n = len(DESKS)
    found = sheet.spilled("=LIMIT_CHECK(desk_names,desk_vars,desk_limits,desk_warn)",
                          ["Name", "Measure", "Limit", "Usage", "Status", "Headroom"], n + 1,
                          ["", "money", "money", "percent", "text", "money"])
    for name, header in (("usages", "Usage"), ("statuses", "Status"), ("headrooms", "Headroom")):
        workbook.name(f"desk_{name}", found.column(header, "1", str(n)))
    sheet.chart(Chart(
        "column", "Usage of the limit, desk by desk",
        "Columns of usage: commodities at 106% above their limit, equity at 98% close below, the other desks between 59% and 73%.",
        [ChartSeries("Usage", found.column("Name", "1", str(n)), found.column("Usage", "1", str(n)), STRESSED)],
        unit="percent"), rows=13)
    workbook.check("desks_breaches", "Desks in breach: LIMIT_CHECK against a comparison of the two columns",
                   "=desks_breached", "=SUMPRODUCT(--(desk_vars>desk_limits))")
    workbook.check("desks_watched", "Desks to watch", "=desks_watched",
                   "=SUMPRODUCT((desk_vars<=desk_limits)*(desk_vars>=desk_warn*desk_limits))")
    workbook.check("desks_headroom", "Headroom, summed over the desks", "=SUM(desk_headrooms)", "=SUM(desk_limits)-SUM(desk_vars)")
    workbook.check("desks_usage", "The highest usage", "=MAX(desk_usages)", "=MAX(INDEX(desk_vars/desk_limits,0))")
    returns = numbers('INDEX(CRISIS_RETURNS("GFC",desk_factor_1),0,2)')
    workbook.check("desks_var", "The first desk's stressed VaR", "=INDEX(desk_vars,1,1)",
                   f"=-PERCENTILE.INC(desk_amount_1*{returns},1-desk_level)")
    sheet.boxes(("How to read this", """
        {desks_breached|0} of {ROWS(desk_names)|} desks are above their limit, {desks_watched|0} above {desk_warn|0%} of it. {desk_highest|}
        stands highest. A desk to watch is where one bad day, or a change of positions, makes a breach: speak to it today.

        Headroom is the stressed VaR that may still be added. Figures of desks do not add up to the bank's: its own stressed VaR,
        with what the desks hedge of each other, has a limit of its own (sheet Limits).
        """), ("Limits", """
        The desks, positions and limits are an illustration; their stressed VaR is real, one market a desk, one day in 2008-09.
        A limit on VaR says nothing of the loss beyond it: limits on scenarios and on shortfall stand beside it.
        """))


AS_OF = dt.date(2026, 6, 30)
FIRST_DAY = dt.date(2024, 7, 1)  # a year before those that are tested


def _every(days: int, start: dt.date, end: dt.date = AS_OF) -> list[dt.date]:
    """A day every so many; at weekends the Monday after."""
    found = (start + dt.timedelta(k) for k in range(0, (end - start).days + 1, days))
    return [day + dt.timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 else 0) for day in found]


#: Risk factors of an illustration, with the days on which a real price was seen.
SEEN = {
    "Swap, 10 years": _every(3, FIRST_DAY),
    "Credit spread, BBB": _every(10, FIRST_DAY),
    "Emerging bond": _every(7, FIRST_DAY, dt.date(2025, 11, 25)) + _every(7, dt.date(2026, 4, 7)),
    "Exotic volatility": _every(30, FIRST_DAY),
}
ROOM = 366  # rows of the sheet: a year of days
LINES = {"First day": "date", "Last day": "date", "Observations": "count", "At least 24": "", "Fewest in 90 days": "count",
         "Those 90 days from": "date", "Those 90 days to": "date", "Periods of 90 days with too few": "count",
         "At least 4 in any 90 days": "", "At least 100": "", "Result": "", "Why": "", "Not eligible since": "date"}


def risk_factors(workbook: TemplateWorkbook, sheet: TemplateSheet, prices: TemplateSheet) -> None:
    """RFET of each column of days on the sheet of prices seen."""
    names = [f"seen_{i}" for i in range(1, len(SEEN) + 1)]
    _prices(workbook, prices, names)
    sheet.answers([
        ("Eligible", TemplateCell('=COUNTIF(rfet_results,"eligible")&" of "&COLUMNS(rfet_results)', "text", "rfet_passed")),
        ("Not eligible", TemplateCell('=COUNTIF(rfet_results,"not eligible")', "count", "rfet_failed")),
    ])
    sheet.table(["Input", "Value", "Unit"], [
        ["Twelve months that end on", enter("rfet_as_of", AS_OF, "date", dates_between(
            dt.date(2000, 1, 1), dt.date(2100, 1, 1), "The day of the test.")), "date"]], ["", "date", "text"])
    reports = [f"RFET(FILTER({name},ISNUMBER({name})),rfet_as_of)" for name in names]
    shown = [label for label in LINES if label != "Why"]
    rows: list[list[Content]] = []
    for label in shown:
        i = list(LINES).index(label) + 1
        rows.append([label, *(TemplateCell(f"=INDEX({report},{i},2)", LINES[label] or "text") for report in reports)])
    table = sheet.table(["The test, RFET", *SEEN], rows, ["", *["text"] * len(SEEN)], align={"align": "right", "indent": 0})
    workbook.name("rfet_results", table.row("Result", *_ends(list(SEEN))))
    workbook.name("rfet_counts", table.row("Observations", *_ends(list(SEEN))))
    for i, (factor, report) in enumerate(zip(SEEN, reports, strict=True), 1):
        sheet.text(f"{factor}: {{INDEX({report},{list(LINES).index('Why') + 1},2)|}}.")
        sheet.row -= 1
        first = "EDATE(rfet_as_of,-12)+1"
        workbook.check(f"rfet_{i}", f"{factor}: days with a price in the twelve months", f"=INDEX(rfet_counts,1,{i})",
                       f'=COUNTIFS(seen_{i},">="&{first},seen_{i},"<="&rfet_as_of)')
    sheet.row += 1
    sheet.chart(Chart(
        "column", "Days with a real price in the twelve months",
        "Columns of observations: a ten-year swap 122, a BBB credit spread 36, an emerging bond 34, an exotic volatility 12.",
        [ChartSeries("Observations", table.top_row(*_ends(list(SEEN))), table.row("Observations", *_ends(list(SEEN))), STRESSED)],
        unit="count"), rows=12)
    sheet.boxes(("How to read this", """
        A risk factor may be modelled if real prices of it were seen on at least 100 days of the year; or on at least 24, with
        no 90 days that have fewer than 4 (Basel framework, MAR31.13). {rfet_passed|} pass here.

        As delivered the emerging bond has its 24 days, and fails by a winter without a trade: "not eligible since" is the first day
        from which on the test is failed. The exotic volatility never had days enough.

        A factor that fails goes out of expected shortfall into a stress-scenario charge of its own (SES on the sheet FRTB).
        """), ("Limits", """
        The factors and their days are an illustration: put your own on the sheet Prices seen. Which prices count as real, and
        which vendor's, is for MAR31.12; a day counts once.
        """))


def _ends(names: list[str]) -> tuple[str, str]:
    return names[0], names[-1]


def _prices(workbook: TemplateWorkbook, sheet: TemplateSheet, names: list[str]) -> None:
    rows: list[list[Content]] = [
        [days[i] if i < len(days) else None for days in SEEN.values()] for i in range(ROOM)]
    block = sheet.table(list(SEEN), rows, ["day"] * len(SEEN), left=0)
    sheet.freeze(block.top, columns=0)
    rule = dates_between(dates.date(61), dt.date(2100, 1, 1), "A day on which a real price was seen.")
    sheet.page.data_validation(block.top + 1, 0, block.bottom, block.right, rule | {"ignore_blank": True})
    for name, factor in zip(names, SEEN, strict=True):
        workbook.name(name, block.column(factor))
