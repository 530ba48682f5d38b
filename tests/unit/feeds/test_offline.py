"""Nothing but the command for data asks the network, and nothing but serve listens: no import, no call, no other command."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xl_stressvar

ROOT = Path(xl_stressvar.__file__).parent
#: Forbids sockets in a process; the audit hook sees them whoever opens them, and cannot be taken off.
FORBID = """
import sys
def forbid(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(forbid)
"""
CALLS = {
    "import": "import xl_stressvar as sv",
    "catalogue": "from xl_stressvar.catalogue import CATALOGUE; assert len(CATALOGUE) > 50",
    "good calls": """
from tests.robustness.badinput import good
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.dispatch import call
for entry in CATALOGUE:
    outcome = call(entry.name, good.arguments(entry))
    assert outcome.failure is None or entry.name == "STRESSVAR_WHY", outcome.sentence()
""",
    "a factor that is not here": """
from xl_stressvar.dispatch import call
assert str(call("CRISIS_RETURNS", ["COVID", "UST10Y"]).value) == "#N/A"
""",
    "data list": """
from xl_stressvar.cli.main import main
assert main(["data", "list"]) == 0
""",
}


def run(script: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FORBID + script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT.parent,
        env={"XL_STRESSVAR_DATA": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT.parent)},
    )


@pytest.mark.parametrize("what", CALLS)
def test_no_socket_is_opened(what: str, tmp_path: Path) -> None:
    done = run(CALLS[what], tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]


def test_an_update_would_open_one(tmp_path: Path) -> None:
    """So the test above can fail."""
    done = run("from xl_stressvar.cli.main import main; main(['data', 'update', 'WTI'])", tmp_path)
    assert "socket." in done.stderr


#: The command that listens, at the address that its line names, and answers worksheet functions.
LISTENING = {"cli/serve.py", "hosts/web/server.py"}


def test_only_the_feeds_know_how_to_ask_the_network_and_only_serve_how_to_listen() -> None:
    asking = {"urllib", "http", "socket", "ssl", "requests", "ftplib", "tornado"}
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )  # fmt: skip
            names = [
                name for name in names if name != "urllib.parse"
            ]  # reads an address, asks nobody
            if asking & {name.split(".")[0] for name in names}:
                found.add(path.relative_to(ROOT).as_posix())
    assert found <= {"feeds/http.py", *LISTENING}
