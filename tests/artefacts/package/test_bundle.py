"""The offline bundle: what is in it, that inputs are held against their hashes, and the same bytes twice."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import ROOT
from tools import licences
from tools.addin import bundle as b
from tools.addin import site_packages as sp
from xl_stressvar import __version__
from xl_stressvar.errors import FileProblem, InstallProblem
from xl_stressvar.install.files import is_signed

SITE = "python/Lib/site-packages/"
LIST = "numpy-1.0.dist-info/RECORD"
WHEEL = {
    "numpy/__init__.py": b"",
    "numpy/linalg/tests/test_linalg.py": b"",
    "numpy-1.0.dist-info/METADATA": b"Name: numpy",
    "numpy-1.0.dist-info/licenses/LICENSE.txt": b"BSD",
    LIST: b"numpy/linalg/tests/test_linalg.py,sha256=x,0\n",
    "numpy-1.0.data/purelib/extra.py": b"",
    "numpy-1.0.data/scripts/f2py.py": b"",
    "numpy-1.0.data/data/some.dll": b"",
    # what the real wheels of xlwings and pywin32 have
    "xlwings/pro/utils.py": b"",
    "xlwings/conversion/standard.py": b"",
    "xlwings-1.dist-info/licenses/LICENSE_PRO.txt": b"End User License Agreement",
    "adodbapi/license.txt": b"GNU LESSER GENERAL PUBLIC LICENSE",
    "pywin32-1.dist-info/licenses/adodbapi/license.txt": b"GNU LESSER GENERAL PUBLIC LICENSE",
    "pythonwin/License.txt": b"",
    "win32com/server/policy.py": b"",
}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def inputs(tmp_path: Path) -> b.Inputs:
    """A small interpreter, and one wheel with all that a wheel can have."""
    python = zipped({"python.exe": b"MZ", "python313.zip": b"PK", "python313._pth": b"a\n.\n"})
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = zipped(WHEEL)
    (wheels / "numpy-1.0-cp313-cp313-win_amd64.whl").write_bytes(wheel)
    pins = tmp_path / "requirements.txt"
    pins.write_text(f"# a comment\nnumpy==1.0 --hash=sha256:{sha256(wheel)}\n")
    name = "python-3.13.99-embed-amd64.zip"
    (tmp_path / name).write_bytes(python)
    (tmp_path / "python.txt").write_text(f"# a comment\n{name} --hash=sha256:{sha256(python)}\n")
    return b.Inputs(tmp_path / name, wheels, tmp_path / "python.txt", pins)


@pytest.fixture
def packed(inputs: b.Inputs, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """The files of a bundle, without the folder at the top."""
    with zipfile.ZipFile(b.bundle(inputs, tmp_path / "out.zip")) as archive:
        yield {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def test_it_holds_a_python_that_finds_its_packages(packed: dict[str, bytes]) -> None:
    pth = packed["python/python313._pth"].decode().split()
    assert pth == ["python313.zip", ".", "Lib\\site-packages", "import", "site"]
    scripts = {"install.cmd", "uninstall.cmd", "README.txt", "LICENSE", "sbom.cdx.json"}
    assert {*scripts, "python/python.exe"} <= set(packed)
    modules = (
        "numpy/__init__.py",
        "extra.py",
        "xl_stressvar/__init__.py",
        "win32com/server/policy.py",
    )
    assert {SITE + name for name in modules} <= set(packed)
    assert f"{SITE}xl_stressvar/install/stressvar.xlam" in packed


def test_what_the_engine_does_not_need_stays_out(packed: dict[str, bytes]) -> None:
    unwanted = ("f2py", "some.dll", "/tests/", "xlwings/pro", "PRO.txt", "adodbapi", "pythonwin")
    theirs = [name for name in packed if "xl_stressvar" not in name]
    assert [name for name in theirs if any(word in name for word in unwanted)] == []
    assert f"{SITE}xlwings/conversion/standard.py" in packed


def test_the_list_of_a_projects_files_says_what_is_there(packed: dict[str, bytes]) -> None:
    for info in (LIST, f"xl_stressvar-{__version__}.dist-info/RECORD"):
        rows = list(csv.reader(packed[SITE + info].decode().splitlines()))
        assert rows[-1] == [info, "", ""]
        for name, digest, size in rows[:-1]:
            data = packed[SITE + name]
            hashed = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            assert (digest, size) == (f"sha256={hashed}", str(len(data)))
    listed = {row.split(",")[0] for row in packed[SITE + LIST].decode().splitlines()}
    ours = {row.split(",")[0] for row in packed[SITE + info].decode().splitlines()}
    assert {name.removeprefix(SITE) for name in packed if name.startswith(SITE)} == listed | ours


@pytest.mark.slow
def test_its_list_of_parts_is_valid_and_names_each_with_its_hash(
    packed: dict[str, bytes], inputs: b.Inputs, tmp_path: Path
) -> None:
    from cyclonedx.schema import SchemaVersion  # half a second, which every collection would pay
    from cyclonedx.validation.json import JsonStrictValidator

    text = packed["sbom.cdx.json"].decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert (tmp_path / "out.cdx.json").read_text() == text
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    assert {name: part["version"] for name, part in parts.items()} == {
        "cpython": "3.13.99",
        "numpy": "1.0",
    }
    wheel = next(inputs.wheels.glob("*.whl"))
    for name, file in (("cpython", inputs.python), ("numpy", wheel)):
        (found,) = parts[name]["hashes"]
        assert found == {"alg": "SHA-256", "content": sha256(file.read_bytes())}


def test_the_same_inputs_give_the_same_bytes(inputs: b.Inputs, tmp_path: Path) -> None:
    one, other = b.bundle(inputs, tmp_path / "one.zip"), b.bundle(inputs, tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()
    said = (tmp_path / "one.zip.sha256").read_text().split()
    assert said == [sha256(one.read_bytes()), "one.zip"]


# A signing command of somebody's: adds the part that a signature is in.
SIGN = """
import sys, zipfile
with zipfile.ZipFile(sys.argv[-1], "a") as package:
    package.writestr("xl/vbaProjectSignature.bin", sys.argv[1])
