"""Spoils a workbook again and again and calculates each: `python -m ... FIRST COUNT`, a line a fault.

A process of its own, so that a crash of the engine or a hang is seen from outside: the seed that is
tried stands in the last line.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import sys
import tempfile
import traceback
import warnings
import zipfile
from pathlib import Path
from random import Random

from tests.robustness.torture.mutations import seed, spoiled
from xl_stressvar.cli import main as cli


class LastTraceback(logging.Handler):
    """What the command line keeps from the user."""

    text = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.text = "".join(traceback.format_exception(*record.exc_info))


def fault(path: Path, target: Path, kept: LastTraceback) -> str:
    """What is wrong after `calc path -o target`, or nothing."""
    before = hashlib.sha256(path.read_bytes()).digest()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(["calc", str(path), "-o", str(target)])
    said = err.getvalue()
    if code not in (0, 1):
        return f"code {code}: {said}{kept.text}"
    if "Traceback" in said:
        return said
    if target.exists():
        with zipfile.ZipFile(target) as package:
            if package.testzip() is not None:
                return "half a file was written"
    elif not 10 < len(said.strip()) <= 255:
        return f"no file, and as sentence {said!r}"
    if hashlib.sha256(path.read_bytes()).digest() != before:
        return "the input has changed"
    stray = {p.name for p in path.parent.iterdir()} - {path.name, target.name}
    return f"left behind: {stray}" if stray else ""


def main(first: int, count: int) -> int:
    warnings.simplefilter("error")
    kept = LastTraceback()
    log = logging.getLogger("xl_stressvar")
    log.addHandler(kept)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    stdout = sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        whole = seed(Path(folder) / "seed.xlsx").read_bytes()
        path, target = Path(folder) / "work" / "in.xlsx", Path(folder) / "work" / "out.xlsx"
        path.parent.mkdir()
        for number in range(first, first + count):
            print(f"at {number}", file=stdout, flush=True)
            path.write_bytes(spoiled(whole, Random(number)))
            target.unlink(missing_ok=True)
            if found := fault(path, target, kept):
                print(f"fault {number} {found!r}", file=stdout, flush=True)
                if keep := os.environ.get("XL_STRESSVAR_KEEP"):
                    Path(keep, f"{number}.xlsx").write_bytes(path.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
