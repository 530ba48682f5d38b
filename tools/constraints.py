"""constraints.txt from the versions installed here: `python -m tools.constraints`.

Everything that the package and its dependency groups ask for, and what these need: name==version, by
name. Run it in an environment made by `make CONSTRAINTS= check docs` once its tests have passed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tools import licences

ROOT = Path(__file__).parents[1]
FILE = ROOT / "constraints.txt"
_HEAD = """\
# Versions that are known to work together: python -m tools.constraints. Used by make.
"""


def asked() -> Iterator[Requirement]:
    """What pyproject.toml names: to run, to build, and for each group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    yield from map(Requirement, project["project"]["dependencies"])
    yield from map(Requirement, project["build-system"]["requires"])
    for group in project["dependency-groups"].values():
        yield from map(Requirement, group)


def pins() -> dict[str, str]:
    """Name to version, of what is asked and all it needs."""
    found = {}
    for requirement in asked():
        for project in licences.runtime(requirement.name):
            name = re.sub(r"[-_.]+", "-", str(project.metadata["Name"])).lower()
            found[name] = project.version
    return dict(sorted(found.items()))


def main() -> int:
    try:
        for requirement in asked():
            distribution(requirement.name)
        lines = [f"{name}=={version}\n" for name, version in pins().items()]
    except PackageNotFoundError as missing:
        print(f"{missing.name} is not installed here.")
        return 1
    FILE.write_text(_HEAD + "".join(lines), "utf-8")
    print(f"{FILE.name}: {len(lines)} versions")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
