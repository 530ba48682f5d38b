"""Random calls of every function: no exception, no bug, no cell that cannot be, the same bits twice."""

from __future__ import annotations

from random import Random
from typing import Annotated

import pytest

from tests.robustness.torture import slices
from tests.robustness.torture.cells import call_of, maker
from tests.robustness.torture.judge import faults
from xl_stressvar import errors
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.results import Returns

ENTRIES = sorted(CATALOGUE, key=lambda entry: entry.name)


@pytest.mark.torture
@pytest.mark.parametrize("seeds", slices.chunks(12_000, 1_000_000, 1500), ids=slices.name)
def test_random_calls(seeds: range) -> None:
    for seed in seeds:
        entry = ENTRIES[seed % len(ENTRIES)]
        values = call_of(entry, Random(seed))
        found = faults(entry.name, values)
        assert not found, f"seed {seed}: {entry.name}({values}) {found}"


def test_every_kind_of_argument_has_a_maker() -> None:
    for entry in CATALOGUE:
        for parameter in entry.parameters:
            assert maker(parameter.kind)


def wicked(
    value: Annotated[float, Number("A number.")],
) -> Annotated[float, Returns("A number.")]:
    """Fails in every way that the judge must see."""
    if value == 1:
        raise RuntimeError("a bug")
    if value == 2:
        wicked.calls += 1  # type: ignore[attr-defined]
        return float(wicked.calls)  # type: ignore[attr-defined]
    if value == 3:
        return "x" * 40_000  # type: ignore[return-value]
    if value == 4:
        raise errors.TEXT(errors.Place("value"), text="{")
    return value


wicked.calls = 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "words"), [(1, "is a bug"), (2, "then"), (3, "holds"), (4, "odd sentence")]
)
def test_the_judge_sees_what_is_wrong(value: int, words: str) -> None:
    catalogue = CATALOGUE.with_function("Capital", wicked)
    found = faults("WICKED", [float(value)], catalogue)
    assert any(words in fault for fault in found), found
    assert not faults("WICKED", [5.0], catalogue)
