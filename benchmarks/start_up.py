"""From nothing to ready: processor time of whole processes."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.timing import Result

ROUNDS = 9
SAY = "; import time; print(time.process_time())"


def results() -> list[Result]:
    programs = {
        "host": "import xl_stressvar.hosts.excel",
        "theirs": "import numpy, xlwings",
        "cli": "import xl_stressvar.cli",
        "server": "import xl_stressvar.hosts.server",
        "nothing": "pass",
    }
    took: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            command = [sys.executable, "-c", program + SAY]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            took[name].append(float(done.stdout))
    s = {name: statistics.median(times) for name, times in took.items()}
    return [
        Result("import of the Excel host", s["host"], "import numpy, xlwings", s["theirs"], 1.25),
        Result("the command line, before its command", s["cli"], "an empty program", s["nothing"]),
        Result("the server, until it registers", s["server"], "an empty program", s["nothing"]),
    ]
