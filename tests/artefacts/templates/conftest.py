"""The one office of the LibreOffice tests serves these too; a process takes a template at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.libreoffice.conftest import office

__all__ = ["office"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All are `artefacts`. Those of a template follow each other in one process: it is loaded once."""
    at = [i for i, item in enumerate(items) if item.path.is_relative_to(HERE)]
    for item in (here := [items[i] for i in at]):
        item.add_marker(pytest.mark.artefacts)
        if name := template_of(item):
            item.add_marker(pytest.mark.xdist_group(name))
    for i, item in zip(at, sorted(here, key=template_of), strict=True):
        items[i] = item


def template_of(item: pytest.Item) -> str:
    """The template that a test is about; "" of one about several."""
    return str(item.callspec.params.get("name", "")) if hasattr(item, "callspec") else ""
