"""Give Windows extension modules the complex functions that Wine's C runtime lacks.

    complex_math.py build TREE DLL    compile DLL with what the modules below TREE import
    complex_math.py patch TREE        point the modules below TREE at it

Wine 8 stops a process at the first call of a missing function. Every module imports its mathematics
from one system DLL by name, so the name inside the module is replaced by a shorter one, ours, which
adds the missing functions and forwards the others.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SYSTEM = b"api-ms-win-crt-math-l1-1-0.dll\0"
OURS = b"complex_math.dll"


def modules(tree: Path) -> list[Path]:
    """The binaries that import the system's mathematics."""
    found = (p for p in tree.rglob("*") if p.suffix.lower() in {".pyd", ".dll"})
    return sorted(p for p in found if SYSTEM in p.read_bytes())


def imported(binary: Path) -> set[str]:
    """The names that a binary imports from the system's mathematics."""
    dump = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(binary)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names, ours = set(), False
    for line in dump.splitlines():
        if dll := re.search(r"DLL Name: (\S+)", line):
            ours = dll[1].lower().encode() + b"\0" == SYSTEM
        elif "Export" in line:
            ours = False
        elif ours and (name := re.fullmatch(r"\s+\S+\s+\S+\s+(?:\S+\s+)?([A-Za-z_]\w*)\s*", line)):
            names.add(name[1])
    return names


def build(tree: Path, dll: Path) -> None:
    source = HERE / "complex_math.c"
    stems = re.findall(r"\b(?:REAL|COMPLEX2?)\((\w{2,})\)", source.read_text())
    own = sorted(stem + end for stem in stems for end in ("", "f", "l"))
    others = sorted(set().union(*map(imported, modules(tree))) - set(own))
    exports = [f"  {name}=our_{name}" for name in own]
    exports += [f"  {name}=ucrtbase.{name}" for name in others]
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder, "exports.def")
        listing.write_text("\n".join(["LIBRARY complex_math", "EXPORTS", *exports]) + "\n")
        subprocess.run(
            [
                "x86_64-w64-mingw32-gcc",
                "-O2",
                "-shared",
                "-s",
                "-static-libgcc",
                "-o",
                dll,
                source,
                listing,
            ],
            check=True,
        )
    print(f"{dll.name}: {len(own)} functions of its own, {len(others)} forwarded")


def patch(tree: Path) -> None:
    for module in (found := modules(tree)):
        module.write_bytes(module.read_bytes().replace(SYSTEM, OURS.ljust(len(SYSTEM), b"\0")))
    for listing in tree.rglob("*.dist-info/RECORD"):
        relist(listing, set(found))
    print(f"{tree.name}: {len(found)} modules use {OURS.decode()}")


def relist(listing: Path, patched: set[Path]) -> None:
    """Give the patched files their new hashes in a project's list, which `doctor` compares."""
    lines = []
    for line in listing.read_text().splitlines():
        name, _, rest = line.partition(",")
        file = listing.parent.parent / name
        if file in patched:
            digest = base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest())
            rest = f"sha256={digest.rstrip(b'=').decode()},{file.stat().st_size}"
        lines.append(f"{name},{rest}")
    listing.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", tree, dll]:
            build(Path(tree), Path(dll))
        case ["patch", tree]:
            patch(Path(tree))
        case _:
            sys.exit(__doc__)
