"""Hostile formulas and workbooks through the command line: 2 GB, a minute, a sentence, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.robustness.torture import hostile_books, slices
from tests.support import ROOT

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(
        sys.platform != "linux", reason="memory is measured and limited as on Linux"
    ),
]
#: seconds: of the calculation, and of everything with the search for the cell
ALLOWED, IN_ALL = (20, 60) if slices.FULL else (15, 60)
MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "xl_stressvar.cli", *sys.argv[1:]], capture_output=True, text=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, done.returncode)
print(done.stdout[-2000:] + done.stderr[-2000:])
"""


def ends(*arguments: str) -> str:
    """What the command says within the limits, in a sentence or in values."""
    limits = ["--memory", "2", "--time", str(ALLOWED)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments, *limits], capture_output=True, text=True, cwd=ROOT,
        timeout=4 * IN_ALL, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    numbers, _, said = done.stdout.partition("\n")
    megabytes, code = map(int, numbers.split())
    assert megabytes < 2048
    assert code in (0, 1), said
    assert said.strip()
    assert "Traceback" not in said
    assert "panicked" not in said
    assert "Please report" not in said
    return said.strip()


@pytest.mark.parametrize("name", hostile_books.FORMULAS)
def test_a_hostile_formula_typed(name: str) -> None:
    ends("eval", hostile_books.FORMULAS[name])


@pytest.mark.parametrize("name", hostile_books.FORMULAS)
def test_a_hostile_formula_in_a_cell(name: str, tmp_path: Path) -> None:
    path = hostile_books.with_formulas(
        tmp_path / "a.xlsx", "=1+1", f"={hostile_books.FORMULAS[name]}"
    )
    said = ends("calc", str(path))
    out = tmp_path / "a-calculated.xlsx"
    assert out.exists() or "Risk!A2" in said
    assert {p.name for p in tmp_path.iterdir()} <= {"a.xlsx", out.name}


@pytest.mark.parametrize("name", hostile_books.BOOKS)
def test_a_hostile_workbook(name: str, tmp_path: Path) -> None:
    path = hostile_books.BOOKS[name](tmp_path / "a.xlsx")
    ends("calc", str(path))
    assert {p.name for p in tmp_path.iterdir()} <= {"a.xlsx", "a-calculated.xlsx"}
