"""Assets without a crisis history."""

from typing import Annotated

import numpy as np

from .. import domain
from ..arguments.daily import DailyTable
from ..cells.algebra import Cell
from ..cells.results import NONE, Report, Returns, Table
from ..crises.windows import GFC
from ..risk import fill, proxies
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from .parameters import C99, Confidence, History, HorizonDays, Positions, Window

Factors = Annotated[
    domain.History,
    DailyTable(
        "Daily returns of the factors, with dates that reach from the crisis to the history's days.",
        returns=True,
    ),
]

HistoryWithGaps = Annotated[
    domain.History,
    DailyTable(
        "Daily returns with dates, an asset a column; blank where it has none yet, as ALIGN_HISTORY and "
        "TO_RETURNS leave it.",
        blanks=True,
        returns=True,
    ),
]


def proxy_history(
    history: History, factors: Factors, window: Window = GFC
) -> Annotated[
    Table,
    Returns(
        "Dates of the window, and a column an asset.",
        columns=(("Date", "date"), ("asset", "percent")),
        repeats=True,
    ),
]:
    """Crisis returns for assets too young to have any: their betas applied to factors that were there.

    Least squares of each asset on all factors with an intercept, over the days that both have; the
    betas alone are applied to the factors in the window. What the factors do not explain is missing
    from the result: PROXY_FIT shows how much. A factor that is 0 throughout (CASH) is passed over.

    Raises: NotEnoughData for fewer than 60 common days, or factors that do not cover the window.
    Ref: EBA/GL/2012/2, proxies for risk factors without history in the stressed period.

    >>> =ROWS(PROXY_HISTORY(CRISIS_RETURNS("GFC","NASDAQ"), CRISIS_RETURNS("GFC","SPX"), "GFC"))
    253
    """
    betas = proxies.fit(history, factors).betas
    found = proxies.in_window(history, factors, betas, window)
    assert found.dates is not None
    return Table.of_days(found.date_label, found.dates, found.names, found.values)


def proxy_fit(
    history: History, factors: Factors
) -> Annotated[
    Table,
    Returns(
        "A row an asset: a beta a factor, R², days, residual volatility.",
        columns=(
            ("Asset", "text"),
            ("factor", "ratio"),
            ("R²", "percent"),
            ("Days", "count"),
            ("Residual volatility", "percent"),
        ),
    ),
]:
    """How well the factors stand in for each asset: betas, R², days and daily residual volatility.

    The same least squares as PROXY_HISTORY. The residual volatility, with n-k-1 degrees of freedom,
    is the daily risk that the proxy leaves out.

    Raises: NotEnoughData for fewer than 60 common days.
    Ref: EBA/GL/2012/2, proxies for risk factors without history in the stressed period.

    >>> =INDEX(PROXY_FIT(CRISIS_RETURNS("GFC","SPX"), CRISIS_RETURNS("GFC","SPX")), 2, 2)
    1
    """
    fit = proxies.fit(history, factors)
    header = ["Asset", *factors.labels(), "R²", "Days", "Residual volatility"]
    rows = [
        [history.name(i), *fit.betas[:, i].tolist(), fit.r_squared[i], fit.days, fit.residual[i]]
        for i in range(history.assets)
    ]
    return Table(header, rows)


