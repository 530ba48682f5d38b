"""The template workbooks: one module each, with a `write(path)`, on one toolbox and one look."""

from __future__ import annotations

from pathlib import Path

from . import calm_vs_stressed
from .bake import Writer, bake

#: File name to the template that writes it.
BOOKS: dict[str, Writer] = {
    "calm_vs_stressed.xlsx": calm_vs_stressed.write,
}


def workbooks(root: Path) -> None:
    """Write every template, values computed, into `workbooks/`."""
    for name, write in BOOKS.items():
        bake(write, root / "workbooks" / name)
