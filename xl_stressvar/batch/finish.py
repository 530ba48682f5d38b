"""What is made of all parts: the digest, the tree of the nodes, the failures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..domain import Book, History, LinearPortfolio, Regime, dates
from ..risk.decompose.contribution import gradient
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

    component_of_parent: the positions of the node times the marginal VaR of its parent; where no
    portfolio is directly in the parent, those of its children add up to its VaR.
    """
    (pa,) = arrow("")
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
    return rows.append_column("portfolios", pa.array([below[node] for node in order], pa.int64())
        ).append_column("parent", pa.array(names, pa.string())
        ).append_column("component_of_parent", pa.array(of_parent, pa.float64()))  # fmt: skip


def _components(plan: Plan, rows: Any) -> list[float | None]:
    """(nodes x measures) each node's component of the VaR of its parent; None where it has none."""
    each = len(plan.measures)
    found: list[float | None] = [None] * len(rows)
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
            held = LinearPortfolio(plan.node_weights[parent])
            book = Book.of(plan.history, held).over(window, Regime.STRESSED)
            with np.errstate(all="ignore"):
                marginal = gradient(book, measure.var, var[at])[0]
            if np.isnan(marginal).any():  # a VaR of zero, which has no gradient
                continue
            for child in under:
                found[child * each + m] = float(plan.node_weights[child] @ marginal)
    return found


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
