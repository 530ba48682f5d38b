"""A pool of processes gives the same figures, whoever is killed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import psutil
import pytest

from tests.unit.batch import killing
from xl_stressvar.batch import engines, run
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.work import Task
from xl_stressvar.errors import FileProblem, StressVarError

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("batch")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a run in one process."""
    return killing.digest(killing.start(killing.job(tmp_path_factory.mktemp("whole") / "a")))


def test_a_pool_gives_the_same_digest_though_workers_are_killed(tmp_path: Path, whole: str) -> None:
    chance, path = random.Random(1), killing.job(tmp_path)
    run = killing.start(path, "--workers", "2")
    for parts in (5, 20):
        killing.wait_for_parts(path, run, parts)
        killing.kill_one(run, chance)
    assert killing.digest(run) == whole
    assert len(killing.finished(path)) == killing.PARTS


@pytest.mark.parametrize("seed", [2, 3])
def test_a_run_whose_whole_group_was_killed_goes_on_where_it_was(
    tmp_path: Path, whole: str, seed: int
) -> None:
    chance, path = random.Random(seed), killing.job(tmp_path)
    run = killing.start(path, "--workers", "2")
    killing.wait_for_parts(path, run, chance.randint(1, killing.PARTS // 2))
    time.sleep(chance.random() / 10)
    killing.kill_group(run)
    before = killing.finished(path)
    assert 0 < len(before) < killing.PARTS
    again = killing.start(path, "--workers", "2", "--resume")
    assert killing.digest(again) == whole
    assert before.items() <= killing.finished(path).items()


def test_workers_end_with_a_driver_that_is_killed_alone(tmp_path: Path) -> None:
    path = killing.job(tmp_path)
    run = killing.start(path, "--workers", "2")
    killing.wait_for_parts(path, run, 3)
    found = killing.workers(run)
    run.kill()
    run.communicate()
    assert found
    _, alive = psutil.wait_procs(found, timeout=killing.LONG)
    assert alive == []


def test_ctrl_c_ends_the_workers_and_says_what_is_finished(tmp_path: Path, whole: str) -> None:
    path = killing.job(tmp_path)
    run = killing.start(path, "--workers", "2")
    killing.wait_for_parts(path, run, 3)
    found = killing.workers(run)
    run.send_signal(signal.SIGINT)
    _, err = killing.ended(run)
    assert run.returncode == 130
    assert f" of {killing.PARTS} parts are finished, and stay. --resume does the rest." in err
    _, alive = psutil.wait_procs(found, timeout=killing.LONG)
    assert alive == []
    assert killing.digest(killing.start(path, "--resume")) == whole


def loads(worker: psutil.Process) -> bool:
    """Whether a worker has begun to load its modules."""
    try:
        return any("numpy" in each.path for each in worker.memory_maps())
    except psutil.Error:
        return False


def test_ctrl_c_in_a_terminal_while_workers_load_says_nothing_of_them(tmp_path: Path) -> None:
    run = killing.start(killing.job(tmp_path), "--workers", "2")
    deadline = time.monotonic() + killing.LONG
    while not any(map(loads, found := killing.workers(run))) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does, to each of the group
    _, err = killing.ended(run)
    assert run.returncode == 130
    assert len(err.splitlines()) == 1
    assert err.startswith("Stopped")
    _, alive = psutil.wait_procs(found, timeout=killing.LONG)
    assert alive == []


def test_a_polite_end_from_outside_ends_the_workers(tmp_path: Path) -> None:
    path = killing.job(tmp_path)
    run = killing.start(path, "--workers", "2")
    killing.wait_for_parts(path, run, 3)
    found = killing.workers(run)
    run.terminate()
    killing.ended(run)
    assert run.returncode == 128 + signal.SIGTERM
    _, alive = psutil.wait_procs(found, timeout=killing.LONG)
    assert alive == []
    assert len(killing.finished(path)) < killing.PARTS


def test_a_failure_in_a_worker_is_told_as_in_one_process(tmp_path: Path) -> None:
    from xl_stressvar.batch.plan import Block

    task = Task(str(tmp_path), "no plan", Block(0, 0, 1))
    with pytest.raises(FileProblem, match="does not find the plan of this run"):
        list(engines.Pool(2)([task]))


def test_workers_that_always_die_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures.process import BrokenProcessPool

    from xl_stressvar.batch.plan import Block

    def broken(tasks: object, executor: object, workers: int) -> object:
        raise BrokenProcessPool

    monkeypatch.setattr(engines, "_in_pool", broken)
    with pytest.raises(FileProblem, match="5 worker processes ended, one after another"):
        list(engines.Pool(2)([Task("", "", Block(0, 0, 1))]))


def children() -> set[int]:
    """The workers of this process."""
    every = psutil.Process().children()
    return {each.pid for each in every if "spawn_main" in " ".join(each.cmdline())}


def test_workers_that_are_ready_when_the_inputs_are_take_the_tasks(tmp_path: Path) -> None:
    path = killing.jobs.job(tmp_path)
    engine, environment = engines.Pool(2), dict(os.environ)
    engine.start()
    ready = children()
    assert len(ready) == 2
    made = read_job(path)
    plan = run.run(made, lambda tasks: iter(()), resume=False).plan
    tasks = [Task(str(made.out), plan.fingerprint, block) for block in plan.blocks]
    working = engine(tasks)
    next(working)
    assert children() == ready
    assert os.environ == environment
    working.close()  # type: ignore[attr-defined]
    assert not children()


def test_no_worker_is_left_of_a_run_whose_inputs_are_refused(tmp_path: Path) -> None:
    rows = [[*row[:2], None] for row in killing.jobs.positions()]
    path = killing.jobs.job(tmp_path, positions=[["portfolio", "factor", "amount"], *rows[1:]])
    with pytest.raises(StressVarError, match="is blank"):
        run.run(read_job(path), engines.Pool(2), resume=False)
    assert not children()


def test_a_worker_that_dies_before_it_has_a_task_is_replaced(tmp_path: Path) -> None:
    made = read_job(killing.jobs.job(tmp_path))
    engine = engines.Pool(2)
    plan = run.run(made, lambda tasks: iter(()), resume=False).plan
    engine.start()
    psutil.Process(min(children())).kill()
    tasks = [Task(str(made.out), plan.fingerprint, block) for block in plan.blocks]
    assert {done.block for done in engine(tasks)} == set(plan.blocks)
    assert not children()
