"""The benchmarks ask what is answered: a refusal takes no time, and would look fast."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support import ROOT

# the others need LibreOffice, a browser, a cluster's library or many minutes
SHORT = ("into_python", "growth", "windows", "monte_carlo", "instruments")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHORT)
def test_it_runs_to_its_end(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks", "--one", name],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert all(result["seconds"] > 0 for result in json.loads(done.stdout))
