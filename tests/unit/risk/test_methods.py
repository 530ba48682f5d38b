"""The methods against published figures, scipy.stats, and facts that must hold.

Sources: REGULATION = the regulation notes (Cornish-Fisher: skewness -0.7, excess kurtosis 4.5, 99%
gives z = -3.7087) and the catalogue (its ES 5.237σ); scipy.stats for the t distribution.
"""

from __future__ import annotations

import tracemalloc
import warnings
from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize, stats

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar import errors
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Regime
from xl_stressvar.risk.methods import cornish_fisher, monte_carlo, sobol, student_t, tail
from xl_stressvar.risk.methods.base import PnlMethod, Tail
from xl_stressvar.risk.methods.normal import NORMAL
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.methods.volatility import EWMA

C99 = Confidence(0.99)
RNG = np.random.default_rng(19871019)
FAT = RNG.standard_t(4, 250)

STRESSED = [m.name for m in METHODS.values() if m.stressed]
NEED_A_MOVE = ("filtered", "garch")


def book(returns: np.ndarray, w: object = 1.0) -> Book:
    returns = returns.reshape(len(returns), -1)
    return Book.of(History(returns), LinearPortfolio(np.atleast_1d(np.asarray(w, dtype=float))))


# --- ranks and quantiles ----------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "rank"), [(100, 1), (101, 2), (250, 3), (300, 3), (500, 5)])
def test_the_rank_is_exact_where_floats_are_one_off(days, rank) -> None:
    # REGULATION: ceil((1-0.99)·n) in floats gives 2, 4, 6 at n = 100, 300, 500
    pnl = -np.arange(1.0, days + 1)[::-1]
    var = METHODS["historical rank"].var(book(pnl), C99)
    assert var == days - rank + 1


@pytest.mark.parametrize("c", [0.9, 0.975, 0.99, 0.999])
def test_a_batch_of_samples_gives_the_bits_of_each_alone(c) -> None:
    pnl = np.ascontiguousarray(
        np.lib.stride_tricks.sliding_window_view(RNG.normal(size=1400), 1000)
    )
    for method in METHODS.values():
        fitted = method.name in ("cornish fisher", "student t", "garch", "evt")
        if fitted or not isinstance(method, PnlMethod):
            continue
        together = method.var_of(pnl, Confidence(c), Regime.STRESSED)
        alone = [method.var_of(p[None, :], Confidence(c), Regime.STRESSED)[0] for p in pnl[::40]]
        assert together[::40].tolist() == alone


def test_the_tail_mean_counts_the_last_day_in_part() -> None:
    # 2.5 days of -5, -4, -3: (5 + 4 + 1.5) / 2.5
    pnl = np.array([-5.0, -4.0, -3.0, *[1.0] * 247])
    assert tail.tail_mean(pnl, Fraction(1, 100)) == pytest.approx(-10.5 / 2.5, rel=1e-15)


# --- cornish fisher ---------------------------------------------------------------------------------
def sample_with(skewness: float, kurtosis: float) -> np.ndarray:
    """A sample of 100 points whose population moments are these: four atoms, solved for."""
    base = np.repeat([-4.0, -1.0, 0.0, 1.0, 3.0], [2, 20, 50, 25, 3])

    def miss(x: np.ndarray) -> list[float]:
        p = np.where(base == -4, -4 - x[0], np.where(base == 3, 3 + x[1], base))
        return [stats.skew(p) - skewness, stats.kurtosis(p) - kurtosis]

    x = optimize.fsolve(miss, [0.0, 0.0], xtol=1e-14)
    return np.where(base == -4, -4 - x[0], np.where(base == 3, 3 + x[1], base))


def test_cornish_fisher_gives_the_published_quantile_and_its_shortfall() -> None:
    p = sample_with(-0.7, 4.5)
    assert (stats.skew(p), stats.kurtosis(p)) == pytest.approx((-0.7, 4.5), abs=1e-10)
    sigma = p.std(ddof=1)
    method = METHODS["cornish fisher"]
    assert method.var(book(p), C99) / sigma == pytest.approx(3.7087, abs=5e-5)  # REGULATION
    assert method.es(book(p), C99) / sigma == pytest.approx(5.237, abs=5e-4)  # the catalogue


def test_cornish_fisher_shortfall_is_the_mean_of_its_quantiles_below_the_level() -> None:
    p = sample_with(-0.7, 4.5)
    s, k, sigma = stats.skew(p), stats.kurtosis(p), p.std(ddof=1)
    u = (np.arange(200_000) + 0.5) / 200_000 * 0.01
    z = stats.norm.ppf(u)
    bent = z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36
    assert METHODS["cornish fisher"].es(book(p), C99) == pytest.approx(
        -sigma * bent.mean(), rel=1e-4
    )  # a midpoint rule on a quantile that runs off to infinity


