"""The command line: what it prints, what it returns, what it does not import."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.hosts.headless.books import make, values, with_formulas, write_data
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cli import calc as calc_command
from xl_stressvar.cli import main as cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_calc_lists_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)", "=1/0")
    code, out, err = run(capsys, "calc", str(path))
    assert (code, err) == (0, "")
    assert "Risk!A2  #DIV/0!  Risk!A2 divides by zero" in out
    assert "a-calculated.xlsx: 2 formulas, 1 of them stressed-VaR" in out
    assert values(tmp_path / "a-calculated.xlsx")["A2"] == "#DIV/0!"


def test_calc_fails_if_a_formula_of_ours_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos,1%)")
    code, out, _ = run(capsys, "calc", str(path), "-o", str(tmp_path / "b.xlsx"))
    assert code == 1
    assert "Risk!A1  #NUM!  confidence is 1%" in out
    assert "1 failure." in out


def test_a_refused_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "calc", str(tmp_path / "no.xlsx")) == (
        1, "", "There is no file no.xlsx. Check the name and the folder.\n",
    )  # fmt: skip
    code, out, err = run(capsys, "calc", "bad\0name.xlsx")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_calc_says_the_same_to_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(book: Any) -> None:
        out = book.add_worksheet("Out")
        out.write_formula("A1", "=PARAM_VAR(-1,100)")
        out.write_formula("A2", "=1/0")
        out.write_formula("A3", "=PARAM_VAR(0.012,100)")

    path = make(tmp_path / "a.xlsx", fill)
    code, out, err = run(capsys, "calc", str(path), "--json")
    (line,) = out.splitlines()
    told = json.loads(line)
    assert (code, err) == (1, "")
    assert told["source"] == str(path)
    assert Path(told["target"]).is_file()
    assert (told["version"], told["formulas"], told["ours"]) == (__version__, 3, 2)
    assert (told["calculated"], told["failed"], told["not_calculated"]) == (3, 1, [])
    assert [(e["cell"], e["error"], e["failure"]) for e in told["errors"]] == [
        ("Out!A1", "#NUM!", True),
        ("Out!A2", "#DIV/0!", False),
    ]
    assert "volatility" in told["errors"][0]["why"]


def test_check_says_the_same_to_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Out").write_formula("A1", "=1+1", None, 3)

    path = make(tmp_path / "a.xlsx", fill)
    code, out, _ = run(capsys, "calc", str(path), "--check", "--json")
    told = json.loads(out)
    assert (code, told["target"], told["checked"]) == (1, None, 1)
    assert told["differences"] == [{"cell": "Out!A1", "file": 3.0, "calculated": 2.0}]


@pytest.mark.parametrize(("name", "cure"), [("a.csv", "import"), ("a.ods", "save it as .xlsx")])
def test_a_file_of_another_kind_says_what_to_do(
    name: str, cure: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if name == "a.csv":
        path.write_text("Date,SPX\n2024-01-02,100\n")
    else:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    code, out, err = run(capsys, "calc", str(path), "--json")
    assert (code, out) == (1, "")
    assert cure in err


def test_eval_prints_values_and_errors(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "eval", "1+1", "=TRUE", '={"a",10;"bcd",2.5}')
    assert (code, out) == (0, "2\nTRUE\n\na     10\nbcd  2.5\n")
    code, out, _ = run(capsys, "eval", "=1/0", "=1+1")
    assert code == 1
    assert out == "#DIV/0!  The formula divides by zero or by a blank cell. Check its divisor.\n2\n"


def test_eval_gives_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "eval", "--json", "=1/3", "2>1", "={1,#N/A}", "=NA()")
    assert code == 1
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[:3] == [
        {"formula": "=1/3", "value": 1 / 3},
        {"formula": "2>1", "value": True},
        {"formula": "={1,#N/A}", "value": [[1.0, "#N/A"]]},
    ]
    assert (lines[3]["formula"], lines[3]["error"], list(lines[3])[2]) == ("=NA()", "#N/A", "why")


def test_eval_reads_a_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_formulas(tmp_path / "a.xlsx")
    assert run(capsys, "eval", "=SUM(Pos)", "--book", str(path)) == (0, "130\n", "")
    code, _, err = run(capsys, "eval", "=1", "--book", str(tmp_path / "no.xlsx"))
    assert (code, err[:16]) == (1, "There is no file")


def test_functions_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "functions")
    assert code == 0
    assert all(entry.signature in out and entry.family in out for entry in CATALOGUE)
    _, out, _ = run(capsys, "functions", "--json")
    listed = [json.loads(line) for line in out.splitlines()]
    assert [one["name"] for one in listed] == [entry.name for entry in CATALOGUE]


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_functions_explains_one(entry: object, capsys: pytest.CaptureFixture[str]) -> None:
    name = entry.name  # type: ignore[attr-defined]
    code, out, _ = run(capsys, "functions", name.lower())
    assert code == 0
    flat = " ".join(out.split())
    assert all(f"{p.name} (" in flat and p.kind.help in flat for p in CATALOGUE[name].parameters)
    code, out, _ = run(capsys, "functions", f"={name}(", "--json")
    assert json.loads(out)["signature"] == CATALOGUE[name].signature


def test_a_misspelt_function_finds_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "functions", "stressed_vr")
    assert code == 1
    assert err.strip().endswith("STRESSED_VAR or STRESSED_ES or STRESSED_VAR_TABLE?")


def test_errors_that_say_the_same_are_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """3 x 3 correlations in a block of 5 x 4: 11 cells of padding; five cells pass on one error."""

    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        sheet.write_array_formula("A1:D5", "{=CRISIS_CORR(Data!B2:D301)}")
        sheet.write_formula("F1", "=1/0")
        for cell in ("F3", "F4", "F5", "G4", "H9"):
            sheet.write_formula(cell, "=Risk!F1+1")

    path = make(tmp_path / "a.xlsx", fill)
    code, out, _ = run(capsys, "calc", str(path))
    *lines, _ = out.splitlines()
    assert code == 0
    assert [line.split("  ")[0] for line in lines] == [
        "Risk!D1:D5, A4:C5",
        "Risk!F1",
        "Risk!F3:F5, G4, H9",
    ]
    assert [line.rpartition("(")[2] for line in lines if line.endswith(")")] == [
        "11 cells)",
        "5 cells)",
    ]


def test_part_of_a_name_finds_those_that_hold_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean calm_vs_stressed or" in run(capsys, "new", "STRESS")[2]
    assert "STRESS_RATIO or RATIO_SERIES?" in run(capsys, "functions", "ratio")[2]
    assert "See: xl-stressvar functions." in run(capsys, "functions", "zzzzq")[2]


def test_the_unexpected_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr(calc_command, "run", broken)
    code, out, err = run(capsys, "calc", "x.xlsx")
    assert (code, out) == (3, "")
    assert "ZeroDivisionError: two lines" in err
    assert err.count("\n") == 1


def test_a_stop_by_the_keyboard_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(calc_command, "run", stopped)
    assert run(capsys, "calc", "x.xlsx") == (130, "", "Stopped; nothing was written.\n")


@pytest.mark.parametrize("arguments", [["nonsense"], ["calc"], ["calc", "a", "--nonsense"]])
def test_a_wrong_command_line_is_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_nothing_asked_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([])
    assert stop.value.code == 0
    assert "recalculate a template" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["--version"])
    assert (stop.value.code, capsys.readouterr().out) == (0, f"xl-stressvar {__version__}\n")


@pytest.mark.parametrize(("arguments", "banned"), [
    ("['--help']", ("formualizer", "scipy", "numpy", "lxml", "rich")),
    ("['functions']", ("formualizer", "lxml", "rich", "pandas", "xlwings")),
])  # fmt: skip
def test_help_starts_without_the_heavy_libraries(arguments: str, banned: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom xl_stressvar.cli import main as cli\n"
        f"try: cli.main({arguments})\nexcept SystemExit: pass\n"
        f"sys.exit(' '.join(m for m in {banned} if m in sys.modules) or 0)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def saved_by_excel(path: Path) -> Path:
    """A workbook with values that say that they are calculated; Risk!A2 is wrong, A3 not known here."""

    def fill(book: Any) -> None:
        book.set_calc_mode("auto", 191029)
        book.calc_on_load = False
        sheet = book.add_worksheet("Risk")
        sheet.write("B1", 3)
        sheet.write_formula("A1", "=PARAM_VAR(0.2,5,97.72498680518208%)", None, 0)
        sheet.write_formula("A2", "=B1*2", None, 5)
        sheet.write_formula("A3", "=BDP(1)", None, 7)

    return make(path, fill)


@pytest.mark.slow
def test_calc_keeps_what_need_not_be_calculated_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved_by_excel(tmp_path / "a.xlsx")
    code, out, _ = run(capsys, "calc", str(path))
    assert code == 0
    assert "Risk!A3: calls BDP; its old value is kept." in out
    assert "3 formulas, 1 of them stressed-VaR; 2 kept as saved" in out
    found = values(tmp_path / "a-calculated.xlsx", 1)
    assert (found["A1"], found["A2"], found["A3"]) == (pytest.approx(2), 5, 7)
    for extra in (["--all"], ["--changed", "Risk!B1"]):
        assert run(capsys, "calc", str(path), *extra)[0] == 0
        assert values(tmp_path / "a-calculated.xlsx", 1)["A2"] == 6
    code, _, err = run(capsys, "calc", str(path), "--changed", "Nowhere!A1")
    assert code == 1
    assert "Nowhere!A1 is no range of a.xlsx" in err


def test_check_lists_what_differs_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved_by_excel(tmp_path / "a.xlsx")
    code, out, _ = run(capsys, "calc", str(path), "--check")
    assert code == 1
    assert "Risk!A2  the file: 5.0, calculated: 6.0" in out
    assert "Risk!A3: calls BDP; not checked." in out
    assert "2 formulas checked" in out
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('=CRISIS_WINDOWS("2026-06-30")', r"GFC +Global financial crisis +2008-09-01 +2009-08-31"),
        ('STRESS_AUDIT(CRISIS_RETURNS("GFC","SPX"),100)', r"First day +2008-09-02\n"),
        ('=CRISIS_RETURNS("2008-09-15:2008-09-15","SPX")', r"2008-09-15 +-0\.047"),
        ("=CRISIS_REPLAY({0.01;-0.01},1)", r"\n +2 +-0.01 "),  # days, no dates
        ('=INDEX(CRISIS_WINDOWS("2026-06-30"),2,3)', r"39692"),  # a cell of another function
    ],
)
def test_eval_shows_days_as_dates(
    formula: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "eval", formula)
    assert code == 0
    assert re.search(shown, out), out


def test_eval_shows_the_same_dates_from_a_book_that_counts_from_1904(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "mac.xlsx")
    formula = '=CRISIS_RETURNS("2008-09-15:2008-09-15","SPX")'
    _, out, _ = run(capsys, "eval", "--book", str(tmp_path / "mac.xlsx"), formula)
    assert re.search(r"2008-09-15 +-0\.047", out), out
