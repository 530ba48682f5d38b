"""Statistics of a window."""

from typing import Annotated

from ..arguments.matrices import SquareMatrix
from ..arguments.scalars import Choice, Number
from ..cells.results import Returns
from ..domain import Matrix
from ..risk import statistics
from ..risk.correlation import (
    equal_correlations,
    nearest_correlations,
    require_correlations,
    require_repairable,
    require_symmetric,
)
from ..risk.stressed import during
from .parameters import Annualise, History, Window

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


def crisis_cov(
    history: History, window: Window | None = None, annualise: Annualise = False
) -> Annotated[Matrix, Returns("N x N covariances.", "number")]:
    """Covariances between the assets in the crisis window, per day unless annualise is TRUE.

    About the sample mean, ddof 1; a year is 252 rows, or 365, 52, 12 by the frequency of the dates. At most 3,000 assets.

    Raises: NotEnoughData if the history does not cover the window, or has fewer than two days.

    >>> =CRISIS_COV({1,2;2,4;3,6})
    {1,2;2,4}
    """
    rows = during(history, window)
    statistics.require_size(rows)
    return statistics.covariance(rows) * (history.frequency.a_year if annualise else 1)


def nearest_corr(
    matrix: Annotated[
        Matrix,
        SquareMatrix("Correlations that may not fit together: symmetric, 1 on the diagonal."),
    ],
) -> Annotated[Matrix, Returns("N x N correlations.", "correlation")]:
    """The correlation matrix nearest to a matrix of correlations that do not fit together.

    Nearest in the Frobenius norm. A matrix whose smallest eigenvalue is -1e-12 or more comes back
    unchanged. At most 500 x 500.

    Raises: ImpossibleNumber for a matrix that is not symmetric or has not 1 on its diagonal.
    Ref: Higham (2002), Computing the nearest correlation matrix, IMA J. Numer. Anal. 22, 329-343.

    >>> =ROUND(INDEX(NEAREST_CORR({1,1,0;1,1,1;0,1,1}), 1, 2), 4)
    0.7607
    """
    require_repairable(matrix, "matrix")
    require_symmetric(matrix, "matrix")
    return nearest_correlations(matrix)


def stress_corr(
    matrix: Annotated[Matrix, SquareMatrix("Correlations of the assets.")],
    correlation: Annotated[
        float, Number("What every correlation is set to, such as 0.8.", least=-1, most=1)
    ],
) -> Annotated[Matrix, Returns("N x N correlations.", "correlation")]:
    """Correlations with every pair set to one number, as when all markets fall together.

    A correlation too negative for so many assets to share is repaired as NEAREST_CORR does. Setting
    correlations up makes hedges look better: for a book with shorts, look at both directions.

    Raises: ImpossibleNumber for a matrix that is not one of correlations.

    >>> =STRESS_CORR({1,0.2;0.2,1}, 0.8)
    {1,0.8;0.8,1}
    """
    require_correlations(matrix, "matrix")
    return equal_correlations(len(matrix), correlation)
