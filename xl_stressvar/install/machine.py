"""The PC, as far as installing and checking need to know it; tests make their own."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from .. import errors
from . import identity
from .pywin32 import without_generated_classes
from .registry import Registry

PARTS = ("pythoncom", "win32com", "xlwings", "numpy", "scipy")


@dataclass(frozen=True)
class Answer:
    """What the engine said when it was called as VBA calls it."""

    version: str
    start: float  # seconds from CreateObject to the engine
    first: float  # seconds of the first call, in which numpy loads
    next: float  # seconds of a call after that


@dataclass(frozen=True)
class Machine:
    registry: Registry  # this user's
    everyone: Registry  # of all users; only read
    environ: Mapping[str, str]
    interpreter: Path  # the python.exe that installs, beside which pythonw.exe lies
    addin: bytes | None  # what is to be copied for Excel; None if this copy has none
    missing: tuple[str, ...]  # of PARTS
    elevated: bool
    ask: Callable[[], Answer]  # raises InstallProblem

    @property
    def pythonw(self) -> Path:
        return self.interpreter.with_name("pythonw.exe")

    @property
    def command(self) -> str:
        """What COM runs.

        -E: another program's PYTHONHOME and PYTHONPATH are not for us. -P: the folder it happens to start
        in must not be searched for modules. Not -I, for packages may lie in the user's own site folder.
        """
        return f'"{self.pythonw}" -E -X utf8 -P -m {identity.SERVER}'

    @property
    def startup_folder(self) -> Path:
        """Where Excel opens every file when it starts. It trusts the folder unless told otherwise."""
        if not self.environ.get("APPDATA"):
            raise errors.NO_FOLDER(variable="APPDATA")
        return Path(self.environ["APPDATA"], "Microsoft", "Excel", "XLSTART")

    @property
    def addin_path(self) -> Path:
        return self.startup_folder / identity.ADDIN

    @property
    def log(self) -> Path:
        return identity.log_file(self.environ)


def here(command: str) -> Machine:
    """This PC. Raises NOT_WINDOWS anywhere else."""
    if sys.platform == "win32":
        import ctypes
        import winreg

        from .winregistry import WindowsRegistry

        return Machine(
            registry=WindowsRegistry(),
            everyone=WindowsRegistry(winreg.HKEY_LOCAL_MACHINE),
            environ=os.environ,
            interpreter=Path(sys.executable),
            addin=_addin(),
            missing=tuple(part for part in PARTS if importlib.util.find_spec(part) is None),
            elevated=bool(ctypes.windll.shell32.IsUserAnAdmin()),
            ask=ask,
        )
    raise errors.NOT_WINDOWS(command=command, system=platform.system() or sys.platform)


def _addin() -> bytes | None:
    file = files("xl_stressvar") / "install" / identity.ADDIN
    return file.read_bytes() if file.is_file() else None


def ask() -> Answer:
    """Start the engine as VBA does, and call it twice."""
    without_generated_classes()
    import pythoncom
    from win32com.client import dynamic

    log = (str(identity.log_file(os.environ)),)  # a tuple is shown whole; a path must not be cut
    clock = time.perf_counter
    began = clock()
    try:
        engine = dynamic.Dispatch(identity.PROG_ID)
    except pythoncom.com_error as refusal:
        raise errors.NO_START(reason=(refusal.strerror,), log=log) from None
    times = [clock() - began]
    version: object = ""
    for _ in range(2):
        began = clock()
        try:
            version = engine.CallUDF(
                identity.ENGINE_MODULE, "STRESSVAR_CALL", ("STRESSVAR_VERSION", (), "0")
            )
        except pythoncom.com_error as refusal:
            raise errors.NO_CALL(reason=(_said(refusal),)) from None
        times.append(clock() - began)
    return Answer(str(version), *times)


def _said(refusal: object) -> str:
    """The last line of what Python raised in the engine: the exception, not the way there."""
    text = (getattr(refusal, "excepinfo", None) or (0, "", ""))[2] or getattr(
        refusal, "strerror", ""
    )
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
