"""The catalogue keeps its contract, and adding a function is one entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xl_stressvar.catalogue import CATALOGUE

CONTRACT = {
    line.split("(")[0]: line
    for line in (Path(__file__).parent / "contract.txt").read_text().splitlines()
    if not line.startswith("#")
}


def test_the_catalogue_finds_nothing_wrong_with_itself() -> None:
    assert CATALOGUE.problems() == []


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_a_function_keeps_its_name_and_argument_order(entry) -> None:
    promised = CONTRACT[entry.name].removesuffix(")")
    assert entry.signature.startswith(promised)
    gained = entry.signature[len(promised) :].strip("), ")
    assert all(re.fullmatch(r"\[\w+\]", extra) for extra in gained.split(", ") if extra)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_no_argument_name_is_an_excel_name_or_a_cell_address(entry) -> None:
    for parameter in entry.parameters:
        assert not re.fullmatch(r"[a-z]{1,3}\d+", parameter.name)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_every_parameter_says_what_it_is(entry) -> None:
    for parameter in entry.parameters:
        assert parameter.kind.shape
        assert parameter.kind.expected
        if not parameter.required:
            assert parameter.shown_default
