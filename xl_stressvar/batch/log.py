"""The run log: a line of JSON a run, of what was calculated from what, by whom, and how."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import platform
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from ..ooxml.files import written
from .job import Job
from .outcome import Outcome
from .parquet import arrow

LOG = "run.jsonl"


def add_run(job: Job, outcome: Outcome, how: str, only: str | None) -> None:
    """Add a run to the log in the folder of its results. Raises FileProblem."""
    plan, totals = outcome.plan, outcome.totals
    line = {
        "ended": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "by": _user(),
        "on": platform.node(),
        "how": how,
        "only": only,
        "seconds": round(outcome.seconds, 1),
        "parts": {"done": outcome.done, "kept": outcome.kept, "left": outcome.left},
        "portfolios": len(plan.names),
        "nodes": len(plan.nodes),
        "failed": outcome.failed,
        "digest": totals.digest if totals else None,
        "fingerprint": plan.fingerprint,
        "facts": dict(plan.facts),
        "versions": versions(),
    }
    path = job.out / LOG
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):  # a line that was cut off
        before += b"\n"
    written(before + json.dumps(line).encode() + b"\n", path)


def versions() -> dict[str, str]:
    """Of what calculates."""
    (pyarrow,) = arrow("")
    return {
        "xl-stressvar": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pyarrow": pyarrow.__version__,
        "system": platform.platform(),
        "processor": platform.machine(),
    }


def last_run(out: Path) -> dict[str, Any] | None:
    """The latest run in the log that left nothing to do; None without one."""
    try:
        lines = (out / LOG).read_text("utf-8").splitlines()
    except OSError:
        return None
    runs = filter(None, map(_run, reversed(lines)))
    return next((run for run in runs if run["digest"]), None)


def _run(line: str) -> dict[str, Any] | None:
    """A run of a line; None of one that was cut off."""
    try:
        run: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return run


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service may have no name
        return "unknown"
