"""Statistics of a window."""

from __future__ import annotations

from typing import Annotated

from .. import domain
from ..cells.results import Returns
from ..cells.scalars import Choice
from ..domain import Matrix
from ..engine import statistics
from ..library.windows import GFC
from .arguments import Annualise, History, Window

Kind = Annotated[
    str,
    Choice("pearson, or by ranks: spearman, kendall.", words=("pearson", "spearman", "kendall")),
]


def crisis_vol(
    history: History, window: Window | None = None, annualise: Annualise = True
) -> Annotated[Matrix, Returns("One row, a volatility an asset, as decimals.", "percent")]:
    """Volatility of each asset in the crisis window, per year unless annualise is FALSE.

    Raises: NotEnoughData if the history does not cover the window, or has fewer than two days.

    >>> =CRISIS_VOL({0.01;-0.01;0.02;-0.02}, , FALSE)
    0.018257
    """
    return statistics.volatility(during(history, window), annualise)[None, :]


def crisis_corr(
    history: History, window: Window | None = None, kind: Kind = "pearson"
) -> Annotated[Matrix, Returns("N x N correlations, unit diagonal.", "correlation")]:
    """Correlations between the assets in the crisis window.

    Raises: ImpossibleNumber by name for a column that does not move in the window.
    Ref: Kendall & Gibbons, Rank Correlation Methods, 5th ed. (1990), for the rank kinds.

    >>> =CRISIS_CORR({1,2;2,4;3,5})
    {1,0.98198;0.98198,1}
    """
    return statistics.correlation(during(history, window), kind)


def during(history: domain.History, window: domain.Period | None) -> domain.History:
    """The rows of a window; omitted: the GFC, or every row of an undated history."""
    if window is None:
        if history.dates is None:
            return history
        window = GFC
    return history[history.rows(window)]
