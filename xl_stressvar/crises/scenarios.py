"""Scenarios that are written down: facts, with their sources. Replays of crises come from the data.

A shock is a return as a decimal, of the library's factor of that name: -0.5 is a fall by half. Two names
are no returns: CREDIT SPREAD is a change in decimals (0.04 is 400 basis points), VOLATILITY a relative
change (1.5 is 2.5 times as much).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

SETS = ("replay", "article", "supervisory")
CREDIT_SPREAD, VOLATILITY = "CREDIT SPREAD", "VOLATILITY"


@dataclass(frozen=True)
class Scenario:
    """Shocks by factor, and where they come from."""

    name: str
    shocks: Mapping[str, float]
    source: str


class Levels(NamedTuple):
    """A level before a scenario, and in it."""

    before: float
    after: float


_ARTICLE = "Stressed VaR: Testing Under Crisis Conditions, Pomegra Learn"
RATES_UP = 0.02  # the article, case 11: what if rates rise by 200 bp
RATES_UP_SOURCE = f"{_ARTICLE}, case 11; par bonds at the yields of {{day}}, revalued at once"
SPREADS_OUT = Scenario(
    "Credit spreads from 100 to 500 bp", {CREDIT_SPREAD: 0.04}, f"{_ARTICLE}, case 5"
)
VOLATILITIES_UP = Scenario("Volatilities times 2.5", {VOLATILITY: 1.5}, f"{_ARTICLE}, case 12")

#: The Federal Reserve's severely adverse scenario of its 2025 stress test, from the last quarter of 2024
#: (tables 1A and 1B) to the last of 2025 (3A and 3B), in which its share prices are lowest.
FED_2025_NAME = "Federal Reserve 2025, severely adverse"
FED_2025_SOURCE = (
    "Board of Governors of the Federal Reserve System, 2025 Stress Test Scenarios, February 2025, "
    "tables 1A, 1B, 3A and 3B: 2024 Q4 to 2025 Q4"
)
FED_2025 = {
    "SPX": Levels(58399.3, 29199.6),  # Dow Jones Total Stock Market Index, for the S&P 500
    "EURUSD": Levels(1.035, 0.941),
    "GBPUSD": Levels(1.252, 1.138),
    "USDJPY": Levels(157.4, 153.9),
    VOLATILITY: Levels(27.6, 51.2),  # the market volatility index
}
FED_2025_YIELD = Levels(0.043, 0.011)  # of the 10-year Treasury
FED_2025_BBB = Levels(0.054 - 0.043, 0.060 - 0.011)  # BBB corporate yield above it
