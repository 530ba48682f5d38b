"""Streams that are missing or full, ends from outside, and texts that a terminal would obey."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.headless.books import make, members, replaced, values, with_formulas
from tests.support import ROOT
from tests.unit.cli.test_calc_and_eval import run
from xl_stressvar.cli import calc as calc_command
from xl_stressvar.cli import main as cli

pytestmark = pytest.mark.slow  # each starts processes

POSIX = pytest.mark.skipif(os.name != "posix", reason="shells and signals of POSIX")


def shell(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command line; in it `"$@"` is the command with these arguments."""
    ours = [sys.executable, "-m", "xl_stressvar.cli", *arguments]
    return subprocess.run(
        ["sh", "-c", command, "sh", *ours], capture_output=True, text=True, timeout=120, check=False,
        cwd=ROOT,
    )  # fmt: skip


@POSIX
@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"])
def test_calc_calculates_without_a_standard_stream(tmp_path: Path, closed: str) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    done = shell(f'"$@" {closed}', "calc", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert values(tmp_path / "a-calculated.xlsx")["A1"] == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
def test_a_full_disk_behind_the_answer_is_a_sentence() -> None:
    done = shell('"$@" > /dev/full', "eval", "1+1")
    assert (done.returncode, done.stderr) == (1, "The system refused: No space left on device.\n")


@pytest.mark.parametrize(
    ("problem", "code", "words"),
    [
        (MemoryError(), 1, "The system has not enough memory for this."),
        (OSError(28, "No space left on device"), 1, "The system refused: No space left on device."),
        (type("PanicException", (BaseException,), {})("boom"), 3, "(PanicException: boom). Please"),
    ],
)
def test_what_reaches_the_top_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    problem: BaseException,
    code: int,
    words: str,
) -> None:
    def broken(_: object) -> int:
        raise problem

    monkeypatch.setattr(calc_command, "run", broken)
    monkeypatch.setattr(cli, "_silence", lambda stream: None)  # which is the tests' own
    found, out, err = run(capsys, "calc", "x.xlsx")
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert words in err


@POSIX
def test_a_polite_end_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit) as end:
        cli.main(["calc", str(path)])
    assert end.value.code == 128 + signal.SIGTERM
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@POSIX
def test_the_copy_of_a_private_workbook_is_private(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    for mode, expected in ((0o600, 0o600), (0o640, 0o640), (0o444, 0o644)):
        path.chmod(mode)
        out = tmp_path / f"{mode}.xlsx"
        cli.main(["calc", str(path), "-o", str(out)])
        assert stat.S_IMODE(out.stat().st_mode) == expected


HARMFUL = "a\x1b]0;owned\x07\x9b2J\u202eb"


def test_a_terminal_obeys_no_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make(
        tmp_path / "a.xlsx", lambda book: book.add_worksheet("S").write_string("A1", HARMFUL)
    )
    _, out, _ = run(capsys, "eval", "--book", str(path), "=S!A1", "=S!A1:A1&{1,2}")
    assert out.replace("\n", "").isprintable()
    _, out, _ = run(capsys, "eval", "--json", "--book", str(path), "=S!A1")
    assert out.removesuffix("\n").isprintable()
    assert json.loads(out)["value"] == HARMFUL


def test_a_sheets_name_makes_no_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1/0", "=PARAM_VAR(0.1,1,7)")
    text = members(path)["xl/workbook.xml"].decode()
    name = 'name="all fine.&#10;x.xlsx: 9 formulas&#x9b;2J&#x202e;"'
    replaced(path, {"xl/workbook.xml": text.replace('name="Risk"', name)})
    code, out, err = run(capsys, "calc", str(path))
    assert (code, err) == (1, "")
    assert len(out.splitlines()) == 3
    assert out.replace("\n", "").isprintable()
