"""A PC made of a folder and a dictionary."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from xl_stressvar import __version__
from xl_stressvar.install.machine import Answer, Machine
from xl_stressvar.install.registry import Bits, Entry

ADDIN = b"the add-in of this version"


class FakeRegistry:
    """A registry in memory. Like the real one it does not tell upper from lower case, keeps
    Classes\\CLSID apart for 32-bit programs, and has a key's parents when it has the key."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, Bits], dict[str, object]] = {}
        self.refuse = ""  # keys with this in their name cannot be written

    def read(self, key: str, name: str = "", bits: Bits = 64) -> object:
        return self.keys.get(self._place(key, bits), {}).get(name.lower())

    def values(self, key: str, bits: Bits = 64) -> dict[str, object]:
        return dict(self.keys.get(self._place(key, bits), {}))

    def children(self, key: str, bits: Bits = 64) -> list[str]:
        start, view = key.lower() + "\\", self._place(key + "\\", bits)[1]
        below = [k[len(start) :] for k, bits in self.keys if k.startswith(start) and bits == view]
        return sorted({name.split("\\")[0] for name in below})

    def write(self, entry: Entry) -> None:
        if self.refuse and self.refuse in entry.key:
            raise PermissionError(13, "Access is denied")
        self.set(entry.key, entry.name, entry.text, entry.bits)

    def set(self, key: str, name: str, value: object, bits: Bits = 64) -> None:
        self.keys.setdefault(self._place(key, bits), {})[name.lower()] = value

    def delete(self, key: str, bits: Bits = 64) -> None:
        key, bits = self._place(key, bits)
        for found in list(self.keys):
            if found[1] == bits and (found[0] == key or found[0].startswith(key + "\\")):
                del self.keys[found]

    def delete_value(self, key: str, name: str, bits: Bits = 64) -> None:
        place = self._place(key, bits)
        values = self.keys.get(place, {})
        values.pop(name.lower(), None)
        if not values and not self.children(key, bits):
            self.keys.pop(place, None)

    @staticmethod
    def _place(key: str, bits: Bits) -> tuple[str, Bits]:
        key = key.lower()
        return key, bits if "classes\\clsid" in key else 64


def a_pc(folder: Path, **changes: object) -> Machine:
    """An ordinary PC on which nothing is installed."""
    python = folder / "python"
    python.mkdir(exist_ok=True)
    (python / "pythonw.exe").touch()
    user, everyone = FakeRegistry(), FakeRegistry()
    pc = Machine(
        registry=everyone if changes.get("all_users") else user,
        user=user,
        everyone=everyone,
        environ={
            "APPDATA": str(folder / "Roaming"),
            "LOCALAPPDATA": str(folder / "Local"),
        },
        interpreter=python / "python.exe",
        bases=(),
        addin=ADDIN,
        missing=(),
        elevated=False,
        remote=lambda path: "share" in str(path),
        altered=list,
        ask=lambda: Answer(f"StressVaR {__version__}", 1.2, 0.8, 0.001),
    )
    return replace(pc, **changes)  # type: ignore[arg-type]


def xlstart(folder: Path) -> Path:
    """Where the add-in goes on that PC."""
    return folder / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "stressvar.xlam"


def an_addin(version: str = __version__, *more: str) -> bytes:
    """A package that says of itself what ours does, with more parts if named."""
    buffer = io.BytesIO()
    core = f"<dc:title>StressVaR</dc:title><dc:description>Functions, version {version}.</dc:description>"
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("docProps/core.xml", core)
        for name in more:
            package.writestr(name, "")
    return buffer.getvalue()


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
