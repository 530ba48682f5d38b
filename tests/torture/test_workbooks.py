"""Spoiled workbooks through calc: a whole file or a sentence, never a crash, a hang or half a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture import slices

pytestmark = pytest.mark.torture
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seeds", slices.chunks(1200, 50_000, 300), ids=slices.name)
def test_spoiled_workbooks(seeds: range) -> None:
    command = ["tests.torture.spoil_and_calc", str(seeds.start), str(len(seeds))]
    said = output(command, 60 + len(seeds))
    assert said.count("at ") >= len(seeds)
    faults = [line for line in said.splitlines() if line.startswith("fault")]
    assert not faults, "\n".join(faults)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of itself")
@pytest.mark.parametrize("seeds", slices.chunks(100, 1000, 50), ids=slices.name)
def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(seeds: range) -> None:
    said = output(
        ["tests.torture.kill_calc", str(seeds.start), str(len(seeds))], 60 + 2 * len(seeds)
    )
    lines = said.splitlines()
    assert lines[-1].startswith("kills")
    assert len(lines) == 1, said
    # some of them in the middle of writing, or nothing was tried
    assert int(lines[-1].split()[3]) > len(seeds) / 20, said


def output(module: list[str], seconds: float) -> str:
    """What a module prints; its last line says where it hung or crashed."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", *module], capture_output=True, text=True, timeout=seconds,
            check=False, cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise AssertionError(f"hangs {(slow.stdout or b'')[-60:]!r}") from None
    assert done.returncode == 0, done.stdout[-200:] + done.stderr[-2000:]
    return done.stdout
