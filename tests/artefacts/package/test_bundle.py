"""The offline bundle: what is in it, that inputs are held against their hashes, and the same bytes twice."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT
from tools.addin import bundle as b
from xl_stressvar.errors import FileProblem, InstallProblem


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, Path]:
    """A small interpreter, and one wheel with all that a wheel can have."""
    python = tmp_path / "python.zip"
    python.write_bytes(
        zipped(
            {"python.exe": b"MZ", "python311.zip": b"PK", "python311._pth": b"python311.zip\n.\n"}
        )
    )
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = zipped(
        {
            "numpy/__init__.py": b"",
            "numpy/linalg/tests/test_linalg.py": b"",
            "numpy-1.0.dist-info/METADATA": b"Name: numpy",
            "numpy-1.0.data/purelib/extra.py": b"",
            "numpy-1.0.data/scripts/f2py.py": b"",
            "numpy-1.0.data/data/some.dll": b"",
        }
    )
    (wheels / "numpy-1.0-cp311-cp311-win_amd64.whl").write_bytes(wheel)
    pins = tmp_path / "requirements.txt"
    pins.write_text(f"# a comment\nnumpy==1.0 --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n")
    monkeypatch.setattr(b.packages, "__defaults__", (pins,))
    monkeypatch.setattr(b, "this_package", lambda: {"xl_stressvar/__init__.py": b""})
    return python, hashlib.sha256(python.read_bytes()).hexdigest(), wheels


def test_it_holds_a_python_that_finds_its_packages(inputs, tmp_path: Path) -> None:
    out = b.bundle(*inputs, tmp_path / "out.zip")
    with zipfile.ZipFile(out) as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
        top = archive.namelist()[0].split("/")[0]
        pth = archive.read(f"{top}/python/python311._pth").decode().split()
    site = "python/Lib/site-packages/"
    assert {"install.cmd", "uninstall.cmd", "README.txt", "LICENSE", "python/python.exe"} <= names
    assert {
        site + "numpy/__init__.py",
        site + "extra.py",
        site + "xl_stressvar/__init__.py",
    } <= names
    assert not any("f2py" in name or "some.dll" in name or "tests" in name for name in names)
    assert pth == ["python311.zip", ".", "Lib\\site-packages", "import", "site"]


def test_the_same_inputs_give_the_same_bytes(inputs, tmp_path: Path) -> None:
    one, other = b.bundle(*inputs, tmp_path / "one.zip"), b.bundle(*inputs, tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()
    said = (tmp_path / "one.zip.sha256").read_text().split()
    assert said == [hashlib.sha256(one.read_bytes()).hexdigest(), "one.zip"]


def test_an_interpreter_or_a_wheel_of_another_hash_is_refused(inputs, tmp_path: Path) -> None:
    python, sha256, wheels = inputs
    with pytest.raises(FileProblem, match=r"python\.zip is not the file"):
        b.bundle(python, "0" * 64, wheels, tmp_path / "out.zip")
    next(wheels.glob("*.whl")).write_bytes(zipped({"numpy/evil.py": b""}))
    with pytest.raises(FileProblem, match=r"numpy-1\.0"):
        b.bundle(python, sha256, wheels, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


def test_a_wheel_that_is_not_there_is_named(inputs, tmp_path: Path) -> None:
    python, sha256, wheels = inputs
    next(wheels.glob("*.whl")).unlink()
    with pytest.raises(FileProblem, match=r"numpy-1\.0"):
        b.bundle(python, sha256, wheels, tmp_path / "out.zip")


def test_a_zip_that_is_no_embeddable_python_is_refused(inputs, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(zipped({"readme.txt": b""}))
    with pytest.raises(FileProblem, match="not an embeddable Python"):
        b.interpreter(other, hashlib.sha256(other.read_bytes()).hexdigest())


def test_a_source_tree_without_the_add_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(b.identity, "ADDIN", "not-built.xlam")
    with pytest.raises(InstallProblem, match=r"not-built\.xlam"):
        b.this_package()


def test_every_pinned_project_has_a_hash() -> None:
    pins = list(b.pinned(b.REQUIREMENTS.read_text()))
    assert {name for name, _, _ in pins} == {"numpy", "pywin32", "scipy", "xlwings"}
    assert all(hashes for _, _, hashes in pins)


def test_windows_reads_the_scripts_lines() -> None:
    for name in b.SCRIPTS:  # cmd.exe misreads labels in a file without carriage returns
        data = (ROOT / "tools" / "addin" / "windows" / name).read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n")
        data.decode("ascii")
