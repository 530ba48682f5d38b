"""`xl-stressvar calc IN [-o OUT]`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="IN", help="a workbook, .xlsx or .xlsm")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="the copy to write (default: IN-calculated)",
    )
    parser.epilog = (
        "Charts, styles, names, tables and macros of the copy are those of the input. Every error "
        "cell is listed with its reason. The exit code is 1 if a stressed-VaR formula failed; an "
        "#N/A inside a table is listed, but does not count."
    )


def run(options: argparse.Namespace) -> int:
    from ..hosts.headless import calc, grouped

    with _progress() as progress:
        report = calc(options.workbook, options.output, progress=progress)
    for addresses, cells, error in grouped(report.errors):
        several = f" ({cells:,} cells)" if cells > 1 else ""
        print(f"{addresses}  {error.code}  {error.sentence}{several}")
    for kept in report.kept:
        print(f"{kept}; its old value is kept.")
    counts = f"{_plural(report.formulas, 'formula')}, {report.ours} of them stressed-VaR"
    failures = f"; {_plural(report.failed, 'failure')}" if report.failed else ""
    print(f"{report.target}: {counts}, {report.seconds:.1f} s{failures}.")
    return 1 if report.failed else 0


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on stderr, if a person looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:>11}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(stage: str, done: int, of: int) -> None:
            bar.update(task, description=stage, completed=done, total=of or None)

        yield show
