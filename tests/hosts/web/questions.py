"""The questions to the web add-in, wherever it runs."""

from __future__ import annotations

from typing import Any

from tests.hosts.mistakes import MISTAKES, SHEETS, every_argument_spoilt
from tests.hosts.questions import Call, calls, sheets
from tests.hosts.web.wire import unlike_excel

CALLS = [*calls(), *(m.asked for m in MISTAKES.values()), *every_argument_spoilt()]
ALL = {**sheets(), **SHEETS}


def unlike(asked: list[Call], answers: list[dict[str, Any]]) -> list[str]:
    """What differs from direct calls, in the answers of the stand-in of Excel."""
    return [
        line for one, got in zip(asked, answers, strict=True) for line in unlike_excel(one, got)
    ]
