"""The stored answers are what the comparison libraries say today: `make test-oracles`.

The libraries run in an environment of their own (.build/oracles), since they pull in half of the
scientific stack in versions that are theirs to choose. That our functions agree with the stored
answers is tested without it, in tests/conformance/vectors.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

HERE = Path(__file__).parent
STORED = HERE.parent / "vectors" / "oracles.json"
ENVIRONMENT = Path(os.environ.get("STRESSVAR_ORACLES", ROOT / ".build" / "oracles"))

pytestmark = pytest.mark.oracles


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    python = ENVIRONMENT / "bin" / "python"
    assert python.exists(), "no oracle environment: make test-oracles builds it"
    out = tmp_path_factory.mktemp("oracles") / "oracles.json"
    done = subprocess.run(
        [python, HERE / "compute.py", out], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(out.read_text("utf-8"))


def leaves(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from leaves(inner, f"{path}/{key}")
    elif isinstance(node, list):
        for i, inner in enumerate(node):
            label = inner["id"] if isinstance(inner, dict) and "id" in inner else i
            yield from leaves(inner, f"{path}/{label}")
    else:
        yield path, node


def close(a: object, b: object) -> bool:
    """Numbers to 1e-7 (another processor's linear algebra, an optimiser's last step), else equal."""
    if isinstance(a, float) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-9)
    return a == b


def test_the_libraries_still_say_what_is_stored(computed) -> None:
    stored = dict(leaves(json.loads(STORED.read_text("utf-8"))))
    now = dict(leaves(computed))
    assert now.keys() == stored.keys()
    apart = {k: (stored[k], now[k]) for k in stored if not close(stored[k], now[k])}
    assert not apart


def test_the_pinned_versions_ran(computed) -> None:
    pins = dict(
        line.split("==")
        for line in (HERE / "requirements.txt").read_text("utf-8").split()
        if "==" in line
    )
    assert computed["versions"] == pins


def test_the_oracles_know_nothing_of_us() -> None:
    for path in HERE.glob("*.py"):
        if path.name != Path(__file__).name:
            assert "xl_stressvar" not in path.read_text("utf-8"), path.name