"""


def test_with_a_certificate_the_add_in_is_signed_before_it_is_packed(
    inputs: b.Inputs, tmp_path: Path
) -> None:
    script = tmp_path / "sign.py"
    script.write_text(SIGN)
    before = (ROOT / "xl_stressvar" / "install" / "stressvar.xlam").read_bytes()
    out = b.bundle(inputs, tmp_path / "out.zip", f"'{sys.executable}' '{script}' 'Our Bank'")
    with zipfile.ZipFile(out) as archive:
        addin = archive.read(f"StressVaR-{__version__}/{SITE}xl_stressvar/install/stressvar.xlam")
    with zipfile.ZipFile(io.BytesIO(addin)) as package:
        assert package.read("xl/vbaProjectSignature.bin") == b"Our Bank"
    assert is_signed(addin, __version__)
    # the tree's own file is as it was
    assert (ROOT / "xl_stressvar" / "install" / "stressvar.xlam").read_bytes() == before


def test_a_signing_command_that_fails_packs_nothing(
    inputs: b.Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(b, "Inputs", lambda *_: inputs)
    monkeypatch.setattr(b.Inputs, "pin", inputs.pin, raising=False)
    out = tmp_path / "out.zip"
    words = ["--python", "x", "--wheels", "x", "--out", str(out), "--sign", "false"]
    assert b.main(words) == 1
    assert "the signing command ended with 1" in capsys.readouterr().err
    assert not out.exists()


def test_an_interpreter_or_a_wheel_of_another_hash_is_refused(
    inputs: b.Inputs, tmp_path: Path
) -> None:
    pin = tmp_path / "other.txt"
    pin.write_text(f"{inputs.python.name} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(FileProblem, match=r"amd64\.zip is not the file"):
        b.bundle(replace(inputs, pin=pin), tmp_path / "out.zip")
    next(inputs.wheels.glob("*.whl")).write_bytes(zipped({"numpy/evil.py": b""}))
    with pytest.raises(FileProblem, match=r"numpy-1\.0"):
        b.bundle(inputs, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


def test_a_wheel_that_is_not_there_is_named(inputs: b.Inputs, tmp_path: Path) -> None:
    next(inputs.wheels.glob("*.whl")).unlink()
    with pytest.raises(FileProblem, match=r"numpy-1\.0"):
        b.bundle(inputs, tmp_path / "out.zip")


def test_a_zip_that_is_no_embeddable_python_is_refused(inputs: b.Inputs, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(zipped({"readme.txt": b""}))
    pin = tmp_path / "other.txt"
    pin.write_text(f"other.zip --hash=sha256:{sha256(other.read_bytes())}\n")
    with pytest.raises(FileProblem, match="not an embeddable Python"):
        b.interpreter(replace(inputs, python=other, pin=pin))


def test_a_source_tree_without_the_add_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sp.identity, "ADDIN", "not-built.xlam")
    with pytest.raises(InstallProblem, match=r"not-built\.xlam"):
        sp.this_package()


def test_every_part_is_pinned_by_its_hash() -> None:
    pins = list(sp.pinned((b.WINDOWS / "requirements.txt").read_text()))
    expected = {"cachetools", "numpy", "pywin32", "scipy", "xlwings"}
    assert {pin.project for pin in pins} == expected == {*b.LICENCES}
    assert all(len(pin.hashes) == 1 for pin in pins)
    name, hashes = b.pinned_python(b.WINDOWS / "python.txt")
    major, minor = map(int, name.split("-")[1].split(".")[:2])
    # 3.14 has releases for Windows until October 2027 (PEP 745); then security fixes come as source only
    assert (major, minor) >= (3, 14)
    assert [len(h) for h in hashes] == [64]


def test_the_tests_windows_has_the_versions_of_the_bundle() -> None:
    ours, theirs = (
        {pin.project: pin.version for pin in sp.pinned(file.read_text())}
        for file in (b.WINDOWS / "requirements.txt", ROOT / "tools" / "wine" / "engine.txt")
    )
    assert ours == theirs


def test_windows_reads_the_scripts_lines() -> None:
    for name in b.SCRIPTS:  # cmd.exe misreads labels in a file without carriage returns
        data = (b.WINDOWS / name).read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n")
        data.decode("ascii")


def test_the_scripts_call_windows_own_programs_by_their_whole_path() -> None:
    """cmd looks in the current folder first, which may be that of downloads."""
    builtin = {"set", "if", "echo", "goto", "exit", "shift", "ren", "rmdir", "copy", "rem", "for",
               "pause", "setlocal", "cd", "start", "@echo"}  # fmt: skip
    for name in ("install.cmd", "uninstall.cmd"):
        for line in (b.WINDOWS / name).read_text("ascii").splitlines():
            words = line.split()
            if not words or words[0].startswith(":") or words[0].rstrip(".") in builtin:
                continue
            assert words[0] == ")" or words[0].startswith(('"%SYSTEM%\\', '"%TARGET%\\')), line
        lines = (b.WINDOWS / name).read_text("ascii").splitlines()
        code = "\n".join(line for line in lines if not line.startswith(("rem ", "  echo ")))
        for program in ("xcopy", "ping", "cmd"):
            assert code.count(f"{program}.exe") == code.count(f"%SYSTEM%\\{program}.exe")
            assert f" {program} " not in code


# --- the licences of what is passed on ----------------------------------------------------------------
def test_a_wheel_with_a_licence_that_asks_more_is_not_packed(
    inputs: b.Inputs, tmp_path: Path
) -> None:
    licence = {"numpy-1.0.dist-info/licenses/some/NOTICE": b"PolyForm Noncommercial License 1.0.0"}
    wheel = zipped(WHEEL | licence)
    next(inputs.wheels.glob("*.whl")).write_bytes(wheel)
    inputs.requirements.write_text(f"numpy==1.0 --hash=sha256:{sha256(wheel)}\n")
    with pytest.raises(FileProblem, match="NOTICE names PolyForm"):
        b.bundle(inputs, tmp_path / "out.zip")


def test_what_is_left_out_is_explained_for_pip_and_not_for_the_bundle() -> None:
    assert ("xlwings", "EULA") in licences.EXPLAINED
    assert ("xlwings", "EULA") not in licences.IN_BUNDLE
