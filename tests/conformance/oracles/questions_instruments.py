"""Instruments: QuantLib's analytic engines and bond functions, scipy's splines, pandas for currencies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd
import QuantLib as ql  # noqa: N813
from question import DATA, Question, returns
from scipy.interpolate import CubicSpline, RectBivariateSpline

CLOSE = {"relative": 1e-9, "absolute": 1e-11, "reason": "two normal distribution functions"}
MOVES = (-0.3, -0.12, -0.05, 0.0, 0.004, 0.11, 0.25)
SHIFTS = (0.03, -0.02, 0.0, 0.11, 0.0, -0.01, 0.05)
OPTIONS = (
    ("Put", "X", "put", -10.0, 100.0, 95.0, 0.25, 0.22, 0.03, 0.01),
    ("Call", "X", "call", 4.0, 100.0, 120.0, 1.5, 0.3, -0.01, 0.0),
    ("In", "Y", "put", 7.0, 20.0, 40.0, 0.02, 0.15, 0.05, 0.02),
)
BONDS = (
    ("Two", "A", 100.0, 0.05, 2.0, 0.04, 2),
    ("Long", "B", -250.0, 0.03, 29.75, 0.055, 2),
    ("Annual", "A", 1000.0, 0.08, 6.5, 0.0, 1),
    ("Zero", "B", 40.0, 0.0, 9.4, 0.02, 1),
)
CHANGES = (0.02, -0.01, 0.0, 0.0005, 0.045)
OPTION_HEADER = ["name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility",
                 "rate", "yield"]  # fmt: skip
BOND_HEADER = ["name", "curve", "face", "coupon", "years", "yield", "frequency"]


def option(kind: str, spot: float, strike: float, years: float, vol: float, rate: float,
           dividend: float) -> ql.BlackCalculator:  # fmt: skip
    payoff = ql.PlainVanillaPayoff(ql.Option.Put if kind == "put" else ql.Option.Call, strike)
    forward, discount = spot * np.exp((rate - dividend) * years), np.exp(-rate * years)
    return ql.BlackCalculator(payoff, forward, vol * np.sqrt(years), discount)


def sensitivities(kind: str, spot: float, *terms: float) -> list[list[float]]:
    years = terms[1]
    found = option(kind, spot, *terms)
    return [[found.value(), found.delta(spot), found.gamma(spot), found.vega(years),
             found.theta(spot, years), found.rho(years)]]  # fmt: skip


def option_pnl() -> list[list[float]]:
    rows = []
    for move, shift in zip(MOVES, SHIFTS, strict=True):
        row = []
        for _, under, kind, quantity, spot, strike, years, vol, rate, dividend in OPTIONS:
            r, dv = (move, shift) if under == "X" else (-move / 2, 0.0)
            after = option(kind, spot * (1 + r), strike, years, vol + dv, rate, dividend).value()
            before = option(kind, spot, strike, years, vol, rate, dividend).value()
            row.append(quantity * (after - before))
        rows.append(row)
    return rows


def flows(coupon: float, years: float, frequency: int) -> tuple[ql.Leg, ql.DayCounter, ql.Date]:
    """The cash flows on a calendar of 360 days, on which every period has whole days."""
    today = ql.Date(1, 1, 2001)
    days = [round(360 * (years - k / frequency)) for k in range(int(np.ceil(years * frequency)))]
    dates = [today + ql.Period(day, ql.Days) for day in days if day > 0][::-1]
    leg = [ql.SimpleCashFlow(100 * coupon / frequency, date) for date in dates]
    return ql.Leg([*leg, ql.SimpleCashFlow(100.0, dates[-1])]), ql.Actual360(), today


def bond(coupon: float, years: float, y: float, frequency: int) -> list[float]:
    leg, count, today = flows(coupon, years, frequency)
    often = {1: ql.Annual, 2: ql.Semiannual}[frequency]
    rate = (y, count, ql.Compounded, often)
    price = ql.CashFlows.npv(leg, ql.InterestRate(*rate), False, today, today)
    duration = ql.CashFlows.duration(leg, *rate, ql.Duration.Modified, False, today, today)
    convexity = ql.CashFlows.convexity(leg, *rate, False, today, today)
    return [price, duration, convexity, price * duration * 1e-4]


def bond_pnl() -> list[list[float]]:
    rows = []
    for change in CHANGES:
        row = []
        for _, curve, face, coupon, years, y, frequency in BONDS:
            dy = change if curve == "A" else -change / 3
            after, before = (bond(coupon, years, z, frequency)[0] for z in (y + dy, y))
            row.append(face / 100 * (after - before))
        rows.append(row)
    return rows


def questions() -> Iterator[Question]:
    cases = product(("call", "put"), (42.0, 90.0), (60.0,), (0.05, 3.0), (0.2, 0.8))
    for i, (kind, spot, strike, years, vol) in enumerate(cases):
        terms = (spot, strike, years, vol, 0.1 if i % 2 else -0.01, 0.05 if i % 3 else 0.0)
        yield Question(f"option-value-quantlib-{i + 1}", "OPTION_VALUE", [kind, *terms], "QuantLib",
                       "BlackCalculator: value, delta, gamma, vega, theta, rho",
                       lambda kind=kind, terms=terms: sensitivities(kind, *terms),
                       tolerance=CLOSE)  # fmt: skip
    history = [["X", "Y", "x vol"],
               *([m, -m / 2, s] for m, s in zip(MOVES, SHIFTS, strict=True))]  # fmt: skip
    yield Question("option-pnl-quantlib", "OPTION_PNL",
                   [history, [OPTION_HEADER, *map(list, OPTIONS)]], "QuantLib",
                   "BlackCalculator before and after each move", option_pnl,
                   at={"from_row": 2}, tolerance=CLOSE)  # fmt: skip

    for i, (_, _, _, coupon, years, y, frequency) in enumerate(BONDS):
        yield Question(f"bond-value-quantlib-{i + 1}", "BOND_VALUE", [coupon, years, y, frequency],
                       "QuantLib", "CashFlows.npv, duration, convexity, basisPointValue",
                       lambda c=coupon, t=years, y=y, f=frequency: [bond(c, t, y, f)],
                       tolerance={"relative": 1e-9, "absolute": 1e-9,
                                  "reason": "sums in another order"})  # fmt: skip
    changes = [["A", "B"], *([c, -c / 3] for c in CHANGES)]
    yield Question("bond-pnl-quantlib", "BOND_PNL", [changes, [BOND_HEADER, *map(list, BONDS)]],
                   "QuantLib", "CashFlows.npv before and after each change", bond_pnl,
                   at={"from_row": 2},
                   tolerance={"absolute": 1e-9, "relative": 1e-9,
                              "reason": "differences of two sums"})  # fmt: skip

    moves = np.array([-0.4, -0.2, -0.1, 0.0, 0.1, 0.25])
    curves = np.column_stack([100 * moves, -800 * moves**2, np.sin(5 * moves)])
    asked = returns("gfc")["SPX"].to_numpy()
    one = [["Move", "A", "B", "C"], *np.column_stack([moves, curves]).tolist()]
    spx = {"data": "gfc", "columns": ["SPX"], "header": False}
    yield Question("grid-scipy", "GRID_PNL", [spx, one], "scipy",
                   "interpolate.CubicSpline, not-a-knot",
                   lambda: CubicSpline(moves, curves)(asked),
                   at={"from_row": 2},
                   tolerance={"absolute": 1e-11, "relative": 1e-11,
                              "reason": "splines through the same points"})  # fmt: skip
    yield Question("grid-linear-numpy", "GRID_PNL", [spx, one, "linear"], "numpy", "interp",
                   lambda: np.column_stack([np.interp(asked, moves, c) for c in curves.T]),
                   at={"from_row": 2},
                   tolerance={"absolute": 1e-11, "relative": 1e-12,
                              "reason": "weights first, P&L after"})  # fmt: skip
    second = np.array([-0.1, -0.03, 0.0, 0.05, 0.2])
    surface = np.outer(moves, 50 + 200 * second) - 300 * np.add.outer(moves**2, second**2)
    two = [[None, *second.tolist()], *np.column_stack([moves, surface]).tolist()]
    across = returns("gfc")["UST10Y"].to_numpy()
    yield Question("grid-surface-scipy", "GRID_PNL",
                   [{"data": "gfc", "columns": ["SPX", "UST10Y"], "header": False}, two], "scipy",
                   "interpolate.RectBivariateSpline, degree 3, no smoothing",
                   lambda: RectBivariateSpline(moves, second, surface, s=0).ev(asked, across)[:, None],
                  
                   tolerance={"absolute": 1e-10, "relative": 1e-10,
                              "reason": "B-splines against piecewise polynomials"})  # fmt: skip

    book = returns("gfc")
    gamma = np.array([[-900.0, 120.0, 0.0], [120.0, 50.0, -80.0], [0.0, -80.0, 30.0]])
    delta = np.array([60.0, -30.0, 10.0])
    assets = {"data": "gfc", "columns": list(book.columns), "header": False}
    yield Question("delta-gamma-numpy", "DELTA_GAMMA_PNL", [assets, delta.tolist(), gamma.tolist()],
                   "numpy", "a loop over the days of d·x + x·G·x/2",
                   lambda: [[float(delta @ x + x @ gamma @ x / 2)] for x in book.to_numpy()],
                   tolerance={"absolute": 1e-12, "relative": 1e-12,
                              "reason": "the same arithmetic in another order"})  # fmt: skip

    file = pd.read_csv(DATA / "gfc.csv", float_precision="round_trip")
    yield Question("currency-pandas", "IN_CURRENCY",
                   [{"data": "gfc", "columns": ["Date", "SPX"]}, "USD", "EUR",
                    {"data": "gfc", "columns": ["Date", "EURUSD"]}], "pandas",
                   "Series.add, div and sub on aligned dates",
                   lambda: file["SPX"].add(1).div(file["EURUSD"].add(1)).sub(1).to_numpy(),
                   at={"from_row": 2, "column": 2})  # fmt: skip
