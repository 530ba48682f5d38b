"""Reading VBA sources as text: procedures, what they call, what they declare."""

from __future__ import annotations

import re

from tests.support import ROOT

FOLDER = ROOT / "vba"
PROCEDURE = re.compile(
    r"^(?P<scope>Public|Private) (?P<kind>Sub|Function) (?P<name>\w+)\((?P<parameters>.*?)\)(?: As \w+)?$",
    re.MULTILINE,
)


def committed() -> dict[str, str]:
    """Every module of the project, by the name of its file."""
    return {path.name: path.read_text("ascii") for path in FOLDER.rglob("*.[bc][al]s")}


def code(source: str) -> str:
    """A source without comments, texts and attributes, continued lines joined."""
    kept = []
    for line in source.replace(" _\n", " ").split("\n"):
        if line.startswith("Attribute "):
            continue
        line = re.sub(r'"(?:[^"]|"")*"', '""', line)
        kept.append(line.split("'")[0].rstrip())
    return "\n".join(kept)


def parameters(listed: str) -> list[tuple[str, bool]]:
    """(name, optional) of each parameter in a declaration."""
    found = []
    for parameter in filter(None, (p.strip() for p in listed.split(","))):
        words = parameter.split(" As ")[0].split()
        found.append((words[-1], "Optional" in words))
    return found
