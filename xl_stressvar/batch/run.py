"""A whole run: plan, work what is left, finish."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from .. import errors
from .engines import Engine, start_ahead, stop_idle
from .finish import finish
from .job import Job
from .lock import locked
from .log import add_run
from .outcome import Outcome
from .parts import PARTS, foreign_parts, part_path, read_part
from .plan import (
    Block,
    Plan,
    fingerprint_of,
    load_plan,
    make_folder,
    make_plan,
    plan_is_whole,
    planned,
    selected,
)
from .work import Task

#: Called with how many portfolios are done, and how many there are.
Progress = Callable[[int, int], None]


class Stopped(Exception):
    """The run was interrupted; the parts that are finished stay."""

    def __init__(self, finished: int, parts: int) -> None:
        super().__init__(finished, parts)
        self.finished, self.parts = finished, parts


def run(
    job: Job,
    engine: Engine,
    *,
    resume: bool,
    only: str | None = None,
    how: str = "one process",
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Calculate a job, or what is left of it. Raises FileProblem, and Stopped for Ctrl-C."""
    began = time.perf_counter()
    make_folder(job.out)
    with locked(job.out), contextlib.ExitStack() as stack:
        stack.callback(stop_idle, engine)
        plan = _plan(job, resume, engine)
        wanted = selected(plan, only)
        left = _left(job.out, plan)
        todo = [block for block in wanted if block in left]
        items = sum(b.last - b.first for b in wanted)
        at = items - sum(b.last - b.first for b in todo)
        failed = finished = 0
        progress(at, items)
        tasks = [Task(str(job.out), plan.fingerprint, block) for block in todo]
        working = engine(tasks)
        try:
            for done in working:
                finished += 1
                failed += done.failed
                at += done.block.last - done.block.first
                progress(at, items)
        except KeyboardInterrupt:
            kept = len(plan.blocks) - len(left)
            raise Stopped(kept + finished, len(plan.blocks)) from None
        finally:  # whatever ends the run ends the workers, at once
            getattr(working, "close", lambda: None)()
        still = len(left) - finished
        totals = finish(job.out, plan) if not still else None
        outcome = Outcome(
            plan, finished, len(plan.blocks) - len(left), still,
            failed if totals is None else totals.failed, totals, time.perf_counter() - began,
        )  # fmt: skip
        add_run(job, outcome, how, only)
    return outcome


def _plan(job: Job, resume: bool, engine: Engine) -> Plan:
    """The plan of a job: the one in its folder, if that is of the same inputs and settings."""
    if not resume and any((job.out / PARTS).glob("*.parquet")):
        raise errors.RESULTS_THERE(folder=str(job.out))
    fingerprint, facts = fingerprint_of(job)
    for abandoned in job.out.glob(".plan-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    if planned(job.out) != fingerprint or not plan_is_whole(job.out):
        start_ahead(engine)
        make_plan(job, fingerprint, facts)
    plan = load_plan(str(job.out), fingerprint)
    (job.out / PARTS).mkdir(exist_ok=True)
    return plan


def _left(out: Path, plan: Plan) -> set[Block]:
    """The blocks to be worked off. What is there of other inputs or settings, or not whole, goes."""
    for path in foreign_parts(out, plan):
        path.unlink()
    left = {block for block in plan.blocks if read_part(out, plan, block) is None}
    for block in left:
        part_path(out, block.number).unlink(missing_ok=True)
    return left
