"""What the browser's Python needs of us: the part of the package that a call imports, in one zip."""

from __future__ import annotations

import hashlib
import zipfile
from importlib.util import find_spec
from pathlib import Path

from ... import __version__
from ...ooxml.files import zipped

_PACKAGE = Path(__file__).parents[2]
#: Modules and packages below xl_stressvar.
PARTS = (
    "__init__.py", "arguments", "catalogue.py", "cells", "cleaning", "crises", "dispatch", "domain",
    "errors", "functions", "hosts/__init__.py", "hosts/web/__init__.py", "hosts/web/host.py",
    "ooxml/__init__.py", "ooxml/references.py", "risk",
)  # fmt: skip
_NEEDED = {".py", ".gz", ".npz"}


def name(zipped: bytes) -> str:
    """Another for another content, so that no browser takes an old one from its cache."""
    return f"xl_stressvar-{__version__}-{hashlib.sha256(zipped).hexdigest()[:12]}.zip"


def engine() -> bytes:
    """The zip; the same package gives the same bytes."""
    files = {
        f"xl_stressvar/{path.relative_to(_PACKAGE).as_posix()}": path.read_bytes()
        for part in PARTS
        for path in _files(_PACKAGE / part)
    }
    caches = Path(str(find_spec("cachetools").origin)).parent  # type: ignore[union-attr]
    files |= {f"cachetools/{path.name}": path.read_bytes() for path in _files(caches)}
    return zipped(files, zipfile.ZIP_DEFLATED)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in _NEEDED)
