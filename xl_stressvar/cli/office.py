"""LibreOffice as a printer: found where it is installed, run on a file that is not trusted.

Nothing of the user's profile is used, no macro runs, no link is followed, and no program is looked for in
the current folder, which may be where a workbook was downloaded to.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import errors

SECONDS = 180
#: Where LibreOffice installs itself.
_PLACES = (
    ("/Applications/LibreOffice.app/Contents/MacOS/soffice",) if sys.platform == "darwin"
    else (r"C:\Program Files\LibreOffice\program\soffice.com",
          r"C:\Program Files (x86)\LibreOffice\program\soffice.com") if os.name == "nt"
    else ("/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/local/bin/soffice")
)  # fmt: skip
_NAMES = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice", "libreoffice")
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),  # never
)


def found() -> Path:
    """The program.

    Raises: FileProblem.
    """
    for place in _candidates():
        if place.is_file() and os.access(place, os.X_OK):
            return place
    raise errors.NO_OFFICE()


def _candidates() -> Iterator[Path]:
    yield from map(Path, _PLACES)
    for folder in map(Path, os.get_exec_path()):
        if folder.is_absolute() and not _is_current(folder):
            yield from (folder / name for name in _NAMES)


def _is_current(folder: Path) -> bool:
    try:
        return folder.samefile(Path.cwd())
    except OSError:  # one of them is not there
        return False


def to_pdf(office: Path, copy: Path) -> str:
    """Print the copy to a PDF beside it; why that may have failed."""
    profile = copy.with_name("profile")
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(settings(), "utf-8")
    order = [str(office), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}",
             "--convert-to", "pdf", "--outdir", str(copy.parent), str(copy)]  # fmt: skip
    try:
        process = subprocess.Popen(
            order, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True, cwd=copy.parent,
        )  # fmt: skip
    except OSError as problem:
        return problem.strerror or "it does not start"
    try:
        _, said = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"it took longer than {SECONDS} seconds"
    finally:
        _end(process)
    lines = said.decode(sys.getdefaultencoding(), "replace").strip().splitlines()
    return (lines[-1] if lines else f"exit code {process.returncode}")[:100]


def settings() -> str:
    """The profile: what an untrusted workbook may not do."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>\n"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n'
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what was started and what that started: the program is often a script around another."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.communicate()
