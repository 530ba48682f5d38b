"""PROXY_VAR: by the betas, by the noise that they leave out, and both."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.conformance.naive import crises as naive
from tests.support import dated, examples, failed, gfc, spanned, value

FACTORS = ("SPX", "UST10Y")
LABELS = [
    "Stressed VaR by the betas", "Noise that they leave out", "Both together", "Share of the noise",
]  # fmt: skip


def report(*arguments: object) -> dict[str, float]:
    return dict(map(tuple, value("PROXY_VAR", *arguments)))


@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, -3.0, 250.0]))
@examples(40)
def test_of_one_asset_it_is_least_squares_done_by_hand(seed, held) -> None:
    """Confidence 75% of 61 days reads the 16th worst, without a part of the next."""
    rng = np.random.default_rng(seed)
    factor = rng.normal(0, 0.01, 140)
    asset = rng.normal(0.001, 0.01, 80) + rng.uniform(-2, 2) * factor[60:]
    table, factors = dated(asset[:, None].tolist(), 36528 + 84), dated(factor[:, None].tolist())
    got = report(table, factors, held, spanned(61), 0.75)
    z = float(stats.norm.ppf(0.75))
    by_betas, noise = naive.proxy_var(asset.tolist(), factor[60:].tolist(),
                                      (np.sign(held) * factor[:61]).tolist(), z, 16)  # fmt: skip
    assert got[LABELS[0]] == pytest.approx(abs(held) * by_betas, rel=1e-9, abs=1e-12)
    assert got[LABELS[1]] == pytest.approx(abs(held) * noise, rel=1e-9)


def test_the_lines_follow_from_the_two_proxy_functions() -> None:
    assets, factors, book = gfc("NASDAQ", "WTI", "GOLD"), gfc(*FACTORS), [[50.0, -20.0, 70.0]]
    got = report(assets, factors, book, "GFC", 0.975, 10)
    assert list(got) == LABELS
    proxied = value("PROXY_HISTORY", assets, factors, "GFC")
    want = value("STRESSED_VAR", proxied, book, "GFC", 0.975, 10)
    residual = [row[-1] for row in value("PROXY_FIT", assets, factors)[1:]]
    noise = stats.norm.ppf(0.975) * math.sqrt(10) * math.dist(
        np.multiply(book[0], residual), (0, 0, 0)
    )  # fmt: skip
    assert got[LABELS[0]] == pytest.approx(want, rel=1e-12)
    assert got[LABELS[1]] == pytest.approx(noise, rel=1e-9)
    assert got[LABELS[2]] == pytest.approx(math.sqrt(want**2 + noise**2), rel=1e-9)
    assert got[LABELS[3]] == pytest.approx(noise**2 / (want**2 + noise**2), rel=1e-9)


def test_a_perfect_proxy_leaves_no_noise() -> None:
    perfect = report(gfc("SPX"), gfc("SPX"), 100)
    assert perfect[LABELS[1]] == pytest.approx(0, abs=1e-9)
    assert perfect[LABELS[2]] == pytest.approx(value("STRESSED_VAR", gfc("SPX"), 100), rel=1e-9)


def test_a_gain_by_the_betas_takes_nothing_off_the_noise() -> None:
    rng = np.random.default_rng(1)
    factor = np.abs(rng.normal(0.02, 0.004, 100))  # up every day
    rows = np.column_stack([factor + rng.normal(0, 0.001, 100)])
    got = report(dated(rows.tolist()), dated(factor[:, None].tolist()), 1, spanned(100))
    assert got[LABELS[0]] < 0
    assert got[LABELS[2]] == got[LABELS[1]] > 0
    assert got[LABELS[3]] == 1


def test_nothing_held_has_no_share() -> None:
    got = report(gfc("SPX", "WTI"), gfc("UST10Y"), [[0.0, 0.0]])
    assert [got[label] for label in LABELS] == [0, 0, 0, "n/a"]


def test_positions_go_by_name_and_twice_the_book_has_twice_the_risk() -> None:
    assets, factors = gfc("NASDAQ", "WTI"), gfc(*FACTORS)
    once = report(assets, factors, [["WTI", 10.0], ["nasdaq", 90.0]])
    twice = report(assets, factors, [[180.0, 20.0]])
    for label in LABELS[:3]:
        assert twice[label] == pytest.approx(2 * once[label], rel=1e-12)
    assert twice[LABELS[3]] == pytest.approx(once[LABELS[3]], rel=1e-12)


def test_what_cannot_be_had_is_refused_with_the_reason() -> None:
    assets, factors = gfc("NASDAQ", "WTI"), gfc(*FACTORS)
    error, said = failed("PROXY_VAR", assets, factors, [[1.0, 1.0]], "COVID")
    assert (error, "factors" in said) == ("#N/A", True)
    assert failed("PROXY_VAR", assets, factors, [[1.0, 1.0, 1.0]])[0] == "#VALUE!"
    assert failed("PROXY_VAR", assets[:40], factors, [[1.0, 1.0]])[0] == "#N/A"
    assert failed("PROXY_VAR", [r[1:] for r in assets], factors, [[1.0, 1.0]])[0] == "#N/A"
    error, said = failed("PROXY_VAR", assets, gfc("CASH"), [[1.0, 1.0]])
    assert (error, said.startswith("No column of factors moves")) == ("#N/A", True)
    error, said = failed("PROXY_VAR", assets, factors, [[1.0, 1.0]], "2008-09-01:2008-10-31")
    assert (error, "99%" in said) == ("#N/A", True)


def test_no_part_in_an_asset_is_a_beta_of_zero_and_not_a_dust_of_rounding() -> None:
    """Each asset is one of the factors, so of the other factor and of noise there is none."""
    table = gfc("SPX", "WTI", "GOLD")
    _, *rows = value("PROXY_FIT", table, table)
    betas = [row[1:4] for row in rows]
    assert [row[i] for i, row in enumerate(betas)] == pytest.approx([1, 1, 1], rel=1e-12)
    assert [[b for j, b in enumerate(row) if j != i] for i, row in enumerate(betas)] == [[0, 0]] * 3
    assert [row[-1] for row in rows] == [0, 0, 0]


def test_a_small_beta_is_not_taken_for_rounding() -> None:
    spx, wti = (
        np.array([row[1:] for row in gfc(code)[1:]], dtype=float) for code in ("SPX", "WTI")
    )
    asset = spx + 1e-9 * wti
    factors = dated(np.column_stack([spx, wti]).tolist())
    row = value("PROXY_FIT", dated(asset.tolist()), factors)[1]
    assert row[2] == pytest.approx(1e-9, rel=1e-4)
