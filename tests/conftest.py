"""What every suite has: the profiles of the property tests, and which cases take long."""

from __future__ import annotations

import gc

import pytest
from hypothesis import settings

from tests.support import SEARCHED

settings.register_profile("quick", max_examples=10)  # a tenth
settings.register_profile("short", max_examples=34)  # a third; make test-slow tries all

VECTORS = "conformance/vectors/"  # which stay in make test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A case by a method that takes long is `slow`, wherever the method stands among its parameters."""
    for item in items:
        case = getattr(item, "callspec", None)
        words = {word for word in case.params.values() if isinstance(word, str)} if case else ()
        if not SEARCHED.isdisjoint(words) and VECTORS not in item.nodeid:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What thousands of collected tests hold stays to the end: the collector need not look at it again."""
    gc.freeze()
