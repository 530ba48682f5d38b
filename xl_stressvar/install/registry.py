"""What is written to the registry, as data; and the little of the registry that this takes.

Everything is below HKEY_CURRENT_USER\\Software: no administrator is needed, and no other user is
touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from . import identity

CLASSES = r"Software\Classes"
OURS = r"Software\StressVaR"  # what install remembers for uninstall
Bits = Literal[32, 64]


@dataclass(frozen=True)
class Entry:
    """One text value: where, under which name ("" is the key's default), and the text."""

    key: str
    text: str
    name: str = ""
    bits: Bits = 64


class Registry(Protocol):
    """HKEY_CURRENT_USER as the 64-bit or the 32-bit programs see it."""

    def read(self, key: str, name: str = "", bits: Bits = 64) -> object: ...

    def values(self, key: str) -> dict[str, object]: ...

    def children(self, key: str) -> list[str]: ...

    def write(self, entry: Entry) -> None: ...

    def delete(self, key: str, bits: Bits = 64) -> None:
        """Remove the key and all below it, if it is there."""


def registration(command: str) -> list[Entry]:
    """What lets CreateObject start *command*.

    The class is written in both views: a 32-bit Excel looks up the 32-bit one, and Windows keeps
    Classes\\CLSID apart for the two, but not the ProgID.
    """
    program, clsid = f"{CLASSES}\\{identity.PROG_ID}", f"{CLASSES}\\CLSID\\{identity.CLSID}"
    entries = [
        Entry(program, identity.TITLE),
        Entry(f"{program}\\CLSID", identity.CLSID),
    ]
    views: tuple[Bits, ...] = (64, 32)
    for bits in views:
        entries += [
            Entry(clsid, identity.TITLE, bits=bits),
            Entry(f"{clsid}\\ProgID", identity.PROG_ID, bits=bits),
            Entry(f"{clsid}\\LocalServer32", command, bits=bits),
        ]
    return entries


def write(registry: Registry, entries: Iterable[Entry]) -> bool:
    """Write what differs; say if anything did."""
    changed = [e for e in entries if registry.read(e.key, e.name, e.bits) != e.text]
    for entry in changed:
        registry.write(entry)
    return bool(changed)


def registered_command(registry: Registry) -> str | None:
    """The command that COM runs for our class now."""
    key = f"{CLASSES}\\CLSID\\{identity.CLSID}\\LocalServer32"
    found = registry.read(key)
    return found if isinstance(found, str) else None


def foreign_class(registry: Registry) -> str | None:
    """The class that owns our ProgID, if it is not ours."""
    owner = registry.read(f"{CLASSES}\\{identity.PROG_ID}\\CLSID")
    if isinstance(owner, str) and owner.upper() != identity.CLSID.upper():
        return owner
    return None


def unregister(registry: Registry) -> bool:
    """Remove our class, and the ProgID unless another program has taken it; say if it was there."""
    there = registered_command(registry) is not None
    if foreign_class(registry) is None:
        registry.delete(f"{CLASSES}\\{identity.PROG_ID}")
    registry.delete(f"{CLASSES}\\CLSID\\{identity.CLSID}", 64)
    registry.delete(f"{CLASSES}\\CLSID\\{identity.CLSID}", 32)
    return there
