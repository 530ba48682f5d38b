"""pyarrow, asked for in words if it is not installed; and our own files of it, which appear whole."""

from __future__ import annotations

import importlib
import io
from pathlib import Path
from typing import Any

from .. import errors
from ..ooxml.files import written


def arrow(*modules: str) -> tuple[Any, ...]:
    """Modules of pyarrow; `` is the package itself. Raises FileProblem if it is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise errors.PART_MISSING(part="pyarrow", extra="batch") from None
    return tuple(importlib.import_module(f"pyarrow.{name}".rstrip(".")) for name in modules)


def write_table(table: Any, path: Path) -> None:
    """The table as a file, whole or not at all. Raises FileProblem."""
    (parquet,) = arrow("parquet")
    data = io.BytesIO()
    texts = [_leaf(column) for column in table.schema if not _of_numbers(column)]
    # a dictionary of figures, all of which differ, takes longer than all the rest
    parquet.write_table(table, data, compression="zstd", use_dictionary=texts or False)
    written(data.getvalue(), path)


def _leaf(column: Any) -> str:
    """What the format calls the values of a column, or of the lists in it."""
    return (
        f"{column.name}.list.element"
        if hasattr(column.type, "value_type") and str(column.type).startswith("list")
        else str(column.name)
    )


def _of_numbers(column: Any) -> bool:
    """Whether a column holds floats, or lists of them."""
    return "double" in str(column.type)


def table_in(path: Path, columns: list[str] | None = None) -> Any:
    """The table of a file, or some of its columns."""
    (parquet,) = arrow("parquet")
    return parquet.ParquetFile(path).read(columns)
