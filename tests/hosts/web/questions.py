"""The questions to the web add-in, wherever it runs."""

from __future__ import annotations

import json
from typing import Any

from tests.hosts.mistakes import MISTAKES, SHEETS, every_argument_spoilt
from tests.hosts.questions import Call, calls, sheets
from tests.hosts.web.browser import Browser
from tests.hosts.web.wire import recalculation, unlike_excel

CALLS = [*calls(), *(m.asked for m in MISTAKES.values()), *every_argument_spoilt()]
ALL = {**sheets(), **SHEETS}


def unlike(asked: list[Call], answers: list[dict[str, Any]]) -> list[str]:
    """What differs from direct calls, in the answers of the stand-in of Excel."""
    return [
        line for one, got in zip(asked, answers, strict=True) for line in unlike_excel(one, got)
    ]


def answers_of(browser: Browser, over: dict[str, bytes | None]) -> list[dict[str, Any]]:
    """The answers to all questions, asked of the pane that is open."""
    over["tests/questions.json"] = json.dumps(recalculation(CALLS, ALL)).encode()
    return browser.run(
        "await (await import('/tests/ask.js')).ask(await (await fetch('tests/questions.json')).json(),"
        " (await import('/functions.js')).sentence)"
    )
