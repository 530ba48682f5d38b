"""The layers point one way, no two modules import each other, and the package imports what it must."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import xl_stressvar

ROOT = Path(xl_stressvar.__file__).parent
PAGE = ROOT.parent / "docs" / "architecture.md"
# what each layer may import, beside itself: the table of the page
LAYERS = {
    name: {other for other in imported.strip().split(", ") if other}
    for name, imported in re.findall(r"^\| `(\w+)` \|.*\|(.*)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
}  # fmt: skip

MODULES = sorted(ROOT.rglob("*.py"))


def dotted(path: Path) -> str:
    """The name of a module as an import says it: xl_stressvar.risk.measure."""
    parts = ("xl_stressvar", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path): path for path in MODULES}


def imports(path: Path, typing: bool = False) -> Iterator[str]:
    """The modules of this package that one imports, wherever the import stands: when it runs, or also
    to say what types things are.
    """
    parts = ("xl_stressvar", *path.relative_to(ROOT).with_suffix("").parts)
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        if (
            not typing
            and isinstance(node, ast.If)
            and getattr(node.test, "id", "") == "TYPE_CHECKING"
        ):
            pending += node.orelse
            continue
        pending += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in NAMES)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join((*parts[: len(parts) - node.level], *filter(None, [node.module])))
            base = base if node.level else str(node.module)
            for alias in node.names:
                inside = f"{base}.{alias.name}"
                if inside in NAMES or base in NAMES:
                    yield inside if inside in NAMES else base


@cache
def graph() -> dict[str, set[str]]:
    return {name: set(imports(path)) - {name} for name, path in NAMES.items()}


def layer(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def package(name: str) -> str:
    """The package that a module lies in; a module at the top is one of its own."""
    is_package = NAMES[name].name == "__init__.py"
    return name if is_package or name.count(".") < 2 else name.rpartition(".")[0]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"xl_stressvar"}))
def test_a_module_imports_only_from_the_layers_below_it(name: str) -> None:
    own = layer(name)
    assert {layer(other) for other in graph()[name]} - {""} <= LAYERS[own] | {own}


def test_the_layers_are_those_of_the_table_and_stand_on_each_other() -> None:
    assert {layer(name) for name in NAMES} - {""} == {*LAYERS}
    TopologicalSorter(LAYERS).prepare()  # raises CycleError, with the circle


def test_no_two_modules_import_each_other_directly_or_round_about() -> None:
    """Not even for types; the front door, which names what it opens when it is asked for, aside."""
    every = {name: set(imports(path, typing=True)) - {name} for name, path in NAMES.items()}
    del every["xl_stressvar"]
    TopologicalSorter(every).prepare()


def test_no_two_packages_import_each_other_unless_one_lies_in_the_other() -> None:
    packages: dict[str, set[str]] = {}
    for name, others in graph().items():
        own = package(name)
        packages.setdefault(own, set()).update(
            other
            for other in map(package, others)
            if not f"{other}.".startswith(f"{own}.") and not f"{own}.".startswith(f"{other}.")
        )
    TopologicalSorter(packages).prepare()


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
        for path in MODULES
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long
