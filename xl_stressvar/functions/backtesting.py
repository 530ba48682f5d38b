"""Backtesting."""

from typing import Annotated

import numpy as np

from .. import domain, errors
from ..arguments.scalars import Number
from ..arguments.series import DailyForecast, DailyPnl
from ..cells.algebra import Cell
from ..cells.results import NONE, Report, Returns, Table, or_none
from ..crises.windows import GFC
from ..domain import dates
from ..risk import backtests
from ..risk.backtests.record import Record
from ..risk.backtests.var import LikelihoodRatio
from . import verdicts
from .parameters import C99, AsOf, Confidence, Window

C975 = domain.Confidence(0.975)

Pnl = Annotated[
    domain.History,
    DailyPnl(
        "Realised P&L, one number a day, a loss negative; with the dates on its left if you "
        "have them."
    ),
]
Var = Annotated[
    domain.History,
    DailyForecast("VaR as a positive number: one for all days, or one for each day of pnl."),
]
Exceptions = Annotated[
    int, Number("Days on which the loss was larger than VaR.", "count", least=0, whole=True)
]
Observations = Annotated[int, Number("Days in the backtest.", "count", least=1, whole=True)]


#: A statistic and its p-value, each in a line.
_TESTS = ("Kupiec", "TUFF", "Independence", "Conditional coverage")
_LINES = tuple(
    line for name in _TESTS for line in ((f"{name} LR", "number"), (f"{name} p-value", "percent"))
)


def backtest_var(
    pnl: Pnl, var: Var, confidence: Confidence = C99
) -> Annotated[
    Report,
    Returns(
        "Counts, tests, traffic light, direction, verdict.",
        lines=(
            ("Days", "count"),
            ("Exceptions", "count"),
            ("Exception rate", "percent"),
            ("Expected rate", "percent"),
            ("Expected exceptions", "ratio"),
            *_LINES,
        ),
    ),
]:
    """Backtest of a VaR: exceptions against expectation, their order, and a verdict in words.

    An exception is a day with pnl below -var. The direction is in line unless Kupiec's p-value is
    below 5%: then too low for more exceptions than expected, too conservative for fewer (0 in 250
    days at 99%: LR 5.03, p 2.5%). Independence tests the transitions from day to day. Where pnl has
    dates and var has none, row stands beside row, also if they run newest first.

    Raises: ImpossibleNumber for a negative VaR.
    Ref: Kupiec (1995); Christoffersen (1998); BCBS 22 (1996).

    >>> =INDEX(BACKTEST_VAR({-3;1;1;1}, 2, 75%), 2, 2)
    1
    """
    record = Record.of(pnl, var)
    hits, p = backtests.var.hits(record.pnl, record.forecasts[0]), float(confidence.tail)
    n, x = len(hits), int(hits.sum())
    kupiec = backtests.var.kupiec(x, n, p)
    order = backtests.var.independence(hits, record.joined)
    light, _ = backtests.var.traffic_light(x, n, p)
    return Report(
        [
            ("Days", n),
            ("Exceptions", x),
            ("Exception rate", x / n),
            ("Expected rate", p),
            ("Expected exceptions", n * p),
            *_lines("Kupiec", kupiec),
            *_lines("TUFF", backtests.var.first_failure(hits, p)),
            *_lines("Independence", order),
            *_lines(
                "Conditional coverage", backtests.var.conditional_coverage(hits, record.joined, p)
            ),
            ("Traffic light", str(light)),
            ("Direction", str(backtests.var.direction(x, n, p))),
            ("Verdict", verdicts.of_var(record, hits, confidence)),
        ]
    )


def _lines(name: str, test: LikelihoodRatio | None) -> list[tuple[str, Cell]]:
    return [
        (f"{name} LR", NONE if test is None else test.statistic),
        (f"{name} p-value", NONE if test is None else test.p),
    ]


