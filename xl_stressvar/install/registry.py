"""What is written to the registry, as data; and the little of the registry that this takes.

Everything is below Software of HKEY_CURRENT_USER: no administrator is needed, and no other user is
touched. An installation for all users writes the same below HKEY_LOCAL_MACHINE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
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
    """A root of the registry, as the 64-bit or the 32-bit programs see it."""

    def read(self, key: str, name: str = "", bits: Bits = 64) -> object: ...

    def values(self, key: str, bits: Bits = 64) -> dict[str, object]: ...

    def children(self, key: str, bits: Bits = 64) -> list[str]: ...

    def write(self, entry: Entry) -> None: ...

    def delete(self, key: str, bits: Bits = 64) -> None:
        """Remove the key and all below it, if it is there."""

    def delete_value(self, key: str, name: str, bits: Bits = 64) -> None:
        """Remove one value, if it is there; and the key, if it is empty then."""


VIEWS: tuple[Bits, ...] = (64, 32)


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
    for bits in VIEWS:
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


@contextmanager
def restored(registry: Registry, entries: Iterable[Entry]) -> Iterator[None]:
    """If what is done inside fails, these values are as they were before."""
    before = [(e, registry.read(e.key, e.name, e.bits)) for e in entries]
    try:
        yield
    except Exception:
        for entry, text in reversed(before):
            with suppress(OSError):  # what cannot be written now was not written before
                if isinstance(text, str):
                    registry.write(replace(entry, text=text))
                else:
                    registry.delete_value(entry.key, entry.name, entry.bits)
        raise


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


#: What makes COM use another program for a class, whatever its LocalServer32 says.
_DETOURS = ("InprocServer32", "InprocHandler32", "LocalServer", "TreatAs", "AutoTreatAs")


def detours(registry: Registry) -> Iterator[str]:
    """What somebody else has put under our class, by which another program would take its place."""
    clsid = f"{CLASSES}\\CLSID\\{identity.CLSID}"
    for bits in VIEWS:
        there = {child.lower() for child in registry.children(clsid, bits)}
        for name in _DETOURS:
            if name.lower() in there:
                program = registry.read(rf"{clsid}\{name}", bits=bits)
                yield f"{name} = {program}"
        if app := registry.read(clsid, "AppID", bits):
            yield f"AppID = {app}"


def unregister(registry: Registry) -> bool:
    """Remove our class, and the ProgID unless another program has taken it; say if it was there."""
    there = registered_command(registry) is not None
    if foreign_class(registry) is None:
        registry.delete(f"{CLASSES}\\{identity.PROG_ID}")
    registry.delete(f"{CLASSES}\\CLSID\\{identity.CLSID}", 64)
    registry.delete(f"{CLASSES}\\CLSID\\{identity.CLSID}", 32)
    return there
