"""The pages as a reader meets them: each is in the menu, decisions are listed, sources are named once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import ROOT
from tools.generate import reference
from tools.generate.function_pages import slug

DOCS = ROOT / "docs"
MENU = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:")[1]
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
# README.md and the like, wherever they lie
BESIDE = sorted(
    Path("..", path.relative_to(ROOT)).as_posix()
    for folder in ("changelog.d", "tests", "tools", "web", "xl_stressvar")
    for path in (ROOT / folder).rglob("*.md")
)


def anchors(page: Path) -> set[str]:
    """The anchors of a page: of its headings, and those that it names."""
    text = page.read_text("utf-8")
    if snippet := re.search(r'^--8<-- "(.+)"', text, re.MULTILINE):
        text = (ROOT / snippet[1]).read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {slug(heading) for heading in headings} | set(re.findall(r"\{#([\w-]+)\}", text))


@pytest.mark.parametrize("page", ["../README.md", "../CONTRIBUTING.md", *BESIDE, *PAGES])
def test_each_link_leads_to_a_file_and_to_a_heading_that_is_there(page: str) -> None:
    """The built site looks after the same links; this is also true on the repository's own pages."""
    path = DOCS / page
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\((?!https?:|\.\./\.\./(?:actions|releases))([^)\s]+)\)", text):
        name, _, anchor = link.partition("#")
        target = (path.parent / name) if name else path
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_in_the_menu_once(page: str) -> None:
    assert len(re.findall(rf"(?:: |- ){re.escape(page)}\n", MENU)) == 1


def test_every_decision_is_in_the_list_and_has_the_four_parts() -> None:
    listed = (DOCS / "decisions" / "index.md").read_text("utf-8")
    for path in (DOCS / "decisions").glob("*.md"):
        if path.name != "index.md":
            text = path.read_text("utf-8")
            title = text.splitlines()[0].removeprefix("# ")
            assert f"[{title}]({path.name})" in listed
            assert re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE) == [
                "Why it came up", "Decision", "What follows", "Not taken",
            ]  # fmt: skip


def test_the_article_is_named_by_title_and_publisher_with_its_twelve_cases() -> None:
    page = (DOCS / "article.md").read_text("utf-8")
    assert "*Stressed VaR: Testing Under Crisis Conditions*, Pomegra Learn" in page
    cases = re.findall(r"^\| (\d+) ", page, re.MULTILINE)
    assert cases == [str(case) for case in range(1, 13)]


@pytest.mark.parametrize("page", ["README.md", "docs/differences.md"])
def test_who_speaks_of_the_article_points_to_its_page(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert "the article" in text.casefold()
    assert re.search(r"\((docs/)?article\.md", text)


def test_the_numbers_of_the_first_page_are_those_of_the_pictures() -> None:
    method = (DOCS / "method.md").read_text("utf-8")
    for page in (DOCS / "index.md", ROOT / "README.md"):
        shown = re.findall(r"\b\d\.\d\d%", page.read_text("utf-8"))
        assert sorted(set(shown)) == ["0.94%", "5.39%"]
        assert all(f"99% VaR {number}" in method or f"VaR {number}" in method for number in shown)


def test_pages_for_readers_do_not_name_the_command_that_wrote_them() -> None:
    written = re.compile(r"[Ww]ritten by `")
    pages = reference.reference(), reference.error_index(), reference.libreoffice_differences()
    assert [page[:40] for page in pages if written.search(page)] == []
    by_hand = (
        "index",
        "questions",
        "method",
        "gallery",
        "differences",
        "tutorial",
        "quickstart",
        "redo",
        "it",
    )
    assert [p for p in by_hand if written.search((DOCS / f"{p}.md").read_text("utf-8"))] == []
