"""The licences of everything that the installed package needs to run: `python -m tools.licences`.

Exit code 1 if one is not in the list below. What is allowed asks no more than to keep the notice:
nothing that a finance team would have to clear before using or passing on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

PACKAGE = "xl-stressvar"
#: Licences by SPDX name.
ALLOWED = {
    "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "PSF-2.0", "Zlib",
    "CC0-1.0", "Unlicense",
}  # fmt: skip
#: What older metadata says instead.
_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
}


def runtime(name: str = PACKAGE) -> list[Distribution]:
    """The package and everything that it needs here, each once, by name."""
    found: dict[str, Distribution] = {}

    def walk(project: str) -> None:
        key = re.sub(r"[-_.]+", "-", project).lower()
        if key in found:
            return
        found[key] = distribution(project)
        for text in found[key].requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                walk(needed.name)

    walk(name)
    return [found[key] for key in sorted(found)]


def licence(project: Distribution) -> str:
    """The SPDX expression of a distribution, from whichever field of its metadata has one."""
    fields = project.metadata
    for expression in fields.get_all("License-Expression") or ():
        return str(expression)
    for classifier in fields.get_all("Classifier") or ():
        kind, _, last = classifier.rpartition(" :: ")
        if kind.startswith("License") and last in _CLASSIFIERS:
            return _CLASSIFIERS[last]
    texts = [text.strip() for text in fields.get_all("License") or ()]
    return next((text for text in texts if text and "\n" not in text), "unknown")


def foreign(expression: str) -> list[str]:
    """The parts of an SPDX expression that are not allowed; of an OR one part is enough."""
    choices = [
        [part for part in re.split(r"\s+AND\s+", choice.strip(" ()")) if part.strip("() ") not in ALLOWED]
        for choice in re.split(r"\s+OR\s+", expression)
    ]  # fmt: skip
    return min(choices, key=len)


def problems() -> Iterator[str]:
    for project in runtime():
        if bad := foreign(licence(project)):
            yield f"{project.metadata['Name']}: {', '.join(bad)}"


def main() -> int:
    try:
        projects = runtime()
    except PackageNotFoundError as missing:
        print(f"{missing.name} is not installed here; run this with the project's Python.")
        return 2
    for project in projects:
        print(f"{project.metadata['Name']:20} {project.version:12} {licence(project)}")
    wrong = list(problems())
    for line in wrong:
        print(f"not allowed: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
