"""Profit and loss attribution: two statistics against scipy, and the zones at their boundaries."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.support import column, failed, value
from xl_stressvar.risk.backtests.pla import Attribution, Zone

RNG = np.random.default_rng(32)


@pytest.mark.parametrize("digits", [8, 1, 0])  # the fewer, the more ties
def test_the_statistics_are_scipys(digits) -> None:
    x = np.round(RNG.normal(size=250), digits)
    y = np.round(x + 0.5 * RNG.normal(size=250), digits)
    got = dict(value("PLA_TEST", column(x.tolist()), column(y.tolist())))
    assert got["Spearman correlation"] == pytest.approx(stats.spearmanr(x, y).statistic, rel=1e-12)
    assert got["Kolmogorov-Smirnov distance"] == pytest.approx(
        stats.ks_2samp(x, y).statistic, rel=1e-12
    )
    assert got["Days"] == 250


@pytest.mark.parametrize(
    ("spearman", "distance", "zone"),
    [
        (0.81, 0.08, Zone.GREEN),
        (0.80, 0.08, Zone.AMBER),
        (0.81, 0.09, Zone.AMBER),
        (0.70, 0.12, Zone.AMBER),
        (0.69, 0.08, Zone.RED),
        (0.81, 0.121, Zone.RED),
        (0.1 + 0.7, 0.08, Zone.AMBER),  # a rounding below 0.8
    ],
)
def test_boundaries_are_amber_and_the_desk_has_the_worse_zone(spearman, distance, zone) -> None:
    assert Attribution(250, spearman, distance).zone is zone


def test_days_are_matched_whichever_way_the_rows_run() -> None:
    x = [[40000.0 + i, float(i * i % 7)] for i in range(20)]
    y = [[day, number + 0.1] for day, number in reversed(x)]
    assert dict(value("PLA_TEST", x, y))["Spearman correlation"] == 1
    without_dates = [[row[1]] for row in y]
    assert dict(value("PLA_TEST", list(reversed(x)), without_dates))["Spearman correlation"] == 1


def test_other_days_and_a_still_pnl_are_refused() -> None:
    x = [[40000.0 + i, float(i)] for i in range(20)]
    error, sentence = failed("PLA_TEST", x, [[day + 1, number] for day, number in x])
    assert error == "#VALUE!"
    assert sentence.startswith("theoretical has 2009-07-07 where the other P&L has 2009-07-06.")
    assert failed("PLA_TEST", x, x[:-1])[0] == "#VALUE!"
    assert failed("PLA_TEST", x, [[day, 1.0] for day, _ in x])[0] == "#NUM!"
    assert failed("PLA_TEST", column([1.0]), column([2.0]))[0] == "#N/A"
