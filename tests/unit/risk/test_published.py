"""Backtests, and weights by age, against published tables and worked examples.

Sources: MATLAB = the documentation of the Risk Management Toolbox, varbacktest (pof, tuff, cci, cc,
tl; equity index, Normal95, 1,043 days) and esbacktest; GARCH = a published comparison of GARCH
models, 224 days at 99% (LR.uc 2.544 and 6.535); KUPIEC = Kupiec (1995), table of non-rejection
regions; BCBS22 = Basel backtesting framework (1996), table 2; HYBRID = the example of the hybrid
approach (Boudoukh, Richardson & Whitelaw 1998), as Allen, Boudoukh & Saunders (2004), Understanding
Market, Credit and Operational Risk, print it.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.support import column, value


def matlab_days() -> list[list[float]]:
    """1,043 days with MATLAB's counts: 57 failures, the first on day 58; N00 932, N01 = N10 = 53, N11 4.

    The statistics depend on these counts alone, so any order that has them will do.
    """
    runs = [[1, 1, 0]] * 4 + [[1, 0]] * 49
    hits = [0] * 57 + [x for run in runs for x in run]
    hits += [0] * (1043 - len(hits))
    return column([-2.0 if hit else 0.5 for hit in hits])


def test_the_made_up_days_have_the_published_counts() -> None:
    hits = np.array(matlab_days())[:, 0] < -1
    before, after = hits[:-1], hits[1:]
    assert hits.sum() == 57
    assert hits.argmax() == 57
    assert [
        (~before & ~after).sum(),
        (before & ~after).sum(),
        (~before & after).sum(),
        (before & after).sum(),
    ] == [932, 53, 53, 4]


def test_report_reproduces_matlab() -> None:
    report = dict(value("BACKTEST_VAR", matlab_days(), 1, 0.95))
    published = {  # MATLAB: summary, pof, tuff, cci, cc
        "Days": 1043,
        "Exceptions": 57,
        "Exception rate": 1 - 0.94535,
        "Expected exceptions": 52.15,
        "Kupiec LR": 0.46147,
        "Kupiec p-value": 0.49694,
        "TUFF LR": 1.7354,
        "TUFF p-value": 0.18773,
        "Independence LR": 0.25866,
        "Independence p-value": 0.61104,
        "Conditional coverage LR": 0.72013,
        "Conditional coverage p-value": 0.69763,
    }
    for label, expected in published.items():
        assert report[label] == pytest.approx(expected, abs=6e-5 if label == "TUFF LR" else 6e-6), (
            label
        )
    assert report["Traffic light"] == "green"
    assert report["Direction"] == "in line"


def test_christoffersen_reproduces_matlab() -> None:
    got = value("CHRISTOFFERSEN_TEST", matlab_days(), 1, 0.95)
    assert got == [pytest.approx([0.25866, 0.61104, 0.72013, 0.69763], abs=6e-6)]


def test_traffic_light_reproduces_matlab() -> None:
    zone, probability, factor = value("TRAFFIC_LIGHT", 57, 1043, 0.95)[0]
    assert (zone, factor) == ("green", "n/a")
    assert probability == pytest.approx(0.77913, abs=6e-6)
    assert value("TRAFFIC_LIGHT", 40, 250, 0.9)[0][0] == "yellow"  # MATLAB calls it amber


@pytest.mark.parametrize(
    ("x", "n", "confidence", "lr", "p"),
    [
        (5, 224, 0.99, 2.5441, 0.111),  # GARCH
        (7, 224, 0.99, 6.5350, 0.011),  # GARCH
        (15, 1000, 0.99, 2.1892, 0.1390),  # a published tutorial, 15 of 1,000 at 99%
        (57, 1043, 0.95, 0.46147, 0.49694),  # MATLAB
    ],
)
def test_kupiec_statistic(x, n, confidence, lr, p) -> None:
    got = value("KUPIEC_TEST", x, n, confidence)[0]
    assert got[0] == pytest.approx(lr, abs=6e-5)
    assert got[1] == pytest.approx(p, abs=6e-4)


@pytest.mark.parametrize(
    ("confidence", "n", "low", "high"),
    [  # KUPIEC: not rejected at 5% for low < x < high
        (0.99, 510, 1, 11),
        (0.99, 1000, 4, 17),
        (0.95, 255, 6, 21),
        (0.95, 510, 16, 36),
        (0.95, 1000, 37, 65),
    ],
)
def test_kupiec_regions(confidence, n, low, high) -> None:
    kept = [x for x in range(high + 20) if value("KUPIEC_TEST", x, n, confidence)[0][1] >= 0.05]
    assert (min(kept) - 1, max(kept) + 1) == (low, high)


def test_kupiec_region_of_255_days_at_99_percent() -> None:
    # KUPIEC prints x < 7; the exact ratio of no exception is 5.13, beyond the 3.84 of 5%
    kept = [x for x in range(20) if value("KUPIEC_TEST", x, 255)[0][1] >= 0.05]
    assert (min(kept), max(kept)) == (1, 6)
    assert value("KUPIEC_TEST", 0, 255)[0][0] == pytest.approx(-2 * 255 * np.log(0.99), rel=1e-12)


def test_basel_cumulative_probabilities() -> None:
    # BCBS22, table 2, in percent, and the zones: green to 4, yellow to 9, red from 10
    table = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.60, 99.89, 99.97, 99.99]
    plus = [0, 0, 0, 0, 0, 0.40, 0.50, 0.65, 0.75, 0.85, 1.00]
    rows = [value("TRAFFIC_LIGHT", x)[0] for x in range(11)]
    assert [round(100 * row[1], 2) for row in rows] == table
    assert [row[2] for row in rows] == plus
    assert [row[0] for row in rows] == ["green"] * 5 + ["yellow"] * 5 + ["red"]


def test_traffic_light_is_the_binomial_of_scipy() -> None:
    for n, c, x in [
        (1, 0.99, 0),
        (1, 0.99, 1),
        (500, 0.975, 20),
        (250, 0.99, 250),
        (10**10, 0.99, 10**8),
    ]:
        got = value("TRAFFIC_LIGHT", x, n, c)[0]
        assert got[1] == pytest.approx(stats.binom.cdf(x, n, 1 - c), rel=1e-12)
        assert got[2] == (1 if (n, c) == (250, 0.99) else "n/a")


@pytest.mark.parametrize(
    ("failures", "expected_severity", "observed_severity", "confidence", "z2"),
    [  # MATLAB, esbacktest and esbacktestbysim: summary and unconditional test, 1,966 days
        (57, 1.1928, 1.4221, 0.975, -0.38265),
        (102, 1.3288, 1.4515, 0.95, -0.13342),
        (55, 1.2652, 1.4134, 0.975, -0.25011),
    ],
)
def test_acerbi_szekely_reproduces_matlab(
    failures, expected_severity, observed_severity, confidence, z2
) -> None:
    pnl = column([-observed_severity] * failures + [1.0] * (1966 - failures))
    got = value("BACKTEST_ES", pnl, 1, expected_severity, confidence)[0]
    assert got[1] == pytest.approx(z2, abs=1.2e-4)  # the severities are printed to 4 decimals
    assert got[0] == pytest.approx(1 - observed_severity / expected_severity, rel=1e-12)
    assert got[2] == "n/a"  # 1,966 days


#: HYBRID: of the six worst of 100 days the return in percent, days ago (1 the last), weight, decay 0.98.
HYBRID = [(-3.3, 3, 0.0221), (-2.9, 2, 0.0226), (-2.7, 65, 0.0063), (-2.5, 45, 0.0095),
          (-2.4, 5, 0.0213), (-2.3, 30, 0.0128)]  # fmt: skip


@pytest.mark.parametrize("place", range(5))
def test_the_weights_by_age_are_those_printed(place) -> None:
    """A level just within the weights of the worst so far reads the last of them, just beyond the next."""
    pnl = [0.1] * 100
    for worst, ago, _ in HYBRID:
        pnl[-ago] = worst
    reached = sum(weight for _, _, weight in HYBRID[: place + 1])
    rounding = 0.00005 * (place + 1)
    for level, read in ((1 - reached + rounding, place), (1 - reached - rounding, place + 1)):
        var = value("CURRENT_VAR", column(pnl), 1, level, 1, "age weighted", 100)
        assert var == -HYBRID[read][0]
