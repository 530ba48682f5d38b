"""`xl-stressvar batch JOB.toml`: VaR, ES and components of many portfolios, in parts that stay."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from . import outputs, plural, printable, quantities

if TYPE_CHECKING:
    from ..batch.engines import Engine
    from ..batch.outcome import Outcome
    from ..batch.run import Progress

_INTERRUPTED, _FAILED = 130, 1
_SHOWN = 5  # failures


def add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("job", nargs="?", type=Path, metavar="JOB.toml", help="files and measures")
    what.add_argument(
        "--example", type=Path, metavar="FOLDER", help="write a job on generated data into a new folder"
    )  # fmt: skip
    parser.add_argument(
        "--resume",
        action="store_true",
        help="keep the finished parts of the same inputs and settings, and do the rest",
    )
    parser.add_argument(
        "--workers", type=quantities.whole(1024), metavar="N", help="processes (default: 1)"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS",
        help="a Dask scheduler, such as tcp://10.0.0.5:8786; or the word local: a Dask cluster here",
    )  # fmt: skip
    parser.add_argument(
        "--only", metavar="LEVEL=NAME", help="only the parts that hold it, such as desk=RATES"
    )
    parser.add_argument(
        "--report", type=Path, metavar="OUT.xlsx",
        help="a workbook of the results: summary, tree, largest, windows, audit",
    )  # fmt: skip
    parser.add_argument(
        "--verify",
        action="store_true",
        help="redo a random sample of the finished run, one portfolio at a time, and compare",
    )
    outputs.add_force(parser)
    parser.epilog = (
        "Results are a folder of Parquet files, which appear whole. A portfolio that has no figure has its "
        "sentence there, the others go on, and the exit code is 1. Ctrl-C leaves the finished parts: "
        "--resume does the rest."
    )


def run(options: argparse.Namespace) -> int:
    if options.example:
        from ..batch.example import write_example

        print(f"xl-stressvar batch {write_example(options.example)}")
        return 0
    return _verify(options) if options.verify else _calculate(options)


def _verify(options: argparse.Namespace) -> int:
    from ..batch.job import read_job
    from ..batch.verify import verify

    found = verify(read_job(options.job))
    for line in found.differences:
        print(printable(line))
    print(
        f"{found.figures:,} figures of {found.portfolios:,} portfolios and nodes redone (seed {found.seed}): "
        + ("all the same." if not found.differences else f"{len(found.differences):,} differences.")
    )
    return _FAILED if found.differences else 0


def _calculate(options: argparse.Namespace) -> int:
    from ..batch.job import read_job
    from ..batch.run import Stopped
    from ..batch.run import run as calculate

    job = read_job(options.job)
    if options.report:
        outputs.check(options.report, ".xlsx", options.force)
    engine, how = _engine(options)
    try:
        with _progress() as progress:
            outcome = calculate(
                job, engine, resume=options.resume, only=options.only, how=how, progress=progress
            )
    except Stopped as stopped:
        print(
            f"Stopped: {stopped.finished:,} of {stopped.parts:,} parts are finished, and stay. "
            "--resume does the rest.",
            file=sys.stderr,
        )
        return _INTERRUPTED
    _tell(outcome, job.out)
    if options.report and outcome.totals is None:
        print("No report yet: it is written when no part is left.")
    elif options.report:
        from ..batch.report import write_report

        write_report(job.out, outcome.plan, options.report)
        print(printable(f"Report: {options.report}"))
    return _FAILED if outcome.failed else 0


def _engine(options: argparse.Namespace) -> tuple[Engine, str]:
    from ..batch import cluster, engines

    if options.scheduler is not None:
        engine = cluster.cluster(options.scheduler, options.workers or os.cpu_count() or 1)
        return engine, f"Dask, {options.scheduler}"
    if options.workers is not None and options.workers > 1:
        return engines.Pool(options.workers), f"{options.workers} processes"
    return engines.here, "one process"


def _tell(outcome: Outcome, out: Path) -> None:
    plan = outcome.plan
    kept = f", {outcome.kept:,} kept" if outcome.kept else ""
    portfolios, nodes = plural(len(plan.names), "portfolio"), plural(len(plan.nodes), "node")
    parts = f"{plural(outcome.done, 'part')} done{kept}"
    print(printable(f"{out}: {portfolios} and {nodes}, {parts}, {outcome.seconds:.1f} s."))
    if outcome.totals is None:
        print(f"Left for --resume: {plural(outcome.left, 'part')}.")
    else:
        print(f"Digest of all figures: {outcome.totals.digest}")
        _tell_failures(outcome.failed, out)


def _tell_failures(failed: int, out: Path) -> None:
    if not failed:
        return
    from ..batch.finish import FAILURES, first_failures

    print(f"{plural(failed, 'figure')} failed; the reasons are in {FAILURES}, the first here:")
    for row in first_failures(out, _SHOWN):
        print(printable(f"{row['portfolio']}, {row['measure']}: {row['error']}  {row['why']}"))


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on stderr with the time left, if a person looks at it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("portfolios"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
