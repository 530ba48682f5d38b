"""Are the installed files those that were installed? Compared with the list that pip, or the bundle, left.

It finds what a broken update, a virus scanner or a hand has changed. It is no seal: who can change the files
can change the list.
"""

from __future__ import annotations

import base64
import csv
import hashlib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

#: What the engine runs, as far as it is installed apart from Python itself.
PROJECTS = ("xl-stressvar", "numpy", "pywin32", "scipy", "xlwings")


def altered(projects: tuple[str, ...] = PROJECTS) -> list[str]:
    """Files, as `numpy: numpy/linalg/linalg.py`, whose content differs or that are gone."""
    found = []
    for project in projects:
        try:
            installed = distribution(project)
        except PackageNotFoundError:
            continue  # what is missing is told apart
        if (installed.read_text("INSTALLER") or "").strip() == "conda":
            continue  # conda writes its own folder into files
        found += [
            f"{project}: {file}"
            for file, path, digest in _listed(installed)
            if _differs(path, digest)
        ]
    return found


def _listed(installed: Distribution) -> Iterator[tuple[str, Path, str]]:
    """The files with a hash of SHA-256, their places and hashes; those that Python makes later have none.

    Scripts, which lie outside the packages' folder, are not what the engine runs. The list is read as it
    stands: from Python 3.12 on, `Distribution.files` leaves out what is gone.
    """
    for file, content, *_ in csv.reader((installed.read_text("RECORD") or "").splitlines()):
        kind, _, digest = content.partition("=")
        if kind == "sha256" and ".." not in PurePosixPath(file).parts:
            yield file, Path(str(installed.locate_file(file))), digest


def _differs(path: Path, digest: str) -> bool:
    try:
        found = hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return True
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() != digest.rstrip("=")
