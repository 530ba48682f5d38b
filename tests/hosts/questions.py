"""Calls of every function of the catalogue, to put to every host: the same question, each its own way.

An argument is a number, a text, `OMITTED`, a `Ref` to a range, or a `Handle`; from one list come the
formula for a sheet and the cells for `xl_stressvar.dispatch.call`. A new function, method or choice is in
the list by itself; only a new parameter needs a line in BY_PARAMETER.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.support import SEARCHED
from xl_stressvar.arguments.scalars import Choice
from xl_stressvar.arguments.windows import SeveralWindows, WindowList
from xl_stressvar.catalogue import CATALOGUE, Entry
from xl_stressvar.cells.algebra import OMITTED, Omitted, Value
from xl_stressvar.dispatch import call


@dataclass(frozen=True)
class Ref:
    """A sheet that holds one table from A1 on; all of it, or one cell of column A."""

    sheet: str
    row: int | None = None  # from 1

    @property
    def rows(self) -> list[list[Any]]:
        return sheets()[self.sheet]

    def cells(self) -> Value:
        return self.rows[self.row - 1][0] if self.row else [list(row) for row in self.rows]

    def __str__(self) -> str:
        if self.row:
            return f"{self.sheet}!$A${self.row}"
        last = xl_rowcol_to_cell(len(self.rows) - 1, max(map(len, self.rows)) - 1)
        return f"{self.sheet}!A1:{last}"


@dataclass(frozen=True)
class Handle:
    """LOAD_HISTORY of a range."""

    of: Ref

    def cells(self) -> Value:
        loaded = call("LOAD_HISTORY", [self.of.cells()])
        assert isinstance(loaded.value, str), loaded.sentence()
        return loaded.value

    def __str__(self) -> str:
        return f"LOAD_HISTORY({self.of})"


Asked = Value | Ref | Handle | Omitted


@cache
def sheets() -> dict[str, list[list[Any]]]:
    """The data: the library's GFC, and small tables anyone can read."""
    gfc: Any = call("CRISIS_RETURNS", ["GFC", [["SPX", "UST10Y", "GOLD"]]]).value
    # XlsxWriter writes 16 digits, a double has 17: fewer, so that Calc gets the very same numbers
    gfc = [[round(c, 9) if isinstance(c, float) else c for c in row] for row in gfc]
    fx: Any = call("CRISIS_RETURNS", ["GFC", [["EURUSD", "GBPUSD"]]]).value
    fx = [[round(c, 9) if isinstance(c, float) else c for c in row] for row in fx]
    steps = [-0.3, -0.1, -0.05, 0.0, 0.05, 0.1, 0.3]
    days = [round(100 * math.sin(1.0 * i), 6) for i in range(1, 251)]  # a P&L without luck or seed
    return {
        "History": [row[:3] for row in gfc],
        "Factors": [[row[0], row[3]] for row in gfc],
        "Fx": fx,
        "Curves": [
            [row[0], *(round(0.05 * c, 9) if isinstance(c, float) else c for c in row[1:3])]
            for row in gfc
        ],
        "Currencies": [["EUR", "GBP"]],
        "Grid": [
            [None, *steps],
            *([x, *(round(100 * x - 300 * x * y, 6) for y in steps)] for x in steps),
        ],
        "Options": [
            [
                "name",
                "underlying",
                "type",
                "quantity",
                "spot",
                "strike",
                "years",
                "volatility",
                "rate",
            ],
            ["Put", "SPX", "put", -10.0, 100.0, 95.0, 0.25, 0.2, 0.03],
            ["Call", "UST10Y", "call", 5.0, 50.0, 52.0, 1.0, 0.1, 0.03],
        ],
        "Bonds": [
            ["name", "curve", "face", "coupon", "years", "yield", "frequency"],
            ["Short", "SPX", 100.0, 0.05, 2.0, 0.04, 2.0],
            ["Long", "UST10Y", -50.0, 0.0, 9.5, 0.05, 1.0],
        ],
        "Groups": [["SPX", "Equity", "US"], ["UST10Y", "Rates", "US"]],
        "Trades": [[-20.0, 10.0]],
        "Gammas": [[-300.0, 50.0], [50.0, -100.0]],
        "Theory": [[p + i % 3] for i, p in enumerate(days)],
        "Undated": [[round(math.sin(i), 9), round(math.cos(i), 9)] for i in range(1, 11)],
        "Named": [["UST10Y", 40.0], ["spx", 60.0]],
        "Row": [[60.0, 40.0]],
        "Column": [[60.0], [40.0]],
        "Portfolios": [[60.0, 40.0], [0.0, 100.0], [-50.0, 30.0]],
        "Prices": [
            ["Date", "A", "B"],
            [45000.0, 3.0, 7.0],
            [45001.0, 2.0, 8.0],
            [45002.0, 2.5, 9.0],
        ],
        "Gaps": [["A", "B"], [1.0, None], [1.0, 2.0], [None, 3.0], [2.0, 4.0]],
        "Matrix": [[1.0, 0.3], [0.3, 1.0]],
        "Export": [
            ["Prices of desk 4", None, None],
            ["Date", "A", "B"],
            ["17/09/2008", "1,5", 50.0],
            ["16/09/2008", "1,25", "n/a"],
            ["15/09/2008", "1.234,5", 52.0],
        ],
        "Dates": [[39692.0, 40056.0]],
        "Windows": [["GFC"], ["2008-10-01:2009-03-31"]],
        "Vols": [[0.01, 0.02]],
        "Series": [[10.0 + i % 7] for i in range(60)],
        "Pnl": [[p] for p in days],
        "Shocks": [[-0.1, None], [None, 0.02]],
        "Spots": [[-0.1, 0.02], [0.05, -0.01]],
        "Es": [[100.0, 60.0, 40.0]],
        "Horizons": [[10.0, 20.0, 40.0]],
        "Cells": [[x] for x in TYPED],
        "Names": [["Rates"], ["Equity"], ["Credit"]],
        "Limits": [[120.0], [60.0], [50.0]],
        "Seen": [[45838.0 + 13 * i] for i in range(28)],
        "Scenarios": [
            ["Scenario", "Factor", "Shock"],
            ["Fall", "SPX", -0.2],
            ["Up", "UST10Y", 0.03],
        ],
    }


