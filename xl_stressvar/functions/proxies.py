"""Assets without a crisis history."""

from typing import Annotated

from .. import domain, errors
from ..arguments.daily import DailyTable
from ..cells.results import Returns, Table
from ..crises.windows import GFC
from ..risk import proxies
from .parameters import History, Window

Factors = Annotated[
    domain.History,
    DailyTable(
        "Daily returns of the factors, with dates that reach from the crisis to the history's days.",
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
    assert factors.dates is not None
    try:
        rows = factors.rows(window)
    except errors.NotEnoughData as failure:
        raise failure.about(factors.origin.argument) from None
    block = factors.values[rows] @ betas
    return Table.of_days(history.date_label, factors.dates[rows], history.names, block)


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
