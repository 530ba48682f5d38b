"""Python for the browser: which files of which Pyodide, each known by its hash.

The files of the interpreter are pinned here. Those of its packages are listed, with their hashes, in
pyodide-lock.json, which is one of them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ... import errors

VERSION = "0.27.7"
FOLDER = "pyodide"  # below the page
LOCK = "pyodide-lock.json"
INTERPRETER = {
    LOCK: "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
PACKAGES = ("numpy", "scipy")


def files(folder: Path) -> dict[str, bytes]:
    """The files by name, from a folder that holds the distribution.

    Raises: FileProblem for a file that is missing or is not the published one.
    """
    found = {name: _checked(folder, name, digest) for name, digest in INTERPRETER.items()}
    packages = json.loads(found[LOCK])["packages"]
    wanted = list(PACKAGES)
    for name in wanted:  # grows
        wanted += [other for other in packages[name]["depends"] if other not in wanted]
        file = packages[name]["file_name"]
        found[file] = _checked(folder, file, packages[name]["sha256"])
    return found


def _checked(folder: Path, name: str, digest: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise errors.NO_PYODIDE(file=name, folder=folder.name, version=VERSION)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise errors.unreadable(name, problem) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise errors.NOT_PYODIDE(file=name, version=VERSION)
    return data
