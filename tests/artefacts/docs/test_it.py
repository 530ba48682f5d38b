"""The page for IT: what it says of keys, files and tests is what the code writes and the tests are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.artefacts.package.test_dependencies import dependencies
from tests.support import ROOT
from tests.unit.install.pc import a_pc
from tools.addin import site_packages
from xl_stressvar.cli.child import Limits
from xl_stressvar.hosts import excel_addin
from xl_stressvar.install import identity
from xl_stressvar.install.install import install
from xl_stressvar.install.registry import OURS, registration
from xl_stressvar.ooxml import package, sheet

PAGE = (ROOT / "docs" / "it.md").read_text("utf-8")


def rows(title: str) -> list[list[str]]:
    """The table after a line, without its head."""
    table = PAGE[PAGE.index(title) :].split("\n\n")
    lines = next(block for block in table if block.startswith("|")).splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_test_that_it_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_each_promise_names_a_test_or_says_that_it_has_none() -> None:
    promises = rows("## What shows that this is so")
    assert [p for p, shown in promises if "tests/" not in shown and "no test" not in shown] == []


def test_the_registry_keys_are_those_that_install_writes() -> None:
    told = " ".join(row[0] for row in rows("All registry keys lie below"))
    for entry in registration("command"):
        key = entry.key.removeprefix("Software\\").replace(identity.CLSID, "{1CEC1F47-…}")
        assert f"`{key}`" in told
    assert f"`{OURS.removeprefix('Software' + chr(92))}`" in told


def test_the_command_is_the_one_that_com_runs(tmp_path: Path) -> None:
    command = a_pc(tmp_path).command
    assert f'`"…\\{command[command.index("pythonw.exe") :]}`' in PAGE


def test_the_values_that_it_remembers_are_named(tmp_path: Path) -> None:
    pc = a_pc(tmp_path)
    install(pc)
    (row,) = [row for row in rows("All registry keys lie below") if row[0] == "`StressVaR`"]
    assert {name.lower() for name in re.findall(r"\w+", row[1])} == set(pc.registry.values(OURS))


def test_the_functions_that_a_macro_can_call_are_named() -> None:
    about = PAGE[PAGE.index("### What can a macro") : PAGE.index("## What never happens")]
    assert set(re.findall(r"`(STRESSVAR_\w+)`", about)) == set(excel_addin.FUNCTIONS)


@pytest.mark.parametrize("folder", ["xlwings/pro", "adodbapi"])
def test_what_it_says_of_pip_is_what_the_bundle_leaves_out(folder: str) -> None:
    assert f"`{folder}`" in PAGE
    assert folder in site_packages.LEFT_OUT


def test_the_python_of_the_bundle_is_the_pinned_one() -> None:
    pin = (ROOT / "tools" / "addin" / "windows" / "python.txt").read_text()
    minor = re.search(r"^python-(\d+\.\d+)", pin, re.MULTILINE)
    assert minor
    assert f"The bundle holds CPython {minor[1]}," in PAGE


def test_the_libraries_that_it_names_are_those_that_pip_installs() -> None:
    named = (
        PAGE[PAGE.index("## Dependencies") :].split("\n\n")[1].partition(", and what these need")[0]
    )
    assert re.split(r",\s+", named) == sorted(dependencies())


def test_the_limits_that_it_names_are_those_of_the_reader_and_the_commands() -> None:
    usual = Limits()
    assert f"more than {package._MAX_BYTES >> 20:,} MB unpacked" in PAGE
    assert f"{sheet._MOST_TAGS:,} XML tags" in PAGE
    assert (
        f"a child process of {usual.memory >> 30} GB and {usual.seconds / 60:.0f} minutes" in PAGE
    )


@pytest.mark.parametrize(
    "asked",
    ["administrator", "network", "signed", "hashes", "SBOM", "which Excel", "virtual desktops",
     "log hold", "supports it", "vulnerability", "silent", "leave the PC", "removed"],
)  # fmt: skip
def test_what_a_review_asks_is_answered(asked: str) -> None:
    found = [
        row for row in rows("## Questions that IT asks") if asked.casefold() in row[0].casefold()
    ]
    assert len(found) == 1
    assert len(found[0][1]) > 1
