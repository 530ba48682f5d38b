"""`xl-stressvar install | uninstall | status | doctor`: lines to print, and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .. import __version__, errors
from . import registry as reg
from .doctor import Level
from .doctor import doctor as examine
from .files import content_of, is_signed
from .install import install as do_install
from .install import noted_path
from .install import uninstall as do_uninstall
from .machine import Machine, here
from .place import place


@dataclass(frozen=True)
class Report:
    lines: list[str]
    code: int = 0  # 0 well, 1 something is to be done, 2 not possible here


def install(machine: Machine | None = None, all_users: bool | None = None) -> Report:
    """Copy the add-in and register the engine, for this user or for all."""

    def work(pc: Machine) -> Report:
        lines = [str(step) for step in do_install(pc)]
        return Report(
            [*lines, "Start Excel: the functions are there. To check: xl-stressvar doctor"]
        )

    return _run("install", work, machine, bool(all_users))


def uninstall(machine: Machine | None = None, all_users: bool | None = None) -> Report:
    """Remove what install wrote."""

    def work(pc: Machine) -> Report:
        return Report([str(step) for step in do_uninstall(pc)])

    return _run("uninstall", work, machine, bool(all_users))


def status(machine: Machine | None = None, all_users: bool | None = None) -> Report:
    """Is it installed? Looks only; nothing is started."""

    def work(pc: Machine) -> Report:
        command = reg.registered_command(pc.registry)
        path = noted_path(pc) or place(pc).path
        addin = content_of(path)
        current = addin is not None and (addin == pc.addin or is_signed(addin, __version__))
        where = f"{path}" + ("" if current else f", not the add-in of {__version__}")
        lines = [
            f"xl-stressvar {__version__}, for {'all users' if pc.all_users else 'this user'}",
            f"Engine: {command or 'not registered'}",
            f"Add-in: {where if addin is not None else 'not installed'}",
        ]
        well = command == pc.command and current
        return Report(lines if well else [*lines, "Run: xl-stressvar install"], 0 if well else 1)

    return _run("status", work, machine, all_users)


def doctor(machine: Machine | None = None, all_users: bool | None = None) -> Report:
    """Check everything between Excel and an answer, with the remedy for what is wrong."""

    def work(pc: Machine) -> Report:
        findings = examine(pc)
        return Report([str(f) for f in findings], int(any(f.level is Level.BAD for f in findings)))

    return _run("doctor", work, machine, all_users)


class Command(Protocol):
    """all_users: of all users or of this one; None: whichever is installed."""

    def __call__(self, machine: Machine | None = None, all_users: bool | None = None) -> Report: ...


COMMANDS: dict[str, Command] = {
    "install": install,
    "uninstall": uninstall,
    "status": status,
    "doctor": doctor,
}


def _run(
    name: str, work: Callable[[Machine], Report], machine: Machine | None, all_users: bool | None
) -> Report:
    try:
        return work(machine or here(name, all_users))
    except errors.InstallProblem as problem:
        return Report([str(problem)], 2 if problem.problem is errors.NOT_WINDOWS else 1)