def backtest_stressed_var(
    pnl: Pnl,
    stressed_var: Annotated[
        domain.History,
        DailyForecast(
            "Stressed VaR over one day as a positive number: one for all days, or one a day."
        ),
    ],
    confidence: Confidence = C99,
    alert_rate: Annotated[
        float,
        Number(
            "Share of days with a breach that calls for a review; a fifth of 1 - confidence if "
            "left out (1% for a 95% measure).",
            "decimal",
            positive=True,
            most=0.5,
        ),
    ]
    | None = None,
    window: Window = GFC,
    as_of: AsOf | None = None,
) -> Annotated[
    Report,
    Returns(
        "Breaches, status, likely reasons, verdict.",
        lines=(
            ("Days", "count"),
            ("Breaches", "count"),
            ("Breach rate", "percent"),
            ("Alert rate", "percent"),
            ("P(this many or more)", "percent"),
            ("Days of recent volatility", "count"),
            ("Recent volatility", "number"),
            ("Recent ÷ stressed volatility", "ratio"),
            ("Window age in years", "years"),
        ),
    ),
]:
    """Backtest of a stressed VaR: how often recent days breached it, and what that suggests.

    ok: breaches at or below the alert rate. watch: above it. alert: above it, and so many or more
    would happen by chance in fewer than 5% of cases at that rate. Recent volatility is the sample
    deviation of the last 60 days (of all, if fewer), over the mean stressed VaR of those days
    divided by z. Reasons are given above the rate only: that ratio above 1, the present is itself
    a crisis; a window that ended more than 5 years before as_of, stale; neither, leverage. The
    window's age is n/a if as_of lies before its end.

    Raises: ImpossibleNumber for a negative stressed VaR, or one of 0 throughout the latest days.
    Ref: Stressed VaR: Testing Under Crisis Conditions, Pomegra Learn, case 8: no more than 1% of days.

    >>> =INDEX(BACKTEST_STRESSED_VAR({-3;1;1;1}, 2, 75%, 5%, "GFC", "2026-06-30"), 2, 2)
    1
    """
    record = Record.of(pnl, stressed_var)
    hits = backtests.var.hits(record.pnl, record.forecasts[0])
    today = dates.as_of_or_today(as_of)
    rate = float(confidence.tail / 5) if alert_rate is None else alert_rate
    age = dates.age(window.end, today)
    review = backtests.stressed.review(record, hits, confidence.z, rate, age)
    return Report(
        [
            ("Days", len(hits)),
            ("Breaches", review.breaches),
            ("Breach rate", review.breaches / len(hits)),
            ("Alert rate", rate),
            ("P(this many or more)", review.chance),
            ("Status", str(review.status)),
            ("Days of recent volatility", review.recent_days),
            ("Recent volatility", or_none(review.volatility)),
            ("Recent ÷ stressed volatility", or_none(review.ratio)),
            ("Window", str(window)),
            ("Window age in years", or_none(review.age)),
            ("Reasons", "; ".join(review.reasons) or "none"),
            ("Verdict", verdicts.of_stressed(review)),
        ]
    )


def var_exceptions(
    pnl: Pnl, var: Var
) -> Annotated[
    Table,
    Returns(
        "A row an exception; the header alone if there was none.",
        columns=(("Day or date", "date"), ("P&L", "money"), ("VaR", "money"), ("Excess", "money")),
    ),
]:
    """The days on which the loss was larger than VaR, with the excess of the loss over VaR.

    Without dates the days are numbered from 1.

    >>> =INDEX(VAR_EXCEPTIONS({-3;1;-1}, 2), 2, 4)
    1
    """
    record = Record.of(pnl, var)
    (forecast,) = record.forecasts
    hits = np.flatnonzero(backtests.var.hits(record.pnl, forecast)).tolist()
    rows = [
        [record.days[i], record.pnl[i], forecast[i], -record.pnl[i] - forecast[i]] for i in hits
    ]
    return Table([record.label, "P&L", "VaR", "Excess"], rows)


def kupiec_test(
    exceptions: Exceptions, observations: Observations, confidence: Confidence = C99
) -> Annotated[
    Table, Returns("One row: LR, p-value.", columns=(("LR", "number"), ("p", "percent")))
]:
    """Kupiec's test of the number of exceptions: likelihood ratio and p-value, one row.

    Proportion of failures, χ² with 1 degree of freedom; 0·ln 0 counts as 0.

    Raises: ImpossibleNumber for more exceptions than observations.
    Ref: Kupiec (1995), Techniques for verifying the accuracy of risk measurement models.

    >>> =INDEX(KUPIEC_TEST(5, 224), 1, 1)
    2.5441
    """
    _within(exceptions, observations)
    test = backtests.var.kupiec(exceptions, observations, float(confidence.tail))
    return Table(None, [[test.statistic, test.p]])


