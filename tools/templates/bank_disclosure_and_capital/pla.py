"""A sheet of the FRTB's attribution test of a desk, and the charge for factors that may not be modelled."""

from __future__ import annotations

from tools.templates.bank_disclosure_and_capital.desks import FACTORS
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    Chart,
    ChartSeries,
    Content,
    TemplateCell,
    between,
    enter,
    numbers,
    one_of,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, STRESSED

YEAR = "2017-01-03:2017-12-29"
LINES = [("Days", "count"), ("Spearman correlation", "number"), ("Spearman zone", ""), ("Kolmogorov-Smirnov distance", "number"),
         ("Kolmogorov-Smirnov zone", ""), ("Zone", "")]
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
#: USD million, an illustration: SES of factors that are not modellable, by kind.
SES = {"Idiosyncratic credit": ("credit", (1.2, 0.8, 0.6)), "Idiosyncratic equity": ("equity", (1, 0.4, 0.4)), "Other": ("other", (1.6, 1, 0.6))}


def pla(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    hypothetical, theoretical = (
        numbers(f'INDEX(CRISIS_RETURNS("{YEAR}",pla_{side}),0,2)') for side in ("desk", "model"))
    sheet.answers([
        ("Zone of the desk", TemplateCell("=pla_zone", "text")),
        ("Spearman", TemplateCell("=pla_spearman", "number")),
        ("Kolmogorov-Smirnov", TemplateCell("=pla_distance", "number")),
        ("SES of the illustration", TemplateCell("=pla_ses", "million")),
    ])
    market = one_of(FACTORS, "A factor of the library.")
    sheet.table(["Inputs (change the yellow cells)", "Value"], [
        ["The desk holds", enter("pla_desk", "NASDAQ", "text", market)],
        ["Its risk model knows only", enter("pla_model", "SPX", "text", market)],
    ], ["", "text"])
    found = sheet.report(["The test, PLA_TEST", "Result"], f"=PLA_TEST({hypothetical},{theoretical})", LINES)
    for name, label in (("days", "Days"), ("spearman", "Spearman correlation"), ("distance", "Kolmogorov-Smirnov distance"),
                        ("zone", "Zone")):
        workbook.name(f"pla_{name}", found.at(label, "Result"))
    points: list[list[Content]] = [
        [f"{level:.0%}", f"=PERCENTILE.INC({hypothetical},{level})", f"=PERCENTILE.INC({theoretical},{level})"]
        for level in LEVELS]
    both = sheet.table(["Of the days", "Desk", "Model"], points, ["text", "fine percent", "fine percent"])
    sheet.chart(Chart(
        "line", "Daily results by percentile: the desk, and what its model says",
        "Two lines that cross in the middle: the desk's results lie further out on both sides than those of its model.",
        [ChartSeries("Desk", both.column("Of the days"), both.column("Desk"), STRESSED),
         ChartSeries("Model", both.column("Of the days"), both.column("Model"), CALM)], unit="fine percent", figures=False), rows=13)
    money = between(0, 1e6, "USD million, 0 or more.")
    rows: list[list[Content]] = [
        [kind, *(enter(f"ses_{name}_{i}", amount, "money", money) for i, amount in enumerate(amounts, 1))]
        for kind, (name, amounts) in SES.items()]
    table = sheet.table(["Factors that may not be modelled: SES", "First", "Second", "Third"], rows, ["", *["money"] * 3])
    for kind, (name, _) in SES.items():
        workbook.name(f"ses_{name}", table.row(kind, "First", "Third"))
    sheet.table(["From SES to capital", "USD million"], [
        ["SES of all, FRTB_SES", TemplateCell("=FRTB_SES(ses_credit,ses_equity,ses_other)", name="pla_ses")],
        ["Capital of the sheet FRTB without them", "=frtb_capital"],
        ["With them, FRTB_CAPITAL", TemplateCell("=FRTB_CAPITAL(frtb_imcc,pla_ses,frtb_imcc,pla_ses,frtb_exceptions)",
                                                 name="pla_capital")],
    ], ["", "money"])
    _check(workbook, hypothetical, theoretical)
    sheet.boxes(("How to read this", """
        A desk may use its model if what the model makes of each day (theoretical P&L) goes with the desk's own revaluation
        (hypothetical P&L): Spearman above 0.80 and Kolmogorov-Smirnov below 0.09 are green, below 0.70 or above 0.12 red, between
        them amber; the worse counts (MAR32). Red: the desk is capitalised by the standardised approach.

        As delivered the desk holds technology stocks and its model knows the broad market alone: right on most days, and too narrow.
        Choose the same market for both, and both statistics are perfect.

        Factors without prices enough (sheet Risk factors) are charged one by one: USD {pla_ses|1} million here.
        """), ("Limits", """
        One market a desk, one calm year. A real test takes the last 250 days of the desk's own two results.
        """))


def _check(workbook: TemplateWorkbook, hypothetical: str, theoretical: str) -> None:
    def below(x: str, y: str, compare: str) -> str:
        """How many of y are below each of x."""
        return f"MMULT(--(TRANSPOSE({y}){compare}{x}),--ISNUMBER({y}))"

    def ranks(x: str) -> str:
        return f"{below(x, x, '<')}+{below(x, x, '=')}/2"

    workbook.check("pla_spearman", "Spearman: the correlation of the ranks", "=pla_spearman",
                   f"=CORREL({ranks(hypothetical)},{ranks(theoretical)})")
    apart = ",".join(f"MAX(ABS({below(x, hypothetical, '<=')}-{below(x, theoretical, '<=')}))" for x in (hypothetical, theoretical))
    workbook.check("pla_distance", "Kolmogorov-Smirnov: the largest distance of the two shares of days", "=pla_distance",
                   f"=MAX({apart})/pla_days")
    workbook.check("pla_ses", "SES by its formula (MAR33.17)", "=pla_ses",
                   "=SQRT(SUMPRODUCT(ses_credit^2))+SQRT(SUMPRODUCT(ses_equity^2))+SQRT((0.6*SUM(ses_other))^2+0.64*SUMPRODUCT(ses_other^2))")