def test_cornish_fisher_is_refused_outside_its_domain_with_its_moments() -> None:
    error, sentence = failed(
        "STRESSED_VAR", column([-1.0, 1.0] * 125), 1.0, OMITTED, 0.99, 1, "cornish fisher"
    )
    assert error == "#NUM!"
    assert "Skewness 0.000 with excess kurtosis -2.000" in sentence


@pytest.mark.parametrize(
    ("s", "k", "inside"),
    [
        (0.0, 0.0, True),  # the normal itself
        (0.0, 8.0, True),  # D = 0
        (0.0, 8.001, False),
        (0.0, -0.001, False),  # A < 0
        (1.0, 4 / 3 - 1e-9, False),
        (0.7, 1.0, True),
        (1.0, 1.4, False),  # S²/9 > 4AD
    ],
)
def test_the_domain_is_where_the_quantile_rises(s, k, inside) -> None:
    z = np.linspace(-400, 400, 80_001)
    slope = 1 + z * s / 3 + (z**2 - 1) * k / 8 - (6 * z**2 - 5) * s**2 / 36
    assert (slope.min() >= -1e-12) == inside  # the derivative of z_CF, an independent view
    moments = cornish_fisher.Moments(np.array([1.0]), np.array([s]), np.array([k]))
    try:
        cornish_fisher._require_valid(moments)
        accepted = True
    except cornish_fisher.errors.ImpossibleNumber:
        accepted = False
    assert accepted == inside


# --- student t --------------------------------------------------------------------------------------
@pytest.mark.slow
def test_student_t_maximises_scipys_likelihood_with_the_variance_kept() -> None:
    p, s = FAT - FAT.mean(), FAT.std(ddof=1)
    nu = float(student_t.degrees_of_freedom((p / s)[None, :] ** 2)[0])

    def likelihood(nu: float) -> float:
        return float(stats.t.logpdf(p, nu, scale=s * np.sqrt((nu - 2) / nu)).sum())

    assert 2.05 < nu < 200
    assert likelihood(nu) >= max(likelihood(x) for x in np.linspace(2.05, 200, 4000))
    scale = s * np.sqrt((nu - 2) / nu)
    assert METHODS["student t"].var(book(FAT), C99) == pytest.approx(
        -stats.t.ppf(0.01, nu, scale=scale), rel=1e-10
    )
    beyond = stats.t.expect(lambda x: x, (nu,), scale=scale, ub=stats.t.ppf(0.01, nu, scale=scale))
    assert METHODS["student t"].es(book(FAT), C99) == pytest.approx(-beyond / 0.01, rel=1e-6)


@pytest.mark.parametrize("nu", [2.05, 3.0, 7.5, 150.0])
@pytest.mark.parametrize("c", [0.51, 0.7, 0.8, 0.99, 0.99999])
def test_the_t_quantile_is_scipys(nu, c) -> None:
    got = student_t.quantile(np.array([nu]), Confidence(c))[0]
    assert got == pytest.approx(stats.t.isf(float(Confidence(c).tail), nu), rel=1e-10)


def test_student_t_becomes_normal_for_thin_tails() -> None:
    p = np.linspace(-1, 1, 250)  # thinner than normal: the likelihood rises to the bound
    for figure in ("var", "es"):
        t, normal = (getattr(m, figure)(book(p), C99) for m in (METHODS["student t"], NORMAL))
        assert t == normal


def test_student_t_stops_at_the_lowest_degrees_of_freedom() -> None:
    p = np.zeros(500)
    p[0] = 1e6
    p[1:] = np.linspace(-1, 1, 499)
    s = p.std(ddof=1)
    assert student_t.degrees_of_freedom(((p - p.mean()) / s)[None, :] ** 2)[0] == 2.05


# --- monte carlo ------------------------------------------------------------------------------------
def test_every_component_draws_the_middles_of_all_strata_in_its_own_order() -> None:
    first, second = sobol.normals(0, 1)[0], sobol.normals(70, 1)[0]
    assert not (first == second).all()
    want = stats.norm.ppf((np.arange(2**17) + 0.5) / 2**17)
    np.testing.assert_allclose(np.sort(first), want, rtol=1e-12)
    assert np.sort(second).tolist() == np.sort(first).tolist()


def test_the_direction_numbers_shipped_are_those_of_scipys_sequence() -> None:
    """Joe & Kuo (2008), every one of them."""
    assert (sobol._table() == sobol.from_scipy(sobol.TABLED)).all()


def test_a_component_beyond_the_table_is_scipys_too() -> None:
    want = sobol.from_scipy(1100)[:, 1060]
    assert sobol._directions(1060).tolist() == want.tolist()
    draws = sobol.normals(1060, 1)[0]
    assert np.sort(draws).tolist() == sobol._strata().tolist()


