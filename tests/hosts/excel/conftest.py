"""`excel`: one engine process for a whole session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hosts.excel.engine import Excel


@pytest.fixture(scope="session")
def excel() -> Iterator[Excel]:
    server = Excel()
    yield server
    server.close()
