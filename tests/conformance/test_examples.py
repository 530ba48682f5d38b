"""Every example in a docstring gives what it says, through the headless host."""

from __future__ import annotations

from itertools import chain

import pytest

from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.hosts.headless import evaluate

EXAMPLES = [
    pytest.param(formula, shown, id=f"{entry.name}: {formula}")
    for entry in CATALOGUE
    for formula, shown in entry.examples
]
WITHOUT = {"STRESSVAR_WHY"}  # the host answers it itself


def cells(text: str) -> list[list[object]]:
    """{1,2;3,4}, a number, TRUE, or a text, as rows."""
    inside = text.strip().removeprefix("{").removesuffix("}")
    return [[cell(part) for part in row.split(",")] for row in inside.split(";")]


def cell(text: str) -> object:
    text = text.strip().strip('"')
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize(("formula", "shown"), EXAMPLES)
def test_an_example_gives_what_it_says(formula, shown) -> None:
    (answer,) = evaluate([formula])
    assert answer.error is None, answer.why
    got = answer.value if isinstance(answer.value, list) else [[answer.value]]
    want = cells(shown)
    assert [len(row) for row in got] == [len(row) for row in want]
    for one, other in zip(chain(*got), chain(*want), strict=True):
        if isinstance(other, float) and not isinstance(other, bool):
            assert one == pytest.approx(other, rel=1e-4, abs=1e-9)  # as many digits as are printed
        else:
            assert one == other


def test_every_function_has_an_example() -> None:
    assert {entry.name for entry in CATALOGUE if not entry.examples} <= WITHOUT
