"""The program that COM starts: what it imports before the class is registered."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from xl_stressvar.hosts import server


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_program_itself_imports_nothing_heavy() -> None:
    loaded = "print(*(m for m in ('numpy', 'pandas', 'scipy', 'xlwings') if m in sys.modules))"
    assert run(f"import sys, xl_stressvar.hosts.server; {loaded}") == []


def test_xlwings_can_be_imported_without_numpy_and_both_work_afterwards() -> None:
    code = (
        "import sys; from xl_stressvar.hosts.server import without\n"
        "with without('numpy', 'pandas'): import xlwings\n"
        "print(*(m for m in ('numpy', 'pandas') if m in sys.modules))\n"
        "import numpy, pandas; print('then')"
    )
    assert run(code) == ["then"]


def test_started_by_hand_it_says_who_starts_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert server.main([]) == 2
    assert "xl-stressvar doctor" in capsys.readouterr().out


def test_a_start_that_fails_leaves_its_reason_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ImportError("DLL load failed while importing win32api")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(server, "xlwings_server", broken)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers.clear()
    try:
        assert server.main(["-Embedding"]) == 1
        for handler in root.handlers:
            handler.close()
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    text = (tmp_path / "StressVaR" / "server.log").read_text()
    assert "the engine did not start" in text
    assert "DLL load failed" in text


def test_a_long_log_starts_anew(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    file.write_text("x" * (server.LOG_LIMIT + 1))
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        server.log_to(file)
    finally:
        root.handlers[:] = before
    assert not file.exists()
