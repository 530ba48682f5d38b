"""The folder that xl-stressvar web writes, and a node to run it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT
from xl_stressvar.cli.main import main

TOOLS = ROOT / ".build" / "web"  # by tools/web/setup.sh
PYODIDE = TOOLS / "pyodide"
NODE = TOOLS / "node" / "bin" / "node"
HERE = Path(__file__).parent
BASE = "https://addins.example.com/stressvar"


def run_node(*arguments: object) -> str:
    done = subprocess.run(
        [str(NODE), *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a server is given."""
    out = tmp_path_factory.mktemp("web") / "stressvar"
    assert main(["web", str(out), "--base", BASE, "--pyodide", str(PYODIDE)]) == 0
    return out


def under_node(folder: Path, workbooks: dict[str, Any], scratch: Path) -> dict[str, Any]:
    """Answers of one Python under node: of each workbook, recalculation by recalculation."""
    (scratch / "questions.json").write_text(json.dumps(workbooks), "utf-8")
    run_node(HERE / "node.mjs", folder, scratch / "questions.json", scratch / "answers.json")
    return json.loads((scratch / "answers.json").read_text("utf-8"))
