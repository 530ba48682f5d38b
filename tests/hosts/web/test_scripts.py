"""The scripts against Microsoft's and Pyodide's typings, and ESLint's rules; the manifest against Microsoft's schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.hosts.web.conftest import HERE, NODE, TOOLS, run_node
from tests.support import ROOT

pytestmark = pytest.mark.web

MODULES = TOOLS / "node_modules"


def test_the_scripts_agree_with_the_typings(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for script in folder.glob("*.js"):
        shutil.copy(script, site)
    (site / "pyodide").mkdir()
    shutil.copy(MODULES / "pyodide" / "ffi.d.ts", site / "pyodide")
    shutil.copy(MODULES / "pyodide" / "pyodide.d.ts", site / "pyodide" / "pyodide.d.mts")
    shutil.copy(ROOT / "tools" / "web" / "tsconfig.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(MODULES)
    run_node(MODULES / "typescript" / "bin" / "tsc", "-p", tmp_path)


def test_the_scripts_keep_the_rules() -> None:
    rules = ROOT / "tools" / "web" / "eslint.config.mjs"
    run_node(
        MODULES / "eslint" / "bin" / "eslint.js", "-c", rules, "--max-warnings", "0", ROOT / "web"
    )


def test_the_unified_manifest_has_no_problem_with_its_schema(folder: Path, tmp_path: Path) -> None:
    facts = json.loads((folder / "manifest.json").read_text("utf-8"))
    facts["extensions"][0]["runtimes"][0]["code"]["page"] = "no address"
    (tmp_path / "broken.json").write_text(json.dumps(facts), "utf-8")
    told = run_node(
        HERE / "schema.cjs", MODULES, folder / "manifest.json", tmp_path / "broken.json"
    )
    good, broken = json.loads(told)
    assert good == []
    assert broken != []


def test_the_page_and_its_parts_do_what_they_say() -> None:
    assert NODE.exists()
    run_node("--test", *sorted(HERE.glob("*.test.mjs")))