HISTORY, POSITIONS = Ref("History"), Ref("Row")
#: By parameter; a function that needs another says so below.
BY_PARAMETER: dict[str, Asked] = {
    "history": HISTORY, "positions": POSITIONS, "window": "GFC", "windows": Ref("Windows"),
    "confidence": 0.95, "horizon_days": 10.0, "method": "historical exc", "lookback": 200.0,
    "as_of": "2026-06-30", "factors": Ref("Factors"), "betas": 1.5, "prices": Ref("Prices"),
    "levels": Ref("Gaps"), "max_fill": 2.0, "keep_gaps": "young", "max_age_years": 7.0, "matrix": Ref("Matrix"),
    "correlation": Ref("Matrix"), "volatilities": Ref("Vols"), "volatility": 0.012,
    "value": 100.0, "length": 100.0, "level": 0.9, "vol_multiple": 3.0, "crisis_correlation": 0.7,
    "current_var": Ref("Series"), "stressed_var": Ref("Series"), "multiplier": 4.0,
    "averaging_days": 30.0, "stressed_multiplier": 3.5, "stressed_averaging": 20.0,
    "capital": 400.0, "requirement": 450.0, "total_assets": 10000.0, "leverage_ratio": 0.04,
    "es_values": Ref("Es"), "horizons": Ref("Horizons"), "base": 10.0, "exceptions": 5.0,
    "es_reduced_stressed": 100.0, "es_full_current": 90.0, "es_reduced_current": 80.0,
    "unconstrained": 100.0, "constrained": Ref("Es"), "rho": 0.4, "imcc": 100.0, "ses": 20.0,
    "imcc_average": 70.0, "ses_average": 10.0, "pnl": Ref("Pnl"), "var": 99.0, "es": 99.5,
    "observations": 250.0, "alert_rate": 0.02, "shocks": Ref("Spots"), "duration": 7.0,
    "shift_bp": 100.0, "convexity": 60.0, "spread_duration": 4.0, "from_bp": 100.0,
    "to_bp": 250.0, "loss": 10.0, "annualise": 0.0, "days": 5.0, "set": "supervisory",
    "names": Ref("Names"), "measures": Ref("Es"), "limits": Ref("Limits"), "warn": 0.75,
    "currencies": Ref("Currencies"), "fx": Ref("Fx"), "grid": Ref("Grid"), "interpolation": "linear",
    "type": "put", "spot": 100.0, "strike": 95.0, "years": 0.5, "rate": 0.03, "yield": 0.02,
    "options": Ref("Options"), "coupon": 0.05, "frequency": 4.0, "face": 1000.0,
    "bonds": Ref("Bonds"), "delta": Ref("Row"), "gamma": Ref("Gammas"),
    "idiosyncratic_credit": Ref("Es"), "idiosyncratic_equity": Ref("Es"), "other": Ref("Es"),
    "hypothetical": Ref("Pnl"), "theoretical": Ref("Theory"),
    "groups": Ref("Groups"), "trades": Ref("Trades"),
    "dates": Ref("Seen"), "range": Ref("Export"), "day_first": 1.0, "decimal": ",",
    "count": 2.0, "every": 20.0,
    "spikes": "blank", "measure": "es",
}  # fmt: skip
BY_FUNCTION: dict[str, dict[str, Asked]] = {
    "CRISIS_RETURNS": {"factors": "SPX;GOLD", "betas": Ref("Row")},
    "CRISIS_CHANGES": {"factors": "UST2Y;UST10Y"},
    "CRISIS_SHOCKS": {"factors": "SPX;XLF;EURCHF"},
    "SCENARIO_LIBRARY": {"factors": "SPX;UST10Y"},
    "SCENARIO_TABLE": {"set": Ref("Scenarios")},
    "STRESS_CORR": {"correlation": 0.6},
    "IN_CURRENCY": {"base": "USD"},
    "OPTION_VALUE": {"volatility": 0.2},
    "BOND_PNL": {"history": Ref("Curves")},
    "SCENARIO_PROPAGATE": {"shocks": Ref("Shocks")},
    "VAR_INTERVAL": {"method": "normal"},
    "BACKTEST_STRESSED_VAR": {"stressed_var": 99.0},
}
KINDS = {
    "TO_RETURNS": "log", "OVERLAPPING_RETURNS": "sum", "CRISIS_CORR": "spearman", "CAPITAL_REQ": "basel2.5",
    "CAPITAL_MULTIPLIER": "frtb",
}  # fmt: skip
#: Calls beside those made from the parameters: every shape a user may select.
MORE: tuple[tuple[str, tuple[Asked, ...]], ...] = (
    ("STRESSED_VAR", (HISTORY, Ref("Named"))),
    ("STRESSED_VAR", (HISTORY, Ref("Column"), Ref("Dates"))),
    ("STRESSED_VAR", (HISTORY, Ref("Portfolios"), OMITTED, 99.0)),
    ("STRESSED_VAR", (HISTORY, POSITIONS, 2008.0, OMITTED, OMITTED, "normal")),
    ("STRESSED_VAR", (HISTORY, POSITIONS, Ref("Windows"))),
    ("STRESSED_VAR", (Ref("Pnl"), 1.0)),
    ("CURRENT_VAR", (HISTORY, Ref("Portfolios"), OMITTED, OMITTED, OMITTED, 120.0)),
    ("CRISIS_CORR", (Ref("Undated"), OMITTED, "kendall")),
    ("CRISIS_VOL", (Ref("Undated"),)),
    ("CAPITAL_REQ", (100.0, 250.0)),
    ("SCENARIO_PNL", (POSITIONS, Ref("Row"))),
    ("SCENARIO_PNL", (100.0, Ref("Column"))),
    ("SCENARIO_PNL", (100.0, Ref("Row"))),
    ("STRESSED_VAR", (Ref("Pnl"), Ref("Row"))),
    ("STRESSED_VAR", (Ref("Pnl"), Ref("Column"))),
)

