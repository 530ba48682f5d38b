"""A result with a row for every row of a history: its dates kept, under names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..cells.results import Table
from ..domain import History, Matrix


def like(
    history: History,
    names: Sequence[str] | None,
    block: Matrix,
    rows: slice | np.ndarray = slice(None),
    *,
    blanks: bool = False,
) -> Table | Matrix:
    """A column a name beside the history's dates, if it has them; a bare block without either.

    rows: those of the history that the block's stand on. blanks: NaN is meant, and comes as a blank.
    """
    if history.dates is not None:
        table = Table.of_days(history.date_label, history.dates[rows], names, block)
    elif names is not None or (blanks and np.isnan(block).any()):
        table = Table(names, block.tolist())
    else:
        return block
    return table.with_blanks() if blanks else table
