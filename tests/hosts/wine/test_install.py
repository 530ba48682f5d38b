"""install, status, doctor, uninstall on the Windows side, and the offline bundle from zip to nothing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.wine.wine import (
    DIR,
    HERE,
    ROOT,
    Running,
    Wine,
    wait_for,
    wait_until,
    windows_path,
)
from tools.addin.bundle import bundle
from tools.addin.xlam import build_xlam
from xl_stressvar import __version__
from xl_stressvar.install import identity

# A client that keeps the engine until a file is there.
KEEP = """
import pathlib, sys, time
from win32com.client import dynamic
has, let_go = map(pathlib.Path, sys.argv[1:])
engine = dynamic.Dispatch("StressVaR.Engine")
has.write_text(str(engine.CallUDF("xl_stressvar.hosts.excel", "STRESSVAR_VERSION", ())))
while not let_go.exists():
    time.sleep(0.1)
"""
COMPLEX_MATH = ROOT / "tools" / "wine" / "complex_math.py"


@pytest.fixture(autouse=True)
def addin() -> Path:
    """The built add-in, which install copies."""
    file = ROOT / "xl_stressvar" / "install" / identity.ADDIN
    return file if file.exists() else build_xlam(file)


def traces(wine: Wine) -> list[str]:
    """What a user's registry and folders say of us. Our mirror for Wine is not among it."""
    _, keys = wine.run("reg", "query", r"HKCU\Software", "/s")
    assert "Software" in keys
    marks = ("stressvar", identity.CLSID.lower())
    found = [line for line in keys.splitlines() if any(mark in line.lower() for mark in marks)]
    profile = wine.folder("USERPROFILE")
    assert profile.is_dir()
    return found + [str(p) for p in profile.rglob("*") if "stressvar" in p.name.lower()]


def command(wine: Wine, name: str) -> tuple[int, str]:
    return wine.run(wine.python, "-X", "utf8", "-P", "-m", "xl_stressvar.install", name)


def test_install_status_doctor_uninstall(clean: Wine, addin: Path) -> None:
    assert traces(clean) == []
    code, said = command(clean, "status")
    assert (code, "not registered" in said) == (1, True)
    code, said = command(clean, "install")
    assert code == 0, said
    startup = clean.folder("APPDATA") / "Microsoft" / "Excel" / "XLSTART"
    assert (startup / identity.ADDIN).read_bytes() == addin.read_bytes()
    assert command(clean, "status")[0] == 0
    clean.py(windows_path(HERE / "mirror.py"))
    code, said = command(clean, "doctor")
    assert code == 0, said
    assert "The engine started in" in said  # [check] instead of [ok] on a machine too busy
    assert clean.script("answer.vbs")["value"] == "1.973824"  # RiskMetrics (1996), section 1.2
    code, said = command(clean, "uninstall")
    assert code == 0, said
    assert traces(clean) == []
    clean.py(windows_path(HERE / "mirror.py"), "remove")


# Runs a command (argument 2 on) in a folder (1) as a user whose name is as awkward as Windows allows.
AWKWARD = """
import os, subprocess, sys
home = "C:\\\\users\\\\Zo\\xeb & S\\xf8n (1)"
os.environ.update(LOCALAPPDATA=home + "\\\\Local", APPDATA=home + "\\\\Roaming")
os.makedirs(home, exist_ok=True)
os.chdir(sys.argv[1])
sys.exit(subprocess.call([part.replace("{home}", home) for part in sys.argv[2:]]))
"""
OWN_PYTHON = r"{home}\Local\StressVaR\python\python.exe"


def awkward(wine: Wine, *command: str, folder: str = "C:\\") -> Running:
    return wine.start(wine.python, "-X", "utf8", "-c", AWKWARD, folder, *command)


def done(running: Running, timeout: float = 120) -> str:
    code, said = running.finish(timeout)
    assert code == 0, said
    return said


