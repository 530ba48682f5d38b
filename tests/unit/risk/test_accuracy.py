"""Numbers under stress, against the same formulas in 60 digits (mpmath).

What the data themselves hold limits some answers: moves of 1e-13 about 1 have three digits in a
float. There the reference takes the floats as given, and the bound says what is left.
"""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from tests.conformance.naive import estimators as naive
from tests.support import OMITTED, column, failed, value

mp.mp.dps = 60
BITS = 4 * np.finfo(float).eps
NOISE = np.random.default_rng(20080915).standard_t(5, 250)


def quantile(c: str) -> mp.mpf:
    return mp.sqrt(2) * mp.erfinv(2 * mp.mpf(c) - 1)


def standard_deviation(p: list[float]) -> mp.mpf:
    x = [mp.mpf(v) for v in p]
    mean = mp.fsum(x) / len(x)
    return mp.sqrt(mp.fsum((v - mean) ** 2 for v in x) / (len(x) - 1))


def var(p: list[float], method: str, c: float = 0.99, name: str = "STRESSED_VAR") -> float:
    got = value(name, column(p), 1.0, OMITTED, c, 1.0, method)
    assert isinstance(got, float)
    return got


@pytest.mark.parametrize(
    "c",
    ["0.500000000001", "0.500001", "0.5001", "0.51", "0.599999", "0.6", "0.75", "0.9", "0.99",
     "0.999999", "0.999999999", "0.999999999999"],
)  # fmt: skip
def test_the_normal_quantile_keeps_its_digits_at_both_ends(c: str) -> None:
    assert value("PARAM_VAR", 0.25, 4.0, float(c)) == pytest.approx(float(quantile(c)), rel=BITS)


@pytest.mark.parametrize("scale", [1e-170, 1e-160, 1e-12, 1.0, 1e12, 1e150, 1e160, 1e300])
def test_the_size_of_the_numbers_costs_no_digit(scale: float) -> None:
    p = (scale * NOISE).tolist()
    want = float(quantile("0.99") * standard_deviation(p))
    assert var(p, "normal") == pytest.approx(want, rel=10 * BITS)
    assert value("CRISIS_VOL", column(p), OMITTED, False) == [
        [pytest.approx(float(standard_deviation(p)), rel=10 * BITS)]
    ]
    # the other methods by their homogeneity; ν is found to the last bits but one or two
    for method in ("historical", "student t", "cornish fisher", "ewma", "filtered"):
        one = var(NOISE.tolist(), method, 0.9)
        assert var(p, method, 0.9) == pytest.approx(one * scale, rel=1e-12), method


def test_components_of_tiny_numbers_still_sum_to_the_var() -> None:
    returns = np.random.default_rng(1).normal(0, 1e-165, (60, 2)).tolist()
    for method in ("historical", "normal", "ewma", "student t"):
        table = value("VAR_CONTRIBUTION", returns, [[60.0, 40.0]], OMITTED, 0.9, 1.0, method)
        assert isinstance(table, list)
        parts, total = table[1:3], table[3]
        at = [str(cell).casefold() for cell in table[0]].index("component var")
        assert total[at] > 0
        assert sum(row[at] for row in parts) == pytest.approx(total[at], rel=1e-12), method


@pytest.mark.parametrize("move", [1e-3, 1e-6, 1e-9, 1e-12])
def test_a_drift_far_above_the_moves_cancels(move: float) -> None:
    p = (1 + move * NOISE).tolist()
    # the rounding of the mean, half a bit of 1, enters squared over the move squared
    rel = 10 * BITS + (BITS / move) ** 2
    assert var(p, "normal") == pytest.approx(
        float(quantile("0.99") * standard_deviation(p)), rel=rel
    )


def test_tied_losses_are_their_loss_exactly() -> None:
    p = [-0.1] * 5 + [0.1] * 95
    for method in ("historical", "historical exc", "historical rank"):
        assert var(p, method, 0.97) == 0.1
        assert var(p, method, 0.97, "STRESSED_ES") == pytest.approx(0.1, rel=BITS)


