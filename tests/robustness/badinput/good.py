"""A good call of every function, from which the bad ones are made by spoiling one argument.

Cells as a sheet holds them: small tables that cover the GFC, without luck or seed.
"""

from __future__ import annotations

import datetime as dt
import math

from xl_stressvar.catalogue import Entry
from xl_stressvar.cells.algebra import Cell, Value
from xl_stressvar.domain import dates

Grid = list[list[Cell]]
_FIRST = dates.serial(dt.date(2008, 9, 1))
WEEKDAYS = [float(_FIRST + i) for i in range(365) if dates.date(_FIRST + i).weekday() < 5]


def _daily(label: str, *names: str, scale: float = 0.02) -> Grid:
    """A dated table: each column a wave of its own, none a multiple of another."""
    rows: Grid = [[label, *names]]
    for i, day in enumerate(WEEKDAYS):
        rows.append(
            [day, *(round(scale * math.sin((2 + j) * i * i), 9) for j in range(len(names)))]
        )
    return rows


HISTORY = _daily("Date", "Stocks", "Bonds")
PRICES: Grid = [HISTORY[0], *([row[0], *(100 + 100 * x for x in row[1:])] for row in HISTORY[1:])]  # type: ignore[operator]
GAPS: Grid = [PRICES[0], PRICES[1], [PRICES[2][0], None, PRICES[2][2]], *PRICES[3:20]]
EXPORT: Grid = [
    ["Prices, desk 4", None, None],
    ["Date", "Stocks", "Bonds"],
    *(
        [f"{dates.date(int(day)):%Y%m%d}", f"{100 + i % 7},5", 50.0 + i % 5]
        for i, day in enumerate(WEEKDAYS[:30])
    ),
]
PNL = [[row[0], 1000 * row[1]] for row in HISTORY[1:]]  # type: ignore[operator]

CORRELATIONS: Grid = [[1.0, 0.3, 0.2], [0.3, 1.0, 0.1], [0.2, 0.1, 1.0]]

