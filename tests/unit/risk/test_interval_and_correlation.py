"""Confidence intervals of a VaR, and correlation matrices repaired, against outside figures.

Sources: scipy.stats (binomial, chi-square); Higham (2002), section 4, for the nearest correlation
matrix of the 3 x 3 example; numpy.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from tests.support import OMITTED, column, dated, failed, gfc, spanned, value
from xl_stressvar.domain import Confidence
from xl_stressvar.risk import correlation
from xl_stressvar.risk.methods import interval

PNL = np.random.default_rng(11).standard_t(5, 500)


# --- intervals --------------------------------------------------------------------------------------
@pytest.mark.parametrize("days", [4, 100, 250, 367, 368, 500, 2000])
@pytest.mark.parametrize("p", ["0.01", "0.025", "0.05", "0.25"])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_ranks_are_those_of_the_rule_tried_one_by_one(days, p, level) -> None:
    side = Confidence(level).tail / 2
    binomial = stats.binom(days, float(Fraction(p)))
    below, ranks = np.arange(days), np.arange(1, days + 1)
    r, s = ranks[binomial.cdf(below) <= side], ranks[binomial.sf(below) <= side]
    want = (min(s, default=None), max(r, default=None))
    assert interval.ranks(days, Fraction(p), side) == want


def test_a_probability_equal_to_the_bound_counts() -> None:
    # two days at 75%: P(B >= 2) = 1/16, which is one side of the level 87.5%
    assert interval.ranks(2, Fraction(1, 4), Fraction(1, 16)) == (2, None)


def test_the_upper_bound_of_99_percent_takes_368_days() -> None:
    for days, known in ((367, False), (368, True)):
        lower, estimate, upper = value("VAR_INTERVAL", column(PNL[:days].tolist()), 1.0)[0]
        assert lower < estimate
        assert (str(upper) == "#N/A") is not known
    assert upper == -PNL[:368].min()


def test_the_historical_interval_holds_the_true_quantile_as_often_as_it_says() -> None:
    """2,000 samples of a known distribution: at least 95%, within the error of the count."""
    samples = np.random.default_rng(5).normal(size=(2000, 500))
    s, r = interval.ranks(500, Fraction(1, 20), Fraction(1, 40))
    ordered = -np.sort(samples, axis=1)
    true = stats.norm.ppf(0.95)
    held = (ordered[:, s - 1] <= true) & (true <= ordered[:, r - 1])
    assert 0.95 - 0.015 < held.mean() < 0.99


def test_the_normal_interval_is_that_of_a_variance() -> None:
    lower, estimate, upper = value(
        "VAR_INTERVAL", column(PNL[:400].tolist()), 1.0, OMITTED, 0.99, 10, "normal", 0.9
    )[0]
    s2, n = PNL[:400].var(ddof=1), 400
    ends = [(n - 1) * s2 / stats.chi2.ppf(q, n - 1) for q in (0.95, 0.05)]
    z = stats.norm.ppf(0.99) * np.sqrt(10)
    assert (lower, upper) == pytest.approx(tuple(z * np.sqrt(ends)), rel=1e-12)
    assert estimate == pytest.approx(z * np.sqrt(s2), rel=1e-12)


def test_other_methods_have_no_interval() -> None:
    error, sentence = failed("VAR_INTERVAL", gfc(), [[60.0, 40.0]], "GFC", 0.99, 1, "ewma")
    assert error == "#VALUE!"
    assert "ewma" in sentence


# --- kendall --------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [2000, 2001])
def test_kendall_of_few_and_of_many_rows_is_scipys(rows) -> None:
    """Two ways by the number of rows, with ties: scipy.stats.kendalltau is tau-b."""
    rng = np.random.default_rng(rows)
    x = np.round(rng.normal(size=(rows, 3)) @ np.array([[1, 0.5, -1], [0, 1, 0.3], [0, 0, 1]]), 1)
    got = np.array(value("CRISIS_CORR", dated(x.tolist()), spanned(rows), "kendall"))
    want = [[stats.kendalltau(a, b).statistic for b in x.T] for a in x.T]
    np.testing.assert_allclose(got, want, rtol=1e-12)
    assert np.diag(got).tolist() == [1.0] * 3
    assert (got == got.T).all()


def test_spearman_takes_the_mean_rank_of_equal_numbers_as_scipy_does() -> None:
    x = np.round(np.random.default_rng(5).normal(size=(300, 2)), 1)
    got = value("CRISIS_CORR", x.tolist(), OMITTED, "spearman")
    assert got[0][1] == pytest.approx(stats.spearmanr(x[:, 0], x[:, 1]).statistic, rel=1e-12)


# --- correlation matrices ---------------------------------------------------------------------------
HIGHAM = [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]


def test_the_nearest_correlation_matrix_is_the_published_one() -> None:
    got = value("NEAREST_CORR", HIGHAM)
    want = [[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]  # Higham (2002)
    np.testing.assert_allclose(got, want, atol=5e-5)


def test_a_valid_matrix_comes_back_unchanged() -> None:
    for matrix in (np.ones((4, 4)), np.eye(3), np.array(value("CRISIS_CORR", gfc()))):
        assert value("NEAREST_CORR", matrix.tolist()) == matrix.tolist()


@pytest.mark.parametrize("n", [4, 10, pytest.param(40, marks=pytest.mark.slow)])
def test_the_nearest_matrix_meets_the_conditions_of_an_optimum(n) -> None:
    rng = np.random.default_rng(n)
    a = rng.uniform(-1, 1, (n, n))
    a = (a + a.T) / 2
    np.fill_diagonal(a, 1.0)
    assert np.linalg.eigvalsh(a)[0] < -0.01
    x = correlation.nearest_correlations(a)
    assert np.diag(x).tolist() == [1.0] * n
    assert np.linalg.eigvalsh(x)[0] > -1e-12
    # X is the projection of A + diag(y) for some y: then X - A - diag(y) is semidefinite and
    # orthogonal to X (Higham 2002, theorem 2.2). y follows from diag((X - A - diag y) X) = 0.
    y = np.linalg.solve(x * np.eye(n), np.diag((x - a) @ x))
    rest = x - a - np.diag(y)
    size = np.linalg.norm(rest)
    assert np.linalg.eigvalsh(rest)[0] > -1e-6 * size
    assert abs((rest * x).sum()) < 1e-6 * size
    # and no valid matrix tried is nearer
    for _ in range(50):
        other = rng.normal(size=(n, n + 2))
        other = other @ other.T
        d = np.sqrt(np.diag(other))
        mixed = 0.9 * x + 0.1 * other / np.outer(d, d)
        assert np.linalg.norm(mixed - a) >= np.linalg.norm(x - a)


def test_stress_corr_is_repaired_where_the_assets_cannot_share_it() -> None:
    # three assets cannot all have -0.8 with each other: -1/2 is the least
    np.testing.assert_allclose(
        value("STRESS_CORR", np.eye(3).tolist(), -0.8), 1.5 * np.eye(3) - 0.5, atol=1e-10
    )


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1.0, 0.5], [0.4, 1.0]], "mirror"),
        ([[0.04, 0.01], [0.01, 0.09]], "covariances"),
    ],
)
def test_what_is_no_correlation_matrix_is_refused_by_cell(matrix, words) -> None:
    for name, arguments in (
        ("NEAREST_CORR", (matrix,)),
        ("STRESS_CORR", (matrix, 0.5)),
        ("PORTFOLIO_VAR", ([[0.01, 0.02]], matrix, [[1.0, 1.0]])),
    ):
        error, sentence = failed(name, *arguments)
        assert error == "#NUM!"
        assert words in sentence


def test_portfolio_var_refuses_correlations_that_cannot_hold_together() -> None:
    error, sentence = failed("PORTFOLIO_VAR", [[0.01] * 3], HIGHAM, [[1.0] * 3])
    assert error == "#NUM!"
    assert "NEAREST_CORR" in sentence
    assert value("PORTFOLIO_VAR", [[0.01] * 3], value("NEAREST_CORR", HIGHAM), [[1.0] * 3]) > 0


def test_portfolio_var_is_normal_var_of_the_windows_own_numbers() -> None:
    history, w = gfc("SPX", "UST10Y", "GOLD"), [[60.0, -30.0, 10.0]]
    got = value(
        "PORTFOLIO_VAR",
        value("CRISIS_VOL", history, "GFC", False),
        value("CRISIS_CORR", history),
        w,
        0.95,
        10,
    )
    want = value("STRESSED_VAR", history, w, "GFC", 0.95, 10, "normal")
    assert got == pytest.approx(want, rel=1e-12)


def test_crisis_cov_is_numpys() -> None:
    history = gfc("SPX", "UST10Y", "GOLD", "CASH")
    want = np.cov(np.array([row[1:] for row in history[1:]], dtype=float), rowvar=False)
    np.testing.assert_allclose(value("CRISIS_COV", history), want, rtol=1e-12)
    np.testing.assert_allclose(value("CRISIS_COV", history, "GFC", True), 252 * want, rtol=1e-12)


def test_the_personal_recipe_is_its_two_steps() -> None:
    vols, corr, w = [[0.01, 0.006, 0.012]], np.eye(3).tolist(), [[50.0, 30.0, 20.0]]
    by_hand = value(
        "PORTFOLIO_VAR",
        [[2.5 * v for v in vols[0]]],
        value("STRESS_CORR", corr, 0.8),
        w,
        0.95,
    )
    got = value("APPROX_STRESSED_VAR", vols, corr, w, OMITTED, OMITTED, 0.95)
    assert got == pytest.approx(by_hand, rel=1e-15)


def test_sizes_that_do_not_meet_are_said() -> None:
    assert failed("PORTFOLIO_VAR", [[0.01, 0.02]], [[1.0]], [[1.0, 1.0]])[0] == "#VALUE!"
    assert failed("APPROX_STRESSED_VAR", [[0.01]], [[1.0]], [[1.0, 1.0]])[0] == "#VALUE!"