def _within(exceptions: int, observations: int) -> None:
    if exceptions > observations:
        raise errors.MORE_THAN_DAYS(errors.Place("exceptions"), value=exceptions, days=observations)


def christoffersen_test(
    pnl: Pnl, var: Var, confidence: Confidence = C99
) -> Annotated[
    Table,
    Returns(
        "One row: LR independence, p, LR conditional coverage, p.",
        columns=(
            ("LR independence", "number"),
            ("p independence", "percent"),
            ("LR conditional coverage", "number"),
            ("p conditional coverage", "percent"),
        ),
    ),
]:
    """Christoffersen's tests, one row: whether exceptions cluster, and whether that and their number fit.

    Independence: first-order Markov on the transitions from day to day, χ²(1). Conditional
    coverage: Kupiec on all days plus independence, χ²(2).

    Ref: Christoffersen (1998), Evaluating interval forecasts.

    >>> =CHRISTOFFERSEN_TEST({0;-2;0;0}, 1, 75%)
    {1.0465,0.30632,1.0465,0.59259}
    """
    record = Record.of(pnl, var)
    hits = backtests.var.hits(record.pnl, record.forecasts[0])
    order = backtests.var.independence(hits, record.joined)
    both = backtests.var.conditional_coverage(hits, record.joined, float(confidence.tail))
    return Table(None, [[order.statistic, order.p, both.statistic, both.p]])


def traffic_light(
    exceptions: Exceptions, observations: Observations = 250, confidence: Confidence = C99
) -> Annotated[
    Table,
    Returns(
        "One row: zone, probability of so many or fewer, plus factor.",
        columns=(("Zone", "text"), ("P(X ≤ x)", "percent"), ("Plus factor", "number")),
    ),
]:
    """The Basel traffic light, one row: zone, probability of so many exceptions or fewer, plus factor.

    green below a cumulative probability of 95%, yellow below 99.99%, else red. The plus factor adds
    to the multiplier of 3; Basel defines it for 250 days at 99%, elsewhere it shows n/a. Below 6
    days at 99% even no exception is yellow: so few days show nothing.

    Raises: ImpossibleNumber for more exceptions than observations.
    Ref: BCBS 22 (1996), table 2.

    >>> =INDEX(TRAFFIC_LIGHT(5), 1, 1)
    yellow
    """
    _within(exceptions, observations)
    light, probability = backtests.var.traffic_light(
        exceptions, observations, float(confidence.tail)
    )
    plus = backtests.var.basel_plus_factor(exceptions, observations, confidence)
    return Table(None, [[str(light), probability, or_none(plus)]])


def backtest_es(
    pnl: Pnl,
    var: Var,
    es: Annotated[
        domain.History,
        DailyForecast(
            "Expected shortfall at the same confidence: one number for all days, or one a day."
        ),
    ],
    confidence: Confidence = C975,
) -> Annotated[
    Table,
    Returns(
        "One row: Z1, Z2, verdict.",
        columns=(("Z1", "number"), ("Z2", "number"), ("Verdict", "text")),
    ),
]:
    """Backtest of an ES by Acerbi and Szekely, one row: Z1, Z2 and a verdict; far below 0 is bad.

    Z1 = 1 - mean of loss/ES over the exceptions (n/a without any); Z2 = 1 - their sum over n(1-c).
    pass at Z2 of -0.70 or more, watch to -1.80, else fail: given at 97.5% and 200 to 300 days only,
    where these limits are the 5% and 0.01% points; elsewhere n/a.

    Raises: ImpossibleNumber if the ES is below the VaR on every day, or 0 on one with an exception.
    Ref: Acerbi & Szekely (2014), Backtesting expected shortfall.

    >>> =INDEX(BACKTEST_ES({-4;1;1;1}, 2, 2, 75%), 1, 2)
    -1
    """
    record = Record.of(pnl, var, es)
    forecast, shortfall = record.forecasts
    if (shortfall < forecast).all():
        raise errors.ES_BELOW_VAR(errors.Place("es"))
    hits = backtests.var.hits(record.pnl, forecast)
    if (shortfall[hits] == 0).any():
        raise errors.NOT_POSITIVE(errors.Place("es"), value=0)
    z1, z2 = backtests.es.acerbi_szekely(record.pnl, shortfall, hits, float(confidence.tail))
    verdict = backtests.es.verdict(z2, len(hits), confidence)
    return Table(None, [[or_none(z1), z2, verdict or NONE]])
