"""Other data in the templates: the answers follow it, or an error says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.artefacts.templates.package import edited
from tests.artefacts.templates.test_workbooks import committed, verdicts
from tests.hosts.libreoffice.office import Office
from xl_stressvar.hosts.headless import CalcReport, calc


@dataclass(frozen=True)
class Template:
    """Figures that a reader looks at first, the sheets of daily data, and the dates of inputs."""

    answers: tuple[str, ...]
    data: tuple[str, ...] = ("Data",)
    crisis: str = "Data"  # the sheet with 2008-09
    days: tuple[str, ...] = ()  # inputs that are days of the recent data


TEMPLATES = {
    "window_and_backtest.xlsx": Template(
        ("stressed_rate", "current_rate", "stressed_var", "covid_var", "worst_var"),
        ("Data", "Crisis data"),
        "Crisis data",
        ("backtest_start", "backtest_end"),
    ),
    "march_2020.xlsx": Template(
        ("worst_loss", "capital_before", "capital_stressed"),
        ("Data", "Crisis data"),
        "Crisis data",
        ("before_day", "as_of"),
    ),
    "beyond_var.xlsx": Template(
        ("stressed_var", "stressed_es", "deepest", "both_pnl", "ruin_distance")
    ),
    "personal_portfolio.xlsx": Template(("real_var", "current_var", "ltcm_var", "ltcm_ratio")),
}
templates = pytest.mark.parametrize("name", sorted(TEMPLATES))
TEN_YEARS = 3653


def table(name: str, sheet: str) -> dict[int, dict[str, float]]:
    """What was typed on a data sheet, dates as serials: row to column to number."""
    found: dict[int, dict[str, float]] = {}
    for row in openpyxl.load_workbook(committed(name))[sheet].iter_rows():
        for cell in row:
            if cell.is_date:
                found[cell.row] = {cell.column_letter: openpyxl.utils.datetime.to_excel(cell.value)}
            elif cell.row in found and isinstance(cell.value, (int, float)):
                found[cell.row][cell.column_letter] = cell.value
    assert len(found) > 200
    return found


def shifted(name: str, sheet: str, days: int, first: int = 0) -> dict[str, float | None]:
    """The dates of a sheet, from some row on, so many days later."""
    return {
        f"{sheet}!A{row}": line["A"] + days
        for row, line in list(table(name, sheet).items())[first:]
    }


def newest_first(name: str, sheet: str) -> dict[str, float | None]:
    rows = table(name, sheet)
    turned = zip(rows, reversed(rows.values()), strict=True)
    return {
        f"{sheet}!{column}{row}": value for row, line in turned for column, value in line.items()
    }


def recalculated(name: str, edit: dict[str, float | None], folder: Path) -> tuple[CalcReport, Path]:
    source = edited(committed(name), folder / "edited.xlsx", edit)
    return calc(source, folder / "out.xlsx"), folder / "out.xlsx"


def answers(name: str, path: Path) -> dict[str, object]:
    book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for each in TEMPLATES[name].answers:
        ((sheet, address),) = book.defined_names[each].destinations
        found[each] = book[sheet][address].value
    return found


def disagreeing(path: Path) -> set[str]:
    return {check for check, verdict in verdicts(path).items() if verdict is not True}


def sentences(report: CalcReport) -> Iterator[str]:
    return (error.sentence for error in report.errors)


@templates
def test_data_with_the_newest_day_first_gives_the_same_answers(name: str, tmp_path: Path) -> None:
    edit: dict[str, float | None] = {}
    for sheet in TEMPLATES[name].data:
        edit |= newest_first(name, sheet)
    report, out = recalculated(name, edit, tmp_path)
    assert list(report.errors) == []
    assert answers(name, out) == pytest.approx(answers(name, committed(name)), rel=1e-9)
    assert disagreeing(out) == set()


@templates
def test_other_dates_are_followed(name: str, tmp_path: Path) -> None:
    """Two days later, which no check may notice: the crisis loses a day or gains one."""
    edit: dict[str, float | None] = {}
    for sheet in TEMPLATES[name].data:
        edit |= shifted(name, sheet, 2)
    report, out = recalculated(name, edit, tmp_path)
    assert list(report.errors) == []
    assert disagreeing(out) == set()


@templates
def test_another_day_changes_the_answers(name: str, tmp_path: Path) -> None:
    """A crash in the middle of the crisis is seen by the first figure that depends on it."""
    sheet = TEMPLATES[name].crisis
    row = list(table(name, sheet))[-100]
    edit: dict[str, float | None] = {f"{sheet}!B{r}": -0.3 for r in range(row, row + 20)}
    _, out = recalculated(name, edit, tmp_path)
    assert answers(name, out) != answers(name, committed(name))
    assert disagreeing(out) == set()


@templates
def test_a_blank_is_refused_by_its_address(name: str, tmp_path: Path) -> None:
    sheet = TEMPLATES[name].crisis
    row = list(table(name, sheet))[-100]
    report, _ = recalculated(name, {f"{sheet}!C{row}": None}, tmp_path)
    assert any(
        f"{sheet}'!C{row}" in text or f"{sheet}!C{row}" in text for text in sentences(report)
    )
    assert any("A blank is never taken as zero" in text for text in sentences(report))


@templates
def test_a_hole_in_the_dates_is_not_bridged(name: str, tmp_path: Path) -> None:
    sheet = TEMPLATES[name].crisis
    report, _ = recalculated(name, shifted(name, sheet, 20, first=-100), tmp_path)
    assert any("2008-09-01" in text for text in sentences(report)), list(sentences(report))[:3]


@templates
def test_without_2008_the_error_says_what_the_data_covers(name: str, tmp_path: Path) -> None:
    sheet = TEMPLATES[name].crisis
    report, _ = recalculated(name, shifted(name, sheet, TEN_YEARS), tmp_path)
    told = [text for text in sentences(report) if "2008-09-01" in text]
    assert told
    rows = list(table(name, sheet).values())
    last = openpyxl.utils.datetime.from_excel(rows[-1]["A"] + TEN_YEARS).date()
    assert any(str(last) in text for text in told), told[:3]


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["march_2020.xlsx", "window_and_backtest.xlsx"])
def test_an_asset_is_added_by_inserting_a_column_of_data_and_a_row_of_inputs(
    name: str, office: Office, tmp_path: Path
) -> None:
    """As a person does it, in the middle: Excel and LibreOffice move names and formulas along."""
    template = TEMPLATES[name]
    source = Path(shutil.copy(committed(name), tmp_path))  # an office locks what it opens
    with office.book(source) as book:
        for sheet in template.data:
            rows = table(name, sheet)
            top = min(rows) - 1
            book.insert(sheet, "Columns", 3)
            book.put(sheet, f"D{top}", "GOLD")
            for row, line in rows.items():
                book.put(sheet, f"D{row}", -2 * line["B"])
        ((_, cells),) = (
            openpyxl.load_workbook(committed(name)).defined_names["positions"].destinations
        )
        third = int(cells.replace("$", "").split(":")[0][1:]) + 2
        book.insert("Answer", "Rows", third - 1)
        book.put("Answer", f"C{third}", 35)
        book.recalculate(everything=True)
        book.save(tmp_path / "out.xlsx")
    assert disagreeing(tmp_path / "out.xlsx") == set()
    before, after = answers(name, committed(name)), answers(name, tmp_path / "out.xlsx")
    assert after != before
    # twice the move of stocks, short of it by half their amount: what stocks lose, gold gains
    assert after[template.answers[-1]] < 0.6 * before[template.answers[-1]]