def test_places_among_the_strata_have_the_platforms_own_index_type() -> None:
    # a platform whose indices have 32 bits refuses unsigned ones
    assert sobol._points(3).dtype == np.intp


def test_pairs_of_components_fill_the_square_evenly() -> None:
    """Each of 64 x 64 cells holds 32 points, give or take less than a random sample's 5.7."""
    u = stats.norm.cdf(sobol.normals(0, 8))
    for i, j in [(0, 1), (2, 3), (1, 6), (4, 7)]:
        cells = np.histogram2d(u[i], u[j], bins=64, range=[[0, 1], [0, 1]])[0]
        assert cells.std() < 2.0


@pytest.mark.parametrize("c", [0.9, 0.95, 0.975, 0.99, 0.995])
@pytest.mark.parametrize("assets", [1, 3, 40, pytest.param(200, marks=pytest.mark.slow)])
def test_monte_carlo_is_within_one_percent_of_normal(assets, c) -> None:
    rng = np.random.default_rng(assets)
    returns = 0.01 * rng.standard_t(5, (250, assets)) @ rng.normal(size=(assets, assets))
    b = book(returns, rng.normal(50, 30, assets))
    for figure in ("var", "es"):
        drawn, exact = (
            getattr(METHODS[name], figure)(b, Confidence(c)) for name in ("monte carlo", "normal")
        )
        assert drawn == pytest.approx(exact, rel=0.01)


def test_the_components_rebuild_sigma_and_load_positively() -> None:
    returns = RNG.normal(size=(60, 5)) @ RNG.normal(size=(5, 5))
    deviations, loadings = monte_carlo.components(returns)
    np.testing.assert_allclose(
        (loadings * deviations**2) @ loadings.T,
        np.cov(returns, rowvar=False),
        rtol=1e-10,
        atol=1e-12,
    )
    assert (np.diff(deviations) <= 0).all()
    assert (loadings[np.abs(loadings).argmax(axis=0), np.arange(5)] > 0).all()


