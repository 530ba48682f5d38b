"""The report of a run, and the sample that is redone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from xlsxwriter.worksheet import Worksheet

from tests.unit.batch import jobs
from xl_stressvar.batch import engines, report, run
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.outcome import Outcome
from xl_stressvar.batch.plan import load_plan
from xl_stressvar.batch.verify import verify
from xl_stressvar.errors import FileProblem

GFC = 'name = "2008"\nwindow = "2008-02-01:2008-09-30"\n'


def calculated(path: Path) -> Outcome:
    return run.run(read_job(path), engines.here, resume=True)


def reported(path: Path) -> Any:
    plan = calculated(path).plan
    report.write_report(path.parent / "out", plan, path.parent / "report.xlsx")
    return openpyxl.load_workbook(path.parent / "report.xlsx")


def rows(book: Any, sheet: str, first: int = 5) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(min_row=first, values_only=True))


def test_the_report_shows_the_figures_of_the_run(tmp_path: Path) -> None:
    book = reported(jobs.job(tmp_path, measures=[jobs.MEASURE, GFC]))
    names = ["Summary", "Desks", "Tree", "Largest", "Windows", "Failures", "Audit"]
    assert book.sheetnames == names
    found = jobs.results(tmp_path)
    total = next(r for r in found if r["level"] == "total" and r["measure"] == "worst")
    shown = rows(book, "Summary")[0]
    assert shown[:5] == (
        "worst", pytest.approx(total["var"]), pytest.approx(total["es"]),
        *(dt.datetime.combine(total[key], dt.time()) for key in ("start", "end")),
    )  # fmt: skip
    alone = sum(r["var"] for r in found if r["level"] == "portfolio" and r["measure"] == "worst")
    assert shown[5:] == (pytest.approx(alone), pytest.approx(total["var"] / alone), 0)
    assert [row[0].strip() for row in rows(book, "Tree")[::2]] == [
        "Total", "EQUITY", "Cash", "Options", "RATES", "Swaps", "Repo",
    ]  # fmt: skip
    desks = rows(book, "Desks")
    assert [row[0] for row in desks] == ["EQUITY", "RATES"]
    assert sum(row[2] for row in desks) == pytest.approx(total["var"])
    assert len(book["Summary"]._charts) == len(book["Windows"]._charts) == 1


def test_the_largest_are_in_order_and_no_more_than_a_hundred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "_LARGEST", 3)
    book = reported(jobs.job(tmp_path))
    var = {r["portfolio"]: r["var"] for r in jobs.results(tmp_path) if r["level"] == "portfolio"}
    expected = sorted(var.items(), key=lambda pair: -pair[1])[:3]
    shown = [(row[2], pytest.approx(row[3])) for row in rows(book, "Largest")]
    assert shown == expected
    assert [row[1] for row in rows(book, "Largest")] == [1, 2, 3]


def test_windows_are_counted_by_the_quarter_in_which_they_begin(tmp_path: Path) -> None:
    book = reported(jobs.job(tmp_path))
    starts = [r["start"] for r in jobs.results(tmp_path) if r["level"] == "portfolio"]
    expected: dict[str, int] = {}
    for day in sorted(starts):
        quarter = f"{day.year} Q{(day.month - 1) // 3 + 1}"
        expected[quarter] = expected.get(quarter, 0) + 1
    shown = [row[:3] for row in rows(book, "Windows")]
    assert shown == [("worst", quarter, count) for quarter, count in expected.items()]


def test_failures_are_in_the_report_with_their_sentences(tmp_path: Path) -> None:
    daily = jobs.returns()
    daily[1:] = [[*row[:-1], row[-1] * 1e6] for row in daily[1:]]
    held = [["portfolio", "factor", "amount"], ["P1", "Gold", 2.5], ["P2", "Gold", 1]]
    book = reported(jobs.job(tmp_path, returns=daily, positions=held, hierarchy=None))
    first, second = rows(book, "Failures")
    assert first[:4] == ("P1", "portfolio", "worst", "#VALUE!")
    assert "a return below -100%" in first[4]
    assert second[0] == "Total"
    assert rows(book, "Summary")[0][7] == 1


def test_more_rows_than_a_sheet_has_end_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST_ROWS", 9)
    book = reported(jobs.job(tmp_path))
    tree = rows(book, "Tree")
    assert [row[0].strip() for row in tree[:4]] == ["Total", "EQUITY", "Cash", "Options"]
    assert tree[4][0] == "3 rows more have no room in a sheet: tree.parquet has them all."
    assert len(tree) == 5


def test_a_sheet_has_as_many_rows_as_excel_says() -> None:
    """Excel specifications and limits: 1,048,576 rows by 16,384 columns; so has the writer."""
    assert report.MOST_ROWS == 1_048_576 == Worksheet().xls_rowmax


def test_as_many_rows_as_a_sheet_has_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_ROWS", 11)
    tree = rows(reported(jobs.job(tmp_path)), "Tree")
    assert [row[0].strip() for row in tree][-1] == "Repo"
    assert len(tree) == 7


def test_undated_returns_have_a_report_too(tmp_path: Path) -> None:
    daily = [row[1:] for row in jobs.returns(300)]
    book = reported(jobs.job(tmp_path, returns=daily))
    total = next(r for r in jobs.results(tmp_path) if r["level"] == "total")
    assert rows(book, "Summary")[0][3:5] == (total["start"], total["end"])


def test_a_sample_that_is_redone_is_the_same(tmp_path: Path) -> None:
    path = jobs.job(tmp_path, measures=[jobs.MEASURE, GFC])
    calculated(path)
    found = verify(read_job(path), sample=1000)
    assert (found.figures, found.portfolios, found.differences) == (28, 14, [])
    one, other = (verify(read_job(path), sample=3, seed=5) for _ in range(2))
    assert one == other
    assert one.portfolios == 3


def test_a_part_with_another_figure_is_found_by_the_digest_and_the_sample(tmp_path: Path) -> None:
    from xl_stressvar.batch.parts import write_part

    path = jobs.job(tmp_path)
    out = tmp_path / "out"
    plan = calculated(path).plan
    table = pa.parquet.ParquetFile(out / "parts/part-0000000.parquet").read()
    changed = table.to_pylist()
    changed[0]["var"] *= 1 + 1e-9
    changed[1]["start"] -= dt.timedelta(1)
    forged = pa.Table.from_pylist(changed, table.schema)
    write_part(out, load_plan(str(out), plan.fingerprint), plan.blocks[0], forged)
    digest, var, start = verify(read_job(path), sample=1000).differences
    assert digest == "The parts have another digest than the run in the log."
    assert var.startswith("P1, worst: var is ")
    assert start.startswith("P2, worst: start is ")


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (lambda data: data[: len(data) // 2], "is damaged: it is no whole part of this run."),
        (lambda data: b"", "is damaged: "),
        (None, "is not there any more."),
    ],
)
def test_a_part_that_is_damaged_or_gone_is_told_by_its_name(
    tmp_path: Path, spoilt: Callable[[bytes], bytes] | None, says: str
) -> None:
    path = jobs.job(tmp_path)
    calculated(path)
    file = tmp_path / "out/parts/part-0000001.parquet"
    if spoilt is None:
        file.unlink()
    else:
        file.write_bytes(spoilt(file.read_bytes()))
    with pytest.raises(FileProblem) as caught:
        verify(read_job(path))
    sentence = caught.value.sentence()
    assert sentence.startswith(f"parts/part-0000001.parquet {says}")
    assert sentence.endswith("with --resume: that part is done anew, the others are kept.")
    assert calculated(path).done == 1
    assert verify(read_job(path)).differences == []


@pytest.mark.parametrize("name", ["returns.npy", "factors.bin", "plan.json", "names.json"])
def test_a_plan_that_is_damaged_is_told_and_made_anew(tmp_path: Path, name: str) -> None:
    path = jobs.job(tmp_path)
    one = calculated(path)
    file = tmp_path / "out/plan" / name
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(FileProblem, match=r"^The folder plan of .* is damaged or gone\. Run the"):
        verify(read_job(path))
    again = calculated(path)
    assert (again.done, again.kept, again.totals) == (0, 5, one.totals)
    assert verify(read_job(path)).differences == []


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_leaves_does_not_damage_a_plan(tmp_path: Path, name: str) -> None:
    path = jobs.job(tmp_path)
    calculated(path)
    (tmp_path / "out/plan" / name).write_bytes(b"icons")
    assert verify(read_job(path)).differences == []


def test_a_line_of_the_log_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    calculated(path)
    log = tmp_path / "out/run.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + whole[: len(whole) // 2])
    assert verify(read_job(path)).differences == []
    calculated(path)
    first, cut, second = log.read_bytes().splitlines()
    assert first.startswith(cut)
    assert json.loads(second)["parts"]["kept"] == 5


def test_an_input_that_is_another_now_is_refused(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    calculated(path)
    jobs.save(tmp_path / "positions.parquet", jobs.positions(seed=8))
    with pytest.raises(FileProblem, match=r"positions\.parquet is not what the results were"):
        verify(read_job(path))


def test_there_is_nothing_to_verify_before_a_whole_run(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    with pytest.raises(FileProblem, match="holds no finished run"):
        verify(read_job(path))
    run.run(read_job(path), engines.here, resume=True, only="portfolio=P1")
    with pytest.raises(FileProblem, match="holds no finished run"):
        verify(read_job(path))
