"""Every figure of an outside source, through the call that every host makes."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.conformance.vectors import make_data
from tests.support import ROOT
from tools.generate.vectors import KINDS, Vector, load
from xl_stressvar.catalogue import CATALOGUE

VECTORS = load(ROOT)
OURSELVES = re.compile(r"xl[_-]?stressvar|this project|our own|golden", re.IGNORECASE)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.id)
def test_we_agree_with_the_source(vector: Vector) -> None:
    ours = vector.ours()
    assert vector.agrees(ours), (
        f"{vector.function} gives {ours!r}, {vector.source['title']} {vector.expected!r}; "
        f"{vector.difference(ours):.3g} apart, {vector.tolerance.reason}"
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.id)
def test_a_vector_says_where_it_comes_from(vector: Vector) -> None:
    source = vector.source
    assert vector.kind in KINDS
    assert source["title"].strip()
    assert source["place"].strip()
    assert not OURSELVES.search(" ".join(source.values()))
    assert vector.tolerance.reason.strip()
    if vector.kind == "library":
        assert source["version"].strip()
    else:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", source["seen"])
    if vector.kind == "identity":
        assert vector.derivation.strip(), "an identity shows its calculation"


def test_ids_are_unique() -> None:
    ids = [v.id for v in VECTORS]
    assert len(ids) == len(set(ids))


def test_every_function_in_the_vectors_is_in_the_catalogue() -> None:
    assert {v.function for v in VECTORS} <= {entry.name for entry in CATALOGUE}


def test_a_wrong_figure_would_be_noticed() -> None:
    vector = next(v for v in VECTORS if v.id == "hull-two-stocks")
    assert not vector.agrees(float(vector.expected) * 1.01)  # type: ignore[arg-type]
    assert not vector.agrees("#NUM!")
    assert not vector.agrees([[vector.expected]])
    assert not vector.agrees(float("nan"))


@pytest.mark.parametrize(
    "name",
    [
        "gfc",
        "cad_eur",
        "chf_jpy",
        "hits_1043",
        "steady",
        "hull_losses",
        "hull_days",
        "numacc_2",
        "numacc_4",
    ],
)
def test_the_datasets_are_what_make_data_writes(name: str) -> None:
    """The library's, and those built without a random generator or a root search."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(make_data.DATASETS[name]())
    assert (make_data.HERE / f"{name}.csv").read_text("utf-8") == text.getvalue()
