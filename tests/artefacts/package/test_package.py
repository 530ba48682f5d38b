"""The wheel and the source distribution: what is inside, and that an installed copy works alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


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
    for name in tracked("workbooks"):
        assert f"xl_stressvar/{name}" in inside
    for name in ("py.typed", "crises/PROVENANCE.md", "install/stressvar.xlam"):
        assert f"xl_stressvar/{name}" in inside
    assert any(n.startswith("xl_stressvar/crises/data/") for n in inside)
    assert any(n.startswith("xl_stressvar/workbooks/") and n.endswith(".xlsx") for n in inside)


def test_the_wheel_has_nothing_else(inside: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in inside} == {"xl_stressvar"}
    for name in inside:
        assert not name.endswith((".pyc", ".tmp", "~")), name
        assert not any(part.startswith(".") or part == "tests" for part in name.split("/")), name


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
    for name in tracked("xl_stressvar", "workbooks"):
        assert name in names
    assert not {name for name in names if name.startswith((".ci", ".build", ".venv", "demo/"))}


def test_an_installed_copy_works_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    target, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        target,
        wheel,
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XL_STRESSVAR"))}
    installed = {"env": kept | {"PYTHONPATH": str(target)}, "cwd": empty}
    cli = (sys.executable, "-m", "xl_stressvar.cli")
    where = run(
        sys.executable, "-c", "import xl_stressvar; print(xl_stressvar.__file__)", **installed
    )
    assert Path(where.strip()).is_relative_to(target)
    assert "calm" in run(*cli, "demo", **installed)
    assert (empty / "demo" / "calm_vs_stressed.xlsx").exists()
    assert "calm_vs_stressed" in run(*cli, "templates", **installed)
    assert "STRESSED_VAR" in run(*cli, "functions", **installed)
    formula = '=STRESSED_VAR(CRISIS_RETURNS("GFC",{"SPX","UST10Y"}),{60,40})'
    assert float(run(*cli, "eval", formula, **installed)) > 0
