"""The add-in's file: read, put in place whole or not at all, recognised."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

from .. import errors

_TITLE = b"<dc:title>StressVaR</dc:title>"  # in docProps/core.xml of every add-in of ours
_SIGNATURE = "vbaProjectSignature"  # in the names of the parts that signing adds


def content_of(path: Path) -> bytes | None:
    """The bytes of a file, None if there is none. Raises: InstallProblem, if it is held open."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as refusal:
        raise errors.FILE_IN_USE(file=path.name, reason=reason(refusal)) from None


def put(path: Path, content: bytes) -> None:
    """Written anew and not copied, so that the mark of a download does not come along.

    It grows beside the folder, never in it: Excel opens whatever it finds in its startup folder.

    Raises: InstallProblem; then the file is as it was.
    """
    growing = unfinished(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        growing.write_bytes(content)
        os.replace(growing, path)
    except OSError as refusal:
        with suppress(OSError):
            growing.unlink(missing_ok=True)
        raise errors.FILE_IN_USE(file=path.name, reason=reason(refusal)) from None


def unfinished(path: Path) -> Path:
    """Where a file grows until it is whole; what a cut-off install leaves there, the next one replaces."""
    return path.parent.with_name(f"{path.name}.new")


def remove(path: Path) -> None:
    """Raises: InstallProblem, if Windows does not let it go."""
    try:
        path.unlink(missing_ok=True)
    except OSError as refusal:
        raise errors.FILE_IN_USE(file=path.name, reason=reason(refusal)) from None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_an_addin_of_ours(content: bytes) -> bool:
    """Whether a file is a StressVaR add-in of any version, also if it was signed or saved since."""
    return _TITLE in _core(content)


def is_signed(content: bytes, version: str) -> bool:
    """Whether it is the add-in of that version with a signature that somebody has added."""
    if f"version {version}.".encode() not in _core(content):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(_SIGNATURE in name for name in package.namelist())


def _core(content: bytes) -> bytes:
    """The part that says title and version; nothing for a file that is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return b""


def reason(refusal: OSError) -> str:
    return (refusal.strerror or type(refusal).__name__).rstrip(".").lower()
