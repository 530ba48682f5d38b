"""Why do the functions not work on this PC? Each finding says what was seen and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .. import __version__
from ..errors import StressVarError
from . import identity
from . import registry as reg
from .files import content_of, is_signed
from .install import check_python, noted_path
from .machine import Machine
from .place import OFFICE, Place, excel_versions, place

POLICIES = r"Software\Policies\Microsoft\Office"
SLOW_START = 20.0  # seconds; COM itself gives up after a minute or two


class Level(StrEnum):
    GOOD = "ok"
    DOUBT = "check"  # may or may not be the cause
    BAD = "broken"


@dataclass(frozen=True)
class Finding:
    level: Level
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"[{self.level}] {self.seen}" + (f"\n      {self.remedy}" if self.remedy else "")


def doctor(machine: Machine) -> list[Finding]:
    """Every check, from the interpreter to one real call."""
    where = place(machine)
    return [
        *_interpreter(machine),
        *_files(machine),
        *_office(machine),
        *_registration(machine),
        *_detours(machine),
        *_addin(machine, where),
        *_policies(machine, where.path),
        *_trust(machine, where.path.parent),
        *_mark(where.path),
        *_answers(machine),
    ]


def _interpreter(machine: Machine) -> Iterator[Finding]:
    try:
        check_python(machine)
    except StressVarError as problem:
        yield Finding(Level.BAD, *_split(problem))
    else:
        kind = " (conda; the engine finds its DLLs by itself)" if machine.conda else ""
        yield Finding(Level.GOOD, f"Python: {machine.interpreter}{kind}")
    if machine.elevated and not machine.all_users:
        yield Finding(
            Level.DOUBT,
            "This window runs as administrator.",
            "Windows ignores a user's registration there: start Excel and this check the ordinary way.",
        )


def _files(machine: Machine) -> Iterator[Finding]:
    """Is what the engine would run what was installed?"""
    if altered := machine.altered():
        more = f" and {len(altered) - 3} more" if len(altered) > 3 else ""
        yield Finding(
            Level.BAD,
            f"Installed files are not as they were installed: {', '.join(altered[:3])}{more}.",
            "Install again: install.cmd, or pip install --force-reinstall xl-stressvar. "
            "If nobody has updated anything, tell your IT department first.",
        )
    else:
        yield Finding(Level.GOOD, "The installed files are those that were installed.")


def _office(machine: Machine) -> Iterator[Finding]:
    packages = Path(machine.environ.get("LOCALAPPDATA") or "", "Packages")
    if any(packages.glob("Microsoft.Office.Desktop_*")):
        yield Finding(
            Level.DOUBT,
            "Office comes from the Microsoft Store; its programs see a registry of their own.",
            "If =STRESSVAR_VERSION() shows no version, install Office from office.com instead.",
        )


def _registration(machine: Machine) -> Iterator[Finding]:
    command = reg.registered_command(machine.registry)
    wanted = reg.registration(machine.command)
    if foreign := reg.foreign_class(machine.registry):
        yield Finding(
            Level.BAD,
            f"{identity.PROG_ID} belongs to another program ({foreign}).",
            "Uninstall that program, then run: xl-stressvar install",
        )
    elif command is None:
        yield Finding(Level.BAD, "The engine is not registered.", "Run: xl-stressvar install")
    elif command != machine.command and command.startswith(f'"{machine.pythonw}"'):
        yield Finding(
            Level.BAD, f"Registered by another version: {command}", "Run: xl-stressvar install"
        )
    elif command != machine.command:
        yield Finding(
            Level.DOUBT,
            f"Another Python is registered: {command}",
            "To use this one instead, run xl-stressvar install with it.",
        )
    elif any(machine.registry.read(e.key, e.name, e.bits) != e.text for e in wanted):
        yield Finding(Level.BAD, "The registration is incomplete.", "Run: xl-stressvar install")
    else:
        yield Finding(Level.GOOD, f"Registered: {command}")


def _detours(machine: Machine) -> Iterator[Finding]:
    """What would make Excel start something else than what is registered."""
    found = [*reg.detours(machine.user), *reg.detours(machine.everyone)]
    own = reg.registered_command(machine.user)
    if machine.all_users and own is not None:  # which Windows looks up first
        found.append(f"LocalServer32 of this user = {own}")
    if found:
        yield Finding(
            Level.BAD,
            f"Excel would start another program as our engine: {'; '.join(found)}.",
            "Tell your IT department: no part of StressVaR writes this. "
            "Then run xl-stressvar uninstall, and install.",
        )


def _addin(machine: Machine, where: Place) -> Iterator[Finding]:
    path, former = where.path, noted_path(machine)
    if former is not None and former != path:
        yield Finding(
            Level.BAD,
            f"The add-in was put at {former}, where Excel does not open it or blocks its macros.",
            f"Close Excel and run xl-stressvar install: it goes to {path}",
        )
        return
    present = content_of(path)
    if present is None:
        yield Finding(Level.BAD, f"There is no {path}.", "Run: xl-stressvar install")
    elif machine.addin in (None, present):
        yield Finding(Level.GOOD, f"Add-in: {path}")
    elif is_signed(present, __version__):
        yield Finding(Level.GOOD, f"Add-in, signed since it was installed: {path}")
    else:
        yield Finding(
            Level.DOUBT,
            f"{path} is not the add-in of version {__version__}.",
            "Close Excel and run: xl-stressvar install",
        )
    if any(machine.user.read(e.key, e.name, e.bits) != e.text for e in where.entries):
        yield Finding(
            Level.BAD,
            f"Excel is not told to open {path} and to trust its folder.",
            "Close Excel and run: xl-stressvar install",
        )
    for version in excel_versions(machine.user):
        disabled = machine.user.values(rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems")
        if any(_mentions(blob, path.name) for blob in disabled.values()):
            yield Finding(
                Level.BAD,
                "Excel has disabled the add-in after a crash.",
                "In Excel: File > Options > Add-ins > Manage: Disabled Items > Go, then enable it.",
            )


def _policies(machine: Machine, path: Path) -> Iterator[Finding]:
    """Settings that keep macros or add-ins from loading, wherever the file lies."""

    def on(key: str, name: str) -> bool:
        return any(
            registry.read(rf"{root}\{key}", name) == 1
            for registry in (machine.user, machine.everyone)
            for root in (POLICIES, OFFICE)
        )

    for version in excel_versions(machine.user):
        if on(rf"{version}\Common", "VbaOff"):
            yield Finding(
                Level.BAD,
                f"VBA is switched off for Office {version}: no add-in of this kind runs.",
                "Ask your IT department to allow it for Excel; xl-stressvar calc works without.",
            )
        if on(rf"{version}\Excel\Security", "DisableAllAddins"):
            yield Finding(
                Level.BAD,
                f"All add-ins are switched off in Excel {version}.",
                "In Excel: File > Options > Trust Center > Add-ins; or ask your IT department.",
            )
        if on(rf"{version}\Excel\Security", "RequireAddinSig"):
            yield Finding(
                Level.DOUBT,
                f"Excel {version} wants add-ins signed, and ours is not.",
                f"If it does not load, ask your IT department to sign {path}.",
            )


def _trust(machine: Machine, folder: Path) -> Iterator[Finding]:
    """Does Excel trust the folder that the add-in lies in?"""
    versions = excel_versions(machine.user)
    if not versions:
        yield Finding(
            Level.DOUBT,
            "Excel has left no settings for this user.",
            "Start Excel once, close it, and check again.",
        )
    yield from (_trusts(machine, version, folder) for version in versions)


def _trusts(machine: Machine, version: str, folder: Path) -> Finding:
    """What one version of Excel thinks of the folder."""
    registry = machine.user
    key = rf"\{version}\Excel\Security\Trusted Locations"

    def set_to(name: str, value: int) -> bool:
        return any(registry.read(root + key, name) == value for root in (POLICIES, OFFICE))

    if set_to("AllLocationsDisabled", 1):
        return Finding(
            Level.BAD,
            "Excel trusts no folder: trusted locations are switched off.",
            "Ask your IT department to allow them, or to sign the add-in; or switch them on in "
            "File > Options > Trust Center > Trusted Locations.",
        )
    if machine.remote(folder) and not set_to("AllowNetworkLocations", 1):
        return Finding(
            Level.BAD,
            f"{folder} is a network share, where Excel {version} trusts no macros.",
            "Ask your IT department for a local folder, or to allow trusted locations on the network "
            "(AllowNetworkLocations) and to trust this one.",
        )
    only_policy = rf"{POLICIES}\{version}\Common\Security\Trusted Locations"
    if registry.read(only_policy, "Allow User Locations") == 0:
        return Finding(
            Level.DOUBT,
            "Your IT department alone says which folders Excel trusts.",
            f"If the add-in does not load, ask them to trust {folder}.",
        )
    listed = [
        registry.read(rf"{root}{key}\{child}", "Path")
        for root in (POLICIES, OFFICE)
        for child in registry.children(root + key)
    ]
    trusted = {_folder(_expand(path, machine)) for path in listed if isinstance(path, str)}
    if _folder(str(folder)) in trusted:
        return Finding(Level.GOOD, f"Excel {version} trusts {folder}.")
    return Finding(
        Level.DOUBT,
        f"Excel {version} does not list the add-in's folder as trusted.",
        f"If macros are blocked, add it in File > Options > Trust Center > Trusted Locations: {folder}",
    )


def _folder(path: str) -> str:
    """A folder's path as two are compared."""
    return path.rstrip("\\/").lower()