#: A valid value of every parameter, by name.
BY_PARAMETER: dict[str, Value] = {
    "history": HISTORY,
    "factors": _daily("Date", "Factor"),
    "prices": PRICES,
    "levels": GAPS,
    "range": EXPORT,
    "day_first": True,
    "spikes": "blank",
    "decimal": ",",
    "positions": [[60.0, 40.0]],
    "window": "GFC",
    "windows": [["GFC"], ["2008-10-01:2009-03-31"]],
    "confidence": 0.95,
    "horizon_days": 10.0,
    "method": "historical",
    "lookback": 200.0,
    "days": 5.0,
    "length": 250.0,
    "level": 0.9,
    "annualise": False,
    "kind": "pearson",
    "as_of": 46203.0,
    "betas": [[1.0, 2.0]],
    "max_fill": 2.0,
    "keep_gaps": "young",
    "max_age_years": 5.0,
    "matrix": CORRELATIONS,
    "correlation": CORRELATIONS,
    "volatilities": [[0.01, 0.02, 0.03]],
    "volatility": 0.01,
    "value": 100.0,
    "vol_multiple": 2.0,
    "crisis_correlation": 0.7,
    "current_var": [[100.0 + i % 7] for i in range(60)],
    "stressed_var": [[200.0 + i % 7] for i in range(60)],
    "multiplier": 4.0,
    "rule": "basel2.5",
    "averaging_days": 30.0,
    "stressed_multiplier": 3.5,
    "stressed_averaging": 30.0,
    "exceptions": 5.0,
    "capital": 400.0,
    "requirement": 450.0,
    "total_assets": 10000.0,
    "leverage_ratio": 0.03,
    "es_values": [[100.0, 60.0, 40.0]],
    "horizons": [[10.0, 20.0, 40.0]],
    "base": 10.0,
    "es_reduced_stressed": 100.0,
    "es_full_current": [[90.0 + i % 7] for i in range(60)],
    "es_reduced_current": [[80.0 + i % 7] for i in range(60)],
    "unconstrained": 100.0,
    "constrained": [[60.0, 50.0]],
    "idiosyncratic_credit": [[3.0, 4.0]],
    "idiosyncratic_equity": [[6.0], [8.0]],
    "other": [[10.0, 12.0]],
    "rho": 0.5,
    "imcc": 100.0,
    "ses": 20.0,
    "imcc_average": 70.0,
    "ses_average": 10.0,
    "pnl": PNL,
    "hypothetical": PNL,
    "theoretical": [[day, x + (i % 3)] for i, (day, x) in enumerate(PNL)],
    "var": 18.0,
    "es": 19.0,
    "observations": 250.0,
    "alert_rate": 0.01,
    "shocks": [[-0.1, 0.02]],
    "duration": 7.0,
    "shift_bp": 100.0,
    "convexity": 60.0,
    "spread_duration": 4.0,
    "from_bp": 100.0,
    "to_bp": 250.0,
    "loss": 10.0,
    "cell": 1.0,
    "set": "replay",
    "names": [["Rates"], ["Equity"], ["Credit"]],
    "groups": [["Stocks", "Equity", "US"], ["Bonds", "Rates", "US"]],
    "trades": [[-20.0, 10.0]],
    "count": 3.0,
    "every": 10.0,
    "measure": "es",
    "measures": [[50.0], [90.0], [120.0]],
    "limits": [[100.0], [100.0], [100.0]],
    "warn": 0.75,
    "spot": 100.0,
    "strike": 95.0,
    "years": 0.5,
    "rate": 0.03,
    "yield": 0.02,
    "coupon": 0.05,
    "frequency": 2.0,
    "face": 1000.0,
    "currencies": [["EUR", "GBP"]],
    "fx": _daily("Date", "EURUSD", "GBPUSD", scale=0.01),
    "dates": [[day] for day in WEEKDAYS[::5]],
}
OPTIONS: Grid = [
    ["name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate"],
    ["Put", "Stocks", "put", -10.0, 100.0, 95.0, 0.25, 0.2, 0.03],
    ["Call", "Bonds", "call", 5.0, 50.0, 52.0, 1.0, 0.1, 0.03],
]
BONDS: Grid = [
    ["name", "curve", "face", "coupon", "years", "yield", "frequency"],
    ["Short", "Stocks", 100.0, 0.05, 2.0, 0.04, 2.0],
    ["Long", "Bonds", -50.0, 0.0, 9.5, 0.05, 1.0],
]
STEPS = [-0.3, -0.1, -0.05, 0.0, 0.05, 0.1, 0.3]
SURFACE: Grid = [[None, *STEPS], *([x, *(100 * x - 300 * x * y for y in STEPS)] for x in STEPS)]
#: Where a function means something else by a name.
BY_FUNCTION: dict[str, dict[str, Value]] = {
    "CRISIS_RETURNS": {"factors": [["SPX"], ["GOLD"]]},
    "CRISIS_CHANGES": {"factors": [["UST2Y"], ["UST10Y"]]},
    "CRISIS_SHOCKS": {"factors": [["SPX"], ["GOLD"]]},
    "SCENARIO_LIBRARY": {"factors": [["SPX"], ["GOLD"]]},
    "SCENARIO_TABLE": {"set": [["Fall", "Stocks", -0.2], ["Rise", "Stocks", 0.1]]},
    "GRID_PNL": {"grid": SURFACE, "interpolation": "spline"},
    "OPTION_VALUE": {"type": "put", "volatility": 0.2},
    "OPTION_PNL": {"options": OPTIONS},
    "BOND_VALUE": {"years": 7.25, "frequency": 2.0},
    "BOND_PNL": {"history": _daily("Date", "Stocks", "Bonds", scale=0.001), "bonds": BONDS},
    "DELTA_GAMMA_PNL": {"delta": [[60.0, -40.0]], "gamma": [[-300.0, 50.0], [50.0, -100.0]]},
    "TO_RETURNS": {"kind": "simple"},
    "OVERLAPPING_RETURNS": {"kind": "compound"},
    "IN_CURRENCY": {"base": "USD"},
    "PORTFOLIO_VAR": {"positions": [[60.0, 40.0, -10.0]]},
    "APPROX_STRESSED_VAR": {"positions": [[60.0, 40.0, -10.0]]},
    "STRESS_CORR": {"correlation": 0.6},
    "BACKTEST_STRESSED_VAR": {"stressed_var": 18.0},
    "SCENARIO_PROPAGATE": {"shocks": [[-0.01, None]]},
}


def arguments(entry: Entry) -> list[Value]:
    """Every argument of a function, in order, as fresh cells; KeyError if a new one lacks a line."""
    special = BY_FUNCTION.get(entry.name, {})
    return [
        fresh(special[p.name] if p.name in special else BY_PARAMETER[p.name])
        for p in entry.parameters
    ]


def fresh(value: Value) -> Value:
    """The same cells in rows of their own, which may be spoilt."""
    return [list(row) for row in value] if isinstance(value, list) else value
