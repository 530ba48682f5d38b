"""Arguments for every function of the catalogue, as they stand in a sheet.

An argument is a number, a text, `OMITTED`, or a `Ref` to a range; from one list come the formula
for Calc and the cells for `xl_stressvar.call.call`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from xl_stressvar.call import call
from xl_stressvar.catalogue import CATALOGUE, Entry
from xl_stressvar.cells.algebra import OMITTED, Omitted, Value


@dataclass(frozen=True)
class Ref:
    """A sheet that holds one table from A1 on; all of it, or some of its columns."""

    sheet: str
    columns: tuple[int, int] | None = None

    def cells(self) -> list[list[Any]]:
        rows = sheets()[self.sheet]
        first, last = self.columns or (0, max(map(len, rows)) - 1)
        return [list(row[first : last + 1]) for row in rows]

    def __str__(self) -> str:
        first, last = self.columns or (0, max(map(len, sheets()[self.sheet])) - 1)
        return f"{self.sheet}!{chr(65 + first)}1:{chr(65 + last)}{len(sheets()[self.sheet])}"


@cache
def sheets() -> dict[str, list[list[Any]]]:
    """The data: the library's GFC, and small tables anyone can read."""
    gfc: Any = call("CRISIS_RETURNS", ["GFC", [["SPX", "UST10Y", "GOLD"]]]).value
    # XlsxWriter writes 16 digits, a double has 17: fewer, so that Calc gets the very same numbers
    gfc = [[round(c, 9) if isinstance(c, float) else c for c in row] for row in gfc]
    days = [round(100 * math.sin(1.0 * i), 6) for i in range(1, 251)]  # a P&L without luck or seed
    return {
        "History": [row[:3] for row in gfc],
        "Factors": [[row[0], row[3]] for row in gfc],
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
        "Dates": [[39692.0, 40056.0]],
        "Windows": [["GFC"], ["2008-10-01:2009-03-31"]],
        "Vols": [[0.01, 0.02]],
        "Series": [[10.0 + i % 7] for i in range(60)],
        "Pnl": [[p] for p in days],
        "Shocks": [[-0.1, None], [None, 0.02]],
        "Spots": [[-0.1, 0.02], [0.05, -0.01]],
        "Es": [[100.0, 60.0, 40.0]],
        "Horizons": [[10.0, 20.0, 40.0]],
    }


HISTORY, POSITIONS = Ref("History"), Ref("Row")
#: By parameter; a function that needs another says so below.
BY_PARAMETER: dict[str, Value | Ref | Omitted] = {
    "history": HISTORY, "positions": POSITIONS, "window": "GFC", "windows": Ref("Windows"),
    "confidence": 0.95, "horizon_days": 10.0, "method": "historical exc", "lookback": 200.0,
    "as_of": "2026-06-30", "factors": Ref("Factors"), "betas": 1.5, "prices": Ref("Prices"),
    "levels": Ref("Gaps"), "max_fill": 2.0, "max_age_years": 7.0, "matrix": Ref("Matrix"),
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
    "to_bp": 250.0, "loss": 10.0, "annualise": 0.0,
}  # fmt: skip
BY_FUNCTION: dict[str, dict[str, Value | Ref | Omitted]] = {
    "CRISIS_RETURNS": {"factors": "SPX;GOLD", "betas": Ref("Row")},
    "STRESS_CORR": {"correlation": 0.6},
    "SCENARIO_PROPAGATE": {"shocks": Ref("Shocks")},
    "VAR_INTERVAL": {"method": "normal"},
    "BACKTEST_STRESSED_VAR": {"stressed_var": 99.0},
}
KINDS = {
    "TO_RETURNS": "log", "CRISIS_CORR": "spearman", "CAPITAL_REQ": "basel2.5",
    "CAPITAL_MULTIPLIER": "frtb",
}  # fmt: skip
#: Calls beside those made from the parameters: every shape a user may select.
MORE: tuple[tuple[str, tuple[Value | Ref | Omitted, ...]], ...] = (
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
)

Call = tuple[str, tuple[Value | Ref | Omitted, ...]]


def calls() -> Iterator[Call]:
    """Every function with its required arguments, with all of them, and with those of MORE."""
    for entry in CATALOGUE:
        if entry.name == "STRESSVAR_WHY":
            continue
        needed = arguments(entry, only_required=True)
        if not (entry.parameters and entry.parameters[0].name == "as_of"):  # today, if left out
            yield entry.name, needed
        if len(needed) < len(entry.parameters):
            yield entry.name, arguments(entry)
    yield from (found for found in MORE if found[0] in CATALOGUE)


def arguments(entry: Entry, only_required: bool = False) -> tuple[Value | Ref | Omitted, ...]:
    """An example for each parameter; a new parameter needs a line above."""
    special = BY_FUNCTION.get(entry.name, {})
    out: list[Value | Ref | Omitted] = []
    for p in entry.parameters:
        if only_required and not p.required:
            break
        if p.name in ("kind", "rule"):
            out.append(KINDS[entry.name])
        else:
            out.append(special[p.name] if p.name in special else BY_PARAMETER[p.name])
    return tuple(out)


def formula(name: str, arguments: Sequence[Value | Ref | Omitted]) -> str:
    """The call as typed in Excel."""
    return f"={name}({','.join(_typed(a) for a in arguments)})"


def _typed(argument: Value | Ref | Omitted) -> str:
    if argument is OMITTED:
        return ""
    if isinstance(argument, str):
        return f'"{argument}"'
    return repr(argument) if isinstance(argument, float) else str(argument)


def cells(arguments: Sequence[Value | Ref | Omitted]) -> list[Value]:
    """The arguments as cells."""
    return [a.cells() if isinstance(a, Ref) else a for a in arguments]


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
