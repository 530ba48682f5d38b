"""The numbers in docs/differences.md: who says what on the same data.

The page is written by hand; the blocks between its `<!-- table: NAME -->` and `<!-- end -->` marks
are filled here, from the stored answers of the other libraries and from our own functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.generate.vectors import FOLDER, cells, oracles
from xl_stressvar.cells.algebra import Value
from xl_stressvar.dispatch import call

_BOOK: Value = [[60.0, 30.0, 10.0]]
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_DATA: dict[str, tuple[dict[str, Any], str]] = {
    "gfc": ({"data": "gfc", "columns": ["Date", "SPX", "UST10Y", "WTI"]}, "2008-09, 252 days"),
    "three": ({"data": "three"}, "seeded, 500 days"),
}


def differences(root: Path) -> str:
    """docs/differences.md with its tables filled."""
    page = (root / "docs" / "differences.md").read_text("utf-8")
    stored = oracles(root)
    made: dict[str, Callable[[], str]] = {
        "tails": lambda: _tails(stored["differences"]["tails"], root),
        "ranks": lambda: _ranks(stored["differences"]["ranks"]),
        "versions": lambda: ", ".join(f"{k} {v}" for k, v in stored["versions"].items()) + "\n",
        "article": lambda: _article(root),
    }
    return _BLOCK.sub(lambda m: f"{m[1]}\n{made[m[2]]()}\n{m[3]}", page)


def _ours(name: str, data: dict[str, Any], c: float, method: str, root: Path) -> float:
    history = cells(data, root / FOLDER)
    window: list[Value] = [[["2008-09-01", "2009-08-31"]]] if "columns" in data else []
    days = float(len(history) - 1)  # type: ignore[arg-type]
    if window:
        value = call(f"STRESSED_{name}", [history, _BOOK, *window, c, 1.0, method]).value
    else:
        value = call(f"CURRENT_{name}", [history, _BOOK, c, 1.0, method, days]).value
    return float(value)  # type: ignore[arg-type]


def _tails(tables: dict[str, list[dict[str, Any]]], root: Path) -> str:
    heads, columns = ["who"], []
    names: list[str] = []
    for key, rows in tables.items():
        data, c = key.split()
        spec, label = _DATA[data]
        heads += [f"VaR {float(c):.0%}, {label}", f"ES {float(c):.0%}, {label}"]
        column = {
            f"ours, `{m}`": (
                _ours("VAR", spec, float(c), m, root), _ours("ES", spec, float(c), m, root)
            )
            for m in ("historical", "historical exc", "historical rank")
        }  # fmt: skip
        column |= {row["library"]: (row["var"], row["es"]) for row in rows}
        names = list(column)
        columns.append(column)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for who in names:
        figures = [_figure(x) for column in columns for x in column[who]]
        lines.append(f"| {who} | " + " | ".join(figures) + " |")
    return "\n".join(lines) + "\n"


def _figure(x: float | None) -> str:
    return "–" if x is None else f"{x:.6f}"


def _ranks(rows: list[dict[str, Any]]) -> str:
    heads = {
        "days": "days", "exact": "⌈n(1−c)⌉, ours", "float": "the same in floats",
        "riskfolio-lib": "riskfolio-lib", "skfolio": "skfolio",
        "empyrical-reloaded": "empyrical-reloaded (days in its CVaR)",
    }  # fmt: skip
    lines = ["| " + " | ".join(heads.values()) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(row[k]) for k in heads) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _article(root: Path) -> str:
    history = cells(_DATA["gfc"][0], root / FOLDER)
    vol: Any = call("CRISIS_VOL", [history, "GFC"]).value
    corr: Any = call("CRISIS_CORR", [history, "GFC"]).value
    rows = [
        ("S&P 500 volatility", "32%", f"{vol[0][0]:.1%}"),
        ("10-year Treasury volatility", "12%", f"{vol[0][1]:.1%}"),
        ("equity–bond correlation", "0.65", f"{corr[0][1]:.2f}"),
        ("equity–commodity correlation", "0.82", f"{corr[0][2]:.2f} (WTI)"),
    ]
    lines = ["| 2008–09 | the article | the library's data |", "|---|---|---|"]
    lines += [f"| {a} | {b} | {c} |" for a, b, c in rows]
    return "\n".join(lines) + "\n"
