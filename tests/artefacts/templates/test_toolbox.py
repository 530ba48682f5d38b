"""The toolbox refuses what must not be shipped, and cuts prose into lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate import __main__ as generate
from tools.templates.toolkit.bake import UnfitError, bake, faults, same
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import CHECKS, Template, TemplateCell
from tools.templates.toolkit.prose import lines, one_line

SPACED = Template("spaced", "Meant", "Test", {"An answer": "How much?", **CHECKS})
SMALL = Template("small", "Small", "Test", {"Answer": "How much?", **CHECKS})


def small(formula: str, plain: str, number: float = 2.0):
    """A template with one figure and one check."""

    def write(path: Path) -> None:
        workbook = TemplateWorkbook(path, SMALL)
        sheet = workbook.sheet("Answer")
        sheet.table(
            ["What", "Value"],
            [
                ["Given", TemplateCell(number, name="given")],
                ["Figure", TemplateCell(formula, name="figure")],
            ],
        )
        workbook.check("figure", "Figure", "=figure", plain)
        workbook.close()

    return write


def test_a_good_book_is_put_in_place(tmp_path: Path) -> None:
    bake(small("=PARAM_VAR(0.01,given,95%)", "=NORM.S.INV(95%)*0.01*given"), tmp_path / "book.xlsx")
    assert list(faults(tmp_path / "book.xlsx")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.parametrize(
    ("formula", "plain", "told"),
    [
        ("=PARAM_VAR(-1,given,95%)", "=1", "Answer!C5"),
        ("=given/0", "=1", "#DIV/0!"),
        ("=PARAM_VAR(0.01,given,95%)", "=0.5", "test_figure"),
    ],
    ids=["our error", "Excel's error", "a check that disagrees"],
)
def test_an_unfit_book_is_refused_and_the_old_one_stays(
    formula: str, plain: str, told: str, tmp_path: Path
) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"the old one")
    with pytest.raises(UnfitError, match=told):
        bake(small(formula, plain), target)
    assert target.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_an_error_is_fit_only_where_the_template_means_it(tmp_path: Path) -> None:
    def write(formula: str, where: str) -> None:
        def book(path: Path) -> None:
            made = TemplateWorkbook(path, SPACED)
            made.sheet("An answer").table(["What", "Value"], [["Figure", formula], ["One", 1]])
            made.intended_na("figure", f"'An answer'!{where}")
            made.check("one", "One", "='An answer'!$C$5", "=1")
            made.close()

        bake(book, tmp_path / "book.xlsx")

    refused = "=CURRENT_VAR({0.01;-0.01},100)"  # 2 rows of the 250 that it takes
    write(refused, "$C$4")
    with pytest.raises(UnfitError, match="has 2 days"):
        write(refused, "$B$4")
    with pytest.raises(UnfitError, match="meant to show #N/A, and shows 2"):
        write("=1+1", "$C$4")


def test_a_template_written_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("a", "b"):
        small("=given*3", "=3*given")(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_last_digit_makes_no_new_book_but_a_figure_does(tmp_path: Path) -> None:
    for name, number in (("a", 2.0), ("b", 2.0 + 4e-13), ("c", 2.001)):
        bake(small("=given*3", "=3*given", number), tmp_path / f"{name}.xlsx")
    assert same(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert not same(tmp_path / "a.xlsx", tmp_path / "c.xlsx")


@pytest.mark.parametrize("name", ["UST10", "r1", "C", "two words", "1st"])
def test_a_name_that_excel_would_take_for_a_cell_is_refused(name: str, tmp_path: Path) -> None:
    workbook = TemplateWorkbook(tmp_path / "x.xlsx", SMALL)
    with pytest.raises(ValueError, match="is no name"):
        workbook.name(name, "Answer!$A$1")


def test_prose_wraps_and_keeps_figures_live() -> None:
    told = list(lines("One {a_name|2} and\n 'two' \"three\".\n\nNext {b|0%} {c|}% end", 80, "•  "))
    assert told == [
        '="•  One "&IFERROR(FIXED(a_name,2),"n/a")&" and \'two\' ""three""."',
        '="•  Next "&IFERROR(FIXED(100*(b),0)&"%","n/a")&" "&c&"% end"',
    ]
    assert [len(line) <= 20 for line in lines("word " * 20, 20)] == [True] * 5
    assert one_line("plain") == "plain"


def test_generate_writes_what_differs_and_check_only_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def target(root: Path) -> None:
        (root / "docs").mkdir()
        (root / "docs" / "new.md").write_text("new")

    monkeypatch.setattr(generate, "TARGETS", {"docs": target})
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    assert generate.main(["--check"]) == 1
    assert "not up to date: docs/new.md" in capsys.readouterr().out
    assert not (tmp_path / "docs").exists()
    assert generate.main(["docs"]) == 0
    assert (tmp_path / "docs" / "new.md").read_text() == "new"
    assert generate.main(["--check"]) == 0
