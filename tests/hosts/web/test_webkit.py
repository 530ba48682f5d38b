"""The questions in WebKit, on which Safari and the pane of Excel for the Mac are built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.web.browser import Browser, served, webkit
from tests.hosts.web.questions import CALLS, FAULTS, answers_of, said_of, unlike

pytestmark = pytest.mark.web


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with webkit() as started:
        yield started


RUNS = "worker.js has a wrong type"  # WebKit runs a worker's script under any


@pytest.mark.parametrize("what", sorted(FAULTS.keys() - {RUNS}))
def test_a_faulty_folder_is_said_in_the_pane_and_in_the_cell(
    what: str, browser: Browser, folder: Path
) -> None:
    state, got = said_of(FAULTS[what], browser, folder)
    assert state.endswith("with HOSTING.txt.")
    assert got == {"e": "#N/A", "hover": state}


def test_every_question_has_its_answer_in_webkit(browser: Browser, folder: Path) -> None:
    over: dict[str, bytes | None] = {}
    with served(folder, over) as address:
        browser.open(f"{address}/taskpane.html")
        browser.until("document.getElementById('state').textContent.startsWith('Ready')")
        found = unlike(CALLS, answers_of(browser, over))
        assert browser.run("self.forbidden") == []
    assert not found, "\n".join(found)
