"""A run on a Dask cluster: the same figures though workers are killed, and a sentence in place of a hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.unit.batch import jobs, killing
from xl_stressvar.batch.cluster import cluster
from xl_stressvar.errors import FileProblem

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("batch")]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
#: A run from Python, whose patience with a scheduler without workers is short.
IMPATIENT = """
import os
import sys
from pathlib import Path
from xl_stressvar.batch.cluster import cluster
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.run import run
from xl_stressvar.errors import FileProblem
if __name__ == "__main__":
    before = dict(os.environ)
    try:
        run(read_job(Path(sys.argv[1])), cluster(sys.argv[2], 1, patience=1), resume=True)
    except FileProblem as refused:
        print(refused.sentence())
    assert os.environ == before
"""


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler of its own process: its address."""
    file = folder / "scheduler.json"
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        [*command, "--no-dashboard", "--scheduler-file", str(file)], env=ENVIRONMENT, cwd=folder, **quiet
    )  # fmt: skip
    try:
        until = time.monotonic() + killing.LONG
        while not file.exists() or not file.read_text():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], process
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker(address: str, folder: Path) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
         "--no-dashboard", "--local-directory", str(folder)],
        env=ENVIRONMENT, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_a_local_cluster_survives_the_loss_of_all_its_workers_at_once(tmp_path: Path) -> None:
    """With the setting left as it comes, a worker that takes longer to come back is given up for good."""
    one = killing.digest(killing.start(killing.job(tmp_path / "whole")))
    path = killing.job(tmp_path / "cut")
    trap = {"DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "1 ms"}
    run = killing.start(path, "--scheduler", "local", "--workers", "2", **trap)
    killing.wait_for_parts(path, run, 5)
    found = killing.workers(run)
    assert len(found) == 2
    for each in found:
        each.kill()
    assert killing.digest(run) == one
    assert len(killing.finished(path)) == killing.PARTS


def test_the_workers_of_a_scheduler_do_the_job(tmp_path: Path) -> None:
    one = killing.digest(killing.start(jobs.job(tmp_path / "here")))
    path = jobs.job(tmp_path / "there")
    with scheduler(tmp_path) as (address, _), worker(address, tmp_path):
        assert killing.digest(killing.start(path, "--scheduler", address)) == one
    log = json.loads((path.parent / "out/run.jsonl").read_text())
    assert log["how"] == f"Dask, {address}"


def test_a_scheduler_that_is_lost_is_a_sentence_and_the_parts_stay(tmp_path: Path) -> None:
    path = killing.job(tmp_path / "job")
    with scheduler(tmp_path) as (address, process), worker(address, tmp_path):
        run = killing.start(path, "--scheduler", address)
        killing.wait_for_parts(path, run, 3)
        process.kill()
        _, err = killing.ended(run)
    assert run.returncode == 1
    assert err.strip().splitlines()[-1].startswith(f"The scheduler at {address} was lost in the")
    assert len(killing.finished(path)) >= 3


def test_a_scheduler_without_workers_is_a_sentence(tmp_path: Path) -> None:
    path = jobs.job(tmp_path / "job")
    with scheduler(tmp_path) as (address, _):
        done = subprocess.run(
            [sys.executable, "-c", IMPATIENT, str(path), address],
            env=ENVIRONMENT, capture_output=True, text=True, timeout=killing.LONG, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"The scheduler at {address} has had no worker for 1 seconds.")


def test_a_scheduler_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    run = killing.start(jobs.job(tmp_path), "--scheduler", "tcp://127.0.0.1:9")
    _, err = killing.ended(run)
    assert run.returncode == 1
    assert err.startswith("No scheduler answers at tcp://127.0.0.1:9. Start one there")


@pytest.mark.parametrize("address", ["", "here", "127.0.0.1:8786", "http://a:1", "tcp://a"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(FileProblem, match="is no address of a scheduler"):
        cluster(address, 1)


def test_without_dask_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FileProblem, match=r"xl-stressvar\[cluster\]"):
        cluster("local", 1)
