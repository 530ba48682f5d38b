"""templates, new and render: what they print, write and refuse."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tools.templates import TEMPLATES
from xl_stressvar import errors
from xl_stressvar.cli import main as cli
from xl_stressvar.cli import new, render
from xl_stressvar.templates import question, templates

REFUSED = 1


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_every_template_is_listed_with_its_question(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "templates")
    assert (code, err) == (0, "")
    listed = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert {f"{name}.xlsx" for name in listed} == set(TEMPLATES)
    assert all(text.endswith("?") for text in listed.values())


def test_a_question_is_what_another_reader_sees_in_the_first_sheet() -> None:
    for path in templates().values():
        book = openpyxl.load_workbook(path, read_only=True)
        assert question(path) == book.worksheets[0]["B1"].value
        book.close()


def test_new_copies_a_template_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "mine.xlsx"
    code, out, err = run(capsys, "new", "march_2020", "-o", str(copy))
    assert (code, out.strip(), err) == (0, str(copy), "")
    assert copy.read_bytes() == templates()["march_2020"].read_bytes()


def test_new_takes_the_file_name_too_and_writes_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "new", "beyond_var.xlsx")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["beyond_var.xlsx"]


def test_a_template_that_was_given_up_names_its_successor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "new", "your_data.xlsx")
    assert (code, out) == (REFUSED, "")
    assert "There is no template your_data" in err
    assert "xl-stressvar new committee_pack" in err


def test_new_into_a_folder_keeps_the_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "beyond_var.xlsx"
    for _ in range(2):  # the second is refused
        code, out, err = run(capsys, "new", "beyond_var", "-o", str(tmp_path))
    assert (code, out) == (REFUSED, "")
    assert "beyond_var.xlsx is there already" in err
    assert copy.read_bytes() == templates()["beyond_var"].read_bytes()


def test_new_into_a_folder_that_is_not_there_yet_makes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "new", "beyond_var", "-o", f"{tmp_path}/no/such/")
    copy = tmp_path / "no" / "such" / "beyond_var.xlsx"
    assert (code, out.strip(), err) == (0, str(copy), "")
    assert copy.read_bytes() == templates()["beyond_var"].read_bytes()


def test_new_all_puts_every_template_side_by_side_in_a_new_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "risk" / "books"
    code, out, err = run(capsys, "new", "--all", "-o", str(folder))
    assert (code, err) == (0, "")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in templates().values()
    }
    assert out.split() == [str(folder / path.name) for path in templates().values()]


def test_new_all_writes_none_if_one_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "start_here.xlsx").write_bytes(b"a week's work")
    code, out, err = run(capsys, "new", "--all", "-o", str(tmp_path))
    assert (code, out) == (REFUSED, "")
    assert "start_here.xlsx is there already" in err
    assert [path.name for path in tmp_path.iterdir()] == ["start_here.xlsx"]


def test_new_all_takes_away_what_it_wrote_before_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, names = new._copy, []

    def fails_third(data: bytes, target: Path) -> None:
        names.append(target)
        if len(names) == 3:
            raise errors.NOT_WRITTEN(file=target.name, reason="the disk is full")
        copy(data, target)

    monkeypatch.setattr(new, "_copy", fails_third)
    code, _, err = run(capsys, "new", "--all", "-o", str(tmp_path))
    assert (code, len(names)) == (REFUSED, 3)
    assert "the disk is full" in err
    assert list(tmp_path.iterdir()) == []


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.xlsx"
    mine.write_bytes(b"a week's work")
    code, out, err = run(capsys, "new", "march_2020", "-o", str(mine))
    assert (code, out) == (REFUSED, "")
    assert "mine.xlsx is there already, and is left alone" in err
    assert mine.read_bytes() == b"a week's work"


def test_new_leaves_no_half_copy_on_a_full_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))  # bytes in a file
    try:
        code = cli.main(["new", "march_2020", "-o", str(tmp_path / "mine.xlsx")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == REFUSED
    assert "mine.xlsx could not be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new", "march_202"), "Did you mean march_2020?"),
        (("new", "calm"), "Did you mean calm_vs_stressed?"),
        (("new", "zzz"), "See: xl-stressvar templates."),
        (("new", "march_2020", "-o", "a.pdf"), "a.pdf does not end in .xlsx"),
        (("new", "march_2020", "-o", "/dev/null/a.xlsx"), "a.xlsx could not be written"),
        (("demo", "-o", "/dev/null/a.xlsx"), "a.xlsx could not be written: Not a directory"),
        (("libreoffice", "-o", "no/a.oxt"), "a.oxt could not be written: No such file"),
        (("render", "nothing.xlsx"), "There is no file nothing.xlsx"),
        (("render", "nothing.xlsx", "-o", "a.png"), "a.png does not end in .pdf"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (REFUSED, "")
    assert told in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_the_pages_show_values_where_formulas_were_and_all_else_stays() -> None:
    path = templates()["march_2020"]
    before, after = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(render.values_only(path)))
    with before, after:
        assert before.namelist() == after.namelist()
        formulas = 0
        for part in before.namelist():
            if part.startswith("xl/worksheets/sheet"):
                formulas += before.read(part).count(b"<f")
                assert b"<f>" not in after.read(part)
                assert b"<f " not in after.read(part)
            else:
                assert before.read(part) == after.read(part)
        assert formulas > 100


def test_a_workbook_that_was_never_calculated_is_not_printed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=PARAM_VAR(0.01,100)"
    book.save(tmp_path / "new.xlsx")
    with pytest.raises(Exception, match=r"Sheet!A1 of new\.xlsx has a formula without a value"):
        render.values_only(tmp_path / "new.xlsx")


@pytest.mark.libreoffice
def test_render_makes_a_pdf_with_the_computed_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "personal_portfolio.pdf"
    book = str(templates()["personal_portfolio"])
    code, out, _ = run(capsys, "render", book, "-o", str(tmp_path))
    assert (code, out.strip()) == (0, str(target))
    assert target.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True)
    assert b"3.39K" in text.stdout
    assert b"#NAME?" not in text.stdout
