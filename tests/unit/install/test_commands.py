"""The commands: plain lines and an exit code, on every system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.install.pc import a_pc
from xl_stressvar.install import commands
from xl_stressvar.install.__main__ import main


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
    assert any(str(pc.addin_path) in line for line in report.lines)
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
    assert main(["instal"]) == 2
    assert "install|uninstall|status|doctor" in capsys.readouterr().out
