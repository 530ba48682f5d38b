"""Prices to returns, gaps filled, histories by handle."""

from dataclasses import replace
from typing import Annotated

import numpy as np

from .. import errors
from ..arguments.daily import DailyTable
from ..arguments.history_cache import HISTORY_CACHE
from ..arguments.scalars import Choice, Number
from ..cells.results import Returns, Table
from ..domain import History, Matrix
from ..risk.gaps import Flags, aligned, before_first, of_slower_rhythm
from ..risk.price_quality import spikes as found_spikes
from ..risk.returns import overlapping, returns_of
from .daily_result import like
from .parameters import AnyHistory
from .parameters import History as DailyReturns

Prices = Annotated[
    History,
    DailyTable(
        "Prices above 0, or levels of any sign for differences: a column an asset, a row a day; names and "
        "dates as in a history.",
        blanks=True,
    ),
]
Levels = Annotated[
    History,
    DailyTable("Prices, levels or returns with gaps: a column an asset, a row a day.", blanks=True),
]


def to_returns(
    prices: Prices,
    kind: Annotated[
        str,
        Choice(
            "simple: p1/p0 - 1. log: their logarithm, not for positions. difference: p1 - p0, of "
            "yields, spreads or volatilities of any sign.",
            words=("simple", "log", "difference"),
        ),
    ] = "simple",
    days: Annotated[
        int,
        Number("Rows that each return spans; more than 1 overlap.", "rows", least=1, whole=True),
    ] = 1,
) -> Annotated[
    Table | Matrix,
    Returns(
        "Returns as decimals, header and dates kept, oldest first.",
        columns=(("Date", "date"), ("asset", "percent")),
        repeats=True,
        blanks=True,
    ),
]:
    """Returns of prices from row to row, header and dates kept: one row fewer, oldest first.

    Differences are those of yields, spreads or volatilities, in their own unit and of any sign. With days
    above 1 the returns overlap: each row has that over so many rows up to it.

    Behind a hole in the dates (more than 12 days of daily rows, 21 of weekly, 70 of monthly ones) they
    start anew: the first price there gives no return. Blanks that ALIGN_HISTORY keeps, before an asset's
    first price and between those of a slower rhythm, stay blank, as does the return from a blank; any other
    blank is refused.

    Raises: BadInput for another blank; ImpossibleNumber by name and date for a price of zero or less,
    unless for differences; NotEnoughData for prices that all stand alone, or fewer rows than a return spans.

    >>> =TO_RETURNS({100;110;99})
    {0.1;-0.1}
    """
    _require_no_other_blank(prices)
    block, rows = returns_of(prices, kind, days)
    return like(prices, prices.names, block, rows, blanks=True)


def overlapping_returns(
    history: DailyReturns,
    days: Annotated[int, Number("Rows that each return spans.", "rows", least=1, whole=True)] = 10,
    kind: Annotated[
        str,
        Choice(
            "compound: (1+r1)(1+r2)... - 1. sum: for a P&L in money, or for differences.",
            words=("compound", "sum"),
        ),
    ] = "compound",
) -> Annotated[
    Table | Matrix,
    Returns(
        "Returns over so many rows, header and dates kept, each on its last row.",
        columns=(("Date", "date"), ("asset", "percent")),
        repeats=True,
    ),
]:
    """Returns over ten days, or as many as you say, from daily ones: a row for every day they end on.

    With horizon_days 1 other functions then give the figure over those days that the square root of
    the horizon only approximates. Neighbours share all days but one, so that they are far from
    independent, and fewer days than it seems stand behind a tail. None leads across a hole.

    Raises: NotEnoughData for fewer rows than a return spans.
    Ref: BCBS 158 (2011), the ten-day holding period, by overlapping days or scaled.

    >>> =OVERLAPPING_RETURNS({0.1;-0.1;0.1}, 2)
    {-0.01;-0.01}
    """
    block, rows = overlapping(history, days, kind)
    return like(history, history.names, block, rows, blanks=True)


def align_history(
    levels: Levels,
    max_fill: Annotated[
        int,
        Number(
            "Longest gap, in rows, that is filled with the number before it.",
            "rows",
            least=0,
            whole=True,
        ),
    ] = 3,
    keep_gaps: Annotated[
        str,
        Choice(
            "Gaps that cost no other asset its rows, but stay blank. young: before an asset's first price. "
            "all: also between the prices of a slower rhythm. none: their rows are dropped.",
            words=("none", "young", "all"),
        ),
    ] = "none",
    spikes: Annotated[
        str,
        Choice(
            "What becomes of a price that CLEAN_REPORT calls a spike. keep: it stays. blank: it is a gap.",
            words=("keep", "blank"),
        ),
    ] = "keep",
) -> Annotated[
    Table | Matrix,
    Returns(
        "The same columns, oldest first, without blanks but those that keep_gaps keeps.",
        columns=(("Date", "date"), ("asset", "number")),
        repeats=True,
        blanks=True,
    ),
]:
    """Gaps of up to max_fill rows filled with the number before them; rows still incomplete dropped.

    A longer gap is not filled at all, and nothing is carried across a hole in the dates (more than 12
    days of daily rows). Meant for prices: a filled return would count a move twice.

    One young asset thereby costs all others the rows before its first price, unless keep_gaps is young: these
    then stay, with blanks, for FILL_HISTORY to fill once they are returns. With all so do the rows between
    the prices of a slower rhythm: 8 steps running of 5 to 35 days from price to price, which max_fill then
    leaves alone. HISTORY_CHECK tells how many rows are dropped, and because of which column.

    With spikes blank, a price that leaps to double or half, or more, beyond 10 x 1.4826 x MAD of the
    column's moves, and comes back the next time, is a gap like any other.

    Raises: NotEnoughData if no row is complete.

    >>> =ALIGN_HISTORY({1;2;3}, 1)
    {1;2;3}
    """
    if spikes == "blank":
        levels = replace(
            levels, values=np.where(found_spikes(levels.values), np.nan, levels.values)
        )
    filled, whole = aligned(levels, max_fill, _kept(levels, keep_gaps))
    if not len(whole):
        raise errors.NOTHING_COMPLETE(levels.place())
    return like(levels, levels.names, filled[whole], whole, blanks=True)


def _kept(levels: History, keep_gaps: str) -> Flags:
    """(rows, columns): the blanks that stay."""
    if keep_gaps == "none":
        return np.zeros(levels.values.shape, dtype=bool)
    young = before_first(levels.values)
    if keep_gaps == "young":
        return young
    return young | of_slower_rhythm(levels.values, levels.dates)


def _require_no_other_blank(prices: History) -> None:
    """Raises BadInput for a blank that ALIGN_HISTORY would not have kept."""
    blank = np.isnan(prices.values)
    if blank.any():
        other = np.argwhere(blank & ~_kept(prices, "all"))
        if len(other):
            raise errors.BLANK(prices.place(*map(int, other[0])))


def load_history(
    history: AnyHistory,
) -> Annotated[str, Returns("A handle such as history:0123456789abcdef0123456789abcdef.", "text")]:
    """A short text that stands for a history: give it to other functions in the history's place.

    They then need not read the range again, so a sheet that asks many functions of one large range
    calculates faster. The handle is made from the content: it changes when a number, a date or a name
    does, and the cells that use it follow. It lives as long as the program that calculates. After
    that Excel's add-in calculates its cells anew by itself; elsewhere the sentence says what to press.

    >>> =LEN(LOAD_HISTORY({-0.02;0.01;-0.01;0.02}))
    40
    """
    return HISTORY_CACHE.load(history)
