"""The installed files, compared with the list of hashes that the installer left."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import sys
from pathlib import Path

import pytest

from xl_stressvar.install.unaltered import altered


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed project of one module; its folder."""
    content = b"answer = 42\n"
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    (tmp_path / "some_project.py").write_bytes(content)
    info = tmp_path / "some_project-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: some-project\nVersion: 1.0\n")
    (info / "INSTALLER").write_text("pip\n")
    (info / "RECORD").write_text(
        f"some_project.py,sha256={digest},{len(content)}\n"
        "../../bin/some-project,sha256=x,1\n__pycache__/some_project.cpython-313.pyc,,\nsome_project-1.0.dist-info/RECORD,,\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def test_files_as_they_were_installed(project: Path) -> None:
    assert altered(("some-project",)) == []


def test_a_file_that_was_changed(project: Path) -> None:
    (project / "some_project.py").write_bytes(b"answer = 43\n")
    assert altered(("some-project",)) == ["some-project: some_project.py"]


def test_a_file_that_is_gone(project: Path) -> None:
    (project / "some_project.py").unlink()
    assert altered(("some-project",)) == ["some-project: some_project.py"]


def test_conda_which_changes_files_itself_is_left_out(project: Path) -> None:
    (project / "some_project.py").write_bytes(b"prefix = 'C:\\\\conda'\n")
    (project / "some_project-1.0.dist-info" / "INSTALLER").write_text("conda\n")
    assert altered(("some-project",)) == []


def test_a_project_that_is_not_installed_is_told_elsewhere() -> None:
    assert altered(("no-such-project",)) == []


def test_a_file_that_is_gone_is_told_where_lists_leave_it_out(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the metadata of Python 3.12 and later do."""
    monkeypatch.setattr(importlib.metadata.Distribution, "files", [])
    (project / "some_project.py").unlink()
    assert altered(("some-project",)) == ["some-project: some_project.py"]
