"""The practice workbook of docs/tutorial.md, and the same book as it looks after each step.

    python -m tools.docs.practice        writes docs/tutorial/practice.xlsx and its pictures

Prices of three assets and what is held of each, real moves of 2007 to 2010 from the built-in data, with two
gaps as real files have them; and a sheet for the figures, with what each should show.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xlsxwriter
from numpy.typing import NDArray

from xl_stressvar.crises import library
from xl_stressvar.domain import dates
from xl_stressvar.hosts.headless import calc, evaluate
from xl_stressvar.ooxml.files import written

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "tutorial"
ASSETS = {"Stocks": "SPX", "Treasuries": "UST10Y", "Oil": "WTI"}
HOLDINGS = {"Stocks": 600_000, "Treasuries": 300_000, "Oil": 100_000}
FIRST, LAST = dt.date(2007, 1, 3), dt.date(2010, 12, 31)
#: Days on which oil has no price: two, which are filled, and six, which are left out.
GAPS = (*range(50, 52), *range(110, 116))
_YELLOW, _GREY = "#FFF7D6", "#57606A"
_CREATED = dt.datetime(2026, 1, 1)
_WIDE = 1400  # pixels of a page of A4: the letters are then as large as the text beside the picture


@dataclass(frozen=True)
class Step:
    """A line of the sheet Figures: what it is, the formula, and how its figure is shown."""

    label: str
    formula: str
    form: str = "#,##0"
    group: int = 1  # the section of the tutorial that types it


STEPS = (
    Step("Days with all prices", "=ROWS(ALIGN_HISTORY(Prices!A1:D1009, 3)) - 1"),
    Step("Returns", "=LOAD_HISTORY(TO_RETURNS(ALIGN_HISTORY(Prices!A1:D1009, 3)))", "@"),
    Step("What is odd about them", "=INDEX(HISTORY_CHECK(B3), 2, 3)", "@"),
    Step("Current VaR, USD", "=CURRENT_VAR(B3, Positions!A1:B3)", group=2),
    Step("Stressed VaR, USD", '=STRESSED_VAR(B3, Positions!A1:B3, "GFC")', group=2),
    Step("Stressed to current", '=STRESS_RATIO(B3, Positions!A1:B3, "GFC")', "0.00", group=2),
    Step("Stressed ES 97.5%, USD", '=STRESSED_ES(B3, Positions!A1:B3, "GFC", 97.5%)', group=2),
    Step("Of it from stocks", '=INDEX(VAR_CONTRIBUTION(B3, Positions!A1:B3, "GFC"), 2, 5)', group=3),
    Step("Worst 250 days begin", "=INDEX(WORST_WINDOW(B3, Positions!A1:B3), 1, 1)", "yyyy-mm-dd", group=3),
    Step("Their VaR, USD", "=INDEX(WORST_WINDOW(B3, Positions!A1:B3), 1, 3)", group=3),
    Step("Capital, USD", "=CAPITAL_REQ(B5, B6)", group=4),
    Step("Days in the tail", '=INDEX(STRESS_AUDIT(B3, Positions!A1:B3, "GFC"), 13, 2)', "0", group=4),
)  # fmt: skip


def prices() -> tuple[list[int], NDArray[np.floating]]:
    """Days as serials, and prices by asset, NaN where there is none; all begin at 100."""
    data = library.load()
    chosen = [data.codes.index(code) for code in ASSETS.values()]
    rows = (data.dates >= dates.serial(FIRST)) & (data.dates <= dates.serial(LAST))
    table = (100 * np.cumprod(1 + data.returns[rows][:, chosen], axis=0)).round(4)
    table[GAPS, list(ASSETS).index("Oil")] = np.nan
    return [int(day) for day in data.dates[rows]], table


def write(path: Path, typed: int = 0, shown: Sequence[object] = ()) -> None:
    """The workbook; with the formulas of the first sections typed, for a picture.

    shown: what each formula gives, for the column that says what it should show.
    """
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True, "bottom": 1})
    day, price = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "0.0000"))
    sheet = book.add_worksheet("Prices")
    sheet.write_row(0, 0, ["Date", *ASSETS], bold)
    sheet.set_column(0, 3, 12)
    sheet.freeze_panes(1, 0)
    for i, (date, row) in enumerate(zip(*prices(), strict=True), 1):
        sheet.write_number(i, 0, date, day)
        for j, number in enumerate(row.tolist(), 1):
            if not np.isnan(number):
                sheet.write_number(i, j, number, price)
    held = book.add_worksheet("Positions")
    held.set_column(0, 1, 14)
    for i, holding in enumerate(HOLDINGS.items()):
        held.write_row(i, 0, holding, book.add_format({"num_format": "#,##0"}))
    figures = _figures(book, typed, shown)
    if typed:
        figures.activate()
    for each in book.worksheets():
        each.print_row_col_headers()
        each.hide_gridlines(0)
    sheet.print_area(0, 0, 11, 3)
    book.set_properties({"title": "Practice workbook of the tutorial", "created": _CREATED})
    book.close()


def _figures(
    book: xlsxwriter.Workbook, typed: int, shown: Sequence[object]
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet("Figures")
    bold, grey = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"font_color": _GREY}),
    )
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 17)
    sheet.set_column(3, 3, 12)
    sheet.set_column(4, 4, 70)
    sheet.write_row(0, 0, ["Figure", "Type here", "Should show", "Is it so?", "The formula"], bold)
    for row, step in enumerate(STEPS, 1):
        cell = book.add_format({"num_format": step.form, "bg_color": _YELLOW, "align": _side(step)})
        told = book.add_format({"num_format": step.form, "font_color": _GREY, "align": _side(step)})
        sheet.write_string(row, 0, step.label)
        if step.group <= typed:
            sheet.write_formula(row, 1, step.formula, cell)
        else:
            sheet.write_blank(row, 1, None, cell)
        if shown:
            sheet.write(row, 2, shown[row - 1], told)
        sheet.write_formula(row, 3, _right(row + 1, step), None, "")
        sheet.write_string(row, 4, step.formula, grey)
    sheet.print_area(0, 0, len(STEPS), 3)
    sheet.freeze_panes(1, 0)
    return sheet


def _side(step: Step) -> str:
    return "left" if step.form == "@" else "right"


def _right(row: int, step: Step) -> str:
    """Whether the figure of a row is the one that it should show."""
    if "0" not in step.form:
        return f'=IF(B{row}="","",IF(LEFT(B{row},8)=LEFT(C{row},8),"yes","look again"))'
    return f'=IF(B{row}="","",IF(ABS(B{row}-C{row})<0.005*ABS(C{row}),"yes","look again"))'


def practice(path: Path) -> None:
    """The workbook as a reader gets it: nothing typed yet, and what each figure should show."""
    write(path, shown=shown())


def shown() -> list[object]:
    """What each figure should show: as the tutorial prints it, which a test redoes without us."""
    with tempfile.TemporaryDirectory() as folder:
        draft, done = Path(folder, "draft.xlsx"), Path(folder, "done.xlsx")
        write(draft, typed=max(step.group for step in STEPS))
        calc(draft, done)
        cells = [f"=Figures!B{row}" for row, _ in enumerate(STEPS, 2)]
        answers = evaluate(cells, done)
    return [_should(step, answer.value) for step, answer in zip(STEPS, answers, strict=True)]


def _should(step: Step, value: object) -> object:
    if step.formula.startswith("=LOAD_HISTORY"):
        return "history:…"
    return (
        value if isinstance(value, str) else round(float(str(value)), 2 if "." in step.form else 0)
    )


def pictures() -> None:
    """The prices, and the sheet of figures after each section: docs/tutorial/*.png."""
    from tools.docs.render_gallery import page, png, trimmed  # needs Pillow, and LibreOffice

    told = shown()
    last = max(step.group for step in STEPS)
    with tempfile.TemporaryDirectory() as folder:
        draft, done = Path(folder, "draft.xlsx"), Path(folder, "done.xlsx")
        for typed in range(1, last + 1):
            write(draft, typed, told)
            calc(draft, done)
            written(png(trimmed(page(done, 3, _WIDE))), FOLDER / f"figures-{typed}.png")
        written(png(trimmed(page(done, 1, _WIDE))), FOLDER / "prices.png")
        written(png(trimmed(page(done, 2, _WIDE))), FOLDER / "positions.png")


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    practice(FOLDER / "practice.xlsx")
    pictures()
    for path in sorted(FOLDER.iterdir()):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
