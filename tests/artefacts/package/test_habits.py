"""What an outsider meets first: pinned versions, workflows, forms, the changelog, the version's one place."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import xl_stressvar
from tests.support import ROOT
from tools import constraints
from tools.generate.excel_report import FORM, form

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def pins() -> dict[str, str]:
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("requirement", [*constraints.asked()], ids=str)
def test_every_package_that_is_asked_for_has_a_version_that_suits(requirement: Requirement) -> None:
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    assert requirement.specifier.contains(pins()[name])


def test_what_the_package_needs_to_run_is_pinned_with_all_it_needs_in_turn() -> None:
    from tools.licences import runtime

    needed = {re.sub(r"[-_.]+", "-", p.metadata["Name"]).lower() for p in runtime()}
    assert needed - {"xl-stressvar"} <= {*pins()}


def test_the_versions_come_from_where_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constraints, "FILE", tmp_path / "constraints.txt")
    monkeypatch.setattr(constraints, "asked", lambda: iter([Requirement("pandas>=2")]))
    assert constraints.main() == 0
    found = (tmp_path / "constraints.txt").read_text("utf-8").splitlines()[1:]
    assert f"pandas=={version('pandas')}" in found
    assert f"numpy=={version('numpy')}" in found


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_targets_that_make_has(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    matrix = re.findall(r"^ {10}- (\w[\w-]*)", text, re.MULTILINE)
    asked = set(re.findall(r"\bmake ([a-z-]+)", text)) | set(matrix)
    assert asked <= targets, "no such target"
    assert "make" in text


def test_the_oldest_python_that_is_tested_is_the_oldest_that_is_supported() -> None:
    (tested,) = re.findall(r"python: (\[.*\]) \}", read(".github/workflows/ci.yml"))
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert re.findall(r"3\.\d+", tested)[0] == oldest
    assert re.findall(r"3\.\d+", tested) == ["3.11", "3.12", "3.13", "3.14"]


def test_the_form_for_excel_is_the_checklist() -> None:
    assert read(str(FORM)) == form(read("docs/excel-checklist.md")), "make generate"
    table = "        | close Excel | `pythonw.exe` ends; Excel ends too | |"
    assert table in read(str(FORM))


def test_a_change_to_come_is_of_a_kind_that_the_changelog_has() -> None:
    kinds = {kind["directory"] for kind in PROJECT["tool"]["towncrier"]["type"]}
    for path in (ROOT / "changelog.d").iterdir():
        if path.name != "README.md":
            assert re.fullmatch(rf"(\d+|\+[\w-]+)\.({'|'.join(kinds)})\.md", path.name), path.name
            assert path.read_text("utf-8").strip()
    assert all(f"`{kind}`" in read("changelog.d/README.md") for kind in kinds)
    assert "<!-- towncrier release notes start -->" in read("CHANGELOG.md")


def test_the_version_is_the_same_where_it_has_to_be_written() -> None:
    assert f"\nversion: {xl_stressvar.__version__}\n" in read("CITATION.cff")
    assert f"\n## {xl_stressvar.__version__} " in read("CHANGELOG.md")


def test_every_word_on_the_list_for_codespell_is_needed() -> None:
    words = read(".codespell-words").split()
    assert words == sorted(words)
    files = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=False
    ).stdout.split()
    for word in words if files else ():
        found = subprocess.run(
            ["git", "-C", str(ROOT), "grep", "-qiw", word, "--", ".", ":!.codespell-words"],
            check=False,
        )
        assert found.returncode == 0, word


def test_the_installed_command_of_the_list_of_licences_is_what_the_page_for_it_says() -> None:
    assert "python -m tools.licences" in read("docs/it.md")
    done = subprocess.run(
        [sys.executable, "-m", "tools.licences"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
