"""pywin32's cache of generated classes, kept out: we call by name, and need none.

The cache is a pickle in the folder for temporary files, which pywin32 loads when it is imported: whoever
can write there would run code in the engine. It would also leave two files behind.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

NAME = "win32com.client.gencache"


class _NoCache(ModuleType):
    """Knows no class, and makes none."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _unknown if name.startswith("Get") else _refused


def _unknown(*_: object, **__: object) -> None:
    """No class was generated for what was asked: pywin32 then calls by name."""


def _refused(*_: object, **__: object) -> None:
    raise ImportError("the engine generates no classes")


def without_generated_classes() -> None:
    """Before win32com.client is imported."""
    sys.modules.setdefault(NAME, _NoCache(NAME))
