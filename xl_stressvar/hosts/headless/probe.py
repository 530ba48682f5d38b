"""Formulas calculated group by group, each named before its turn: to find the one that ends it all."""

from __future__ import annotations

import math
from pathlib import Path

from ...catalogue import CATALOGUE
from ...ooxml.package import opened
from ...ooxml.references import address
from .solve import prepared
from .workbook import Progress

_GROUPS = 64


def probe(path: Path, first: int, last: int | None, progress: Progress) -> None:
    """Calculate the formulas from the first up to the last, and before each group say its place.

    What is said: the address of its first cell, and from where to where its formulas go.

    Raises: FileProblem.
    """
    book = prepared(opened(path), CATALOGUE)
    cells = list(book.formulas)[first:last]
    step = max(1, math.ceil(len(cells) / _GROUPS))
    for at in range(0, len(cells), step):
        group = cells[at : at + step]
        progress(address(group[0]), first + at, first + at + len(group))
        book.engine.evaluate_cells(group)
