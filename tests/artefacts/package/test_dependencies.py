"""What the package needs to run is what it imports, and may be used and passed on by anyone."""

from __future__ import annotations

import ast
import sys
import tomllib

import pytest

from tests.support import ROOT
from tools import licences

#: What Windows and LibreOffice bring along: imported there alone.
OF_THE_HOST = {"pythoncom", "win32com", "uno", "unohelper", "com", "xlstressvar"}


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [text.split(">")[0].strip() for text in project["dependencies"]]


def imported() -> set[str]:
    """The packages of others that ours imports, wherever the import stands."""
    found = set()
    for path in (ROOT / "xl_stressvar").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - set(sys.stdlib_module_names) - OF_THE_HOST - {"xl_stressvar"}


def test_what_is_required_is_what_is_imported() -> None:
    assert set(dependencies()) == imported()


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_and_what_it_needs_is_under_an_allowed_licence(name: str) -> None:
    for project in licences.runtime(name):
        assert not licences.foreign(licences.licence(project)), project.metadata["Name"]


@pytest.mark.parametrize(
    ("expression", "bad"),
    [
        ("MIT", []),
        ("BSD-3-Clause AND 0BSD AND (MIT AND Zlib) AND CC0-1.0", []),
        ("GPL-3.0-only", ["GPL-3.0-only"]),
        ("GPL-2.0-only OR MIT", []),
        ("MIT AND GPL-3.0-only", ["GPL-3.0-only"]),
        ("unknown", ["unknown"]),
    ],
)
def test_an_expression_is_read_by_its_parts(expression: str, bad: list[str]) -> None:
    assert licences.foreign(expression) == bad
