"""Spoiled workbooks through calc: a whole file or a sentence, never a crash, a hang or half a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.robustness.torture import slices
from tests.support import ROOT

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("seeds", slices.chunks(1200, 50_000, 300), ids=slices.name)
def test_spoiled_workbooks(seeds: range) -> None:
    command = ["tests.robustness.torture.spoil_and_calc", str(seeds.start), str(len(seeds))]
    said = output(command, 60 + len(seeds))
    assert said.count("at ") >= len(seeds)
    faults = [line for line in said.splitlines() if line.startswith("fault")]
    assert not faults, "\n".join(faults)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of itself")
@pytest.mark.parametrize("seeds", slices.chunks(100, 1000, 50), ids=slices.name)
def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(seeds: range) -> None:
    said = output(
        ["tests.robustness.torture.kill_calc", str(seeds.start), str(len(seeds))],
        60 + 2 * len(seeds),
    )
    lines = said.splitlines()
    assert lines[-1].startswith("kills")
    assert len(lines) == 1, said
    # some of them in the middle of writing, or nothing was tried
    assert int(lines[-1].split()[3]) > len(seeds) / 20, said


MILLION = """
import resource, sys
from pathlib import Path
from tests.hosts.headless.books import EMPTY_SHEET, replaced, values, with_formulas
from xl_stressvar.hosts.headless import calc
n = 1_048_576
path = with_formulas(Path(sys.argv[1]) / "a.xlsx", f"=CURRENT_VAR(Data!A1:A{n},1,,,,{n})", f"=SUM(Data!A1:A{n})")
rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{-i}</v></c></row>' for i in range(1, n + 1))
replaced(path, {"xl/worksheets/sheet1.xml": EMPTY_SHEET.format(rows=rows)})
calc(path, path.with_name("out.xlsx"))
found = values(path.with_name("out.xlsx"))
print(found["A1"], found["A2"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is measured the POSIX way")
def test_a_column_of_a_million_rows_takes_bounded_memory(tmp_path: Path) -> None:
    var, total, megabytes = output(["-c", MILLION, str(tmp_path)], 300, "").split()
    n = 1_048_576  # the losses are 1 ... n: PERCENTILE.INC and the sum are known
    assert float(var) == pytest.approx(n - (n - 1) * 0.01, rel=1e-12)
    assert float(total) == -n * (n + 1) / 2
    assert int(megabytes) < 2000


def output(module: list[str], seconds: float, how: str = "-m") -> str:
    """What a module prints; its last line says where it hung or crashed."""
    try:
        done = subprocess.run(
            [sys.executable, *filter(None, [how]), *module], capture_output=True, text=True, timeout=seconds,
            check=False, cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # so that it may fork
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise AssertionError(f"hangs {(slow.stdout or b'')[-60:]!r}") from None
    assert done.returncode == 0, done.stdout[-200:] + done.stderr[-2000:]
    return done.stdout
