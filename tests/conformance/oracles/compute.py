"""Asks other libraries the questions that our worksheet functions answer, on the same data.

Runs in the oracle environment (`make test-oracles`), imports nothing of this project, and writes
tests/conformance/vectors/oracles.json: for each question the call of our function that must give the same, the
library's answer, its version, and how far apart the two may be. `python compute.py [OUT]`.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import differences
import numpy as np
import questions_backtests
import questions_contributions
import questions_data
import questions_instruments
import questions_scenarios
import questions_statistics
import questions_tables
import questions_var

OUT = Path(__file__).parent.parent / "vectors" / "oracles.json"
PACKAGES = ("arch", "empyrical-reloaded", "numpy", "pandas", "QuantLib", "riskfolio-lib",
            "scipy", "skfolio", "statsmodels", "vartests")  # fmt: skip
FAMILIES = (questions_data, questions_statistics, questions_var, questions_tables,
            questions_contributions, questions_backtests, questions_instruments,
            questions_scenarios)  # fmt: skip


def plain(value: Any) -> Any:
    """numpy to what JSON knows."""
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def named(libraries: str) -> list[str]:
    """The distributions in a text such as "arch; scipy", each once."""
    found = dict.fromkeys(libraries.split("; "))
    assert found.keys() <= set(PACKAGES), libraries
    return sorted(found)


def answered(question: Any) -> dict[str, Any]:
    answer: Callable[[], Any] = question.answer
    return {
        "id": question.id,
        "function": question.function,
        "method": question.method,
        "kind": "library",
        "arguments": plain(question.arguments),
        "at": question.at,
        "expected": plain(answer()),
        "source": {
            "title": "; ".join(named(question.library)),
            "version": "; ".join(f"{name} {version(name)}" for name in named(question.library)),
            "place": question.how,
        },
        "tolerance": question.tolerance,
    }


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        vectors = [answered(q) for family in FAMILIES for q in family.questions()]
        who = differences.table()
    document = {
        "versions": {name: version(name) for name in PACKAGES},
        "differences": plain(who),
        "vectors": vectors,
    }
    out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(vectors)} answers of {len(PACKAGES)} libraries written")


if __name__ == "__main__":
    main()