def _mark(path: Path) -> Iterator[Finding]:
    """Windows keeps the mark of a download in a second stream of the file."""
    try:
        stream = Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return
    if "ZoneId=3" in stream or "ZoneId=4" in stream:
        yield Finding(
            Level.BAD,
            f"{path} is marked as coming from the internet; Excel blocks its macros.",
            "Right-click it > Properties > Unblock; or run xl-stressvar uninstall, then install.",
        )


def _answers(machine: Machine) -> Iterator[Finding]:
    if reg.registered_command(machine.registry) is None:
        return  # said already; a start would only repeat it
    try:
        answer = machine.ask()
    except StressVarError as problem:
        yield Finding(Level.BAD, *_split(problem))
        return
    seen = (
        f"The engine started in {answer.start:.1f} s; first call {answer.first:.1f} s, "
        f"the next {answer.next * 1000:.0f} ms."
    )
    if __version__ not in answer.version:
        yield Finding(
            Level.DOUBT,
            f"The engine that answered is {answer.version}, not {__version__}.",
            "Close every Excel window, so that the old one ends, and check again.",
        )
    elif answer.start > SLOW_START:
        yield Finding(
            Level.DOUBT,
            seen,
            "A virus scanner may be reading every file: ask for its Python folder to be excepted.",
        )
    else:
        yield Finding(Level.GOOD, seen)


def _expand(path: str, machine: Machine) -> str:
    """Excel writes some of its folders as %APPDATA%\\..."""
    for name in ("APPDATA", "USERPROFILE"):
        start = f"%{name}%"
        if path.upper().startswith(start):
            return machine.environ.get(name, "") + path[len(start) :]
    return path


def _mentions(blob: object, name: str) -> bool:
    return isinstance(blob, bytes) and name in blob.decode("utf-16-le", errors="ignore").lower()


def _split(problem: StressVarError) -> tuple[str, str]:
    """A sentence of the table as what was seen and what to do."""
    whole, cure = str(problem), problem.problem.cure
    # the cure has facts of its own only where a path is named; then the whole sentence stays together
    return (whole[: -len(cure)].rstrip(), cure) if whole.endswith(cure) else (whole, "")
