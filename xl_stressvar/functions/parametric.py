"""VaR from volatilities and correlations that are given."""

from typing import Annotated

from .. import errors
from ..arguments.matrices import SquareMatrix
from ..arguments.scalars import Number, Volatility
from ..arguments.series import NumberSeries, VolatilitySeries
from ..cells.results import Returns
from ..domain import Matrix, Vector
from ..errors import Place
from ..risk.correlation import (
    equal_correlations,
    portfolio_volatility,
    require_correlations,
    require_valid,
)
from .parameters import C99, Confidence, HorizonDays

VaR = Annotated[float, Returns("Value at risk: a loss is positive.", "money")]
Volatilities = Annotated[
    Vector,
    VolatilitySeries(
        "Volatility per day of each asset, as a decimal: CRISIS_VOL with annualise FALSE.",
        "per day",
        least=0,
    ),
]
Correlation = Annotated[
    Matrix, SquareMatrix("Correlations of the assets, in the order of the volatilities.")
]
Amounts = Annotated[
    Vector,
    NumberSeries(
        "Money in each asset, in the order of the volatilities; short is negative.", "money"
    ),
]


def param_var(
    volatility: Annotated[
        float, Volatility("Volatility per day, as a decimal.", "per day", least=0)
    ],
    value: Annotated[float, Number("Value of the position.", "money")],
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
) -> VaR:
    """VaR of one position from its daily volatility: z x volatility x value x root of days.

    Over a long horizon the root of a normal figure can exceed the position itself: 3% a day over 250
    days at 99% is 110% of it.

    Raises: ImpossibleNumber for a negative volatility, or one above 50% a day.
    Ref: RiskMetrics Technical Document, 4th ed. (1996), section 1.2.

    >>> =PARAM_VAR(0.012, 100, 95%)
    1.9738
    """
    return float(confidence.z * volatility * abs(value) * horizon_days**0.5)


def portfolio_var(
    volatilities: Volatilities,
    correlation: Correlation,
    positions: Amounts,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
) -> VaR:
    """Variance-covariance VaR of a portfolio from daily volatilities and a correlation matrix.

    z x root of x'Cx x root of days, x the volatility times the position of each asset. Volatilities
    are per day: CRISIS_VOL gives them with annualise FALSE.

    Raises: ImpossibleNumber for correlations that cannot hold together (an eigenvalue below -1e-10).
    Ref: RiskMetrics Technical Document, 4th ed. (1996), section 1.2.

    >>> =PORTFOLIO_VAR({0.03,0.04}, {1,0;0,1}, {100,100}, 95%)
    8.2243
    """
    _require_sizes(volatilities, correlation, positions)
    require_valid(correlation, "correlation")
    sigma = portfolio_volatility(volatilities, correlation, positions)
    return float(confidence.z * sigma * horizon_days**0.5)


def approx_stressed_var(
    volatilities: Volatilities,
    correlation: Correlation,
    positions: Amounts,
    vol_multiple: Annotated[
        float,
        Number(
            "What crises multiply volatility by; 2 to 3 is usual.", "ratio", positive=True, most=20
        ),
    ] = 2.5,
    crisis_correlation: Annotated[
        float, Number("What correlations go to in a crisis; 0.7 to 0.9 is usual.", least=-1, most=1)
    ] = 0.8,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
) -> VaR:
    """A rough stressed VaR without crisis data: volatilities times 2.5, correlations to 0.8.

    Every correlation is set, as STRESS_CORR does; the matrix given says how many assets there are,
    and is checked. A book with short positions may show less risk than before: high correlation
    makes hedges work, which in a crisis they may not.

    Ref: Stressed VaR: Testing Under Crisis Conditions, Pomegra Learn, case 12.

    >>> =APPROX_STRESSED_VAR({0.01,0.01}, {1,0;0,1}, {100,100}, 2, 1, 95%)
    6.5794
    """
    _require_sizes(volatilities, correlation, positions)
    require_correlations(correlation, "correlation")
    stressed = equal_correlations(len(positions), crisis_correlation)
    sigma = portfolio_volatility(volatilities * vol_multiple, stressed, positions)
    return float(confidence.z * sigma * horizon_days**0.5)


def _require_sizes(volatilities: Vector, correlation: Matrix, positions: Vector) -> None:
    for name, count in (("correlation", len(correlation)), ("positions", len(positions))):
        if count != len(volatilities):
            raise errors.ASSETS_DIFFER(Place(name), count=count, others=len(volatilities))
