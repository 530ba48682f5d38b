"""`--only LEVEL=NAME`: the portfolios below a node, or one portfolio."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import matched, nearest
from .hierarchy import PATH, PORTFOLIO, Node

_SHOWN = 6


def items_of(
    portfolios: Sequence[str], lowest: Sequence[int], nodes: Sequence[Node], only: str
) -> NDArray[np.bool_]:
    """(items,) whether each item, portfolios and then nodes, is LEVEL=NAME or lies below it.

    A node goes by its own name, or by its path where that is shared. Raises FileProblem for a level
    or a name that is not there.
    """
    level, _, name = (part.strip() for part in only.partition("="))
    level, wanted = matched(level), matched(name)
    if level == PORTFOLIO:
        chosen = np.array([matched(each) == wanted for each in portfolios])
        known = portfolios
        inside = np.zeros(len(nodes), dtype=bool)
    else:
        known = [node.name for node in nodes if matched(node.level) == level]
        inside = np.array([
            matched(node.level) == level
            and wanted in {matched(node.name), matched(node.name.rpartition(PATH)[2])}
            for node in nodes
        ])  # fmt: skip
        for i, node in enumerate(nodes):
            inside[i] |= node.parent is not None and inside[node.parent]
        chosen = inside[np.array(lowest, dtype=np.int64)]
    found = np.concatenate([chosen, inside])
    if not found.any():
        raise _not_there(level, name, known, nodes)
    return found


def _not_there(
    level: str, name: str, known: Sequence[str], nodes: Sequence[Node]
) -> errors.StressVarError:
    if not known:
        levels = [PORTFOLIO, *dict.fromkeys(node.level for node in nodes)]
        return errors.NO_SUCH_NODE(level="level", name=level, names=(", ".join(levels),))
    near = nearest(name, known) or known[:_SHOWN]
    return errors.NO_SUCH_NODE(level=level, name=name, names=(", ".join(near),))
