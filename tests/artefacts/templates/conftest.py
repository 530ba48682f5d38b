"""The one office of the LibreOffice tests serves these too; a process takes a template at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.libreoffice.conftest import office

__all__ = ["office"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a template follow each other, in one process (--dist loadgroup): it is loaded once."""
    for item in items:
        if name := template_of(item):
            item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=template_of)


def template_of(item: pytest.Item) -> str:
    """The template that a test here is about; "" of all others."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return str(parameters.get("name", "")) if HERE in item.path.parents else ""
