"""install, status, doctor, uninstall on the Windows side, and the offline bundle from zip to nothing."""

from __future__ import annotations

import hashlib
import re
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
from tools.addin.bundle import Inputs, bundle
from tools.addin.xlam import build_xlam
from xl_stressvar import __version__
from xl_stressvar.install import identity

# A client that keeps the engine until a file is there.
KEEP = """
import pathlib, sys, time
from win32com.client import dynamic
has, let_go = map(pathlib.Path, sys.argv[1:])
engine = dynamic.Dispatch("StressVaR.Engine")
asked = ("STRESSVAR_VERSION", (), "0")
has.write_text(str(engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", asked)))
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


def command(wine: Wine, name: str, **environment: str) -> tuple[int, str]:
    """A command of the installer; with variables that Wine itself would set to its own folders."""
    program = (
        f"import os, sys; os.environ.update({environment!r})\n"
        "from xl_stressvar.install.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    return wine.run(wine.python, "-X", "utf8", "-P", "-c", program, name)


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


def test_an_add_in_that_excel_holds_open_is_left_whole(clean: Wine, tmp_path: Path) -> None:
    """An upgrade with Excel open: another add-in of ours lies there, and a program has it open."""
    startup = clean.folder("APPDATA") / "Microsoft" / "Excel" / "XLSTART"
    startup.mkdir(parents=True, exist_ok=True)
    earlier = startup / identity.ADDIN
    with zipfile.ZipFile(earlier, "w") as package:
        package.writestr("docProps/core.xml", "<dc:title>StressVaR</dc:title>")
    before = earlier.read_bytes()
    sign = tmp_path / "open"
    place = rf"%APPDATA%\Microsoft\Excel\XLSTART\{identity.ADDIN}"
    excel = clean.start(clean.python, windows_path(HERE / "holds.py"), place, windows_path(sign))
    wait_until(sign.exists)
    code, said = command(clean, "install")
    assert (code, "Close every Excel window" in said) == (1, True), said
    assert earlier.read_bytes() == before
    assert list(startup.parent.glob("*.new")) == []
    assert command(clean, "status")[1].count("not registered") == 1
    sign.unlink()
    assert excel.finish(60)[0] == 0
    assert command(clean, "install")[0] == 0
    assert earlier.read_bytes() != before


def test_uninstall_with_the_log_in_use_removes_the_rest(clean: Wine, tmp_path: Path) -> None:
    assert command(clean, "install")[0] == 0
    log = clean.folder("LOCALAPPDATA") / "StressVaR" / "server.log"
    log.parent.mkdir()
    sign = tmp_path / "open"
    place = r"%LOCALAPPDATA%\StressVaR\server.log"
    engine = clean.start(clean.python, windows_path(HERE / "holds.py"), place, windows_path(sign))
    wait_until(sign.exists)
    code, said = command(clean, "uninstall")
    assert (code, "left, for it is in use" in said) == (0, True), said
    folder = str(log.parent)
    assert [trace for trace in traces(clean) if not trace.startswith(folder)] == []
    sign.unlink()
    assert engine.finish(60)[0] == 0
    assert command(clean, "uninstall")[0] == 0
    assert traces(clean) == []


def test_with_appdata_on_a_share_excel_is_told_to_open_and_trust_a_local_folder(
    clean: Wine,
) -> None:
    share = {"APPDATA": r"\\profiles\someone\Roaming"}
    code, said = command(clean, "install", **share)
    assert code == 0, said
    local = clean.folder("LOCALAPPDATA") / "StressVaR" / "addin" / identity.ADDIN
    assert local.is_file()
    excel = r"HKCU\Software\Microsoft\Office\16.0\Excel"
    _, keys = clean.run("reg", "query", excel, "/s")
    assert r'StressVaR\addin\stressvar.xlam"' in keys
    assert "Path    REG_SZ" in keys
    said = command(clean, "doctor", **share)[1]
    assert re.search(r"\[ok\] Excel 16\.0 trusts .*StressVaR.addin\.", said), said
    # nothing but the engine, for Wine looks for classes elsewhere
    assert said.count("[broken]") == said.count("[broken] The engine")
    assert command(clean, "uninstall", **share)[0] == 0
    assert traces(clean) == []


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
    folder = unpacked_bundle(python, tmp_path)

    target = home / "Local" / "StressVaR"
    (target / "python").mkdir(parents=True)  # an earlier version, which goes whole
    (target / "python" / "earlier.txt").write_text("of an earlier version")
    install = "cmd", "/c", "install.cmd", "/quiet"
    said = done(awkward(clean, *install, folder=windows_path(folder)), timeout=300)
    assert "Engine registered for this user" in said
    kept = {"python", "uninstall.cmd", "LICENSE", "sbom.cdx.json"}
    assert {p.name for p in target.iterdir()} == kept
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


def test_the_bundle_for_all_users_is_in_program_files_and_leaves_nothing(
    clean: Wine, tmp_path: Path
) -> None:
    folder = unpacked_bundle(embeddable(tmp_path / "python-embed.zip"), tmp_path)
    office = r"HKLM\Software\Microsoft\Office\16.0\Excel\InstallRoot"
    clean.run("reg", "add", office, "/v", "Path", "/d", r"C:\Office16", "/f")
    programs = clean.folder("ProgramFiles") / "StressVaR"
    startup = programs.parents[1] / "Office16" / "XLSTART"
    shutil.rmtree(programs, ignore_errors=True)
    install = "cmd", "/c", "install.cmd", "/allusers", "/quiet"
    said = done(awkward(clean, *install, folder=windows_path(folder)), timeout=500)
    assert "Engine registered for all users" in said
    assert (programs / "python" / "python.exe").is_file()
    assert (startup / identity.ADDIN).is_file()
    assert list((programs / "python" / "Lib").rglob("numpy/__pycache__/*.pyc"))
    assert traces(clean) == []  # nothing of any one user's
    seen = clean.script("answer.vbs")
    assert seen["value"] == "1.973824"  # RiskMetrics (1996), section 1.2
    assert "Program Files" in seen["templates"]
    clean.restart()
    uninstall = "cmd", "/c", "call", r"C:\Program Files\StressVaR\uninstall.cmd", "/quiet"
    done(awkward(clean, *uninstall), timeout=200)
    wait_until(lambda: not programs.exists())
    assert not (startup / identity.ADDIN).exists()
    _, keys = clean.run("reg", "query", r"HKLM\Software\Classes", "/s")
    assert identity.CLSID.lower() not in keys.lower()
    clean.run("reg", "delete", office, "/f")
    shutil.rmtree(startup.parent)


def test_a_folder_that_cannot_be_installed_from_leaves_the_earlier_version(
    clean: Wine, home: Path, tmp_path: Path
) -> None:
    """The new version refuses: without its add-in, say. The earlier one goes on."""
    folder = unpacked_bundle(embeddable(tmp_path / "python-embed.zip"), tmp_path)
    site = folder / "python" / "Lib" / "site-packages" / "xl_stressvar"
    (site / "install" / identity.ADDIN).unlink()
    target = home / "Local" / "StressVaR"
    (target / "python").mkdir(parents=True)
    (target / "python" / "earlier.txt").write_text("of an earlier version")
    install = "cmd", "/c", "install.cmd", "/quiet"
    code, said = awkward(clean, *install, folder=windows_path(folder)).finish(400)
    assert (code, "has no stressvar.xlam inside" in said) == (1, True), said
    assert [p.name for p in target.rglob("*") if p.is_file()] == ["earlier.txt"]
    assert (target / "python" / "earlier.txt").exists()


def test_an_unknown_word_on_the_line_installs_nothing(
    clean: Wine, home: Path, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "tools" / "addin" / "windows" / "install.cmd", tmp_path)
    command = "cmd", "/c", "install.cmd", "/alluser"
    code, said = awkward(clean, *command, folder=windows_path(tmp_path)).finish(60)
    assert (code, "Usage: install.cmd [/allusers] [/quiet]" in said) == (2, True), said
    assert list(home.rglob("*")) == []


def test_install_cmd_alone_says_to_unpack_the_zip(clean: Wine, home: Path, tmp_path: Path) -> None:
    """A double click inside the zip unpacks only the file that was clicked."""
    shutil.copy(ROOT / "tools" / "addin" / "windows" / "install.cmd", tmp_path)
    command = "cmd", "/c", "install.cmd", "/quiet"
    code, said = awkward(clean, *command, folder=windows_path(tmp_path)).finish(60)
    assert (code, "Unpack the whole zip first" in said) == (1, True), said
    assert list(home.rglob("*")) == []


def unpacked_bundle(python: Path, tmp_path: Path) -> Path:
    """The bundle of the Windows Python of setup.sh, unpacked, and made to run under Wine."""
    pin = tmp_path / "python.txt"
    digest = hashlib.sha256(python.read_bytes()).hexdigest()
    pin.write_text(f"python-3.11.9-embed-amd64.zip --hash=sha256:{digest}\n")
    engine = ROOT / "tools" / "wine" / "engine.txt"
    packed = bundle(Inputs(python, DIR / "wheels", pin, engine), tmp_path / "bundle.zip")
    unpacked = tmp_path / "un packed & (2)"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(unpacked)
    folder = unpacked / f"StressVaR-{__version__}"
    subprocess.run([sys.executable, COMPLEX_MATH, "patch", folder / "python"], check=True)
    shutil.copy(DIR / "python" / "complex_math.dll", folder / "python")
    return folder


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
