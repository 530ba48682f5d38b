"""What is made of all parts: the digest, the tree of the nodes, the failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..domain import Book, History, LinearPortfolio, Matrix, Regime, Vector, dates
from ..domain.portfolio import ByParts
from ..risk.decompose.contribution import gradient
from ..risk.instruments.mixed import Mixed
from ..risk.measure import Measure
from .columns import number_column, text_column
from .parquet import arrow, table_in, write_table
from .parts import Digest, part_path
from .plan import Plan

TREE, FAILURES = "tree.parquet", "failures.parquet"
_PLAIN = ["portfolio", "level", "measure", "start", "end", "var", "es", "error", "why"]


@dataclass(frozen=True)
class Totals:
    """Of all parts. digest: of every figure. failed: rows with an error."""

    digest: str
    rows: int
    failed: int


def finish(out: Path, plan: Plan) -> Totals:
    """Write tree and failures from the parts, all of which are there. Raises FileProblem."""
    (pa,) = arrow("")
    digest, rows = Digest(), 0
    failures, of_nodes = [], []
    for block in plan.blocks:
        whole = table_in(part_path(out, block.number))
        digest.update(whole)
        table = whole.select(_PLAIN)
        rows += len(table)
        if table["error"].null_count < len(table):
            failures.append(table.filter(table["error"].is_valid()))
        if block.last > len(plan.names):
            first_node = max(len(plan.names) - block.first, 0)
            of_nodes.append(table.slice(first_node * len(plan.measures)))
    failed = pa.concat_tables(failures) if failures else table.slice(0, 0)
    write_table(failed.select(["portfolio", "level", "measure", "error", "why"]), out / FAILURES)
    write_table(_tree(plan, pa.concat_tables(of_nodes)), out / TREE)
    return Totals(str(digest), rows, len(failed))


def _tree(plan: Plan, rows: Any) -> Any:
    """The rows of the nodes, with what each has of its parent's VaR.

    component_of_parent: the positions of the node times the marginal VaR of its parent, or what the
    node's P&L has of it if there are instruments below; where no portfolio is directly in the parent,
    those of its children add up to its VaR.
    """
    below = Counter[int]()
    for node in plan.lowest:
        at: int | None = node
        while at is not None:
            below[at] += 1
            at = plan.nodes[at].parent
    of_parent = _components(plan, rows)
    each = len(plan.measures)
    order = [node for node in range(len(plan.nodes)) for _ in range(each)]
    parents = [plan.nodes[node].parent for node in order]
    names = [None if p is None else plan.nodes[p].name for p in parents]
    return rows.append_column("portfolios", number_column(np.array([below[node] for node in order]))
        ).append_column("parent", text_column(names)
        ).append_column("component_of_parent", number_column(of_parent, np.isnan(of_parent)))  # fmt: skip


def _components(plan: Plan, rows: Any) -> Vector:
    """(nodes x measures) each node's component of the VaR of its parent; NaN where it has none."""
    each = len(plan.measures)
    found = np.full(len(rows), np.nan)
    children: dict[int, list[int]] = {}
    for i, node in enumerate(plan.nodes):
        if node.parent is not None:
            children.setdefault(node.parent, []).append(i)
    starts, ends, var = (rows[name].to_pylist() for name in ("start", "end", "var"))
    for parent, under in children.items():
        for m, measure in enumerate(plan.measures):
            at = parent * each + m
            if var[at] is None:
                continue
            window = _rows(plan.history, starts[at], ends[at])
            apart = _by_pnl if plan.instruments(len(plan.names) + parent) else _by_positions
            with np.errstate(all="ignore"):
                parts = apart(plan, parent, under, window, measure.var, var[at])
            if np.isnan(parts).any():  # a VaR of zero, which has no gradient
                continue
            for child, part in zip(under, parts.tolist(), strict=True):
                found[child * each + m] = part
    return found


def _by_positions(
    plan: Plan, parent: int, under: Sequence[int], window: slice, measure: Measure, value: float
) -> Vector:
    """(children,) what each has of its parent's measure: its amounts times the marginal ones."""
    held = LinearPortfolio(plan.node_weights[parent])
    book = Book.of(plan.history, held).over(window, Regime.STRESSED)
    marginal = gradient(book, measure, value)[0]
    if np.isnan(marginal).any():
        return np.full(len(under), np.nan)
    return np.array([plan.node_weights[child] @ marginal for child in under])


def _by_pnl(
    plan: Plan, parent: int, under: Sequence[int], window: slice, measure: Measure, value: float
) -> Vector:
    """(children,) the same of a parent with instruments, whose parts are its children's P&L.

    A method that reads more than the P&L of the whole shares its figure as the method does that picks
    its worst window.
    """
    sample = plan.history[window]
    pnl = [_pnl(plan, node, sample) for node in under]
    if parent in plan.lowest:
        pnl.append(_pnl(plan, parent, sample) - np.sum(pnl, axis=0))
    book = Book.of(sample, _Parts(np.array(pnl)))
    if measure.method.of_pnl:
        return gradient(book, measure, value)[0][: len(under)]
    alike = replace(measure, method=measure.method.search_proxy)
    component = gradient(book, alike, alike(book))[0]
    return np.asarray(component * (value / component.sum()))[: len(under)]


def _pnl(plan: Plan, node: int, sample: History) -> Vector:
    """(days,) what is below a node makes on some days of the returns."""
    linear = LinearPortfolio(plan.node_weights[node])
    held = plan.instruments(len(plan.names) + node)
    return (Mixed(linear, held) if held else linear).pnl_on(sample)


@dataclass(frozen=True, eq=False)
class _Parts(ByParts):
    """Parts whose P&L is known on the one history that is asked of, (parts, days)."""

    pnl: Matrix

    def parts_on(self, history: History) -> Matrix:
        """(parts, days) as it is known."""
        return self.pnl

    def part_names(self, history: History) -> tuple[str, ...]:
        """(parts,) their numbers."""
        return tuple(f"part {i + 1}" for i in range(len(self.pnl)))


def _rows(history: History, start: Any, end: Any) -> slice:
    """The rows from a first to a last day."""
    if history.dates is None:
        return slice(start - 1, end)
    first, last = (dates.serial(day) for day in (start, end))
    return slice(
        int(np.searchsorted(history.dates, first)), int(np.searchsorted(history.dates, last)) + 1
    )


def node_rows(out: Path) -> list[dict[str, Any]]:
    """The rows of the tree."""
    rows: list[dict[str, Any]] = table_in(out / TREE).to_pylist()
    return rows


def first_failures(out: Path, most: int) -> list[dict[str, Any]]:
    """The first rows of the failures."""
    rows: list[dict[str, Any]] = table_in(out / FAILURES).slice(0, most).to_pylist()
    return rows
