"""Installing for one user, and undoing exactly that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .. import __version__, errors
from . import identity
from . import registry as reg
from .machine import Machine
from .registry import OURS, Entry

_STORE = r"\microsoft\windowsapps" + "\\"


@dataclass(frozen=True)
class Step:
    """Something done, or found done already."""

    text: str
    changed: bool = True

    def __str__(self) -> str:
        return self.text if self.changed else f"{self.text} (nothing to do)"


def install(machine: Machine) -> list[Step]:
    """Copy the add-in into Excel's startup folder and register the engine.

    All that could be in the way is looked for first, and the file comes before the registry: it is
    what Excel may hold open. So a refusal leaves the PC as it was.

    Raises: InstallProblem.
    """
    check_python(machine)
    if machine.addin is None:
        raise errors.ADDIN_NOT_BUILT(file=machine.addin_path.name)
    if reg.foreign_class(machine.registry):
        raise errors.FOREIGN_CLASS(name=identity.PROG_ID)
    path = machine.addin_path
    present = content_of(path)
    if present not in (None, machine.addin) and not _is_ours(machine, present):
        raise errors.FOREIGN_FILE(file=path.name)
    # remembered first: whatever happens next, uninstall knows the file as ours
    entries = [
        Entry(OURS, str(path), "AddIn"),
        Entry(OURS, _digest(machine.addin), "AddInSha256"),
        Entry(OURS, __version__, "Version"),
    ]
    copied = present != machine.addin
    if copied:
        _write(path, machine.addin)
    try:
        registered = reg.write(machine.registry, reg.registration(machine.command))
        reg.write(machine.registry, entries)
    except OSError as refusal:
        if present is None:
            _remove(path)
        reg.unregister(machine.registry)
        raise errors.REGISTRY_REFUSED(reason=_reason(refusal)) from None
    return [
        Step(f"Add-in copied to {path}", copied),
        Step(f"Engine registered for this user: {machine.command}", registered),
    ]


def uninstall(machine: Machine) -> list[Step]:
    """Remove what install wrote. A file that is not as install wrote it stays.

    Raises: InstallProblem, if Excel holds the add-in open; then nothing has been removed.
    """
    steps = []
    path = _remembered(machine)
    present = content_of(path)
    if present is None:
        steps.append(Step(f"No add-in at {path}", changed=False))
    elif present == machine.addin or _is_ours(machine, present):
        _remove(path)
        steps.append(Step(f"Add-in removed from {path}"))
    else:
        steps.append(Step(f"{path} was not written by install, or was changed since: left", False))
    steps.append(Step("Engine's registration removed", reg.unregister(machine.registry)))
    machine.registry.delete(OURS)
    if machine.log.exists():
        machine.log.unlink()
        steps.append(Step(f"Log removed: {machine.log}"))
    if machine.log.parent.is_dir() and not any(machine.log.parent.iterdir()):
        machine.log.parent.rmdir()
    return steps


def check_python(machine: Machine) -> None:
    """Raises: InstallProblem, for an interpreter that Excel's engine cannot run on."""
    if _STORE in f"{machine.interpreter}\\".lower().replace("/", "\\"):
        raise errors.STORE_PYTHON()
    if not machine.pythonw.exists():
        raise errors.PYTHON_PART(part=machine.pythonw.name)
    if machine.missing:
        raise errors.PYTHON_PART(part=machine.missing)


def _remembered(machine: Machine) -> Path:
    """Where install put the add-in; the folder can differ when the profile has moved."""
    found = machine.registry.read(OURS, "AddIn")
    return Path(found) if isinstance(found, str) else machine.addin_path


def _is_ours(machine: Machine, content: bytes) -> bool:
    return machine.registry.read(OURS, "AddInSha256") == _digest(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def content_of(path: Path) -> bytes | None:
    """The bytes of a file, None if there is none. Raises: InstallProblem, if it is held open."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as refusal:
        raise errors.FILE_IN_USE(file=path.name, reason=_reason(refusal)) from None


def _write(path: Path, content: bytes) -> None:
    """Written anew and not copied, so that the mark of a download does not come along."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as refusal:
        raise errors.FILE_IN_USE(file=path.name, reason=_reason(refusal)) from None


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as refusal:
        raise errors.FILE_IN_USE(file=path.name, reason=_reason(refusal)) from None


def _reason(refusal: OSError) -> str:
    return (refusal.strerror or type(refusal).__name__).rstrip(".").lower()
