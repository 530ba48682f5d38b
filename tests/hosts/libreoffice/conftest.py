"""One office for the whole session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hosts.libreoffice.office import Office, missing


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if why := missing():
        pytest.fail(
            why
        )  # asked for with -m libreoffice: to skip would hide that nothing was tested
    with Office.start(tmp_path_factory.mktemp("office")) as running:
        yield running
