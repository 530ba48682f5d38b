"""The program that COM starts: what it imports before the class is registered."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_stressvar.hosts import server, server_log
from xl_stressvar.hosts.com_engine import Engine
from xl_stressvar.hosts.server_log import log_to

log = logging.getLogger("xl_stressvar")


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


@pytest.fixture
def logging_anew() -> Iterator[None]:
    """What a test adds to the root logger goes again."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in [h for h in root.handlers if isinstance(h, server_log.EngineLog)]:
        handler.close()
        root.removeHandler(handler)
    assert set(root.handlers) <= set(before)


@pytest.mark.usefixtures("logging_anew")
def test_a_start_that_fails_leaves_its_reason_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ImportError("DLL load failed while importing win32api")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(server, "xlwings_server", broken)
    assert server.main(["-Embedding"]) == 1
    text = (tmp_path / "StressVaR" / "server.log").read_text()
    assert "the engine did not start" in text
    assert "DLL load failed" in text


# --- the log ---------------------------------------------------------------------------------------
@pytest.mark.usefixtures("logging_anew")
def test_a_long_log_becomes_the_last_one_and_a_new_one_begins_while_the_engine_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_log, "LOG_LIMIT", 1000)
    log_to(tmp_path / "server.log")
    for i in range(100):
        log.error("line %d of a long day", i)
    assert {p.name for p in tmp_path.iterdir()} == {"server.log", "server.log.1"}
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 2000
    assert "line 99" in (tmp_path / "server.log").read_text()


@pytest.mark.usefixtures("logging_anew")
def test_a_full_log_that_another_engine_holds_open_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "server.log"
    file.write_text("x" * (server_log.LOG_LIMIT + 1))

    def held(*_: object) -> None:  # as Windows says of a file that another program has open
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(os, "rename", held)
    log_to(file)
    log.error("first")
    log.error("second")
    own = tmp_path / f"server.{os.getpid()}.log"
    assert "first" in own.read_text()
    assert "second" in own.read_text()
    assert file.stat().st_size == server_log.LOG_LIMIT + 1


@pytest.mark.usefixtures("logging_anew")
def test_where_no_log_can_be_written_the_engine_works_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "StressVaR").write_text("a file where the folder should be")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    served = []
    monkeypatch.setattr(server, "serve", served.append)
    assert server.main(["-Embedding"]) == 0
    assert served == [Engine]
    log.error("to nobody")
    assert capsys.readouterr().err == ""


# --- an interpreter of conda ------------------------------------------------------------------------
def test_a_conda_environment_that_nobody_activated_has_its_dlls_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("conda-meta", "Library/bin", "Library/mingw-w64/bin"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setenv("PATH", "as before")
    added: list[str] = []
    server.add_conda_folders(tmp_path, added.append)
    library = tmp_path / "Library"
    folders = [str(library / "bin"), str(library / "mingw-w64" / "bin")]
    assert sorted(added) == folders
    assert os.environ["PATH"].split(os.pathsep) == [*folders, "as before"]


def test_any_other_python_keeps_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Library" / "bin").mkdir(parents=True)
    monkeypatch.setenv("PATH", "as before")
    server.add_conda_folders(tmp_path, pytest.fail)
    assert os.environ["PATH"] == "as before"


# --- pywin32's cache --------------------------------------------------------------------------------
def test_pywin32s_cache_is_replaced_by_one_that_knows_no_class() -> None:
    code = (
        "from xl_stressvar.install.pywin32 import NAME, without_generated_classes\n"
        "without_generated_classes()\n"
        "import sys; cache = sys.modules[NAME]\n"
        "print(cache.GetClassForCLSID('{0}'), cache.GetModuleForTypelib('{0}', 0, 1, 2))\n"
        "try: cache.EnsureModule('{0}', 0, 1, 2)\n"
        "except ImportError: print('refused')"
    )
    assert run(code) == ["None", "None", "refused"]
