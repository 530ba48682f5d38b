"""Options, bonds and grids: values, and P&L as a history in money."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np

from .. import domain, errors
from ..arguments import instruments as kinds
from ..arguments.daily import DailyTable
from ..arguments.instruments import Checked, GammaRange
from ..arguments.positions import PositionsRange
from ..arguments.scalars import Choice, Number
from ..cells.results import Returns, Table, or_none
from ..domain import Matrix, moves
from ..errors import Place
from ..risk.instruments import black_scholes, delta_gamma
from ..risk.instruments import bonds as bond_values
from ..risk.instruments.bonds import Bonds
from ..risk.instruments.grid import LINEAR, SPLINE, Grid
from ..risk.instruments.options import Options
from .daily_result import like
from .instrument_kinds import BondBook, GridBook, OptionBook
from .parameters import History

_PNL = (
    "P&L in money with the history's dates, oldest first: a history, to be taken with position 1."
)
ByInstrument = Annotated[
    Table | Matrix,
    Returns(_PNL, columns=(("Date", "date"), ("instrument", "money")), repeats=True),
]
OfTheBook = Annotated[
    Table | Matrix, Returns(_PNL, columns=(("Date", "date"), ("P&L", "money")), repeats=True)
]
_OPTION_COLUMNS = (
    ("Value", "money"),
    ("Delta", "ratio"),
    ("Gamma", "number"),
    ("Vega", "money"),
    ("Theta", "money"),
    ("Rho", "money"),
)
_BOND_COLUMNS = (
    ("Price", "money"),
    ("Modified duration", "years"),
    ("Convexity", "number"),
    ("Value of a basis point", "number"),
)


def option_value(
    type: Annotated[str, Choice("call or put.", words=(kinds.CALL, kinds.PUT))],
    spot: Annotated[float, Number("Price of one unit of the underlying.", "money", positive=True)],
    strike: Annotated[float, Number("Price at which it is exercised.", "money", positive=True)],
    years: Annotated[
        float,
        Checked("Time to expiry: 0.25 for three months.", "years", 0, rule=kinds.option_years),
    ],
    volatility: Annotated[
        float,
        Checked(
            "Volatility a year as a decimal: 20% or 0.2.",
            "decimal a year",
            positive=True,
            rule=kinds.annual_volatility,
        ),
    ],
    rate: Annotated[
        float,
        Checked(
            "Riskless rate, continuously compounded.", "decimal a year", rule=kinds.annual_rate
        ),
    ] = 0,
    yield_: Annotated[
        float,
        Checked(
            "Dividend yield (of a currency: its rate), continuously compounded.",
            "decimal a year",
            rule=kinds.annual_rate,
        ),
    ] = 0,
) -> Annotated[Table, Returns("One row: value and sensitivities.", columns=_OPTION_COLUMNS)]:
    """Value and sensitivities of a European option by Black, Scholes and Merton.

    One row: value; delta; gamma; vega, per 1.00 of volatility; theta and rho, per year and per 1.00 of
    the rate. At expiry the payoff and its slope: n/a for delta, gamma and theta exactly at the strike,
    where it has none.

    Raises: ImpossibleNumber for negative years, days in their place, or percent without its sign.
    Ref: Hull, Options, Futures, and Other Derivatives, ch. 15, 17 and 19.

    >>> =ROUND(INDEX(OPTION_VALUE("call", 42, 40, 0.5, 20%, 10%), 1, 1), 4)
    4.7594
    """
    sign = 1.0 if type == kinds.CALL else -1.0
    found = black_scholes.sensitivities(sign, spot, strike, years, volatility, rate, yield_)
    return Table(
        None,
        [
            [
                found.value,
                or_none(found.delta),
                or_none(found.gamma),
                found.vega,
                or_none(found.theta),
                found.rho,
            ]
        ],
    )


def option_pnl(
    history: History,
    options: Annotated[
        Options,
        OptionBook(
            "A table with header: name, underlying (a column of the history), type (call or put), "
            "quantity (short is negative), spot, strike, years, volatility, rate, and perhaps yield."
        ),
    ],
) -> ByInstrument:
    """P&L of options on every row of a history, revalued in full: what delta and gamma only approach.

    The underlying moves to spot·(1 + return). Where the history has a column UNDERLYING VOL (such as SPX
    VOL) of changes of its volatility, as decimals, the volatility moves too; otherwise it is held. Time,
    rates and yields stand still. European exercise, Black–Scholes–Merton.

    Raises: BadInput for a column that is missing or unknown and for an underlying that the history does
    not have; ImpossibleNumber by name and day for a volatility that falls to 0 or below, or above 200%.
    Ref: Hull, Options, Futures, and Other Derivatives, ch. 15 and 22; OPTION_VALUE.

    >>> =INDEX(OPTION_PNL({"X";-0.1}, {"name","underlying","type","quantity","spot","strike","years","volatility","rate";"Put","X","put",-10,42,40,0,0.2,0.1}), 2, 1)
    -22
    """
    return like(history, options.names, options.parts_on(history).T)


def grid_pnl(
    history: History,
    grid: Annotated[
        Grid,
        GridBook(
            "One factor: a column of moves (decimals, ascending) and a P&L column an instrument. Two: "
            "moves of the first down, of the second across the top, the corner blank."
        ),
    ],
    interpolation: Annotated[
        str,
        Choice("spline: cubic, not-a-knot, 4 moves or more. linear.", words=(SPLINE, LINEAR)),
    ] = SPLINE,
) -> ByInstrument:
    """P&L of every row of a history, read from a grid of moves and their P&L, such as a front office gives.

    The history has one column a factor, in the order of the grid. A grid of steps of 5% is good to a
    fraction of a percent of VaR with a spline, and to a few percent with straight lines. P&L at a move of
    0 is 0: time stands still.

    Raises: NotEnoughData naming day and move for a move beyond the grid, and for fewer than 4 moves of a
    spline (2 of linear); BadInput for moves out of order, and for values in place of P&L.
    Ref: Basel Committee, MAR33.16 on full revaluation by grids; de Boor (1978), A practical guide to splines.

    >>> =GRID_PNL({-0.05;0.1}, {-0.1,-20;0,0;0.1,5}, "linear")
    {-10;5}
    """
    chosen = replace(grid, interpolation=interpolation)
    return like(history, _part_names(history, chosen), chosen.parts_on(history).T)


def _part_names(history: domain.History, grid: Grid) -> tuple[str, ...] | None:
    if grid.second is None:
        return grid.names
    return _pnl_name(history)


def _pnl_name(history: domain.History) -> tuple[str, ...] | None:
    """The header of one column of P&L, under the header of its history if that has one."""
    return ("P&L",) if history.names else None


def delta_gamma_pnl(
    history: History,
    delta: Annotated[
        domain.Positions,
        PositionsRange(
            "Delta of the book to each asset, in money per unit of its return (delta times spot times "
            "quantity): in the order of the columns, or two columns: name and delta."
        ),
    ],
    gamma: Annotated[
        Matrix,
        GammaRange(
            "Gamma in money per unit of the return squared (gamma times spot squared times quantity): "
            "one number an asset, or a matrix of assets by assets."
        ),
    ]
    | None = None,
) -> OfTheBook:
    """P&L of every row by delta and gamma, one column: delta'x + x'gamma x / 2, x the row's returns.

    Good for moves that are small beside the distance to a strike; for the moves of a crisis see
    OPTION_PNL and GRID_PNL. Left out, gamma is 0: the straight line.

    Raises: BadInput for a gamma that is not symmetric, or does not fit the assets.
    Ref: Jorion, Value at Risk (2006), 10.3, delta-gamma approximations.

    >>> =DELTA_GAMMA_PNL({-0.1;0.2}, 100, -500)
    {-12.5;10}
    """
    deltas = delta.match(history)
    if len(deltas) > 1:
        rows, columns = delta.cells.shape
        raise errors.POSITIONS_SHAPE(
            Place("delta"), rows=rows, columns=columns, assets=history.assets
        )
    moves.require_moves(history, moves.RETURNS)
    curvature = None if gamma is None else _gamma(gamma, history.assets)
    pnl = delta_gamma.pnl(history.values, deltas[0], curvature)
    return like(history, _pnl_name(history), pnl[:, None])


def _gamma(given: Matrix, assets: int) -> Matrix:
    """(assets, assets). Raises BadInput for another shape."""
    if given.shape == (assets, assets):
        return given
    if min(given.shape) == 1 and max(given.shape) == assets:
        return np.diag(given.ravel())
    rows, columns = given.shape
    raise errors.GAMMA_SHAPE(Place("gamma"), rows=rows, columns=columns, assets=assets)


def bond_value(
    coupon: Annotated[
        float,
        Checked("Coupon a year as a decimal: 5% or 0.05.", "decimal", rule=kinds.coupon_rate),
    ],
    years: Annotated[
        float,
        Checked(
            "Years to maturity, whole or not: 4.75 is five years less three months.",
            "years",
            positive=True,
            rule=kinds.bond_years,
        ),
    ],
    yield_: Annotated[
        float,
        Checked(
            "Yield to maturity, compounded as often as coupons are paid.",
            "decimal a year",
            rule=kinds.annual_rate,
        ),
    ],
    frequency: Annotated[
        float,
        Checked("Coupons a year: 1, 2, 4 or 12.", "a year", rule=kinds.coupon_frequency),
    ] = 2,
    face: Annotated[float, Number("What is paid back; short is negative.", "money")] = 100,
) -> Annotated[Table, Returns("One row: price and what it does.", columns=_BOND_COLUMNS)]:
    """Price of a bond from its yield, with modified duration, convexity and the value of a basis point.

    The price is dirty: the present value of all coupons and the face, at a coupon date (that day's coupon
    paid) or between two. Coupons lie whole periods before maturity. Duration is −P'/P in years, convexity
    P''/P in years squared, the value of a basis point −P'·0.0001 in money of the face.

    Raises: ImpossibleNumber for percent without its sign, and for a frequency that no bond has.
    Ref: Fabozzi, Bond Markets, Analysis and Strategies, ch. 2 and 4.

    >>> =INDEX(BOND_VALUE(5%, 10, 5%), 1, 1)
    100
    """
    found = bond_values.figures(coupon, years, yield_, frequency, face)
    row = [found.price, found.modified_duration, found.convexity, found.basis_point]
    return Table(None, [row])


def bond_pnl(
    history: Annotated[
        domain.History,
        DailyTable(
            "Daily changes of yields as decimals (1 bp is 0.0001), a column a curve, with names on top "
            "and dates if you have them: CRISIS_CHANGES gives those of Treasuries."
        ),
    ],
    bonds: Annotated[
        Bonds,
        BondBook(
            "A table with header: name, curve (a column of the history), face (short is negative), "
            "coupon, years, yield, and perhaps frequency (2 if left out)."
        ),
    ],
) -> ByInstrument:
    """P&L of bonds on every row of changes of yields, revalued in full: duration and all beyond it.

    Each bond's yield moves by the column that it names: its price at yield + change, less the price
    before, times face. Time stands still: no carry, no roll-down. A spread over the curve is held.

    Raises: BadInput for a column that is missing or unknown, for a curve that the history does not have,
    and for changes in percent or basis points; ImpossibleNumber by name and day for a yield outside −20%
    to 100%.
    Ref: Fabozzi, Bond Markets, Analysis and Strategies, ch. 4; BOND_VALUE.

    >>> =ROUND(INDEX(BOND_PNL({"Y";0.01}, {"name","curve","face","coupon","years","yield","frequency";"B","Y",100,0,1,0,1}), 2, 1), 4)
    -0.9901
    """
    return like(history, bonds.names, bonds.parts_on(history).T)
