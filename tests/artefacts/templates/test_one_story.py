"""What one sheet of a template says, no other sheet of it denies."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from tests.artefacts.templates.committed import NAMES, committed, delivered, written
from tests.artefacts.templates.recalculation import Edit, recalculated
from tools.templates.toolkit.parts import CHECKS, NOTES
from tools.templates.toolkit.style import MUTED, NAVY, UNITS
from xl_stressvar.templates import questions

books = pytest.mark.parametrize("name", NAMES)


def cells_beside(book: openpyxl.Workbook, tab: str, label: str) -> list[str]:
    """The addresses of the cells right of those that hold the label, on one sheet."""
    found = [
        cell.offset(0, 1).coordinate
        for row in book[tab].iter_rows()
        for cell in row
        if cell.value == label
    ]
    assert found, (tab, label)
    return found


@pytest.mark.parametrize(
    ("as_of", "due"), [(dt.date(2022, 12, 30), True), (dt.date(2010, 1, 4), False)], ids=str
)
def test_tests_window_review_and_answer_agree_on_the_review(as_of: dt.date, due: bool) -> None:
    """That no breach calls for a review does not say that none is due."""
    name = "window_and_backtest.xlsx"
    found = recalculated(name, {"as_of": float(to_excel(as_of))})
    book = delivered(name)
    (verdict,) = cells_beside(book, "Window review", "Verdict")
    said = found.value("Answer", "B2")
    review = str(found.value("Window review", verdict))
    assert ("review due" in review, "review due" in str(said)) == (due, due)
    told = [str(found.value("Tests", each)) for each in cells_beside(book, "Tests", "Verdict")]
    assert any(each.startswith("No breach calls for a review") for each in told)
    assert not any("No review is called for" in each for each in told)


@pytest.mark.parametrize("edit", [{}, {"confidence_level": 0.99}], ids=["as delivered", "99%"])
def test_one_stressed_figure_runs_through_answer_steps_and_audit(edit: Edit) -> None:
    name = "calm_vs_stressed.xlsx"
    found, book = recalculated(name, edit), delivered(name)
    (figure,) = found.named("stressed_historical")
    (tile,) = (
        found.value("Answer", cell.offset(1, 0).coordinate)
        for row in book["Answer"].iter_rows(max_row=12)
        for cell in row
        if str(cell.value).endswith("VaR, crisis")
    )
    (audited,) = cells_beside(book, "Audit", "Stressed VaR")
    (redone,) = cells_beside(book, "Audit", "STRESSED_VAR")
    (level,) = cells_beside(book, "Audit", "Confidence")
    (step,) = cells_beside(book, "Four steps", "Portfolio, historical")
    crisis = book["Four steps"][step].offset(0, 1).coordinate
    told = [
        tile,
        found.value("Audit", audited),
        found.value("Audit", redone),
        found.value("Four steps", crisis),
    ]
    assert told == pytest.approx([figure] * 4, rel=1e-12)
    assert found.value("Audit", level) == pytest.approx(found.named("confidence_level")[0])


@books
def test_pages_and_machinery_have_tabs_of_different_colours(name: str) -> None:
    pages = {tab for tab, _ in questions(committed(name))} - CHECKS.keys() - NOTES.keys()
    assert pages
    for sheet in written(name):
        colour = NAVY if sheet.title in pages else MUTED
        assert sheet.sheet_properties.tabColor.rgb == f"FF{colour[1:]}", sheet.title


@books
def test_a_frozen_header_is_printed_on_every_page(name: str) -> None:
    for sheet in written(name):
        frozen = int(sheet.sheet_view.pane.ySplit or 0) if sheet.sheet_view.pane else 0
        if frozen and sheet.max_row > 100:
            assert sheet.print_title_rows, sheet.title


@pytest.mark.parametrize("unit", ["money", "fine percent"])
def test_what_rounds_to_nothing_is_not_shown_with_a_minus(unit: str) -> None:
    """A format without conditions shows -0.001 as -0.00."""
    number_format = UNITS[unit]["num_format"]
    sections = number_format.split(";")
    assert [section.partition("]")[0][:2] for section in sections[:2]] == ["[>", "[<"]
    assert sections[2] in ("0.00", "0.00%")
