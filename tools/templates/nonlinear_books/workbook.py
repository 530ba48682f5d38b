"""Books that are not linear, or not in one currency: options, bonds by yield, three currencies, in 2008-09."""

from __future__ import annotations

from pathlib import Path

from tools.templates.nonlinear_books.bonds import bonds
from tools.templates.nonlinear_books.currencies import currencies
from tools.templates.nonlinear_books.options import options
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.inputs import CRISIS
from tools.templates.toolkit.parts import CHECKS, Template
from tools.templates.toolkit.source import ONE, returns_sheet

FACTORS = ("SPX", "EWG", "EWJ")

TEMPLATE = Template("nonlinear_books", "Options, bonds, currencies", "Books that are not linear, revalued in 2008-09", {
    "Answer": "Where does delta lie in a crisis?",
    "Bonds": "What do yields do to our bonds?",
    "Currencies": "And in our own currency?",
    "Revalued": "",
    "Yields": "",
    "Local": "",
    **CHECKS,
    "Data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    first, last = (f"DATE({day.year},{day.month},{day.day})" for day in CRISIS)
    data = returns_sheet(workbook, "Data", FACTORS, "GFC", "positions", {}, least=(3, 100),
                         needs=[(first, last, "the crisis")], own=ONE)
    workbook.name("index_history", data.span("Date", "SPX", header=True))
    workbook.name("index_returns", data.column("SPX"))
    options(workbook, data, workbook.sheet(
        "Answer",
        "Short options earn a little on most days and lose a lot on few. Delta sees the first, a revaluation the "
        "second. USD million; a loss is positive.", says=["data_says", "series_says"],
        answer="In what bends: by delta the options lose USD {delta_var|2} million on one day in a hundred, revalued "
        "{full_var|2} million."))
    bonds(workbook, workbook.sheet(
        "Bonds",
        "Each bond revalued at its own yield: a parallel rise, and the moves that the curve really made in 2008-09. "
        "USD million; a loss is positive, a profit and loss signed.",
        answer="A rise of {bond_shift|0} basis points costs {bond_loss|1} million; by duration alone it would be {bond_straight|1}."))
    currencies(workbook, data, workbook.sheet(
        "Currencies",
        "US stocks in dollars, German ones in euros, Japanese ones in yen: the book as each owner sees it. Million of "
        "the owner's currency; a loss is positive."))
    workbook.close()
