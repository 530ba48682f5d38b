"""Every estimator agrees with the plain-loops version on data of many shapes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conformance.naive import estimators as naive
from tests.support import OMITTED, column, examples, gfc, value
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import call
from xl_stressvar.risk.methods.registry import METHODS

# student t: the optimum of a flat likelihood is found to about the root of the machine's precision
# in ν; at the optimum VaR moves by far less
# evt and garch: the naive search compares heights, which shows half the digits of the parameters
TOLERANCE = {"student t": 1e-6, "evt": 1e-5, "garch": 1e-4}
CLOSED = list(naive.STRESSED_VAR)


def samples() -> dict[str, list[float]]:
    rng = np.random.default_rng(20081015)
    crisis = np.array([row[1:] for row in gfc()[1:]], dtype=float) @ [60.0, 40.0]
    return {
        "crisis": crisis.tolist(),
        "normal": rng.normal(0, 1, 400).tolist(),
        "fat tails": rng.standard_t(4, 250).tolist(),
        "ties": np.round(rng.normal(0, 1, 300), 1).tolist(),
        "drift": (0.5 + rng.normal(0, 1, 260)).tolist(),
        "tiny": (1e-9 * rng.normal(0, 1, 250)).tolist(),
        "huge": (1e12 * rng.normal(0, 1, 250)).tolist(),
    }


SAMPLES = samples()


def test_every_closed_method_has_a_naive_twin() -> None:
    # monte carlo is checked against normal instead; age weighted is for current figures
    assert set(METHODS) - set(CLOSED) == {"monte carlo", "age weighted"}


@pytest.mark.parametrize("confidence", [0.9, 0.975, 0.99])
@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("method", CLOSED)
def test_stressed_var_and_es_agree(method, sample, confidence) -> None:
    p = SAMPLES[sample]
    rel = TOLERANCE.get(method, 1e-10)
    for name, table in (
        ("STRESSED_VAR", naive.STRESSED_VAR),
        ("STRESSED_ES", naive.STRESSED_ES),
    ):
        outcome = call(name, [column(p), 1.0, OMITTED, confidence, 1, method])
        if method == "cornish fisher" and isinstance(outcome.value, ErrorValue):
            assert not inside_its_domain(p)
            continue
        if method == "garch" and isinstance(outcome.value, ErrorValue):
            assert sum(naive.garch_fit(p)[1:]) > 1 - 1e-4
            continue
        if method == "evt" and isinstance(outcome.value, ErrorValue):
            assert naive.pareto_tail(p)[1] < -0.999  # at the naive search's edge: no maximum
            continue
        assert outcome.value == pytest.approx(table[method](p, confidence), rel=rel), name


def inside_its_domain(p: list[float]) -> bool:
    s, k = naive.cornish_fisher_moments(p)
    a, d = k / 8 - s * s / 6, 1 - k / 8 + 5 * s * s / 36
    return a >= 0 and d >= 0 and s * s / 9 <= 4 * a * d


@pytest.mark.parametrize("method", ["ewma", "filtered"])
def test_current_figures_use_the_latest_volatility(method) -> None:
    p = SAMPLES["crisis"]
    for name, function in (("CURRENT_VAR", method), ("CURRENT_ES", f"{method}_es")):
        got = value(name, column(p), 1.0, 0.99, 1, method, 250)
        want = getattr(naive, function)(p[-250:], 0.99, False)
        assert got == pytest.approx(want, rel=1e-10)


@pytest.mark.parametrize("stressed", [True, False])
@pytest.mark.parametrize("decay", [0.94, 0.97])
def test_volatility_scaled_rescales_each_asset_by_itself(stressed, decay) -> None:
    returns = [row[1:] for row in gfc("SPX", "UST10Y", "GOLD")[1:]][-250:]
    w, method = [60.0, -30.0, 10.0], f"volatility scaled {decay}"
    p = naive.volatility_scaled(returns, w, stressed, decay)
    for name, want in (("VAR", naive.historical(p, 0.99)), ("ES", naive.historical_es(p, 0.99))):
        if stressed:
            got = value(f"STRESSED_{name}", returns, [w], OMITTED, 0.99, 1, method)
        else:
            got = value(f"CURRENT_{name}", returns, [w], 0.99, 1, method, 250)
        assert got == pytest.approx(want, rel=1e-10)


@pytest.mark.parametrize("sample", ["crisis", "normal", "fat tails", "ties", "tiny", "huge"])
@pytest.mark.parametrize("decay", [0.98, 0.995])
def test_age_weighted_agrees(sample, decay) -> None:
    p = SAMPLES[sample][-250:]
    for confidence in (0.9, 0.975, 0.99):
        got = [
            value(name, column(p), 1.0, confidence, 1, f"age weighted {decay}", 250)
            for name in ("CURRENT_VAR", "CURRENT_ES")
        ]
        assert got == pytest.approx(naive.age_weighted(p, confidence, decay), rel=1e-10)


def test_portfolio_sigma_is_root_w_sigma_w() -> None:
    returns = [row[1:] for row in gfc("SPX", "UST10Y", "GOLD")[1:]]
    w = [60.0, -30.0, 10.0]
    got = value("STRESSED_VAR", returns, [w], OMITTED, 0.99, 1, "normal")
    sigma = naive.portfolio_sigma(returns, w)
    assert got == pytest.approx(sigma * naive.stats.norm.ppf(0.99), rel=1e-12)


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_correlations_agree_with_ties(kind) -> None:
    rng = np.random.default_rng(7)
    returns = np.round(
        rng.normal(0, 1, (60, 3)) @ [[1, 0.5, 0], [0, 1, 0.3], [0, 0, 1]], 1
    ).tolist()
    xs = naive.columns(returns)
    want = [[getattr(naive, kind)(a, b) for b in xs] for a in xs]
    np.testing.assert_allclose(value("CRISIS_CORR", returns, OMITTED, kind), want, rtol=1e-12)


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 6)), min_size=10, max_size=400),
    st.sampled_from([0.9, 0.95, 0.975, 0.99]),
)
@examples(150)
def test_historical_figures_agree_on_any_sample(p, confidence) -> None:
    if p[0] >= 1 and p[0] == int(p[0]) and all(abs(x) < 1 for x in p[1:]):
        assume(False)  # refused: the first number may be a name
    least = math.ceil(1 / naive.tail_of(confidence))
    for method in ("historical", "historical exc", "historical rank"):
        var = call("STRESSED_VAR", [column(p), 1.0, OMITTED, confidence, 1, method])
        es = call("STRESSED_ES", [column(p), 1.0, OMITTED, confidence, 1, method])
        if len(p) < least or min(p) == max(p):
            assert str(var.value) == str(es.value) == "#N/A"
            continue
        size = max(map(abs, p)) or 1.0
        want = naive.STRESSED_VAR[method](p, confidence)
        assert var.value == pytest.approx(want, rel=1e-12, abs=1e-12 * size)
        want = naive.historical_es(p, confidence)
        assert es.value == pytest.approx(want, rel=1e-12, abs=1e-12 * size)
