"""The examples of the docstrings as COM would hand their arguments over, and as cells."""

from __future__ import annotations

import re
from typing import Any

from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.com import MISSING


def call_in(formula: str, catalogue: Catalogue) -> tuple[str, list[str]]:
    """The worksheet function in a formula, and its arguments as typed (they are literals)."""
    for name in re.findall(r"([A-Z][A-Z0-9_.]*)\(", formula):
        if name in catalogue:
            rest = formula[formula.index(f"{name}(") + len(name) + 1 :]
            return name, _split(rest[: _closing(rest)])
    raise ValueError(f"no function of ours in {formula}")


def as_com(argument: str) -> Any:
    """A typed argument as Excel hands it to VBA and COM on: a one-row array arrives flat."""
    if not argument:
        return MISSING
    if re.match(r"[A-Z][A-Z0-9_]*\(", argument):  # a function of ours inside: its table
        name, inner = call_in(argument, CATALOGUE)
        return tuple(map(tuple, call(name, [as_cells(a) for a in inner]).value))  # type: ignore[arg-type]
    if argument.startswith("{"):
        rows = [tuple(map(_literal, _split(row))) for row in _split(argument[1:-1], ";")]
        return rows[0] if len(rows) == 1 else tuple(rows)
    return _literal(argument)


def as_cells(argument: str) -> Any:
    value = as_com(argument)
    if value is MISSING:
        return OMITTED
    if isinstance(value, tuple):
        return value if isinstance(value[0], tuple) else (value,)
    return value


def _literal(text: str) -> Any:
    text = text.strip()
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _closing(rest: str) -> int:
    depth, quoted = 0, False
    for i, c in enumerate(rest):
        quoted ^= c == '"'
        if not quoted:
            if c == ")" and depth == 0:
                return i
            depth += (c == "(") - (c == ")")
    raise ValueError(rest)


def _split(arguments: str, sign: str = ",") -> list[str]:
    out, depth, quoted = [""], 0, False
    for c in arguments:
        quoted ^= c == '"'
        depth += (not quoted) * ((c in "({") - (c in ")}"))
        if c == sign and depth == 0 and not quoted:
            out.append("")
        else:
            out[-1] += c
    return [a.strip() for a in out] if arguments.strip() else []
