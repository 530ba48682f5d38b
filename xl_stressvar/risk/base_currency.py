"""Local returns in the currency of a book: rates from the library or from a range, a day each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import errors
from ..crises import coverage
from ..crises.factors import ALL
from ..domain import History, Matrix, Vector, moves
from ..errors import Place
from . import currency


def in_base(history: History, codes: Sequence[str], base: str, fx: History | None) -> Matrix:
    """(days, assets) returns in the base of a history whose columns are in currencies.

    Raises as IN_CURRENCY does.
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
