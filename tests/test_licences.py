"""What the package needs to run may be used and passed on by anyone."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "tools" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [text.split(">")[0].strip() for text in project["dependencies"]]


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_and_what_it_needs_is_under_an_allowed_licence(
    licences: ModuleType, name: str
) -> None:
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
def test_an_expression_is_read_by_its_parts(
    licences: ModuleType, expression: str, bad: list[str]
) -> None:
    assert licences.foreign(expression) == bad
