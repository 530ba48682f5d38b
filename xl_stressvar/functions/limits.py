"""Limits: figures against what is allowed."""

from collections import Counter
from typing import Annotated

from .. import errors
from ..arguments.lists import Names
from ..arguments.scalars import Number
from ..arguments.series import NumberSeries
from ..cells.algebra import Cell
from ..cells.results import NONE, Returns, Table
from ..domain import Vector
from ..risk.limits import LimitStatus, usage

_COLUMNS = (
    ("Name", "text"),
    ("Measure", "money"),
    ("Limit", "money"),
    ("Usage", "percent"),
    ("Status", "text"),
    ("Headroom", "money"),
)


def limit_check(
    names: Annotated[
        tuple[str, ...], Names("What each limit is on: a desk, a book, a kind of risk.")
    ],
    measures: Annotated[
        Vector, NumberSeries("The figure of each, in the same order: a loss is positive.", "money")
    ],
    limits: Annotated[
        Vector, NumberSeries("The limit of each, in the same unit.", "money", positive=True)
    ],
    warn: Annotated[
        float, Number("The usage from which to watch.", "share of the limit", positive=True, most=1)
    ] = 0.8,
) -> Annotated[Table, Returns("A row a name, and a total.", columns=_COLUMNS)]:
    """Limits watched: usage, status and headroom of each, and how many are breached.

    Usage is measure ÷ limit; breach above 100%, watch from warn on, else ok. A measure of just the limit
    (within 1e-12 of it) is no breach: its usage is exactly 100% and its headroom 0. Headroom is limit −
    measure, negative in a breach. The total row counts the statuses: figures such as VaR do not add up.

    Raises: BadInput for lists of different length.
    Ref: Office of the Comptroller of the Currency (1997), Risk management of financial derivatives.

    >>> =INDEX(LIMIT_CHECK({"Rates","Equity"}, {90,120}, {100,100}), 3, 5)
    breach
    """
    for what, given in (("measures", measures), ("limits", limits)):
        if len(given) != len(names):
            raise errors.LENGTHS_DIFFER(
                errors.Place(what), count=len(given), other="names", others=len(names)
            )
    rows: list[list[Cell]] = []
    seen: Counter[LimitStatus] = Counter()
    for name, measure, limit in zip(names, measures.tolist(), limits.tolist(), strict=True):
        used = usage(measure, limit, warn)
        seen[used.status] += 1
        rows.append([name, measure, limit, used.share, str(used.status), used.headroom])
    counts = ", ".join(f"{seen[status]} {status}" for status in reversed(LimitStatus))
    rows.append([f"Total of {len(names)}", NONE, NONE, NONE, counts, NONE])
    return Table([name for name, _ in _COLUMNS], rows)
