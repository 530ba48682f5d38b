"""The commands of `xl-stressvar`, a module each: `add(parser)` and `run(options) -> int`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..cells.algebra import Cell


def did_you_mean(asked: str, known: Iterable[str], listing: str) -> tuple[str]:
    """What to say of a name that is not among the known ones: those like it, or where to find all.

    In a tuple: a sentence cuts a long name, but not a choice.
    """
    from ..domain import nearest  # and numpy with it: not before somebody has mistyped

    near = nearest(asked, known, most=6, cutoff=0.5)
    if not near:
        return (f"See: xl-stressvar {listing}.",)
    return (f"Did you mean {' or '.join(near)}?",)


def printable(text: str) -> str:
    """One line of text without what a terminal would obey: a workbook may hold any character."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def json_line(facts: object) -> str:
    """One object as one line of JSON, without what a terminal would obey."""
    text = json.dumps(facts, ensure_ascii=False, allow_nan=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def plain(value: Cell | list[list[Cell]]) -> object:
    """A cell's value, or a table's, as JSON has it: an error is its text."""
    if isinstance(value, list):
        return [[plain(cell) for cell in row] for row in value]
    return value if value is None or isinstance(value, (float, int, bool, str)) else str(value)


def plural(count: int, word: str) -> str:
    """So many of a thing: `1 part`, `2,000 parts`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