def test_the_tail_average_of_losses_of_all_sizes() -> None:
    p = [-(10.0**k) for k in range(-10, 11)] + [1.0] * 79
    exact = sum(Fraction(-(10.0**k)) for k in range(6, 11)) / 5
    assert var(p, "historical", 0.95, "STRESSED_ES") == pytest.approx(float(-exact), rel=BITS)


@pytest.mark.parametrize("c", ["0.500001", "0.51", "0.6", "0.8", "0.99", "0.999999"])
def test_the_t_quantile_near_the_middle_and_far_out(c: str) -> None:
    p = NOISE.tolist()
    nu = mp.mpf(float(naive.degrees_of_freedom(p)))
    # the point where the incomplete beta function leaves 2c - 1 between -q and q
    share = 2 * mp.mpf(c) - 1
    start = quantile(c)
    q = mp.findroot(
        lambda x: mp.betainc(mp.mpf("0.5"), nu / 2, 0, x * x / (nu + x * x), regularized=True) - share,
        (start, start * mp.mpf("1.2")), tol=1e-40,
    )  # fmt: skip
    want = standard_deviation(p) * mp.sqrt((nu - 2) / nu) * q
    # the naive search finds ν to about 1e-8, where VaR moves by less
    assert var(p, "student t", float(c)) == pytest.approx(float(want), rel=1e-7)


def log_ratio(x: int, n: int, c: str) -> mp.mpf:
    def part(count: int, share: mp.mpf, model: mp.mpf) -> mp.mpf:
        return count * mp.log(share / model) if count else mp.mpf(0)

    tail = 1 - mp.mpf(c)
    return 2 * (part(x, mp.mpf(x) / n, tail) + part(n - x, 1 - mp.mpf(x) / n, 1 - tail))


@pytest.mark.parametrize(
    ("x", "n", "c"),
    [(0, 1, "0.99"), (1, 1, "0.99"), (0, 250, "0.99"), (250, 250, "0.99"), (4, 250, "0.975"),
     (1, 10**6, "0.99"), (10_100, 10**6, "0.99"), (10**9 + 1, 10**11, "0.99"),
     (10**9 + 40_000, 10**11, "0.99"), (1, 10**15, "0.999999999999"), (51, 100, "0.500001"),
     (109, 1000, "0.9"), (111, 1000, "0.9"), (90, 1000, "0.9")],
)  # fmt: skip
def test_kupiec_at_counts_large_and_small(x: int, n: int, c: str) -> None:
    ((statistic, p),) = value("KUPIEC_TEST", float(x), float(n), float(c))  # type: ignore[misc]
    lr = log_ratio(x, n, c)
    assert statistic == pytest.approx(float(lr), rel=1e-9 if n > 10**9 else 1e-13, abs=1e-300)
    tail = mp.gammainc(mp.mpf("0.5"), lr / 2, regularized=True)
    assert p == pytest.approx(float(tail), rel=1e-9, abs=1e-300)


def test_kupiec_is_zero_where_the_rate_is_the_expected_one() -> None:
    for x, n in ((1, 100), (10**4, 10**6), (10**12, 10**14)):
        assert value("KUPIEC_TEST", float(x), float(n), 0.99) == [[0.0, 1.0]]


@pytest.mark.parametrize("days", [1.0, 2.5, 365.0, 1e4])
def test_a_horizon_however_long_is_its_root(days: float) -> None:
    got = value("PARAM_VAR", 0.01, 100.0, 0.99, days)
    assert got == pytest.approx(float(quantile("0.99") * mp.sqrt(mp.mpf(days))), rel=BITS)
    one = var(NOISE.tolist(), "historical", 0.9)
    scaled = value("STRESSED_VAR", column(NOISE.tolist()), 1.0, OMITTED, 0.9, days)
    assert scaled == pytest.approx(one * math.sqrt(days), rel=BITS)


def test_what_no_cell_can_hold_is_said() -> None:
    assert failed("PARAM_VAR", 0.5, 1e308, 0.99, 100)[0] == "#NUM!"
    assert failed("STRESSED_VAR", column([-1e308, 1e308] * 50), 10.0, OMITTED, 0.9)[0] == "#NUM!"
