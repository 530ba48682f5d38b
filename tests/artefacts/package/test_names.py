"""One word means one thing: the names that were given up do not come back."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

#: A name that was given up, and the one to use. As names of classes, functions, constants and
#: attributes; a local variable may have an everyday word for its name.
GIVEN_UP = {
    "Period": "Window", "Periods": "Windows",
    "Memory": "Cache", "recall": "get_or_make", "remembered": "derived",
    "Store": "HistoryCache",
    "Session": "CallSites", "Site": "CallSite", "turn": "order", "matters": "has_formulas",
    "Searchable": "WindowMeasure", "searched_by": "search_proxy", "loss_weights": "order_weights",
    "var_of_parts": "of_subportfolios", "var_of_subportfolios": "of_subportfolios", "along_covariance": "covariance_gradient",
    "share_out": "euler_shares", "tail_days_loss": "tail_day_gradient",
    "Spread": "VolatilityAndCorrelation", "DailyLimit": "DailyForecast",
    "deviation": "standard_deviation", "density": "normal_pdf", "still": "is_constant",
    "scaled": "normalised", "_bent": "quantile", "NEWS": "1 - DECAY",
    "Host": "CallContext", "fitted": "pad_to_block", "chosen": "filter_rows",
    "nowhere": "blank_cell", "ROADS": "HOSTS", "roads": "hosts", "road": "host",
}  # fmt: skip
#: Packages by the names that they no longer have.
FORMER_PACKAGES = ("engine", "library", "commands", "generate", "windows", "hosts/calc")
#: The ways to a stressed VaR that a workbook offers are another thing than hosts.
OTHER_ROADS = ("tools/templates/", "tests/artefacts/templates/")
TEXT = (".py", ".md", ".bas", ".cls", ".toml", ".sh", ".yml", ".txt", ".xml", "Makefile", "run")


def tracked(*endings: str) -> list[str]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    names = listed or [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()]
    return [
        n for n in names if n.endswith(endings) and not n.startswith(".") and (ROOT / n).exists()
    ]


def defined(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that a module, its classes and their instances define, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node.name, node.lineno
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for statement in node.body:
                targets = (
                    statement.targets if isinstance(statement, ast.Assign)
                    else [statement.target] if isinstance(statement, ast.AnnAssign) else []
                )  # fmt: skip
                yield from ((t.id, t.lineno) for t in targets if isinstance(t, ast.Name))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


@pytest.mark.parametrize("name", tracked(".py"))
def test_no_name_that_was_given_up_is_defined(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    if any(word in text for word in GIVEN_UP):
        found = {
            f"{name}:{line}: {word} -> {GIVEN_UP[word]}"
            for word, line in defined(ast.parse(text))
            if word in GIVEN_UP
        }
        assert not found


def test_a_package_keeps_its_new_name() -> None:
    package = ROOT / "xl_stressvar"
    assert [name for name in FORMER_PACKAGES if list((package / name).glob("*.py"))] == []


def test_no_text_points_into_a_package_that_moved() -> None:
    moved = re.compile(
        r"xl_stressvar[./](engine|library|commands|generate|windows|hosts[./]calc\b)"
        r"|(?<![\w/])(engine|library|commands|cells/store|cells/tables)/\w+\.py"
    )
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert {
        f"{name}: {found[0]}"
        for name in tracked(*TEXT)
        if name != own
        for found in moved.finditer((ROOT / name).read_text("utf-8"))
    } == set()


def test_a_host_is_called_a_host() -> None:
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert {
        f"{name}:{text[: found.start()].count(chr(10)) + 1}"
        for name in tracked(*TEXT)
        if name != own and not name.startswith(OTHER_ROADS)
        for text in [(ROOT / name).read_text("utf-8")]
        for found in re.finditer(r"\broads?\b", text, re.IGNORECASE)
    } == set()
