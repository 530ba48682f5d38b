"""Bonds by yield: a parallel rise, and the moves that the curve made in the crisis."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateCell, between, enter
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, LOSSES, STRESSED
from xl_stressvar.dispatch import call
from xl_stressvar.domain import dates

CURVES = ("UST2Y", "UST10Y", "UST30Y")
#: Face in USD million, coupon, years and yield: a short, a middle and a long bond.
BOOK = {"Two years": ("UST2Y", 30.0, 0.024, 2.0, 0.024), "Ten years": ("UST10Y", 20.0, 0.04, 10.0, 0.038),
        "Thirty years": ("UST30Y", 10.0, 0.045, 30.0, 0.044)}
COLUMNS = ("name", "curve", "face", "coupon", "years", "yield")
ONES = "{" + ";".join("1" for _ in BOOK) + "}"


def bonds(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    _yields(workbook)
    sheet.answers([
        ("Yields +{bond_shift|0} bp: loss", TemplateCell("=bond_loss", "million")),
        ("By duration alone", TemplateCell("=bond_straight", "million")),
        ("99% stressed VaR, one day", TemplateCell("=bond_var", "million")),
        ("Worst day of the crisis", TemplateCell("=bond_worst", "million")),
    ])
    sheet.table(["Inputs (change the yellow cells)", "Value", "Unit"], [
        ["Yields rise by", enter("bond_shift", 200, "count", between(-500, 1000, "Basis points.")), "basis points"],
    ], ["", "count", "text"])
    percent = between(0, 1, "A year: 4%, say.")
    book = sheet.table(list(COLUMNS), [
        [name, curve, enter(f"face_{i}", face, "money", between(-1e6, 1e6, "USD million; short is negative.")),
         enter(f"coupon_{i}", coupon, "fine percent", percent),
         enter(f"years_{i}", years, "years", between(0.01, 100, "To maturity.")),
         enter(f"yield_{i}", y, "fine percent", between(-0.2, 1, "A year, compounded twice."))]
        for i, (name, (curve, face, coupon, years, y)) in enumerate(BOOK.items(), 1)],
        ["", "text", "money", "fine percent", "years", "fine percent"])
    workbook.name("bond_book", book.span("name", "yield", header=True))
    shift = sheet.table(["A parallel rise, as BOND_PNL reads it", *CURVES],
                        [["Change of each yield", *["=bond_shift/10000"] * len(CURVES)]], ["", *["fine percent"] * len(CURVES)])
    workbook.name("bond_rise", shift.span(*CURVES[::2], header=True))
    rows: list[list[Content]] = []
    for i, name in enumerate(BOOK, 1):
        valued = f"INDEX(BOND_VALUE(coupon_{i},years_{i},yield_{i},2,face_{i}),1,{{}})"
        worth, duration = valued.format(1), valued.format(2)
        rows.append([
            name, TemplateCell(f"={worth}", name=f"bond_value_{i}"), TemplateCell(f"={duration}", "years"),
            TemplateCell(f"=INDEX(BOND_PNL(bond_rise,bond_book),2,{i})", name=f"bond_pnl_{i}"),
            TemplateCell(f"=RATE_SHOCK_PNL({worth},{duration},bond_shift)", name=f"bond_line_{i}"),
            f"=RATE_SHOCK_PNL({worth},{duration},bond_shift,{valued.format(3)})",
        ])
    table = sheet.table(["A parallel rise, bond by bond", "Value", "Duration", "Revalued", "Duration alone", "With convexity"], rows,
                        ["", "money", "years", "money", "money", "money"])
    crisis = "BOND_PNL(yield_changes,bond_book)"
    losses = sheet.table(["In USD million", "Loss", "÷ VaR"], [
        ["Yields rise: revalued", TemplateCell(f"=-SUM({table.column('Revalued')})", name="bond_loss"), "=C{row}/bond_var"],
        ["Yields rise: by duration alone", TemplateCell(f"=-SUM({table.column('Duration alone')})", name="bond_straight"),
         "=C{row}/bond_var"],
        ["One day of 2008-09, 99% VaR", TemplateCell(f'=STRESSED_VAR({crisis},{ONES},"GFC",99%)', name="bond_var"), "=C{row}/bond_var"],
        ["One day of 2008-09, 99% ES", TemplateCell(f'=STRESSED_ES({crisis},{ONES},"GFC",99%)', name="bond_es"), "=C{row}/bond_var"],
        ["Worst day of 2008-09", TemplateCell(f"=-MIN(INDEX(CRISIS_REPLAY({crisis},{ONES}),0,2))", name="bond_worst"),
         "=C{row}/bond_var"],
    ], ["", "money", "ratio"])
    sheet.chart(
        Chart("column", "A parallel rise, profit and loss in USD million",
              "Three pairs of columns, a bond each: the loss revalued and by duration alone; they are close for the short bond, "
              "and duration overstates the loss of the long one.",
              [ChartSeries("Revalued", table.column(table.header[0]), table.column("Revalued"), STRESSED),
               ChartSeries("Duration alone", table.column(table.header[0]), table.column("Duration alone"), LOSSES),
               ChartSeries("With convexity", table.column(table.header[0]), table.column("With convexity"), CALM)]),
        beside=[losses])
    for i, name in enumerate(BOOK, 1):
        price = f"-PV(({{}})/2,2*years_{i},coupon_{i}/2*face_{i},face_{i})"
        before, after = price.format(f"yield_{i}"), price.format(f"yield_{i}+bond_shift/10000")
        workbook.check(f"bond_value_{i}", f"{name}: value, with PV (at a coupon date)", f"=bond_value_{i}", f"={before}")
        workbook.check(f"bond_pnl_{i}", f"{name}: revalued, with PV (at a coupon date)", f"=bond_pnl_{i}", f"={after}-({before})")
    sheet.boxes(("How to read this", """
        The article asks what happens if rates rise 200 bp. Revalued the book loses {bond_loss|2} million; duration alone says
        {bond_straight|2} million, too much, for a price falls ever more slowly as the yield rises.

        In the crisis itself yields mostly fell when stocks did: its worst day cost these bonds {bond_worst|2} million, and its 99%
        VaR is {bond_var|2} million. The window does not hold the rise that the question is about: {bond_loss/bond_var|0} times VaR.
        """), ("Limits", """
        Each bond moves with the one yield that it names; points of the curve between are not made up. Yields are those of US
        Treasuries at constant maturity; time stands still, without carry or roll-down, and spreads are held.
        """))


def _yields(workbook: TemplateWorkbook) -> None:
    outcome = call("CRISIS_CHANGES", ("GFC", [list(CURVES)]))
    assert isinstance(outcome.value, list)
    rows: list[list[Content]] = [
        [dates.date(int(str(day).partition(".")[0])), *(float(str(x)) for x in changes)] for day, *changes in outcome.value[1:]]
    block = workbook.data(
        "Yields", "Daily changes of Treasury yields as decimals",
        [("1 basis point is 0.01%. From the built-in library, as CRISIS_CHANGES gives them: constant-maturity par yields of the US "
         "Treasury, September 2008 to August 2009.")],
        ["Date", *CURVES], rows, ["date", *["fine percent"] * len(CURVES)], [14.0, *[14.0] * len(CURVES), 40.0])
    workbook.name("yield_changes", block.span("Date", CURVES[-1], header=True))
    workbook.check("library_yields", "Yields: the days of the sheet are the library's", f"=SUM({block.column(CURVES[1])})",
                   f'=SUM(INDEX(CRISIS_CHANGES("GFC","{CURVES[1]}"),0,2))')
