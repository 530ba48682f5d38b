"""A sample of a finished run, redone as the worksheet functions do, one portfolio at a time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from .. import errors
from ..domain import Book, Positions, Vector, dates
from ..domain.equality import equal
from ..errors import StressVarError
from ..risk.instruments.listed import Listed
from ..risk.instruments.mixed import Mixed
from ..risk.stressed import stressed_book
from .job import Job, JobMeasure
from .log import last_run
from .parts import Digest, part_path, read_part
from .plan import Block, Plan, fingerprint_of, load_plan, plan_is_whole, planned

SAMPLE = 20


@dataclass(frozen=True)
class Verified:
    """What was redone. seed: gives the same sample again. differences: a line each."""

    figures: int
    portfolios: int
    seed: int
    differences: list[str]


def verify(job: Job, sample: int = SAMPLE, seed: int | None = None) -> Verified:
    """Redo some portfolios and nodes of the last whole run of a job, chosen at random.

    Before that, inputs and settings must be those of the log, and the parts on the disk have the
    digest of the log. Raises FileProblem.
    """
    run = last_run(job.out)
    if run is None:
        raise errors.NO_RUN(folder=str(job.out))
    if not plan_is_whole(job.out):
        raise errors.PLAN_DAMAGED(folder=str(job.out))
    if planned(job.out) != run["fingerprint"]:
        raise errors.NO_RUN(folder=str(job.out))
    fingerprint, facts = fingerprint_of(job)
    _require_inputs(job, facts, run)
    if fingerprint != run["fingerprint"]:
        raise errors.NO_RUN(folder=str(job.out))
    plan = load_plan(str(job.out), run["fingerprint"])
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    chosen = sorted(Random(seed).sample(range(plan.items), min(sample, plan.items)))
    differences: list[str] = []
    figures = 0
    digest = Digest()
    for block in plan.blocks:
        table = _part(job, plan, block)
        digest.update(table)
        each = len(plan.measures)
        for item in (i for i in chosen if block.first <= i < block.last):
            rows = table.slice((item - block.first) * each, each).to_pylist()
            weights = plan.weights(item, item + 1)[0]
            held = plan.instruments(item)
            for measure, row in zip(plan.measures, rows, strict=True):
                figures += 1
                differences += _differences(plan, weights, held, measure, row)
    if str(digest) != run["digest"]:
        differences.insert(0, "The parts have another digest than the run in the log.")
    return Verified(figures, len(chosen), seed, differences)


def _part(job: Job, plan: Plan, block: Block) -> Any:
    """The table of a part. Raises FileProblem if it is gone, or not as it was written."""
    table = read_part(job.out, plan, block)
    if table is None:
        path = part_path(job.out, block.number)
        problem = errors.PART_DAMAGED if path.exists() else errors.PART_GONE
        raise problem(part=path.relative_to(job.out).as_posix())
    return table


def _require_inputs(job: Job, facts: dict[str, Any], run: dict[str, Any]) -> None:
    for name, file in job.inputs.items():
        known = run["facts"]["inputs"].get(name)
        if known is None or facts["inputs"][name]["sha256"] != known["sha256"]:
            raise errors.INPUT_GONE(file=file.path.name)


def _differences(
    plan: Plan, weights: Vector, held: Sequence[Listed], measure: JobMeasure, row: dict[str, Any]
) -> Iterator[str]:
    """Where a row is not what the cells give."""
    title = f"{row['portfolio']}, {row['measure']}"
    try:
        start, end, var, es = _by_cells(plan, weights, held, measure)
    except StressVarError as failure:
        if row["error"] != str(failure.code):
            yield f"{title}: a cell gives {failure.code}, the run {row['error'] or row['var']}."
        return
    if row["error"] is not None:
        yield f"{title}: a cell gives {var:.10g}, the run {row['error']}."
        return
    for name, again in (("start", start), ("end", end)):
        if row[name] != again:
            yield f"{title}: {name} is {again} in a cell, {row[name]} in the run."
    for name, value in (("var", var), ("es", es)):
        if not equal(row[name], value):
            yield f"{title}: {name} is {value!r} in a cell, {row[name]!r} in the run."


def _by_cells(
    plan: Plan, weights: Vector, held: Sequence[Listed], measure: JobMeasure
) -> tuple[Any, Any, float, float]:
    """First and last day of the window, VaR and ES, by the way of STRESSED_VAR for one portfolio."""
    with np.errstate(all="ignore"):
        linear = Positions(weights[None, :]).on(plan.history)
        whole = Book.of(plan.history, Mixed(linear, held) if held else linear)
        var, book = stressed_book(whole, measure.windows, measure.var)
        es = measure.es(book)
    if not (np.isfinite(var) and np.isfinite(es)):
        raise errors.OVERFLOW()
    days = book.day(0), book.day(book.days - 1)
    if plan.history.dates is not None:
        return dates.date(days[0]), dates.date(days[1]), var, es
    return *days, var, es
