"""The licences of everything that the installed package needs to run: `python -m tools.licences`.

Exit code 1 if one is not in the list below. What is allowed asks no more than to keep the notice:
nothing that a finance team would have to clear before using or passing on.

What a project says of itself in one line is not always all: a wheel may carry parts of others. So every
licence file in it is read for the licences that ask more, and each that is found is explained below.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

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


#: Words of licences that ask more than to keep the notice.
_STRICTER = {
    "GPL": r"GNU (Lesser |Library |Affero )?General\s+Public|\b[LA]?GPL\b",
    "PolyForm": r"PolyForm",
    "noncommercial": r"for non-?commercial (use|purposes) only|CC[- ]BY[- ]NC",
    "EULA": r"End User License Agreement|Subscription Term",
    "SSPL": r"Server Side Public License",
    "BUSL": r"Business Source License",
    "Commons Clause": r"Commons Clause",
}
#: Why one that a licence file names does not bind who uses or passes on this package.
EXPLAINED = {
    ("numpy", "GPL"): "GCC's runtime libraries, whose exception allows any use",
    ("scipy", "GPL"): "GCC's runtime libraries, whose exception allows any use",
    (
        "lxml",
        "GPL",
    ): "a test script that wheels do not carry; iconv (LGPL) only inside Windows' wheels, "
    "where lxml is not in the offline bundle",
    ("pandas", "GPL"): "Python's own licence, which calls itself compatible with the GPL",
    (
        "xlwings",
        "EULA",
    ): "xlwings/pro, which pip installs, nothing here imports and the bundle leaves out",
}
#: Of these what the offline bundle may have inside.
IN_BUNDLE = {key: why for key, why in EXPLAINED.items() if key[0] in {"numpy", "scipy"}}
_LICENCE_FILE = re.compile(r"(?i)(.*/)?[^/]*(licen[cs]e|copying|notice|copyright)[^/]*")


def stricter(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Licence files, by name, that name licences which ask more; and which those are."""
    found = {}
    for name, text in texts.items():
        kinds = [kind for kind, words in _STRICTER.items() if re.search(words, text, re.IGNORECASE)]
        if kinds:
            found[name] = kinds
    return found


def is_licence_file(name: str) -> bool:
    code = name.endswith((".py", ".pyc", ".pyi", ".pyd", ".so", ".bas"))
    return not code and _LICENCE_FILE.fullmatch(name) is not None


def licence_texts(project: Distribution) -> dict[str, str]:
    """Every licence file of an installed project."""
    names = [file for file in project.files or () if is_licence_file(str(file))]
    return {str(n): Path(str(n.locate())).read_text("utf-8", errors="replace") for n in names}


def unexplained(
    project: str, texts: Mapping[str, str], explained: Mapping[tuple[str, str], str] = EXPLAINED
) -> Iterator[str]:
    for name, kinds in stricter(texts).items():
        for kind in kinds:
            if (project.lower(), kind) not in explained:
                yield f"{project}: {name} names {kind}"


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
    text = next((text for text in texts if text and "\n" not in text), "unknown")
    return _CLASSIFIERS.get(f"{text} License", text)


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
        yield from unexplained(project.metadata["Name"], licence_texts(project))


def main() -> int:
    try:
        projects = runtime()
    except PackageNotFoundError as missing:
        print(f"{missing.name} is not installed here; run this with the project's Python.")
        return 2
    for project in projects:
        print(f"{project.metadata['Name']:20} {project.version:12} {licence(project)}")
    for (name, kind), why in EXPLAINED.items():
        print(f"{name} names {kind}: {why}")
    wrong = list(problems())
    for line in wrong:
        print(f"not allowed: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
