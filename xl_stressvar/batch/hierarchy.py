"""Where portfolios belong: nodes above each other, the total on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import Matrix, matched
from ..errors import Place
from .job import InputFile
from .sources import LongTable, Source

PORTFOLIO, TOTAL = "portfolio", "total"
PATH = " / "  # between the names of a node's path


@dataclass(frozen=True)
class Node:
    """A node: what its level is called, the names from the widest level down, and its parent."""

    level: str
    path: tuple[str, ...]
    parent: int | None

    @property
    def name(self) -> str:
        """Its path as one text; the total has none but its own."""
        return PATH.join(self.path) or "Total"


@dataclass
class Hierarchy:
    """Every node, a parent before its children, the total first; and the node of each portfolio."""

    levels: tuple[str, ...] = ()
    nodes: list[Node] = field(default_factory=lambda: [Node(TOTAL, (), None)])
    node_of: dict[str, int] = field(default_factory=dict)  # by portfolio, as `matched`
    placed: dict[str, tuple[str, int]] = field(default_factory=dict)  # its name, and its row
    column: int = 0  # of the portfolios
    source: Source | None = None

    @property
    def file(self) -> str:
        """The name of its file; empty without one."""
        return self.source.name if self.source else ""

    def place(self, row: int) -> Place:
        """Where a row names its portfolio."""
        assert self.source is not None
        return Place(self.source.where(row, self.column, PORTFOLIO))

    def of(self, portfolio: str) -> int:
        """The lowest node of a portfolio. Raises FileProblem for one without a row."""
        if not self.file:
            return 0
        node = self.node_of.get(matched(portfolio))
        if node is None:
            raise errors.PORTFOLIO_UNPLACED(file=self.file, name=portfolio)
        return node

    def summed(self, own: Matrix) -> Matrix:
        """(nodes, factors) with the positions of all below, from those directly in each node."""
        out = own.copy()
        for i in range(len(self.nodes) - 1, 0, -1):
            parent = self.nodes[i].parent
            assert parent is not None
            out[parent] += out[i]
        return out


def read_hierarchy(file: InputFile | None) -> Hierarchy:
    """The hierarchy of a file whose columns are portfolio and the levels, the widest first.

    Raises StressVarError at the file's row and column.
    """
    if file is None:
        return Hierarchy()
    header = LongTable(file, "hierarchy", ()).header()
    levels = tuple(name for name in header if matched(name) != PORTFOLIO)
    table = LongTable(file, "hierarchy", (PORTFOLIO, *levels))
    if not levels:
        raise errors.NO_LEVEL(file=table.source.name)
    found = Hierarchy(levels, source=table.source)
    known: dict[tuple[str, ...], int] = {(): 0}
    for stretch in table.stretches():
        found.column = stretch.columns[PORTFOLIO][0]
        codes, names = stretch.names(PORTFOLIO)
        nodes = _nodes(found, known, [stretch.names(level) for level in levels])
        keys = [matched(name) for name in names]
        for row, (code, node) in enumerate(zip(codes.tolist(), nodes, strict=True), stretch.first):
            key = keys[code]
            if key in found.node_of:
                raise errors.PORTFOLIO_TWICE(found.place(row), name=names[code])
            found.placed[key] = names[code], row
            found.node_of[key] = node
    return found


def _nodes(
    hierarchy: Hierarchy,
    known: dict[tuple[str, ...], int],
    columns: Sequence[tuple[NDArray[np.int64], list[str]]],
) -> list[int]:
    """The node of each row, from the names of its levels; each path is looked at once."""
    paths = np.zeros(len(columns[0][0]), dtype=np.int64)
    for codes, texts in columns:
        paths = np.unique(paths * len(texts) + codes, return_inverse=True)[1]
    _, firsts, numbers = np.unique(paths, return_index=True, return_inverse=True)
    nodes = np.empty(len(firsts), dtype=np.int64)
    for number in np.argsort(firsts).tolist():  # in the order of the file
        path = [texts[codes[firsts[number]]] for codes, texts in columns]
        nodes[number] = _node(hierarchy, known, path)
    found: list[int] = nodes[numbers].tolist()
    return found


def _node(hierarchy: Hierarchy, known: dict[tuple[str, ...], int], path: Sequence[str]) -> int:
    """The node of a path, made with those above it if it is new."""
    node = 0
    for depth in range(1, len(path) + 1):
        key = tuple(map(matched, path[:depth]))
        if key not in known:
            above = hierarchy.nodes[node].path
            known[key] = len(hierarchy.nodes)
            level = hierarchy.levels[depth - 1]
            hierarchy.nodes.append(Node(level, (*above, path[depth - 1]), node))
        node = known[key]
    return node