def test_monte_carlo_lives_on_a_singular_sigma() -> None:
    x = RNG.normal(0, 0.01, (250, 1))
    b = book(np.hstack([x, 2 * x, np.zeros((250, 1))]), [100.0, -20.0, 5.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert METHODS["monte carlo"].var(b, C99) == pytest.approx(NORMAL.var(b, C99), rel=0.01)
    assert METHODS["monte carlo"].var(book(np.zeros((250, 2)), [1.0, 1.0]), C99) == 0


@pytest.mark.parametrize("method", [m for m in STRESSED if m not in NEED_A_MOVE])
def test_a_perfect_hedge_has_no_risk_and_no_ratio(method) -> None:
    # 0.1 + 0.2 - 0.3 of one asset is 5e-17 of it in floats; a ratio of two such figures says nothing
    asset, other = RNG.normal(0, 0.01, (2, 300, 1))
    returns = np.hstack([asset, asset, asset, other]).tolist()
    positions = [[0.1], [0.2], [-0.3], [0.0]]
    for name in ("STRESSED_VAR", "STRESSED_ES"):
        assert value(name, returns, positions, OMITTED, 0.99, 1, method) == 0
    assert failed("STRESS_RATIO", returns, positions, OMITTED, 0.99, 1, method)[0] == "#NUM!"
    total = value("VAR_CONTRIBUTION", returns, positions, OMITTED, 0.99, 1, method)[5]
    assert total[4:6] == [pytest.approx(0, abs=1e-17), "n/a"]


@pytest.mark.slow
def test_monte_carlo_of_200_assets_stays_under_200_megabytes() -> None:
    b = book(0.01 * RNG.normal(size=(250, 200)), np.ones(200))
    sobol._held.cache_clear()
    tracemalloc.start()
    METHODS["monte carlo"].var(b, C99)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200e6


@pytest.mark.slow
def test_monte_carlo_of_many_portfolios_stays_under_200_megabytes() -> None:
    b = book(0.01 * RNG.normal(size=(250, 80)), np.ones(80))
    weights = RNG.normal(size=(2 * monte_carlo.PORTFOLIOS_AT_ONCE, 80))
    sobol._held.cache_clear()
    tracemalloc.start()
    METHODS["monte carlo"].of_subportfolios(Tail.VAR, b, weights, weights @ b.sample.values.T, C99)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200e6


@pytest.mark.slow
def test_monte_carlo_gives_the_same_bits_again() -> None:
    b = book(0.01 * RNG.normal(size=(250, 80)), np.ones(80))
    sobol._held.cache_clear()
    first = METHODS["monte carlo"].var(b, C99)
    assert METHODS["monte carlo"].var(b, C99) == first


def test_a_level_beyond_the_draws_is_refused() -> None:
    assert (
        failed("STRESSED_VAR", column([1.0, -1.0, 2.0]), 1.0, OMITTED, 0.999999, 1, "monte carlo")[
            0
        ]
        == "#N/A"
    )


# --- ewma and filtered ------------------------------------------------------------------------------
def test_the_variance_recursion_starts_at_the_mean_square() -> None:
    # by hand: p = 1, 3: σ²_1 = 5; 0.94·5 + 0.06·1 = 4.76; 0.94·4.76 + 0.06·9 = 5.0144
    np.testing.assert_allclose(
        EWMA.path(np.array([[1.0, 3.0]]))[0] ** 2, [5.0, 4.76, 5.0144], rtol=1e-15
    )


def test_a_current_figure_takes_the_latest_volatility_and_a_stressed_one_the_highest() -> None:
    p = np.array([3.0, -3.0, 0.1, 0.1])
    path = EWMA.path(p[None, :])[0] ** 2
    b = book(p)
    stressed = METHODS["ewma"].var(b, C99)
    current = METHODS["ewma"].var(b.latest(4), C99)
    assert stressed == pytest.approx(C99.z * path.max() ** 0.5, rel=1e-15)
    assert current == pytest.approx(C99.z * path[-1] ** 0.5, rel=1e-15)
    assert current < stressed


def test_a_crash_on_the_last_day_counts_in_the_volatility_after_it() -> None:
    p = np.array([0.1, -0.1, 0.1, -9.0])
    after = EWMA.path(p[None, :])[0][-1] ** 2
    assert METHODS["ewma"].var(book(p), C99) == pytest.approx(C99.z * after**0.5, rel=1e-15)


@pytest.mark.parametrize("method", ["filtered", "garch"])
def test_a_method_that_divides_by_a_volatility_refuses_a_book_that_never_moves(method) -> None:
    history = [[0.01, 0.0], [-0.01, 0.0]] * 125  # what is held stands still
    error, sentence = failed("STRESSED_VAR", history, [[0.0, 1.0]], OMITTED, 0.99, 1, method)
    assert error == "#NUM!"
    assert f"0 on every day, so method {method} has" in sentence


# --- all of them ------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", [m for m in STRESSED if m not in NEED_A_MOVE])
def test_a_book_without_risk_has_a_var_and_es_of_zero(method) -> None:
    returns = [row[1:] for row in gfc()]
    for name in ("STRESSED_VAR", "STRESSED_ES", "CURRENT_VAR", "CURRENT_ES"):
        arguments = [returns, [[0.0, 0.0]]] + ([OMITTED] if name.startswith("S") else [])
        assert value(name, *arguments, 0.99, 1, method) == 0


@pytest.mark.parametrize("method", STRESSED)
def test_scaling_the_book_scales_the_figures_and_es_exceeds_var(method) -> None:
    p = [row[1] for row in gfc()[1:]]
    one, ten = (
        [
            value(name, column(p), w, OMITTED, 0.975, 1, method)
            for name in ("STRESSED_VAR", "STRESSED_ES")
        ]
        for w in (1.0, 10.0)
    )
    assert ten == pytest.approx([10 * x for x in one], rel=1e-10)
    assert one[1] > one[0] > 0


@pytest.mark.parametrize(
    ("method", "least"),
    [("normal", 2), ("student t", 4), ("cornish fisher", 4), ("monte carlo", 2), ("ewma", 2)],
)
def test_too_few_days_are_said_in_numbers(method, least) -> None:
    p = [0.3, -0.4, 0.1, -0.2][: least - 1]
    error, sentence = failed("STRESSED_VAR", column(p), 1.0, OMITTED, 0.99, 1, method)
    assert error == "#N/A"
    assert f"at least {least}" in sentence


@pytest.mark.parametrize("s", [-1.5, -1.0, -0.4, 0.0, 0.7, 1.0])
@pytest.mark.parametrize("k", [0.3, 1.5, 1.6, 4.5, 7.5, 8.5])
def test_cornish_fisher_is_refused_exactly_where_its_quantile_falls_somewhere(s, k) -> None:
    z = np.linspace(-50, 50, 100_001)
    slope = 1 + z * s / 3 + (z**2 - 1) * k / 8 - (6 * z**2 - 5) * s**2 / 36
    moments = cornish_fisher.Moments(*(np.array([x]) for x in (1.0, s, k)))
    if slope.min() >= 0:
        assert cornish_fisher._require_valid(moments) is moments
    else:
        with pytest.raises(errors.ImpossibleNumber):
            cornish_fisher._require_valid(moments)
