"""The questions in WebKit, on which Safari and the pane of Excel for the Mac are built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.web.browser import served, webkit
from tests.hosts.web.questions import CALLS, answers_of, unlike

pytestmark = pytest.mark.web


def test_every_question_has_its_answer_in_webkit(folder: Path) -> None:
    over: dict[str, bytes | None] = {}
    with webkit() as browser, served(folder, over) as address:
        browser.open(f"{address}/taskpane.html")
        browser.until("document.getElementById('state').textContent.startsWith('Ready')")
        found = unlike(CALLS, answers_of(browser, over))
        assert browser.run("self.forbidden") == []
    assert not found, "\n".join(found)
