"""The commands: plain lines and an exit code, on every system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.install.pc import a_pc
from xl_stressvar.install import commands
from xl_stressvar.install.__main__ import main
from xl_stressvar.install.machine import Machine
from xl_stressvar.install.place import place


@pytest.mark.skipif(sys.platform == "win32", reason="there it does something")
@pytest.mark.parametrize("name", commands.COMMANDS)
def test_elsewhere_it_says_what_to_use_instead(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name]) == 2
    said = capsys.readouterr().out
    assert f"xl-stressvar {name} is for Excel on Windows" in said
    assert "xl-stressvar calc" in said
    assert "LibreOffice" in said


def test_from_install_to_uninstall(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    assert commands.status(pc).code == 1
    assert commands.install(pc).code == 0
    report = commands.status(pc)
    assert report.code == 0
    assert any(str(place(pc).path) in line for line in report.lines)
    assert commands.doctor(pc).code == 0
    assert commands.uninstall(pc).code == 0
    assert commands.status(pc).code == 1


def test_a_refusal_is_one_sentence(tmp_path: Path) -> None:
    report = commands.install(a_pc(tmp_path, missing=("xlwings", "numpy")))
    assert report.code == 1
    [line] = report.lines
    assert line.startswith("This Python lacks xlwings, numpy")


def test_something_broken_is_exit_code_1(tmp_path: Path) -> None:
    assert commands.doctor(a_pc(tmp_path)).code == 1


def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["instal"])
    assert ended.value.code == 2
    assert "'install', 'uninstall', 'status', 'doctor'" in capsys.readouterr().err


def test_what_nobody_foresaw_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(1450, "Insufficient system resources")

    monkeypatch.setattr(commands, "here", broken)
    assert main(["uninstall"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("uninstall met something it was not built for (OSError: ")
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["install", "uninstall", "status", "doctor"])
@pytest.mark.parametrize("for_all", [True, False])
def test_the_installation_for_all_users_is_asked_for(
    name: str, for_all: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    def here(command: str, all_users: bool | None) -> Machine:
        asked.append((command, all_users))
        return a_pc(tmp_path)

    monkeypatch.setattr(commands, "here", here)
    main([name, *["--all-users"] * for_all])
    # status and doctor look at whichever is there
    otherwise = None if name in ("status", "doctor") else False
    assert asked == [(name, True if for_all else otherwise)]
