"""`xl-stressvar calc IN [-o OUT] [--all | --check] [--changed RANGE] [--json]`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from . import child, json_line, limited, outputs, plain, plural, printable


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="IN", help="a workbook, .xlsx or .xlsm")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="the copy, which replaces an older one (default: IN-calculated)",
    )
    child.add_limits(parser)
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--all", action="store_true", help="calculate every formula, not only what must be"
    )
    scope.add_argument(
        "--check",
        action="store_true",
        help="calculate every formula, list where the file holds another value, and write nothing",
    )
    parser.add_argument(
        "--changed",
        action="append",
        default=[],
        metavar="RANGE",
        help="inputs with new values, such as Prices!B2:F253: calculate what reads them, too",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="what was done as one JSON object, in place of the lines",
    )
    parser.epilog = (
        "Calculated is what must be: stressed-VaR functions, formulas without a stored value, and what "
        "reads these; every other cell keeps the value that Excel stored. A file that asks to be "
        "calculated when it is opened is calculated whole. Charts, styles, names, tables and macros "
        "of the copy are those of the input. Every error cell is listed with its reason. The exit code is 1 if a stressed-VaR formula failed; an "
        "#N/A inside a table, or in cells named intended_na_ and so on, is listed, but does not count."
    )


def run(options: argparse.Namespace) -> int:
    from ..ooxml.files import written

    started = time.perf_counter()
    src: Path = options.workbook
    work = _checked if options.check else _calculated
    done: _Done = limited.run(
        work,
        (src, options.output, options.all, tuple(options.changed)),
        child.limits(options),
        lambda stage, number: None,
        src,
        _progress,
    )
    if done.data is not None:
        outputs.make_folder(done.target)
        written(done.data, done.target, like=src)
    seconds = time.perf_counter() - started
    if options.json:
        about: dict[str, object] = {
            "source": str(src),
            "target": str(done.target) if done.data is not None else None,
            "version": __version__,
            "seconds": round(seconds, 1),
        }
        print(json_line(about | done.facts))
        return done.code
    for line in done.lines:
        print(printable(line))
    print(printable(f"{done.target}: {done.counts}, {seconds:.1f} s{done.remarks}."))
    return done.code


@dataclass(frozen=True)
class _Done:
    """What the child hands over: the copy, if one is to be written, and what to say of it."""

    data: bytes | None
    target: Path
    lines: list[str]
    counts: str
    remarks: str
    code: int
    facts: dict[str, object]  # the same, for a program


def _calculated(
    src: Path, dst: Path | None, everything: bool, changed: tuple[str, ...], report: child.Report
) -> _Done:
    from ..hosts.headless import error_lines
    from ..hosts.headless.calc import calculated

    data, found = calculated(src, dst, progress=report, everything=everything, changed=changed)
    lines = error_lines(found.errors)
    lines += [f"{kept}; its old value is kept." for kept in found.kept]
    if found.outdated:
        lines.append(
            f"{found.outdated}: the file held other values; calculated anew, with what reads them. "
            "An input has changed since it was calculated, or Excel calculates otherwise."
        )
    counts = f"{plural(found.formulas, 'formula')}, {found.ours} of them stressed-VaR"
    if saved := found.formulas - found.calculated:
        counts += f"; {saved:,} kept as saved"
    remarks = f"; {plural(found.failed, 'failure')}" if found.failed else ""
    if found.kept:
        remarks += f"; {len(found.kept):,} not calculated, with old values"
    facts: dict[str, object] = {
        "formulas": found.formulas,
        "ours": found.ours,
        "calculated": found.calculated,
        "failed": found.failed,
        "errors": [
            {"cell": e.address, "error": str(e.code), "why": e.sentence, "failure": e.counted}
            for e in found.errors
        ],
        "not_calculated": found.kept,
        "outdated": found.outdated,
    }
    return _Done(data, found.target, lines, counts, remarks, 1 if found.failed else 0, facts)


def _checked(
    src: Path, dst: Path | None, everything: bool, changed: tuple[str, ...], report: child.Report
) -> _Done:
    from ..hosts.headless import check

    found = check(src, progress=report)
    lines = [
        f"{one.address}  the file: {_shown(one.stored)}, calculated: {_shown(one.calculated)}"
        for one in found.differences
    ]
    lines += [f"{kept}; not checked." for kept in found.kept]
    counts = f"{plural(found.calculated, 'formula')} checked"
    remarks = f"; {plural(len(found.differences), 'cell')} with another value"
    facts: dict[str, object] = {
        "checked": found.calculated,
        "differences": [
            {"cell": one.address, "file": plain(one.stored), "calculated": plain(one.calculated)}
            for one in found.differences
        ],
        "not_checked": found.kept,
    }
    return _Done(None, src, lines, counts, remarks, 1 if found.differences else 0, facts)


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


@contextlib.contextmanager
def _progress() -> Iterator[child.Report | None]:
    """A bar on stderr, if a person looks at it."""
    if sys.stderr is None or not sys.stderr.isatty():
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
