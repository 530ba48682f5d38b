"""Beside the count of breaches: do they cluster, was the shortfall right, and which days were they."""

from __future__ import annotations

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateBlock, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CALM, STRESSED

YEAR = 250  # days on which the shortfall is tested: the article of its test has limits for these
SHOWN = 12


def clusters(workbook: TemplateWorkbook, sheet: TemplateSheet, series: TemplateBlock) -> None:
    """CHRISTOFFERSEN_TEST, and the same by counting days after days."""
    asked = "CHRISTOFFERSEN_TEST(FILTER(series_pnl,in_backtest),FILTER(series_var,in_backtest),confidence_level)"
    labels = ("Independence LR", "p-value", "Conditional coverage LR", "p-value of both")
    sheet.table(["Current VaR, CHRISTOFFERSEN_TEST", "Result"], [
        [label, TemplateCell(f"=INDEX({asked},1,{i})", "left percent" if i % 2 == 0 else "left number", f"christoffersen_{i}")]
        for i, label in enumerate(labels, 1)], ["", "text"])
    first, last = series.labels[0], series.labels[-1]
    breach, inside = ("Breach of current VaR", "In backtest")
    before = [series.column(c, first, series.labels[-2]) for c in (breach, inside)]
    after = [series.column(c, series.labels[1], last) for c in (breach, inside)]
    both = f"{before[1]}*{after[1]}"
    n = {f"{i}{j}": f"SUMPRODUCT(({before[0]}{'<' if i else '='}0)*({after[0]}{'<' if j else '='}0)*{both})"
         for i in (0, 1) for j in (0, 1)}
    sheet.table(["Counted by hand: the next day", "Days"], [
        [label, TemplateCell(f"={n[key]}", "left count", f"pairs_{key}")] for key, label in (
            ("00", "calm after a calm day"), ("01", "a breach after a calm day"),
            ("10", "calm after a breach"), ("11", "a breach after a breach"))], ["", "text"])

    def term(x: str, p: str) -> str:  # x·ln p, 0·ln 0 = 0
        return f"IF({x}=0,0,{x}*LN({p}))"

    pooled = "(pairs_01+pairs_11)/(pairs_00+pairs_01+pairs_10+pairs_11)"
    calm, breached = "pairs_01/(pairs_00+pairs_01)", "pairs_11/(pairs_10+pairs_11)"
    null = f"{term('(pairs_00+pairs_10)', f'1-{pooled}')}+{term('(pairs_01+pairs_11)', pooled)}"
    free = "+".join(term(x, p) for x, p in (("pairs_00", f"1-{calm}"), ("pairs_01", calm),
                                            ("pairs_10", f"1-{breached}"), ("pairs_11", breached)))
    workbook.check("independence", "Christoffersen's likelihood ratio of independence", "=christoffersen_1",
                   f"=-2*({null}-({free}))", within=1e-9)
    workbook.check("coverage", "Conditional coverage: Kupiec's ratio and that one added", "=christoffersen_3",
                   "=told_kupiec+christoffersen_1", within=1e-9)
    workbook.check("coverage_p", "Its p-value, two degrees of freedom", "=christoffersen_4",
                   "=CHISQ.DIST.RT(christoffersen_3,2)", within=1e-9)


