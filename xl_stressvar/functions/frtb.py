"""Capital under the Fundamental Review of the Trading Book, from ES figures."""

from typing import Annotated

from ..arguments.scalars import Number
from ..arguments.series import NumberSeries
from ..cells.results import Returns
from ..domain import Vector
from ..risk.capital import frtb

ES = Annotated[float, Returns("Expected shortfall: a loss is positive.", "money")]
Charge = Annotated[float, Returns("Capital.", "money")]


def liquidity_es(
    es_values: Annotated[
        Vector,
        NumberSeries(
            "ES over the base horizon: of all risk factors first, then of those with each longer "
            "horizon.",
            "money",
            least=0,
        ),
    ],
    horizons: Annotated[
        Vector, NumberSeries("Liquidity horizons in days, ascending: 10, 20, 40, 60, 120.", "days")
    ],
    base: Annotated[
        float,
        Number("The horizon of the ES values, and the first of the list.", "days", positive=True),
    ] = 10,
) -> ES:
    """ES that allows for the time it takes to sell: the liquidity-horizon cascade of the FRTB.

    The root of ES_1² + Σ (ES_j·√((LH_j − LH_{j−1})/base))² over j from 2, where ES_j moves only the
    risk factors of horizon LH_j and longer (nested subsets). Any number of horizons.

    Raises: ImpossibleNumber for horizons that do not ascend from the base, or a negative ES.
    Ref: Basel MAR33.4.

    >>> =LIQUIDITY_ES({3;4}, {10;20})
    5
    """
    return frtb.liquidity_es(es_values, horizons, base)


def frtb_stressed_es(
    es_reduced_stressed: Annotated[
        Vector,
        NumberSeries(
            "ES of the reduced risk factors in the stressed year: one number, or a series, oldest "
            "first.",
            "money",
            least=0,
        ),
    ],
    es_full_current: Annotated[
        Vector,
        NumberSeries(
            "Current ES of all risk factors: one number, or a series, oldest first.",
            "money",
            least=0,
        ),
    ],
    es_reduced_current: Annotated[
        Vector,
        NumberSeries(
            "Current ES of the reduced risk factors: as many values as the full one.",
            "money",
            least=0,
        ),
    ],
) -> ES:
    """Stressed ES of the FRTB: the reduced set's, scaled up by full over reduced current ES.

    ES_RS × max(ES_FC ÷ ES_RC, 1) on the latest values. The reduced factors must explain 75% of the
    full ES on average over the last 60 values; a single number is its own average, so below 75% it
    is refused too (give the 60 values if only the latest day is low).

    Raises: ImpossibleNumber below 75%, or for a reduced current ES of 0; NotEnoughData for a series
    shorter than 60.
    Ref: Basel MAR33.5; CRR Article 325bb for the floor of 1.

    >>> =FRTB_STRESSED_ES(200, 120, 100)
    240
    """
    return frtb.stressed_es(float(es_reduced_stressed[-1]), es_full_current, es_reduced_current)


def frtb_imcc(
    unconstrained: Annotated[
        float,
        Number(
            "IMCC(C): stressed ES of all approved desks together, risk classes diversifying.",
            "money",
            least=0,
        ),
    ],
    constrained: Annotated[
        Vector,
        NumberSeries(
            "IMCC(C_i): stressed ES of each risk class alone (rates, equity, FX, commodity, "
            "credit).",
            "money",
            least=0,
        ),
    ],
    rho: Annotated[
        float, Number("Weight of the unconstrained figure.", "decimal", least=0, most=1)
    ] = 0.5,
) -> Charge:
    """Capital for modellable risk factors: half as diversified, half as the sum of the classes.

    Any number of classes; a class that is not traded may be left out or be 0.

    Ref: Basel MAR33.14 and MAR33.15; CRR Article 325bb.

    >>> =FRTB_IMCC(100, {60,50,40})
    125
    """
    return frtb.imcc(unconstrained, constrained, rho)


def frtb_ses(
    idiosyncratic_credit: Annotated[
        Vector,
        NumberSeries(
            "Stress charges (ISES) of non-modellable factors that are idiosyncratic credit; 0 for none.",
            "money",
            least=0,
        ),
    ],
    idiosyncratic_equity: Annotated[
        Vector,
        NumberSeries(
            "The same of idiosyncratic equity, with no correlation between them; 0 for none.",
            "money",
            least=0,
        ),
    ],
    other: Annotated[
        Vector,
        NumberSeries(
            "Stress charges (SES) of all other such factors; 0 for none.", "money", least=0
        ),
    ],
    rho: Annotated[
        float, Number("What the others have in common.", "decimal", least=0, most=1)
    ] = 0.6,
) -> Charge:
    """Capital for risk factors that cannot be modelled: stress charges with little diversification.

    The root of the sum of squares of each idiosyncratic kind, and for the others the root of
    (rho x their sum) squared and (1 - rho squared) x the sum of their squares.

    Ref: Basel MAR33.17; CRR Article 325bk.

    >>> =FRTB_SES({3,4}, {6,8}, {10,10}, 0)
    29.1421
    """
    return frtb.ses(idiosyncratic_credit, idiosyncratic_equity, other, rho)


def frtb_capital(
    imcc: Annotated[float, Number("Latest IMCC.", "money", least=0)],
    ses: Annotated[
        float, Number("Latest SES, for risk factors that cannot be modelled.", "money", least=0)
    ],
    imcc_average: Annotated[float, Number("IMCC, average of the last 60 days.", "money", least=0)],
    ses_average: Annotated[float, Number("SES, average of the last 60 days.", "money", least=0)],
    exceptions: Annotated[
        int,
        Number(
            "Backtesting exceptions in the last 250 days, which set the multiplier.",
            "count",
            least=0,
            whole=True,
        ),
    ] = 0,
) -> Charge:
    """Internal-models capital of the FRTB: the greater of latest and multiplied average.

    max(IMCC + SES, m·IMCC_avg + SES_avg), m from 1.50 to 2.00 by the exceptions. Default risk and
    desks on the standardised approach are not in it.

    Ref: Basel MAR33.41 and MAR33.42; MAR32.9 for the multiplier.

    >>> =FRTB_CAPITAL(100, 10, 90, 10)
    145
    """
    return frtb.charge(imcc, ses, imcc_average, ses_average, exceptions)
