"""The reference and the error index say what the code says."""

from __future__ import annotations

import re

import pytest

from tests.support import ROOT
from tools.generate.reference import error_index, reference, write
from xl_stressvar import errors
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.errors import MAX_SENTENCE, PROBLEMS


def test_the_list_names_every_function_in_its_family_with_a_link_to_its_page() -> None:
    sections = dict(part.split("\n", 1) for part in reference().split("\n## ")[1:])
    for family in CATALOGUE.families:
        rows = re.findall(r"^\| \[(\w+)\]\(functions/(\w+)\.md\)\{#(\w+)\} \| (.+) \|$", sections[family], re.MULTILINE)  # fmt: skip
        assert rows == [
            (e.name, e.name, e.name.lower(), e.summary) for e in CATALOGUE if e.family == family
        ]


def test_the_error_index_lists_every_problem_once() -> None:
    sections = error_index().split("\n## ")[1:]
    assert sum(section.count("\n| ") - 1 for section in sections) == len(PROBLEMS)


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda p: p.name)
def test_every_sentence_says_what_was_seen_and_what_to_do(problem) -> None:
    assert problem.seen.endswith((".", "?"))
    # a command to copy ends without a period; a hint brings its own
    assert problem.cure.endswith((".", "?", "}")) or problem.cure.startswith("Run: ")
    assert len(problem.text) < MAX_SENTENCE


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda p: p.name)
def test_a_count_and_its_noun_agree(problem) -> None:
    nouns = "argument|asset|cell|column|date|day|draw|factor|number|observation|row|value"
    assert not re.search(
        rf"(?<!x {{columns)}} ({nouns})s?\b", problem.text.replace("{regime} days", "")
    ), "write {count:noun}"


def test_one_is_singular() -> None:
    text = {n: errors.BETAS_SHAPE(betas=n, factors=1).sentence() for n in (0, 1, 2)}
    assert "1 number for 1 factor." in text[1]
    assert "0 numbers for" in text[0]
    assert "2 numbers for" in text[2]


def test_the_committed_pages_are_the_generated_ones(tmp_path) -> None:
    write(tmp_path)
    pages = sorted((tmp_path / "docs").iterdir())
    assert [page.name for page in pages] == ["errors.md", "libreoffice.md", "reference.md"]
    for page in pages:
        committed = ROOT / "docs" / page.name
        assert page.read_text("utf-8") == committed.read_text("utf-8"), "make generate"
