"""The reference and the error index say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.errors import MAX_SENTENCE, PROBLEMS
from xl_stressvar.generate.reference import error_index, reference, write


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_the_reference_tells_all_of_a_function(entry) -> None:
    section = reference().split(f"### {entry.name}\n")[1].split("\n### ")[0]
    assert entry.summary in section
    assert f"={entry.signature}" in section
    for parameter in entry.parameters:
        assert f"| `{parameter.name}` | {parameter.kind.help}" in section
    for formula, result in entry.examples:
        assert f"`{formula}` gives `{result}`" in section


def test_the_error_index_lists_every_problem_once() -> None:
    assert error_index().count("\n| ") - 1 == len(PROBLEMS)


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda p: p.name)
def test_every_sentence_says_what_was_seen_and_what_to_do(problem) -> None:
    assert problem.seen.endswith((".", "?"))
    # a command to copy ends without a period; a hint brings its own
    assert problem.cure.endswith((".", "?", "}")) or problem.cure.startswith("Run: ")
    assert len(problem.text) < MAX_SENTENCE


def test_the_committed_pages_are_the_generated_ones(tmp_path) -> None:
    write(tmp_path)
    pages = sorted((tmp_path / "docs").iterdir())
    assert [page.name for page in pages] == ["errors.md", "libreoffice.md", "reference.md"]
    for page in pages:
        committed = Path(__file__).parents[1] / "docs" / page.name
        assert page.read_text("utf-8") == committed.read_text("utf-8"), "make generate"
