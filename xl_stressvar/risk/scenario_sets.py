"""The sets of scenarios that are built in: crises replayed, the article's, a supervisor's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..crises import coverage, scenarios
from ..crises.factors import ALL, FACTORS, YIELDS
from ..crises.scenarios import Scenario
from ..crises.transformations import ParBond, par_bond_return
from ..crises.windows import CRISES, GFC
from ..domain import Days, Matrix, Window, dates
from . import shocks

REFERENCE = "SPX"  # whose peak and trough a replay runs from and to
_EVE_DAYS = 7  # before a window, within which the last yields before it lie


def of(name: str, factors: Sequence[str] | None = None) -> list[Scenario]:
    """The scenarios of a set; of the factors asked for, where they have them. Empty ones are left out."""
    made = {"replay": _replays, "article": _article, "supervisory": _supervisory}[name](factors)
    return [scenario for scenario in made if scenario.shocks]


def _replays(factors: Sequence[str] | None) -> list[Scenario]:
    return [replay(crisis.name, crisis.window, factors) for crisis in CRISES]


def replay(name: str, window: Window, factors: Sequence[str] | None = None) -> Scenario:
    """What each factor did while the S&P 500 fell from its peak to its trough in a window.

    The same days for all factors, so that the moves belong together: what rose meanwhile, rises.
    """
    days, (returns,) = _block(window, [REFERENCE])
    fall = shocks.fall(returns)
    codes = _covering(window, factors)
    moves = list(_block(window, codes)[1]) if codes else []
    first = dates.iso(int(days[fall.peak])) if fall.peak >= 0 else "the day before the window"
    return Scenario(
        f"{name} ({window.code})",
        {
            code: shocks.compounded(column, fall.peak, fall.trough)
            for code, column in zip(codes, moves, strict=True)
        },
        f"built-in data, S&P 500 from peak to trough: {first} to {dates.iso(int(days[fall.trough]))}",
    )


def _block(window: Window, codes: Sequence[str]) -> tuple[Days, Matrix]:
    days, block = coverage.returns(window, codes)
    return days, block.T


def _covering(window: Window, factors: Sequence[str] | None) -> tuple[str, ...]:
    """Of the factors asked for those that have the window: no replay without what it replays."""
    if factors is None:
        return coverage.covering(window)
    codes = coverage.expanded(factors, window)
    return tuple(code for code in codes if coverage.covers(code, window))


def _article(factors: Sequence[str] | None) -> list[Scenario]:
    eve = Window(GFC.start - _EVE_DAYS, GFC.start - 1)
    days, block = coverage.levels(eve, YIELDS)
    up = {
        code: _revalued(code, y, y + scenarios.RATES_UP)
        for code, y in zip(YIELDS, block[-1].tolist(), strict=True)
    }
    source = scenarios.RATES_UP_SOURCE.format(day=dates.iso(int(days[-1])))
    every = [
        Scenario("Rates up by 200 bp", up, source),
        scenarios.SPREADS_OUT,
        scenarios.VOLATILITIES_UP,
    ]
    return [_only(scenario, factors) for scenario in every]


def _supervisory(factors: Sequence[str] | None) -> list[Scenario]:
    moves = {name: level.after / level.before - 1 for name, level in scenarios.FED_2025.items()}
    moves["UST10Y"] = _revalued("UST10Y", *scenarios.FED_2025_YIELD)
    moves[scenarios.CREDIT_SPREAD] = scenarios.FED_2025_BBB.after - scenarios.FED_2025_BBB.before
    order = [f.code for f in FACTORS] + [scenarios.CREDIT_SPREAD, scenarios.VOLATILITY]
    made = {name: moves[name] for name in order if name in moves}
    scenario = Scenario(scenarios.FED_2025_NAME, made, scenarios.FED_2025_SOURCE)
    return [_only(scenario, factors)]


def _revalued(code: str, before: float, after: float) -> float:
    """The return of a factor's par bond whose yield moves at once."""
    bond = ALL[code].transformation
    assert isinstance(bond, ParBond)
    moved = par_bond_return(np.array([before]), np.array([after]), bond.years, np.array([0]))
    return float(moved[0])


def _only(scenario: Scenario, factors: Sequence[str] | None) -> Scenario:
    """The scenario's shocks of the factors asked for; a group's word stands for its factors."""
    if factors is None:
        return scenario
    wanted = {code for word in factors for code in _codes(word)}
    kept = {name: shock for name, shock in scenario.shocks.items() if name in wanted}
    return Scenario(scenario.name, kept, scenario.source)


def _codes(word: str) -> tuple[str, ...]:
    if word in coverage.WORDS:
        return tuple(factor.code for factor in coverage.WORDS[word].factors)
    return (word,)
