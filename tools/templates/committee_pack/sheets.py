"""The sheets into which a person pastes or types: inputs, prices, positions, groups, limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import period
from tools.templates.toolkit.parts import (
    Content,
    TemplateCell,
    between,
    dates_between,
    enter,
    one_of,
)
from tools.templates.toolkit.source import library_rows
from tools.templates.toolkit.style import HEADER, LEAD, Look
from xl_stressvar.cli import packing

ASSETS = ("SPX", "UST10Y", "GOLD", "EURUSD", "NASDAQ")
AMOUNTS = (30e6, 25e6, 5e6, 10e6, 8e6)
DESKS = ("Equities", "Rates", "Commodities", "Currencies", "Equities")
YOUNG, LAUNCH = "NASDAQ", dt.date(2012, 3, 2)
SAMPLE = "2007-01-03:2016-12-28"
CRISIS = (dt.date(2008, 9, 1), dt.date(2009, 8, 31))
FACTORS = "SPX;EURUSD;USDJPY"
FACTOR_DAYS = (dt.date(1999, 1, 5), dt.date(2022, 12, 30))
LIMITS = {"Stressed VaR": 3.5e6, "Current VaR": 1.5e6, "Stressed ES": 4e6, "Worst year": 4e6}
#: By the name of a range: sheet, rows and columns that the formulas read.
ROOM = {**packing.ROOM, "desks": ("Groups", 500, 3), "limit_list": ("Limits", 100, 2)}
_TEXT: Look = {"validate": "length", "criteria": "between", "minimum": 0, "maximum": 60,
               "input_message": "A text of up to 60 characters.", "error_title": "Too long",
               "error_message": "A text of up to 60 characters."}
_ANY = between(-1e15, 1e15, "A number, or blank.")


def inputs(workbook: TemplateWorkbook) -> None:
    sheet = workbook.grid("Inputs", "Inputs: change the yellow cells", [
        "Paste the export into Prices, and names and amounts into Positions, from A1 on. Money in their unit; a loss is positive."], [44.0, 24.0, 60.0])
    day = dates_between(dt.date(1950, 1, 1), dt.date(2100, 1, 1), "A date.")
    rows: list[list[Content]] = [
        ["Portfolio", enter("portfolio", "Sample book", "text", _TEXT), "As it is to stand on the first page"],
        ["Currency", enter("currency", "USD", "text", _TEXT), "Of the amounts: a word before each figure"],
        ["Prepared by", enter("prepared_by", "Market risk", "text", _TEXT), "A name"],
        ["As of", enter("as_of", dt.date(2016, 12, 28), "date", day), "The day of the report"],
        ["Status", enter("status", "Draft", "text", one_of(["Draft", "Final"], "Draft or final.")), "Draft or Final"],
        ["Place for a logo", enter("logo", "Place for a logo", "text", _TEXT), "Or the bank's name; blank for none"],
        *[[*row[:2], "Of the crisis; any period that the prices or the library cover"]
          for row in period("Crisis", "stress", CRISIS, day)],
        ["Confidence", enter("confidence_level", 0.99, "percent", between(
            0.5, 0.996, "Between 50% and 99.6%: a year has about 250 days.")), "Level"],
        ["Holding period", enter("horizon", 1, "count", between(1, 250, "Days.")), "Days"],
        ["Current VaR looks back on", enter("lookback", 250, "count", between(60, 1000, "Days.")), "Days"],
        ["Longest gap in prices to fill", enter("max_fill", 3, "count", between(0, 20, "Rows.")), "Rows"],
        ["Spikes", enter("spikes", "blank", "text", one_of(["blank", "keep"], "Leave them out, or keep them.")),
         "A price that leaps and comes back the next time: blank leaves it out"],
        ["Dates and decimals", enter("reading", "found", "text", one_of(["found", "told"], "Found, or told below.")),
         "found: as the export shows. told: as the next two cells say"],
        ["Day before month", enter("day_first", "TRUE", "text", one_of(["TRUE", "FALSE"], "03/04 is 3 April: TRUE.")),
         "Read if told"],
        ["Decimal sign", enter("decimal_sign", ",", "text", one_of([".", ","], "Of numbers stored as text.")),
         "Read if told"],
        ["Least R² of a proxy", enter("least_r2", 0.5, "percent", between(0, 1, "0 to 100%.")),
         "Below it the first page warns"],
        ["Factors for proxies", enter("factor_codes", FACTORS, "text", _TEXT), "Of the library, with ; between"],
        *[[*row[:2], "That all of them have"] for row in period("Factors", "factor", FACTOR_DAYS, day)],
        ["Watch a limit from", enter("watch", 0.8, "percent", between(0.01, 1, "A share of the limit.")), "Share used"],
        ["Multiplier", enter("multiplier", 3, "tenths", between(1, 20, "3 at least in Basel 2.5.")), "Of the capital"],
        ["Capital held", enter("capital_held", 60e6, "book money", between(0, 1e15, "Money, or blank.")), "Money"],
        ["Previous: stressed VaR", enter("previous_stressed", None, "book money", _ANY), "Blank without a previous report"],
        ["Previous: current VaR", enter("previous_current", None, "book money", _ANY), ""],
        ["Previous: as of", enter("previous_as_of", None, "date", day | {"ignore_blank": True}), ""],
    ]
    table = sheet.table(["Input", "Value", "What it is"], rows, ["", "", "text"], left=0)
    workbook.name("stress_window", table.column("Value", "Crisis: first day", "Crisis: last day"))
    workbook.name("factor_window", table.column("Value", "Factors: first day", "Factors: last day"))


def pasted(workbook: TemplateWorkbook) -> None:
    """The sheets to paste into: all that stands on them is read, title rows and all."""
    rows: list[Sequence[Content]] = [["Date", *ASSETS]]
    level = [100.0] * len(ASSETS)
    for date, *returns in library_rows(ASSETS, SAMPLE):
        assert isinstance(date, dt.date)
        level = [p * (1 + float(r)) for p, r in zip(level, returns, strict=True)]  # type: ignore[arg-type]
        rows.append([date, *("n.a." if asset == YOUNG and date < LAUNCH else round(p, 4)
                             for asset, p in zip(ASSETS, level, strict=True))])
    _sheet(workbook, "Prices", rows, ["date", *["money"] * len(ASSETS)],
           "A sample, rebuilt from the built-in library. Select all, delete, and paste your export at A1.")
    _sheet(workbook, "Positions", [["Asset", "Amount"], *zip(ASSETS, AMOUNTS, strict=True)],
           ["", "book money"], "One row an asset, named as in Prices. Short is negative.")
    _sheet(workbook, "Groups", [["Asset", "Desk"], *zip(ASSETS, DESKS, strict=True)],
           ["", ""], "One row an asset: its desk, and a finer group beside it if you have one. May be empty.")
    _sheet(workbook, "Limits", [["Figure", "Limit"], *LIMITS.items()], ["", "book money"],
           "Stressed VaR, Current VaR, Stressed ES, Worst year; any of them.")
    for name, (tab, down, right) in ROOM.items():
        letter = chr(ord("A") + right - 1)
        workbook.name(name, f"{tab}!$A$1:${letter}${down}")
    workbook.name("names", "Positions!$A$1:$A$500")
    workbook.name("amounts", "Positions!$B$1:$B$500")
    workbook.name("limit_names", "Limits!$A$1:$A$100")
    workbook.name("limit_amounts", "Limits!$B$1:$B$100")


def _sheet(workbook: TemplateWorkbook, tab: str, rows: Sequence[Sequence[Content]], units: Sequence[str],
           note: str) -> None:
    """Cells from A1 on, and a note to the right, which no formula reads."""
    room = next((columns for name, _, columns in ROOM.values() if name == tab), 2)
    sheet = workbook.bare(tab, [14.0 if tab == "Prices" else 26.0, *[14.0] * (room - 1), 3.0, 90.0], [note])
    sheet.put(0, room + 1, note, LEAD)
    for i, row in enumerate(rows):
        for j, content in enumerate(row):
            cell = content if isinstance(content, TemplateCell) else TemplateCell(content, units[j] if i else "")
            sheet.put(i, j, cell, {} if i else HEADER, {"align": "right"} if j and tab == "Prices" else {})
    sheet.freeze(0)
    sheet.row = 60