#: What is typed above, each in a cell of its own: a reference to one cell goes other ways than a literal.
TYPED = list(
    dict.fromkeys(
        x
        for x in (
            *BY_PARAMETER.values(),
            *KINDS.values(),
            *(y for more in BY_FUNCTION.values() for y in more.values()),
        )
        if isinstance(x, (float, str))
    )
)

Call = tuple[str, tuple[Asked, ...]]


def calls() -> Iterator[Call]:
    """Every function with its required arguments, with all of them typed, and with all of them in cells;
    with every word of its choices; with the worst window, several, and a handle where it takes one;
    and the calls of MORE. Some are refused (student t has no interval): that is to be the same too.
    """
    for entry in CATALOGUE:
        if entry.name == "STRESSVAR_WHY":
            continue
        names = [p.name for p in entry.parameters]
        whole = arguments(entry)
        needed = tuple(a for a, p in zip(whole, entry.parameters, strict=True) if p.required)
        if "as_of" not in names:  # today, if left out
            yield entry.name, needed
        if len(needed) < len(whole):
            yield entry.name, whole
        in_cells = tuple(map(_in_a_cell, whole))
        if in_cells != whole:
            yield entry.name, in_cells
        for i, parameter in enumerate(entry.parameters):
            for other in _others(parameter.kind, whole[i]):
                yield entry.name, (*whole[:i], other, *whole[i + 1 :])
    yield from (found for found in MORE if found[0] in CATALOGUE)


