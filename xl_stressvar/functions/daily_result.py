"""A result with a row for every row of a history: its dates kept, under names."""

from __future__ import annotations

from collections.abc import Sequence

from ..cells.results import Table
from ..domain import History, Matrix


def like(history: History, names: Sequence[str] | None, block: Matrix) -> Table | Matrix:
    """A column a name beside the history's dates, if it has them; a bare block without either."""
    if history.dates is not None:
        return Table.of_days(history.date_label, history.dates, names, block)
    return block if names is None else Table(names, block.tolist())
