"""pyarrow, asked for in words if it is not installed."""

from __future__ import annotations

import importlib
from typing import Any

from .. import errors


def arrow(*modules: str) -> tuple[Any, ...]:
    """Modules of pyarrow; `` is the package itself. Raises FileProblem if it is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise errors.PART_MISSING(part="pyarrow", extra="batch") from None
    return tuple(importlib.import_module(f"pyarrow.{name}".rstrip(".")) for name in modules)
