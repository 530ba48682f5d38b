"""Runs in processes of their own, whose workers or whole group are killed in the middle."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.support import ROOT
from tests.unit.batch import jobs

PORTFOLIOS, BLOCK = 80, 1
#: As many parts as the total and so many portfolios give, one after another.
PARTS = PORTFOLIOS + 1
#: Measures that take some milliseconds each of a portfolio.
SLOW = [f'name = "slow {i}"\nwindow = "WORST"\nmethod = "filtered"\n' for i in range(2)]
LONG = 300.0  # seconds, beyond which a run counts as hung


Run = subprocess.Popen[str]
Worker = psutil.Process


def job(folder: Path) -> Path:
    """A job of many parts, each of which takes a while."""
    return jobs.job(
        folder,
        returns=jobs.returns(2500),
        positions=jobs.positions(PORTFOLIOS),
        hierarchy=None,
        measures=SLOW,
        settings=f"block = {BLOCK}",
    )


def start(path: Path, *options: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "xl_stressvar.cli", "batch", str(path), *options],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(path: Path) -> dict[str, int]:
    """The parts that can be seen, and when each was written."""
    found = (path.parent / "out" / "parts").glob("[!.]*")
    return {part.name: part.stat().st_mtime_ns for part in found}


def wait_for_parts(path: Path, run: subprocess.Popen[str], count: int) -> None:
    """Until so many parts are there, or the run has ended."""
    until = time.monotonic() + LONG
    while len(finished(path)) < count and run.poll() is None:
        assert time.monotonic() < until, "no part appears"
        time.sleep(0.02)


def workers(run: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that work for a run."""
    below = psutil.Process(run.pid).children(recursive=True)
    return [p for p in below if _starts(p)]


def _starts(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def kill_one(run: subprocess.Popen[str], chance: random.Random) -> None:
    """A worker, if there is one."""
    if run.poll() is None and (found := workers(run)):
        chance.choice(found).kill()


def kill_group(run: subprocess.Popen[str]) -> None:
    """The driver and all that it started."""
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def ended(run: subprocess.Popen[str]) -> tuple[str, str]:
    """What a run said; one that hangs is killed, and fails the test."""
    try:
        return run.communicate(timeout=LONG)
    except subprocess.TimeoutExpired:
        kill_group(run)
        raise


def digest(run: subprocess.Popen[str]) -> str:
    """What a whole run ends with."""
    out, err = ended(run)
    assert run.returncode == 0, err
    return next(line for line in out.splitlines() if line.startswith("Digest"))
