"""Every member of Excel that the VBA uses is one that Excel has."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyopenvba.interpreter._inventory_data import _NAMES

from tests.artefacts.vba.sources import code, committed

LIST = Path(__file__).with_name("excel_members.txt")
OTHERS = {
    "LanguageSettings",
    "Err",
    "Collection",
    "IRibbonUI",
    "IRibbonControl",
    "StressVarEvents",
    "Engine",
}
SOURCES = committed()
#: The type libraries' own names for the events that the class module listens to.
EVENTS = re.compile(r"^Private Sub App_(\w+)\(", re.MULTILINE)


def listed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in LIST.read_text("ascii").splitlines():
        if not line.startswith("#"):
            kind, names = line.split(": ")
            found[kind] |= set(names.split())
    return found


def used(source: str) -> set[str]:
    return set(re.findall(r"(?<=[\w)(,\s])\.([A-Za-z]\w*)", code(source)))


def library(kind: str) -> set[str]:
    """The members of a class by Office's type libraries, as pyOpenVBA took them down; in small letters."""
    return {
        name
        for key in (f"excel:{kind}", f"excel:i{kind}", f"office:{kind}")
        for name in _NAMES.get(key.lower(), "").split(",")
    }


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_uses_listed_members_alone(name: str) -> None:
    assert used(SOURCES[name]) - set().union(*listed().values()) == set()


def test_no_listed_member_is_unused() -> None:
    everywhere = set().union(*map(used, SOURCES.values()))
    assert set().union(*listed().values()) - everywhere == set()


@pytest.mark.parametrize("kind", sorted(listed().keys() - OTHERS))
def test_the_type_library_has_every_listed_member(kind: str) -> None:
    assert {name for name in listed()[kind] if name.lower() not in library(kind)} == set()


def test_a_member_that_does_not_exist_would_be_seen() -> None:
    assert "recalc" not in library("Range")
    assert used("Sub A()\n    cell.Recalc\nEnd Sub\n") == {"Recalc"}


def test_the_events_are_excels() -> None:
    events = EVENTS.findall(SOURCES["StressVarEvents.cls"])
    assert len(events) >= 7
    known = {name for names in _NAMES.values() for name in names.split(",")}
    assert [e for e in events if e.lower() not in known] == []
