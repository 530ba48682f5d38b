"""Two workers of the firm-wide run against one, by the clock: for a machine that does nothing else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.batch import job, whole
from benchmarks.timing import Result


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = job(Path(folder) / "workers", 50_000, 10_000, 500)
        one, two = whole(path, 1).clock, whole(path, 2).clock
    note = f"by the clock, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    return [
        Result("50,000 x 10,000 days x 500, two workers", two, "one worker", one, 1 / 1.8, note)
    ]
