"""The layers point one way, and the public names are the ones that were promised."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xl_stressvar

ROOT = Path(xl_stressvar.__file__).parent
# what each layer may import, beside itself
LAYERS: dict[str, set[str]] = {
    "errors": set(),
    "domain": {"errors"},
    "crises": {"errors", "domain"},
    "risk": {"errors", "domain", "crises"},
    "cells": {"errors", "domain"},
    "arguments": {"errors", "domain", "crises", "cells"},
    "functions": {"errors", "domain", "crises", "risk", "cells", "arguments"},
    "catalogue": {"errors", "cells", "arguments", "functions"},
    "dispatch": {"errors", "cells", "arguments", "catalogue"},
    "templates": set(),
    "install": {"errors"},
    "ooxml": {"errors", "cells"},
}
LAYERS["hosts"] = {*LAYERS} - {"crises", "risk", "functions"}
LAYERS["cli"] = {*LAYERS, "hosts"} - {"crises", "risk", "functions"}


def layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The layers of this package that a module imports, wherever the import stands."""
    here = ("xl_stressvar", *path.relative_to(ROOT).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level] if node.level else ()
            module = (*base, *(node.module or "").split(".")) if node.module else base
            names = [(*module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        else:
            continue
        found |= {name[1] for name in names if name[0] == "xl_stressvar" and len(name) > 1}
    return found - {"__version__"}


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_a_module_imports_only_from_the_layers_below_it(path: Path) -> None:
    own = layer(path)
    if own != "__init__":
        assert imported(path) <= LAYERS[own] | {own}


def test_the_call_path_imports_neither_pandas_nor_a_host() -> None:
    code = (
        "import sys; from xl_stressvar.dispatch import call; "
        "call('STRESSED_VAR', ([[0.01], [-0.01]], 1.0)); "
        "print(*(m for m in ('pandas', 'scipy.stats', 'xlwings', 'formualizer', 'lxml') "
        "if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_module_stays_short() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in ROOT.rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long
