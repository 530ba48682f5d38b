"""Local returns in the currency of the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from .. import errors
from ..arguments.currencies import Currencies, CurrencyCode, CurrencyRange
from ..arguments.daily import DailyTable
from ..cells.results import Returns, Table
from ..crises import coverage
from ..crises.factors import ALL
from ..domain import History, Matrix, Vector, moves
from ..errors import Place
from ..risk import currency
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


def in_base(history: History, codes: Sequence[str], base: str, fx: History | None) -> Matrix:
    """(days, assets) returns in the base of a history whose columns are in currencies.

    Raises as `in_currency`.
    """
    moves.require_moves(history, moves.RETURNS)
    known = _Library() if fx is None else _Given(fx)
    pairs = known.pairs
    ways = {}
    for column, code in enumerate(codes):
        way = currency.legs(code, base, pairs)
        if way is None:
            place = Place("currencies", label=history.name(column))
            given = "the built-in rates" if fx is None else ", ".join(sorted(pairs))
            raise errors.NO_RATE(place, local=code, base=base, rates=given)
        ways[code] = way
    needed = tuple(dict.fromkeys(pair for way in ways.values() for pair, _ in way))
    rates = known.on(history, needed) if needed else {}
    factors = {code: currency.growth(way, rates, len(history)) for code, way in ways.items()}
    growths = np.column_stack([factors[code] for code in codes])
    return np.asarray((1 + history.values) * growths - 1)


class _Library:
    """The built-in rates, and the user's own that are named like one."""

    def __init__(self) -> None:
        own = (code for code in coverage.own_factors() if currency.is_pair(code))
        self.pairs = {f.code for f in ALL.values() if f.kind == "fx"}.union(own)

    def on(self, history: History, pairs: tuple[str, ...]) -> dict[str, Vector]:
        """(rows,) returns of each rate on the rows of a history."""
        if history.dates is None:
            raise errors.FX_UNDATED(Place("history"))
        days, block = coverage.daily(pairs)
        if history.frequency.span > 1:
            raise errors.FREQUENCIES_DIFFER(Place("fx"), one="daily", other=history.frequency)
        return currency.on_rows(history, days, dict(zip(pairs, block.T, strict=True)))


class _Given:
    """The rates of a range."""

    def __init__(self, fx: History) -> None:
        self.fx = fx
        self.columns = currency.pairs_of(fx)
        self.pairs = set(self.columns)
        moves.require_moves(fx, moves.RETURNS, self.columns.values())

    def on(self, history: History, pairs: tuple[str, ...]) -> dict[str, Vector]:
        """(rows,) returns of each rate on the rows of a history."""
        fx = self.fx
        rates = {pair: fx.values[:, self.columns[pair]] for pair in pairs}
        if fx.dates is None and history.dates is None and len(fx) == len(history):
            return rates
        if fx.dates is None or history.dates is None:
            raise errors.FX_ROWS(fx.place(), rows=len(fx), others=len(history))
        if fx.frequency.span != history.frequency.span:
            raise errors.FREQUENCIES_DIFFER(fx.place(), one=fx.frequency, other=history.frequency)
        return currency.on_rows(history, fx.dates, rates)
