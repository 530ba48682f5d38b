"""A firm-wide run whose workers, or whole group, are killed at random moments ends with the same figures."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from tests.robustness.torture import slices
from tests.unit.batch import killing

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(sys.platform != "linux", reason="groups of processes as on Linux"),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    return killing.digest(killing.start(killing.job(tmp_path_factory.mktemp("whole") / "a")))


@pytest.mark.parametrize("seeds", slices.chunks(ci=2, full=100, size=2), ids=slices.name)
def test_killed_at_random_moments_a_run_ends_with_the_same_figures(
    tmp_path: Path, whole: str, seeds: range
) -> None:
    for seed in seeds:
        survives(tmp_path / str(seed), whole, random.Random(seed))


def survives(folder: Path, whole: str, chance: random.Random) -> None:
    """One worker, two, or the group; then again, until a run gets to its end."""
    path = killing.job(folder)
    run = killing.start(path, "--workers", "2")
    for _ in range(chance.randint(1, 2)):
        parts = chance.randint(0, killing.PARTS - 1)
        killing.wait_for_parts(path, run, parts)
        time.sleep(chance.random() / 5)
        if chance.random() < 0.5:
            for _ in range(chance.randint(1, 2)):
                killing.kill_one(run, chance)
            continue
        killing.kill_group(run)
        before = killing.finished(path)
        run = killing.start(path, "--workers", "2", "--resume")
        killing.wait_for_parts(path, run, len(before) + 1)
        assert before.items() <= killing.finished(path).items()
    assert killing.digest(run) == whole
    assert len(killing.finished(path)) == killing.PARTS