def shortfall(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """BACKTEST_ES of the figures set before the last year of the backtest, and of the stressed ones."""
    sheet.answers([("Shortfall of the year before", TemplateCell("=current_verdict", "text")),
                   ("Shortfall of the crisis", TemplateCell("=stressed_verdict", "text")),
                   ("Crisis ÷ year before", TemplateCell("=stressed_es_975/current_es_975", "ratio"))])
    day = "FILTER(series_dates,in_backtest)"
    dates = sheet.table(["Days", "First", "Last"], [
        ["The year that is tested: the last of the backtest", TemplateCell(f"=LARGE({day},MIN({YEAR},days))", name="es_start"),
         TemplateCell(f"=MAX({day})", name="es_end")],
        ["The year before", TemplateCell(f"=LARGE(FILTER(data_dates,data_dates<es_start),{YEAR})", name="es_from"),
         TemplateCell("=MAX(FILTER(data_dates,data_dates<es_start))", name="es_to")],
        ["The crisis", "=crisis_start", "=crisis_end"],
    ], ["", "date", "date"])
    workbook.name("es_window", dates.row("The year before", "First", "Last"))
    pnl = "FILTER(series_pnl,(series_dates>=es_start)*(series_dates<=es_end))"
    sources = {"current": ("history", "es_window"), "stressed": ("crisis_history", "crisis_window")}
    asked = {key: f"BACKTEST_ES({pnl},{key}_var_975,{key}_es_975,97.5%)" for key in sources}
    rows: list[list[Content]] = [
        [f"{label} at 97.5%, held for the year", *(TemplateCell(
            f"=STRESSED_{label.upper()}({history},positions,{window},97.5%)", name=f"{key}_{label.lower()}_975")
            for key, (history, window) in sources.items())] for label in ("VaR", "ES")]
    rows.append(["Days worse than that VaR", *(TemplateCell(f"=SUMPRODUCT(--({pnl}<-{key}_var_975))", "count") for key in sources)])
    rows.append(["Days expected", *(TemplateCell(f"=COUNT({pnl})*2.5%", "tenths") for _ in sources)])
    for i, (name, label) in enumerate((("z1", "Z1: loss beyond VaR against ES"), ("z2", "Z2: that, and how often"),
                                       ("verdict", "Verdict, BACKTEST_ES")), 1):
        rows.append([label, *(TemplateCell(f"=INDEX({asked[key]},1,{i})", name=f"{key}_{name}") for key in sources)])
    sheet.table(["Figures of", "The year before", "The crisis"], rows, ["", "money", "money"])
    for key in sources:
        workbook.check(f"{key}_z2", f"Z2 of Acerbi and Szekely, {key} figures", f"={key}_z2",
                       f"=1+SUMPRODUCT(({pnl}<-{key}_var_975)*{pnl})/{key}_es_975/(COUNT({pnl})*2.5%)", within=1e-9)
    sheet.boxes(("How to read this", """
        The shortfall that was set before the year, held through it, against the losses that came. Z2 is near 0 if losses
        were as many and as large as it said, 1 if there were none. Below -0.70 is a warning, below -1.80 a failure.

        As delivered the year tested is 2022. The quiet year before it announced {current_es_975|2} million: far too
        little. The shortfall of the crisis, {stressed_es_975|2}, was never needed: that is what it is for.
        """), ("Limits", """
        The limits of Z2 hold for 200 to 300 days at 97.5% (Acerbi and Szekely, 2014); n/a elsewhere. Positions are
        today's on every day of the past.
        """))


def breach_days(workbook: TemplateWorkbook, sheet: TemplateSheet, years: TemplateBlock) -> None:
    """VAR_EXCEPTIONS of stressed VaR, the first of them, with their dates; and year by year."""
    asked = "VAR_EXCEPTIONS(FILTER(series_pnl,in_backtest),stressed_var)"
    found = f"ROWS({asked})-1"
    sheet.answers([("Breaches of stressed VaR", TemplateCell(f"={found}", "count", "breach_count")),
                   ("Largest loss beyond it", TemplateCell(f"=IF(breach_count=0,0,MAX(INDEX({asked},0,4)))", "million",
                                                           "worst_excess"))])
    rows: list[list[Content]] = []
    for i in range(1, SHOWN + 1):
        rows.append([
            TemplateCell(f'=IF(breach_count<{i},"",INDEX(FILTER(series_dates,in_backtest),INDEX({asked},{i + 1},1)))', "day"),
            *(f'=IF(breach_count<{i},"",INDEX({asked},{i + 1},{j}))' for j in (2, 3, 4)),
            TemplateCell(f'=IF(breach_count<{i},"",-C{{row}}/D{{row}})', "ratio")])
    table = sheet.table(["Day, VAR_EXCEPTIONS", "P&L", "Stressed VaR", "Loss beyond it", "Loss ÷ VaR"], rows,
                        ["", *["money"] * 3, "ratio"])
    sheet.chart(
        Chart(
            "column", "Days that breached, by year",
            "Columns of the share of days with a breach, 2019 to 2022: of current VaR between 2% and 11%, "
            "of stressed VaR none but 2.4% in 2020.",
            [ChartSeries("Of current VaR", years.column("Breaches by year"), years.column("Rate"), CALM),
             ChartSeries("Of stressed VaR", years.column("Breaches by year"), years.column("Rate "), STRESSED)],
            unit="percent",
        ),
        beside=[table],
    )
    sheet.row -= 1
    sheet.text(f'{{IF(breach_count>{SHOWN},"The first {SHOWN} of "&breach_count&" are shown.","")|}}')
    workbook.check("breach_count", "Days of VAR_EXCEPTIONS", "=breach_count", "=stressed_breaches")
    workbook.check("worst_excess", "Largest loss beyond stressed VaR, VAR_EXCEPTIONS", "=worst_excess",
                   "=MAX(0,-MIN(FILTER(series_pnl,in_backtest))-stressed_var)")
    sheet.boxes(("How to read this", """
        Breaches that stand on neighbouring days are one event, not several. Ask of each day what moved, and whether the
        window holds such a move: if not, it is the wrong window.

        How far beyond it the loss went is what expected shortfall measures, and what VaR does not.
        """))
