"""A run: what a worksheet would give for each portfolio, in parts that a later run keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

import xl_stressvar as sv
from tests.unit.batch import jobs
from xl_stressvar.batch import engines, finish, run
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.outcome import Outcome
from xl_stressvar.batch.plan import planned
from xl_stressvar.batch.work import Done, Task
from xl_stressvar.domain import History, Positions, dates
from xl_stressvar.errors import FileProblem

WORST = jobs.MEASURE
GFC = 'name = "2008"\nwindow = "2008-02-01:2008-09-30"\nconfidence = 0.975\nhorizon_days = 10\n'
NORMAL = 'name = "normal"\nwindow = "WORST"\nmethod = "normal"\n'
SEVERAL = 'name = "two"\nwindow = ["2008-02-01:2008-09-30", "2008-10-01:2009-03-31"]\n'


def calculate(path: Path, **options: Any) -> Outcome:
    options = {"resume": False} | options
    return run.run(read_job(path), options.pop("engine", engines.here), **options)


def digest(path: Path, **options: Any) -> str:
    totals = calculate(path, **options).totals
    assert totals is not None
    return totals.digest


def parts(folder: Path) -> dict[str, int]:
    """The finished parts, and when each was written."""
    return {p.name: p.stat().st_mtime_ns for p in sorted((folder / "out/parts").glob("*.parquet"))}


def test_figures_are_those_of_the_cell_functions(tmp_path: Path) -> None:
    calculate(jobs.job(tmp_path, measures=[WORST, GFC, NORMAL, SEVERAL]))
    rows = jobs.returns()
    days = np.array([dates.serial(row[0]) for row in rows[1:]])
    history = History(np.array([row[1:] for row in rows[1:]]), jobs.FACTORS, days)
    held = np.zeros((7, 4))
    for name, factor, amount in jobs.positions()[1:]:
        held[int(name[1:]) - 1, jobs.FACTORS.index(factor)] = amount
    nodes = [held.sum(axis=0), *(held[s].sum(axis=0) for s in np.s_[:3, :2, 2:3, 3:, 3:5, 5:])]
    asked = {
        "worst": ("WORST", 0.99, 1, "historical"),
        "2008": ("2008-02-01:2008-09-30", 0.975, 10, "historical"),
        "normal": ("WORST", 0.99, 1, "normal"),
        "two": (["2008-02-01:2008-09-30", "2008-10-01:2009-03-31"], 0.99, 1, "historical"),
    }
    found = iter(jobs.results(tmp_path))
    for amounts in [*held, *nodes]:
        for measure, (window, confidence, horizon, method) in asked.items():
            row = next(found)
            assert row["measure"] == measure
            positions = Positions(amounts[None, :])
            arguments = (confidence, horizon, method)
            var = sv.stressed_var(history, positions, window, *arguments)
            alone = f"{row['start']}:{row['end']}"
            if window == "WORST":
                start, end, _ = sv.worst_window(history, positions, None, *arguments)
                assert (row["start"], row["end"]) == (start.date(), end.date())
            else:
                assert alone in window
            assert row["var"] == pytest.approx(var, rel=1e-12)
            assert row["es"] == pytest.approx(
                sv.stressed_es(history, positions, alone, *arguments), rel=1e-12
            )
            apart = sv.var_contribution(history, positions, window, *arguments)["Component VaR"]
            given = dict(zip(row["factor"], row["component"], strict=True))
            for factor in jobs.FACTORS:
                scale = 1e-12 * abs(amounts).sum()
                assert given.get(factor, 0.0) == pytest.approx(apart[factor], rel=1e-12, abs=scale)
            assert sum(row["component"]) == pytest.approx(row["var"], rel=1e-12)
    assert next(found, None) is None


def test_two_hundred_random_portfolios_have_the_windows_and_figures_of_the_cells(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(200)
    held = rng.standard_normal((200, 4)) * 10.0 ** rng.integers(0, 9, (200, 4))
    held[rng.random(held.shape) < 0.3] = 0.0
    held[:3] = [[1, -1, 0, 0], [0, 0, 0, 0], [1e-300, 0, 0, 5]]
    rows: jobs.Rows = [["portfolio", "factor", "amount"]]
    for i, amounts in enumerate(held.tolist()):
        rows += [[f"P{i}", *pair] for pair in zip(jobs.FACTORS, amounts, strict=True)]
    daily = jobs.returns(1500, seed=7)
    path = jobs.job(tmp_path, returns=daily, positions=rows, hierarchy=None, settings="block = 77")
    calculate(path)
    days = np.array([dates.serial(row[0]) for row in daily[1:]])
    history = History(np.array([row[1:] for row in daily[1:]]), jobs.FACTORS, days)
    found = jobs.results(tmp_path)[:200]
    var = sv.ask("STRESSED_VAR", history, Positions(held), "WORST")[:, 0]
    np.testing.assert_allclose([row["var"] for row in found], var, rtol=1e-12)
    for row, amounts in zip(found, held, strict=True):
        start, end, _ = sv.worst_window(history, Positions(amounts[None, :]))
        assert (row["start"], row["end"]) == (start.date(), end.date())


def test_the_digest_is_the_same_however_the_portfolios_are_split(tmp_path: Path) -> None:
    found = {
        digest(
            jobs.job(tmp_path / str(block), settings=f"block = {block}", measures=[WORST, NORMAL])
        )
        for block in (1, 3, 5, 1000)
    }
    assert len(found) == 1


def test_the_digest_is_another_for_another_figure(tmp_path: Path) -> None:
    rows = jobs.positions()
    one = digest(jobs.job(tmp_path / "a"))
    rows[1] = [*rows[1][:2], rows[1][2] + 1e-6]
    assert digest(jobs.job(tmp_path / "b", positions=rows)) != one


def test_components_of_nodes_add_up_to_their_parent(tmp_path: Path) -> None:
    calculate(jobs.job(tmp_path, measures=[WORST, GFC]))
    rows = finish.node_rows(tmp_path / "out")
    assert [row["portfolios"] for row in rows[::2]] == [7, 3, 2, 1, 4, 2, 2]
    for name in ("Total", "EQUITY", "RATES"):
        for measure in ("worst", "2008"):
            parent = next(r for r in rows if (r["portfolio"], r["measure"]) == (name, measure))
            below = [r for r in rows if (r["parent"], r["measure"]) == (name, measure)]
            assert len(below) == 2
            assert sum(r["component_of_parent"] for r in below) == pytest.approx(parent["var"])


def test_without_components_the_figures_are_the_same(tmp_path: Path) -> None:
    calculate(jobs.job(tmp_path / "a"))
    calculate(jobs.job(tmp_path / "b", settings="components = false"))
    with_them, without = jobs.results(tmp_path / "a"), jobs.results(tmp_path / "b")
    assert all("component" not in row for row in without)
    assert [r["var"] for r in with_them] == [r["var"] for r in without]


def test_undated_returns_have_rows_for_days(tmp_path: Path) -> None:
    rows = [row[1:] for row in jobs.returns(300)]
    calculate(jobs.job(tmp_path, returns=rows, measures=['name = "all"\n', WORST]))
    found = jobs.results(tmp_path)
    assert (found[0]["start"], found[0]["end"]) == (1, 300)
    assert found[1]["end"] - found[1]["start"] == 249


MEASURE_OF_A_DAY = (
    'name = "day"\nwindow = "2008-02-04:2009-06-30"\nconfidence = 0.9\nhorizon_days = 1\n'
)
MONEY = "portfolio,factor,amount\nP1,SPX,1\nP1,Gold,2.5\nP2,SPX,5\nP2,Gold,1\n"


@pytest.mark.parametrize("method", ["historical", "normal"])
def test_the_figures_of_a_portfolio_without_pnl_are_zero_without_a_sign(
    tmp_path: Path, method: str
) -> None:
    rows = [["portfolio", "factor", "amount"], ["P1", "SPX", 0], ["P2", "SPX", 1.5]]
    measure = f'{jobs.MEASURE}method = "{method}"\n'
    calculate(jobs.job(tmp_path, positions=rows, hierarchy=None, measures=[measure]))
    row = jobs.results(tmp_path)[0]
    assert [str(row["var"]), str(row["es"])] == ["0.0", "0.0"]


def test_a_portfolio_that_fails_has_its_sentence_and_the_others_go_on(tmp_path: Path) -> None:
    in_money = [[*row[:-1], row[-1] * 1e6] for row in jobs.returns()[1:]]
    rows = [jobs.returns()[0], *in_money]
    path = jobs.job(tmp_path, returns=rows, ending=".csv", hierarchy=None, measures=[WORST, GFC])
    (tmp_path / "positions.csv").write_text(MONEY, "utf-8")
    outcome = calculate(path)
    first, _, third, *_ = jobs.results(tmp_path)
    assert (first["var"], first["es"], first["start"], first["component"]) == (None, None, None, [])
    assert first["error"] == "#VALUE!"
    assert "a return below -100%, and the positions are amounts" in first["why"]
    assert third["error"] is None
    assert third["var"] > 0
    failures = pa.parquet.ParquetFile(tmp_path / "out/failures.parquet").read().to_pylist()
    assert [row["portfolio"] for row in failures] == ["P1", "P1", "Total", "Total"]
    assert outcome.failed == 4


def test_figures_beyond_the_largest_number_are_refused(tmp_path: Path) -> None:
    measure = 'name = "far"\nwindow = "WORST"\nhorizon_days = 10000\n'
    path = jobs.job(tmp_path, ending=".csv", hierarchy=None, measures=[measure])
    text = "portfolio,factor,amount\nP1,SPX,1.7e308\nP2,SPX,5.5\n"
    (tmp_path / "positions.csv").write_text(text, "utf-8")
    calculate(path)
    first, second, _ = jobs.results(tmp_path)
    assert (first["var"], first["error"]) == (None, "#NUM!")
    assert second["var"] > 0


def test_a_second_run_is_refused_unless_it_resumes(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    one = digest(path)
    before = parts(tmp_path)
    with pytest.raises(FileProblem, match=r"holds results of a run already\. Give --resume"):
        calculate(path)
    outcome = calculate(path, resume=True)
    assert (outcome.done, outcome.kept, outcome.left) == (0, 5, 0)
    assert parts(tmp_path) == before
    assert outcome.totals is not None
    assert outcome.totals.digest == one


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty", "gone"])
def test_a_part_that_is_not_whole_is_done_again_and_no_other(tmp_path: Path, spoil: str) -> None:
    path = jobs.job(tmp_path)
    one = digest(path)
    before = parts(tmp_path)
    file = tmp_path / "out/parts/part-0000001.parquet"
    data = bytearray(file.read_bytes())
    if spoil == "flip":
        at = data.index(b"worst") if b"worst" in data else len(data) // 3
        data[at] ^= 0xFF
    file.write_bytes({"cut": data[: len(data) // 2], "empty": b""}.get(spoil, bytes(data)))
    if spoil == "gone":
        file.unlink()
    outcome = calculate(path, resume=True)
    assert (outcome.done, outcome.kept) == (1, 4)
    assert outcome.totals is not None
    assert outcome.totals.digest == one
    after = parts(tmp_path)
    assert {n for n in after if after[n] != before[n]} == {"part-0000001.parquet"}


def test_a_flipped_bit_anywhere_in_a_figure_is_found(tmp_path: Path) -> None:
    from xl_stressvar.batch.parts import digest_of

    calculate(jobs.job(tmp_path))
    table = pa.parquet.ParquetFile(tmp_path / "out/parts/part-0000000.parquet").read()
    known = digest_of(table)
    for name in table.column_names:
        rows = table.to_pylist()
        value = rows[1][name]
        rows[1][name] = {
            str: lambda v: v + "x", float: lambda v: np.nextafter(v, np.inf), list: lambda v: v[1:],
            type(None): lambda v: "x",
        }.get(type(value), lambda v: v.replace(day=1 if v.day > 1 else 2))(value)  # fmt: skip
        assert digest_of(pa.Table.from_pylist(rows, table.schema)) != known


@pytest.mark.parametrize("change", ["confidence", "block", "returns", "positions", "hierarchy"])
def test_another_setting_or_input_does_all_anew(tmp_path: Path, change: str) -> None:
    path = jobs.job(tmp_path)
    calculate(path)
    if change == "confidence":
        path.write_text(path.read_text("utf-8").replace("0.99", "0.95"), "utf-8")
    elif change == "block":
        path.write_text(path.read_text("utf-8").replace("block = 3", "block = 7"), "utf-8")
    elif change == "hierarchy":
        text = jobs.HIERARCHY.replace("P3,EQUITY", "P3,RATES")
        (tmp_path / "hierarchy.csv").write_text(text, "utf-8")
    elif change == "returns":
        jobs.save(tmp_path / "returns.parquet", jobs.returns(seed=8))
    else:
        jobs.save(tmp_path / "positions.parquet", jobs.positions(seed=8))
    outcome = calculate(path, resume=True)
    assert outcome.kept == 0
    assert outcome.left == 0
    assert len(parts(tmp_path)) == outcome.done == len(outcome.plan.blocks)


def test_an_input_that_is_refused_leaves_the_earlier_results(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    calculate(path)
    before = parts(tmp_path)
    (tmp_path / "hierarchy.csv").write_text("portfolio,desk\nP1,A\n", "utf-8")
    with pytest.raises(FileProblem, match="no row for portfolio P2"):
        calculate(path, resume=True)
    assert parts(tmp_path) == before


def stopping(after: int) -> engines.Engine:
    """An engine whose user has enough after so many parts."""

    def engine(tasks: Sequence[Task]) -> Iterator[Done]:
        for i, done in enumerate(engines.here(tasks)):
            if i == after:
                raise KeyboardInterrupt
            yield done

    return engine


def test_an_interrupted_run_keeps_its_finished_parts(tmp_path: Path) -> None:
    one = digest(jobs.job(tmp_path / "whole"))
    path = jobs.job(tmp_path / "cut")
    with pytest.raises(run.Stopped) as stopped:
        calculate(path, engine=stopping(2))
    assert (stopped.value.finished, stopped.value.parts) == (2, 5)
    before = parts(tmp_path / "cut")
    outcome = calculate(path, resume=True)
    assert outcome.totals is not None
    assert outcome.totals.digest == one
    assert before.items() <= parts(tmp_path / "cut").items()


def test_only_does_the_parts_that_hold_a_node_and_resume_the_rest(tmp_path: Path) -> None:
    path = jobs.job(tmp_path, settings="block = 1")
    outcome = calculate(path, only="desk=equity")
    # three portfolios, the desk and its two books
    assert (outcome.done, outcome.left, outcome.totals) == (6, 8, None)
    names = [row["portfolio"] for row in jobs.results(tmp_path)]
    assert names == ["P1", "P2", "P3", "EQUITY", "EQUITY / Cash", "EQUITY / Options"]
    assert calculate(path, resume=True, only="portfolio=P7").done == 1
    assert calculate(path, resume=True, only="book=RATES / Swaps").done == 3
    assert digest(path, resume=True) == digest(jobs.job(tmp_path / "whole"))


@pytest.mark.parametrize(
    ("only", "says"),
    [
        ("desk=RATE", "There is no desk RATE in this job. There are: RATES."),
        (
            "floor=3",
            "There is no level floor in this job. There are: portfolio, total, desk, book.",
        ),
        ("portfolio=P0", "There is no portfolio P0 in this job."),
        ("RATES", "There is no level rates in this job."),
    ],
)
def test_only_refuses_what_is_not_there(tmp_path: Path, only: str, says: str) -> None:
    with pytest.raises(FileProblem) as caught:
        calculate(jobs.job(tmp_path), only=only)
    assert caught.value.sentence().startswith(says)


def test_progress_is_told_in_portfolios_and_nodes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    calculate(jobs.job(tmp_path), progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 14), (3, 14), (6, 14), (9, 14), (12, 14), (14, 14)]


def test_the_log_has_a_line_a_run_with_what_it_was_of(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    one = digest(path)
    calculate(path, resume=True)
    first, second = map(json.loads, (tmp_path / "out/run.jsonl").read_text().splitlines())
    assert first["digest"] == second["digest"] == one
    assert first["parts"] == {"done": 5, "kept": 0, "left": 0}
    assert second["parts"] == {"done": 0, "kept": 5, "left": 0}
    assert first["facts"]["inputs"]["positions"]["file"] == "positions.parquet"
    assert first["versions"]["xl-stressvar"] == sv.__version__


def test_two_runs_at_once_on_one_folder_are_refused(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)

    def engine(tasks: Sequence[Task]) -> Iterator[Done]:
        with pytest.raises(FileProblem, match="Another run is at work"):
            calculate(path, resume=True)
        return engines.here(tasks)

    assert calculate(path, engine=engine).left == 0


def test_a_folder_that_may_not_be_written_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = jobs.job(tmp_path)
    monkeypatch.setattr(os, "access", lambda folder, mode: mode != os.W_OK)
    with pytest.raises(FileProblem, match="out could not be written: permission denied"):
        calculate(path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    (tmp_path / "out").write_text("here already", "utf-8")
    with pytest.raises(FileProblem, match="out could not be written"):
        calculate(path)


def test_a_full_disk_is_a_sentence_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = digest(jobs.job(tmp_path / "whole"))
    path = jobs.job(tmp_path / "full")
    fsync = os.fsync

    def engine(tasks: Sequence[Task]) -> Iterator[Done]:
        left = iter(range(3))  # parts that still fit

        def full(handle: int) -> None:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            fsync(handle)

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            yield from engines.here(tasks)

    with pytest.raises(FileProblem, match=r"could not be written: No space left on device"):
        calculate(path, engine=engine)
    assert len(parts(tmp_path / "full")) == 3
    assert not list((tmp_path / "full/out/parts").glob(".xl-*"))
    assert digest(path, resume=True) == one


@pytest.mark.parametrize("written", ["failures", "tree", "run.jsonl"])
def test_a_disk_that_fills_at_the_end_is_a_sentence_and_every_part_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    one = digest(jobs.job(tmp_path / "whole"))
    path = jobs.job(tmp_path / "full")
    fsync, after = os.fsync, ["failures", "tree", "run.jsonl"].index(written)

    def engine(tasks: Sequence[Task]) -> Iterator[Done]:
        yield from engines.here(tasks)
        left = iter(range(after))  # files that still fit

        def full(handle: int) -> None:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            fsync(handle)

        patched.setattr(os, "fsync", full)

    with monkeypatch.context() as patched, pytest.raises(FileProblem) as caught:
        calculate(path, engine=engine)
    assert written in caught.value.sentence()
    assert "could not be written: No space left on device" in caught.value.sentence()
    before = parts(tmp_path / "full")
    assert len(before) == 5
    assert digest(path, resume=True) == one
    assert parts(tmp_path / "full") == before


def test_a_horizon_shorter_than_a_row_is_the_sentence_of_every_portfolio(tmp_path: Path) -> None:
    rows = jobs.returns(600)
    weekly = [rows[0], *rows[1::5]]
    measure = MEASURE_OF_A_DAY
    path = jobs.job(tmp_path, returns=weekly, hierarchy=None, measures=[measure])
    outcome = calculate(path)
    found = jobs.results(tmp_path)
    assert outcome.failed == len(found) == 8
    assert {row["error"] for row in found} == {"#NUM!"}
    assert "horizon" in found[0]["why"]


def test_a_disk_that_fills_while_inputs_are_laid_down_leaves_plan_and_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = jobs.job(tmp_path)
    one = digest(path)
    before, plan = parts(tmp_path), planned(tmp_path / "out")
    path.write_text(path.read_text("utf-8").replace("0.99", "0.95"), "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(np, "save", full)
        with pytest.raises(FileProblem, match="could not be written: No space left on device"):
            calculate(path, resume=True)
    assert (parts(tmp_path), planned(tmp_path / "out")) == (before, plan)
    assert not list((tmp_path / "out").glob(".plan-*"))
    path.write_text(path.read_text("utf-8").replace("0.95", "0.99"), "utf-8")
    assert digest(path, resume=True) == one
