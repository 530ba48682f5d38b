"""One block, from positions to its part: what a worker does, wherever it runs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..domain.panels import PANEL
from .figures import figures, joined
from .parquet import arrow
from .parts import table_of, write_part
from .plan import Block, load_plan


class Task(NamedTuple):
    """A block of a plan that is to be worked off; all that a worker is told."""

    out: str
    fingerprint: str
    block: Block


class Done(NamedTuple):
    """A part that was written. failed: how many of its rows have an error."""

    block: Block
    digest: str
    failed: int


def get_ready() -> None:
    """Load what `work` needs beside this module, in a worker that has no task yet."""
    arrow("", "compute", "lib", "parquet")


def work(task: Task) -> Done:
    """The figures of a block, and its part on the disk. Raises FileProblem."""
    plan, block = load_plan(task.out, task.fingerprint), task.block
    found, room = [], np.empty((PANEL, len(plan.history)))
    for first in range(block.first, block.last, PANEL):
        last = min(first + PANEL, block.last)
        weights = plan.weights(first, last)
        held = [plan.instruments(item) for item in range(first, last)]
        found.append(figures(plan.history, weights, plan.measures, plan.components, room, held))
    table = table_of(plan, block, joined(found))
    digest = write_part(Path(task.out), plan, block, table)
    return Done(block, digest, len(table) - table["error"].null_count)
