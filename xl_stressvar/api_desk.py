"""More worksheet functions for Python: windows against each other, desks, trades, one report.

As in `api`: pandas in, floats and pandas out, failures as exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from .api import ask, ask_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from .api import Holdings, Returns, Windows

    #: The group of each asset, by name or in the order of the columns; or a frame: assets as the index, a
    #: column a level, the coarsest first.
    Groups = Mapping[str, str] | pd.Series[Any] | pd.DataFrame | Sequence[str]


def window_ranking(
    history: Returns,
    positions: Holdings,
    count: int = 5,
    length: int | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
) -> pd.DataFrame:
    """The worst windows that share no day, the worst first: a row each.

    length: rows of a window; left out, those of a year. Columns: Rank, Start, End, VaR (a loss is
    positive, in the unit of the positions), Share of the highest. Fewer than count where no window is
    left.

    Raises: NotEnoughData for a history shorter than length; ImpossibleNumber naming the first window
    without a figure by the method.
    Ref: EBA/GL/2012/2, the choice and review of the stress window.
    """
    return ask_table(
        "WINDOW_RANKING", history, positions, count, length, confidence, horizon_days, method
    )


def window_series(
    history: Returns,
    positions: Holdings,
    length: int | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    every: int = 5,
) -> pd.DataFrame:
    """The VaR of windows along the history, one every so many rows, the oldest first.

    length: rows of a window; left out, those of a year. By the first day (or its number) of each: End,
    VaR. NaN for a window without a figure by the method.

    Raises: NotEnoughData for a history shorter than length; ImpossibleNumber if no window has a figure.
    Ref: EBA/GL/2012/2, the choice and review of the stress window.
    """
    return ask_table(
        "WINDOW_SERIES", history, positions, length, confidence, horizon_days, method, every
    )


def ratio_series(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> pd.DataFrame:
    """Stressed VaR over current VaR day by day; below 1 the window is to be reviewed.

    By day: Current VaR, from the lookback rows before it (left out, those of a year); Stressed to
    current. NaN where a hole lies among those rows, or the method has no figure for them.

    Raises: NotEnoughData if no day has so many rows before it, or the history does not cover the window.
    Ref: EBA/GL/2012/2, monitoring of stressed VaR against VaR.
    """
    return ask_table(
        "RATIO_SERIES", history, positions, window, confidence, horizon_days, method, lookback
    )


def group_contribution(
    history: Returns,
    positions: Holdings,
    groups: Groups,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    measure: str = "var",
) -> pd.DataFrame:
    """Which desks and books the stressed VaR, or with measure "es" the ES, comes from.

    groups: by asset, one name or several levels of them. A row a group, the finer below the coarser,
    then the total and what diversification takes off at each level. Columns: Level (1 is the coarsest),
    Group, Standalone VaR, Component VaR (those of a level sum to the VaR), Share, Incremental VaR.

    Raises: BadInput for an asset without a group; NotEnoughData if the history does not cover the window.
    Ref: Jorion, Value at Risk, 3rd ed. (2007), chapter 7.
    """
    return ask_table(
        "GROUP_CONTRIBUTION",
        history,
        positions,
        groups,
        window,
        confidence,
        horizon_days,
        method,
        measure,
    )


def what_if(
    history: Returns,
    positions: Holdings,
    trades: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> pd.Series[float]:
    """Current and stressed VaR before trades, after them, and the change.

    trades: money bought in each asset, sold is negative, 0 where nothing is traded. A change below 0
    lowers the risk.

    Raises: BadInput for trades that do not fit the assets; NotEnoughData if the history does not cover
    the window, or has fewer rows than lookback.
    Ref: Garman (1996), Improving on VaR, Risk 9(5).
    """
    found = ask(
        "WHAT_IF", history, positions, trades, window, confidence, horizon_days, method, lookback
    )
    return cast("pd.Series[float]", found)


def stress_report(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> pd.Series[Any]:
    """Current and stressed VaR and ES, the worst crisis and window, the largest contributor, capital.

    By label: numbers in the unit of the positions, days, texts. A line that cannot be had holds the
    sentence that says why.

    Raises: BadInput for positions that do not fit the assets; NotEnoughData, ImpossibleNumber for what
    no line can be made of.
    Ref: BCBS 158 (2011), the capital of Basel 2.5.
    """
    found = ask(
        "STRESS_REPORT", history, positions, window, confidence, horizon_days, method, lookback
    )
    return cast("pd.Series[Any]", found)


def overlapping_returns(history: Returns, days: int = 10, kind: str = "compound") -> pd.DataFrame:
    """Returns over so many rows of daily ones, a row for every day that they end on.

    kind: compound, Π(1+r) - 1, or sum for P&L in money and for differences. With horizon_days 1 a
    figure on them is over those days, without the root of time.

    Raises: NotEnoughData without so many rows on one side of a hole.
    """
    return ask_table("OVERLAPPING_RETURNS", history, days, kind)
