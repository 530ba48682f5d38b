"""A page a function: complete, as generated, and with examples in cells that give what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hosts.headless.books import make
from tests.support import ROOT
from tools.generate import function_pages
from tools.generate.drawn_sheet import DrawnSheet, as_html, drawn
from tools.generate.function_pages import refusals, related
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.ooxml.references import sheet_name

FOLDER = ROOT / "docs" / "functions"
EXAMPLES = [
    (entry, formula) for entry in CATALOGUE for formula, _ in entry.examples if entry.parameters
]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    function_pages.write(root)
    return root


@pytest.fixture(scope="module")
def sheets() -> list[DrawnSheet]:
    return [drawn(entry, formula) for entry, formula in EXAMPLES]


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_a_page_tells_all_of_its_function(entry, fresh: Path) -> None:
    page = (fresh / "docs" / "functions" / f"{entry.name}.md").read_text("utf-8")
    assert page.startswith(f"# {entry.name}\n\n{entry.summary} ")
    assert f"\n    ={entry.signature}\n" in page
    for parameter in entry.parameters:
        shown = "required" if parameter.required else parameter.shown_default
        (row,) = re.findall(rf"^\| `{parameter.name}` \| (.+) \| (.+) \|$", page, re.MULTILINE)
        assert row[0].startswith(parameter.kind.help.replace("|", "\\|"))
        assert row[1] == shown
    assert entry.returns.help in page
    for formula, result in entry.examples:
        assert f"`{formula}` gives `{result}`" in page
    assert page.count('<div class="sheet">') == len(entry.examples) * bool(entry.parameters)
    assert not re.search(
        r"^- \*\*.*:\*\* *$", page, re.MULTILINE
    )  # a heading without anything behind it
    assert "../method.md#" in page or entry.name in ("STRESSVAR_WHY", "STRESSVAR_VERSION")


def test_the_committed_pages_and_the_menu_are_the_generated_ones(fresh: Path) -> None:
    written = sorted(path.name for path in (fresh / "docs" / "functions").iterdir())
    assert sorted(path.name for path in FOLDER.iterdir()) == written
    for name in [*(f"docs/functions/{name}" for name in written), "mkdocs.yml"]:
        committed = (ROOT / name).read_text("utf-8")
        assert (fresh / name).read_text("utf-8") == committed, f"{name}: make generate"


def test_the_formula_of_a_sheet_gives_from_its_cells_what_the_sheet_shows(
    sheets: list[DrawnSheet], tmp_path: Path
) -> None:
    def fill(book) -> None:
        for i, sheet in enumerate(sheets):
            page = book.add_worksheet(f"S{i}")
            for row, column, value in sheet.inputs():
                page.write(row, column, value)

    path = make(tmp_path / "examples.xlsx", fill)
    asked = [
        re.sub(r"([A-Z]+\d+(?::[A-Z]+\d+)?)(?=[,)])", rf"{sheet_name(f'S{i}')}!\1", sheet.formula)
        for i, sheet in enumerate(sheets)
    ]
    for (entry, _), sheet, answer in zip(EXAMPLES, sheets, evaluate(asked, path), strict=True):
        assert answer.error is None, (answer.formula, answer.why)
        rows = answer.value if isinstance(answer.value, list) else [[answer.value]]
        top, left = sheet.anchor
        shown = {(row - top, column - left): sheet.cells[row, column].value for row, column in sheet.spilled}  # fmt: skip
        got = {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}
        assert shown.keys() == got.keys(), entry.name
        for place, cell in shown.items():  # a workbook keeps 16 digits
            assert got[place] == (pytest.approx(cell, rel=1e-12, abs=1e-12) if isinstance(cell, float) else cell)  # fmt: skip


def test_no_cell_of_a_sheet_lies_over_another(sheets: list[DrawnSheet]) -> None:
    for (entry, _), sheet in zip(EXAMPLES, sheets, strict=True):
        inputs = list(sheet.inputs())
        assert len(inputs) + len(sheet.spilled) == len(sheet.cells), entry.name
        assert not any(sheet.spilled & {(row, column)} for row, column, _ in inputs), entry.name


def test_a_long_example_keeps_its_first_and_last_rows_and_those_that_are_picked() -> None:
    (formula, _), entry = CATALOGUE["CRISIS_RETURNS"].examples[0], CATALOGUE["CRISIS_RETURNS"]
    page = as_html(drawn(entry, formula))
    numbers = re.findall(r"<tr><th>(\d+)</th>", page)
    assert numbers[:2] == ["1", "2"]
    assert {"13", "14", "15"} <= set(numbers)
    assert len(numbers) < 15
    assert page.count('<tr class="gap">') == 2
    assert 'class="result picked n">-0.204669<' in page


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_what_it_answers_to_wrong_arguments_is_a_sentence_of_the_index(entry) -> None:
    rows = refusals(entry, CATALOGUE)
    assert all(row[2].startswith("#") and row[3] for row in rows)
    assert not any("not built for" in row[3] for row in rows)
    if any(p.required for p in entry.parameters) and entry.name != "STRESSVAR_WHY":
        assert {row[2] for row in rows} & {"#VALUE!", "#NUM!"}


def test_related_functions_are_those_that_the_texts_name_first() -> None:
    names = [e.name for e in related(CATALOGUE["PROXY_VAR"], CATALOGUE)]
    assert "PROXY_FIT" in names
    assert "PROXY_VAR" not in names
    assert len(names) == 8
