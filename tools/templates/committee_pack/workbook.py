"""The committee pack: prices and positions pasted once, and every page follows."""

from __future__ import annotations

from pathlib import Path

from tools.templates.committee_pack import pages
from tools.templates.committee_pack.answer import WIDTHS, answer
from tools.templates.committee_pack.machine import ASSETS, DAYS, WINDOW_DAYS, machine
from tools.templates.committee_pack.proxies import WIDTHS as PROXY_WIDTHS
from tools.templates.committee_pack.proxies import proxies
from tools.templates.committee_pack.sentences import sentences
from tools.templates.committee_pack.sheets import inputs, pasted
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import CHECKS, Template
from tools.templates.toolkit.style import TWO

TEMPLATE = Template("committee_pack", "Committee pack", "From pasted prices and positions to the page for a committee", {
    "Answer": "What would this book lose in a crisis?",
    "Cleaning": "What was done to the prices, and what is odd about them?",
    "Proxies": "How good are the proxies?",
    "Figures": "How do the current, the stressed and the worst figure compare?",
    "Contributors": "Which assets and desks does the stressed VaR come from?",
    "Capital and limits": "How much capital does it take, and are the limits kept?",
    "Backtest": "Do the figures stand up against the days since?",
    "Scenarios": "What were the worst days, and what would lose twice as much?",
    "Window": "Is the stress window still the right one?",
    "Audit": "How is the stressed VaR redone?",
    **CHECKS,
    "Inputs": "",
    "Prices": "",
    "Positions": "",
    "Groups": "",
    "Limits": "",
    "Work": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    inputs(workbook)
    pasted(workbook)
    ranges = machine(workbook, sentences())
    largest = answer(workbook, workbook.sheet("Answer", widths=WIDTHS), ranges)
    pages.cleaning(workbook, workbook.sheet(
        "Cleaning", "Rows of young and of slow assets are kept, and a proxy fills their blanks. {IF(max_fill>0,\"Gaps of up to "
        "\"&max_fill&\" rows take the price before them\",\"Short gaps are not filled\")|}; {IF(spikes=\"blank\",\"spikes are left "
        "out and become gaps\",\"spikes are kept\")|}.", widths=pages.CLEANING_WIDTHS))
    proxies(workbook, workbook.sheet(
        "Proxies", "A proxy stands in where an asset has no price of its own in the window: betas on the factors of the sheet Inputs, "
        "and on the other assets.", widths=PROXY_WIDTHS))
    money = "Money in the unit of the positions; a loss is positive."
    pages.figures(workbook, workbook.sheet(
        "Figures", money, answer="Stressed VaR is {times|1} times current VaR, and {100*stressed/worst_year|0} percent of the worst year's."))
    pages.contributors(workbook, workbook.sheet("Contributors", f"The parts add up to the stressed VaR. {money}"), largest)
    pages.capital(workbook, workbook.sheet("Capital and limits", money))
    pages.backtest(workbook, workbook.sheet("Backtest", money, widths=(*TWO[:-1], 32.0)), ranges)
    pages.scenarios(workbook, workbook.sheet("Scenarios", "Today's positions in the history of their own prices.", widths=TWO))
    pages.window(workbook, workbook.sheet("Window", "What a supervisor asks of a stress window. The worst one here is of twelve months, "
                                              "that of the sheet Figures of {lookback|0} days: they may differ.", widths=pages.WINDOW_WIDTHS))
    pages.audit(workbook, workbook.sheet("Audit", "All that a reviewer needs.", widths=pages.REPORT_WIDTHS))
    _checks(workbook)
    workbook.close()


def _checks(workbook: TemplateWorkbook) -> None:
    """Our figures by plain formulas on the rows of the sheet Work, where these hold all of them."""
    def compared(name: str, what: str, made: str, ours: str, plain: str) -> None:
        # to six decimals, so that no noise is left of the difference of two large figures
        workbook.check(name, what, f"=ROUND({ours},6)", f"=ROUND({plain},6)", within=2e-6, made=made)

    compared("current", "Current VaR: percentile of the latest days",
             f"AND(lookback={DAYS},history_days>{DAYS},asset_count<={ASSETS})", "current",
             "-PERCENTILE.INC(latest_pnl,1-confidence_level)*SQRT(horizon)")
    compared("stressed", "Stressed VaR: percentile of the days of the window",
             f"AND(days_in_window<={WINDOW_DAYS},asset_count<={ASSETS})", "stressed",
             "-PERCENTILE.INC(window_pnl,1-confidence_level)*SQRT(horizon)")
    table = "COUNT(Prices!$A$1:$A$10000)=price_days"
    last = "SUMIFS(Prices!$B$1:$B$10000,Prices!$A$1:$A$10000,LARGE(Prices!$A$1:$A$10000,{}))"
    compared("returns", "The last return of the first asset, if the export is a plain table",
             f"IF({table},{last.format(2)}>0,FALSE)", "INDEX(OVERLAPPING_RETURNS(own_history,1),history_days+1,2)",
             f"{last.format(1)}/{last.format(2)}-1")
