"""A book in three currencies, as an American, a European and a Japanese owner see it."""

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
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import LOSSES, STRESSED
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import call
from xl_stressvar.domain import dates

#: The fund of each market, its currency, and how much of it is held.
BOOK = {"US stocks": ("SPX", "USD", 50), "German stocks": ("EWG", "EUR", 30), "Japanese stocks": ("EWJ", "JPY", 20)}
BASES = ("USD", "EUR", "JPY")


def currencies(workbook: TemplateWorkbook, data: TemplateBlock, sheet: TemplateSheet) -> None:
    _local(workbook)
    sheet.answers([
        ("99% stressed VaR in dollars", TemplateCell("=var_usd", "million")),
        ("In euros", TemplateCell("=var_eur", "million")),
        ("In yen", TemplateCell("=var_jpy", "million")),
        ("Without conversion", TemplateCell("=var_local", "million")),
    ])
    inputs = sheet.table(["Inputs (change the yellow cells)", "Amount", "Currency"], [
        [name, enter(f"held_{code.lower()}", amount, "money", between(-1e6, 1e6, "In the owner's currency; short is negative.")), code]
        for name, (_, code, amount) in BOOK.items()], ["", "money", "text"])
    workbook.name("positions", inputs.column("Amount"))
    workbook.name("own_currencies", inputs.column("Currency"))
    rows: list[list[Content]] = []
    for label, name, history in (("As they are, as if hedged", "local", "local_history"),
                                 *((f"In {base}, IN_CURRENCY", base.lower(), f'IN_CURRENCY(local_history,own_currencies,"{base}")')
                                   for base in BASES)):
        figures = (TemplateCell(f'=STRESSED_{tail}({history},positions,"GFC",99%)', name=f"{tail.lower()}_{name}")
                   for tail in ("VAR", "ES"))
        rows.append([label, *figures, f"=var_{name}/var_local"])
    table = sheet.table(["One day of 2008-09, 99%", "Stressed VaR", "Stressed ES", "VaR ÷ unconverted"], rows,
                        ["", "money", "money", "fine ratio"])
    sheet.chart(
        Chart("column", "One day of 2008-09, million of the owner's currency",
              "Pairs of columns of 99% stressed VaR and ES: of local returns as they are, in dollars, in euros and in yen. "
              "The yen owner's are the highest.",
              [ChartSeries("VaR", table.column(table.header[0]), table.column("Stressed VaR"), STRESSED),
               ChartSeries("ES", table.column(table.header[0]), table.column("Stressed ES"), LOSSES)]),
        rows=13)
    workbook.check("library_dollars", "VaR in dollars: the funds' own returns in dollars, with PERCENTILE.INC", "=var_usd",
                   "=-PERCENTILE.INC(pnl,0.01)", within=1e-9)
    sheet.boxes(("How to read this", """
        The same stocks on the same days: {var_usd|2} million for an owner who counts in dollars, {var_eur|2} million in euros,
        {var_jpy|2} million in yen. In 2008-09 the yen rose when stocks fell, so that its owner lost twice; the dollar rose
        against the euro, which softened the fall of US stocks for a European.

        Local returns added up as they are would say {var_local|2} million: right only if every currency is hedged, each day.
        """), ("Limits", """
        Rates are the ECB's fixings, hours before the close in New York. German and Japanese stocks are funds listed in New York,
        whose dollar prices are taken back to local currency by the same rates; without dividends.
        """))


def _local(workbook: TemplateWorkbook) -> None:
    """The funds' returns in their own currencies, as values."""
    columns: list[list[float]] = []
    days: list[Content] = []
    for fund, code, _ in BOOK.values():
        dollars = call("CRISIS_RETURNS", ("GFC", fund)).value
        outcome = call("IN_CURRENCY", (dollars, "USD", code, OMITTED))
        assert isinstance(outcome.value, list)
        columns.append([float(str(row[1])) for row in outcome.value[1:]])
        days = [dates.date(int(float(str(row[0])))) for row in outcome.value[1:]]
    funds = [fund for fund, _, _ in BOOK.values()]
    block = workbook.data(
        "Local", "Daily returns in each market's own currency",
        [("From the built-in library: SPX in dollars; the funds EWG and EWJ, listed in dollars, taken back to euros and yen with "
         "IN_CURRENCY.")],
        ["Date", *funds], [[day, *row] for day, *row in zip(days, *columns, strict=True)],
        ["date", *["fine percent"] * len(funds)], [14.0, *[14.0] * len(funds), 40.0])
    workbook.name("local_history", block.span("Date", funds[-1], header=True))
