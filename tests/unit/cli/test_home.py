"""The commands keep nothing in the user's home: no settings, no cache, no history."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.headless.books import with_formulas
from tests.support import ROOT

pytestmark = pytest.mark.slow  # each starts processes

PRICES = "Date,A\n2024-01-02,100\n2024-01-03,101\n2024-01-04,99\n"


@pytest.mark.parametrize(
    "command",
    ["eval =PARAM_VAR(0.012,100)", "calc {0}/a.xlsx", "import {0}/prices.csv -o {0}/b.xlsx", "functions PARAM_VAR",
     "templates", "new march_2020 -o {0}/c.xlsx", "demo -o {0}/d.xlsx", "data list",
     "libreoffice -o {0}/e.oxt", "batch --example {0}/job"],
)  # fmt: skip
def test_a_command_keeps_nothing_in_the_home(command: str, tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    with_formulas(work / "a.xlsx", "=PARAM_VAR(0.012,100)")
    (work / "prices.csv").write_text(PRICES)
    ours = ("XDG_", "XL_STRESSVAR_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    folders = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    done = subprocess.run(
        [sys.executable, "-m", "xl_stressvar.cli", *(w.format(work) for w in command.split())],
        capture_output=True, text=True, timeout=120, check=False, cwd=work,
        env=kept | folders | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(home.rglob("*")) == []
