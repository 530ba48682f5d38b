"""Installing for one user, or for all, and undoing exactly that.

Either can be cut off anywhere, by a full disk or a power failure: what is there then, the next `install`
finishes and `uninstall` removes. So it is remembered first what will be written, and each file is
whole or as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from .. import __version__, errors
from . import identity
from . import registry as reg
from .files import (
    content_of,
    digest,
    is_an_addin_of_ours,
    is_signed,
    put,
    reason,
    remove,
    unfinished,
)
from .machine import Machine
from .place import Place, no_longer_opened, place
from .registry import OURS, Entry

_STORE = r"\microsoft\windowsapps" + "\\"
_PROGRAM_FILES = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")


@dataclass(frozen=True)
class Step:
    """Something done, or found done already."""

    text: str
    changed: bool = True

    def __str__(self) -> str:
        return self.text if self.changed else f"{self.text} (nothing to do)"


def install(machine: Machine) -> list[Step]:
    """Put the add-in where Excel opens it and register the engine.

    All that could be in the way is looked for first. If Windows refuses something on the way, the PC is
    as it was: an earlier version works on.

    Raises: InstallProblem.
    """
    check_python(machine)
    if machine.addin is None:
        raise errors.ADDIN_NOT_BUILT(file=identity.ADDIN)
    if reg.foreign_class(machine.registry):
        raise errors.FOREIGN_CLASS(name=identity.PROG_ID)
    check_scope(machine)
    where = place(machine)
    former, present = noted_path(machine), content_of(where.path)
    if not _ours(machine, present):
        raise errors.FOREIGN_FILE(file=where.path.name)
    kept = present is not None and is_signed(present, __version__) and present != machine.addin
    wanted = present if kept and present is not None else machine.addin
    notes = [
        # hash before path: a path alone would be a file that is not known to be ours
        Entry(OURS, " ".join(digest(c) for c in (wanted, present) if c is not None), "AddInSha256"),
        Entry(OURS, str(where.path), "AddIn"),
        Entry(OURS, __version__, "Version"),
    ]
    entries = [*where.entries, *reg.registration(machine.command)]
    try:
        with reg.restored(machine.registry, [*notes, *entries]):
            reg.write(machine.registry, notes)
            steps = [_addin_step(where, present, wanted, kept)]
            try:
                steps.append(_registered(machine, where, entries))
                reg.write(machine.registry, [Entry(OURS, digest(wanted), "AddInSha256")])
            except OSError:
                _put_back(where.path, present)
                raise
    except OSError as refusal:
        raise errors.REGISTRY_REFUSED(reason=reason(refusal)) from None
    return [*steps, *_left(machine, former, where.path)]


def uninstall(machine: Machine) -> list[Step]:
    """Remove what install wrote. A file that is not as install wrote it stays, unless it is our add-in.

    Raises: InstallProblem, if Excel holds the add-in open; then nothing has been removed.
    """
    if machine.all_users and not machine.elevated:
        raise errors.NOT_ELEVATED(do="uninstall")
    steps = []
    path = noted_path(machine) or place(machine).path
    present = content_of(path)
    if present is None:
        steps.append(Step(f"No add-in at {path}", changed=False))
    elif _ours(machine, present):
        remove(path)
        steps.append(Step(f"Add-in removed from {path}"))
    else:
        steps.append(Step(f"{path} was not written by install, or was changed since: left", False))
    remove(unfinished(path))
    if no_longer_opened(machine.user, path):
        steps.append(Step("Excel is no longer told to open and trust it"))
    steps.append(Step("Engine's registration removed", reg.unregister(machine.registry)))
    machine.registry.delete(OURS)
    return [*steps, *_data_removed(machine)]


def check_python(machine: Machine) -> None:
    """Raises: InstallProblem, for an interpreter that Excel's engine cannot run on."""
    for program in (machine.interpreter, *machine.bases):
        if _STORE in f"{program}\\".lower().replace("/", "\\"):
            raise errors.STORE_PYTHON()
    if not machine.pythonw.exists():
        raise errors.PYTHON_PART(part=machine.pythonw.name)
    if machine.missing:
        raise errors.PYTHON_PART(part=machine.missing)


def check_scope(machine: Machine) -> None:
    """Raises: InstallProblem, if one user's installation and that of all users get in each other's way."""
    if not machine.all_users:
        if isinstance(machine.everyone.read(OURS, "AddIn"), str):
            raise errors.FOR_ALL_ALREADY()
        return
    if not machine.elevated:
        raise errors.NOT_ELEVATED(do="install")
    folders = [machine.environ.get(name) for name in _PROGRAM_FILES]
    own = PureWindowsPath(machine.interpreter)
    if not any(own.is_relative_to(PureWindowsPath(folder)) for folder in folders if folder):
        raise errors.NOT_PROTECTED(folder=str(own.parent))


def noted_path(machine: Machine) -> Path | None:
    """Where install has put the add-in; the folder can differ when the profile has moved."""
    found = machine.registry.read(OURS, "AddIn")
    return Path(found) if isinstance(found, str) else None


def _ours(machine: Machine, content: bytes | None) -> bool:
    """Whether a file may be replaced or removed: nothing, what install wrote, or an add-in of ours."""
    if content is None or content == machine.addin or is_an_addin_of_ours(content):
        return True
    known = machine.registry.read(OURS, "AddInSha256")
    return isinstance(known, str) and digest(content) in known.split()


def _addin_step(where: Place, present: bytes | None, wanted: bytes, kept: bool) -> Step:
    if kept:
        return Step(f"Add-in signed since, left as it is: {where.path}", changed=False)
    if present != wanted:
        put(where.path, wanted)
    return Step(f"Add-in copied to {where.path}", present != wanted)


def _registered(machine: Machine, where: Place, entries: list[Entry]) -> Step:
    changed = reg.write(machine.registry, entries)
    opened = " Excel is told to open and trust it there." if where.entries else ""
    whom = "all users" if machine.all_users else "this user"
    return Step(f"Engine registered for {whom}: {machine.command}{opened}", changed)


def _put_back(path: Path, present: bytes | None) -> None:
    if present is None:
        remove(path)
    else:
        put(path, present)


def _left(machine: Machine, former: Path | None, now: Path) -> list[Step]:
    """The add-in of an earlier install that put it elsewhere: Excel must not open both."""
    if former is None or former == now:
        return []
    present = content_of(former)
    if present is None or not _ours(machine, present):
        return []
    remove(former)
    no_longer_opened(machine.user, former)
    return [Step(f"Earlier add-in removed from {former}")]


def _data_removed(machine: Machine) -> list[Step]:
    """The log; a folder that is empty then. What is in use stays, and everything else is gone."""
    folder, steps = machine.log.parent, []
    for log in sorted(folder.glob("server*.log*")):
        try:
            log.unlink()
            steps.append(Step(f"Log removed: {log}"))
        except OSError as refusal:
            steps.append(Step(f"Log left, for it is in use ({reason(refusal)}): {log}", False))
    for empty in (folder / "addin", folder):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    return steps
