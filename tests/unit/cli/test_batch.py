"""`xl-stressvar batch`: what is printed, and the exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.batch import jobs
from xl_stressvar.cli.main import main


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["batch", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_run_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jobs.job(tmp_path)
    code, out, err = said(capsys, path)
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith(f"{tmp_path / 'out'}: 7 portfolios and 7 nodes, 5 parts done, ")
    assert second.startswith("Digest of all figures: ")
    code, out, err = said(capsys, path)
    assert (code, out) == (1, "")
    assert "Give --resume to keep what is still right" in err
    code, out, err = said(capsys, path, "--resume")
    assert code == 0
    assert "0 parts done, 5 kept" in out
    assert out.splitlines()[1] == second


def test_part_of_a_run_says_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "report.xlsx"
    words = ("--only", "portfolio=P1", "--report", book)
    code, out, _ = said(capsys, jobs.job(tmp_path), *words)
    assert code == 0
    assert "No report yet: it is written when no part is left." in out
    assert not book.exists()
    assert "1 part done" in out
    assert "Left for --resume: 4 parts." in out


def test_a_failure_is_told_and_makes_the_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = jobs.returns()
    rows[1:] = [[*row[:-1], row[-1] * 1e6] for row in rows[1:]]
    held = [["portfolio", "factor", "amount"], ["P1", "Gold", 2.5], ["P2", "Gold", 1]]
    path = jobs.job(tmp_path, returns=rows, positions=held, hierarchy=None)
    code, out, err = said(capsys, path)
    assert (code, err) == (1, "")
    assert "2 figures failed; the reasons are in failures.parquet, the first here:" in out
    assert "\nP1, worst: #VALUE!  returns (" in out
    assert "a return below -100%, and the positions are amounts" in out


def test_the_example_is_a_job_that_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from xl_stressvar.batch import example

    made = example.write_example
    monkeypatch.setattr(example, "write_example", lambda folder: made(folder, 40, 1400, 6, 3))
    code, out, _ = said(capsys, "--example", tmp_path / "new")
    assert (code, out) == (0, f"xl-stressvar batch {tmp_path / 'new' / 'job.toml'}\n")
    code, out, _ = said(capsys, tmp_path / "new/job.toml")
    assert code == 0
    assert "40 portfolios and 25 nodes" in out
    code, _, err = said(capsys, "--example", tmp_path / "new")
    assert code == 1
    assert "new is there already" in err


def test_without_pyarrow_a_sentence_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = said(capsys, "--example", tmp_path / "new")
    assert code == 1
    assert err == (
        "This command needs pyarrow, which is not installed in this Python. "
        'Run: python -m pip install "xl-stressvar[batch]".\n'
    )


@pytest.mark.parametrize("words", [[], ["a.toml", "--example", "b"], ["a.toml", "--workers", "0"]])
def test_a_wrong_line_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["batch", *words])
    assert ended.value.code == 2
    assert "usage: xl-stressvar batch" in capsys.readouterr().err


def test_a_report_is_written_and_a_sample_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, book = jobs.job(tmp_path), tmp_path / "report.xlsx"
    code, out, _ = said(capsys, path, "--report", book)
    assert code == 0
    assert out.endswith(f"Report: {book}\n")
    assert book.stat().st_size > 1000
    code, _, err = said(capsys, path, "--resume", "--report", book)
    assert code == 1
    assert err.startswith("report.xlsx is there already")
    assert said(capsys, path, "--resume", "--report", book, "--force")[0] == 0
    code, out, _ = said(capsys, path, "--verify")
    assert code == 0
    assert out.startswith("14 figures of 14 portfolios and nodes redone (seed ")
    assert out.endswith("): all the same.\n")
