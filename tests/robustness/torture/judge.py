"""What every call must keep, whatever it was given."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

from xl_stressvar import errors
from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.cells.algebra import ErrorValue, Value
from xl_stressvar.dispatch import Outcome, call
from xl_stressvar.errors import MAX_SENTENCE


def faults(name: str, values: Sequence[Value], catalogue: Catalogue = CATALOGUE) -> list[str]:
    """What is wrong with the outcome of a call; an empty list is as it should be."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            one, two = (call(name, values, catalogue=catalogue) for _ in range(2))
            found = [*_of_outcome(one, catalogue[name].returns.blanks)]
        except Exception as escaped:  # noqa: BLE001 - which there must be none of
            return [f"raised {type(escaped).__name__}: {escaped}"]
    if _bits(one) != _bits(two):
        found.append(f"gave {one.value!r}, then {two.value!r}")
    return found


def _of_outcome(outcome: Outcome, blanks: bool) -> list[str]:
    found = []
    if outcome.failure is not None:
        if outcome.failure.problem is errors.BUG:
            found.append(f"is a bug: {outcome.sentence()}")
        sentence = outcome.sentence() or ""
        if not 10 < len(sentence) <= MAX_SENTENCE:
            found.append(f"has a sentence of {len(sentence)} characters")
        if "{" in sentence or not sentence.isprintable():
            found.append(f"has an odd sentence: {sentence!r}")
        if not isinstance(outcome.value, ErrorValue):
            found.append(f"failed with {outcome.value!r}")
        return found
    grid = outcome.value if isinstance(outcome.value, list) else [[outcome.value]]
    if not grid or not grid[0] or len({len(row) for row in grid}) > 1:
        found.append("is no rectangle of cells")
    for row in grid:
        for cell in row:
            if isinstance(cell, (bool, ErrorValue)):
                continue
            if type(cell) is float and math.isfinite(cell):
                continue
            if isinstance(cell, str) and (blanks or cell) and len(cell) <= 32_767:
                continue
            found.append(f"holds {cell!r}")
            break
    return found


def _bits(outcome: Outcome) -> str:
    return f"{outcome.value!r} {outcome.sentence()}"
