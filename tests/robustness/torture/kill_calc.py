"""Kills calc at random moments, half of them while it writes: `python -m ... FIRST COUNT`.

One in four is asked to end, as by a shell, a closed terminal or Ctrl+C. A line for each fault, and at the
end how many were killed, and how many of these while writing. The runs are forks of this process, which has
imported everything, so that a kill costs milliseconds.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from random import Random

from tests.robustness.torture.mutations import seed
from xl_stressvar.cli import main as cli
from xl_stressvar.hosts.headless import calc

SIGNALS = [signal.SIGKILL] * 9 + [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


def started(path: Path, target: Path, commanded: bool) -> int:
    """The process that calculates."""
    child = os.fork()
    if child:
        return child
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    code = 1
    try:  # as the command does, with a child of its own; or as Python's users do
        if commanded:
            code = cli.main(["calc", str(path), "-o", str(target)])
        else:
            calc(path, target)
            code = 0
    finally:
        os._exit(code)


def writing(folder: Path) -> bool:
    return any(name.endswith(".tmp") for name in os.listdir(folder))


def killed(path: Path, target: Path, random: Random, longest: float) -> tuple[bool, bool]:
    """Whether the run was killed before it ended, and whether it was writing then."""
    moment = random.uniform(0, longest) if random.random() < 0.5 else None  # None: as it writes
    begun = time.perf_counter()
    child = started(path, target, random.random() < 0.5)
    while moment is None or time.perf_counter() - begun < moment:
        if moment is None and writing(path.parent):
            break
        if os.waitpid(child, os.WNOHANG)[0]:
            return False, False
    at_work = writing(path.parent)
    os.kill(child, random.choice(SIGNALS))
    os.waitpid(child, 0)
    return True, at_work


def main(first: int, count: int) -> int:
    kills = while_writing = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, target = seed(folder / "in.xlsx"), folder / "out.xlsx"
        before = hashlib.sha256(path.read_bytes()).digest()
        begun = time.perf_counter()
        os.waitpid(started(path, target, True), 0)
        longest = 1.2 * (time.perf_counter() - begun)
        whole = target.read_bytes()
        for number in range(first, first + count):
            random = Random(number)
            old = random.choice([None, b"the old file"])
            target.unlink(missing_ok=True)
            if old:
                target.write_bytes(old)
            was_killed, was_writing = killed(path, target, random, longest)
            kills += was_killed
            while_writing += was_writing
            found = target.read_bytes() if target.exists() else None
            if found != old and not same(found, whole):
                print(f"kill {number}: the target is neither old nor new")
            if hashlib.sha256(path.read_bytes()).digest() != before:
                print(f"kill {number}: the input has changed")
            stray = [n for n in os.listdir(folder) if n not in ("in.xlsx", "out.xlsx")]
            if len(stray) > 1 or any(
                not (n.startswith(".xl-stressvar-") and n.endswith(".tmp")) for n in stray
            ):
                print(f"kill {number}: left behind {stray}")
            for left in stray:
                (folder / left).unlink()
    print(f"kills {kills} writing {while_writing}")
    return 0


def same(found: bytes | None, whole: bytes) -> bool:
    """Whether it is the calculated workbook, all of it."""
    if found is None or len(found) != len(whole):
        return False
    with tempfile.TemporaryFile() as file:
        file.write(found)
        with zipfile.ZipFile(file) as package:
            return package.testzip() is None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
