from __future__ import annotations

import pytest

from tests.hosts.memory.excel import Excel


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Excel:
    return Excel(monkeypatch)