@pytest.fixture
def home(clean: Wine) -> Iterator[Path]:
    """That user's folder, as this side sees it."""
    folder = clean.folder("USERPROFILE").parent / "Zo\xeb & S\xf8n (1)"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    clean.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_the_bundle_installs_answers_and_leaves_nothing(
    clean: Wine, home: Path, tmp_path: Path
) -> None:
    python = embeddable(tmp_path / "python-embed.zip")
    sha256 = hashlib.sha256(python.read_bytes()).hexdigest()
    packed = bundle(python, sha256, DIR / "wheels", tmp_path / "bundle.zip")
    unpacked = tmp_path / "un packed & (2)"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(unpacked)
    folder = unpacked / f"StressVaR-{__version__}"
    subprocess.run([sys.executable, COMPLEX_MATH, "patch", folder / "python"], check=True)
    shutil.copy(DIR / "python" / "complex_math.dll", folder / "python")

    target = home / "Local" / "StressVaR"
    (target / "python").mkdir(parents=True)  # an earlier version, which goes whole
    (target / "python" / "earlier.txt").write_text("of an earlier version")
    install = "cmd", "/c", "install.cmd", "/quiet"
    said = done(awkward(clean, *install, folder=windows_path(folder)), timeout=300)
    assert "Engine registered for this user" in said
    assert {p.name for p in target.iterdir()} == {"python", "uninstall.cmd", "LICENSE"}
    assert not (target / "python" / "earlier.txt").exists()
    done(awkward(clean, OWN_PYTHON, windows_path(HERE / "mirror.py")))
    shutil.rmtree(folder)  # what is installed does not need the unpacked zip

    seen = clean.script("answer.vbs")
    assert seen["value"] == "1.973824"  # RiskMetrics (1996), section 1.2
    assert seen["templates"].endswith(r"site-packages\xl_stressvar\workbooks\start_here.xlsx")
    said = done(awkward(clean, OWN_PYTHON, "-X", "utf8", "-m", "xl_stressvar.install", "doctor"))
    assert "Zo\xeb & S\xf8n (1)\\Local\\StressVaR\\python\\python.exe" in said

    has, let_go = tmp_path / "has", tmp_path / "let go"
    client = awkward(clean, OWN_PYTHON, "-c", KEEP, windows_path(has), windows_path(let_go))
    assert wait_for(has)
    done(awkward(clean, OWN_PYTHON, windows_path(HERE / "mirror.py"), "remove"))
    # call, because cmd takes the quotes off a command that begins with one and has & or ( inside
    uninstall = "cmd", "/c", "call", r"{home}\Local\StressVaR\uninstall.cmd", "/quiet"
    uninstalling = awkward(clean, *uninstall)
    time.sleep(4)  # Excel is closed while uninstall waits for it
    assert target.exists()
    let_go.write_text("now")
    done(uninstalling)
    assert client.finish(60)[0] == 0
    wait_until(lambda: not target.exists())  # it goes a moment after the script that lay in it
    # the engine, which COM started as the PC's own user, made the folder of its log there
    log = clean.folder("LOCALAPPDATA") / "StressVaR"
    assert [trace for trace in traces(clean) if trace != str(log)] == []
    assert not log.exists() or list(log.iterdir()) == []
    assert [p for p in home.rglob("*") if p.is_file()] == []


def test_install_cmd_alone_says_to_unpack_the_zip(clean: Wine, home: Path, tmp_path: Path) -> None:
    """A double click inside the zip unpacks only the file that was clicked."""
    shutil.copy(ROOT / "tools" / "addin" / "windows" / "install.cmd", tmp_path)
    command = "cmd", "/c", "install.cmd", "/quiet"
    code, said = awkward(clean, *command, folder=windows_path(tmp_path)).finish(60)
    assert (code, "Unpack the whole zip first" in said) == (1, True), said
    assert list(home.rglob("*")) == []


def embeddable(out: Path) -> Path:
    """The Windows Python of setup.sh in the form of CPython's embeddable package."""
    source = DIR / "python"
    library = out.with_name("python311.zip")
    with zipfile.ZipFile(library, "w") as archive:
        for path in sorted((source / "Lib").rglob("*.py")):
            name = path.relative_to(source / "Lib")
            if name.parts[0] != "site-packages":
                archive.write(path, name)
    with zipfile.ZipFile(out, "w") as archive:
        for path in [*source.iterdir(), *(source / "DLLs").iterdir()]:
            if path.is_file() and path.name != "complex_math.dll":
                archive.write(path, path.name)
        archive.write(library, library.name)
        archive.writestr("python311._pth", "python311.zip\n.\n\n#import site\n")
    return out
