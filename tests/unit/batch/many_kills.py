"""Kills at random moments, as many as asked for.

`python -m tests.unit.batch.many_kills COUNT SEED [pool|dask]`. In each run a worker is killed, then both.
Every other run must then end by itself; of the rest the driver is killed with its whole group, and a run
that goes on must leave finished parts as they are. All end with the digest of one that nobody disturbed.
dask: a cluster of this machine.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.unit.batch import killing

ENGINES = {"pool": ("--workers", "2"), "dask": ("--scheduler", "local", "--workers", "2")}


def main(count: int, seed: int, engine: str) -> int:
    chance, kills = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        whole = killing.digest(killing.start(killing.job(Path(folder) / "whole")))
        runs = 0
        while kills < count:
            runs += 1
            path = killing.job(Path(folder) / str(runs))
            kills += _one(path, ENGINES[engine], chance, whole, driver=runs % 2 == 0)
            told = f"{kills} kills in {runs} runs of {engine}, seed {seed}: the same digest"
            print(told, flush=True)
    return 0


def _one(
    path: Path, engine: tuple[str, ...], chance: random.Random, whole: str, *, driver: bool
) -> int:
    """A run with its kills, at the end the driver's too; how many they were."""
    kills = 0
    run = killing.start(path, *engine)
    moments = sorted(chance.sample(range(1, killing.PARTS - 20), 3))
    for parts, most in zip(moments[:2], (1, 2), strict=True):
        _wait(path, run, parts, chance)
        for each in _some(run, most, chance):
            each.kill()
            kills += 1
    if driver:
        _wait(path, run, moments[2], chance)
    if driver and run.poll() is None:
        kills += 1
        killing.kill_group(run)
        before = killing.finished(path)
        run = killing.start(path, *engine, "--resume")
    else:
        before = {}
    assert killing.digest(run) == whole
    after = killing.finished(path)
    assert all(name.startswith("part-") for name in before | after), after
    assert before.items() <= after.items()
    assert len(after) == killing.PARTS
    return kills


def _wait(path: Path, run: killing.Run, parts: int, chance: random.Random) -> None:
    killing.wait_for_parts(path, run, parts)
    time.sleep(chance.random() / 20)


def _some(run: killing.Run, most: int, chance: random.Random) -> list[killing.Worker]:
    found = killing.workers(run) if run.poll() is None else []
    return chance.sample(found, min(most, len(found)))


if __name__ == "__main__":
    count, seed, *engine = sys.argv[1:]
    sys.exit(main(int(count), int(seed), *(engine or ["pool"])))