def proxy_var(
    history: History,
    factors: Factors,
    positions: Positions,
    window: Window = GFC,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
) -> Annotated[
    Report,
    Returns(
        "Stressed VaR by the betas alone, the noise they leave out, both, and its share.",
        lines=(
            ("Stressed VaR by the betas", "money"),
            ("Noise that they leave out", "money"),
            ("Both together", "money"),
            ("Share of the noise", "percent"),
        ),
    ),
]:
    """Stressed VaR of assets too young for the crisis, with the noise that their proxies leave out.

    By the betas: historical VaR of the positions on PROXY_HISTORY in the window. Noise: z times the root of
    the sum of (position times residual volatility) squared, the residual volatilities those of PROXY_FIT,
    the noises independent of each other and of the factors; today's noise, for what a crisis would
    make of it is not known. Both: the root of the two squares, a VaR by the betas that is a gain counting
    as 0. Share: the square of the noise over that of both, n/a without any risk.

    Raises: NotEnoughData for fewer than 60 common days, factors that do not cover the window, or a window
    of fewer days than the tail needs.
    Ref: EBA/GL/2012/2, proxies for risk factors without history in the stressed period.

    >>> =ROUND(INDEX(PROXY_VAR(CRISIS_RETURNS("GFC","SPX"), CRISIS_RETURNS("GFC","SPX"), 100), 3, 2), 4)
    8.1998
    """
    measure = Measure(Tail.VAR, HISTORICAL, confidence, horizon_days)
    found = proxies.proxy_var(history, factors, positions, window, measure)
    return Report(
        [
            ("Stressed VaR by the betas", found.by_betas),
            ("Noise that they leave out", found.noise),
            ("Both together", found.both),
            ("Share of the noise", NONE if np.isnan(found.share) else found.share),
        ]
    )


def fill_history(
    history: HistoryWithGaps, factors: Factors, window: Window | None = None
) -> Annotated[
    Table,
    Returns(
        "The same dates and columns, the gaps filled.",
        columns=(("Date", "date"), ("asset", "percent")),
        repeats=True,
        blanks=True,
    ),
]:
    """A history with each asset's own returns where it has any, and a proxy only where it has none.

    Filled are the blanks before an asset's first day and, if a window is given, all blanks in it. Other
    blanks stay: HISTORY_CHECK finds them. An asset is fitted by least squares with an intercept on the
    factors and on the other assets that are known on each of the days to be filled, over the days on which
    all have a return; the betas alone are applied. Another asset that does not move, or is a combination of
    the factors and of the assets before it, is passed over. On a day without a row of the factors
    between two of theirs they count as unmoved: their markets were closed, and their next row holds the
    move. What factors and assets do not explain is missing where it was filled: FILL_FIT shows how much.

    Raises: NotEnoughData for fewer than 60 common days, factors that do not reach over the days to be
    filled, or a window that is not covered; ImpossibleNumber for a column that does not move.
    Ref: EBA/GL/2012/2, proxies for risk factors without history in the stressed period.

    >>> =ROWS(FILL_HISTORY(CRISIS_RETURNS("GFC","NASDAQ"), CRISIS_RETURNS("GFC","SPX")))
    253
    """
    values = fill.filled_history(history, factors, window).values
    if history.dates is None:
        table = Table(history.names, values.tolist())
    else:
        table = Table.of_days(history.date_label, history.dates, history.names, values)
    return table.with_blanks()


def fill_fit(
    history: HistoryWithGaps, factors: Factors, window: Window | None = None
) -> Annotated[
    Table,
    Returns(
        "A row an asset: own days, filled days, R², residual volatility.",
        columns=(
            ("Asset", "text"),
            ("Own days", "count"),
            ("Filled days", "count"),
            ("R²", "percent"),
            ("Residual volatility", "percent"),
        ),
    ),
]:
    """How much of each asset FILL_HISTORY fills, and how well: own and filled days, R², residual volatility.

    The same least squares as FILL_HISTORY. The residual volatility, with n-k-1 degrees of freedom, is the
    daily risk that the filled days leave out; both are n/a for an asset of which nothing is filled.

    Raises: NotEnoughData and ImpossibleNumber as FILL_HISTORY.
    Ref: EBA/GL/2012/2, proxies for risk factors without history in the stressed period.

    >>> =INDEX(FILL_FIT(CRISIS_RETURNS("GFC","NASDAQ"), CRISIS_RETURNS("GFC","SPX")), 2, 2)
    252
    """
    found = fill.filled_history(history, factors, window)
    rows: list[list[Cell]] = [
        [history.name(j), found.own[j], found.filled[j], *([NONE, NONE] if np.isnan(r) else [r, s])]
        for j, (r, s) in enumerate(zip(found.r_squared, found.residual, strict=True))
    ]
    return Table(["Asset", "Own days", "Filled days", "R²", "Residual volatility"], rows)
