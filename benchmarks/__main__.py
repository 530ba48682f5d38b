"""Runs the benchmarks and prints their ratios; JSON beside it, in .build/bench.json."""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.timing import Result

ROOT = Path(__file__).parents[1]
NAMES = (
    "into_python",
    "worst_window",
    "windows",
    "monte_carlo",
    "instruments",
    "workbook",
    "start_up",
    "growth",
    "batch",
    "web",
    "night",
    "workers",
)
TARGET = ROOT / ".build" / "bench.json"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:  # in a process of its own
        found = importlib.import_module(f"benchmarks.{arguments[1]}").results()
        print(json.dumps([dataclasses.asdict(result) for result in found]))
        return 0
    if unknown := set(arguments) - set(NAMES):
        print(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
        return 2
    found = {name: measured(name) for name in arguments or NAMES}
    show(found)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(record(found), indent=1) + "\n", "utf-8")
    return 0


def measured(name: str) -> list[Result]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    # as our hosts have it, the same for everybody; and compiled, as what pip installs is
    as_installed = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks", "--one", name],
        env=os.environ | {"PYTHONPATH": path} | as_installed,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [Result(**line) for line in json.loads(done.stdout.splitlines()[-1])]


def show(found: dict[str, list[Result]]) -> None:
    console = Console()
    for name, results in found.items():
        table = Table(title=name.replace("_", " "), title_justify="left")
        for heading, side in (("what", "left"), ("took", "right"), ("against", "left"),
                              ("took", "right"), ("ratio", "right"), ("goal", "right")):  # fmt: skip
            table.add_column(heading, justify=side)  # type: ignore[arg-type]
        for r in results:
            missed = r.goal is not None and r.ratio > r.goal
            ratio = f"[red]{r.ratio:.3g}[/red]" if missed else f"{r.ratio:.3g}"
            goal = "" if r.goal is None else f"≤ {r.goal:g}"
            table.add_row(
                r.what, spelled(r.seconds), r.against, spelled(r.against_seconds), ratio, goal
            )
        console.print(table)
        for r in results:
            if r.note:
                console.print(f"  {r.what}: {r.note}", highlight=False)


def spelled(seconds: float) -> str:
    if seconds >= 1e6:  # bytes
        return f"{seconds / 1e6:.0f} MB"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.2f} ms"


def record(found: dict[str, list[Result]]) -> dict[str, object]:
    return {
        "machine": {"python": platform.python_version(), "system": platform.system(),
                    "processor": platform.machine(), "cores": os.cpu_count()},
        "benchmarks": {
            name: [dataclasses.asdict(r) | {"ratio": r.ratio} for r in results]
            for name, results in found.items()
        },
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
