"""Where the add-in lies, and what makes Excel open it there and run its macros.

A user's startup folder does both by itself. But where AppData is a network share (folder redirection,
Citrix, virtual desktops), Excel trusts nothing in it: its trusted locations are on the PC alone unless
policy says otherwise. There the add-in lies in the local folder, Excel is told to open it, and the
folder is entered as trusted. For all users, the startup folder is that of Excel's own installation, which
Excel trusts as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import errors
from . import identity
from .machine import Machine
from .registry import Entry, Registry

OFFICE = r"Software\Microsoft\Office"
NEWEST = "16.0"  # 2016 and everything since
_APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


@dataclass(frozen=True)
class Place:
    path: Path
    entries: tuple[Entry, ...] = ()  # what the registry must say for Excel to open and trust it


def place(machine: Machine) -> Place:
    """Raises: InstallProblem, if Windows does not say where the folder is."""
    if machine.all_users:
        return Place(_excel_folder(machine.everyone) / "XLSTART" / identity.ADDIN)
    startup = machine.startup_folder
    if not machine.remote(startup):
        return Place(startup / identity.ADDIN)
    path = identity.data_folder(machine.environ) / "addin" / identity.ADDIN
    entries = [
        entry
        for version in excel_versions(machine.registry) or [NEWEST]
        for entry in _opened(machine.registry, version, path)
    ]
    return Place(path, tuple(entries))


def excel_versions(registry: Registry) -> list[str]:
    """The Excel versions with settings of this user, such as 16.0."""
    return [
        version
        for version in registry.children(OFFICE)
        if version.replace(".", "").isdigit()
        and "excel" in map(str.lower, registry.children(rf"{OFFICE}\{version}"))
    ]


def no_longer_opened(registry: Registry, path: Path) -> bool:
    """Remove what `place` has Excel told of a file, in every version; say if there was any."""
    found = False
    for version in excel_versions(registry):
        options = rf"{OFFICE}\{version}\Excel\Options"
        for name, text in registry.values(options).items():
            if _is_open(name) and text == _quoted(path):
                registry.delete_value(options, name)
                found = True
        for location in _our_locations(registry, version, path):
            registry.delete(location)
            found = True
    return found


def _opened(registry: Registry, version: str, path: Path) -> Iterator[Entry]:
    options = rf"{OFFICE}\{version}\Excel\Options"
    there = {n.upper(): t for n, t in registry.values(options).items() if _is_open(n)}
    ours = next((name for name, text in there.items() if text == _quoted(path)), None)
    names = ["OPEN", *(f"OPEN{i}" for i in range(1, len(there) + 1))]
    yield Entry(options, _quoted(path), ours or next(n for n in names if n not in there))
    locations = rf"{OFFICE}\{version}\Excel\Security\Trusted Locations"
    taken = {child.lower() for child in registry.children(locations)}
    free = next(n for i in range(len(taken) + 1) if (n := f"Location{i}").lower() not in taken)
    key = next(_our_locations(registry, version, path), rf"{locations}\{free}")
    yield Entry(key, f"{path.parent}\\", "Path")
    yield Entry(key, identity.TITLE, "Description")


def _our_locations(registry: Registry, version: str, path: Path) -> Iterator[str]:
    locations = rf"{OFFICE}\{version}\Excel\Security\Trusted Locations"
    for child in registry.children(locations):
        if registry.read(rf"{locations}\{child}", "Path") == f"{path.parent}\\":
            yield rf"{locations}\{child}"


def _is_open(name: str) -> bool:
    """Excel opens what OPEN, OPEN1, OPEN2 ... name when it starts."""
    return name.upper().startswith("OPEN") and (name[4:].isdigit() or not name[4:])


def _quoted(path: Path) -> str:
    return f'"{path}"'


def _excel_folder(everyone: Registry) -> Path:
    """The folder of EXCEL.EXE."""
    for bits in (64, 32):
        root = everyone.read(rf"{OFFICE}\{NEWEST}\Excel\InstallRoot", "Path", bits)
        if isinstance(root, str) and root:
            return Path(root)
    program = everyone.read(_APP_PATH)
    if isinstance(program, str) and program:
        return Path(program.strip('"')).parent
    raise errors.NO_EXCEL()
