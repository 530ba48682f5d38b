"""Local returns in the currency of the book."""

from __future__ import annotations

from typing import Annotated

from ..arguments.currencies import Currencies, CurrencyCode, CurrencyRange
from ..arguments.daily import DailyTable
from ..cells.results import Returns, Table
from ..domain import History, Matrix
from ..risk.base_currency import in_base
from . import parameters
from .daily_result import like


def in_currency(
    history: parameters.History,
    currencies: Annotated[
        Currencies,
        CurrencyRange(
            "The currency of each asset, such as EUR, in the order of the columns, or two columns: "
            "name and code."
        ),
    ],
    base: Annotated[str, CurrencyCode("The currency to convert to.")] = "USD",
    fx: Annotated[
        History,
        DailyTable(
            "Daily returns of rates, a column each, named like EURUSD (one EUR in USD), with dates "
            "if the history has them. Left out: the built-in ones.",
            returns=True,
        ),
    ]
    | None = None,
) -> Annotated[
    Table | Matrix,
    Returns(
        "Returns in the base currency, header and dates kept, oldest first.",
        columns=(("Date", "date"), ("asset", "percent")),
        repeats=True,
    ),
]:
    """Local returns of a book in one currency: (1+r)(1+x)-1, x that of one local unit in the base.

    A rate is taken as it is, the other way round (USDJPY for yen in dollars), or crossed through one
    common currency: USD first, then EUR, then the others by name. Rows are matched by date; a row's return
    runs from the row before, so rates of days between compound; the first row, and the first behind a
    hole, take that of their day. Without dates fx must have the same rows. The built-in rates are the
    ECB's fixings on NYSE days, so a stock's close and its rate are hours apart. Columns of fx that are
    no rates are not looked at.

    Raises: NotEnoughData naming rate and day for a row without one, and for a currency that no rate leads
    from; BadInput for what is no return, or no code.
    Ref: Jorion, Value at Risk (2006), 11.3; rates: European Central Bank, euro reference rates.

    >>> =IN_CURRENCY({0.1;-0.05}, "EUR", "USD", {"EURUSD";0.02;-0.01})
    {0.122;-0.0595}
    """
    return like(history, history.names, in_base(history, currencies.on(history), base, fx))