def by_quick_methods() -> Iterator[Call]:
    """Those without a method that is fitted by a search: a tenth less, in half the time."""
    for name, given in calls():
        if not any(isinstance(a, str) and a in SEARCHED for a in given):
            yield name, given


def some_and_every(some: list[Call], every: list[Call]) -> list[Any]:
    """The cases of a test: some calls, and every one, which is slow."""
    return [pytest.param(some, id="some"), pytest.param(every, id="every", marks=pytest.mark.slow)]


def by_function(some: list[Call], every: list[Call]) -> list[Any]:
    """The same for each function by itself."""
    return [
        pytest.param(
            [one for one in asked if one[0] == name], id=f"{name} {case.id}", marks=case.marks
        )
        for case in some_and_every(some, every)
        for asked in case.values
        for name in sorted({name for name, _ in asked})
    ]


def _others(kind: object, given: Asked) -> Iterator[Asked]:
    """What else an argument may be, by its kind."""
    if isinstance(kind, Choice):
        yield from (word for word in kind.words if word != given)
    elif isinstance(kind, SeveralWindows):
        yield "GFC;2008-10-01:2009-03-31"
        if not isinstance(kind, WindowList):
            yield "WORST"
    elif given == HISTORY:
        yield Handle(HISTORY)


def _in_a_cell(argument: Asked) -> Asked:
    return (
        Ref("Cells", TYPED.index(argument) + 1) if isinstance(argument, (float, str)) else argument
    )


def arguments(entry: Entry) -> tuple[Asked, ...]:
    """An example for each parameter; a new parameter needs a line above."""
    special = BY_FUNCTION.get(entry.name, {})
    out: list[Asked] = []
    for p in entry.parameters:
        if p.name in ("kind", "rule"):
            out.append(KINDS[entry.name])
        else:
            out.append(special[p.name] if p.name in special else BY_PARAMETER[p.name])
    return tuple(out)


def formula(name: str, arguments: Sequence[Asked]) -> str:
    """The call as typed in Excel."""
    return f"={name}({','.join(_typed(a) for a in arguments)})"


def _typed(argument: Asked) -> str:
    if argument is OMITTED:
        return ""
    if isinstance(argument, str):
        return f'"{argument}"'
    if isinstance(argument, list):
        return "{" + ";".join(",".join(map(_typed, row)) for row in argument) + "}"
    return repr(argument) if isinstance(argument, float) else str(argument)


def cells(arguments: Sequence[Asked]) -> list[Value]:
    """The arguments as cells."""
    return [a.cells() if isinstance(a, (Ref, Handle)) else a for a in arguments]


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


def shown(text: str) -> list[list[float | str]]:
    """What a docstring shows, as rows: a number, a text, TRUE, or {1,2;3,4}."""
    rows = text.strip()
    if rows.startswith("{"):
        return [[_one(c) for c in row.split(",")] for row in rows.strip("{}").split(";")]
    return [[_one(rows)]]


def _one(text: str) -> float | str:
    plain = text.strip().strip('"')
    if plain in ("TRUE", "FALSE"):
        return float(plain == "TRUE")
    return float(plain) if _NUMBER.fullmatch(plain) else plain


def decimals(text: str) -> int:
    """The most decimals a docstring shows."""
    return max((len(d) for d in re.findall(r"\.(\d+)", text)), default=0)
