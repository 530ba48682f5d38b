"""VaR by desk and book."""

from typing import Annotated

from .. import domain
from ..arguments.lists import GroupRange
from ..cells.algebra import Cell, ErrorValue
from ..cells.results import NONE, Returns, Table
from ..domain import Book
from ..risk.decompose.groups import by_group
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import default_window
from .decompose import headings, part_cell, share_of, sum_of
from .parameters import (
    C99,
    Confidence,
    History,
    HorizonDays,
    MeasureWord,
    Method,
    Positions,
    Window,
)

_COLUMNS = (
    ("Level", "count"),
    ("Group", "text"),
    ("Standalone VaR", "money"),
    ("Component VaR", "money"),
    ("Share", "percent"),
    ("Incremental VaR", "money"),
)


def group_contribution(
    history: History,
    positions: Positions,
    groups: Annotated[
        domain.Groups,
        GroupRange(
            "The desk or book of each asset, in the order of the columns; or a row an asset: its name, "
            "its desk, and finer groups to the right."
        ),
    ],
    window: Window | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    measure: MeasureWord = "var",
) -> Annotated[
    Table, Returns("A row a group, one of the total, one a level of totals.", columns=_COLUMNS)
]:
    """Which desks and books the stressed VaR or ES comes from, level by level.

    Level 1 is the coarsest group, and each stands above the finer ones in it, in the order in which
    they are named; the same name under two desks is two books. Standalone: the VaR of the group alone.
    Component: the sum of its assets' in VAR_CONTRIBUTION, so that the groups of a level add up to the
    VaR, and the books of a desk to the desk. Incremental: VaR less the VaR without the group. The total row
    adds the standalone VaRs of level 1; then, for each level, what diversification between its groups
    takes off: the sum of their standalone VaRs less the VaR. Measure es takes the ES apart in the same
    way, and the headings say ES.

    A group without P&L on any day has VaR 0. One without a figure by the method shows the error in
    its cell, and in the sums over it. Without any risk share is n/a. With names on the left a title row
    may stand on top.

    Raises: BadInput for groups that do not fit the assets; NotEnoughData if the history does not cover
    the window, or the tail needs more days.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7.

    >>> =INDEX(GROUP_CONTRIBUTION({-0.02,0;0.01,0;0,-0.01;0,0.02}, {100,100}, {"A","B"}, , 75%), 2, 4)
    0.5
    """
    wanted = Measure(Tail(measure), method, confidence, horizon_days)
    book = Book.of(history, positions).during(window or default_window(history))
    of_assets = groups.on(history)
    whole, parts = by_group(book, of_assets, wanted)
    rows: list[list[Cell]] = [
        [
            part.group.level,
            part.group.name,
            part_cell(part.standalone),
            part.component,
            share_of(part.component, whole),
            part_cell(part.incremental),
        ]
        for part in parts
    ]
    levels = range(1, max(group.level for group in of_assets) + 1)
    alone = [sum_of([p.standalone for p in parts if p.group.level == level]) for level in levels]
    rows.append([NONE, "Total", alone[0], whole, share_of(whole, whole), NONE])
    for level, sum_alone in zip(levels, alone, strict=True):
        benefit = sum_alone if isinstance(sum_alone, ErrorValue) else sum_alone - whole
        rows.append([level, "Diversification between groups", benefit, NONE, NONE, NONE])
    return Table(headings(_COLUMNS, wanted), rows)
