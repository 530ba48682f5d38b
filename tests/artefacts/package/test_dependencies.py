"""What the package needs to run is what it imports, and may be used and passed on by anyone."""

from __future__ import annotations

import ast
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.support import ROOT
from tools import licences
from xl_stressvar.hosts.libreoffice.extension import LIBRARIES

#: What Windows and LibreOffice bring along: imported there alone.
OF_THE_HOST = {"pythoncom", "win32com", "uno", "unohelper", "com", "xlstressvar"}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements() -> list[Requirement]:
    return [Requirement(text) for text in PROJECT["dependencies"]]


def dependencies() -> list[str]:
    return [requirement.name for requirement in requirements()]


def extras() -> list[str]:
    """What single commands need, and a sentence asks for."""
    texts = {text for extra in PROJECT["optional-dependencies"].values() for text in extra}
    return sorted({Requirement(text).name for text in texts})


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
    named = {name.replace("-", "_") for name in [*dependencies(), *extras()]}
    assert named == imported()


def required_on(platform: str) -> set[str]:
    return {
        requirement.name
        for requirement in requirements()
        if requirement.marker is None or requirement.marker.evaluate({"sys_platform": platform})
    }


def test_in_a_browser_only_what_a_call_imports_is_required() -> None:
    assert required_on("emscripten") == {*LIBRARIES} - {"xl_stressvar"}


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_elsewhere_all_of_it_is_required(platform: str) -> None:
    assert required_on(platform) == {*dependencies()}


@pytest.mark.parametrize("name", [*dependencies(), *extras()])
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


@pytest.mark.parametrize("name", [*dependencies(), *extras()])
def test_every_licence_file_is_read_and_what_asks_more_is_explained(name: str) -> None:
    for project in licences.runtime(name):
        texts = licences.licence_texts(project)
        assert list(licences.unexplained(project.metadata["Name"], texts)) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Redistribution and use in source and binary forms, with or without modification", []),
        ("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 2.1", ["GPL"]),
        ("PolyForm Noncommercial License 1.0.0", ["PolyForm"]),
        ("xlwings PRO End User License Agreement", ["EULA"]),
        ("Business Source License 1.1", ["BUSL"]),
        ("Server Side Public License", ["SSPL"]),
        ('"Commons Clause" License Condition v1.0', ["Commons Clause"]),
    ],
)
def test_licences_that_ask_more_are_known_by_their_words(text: str, kinds: list[str]) -> None:
    assert licences.stricter({"LICENSE": text}) == ({"LICENSE": kinds} if kinds else {})


def test_a_stricter_licence_of_a_project_that_has_none_explained_is_a_problem() -> None:
    found = list(licences.unexplained("some-project", {"NOTICE": "PolyForm Noncommercial"}))
    assert found == ["some-project: NOTICE names PolyForm"]
