"""Estimators on random data against the plain-loops version: a disagreement is the worst failure."""

from __future__ import annotations

import math
from random import Random

import pytest

from tests.conformance.naive import estimators as naive
from tests.robustness.torture import slices
from tests.robustness.torture.cells import World
from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.dispatch import call

LEVELS = [0.9, 0.95, 0.975, 0.99, 0.6, 0.51, 0.999, 0.9375]
# found by a search: the naive version ends at about the root of the precision
SEARCHED = {"student t": 1e-6, "garch": 1e-5, "evt": 1e-6}


def sample(random: Random) -> list[float]:
    world = World.of(random)
    size = 0.01 if world.scale == 0 or not 1e-100 < world.scale < 1e100 else world.scale
    world.scale = size
    return [world.number() for _ in range(random.choice([4, 7, 20, 40, 100, 101, 250, 260]))]


@pytest.mark.torture
@pytest.mark.parametrize("seeds", slices.chunks(600, 30_000, 75), ids=slices.name)
def test_var_and_es_agree(seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        p, c = sample(random), random.choice(LEVELS)
        method = random.choice(list(naive.STRESSED_VAR))
        horizon = random.choice([1.0, 10.0, 250.0, 1e4])
        for name, table in (
            ("STRESSED_VAR", naive.STRESSED_VAR),
            ("STRESSED_ES", naive.STRESSED_ES),
        ):
            got = call(name, [[[x] for x in p], 1.0, OMITTED, c, horizon, method])
            if isinstance(got.value, ErrorValue):
                assert may_fail(method, p, c, str(got.value)), (seed, method, c, got.sentence())
                continue
            still = len(set(p)) == 1 and method in ("student t", "cornish fisher")
            if method == "student t" and not still and naive.degrees_of_freedom(p) > 199.99:
                continue  # at 200 the normal takes over, in one step; the naive search ends beside it
            want = 0.0 if still else table[method](p, c) * math.sqrt(horizon)
            close(got.value, want, p, horizon, method, seed)


def may_fail(method: str, p: list[float], c: float, code: str) -> bool:
    """Whether a refusal is the rule's: too few days, a bent quantile, or no move at all."""
    if method in ("evt", "garch"):  # what they refuse is a model that does not fit, or too few rows
        return True
    if code == "#N/A":
        return method in (
            "historical",
            "historical exc",
            "historical rank",
            "filtered",
            "volatility scaled",
        ) and (len(p) < math.ceil(1 / naive.tail_of(c)))
    if method in ("filtered", "volatility scaled"):
        return not any(p)
    if method != "cornish fisher":
        return False
    s, k = naive.cornish_fisher_moments(p)
    a, d = k / 8 - s * s / 6, 1 - k / 8 + 5 * s * s / 36
    slack = 1e-6 * (1 + s * s + abs(k))  # on the border either answer is right
    return a < slack or d < slack or s * s / 9 > 4 * a * d - slack


def close(got: object, want: float, p: list[float], horizon: float, method: str, seed: int) -> None:
    """Equal to the digits that the data hold: moves of 1e-13 about 1 carry three of them."""
    size = max(map(abs, p))
    lost = 1e-12 * size * math.sqrt(horizon)
    if method not in ("historical", "historical exc", "historical rank") and any(p):
        spread = naive.standard_deviation(p) or size
        lost += abs(want) * 1e-13 * (size / spread) ** (2 if method == "cornish fisher" else 1)
    rel = SEARCHED.get(method, 1e-10)
    assert got == pytest.approx(want, rel=rel, abs=lost), (seed, method)


@pytest.mark.torture
@pytest.mark.parametrize("seeds", slices.chunks(60, 3000, 20), ids=slices.name)
@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_correlations_agree(kind: str, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        x, y = (sample(random) for _ in range(2))
        n = min(len(x), len(y))
        x, y = x[:n], [0.5 * a + b for a, b in zip(x, y, strict=False)][:n]
        got = call("CRISIS_CORR", [[list(row) for row in zip(x, y, strict=True)], OMITTED, kind])
        if isinstance(got.value, ErrorValue):
            assert len(set(x)) == 1 or len(set(y)) == 1, (seed, got.sentence())
            continue
        spread = min(naive.standard_deviation(v) / max(map(abs, v)) for v in (x, y))
        want = getattr(naive, kind)(x, y)
        assert got.value[0][1] == pytest.approx(want, rel=1e-10, abs=1e-13 / spread), seed


@pytest.mark.torture
@pytest.mark.parametrize("seeds", slices.chunks(200, 10_000, 100), ids=slices.name)
def test_a_portfolio_is_its_pnl(seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        assets = random.randint(1, 5)
        rows = [[random.gauss(0, 0.01) for _ in range(assets)] for _ in range(60)]
        w = [random.uniform(-100, 100) for _ in range(assets)]
        pnl = naive.pnl_of(rows, w)
        for method in ("historical", "normal", "ewma"):
            got = call("STRESSED_VAR", [rows, [w], OMITTED, 0.95, 1.0, method])
            want = naive.STRESSED_VAR[method](pnl, 0.95)
            assert got.value == pytest.approx(want, rel=1e-10, abs=1e-12 * max(map(abs, pnl))), seed
