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
from .registry import OURS, Registry
from .unaltered import altered

_DRIVE_REMOTE = 4  # as GetDriveType calls it
PARTS = ("pythoncom", "win32com", "xlwings", "cachetools", "numpy", "scipy")


@dataclass(frozen=True)
class Answer:
    """What the engine said when it was called as VBA calls it."""

    version: str
    start: float  # seconds from CreateObject to the engine
    first: float  # seconds of the first call, in which numpy loads
    next: float  # seconds of a call after that


@dataclass(frozen=True)
class Machine:
    registry: Registry  # where install writes: this user's, or that of all users
    user: Registry  # this user's
    everyone: Registry  # of all users
    environ: Mapping[str, str]
    interpreter: Path  # the python.exe that installs, beside which pythonw.exe lies
    bases: tuple[Path, ...]  # where it comes from, if it is a virtual environment
    addin: bytes | None  # what is to be copied for Excel; None if this copy has none
    missing: tuple[str, ...]  # of PARTS
    elevated: bool
    remote: Callable[[Path], bool]  # does it lie on another computer?
    altered: Callable[[], list[str]]  # installed files that are not as they were installed
    ask: Callable[[], Answer]  # raises InstallProblem
    all_users: bool = False

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
    def conda(self) -> bool:
        return any((p.parent / "conda-meta").is_dir() for p in (self.interpreter, *self.bases))

    @property
    def log(self) -> Path:
        return identity.log_file(self.environ)


def here(command: str, all_users: bool | None = None) -> Machine:
    """This PC, and the installation of this user or of all users: as asked, or as it is there.

    Raises: NOT_WINDOWS anywhere else.
    """
    if sys.platform == "win32":
        import ctypes
        import winreg

        from .winregistry import WindowsRegistry

        user, everyone = WindowsRegistry(), WindowsRegistry(winreg.HKEY_LOCAL_MACHINE)
        if all_users is None:
            all_users = (
                user.read(OURS, "AddIn") is None and everyone.read(OURS, "AddIn") is not None
            )
        return Machine(
            registry=everyone if all_users else user,
            user=user,
            everyone=everyone,
            environ=os.environ,
            interpreter=Path(sys.executable),
            bases=_bases(),
            addin=_addin(),
            missing=tuple(part for part in PARTS if importlib.util.find_spec(part) is None),
            elevated=bool(ctypes.windll.shell32.IsUserAnAdmin()),
            remote=_remote,
            altered=altered,
            ask=ask,
            all_users=all_users,
        )
    raise errors.NOT_WINDOWS(command=command, system=platform.system() or sys.platform)


def _bases() -> tuple[Path, ...]:
    """The interpreter behind a virtual environment; of the Store's Python the program that really runs."""
    base = Path(sys.base_prefix, "python.exe")
    return base, Path(getattr(sys, "_base_executable", None) or sys.executable)


def _remote(path: Path) -> bool:
    """A share by its name (\\\\server\\share), or a letter that stands for one."""
    drive = path.drive
    if drive.startswith("\\\\"):
        return True
    if sys.platform == "win32" and drive:
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
    return False


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
