"""Are the installed files those that were installed? Compared with the list that pip, or the bundle, left.

It finds what a broken update, a virus scanner or a hand has changed. It is no seal: who can change the files
can change the list.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution

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
        found += [f"{project}: {file}" for file in _listed(installed) if _differs(file)]
    return found


def _listed(installed: Distribution) -> list[PackagePath]:
    """The files with a hash of SHA-256; those that Python makes later have none.

    Scripts, which lie outside the packages' folder, are not what the engine runs.
    """
    listed = [file for file in installed.files or [] if ".." not in file.parts]
    return [file for file in listed if file.hash is not None and file.hash.mode == "sha256"]


def _differs(file: PackagePath) -> bool:
    assert file.hash is not None
    try:
        digest = hashlib.sha256(file.locate().read_bytes()).digest()  # type: ignore[attr-defined]
    except OSError:
        return True
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value.rstrip("=")
