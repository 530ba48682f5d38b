"""The wheel and the source distribution: what is inside, and that an installed copy works alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import openpyxl
import pytest

from tests.artefacts.package.test_dependencies import dependencies
from tests.support import ROOT
from tools import licences

pytestmark = [
    pytest.mark.artefacts,
    pytest.mark.xdist_group("package"),
]  # one wheel for all of them

#: The packages of code in the wheel.
CODE = {"arguments", "batch", "cleaning", "cells", "cli", "crises", "dispatch", "domain", "errors", "feeds", "functions",
        "hosts", "install", "ooxml", "risk"}  # fmt: skip
#: What else stands where, by ending.
MORE = {
    ".": {".py", ".typed"},
    "crises": {".py", ".md"},
    "crises/data": {".gz"},
    "install": {".py", ".xlam"},
    "risk/methods/data": {".npz"},
    "web": {".config", ".css", ".html", ".js", ".md", ".txt"},
    "workbooks": {".xlsx"},
}


def run(*command: object, **options: object) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=300, check=False,
        **options,  # type: ignore[call-overload]
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        out,
        ROOT,
    )
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def inside(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as package:
        return set(package.namelist())


def tracked(*folders: str) -> list[str]:
    """The files under version control in some folders; every file, where there is no git."""
    try:
        listed = run("git", "-C", ROOT, "ls-files", "--", *folders).splitlines()
    except (OSError, AssertionError):
        listed = []
    if not listed:
        listed = [
            str(p.relative_to(ROOT)) for f in folders for p in (ROOT / f).rglob("*") if p.is_file()
        ]
    return [name for name in listed if "__pycache__" not in name and (ROOT / name).exists()]


def test_the_wheel_has_every_file_of_the_package_and_the_templates(inside: set[str]) -> None:
    assert not {name for name in tracked("xl_stressvar") if name not in inside}
    for name in tracked("workbooks", "web"):
        assert f"xl_stressvar/{name}" in inside
    for name in ("py.typed", "crises/PROVENANCE.md", "install/stressvar.xlam"):
        assert f"xl_stressvar/{name}" in inside
    assert any(n.startswith("xl_stressvar/crises/data/") for n in inside)
    assert any(n.startswith("xl_stressvar/workbooks/") and n.endswith(".xlsx") for n in inside)


def test_the_wheel_holds_only_what_runs(inside: set[str]) -> None:
    """By folder: code, and beside it only the data that code reads. Builders and tests stay out."""
    ours = {name for name in inside if not name.startswith("xl_stressvar-")}
    assert all(name.startswith("xl_stressvar/") for name in ours)
    found: dict[str, set[str]] = {}
    for name in ours:
        path = PurePosixPath(name).relative_to("xl_stressvar")
        found.setdefault(str(path.parent), set()).add(path.suffix)
    code = {folder for folder, kinds in found.items() if kinds == {".py"}}
    assert {folder.partition("/")[0] for folder in code} <= CODE
    assert {folder: kinds for folder, kinds in found.items() if folder not in code} == MORE


def test_the_wheel_says_its_licence_and_its_command(wheel: Path, inside: set[str]) -> None:
    info = next(n.split("/")[0] for n in inside if n.endswith("/METADATA"))
    with zipfile.ZipFile(wheel) as package:
        metadata = package.read(f"{info}/METADATA").decode()
        entries = package.read(f"{info}/entry_points.txt").decode()
    assert "License-Expression: MIT" in metadata
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert "xl-stressvar = xl_stressvar.cli.main:main" in entries


def test_the_source_distribution_builds_what_the_wheel_is(tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    for name in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "xl_stressvar/py.typed",
        "tests/support.py",
    ):
        assert name in names
    for name in tracked("xl_stressvar", "web", "workbooks"):
        assert name in names
    assert not {name for name in names if name.startswith((".ci", ".build", ".venv", "demo/"))}


@pytest.fixture(scope="module")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment with the wheel and what it needs to run, and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder, with_pip=False)
    site = Path(
        run(
            folder / "bin" / "python", "-c", "import site; print(site.getsitepackages()[0])"
        ).strip()
    )
    for project in {each for name in dependencies() for each in licences.runtime(name)}:
        for part in {Path(file).parts[0] for file in project.files or ()} - {"..", "__pycache__"}:
            if not (site / part).exists():
                (site / part).symlink_to(project.locate_file(part))
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    run(*pip, "install", "-q", "--no-deps", "--no-index", wheel)
    return folder / "bin" / "xl-stressvar"


def of_the_wheel(folder: Path) -> dict[str, object]:
    """How to run a command of the wheel: in an empty folder, without this checkout's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XL_STRESSVAR"))}
    return {"env": kept, "cwd": folder}


def test_the_wheel_alone_has_no_package_that_only_builders_need(
    alone: Path, tmp_path: Path
) -> None:
    look = "import importlib.util as u; print([n for n in {names} if u.find_spec(n)])"
    names = ["openpyxl", "pytest", "tools", "tests"]
    python = alone.with_name("python")
    assert run(python, "-c", look.format(names=names), **of_the_wheel(tmp_path)).strip() == "[]"


@pytest.mark.parametrize(
    ("command", "told", "written"),
    [
        ("demo", "calm", "demo/calm_vs_stressed.xlsx"),
        ("templates", "calm_vs_stressed", None),
        ("functions", "STRESSED_VAR", None),
        ("eval =PARAM_VAR(1.2%,100,95%)", "1.97", None),
        ("new start_here", "start_here.xlsx", "start_here.xlsx"),
        ("libreoffice -o stressvar.oxt", "stressvar.oxt", "stressvar.oxt"),
        ("install --help", "Connect Excel on this PC", None),
        ("doctor --help", "test each part", None),
    ],
)
def test_a_command_works_from_the_wheel_alone(
    command: str, told: str, written: str | None, alone: Path, tmp_path: Path
) -> None:
    said = run(alone, *command.split(), **of_the_wheel(tmp_path))
    assert told.casefold() in said.casefold()
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()] == (
        [written] if written else []
    )


def test_calc_of_a_template_works_from_the_wheel_alone(alone: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(ROOT / "workbooks" / "start_here.xlsx", tmp_path))
    run(alone, "calc", book, "-o", tmp_path / "out.xlsx", **of_the_wheel(tmp_path))
    values = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    ((sheet, address),) = values.defined_names["self_test_failed"].destinations
    assert values[sheet][address].value == 0


@pytest.mark.libreoffice
def test_render_works_from_the_wheel_alone(alone: Path, tmp_path: Path) -> None:
    book = ROOT / "workbooks" / "start_here.xlsx"
    run(alone, "render", book, "-o", tmp_path / "a.pdf", **of_the_wheel(tmp_path))
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
