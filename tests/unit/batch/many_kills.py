"""Kills at random moments, as many as asked for: `python -m tests.unit.batch.many_kills COUNT SEED`.

In each run a worker is killed, then both, then the driver with its whole group; the run that goes on
must end with the digest of one that nobody disturbed, and leave finished parts as they are.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.unit.batch import killing


def main(count: int, seed: int) -> int:
    chance, kills = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        whole = killing.digest(killing.start(killing.job(Path(folder) / "whole")))
        runs = 0
        while kills < count:
            runs += 1
            kills += _one(Path(folder) / str(runs), chance, whole)
            print(f"{kills} kills in {runs} runs of seed {seed}: the same digest", flush=True)
    return 0


def _one(folder: Path, chance: random.Random, whole: str) -> int:
    """A run with its kills; how many they were."""
    path, kills = killing.job(folder), 0
    run = killing.start(path, "--workers", "2")
    moments = sorted(chance.sample(range(1, killing.PARTS - 20), 3))
    for parts, most in zip(moments[:2], (1, 2), strict=True):
        killing.wait_for_parts(path, run, parts)
        time.sleep(chance.random() / 20)
        for each in _some(run, most, chance):
            each.kill()
            kills += 1
    killing.wait_for_parts(path, run, moments[2])
    time.sleep(chance.random() / 20)
    if run.poll() is None:
        kills += 1
        killing.kill_group(run)
    before = killing.finished(path)
    assert all(name.startswith("part-") for name in before), before
    again = killing.start(path, "--workers", "2", "--resume")
    assert killing.digest(again) == whole
    assert before.items() <= killing.finished(path).items()
    assert len(killing.finished(path)) == killing.PARTS
    return kills


def _some(run: killing.Run, most: int, chance: random.Random) -> list[killing.Worker]:
    found = killing.workers(run) if run.poll() is None else []
    return chance.sample(found, min(most, len(found)))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
