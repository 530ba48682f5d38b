"""P&L of instruments agrees with plain loops, on crisis days and far beyond them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.conformance.naive import instruments as naive
from tests.support import value

RETURNS = [-1.0, -0.4, -0.09, -0.001, 0.0, 0.003, 0.08, 0.9]
SHIFTS = [0.3, 0.1, 0.05, -0.01, 0.0, 0.02, -0.03, -0.05]
OPTION_HEADER = [
    "name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate", "yield",
]  # fmt: skip
OPTIONS = [
    [f"{kind} {i}", "X", kind, (-1.0) ** i * (i + 1), spot, strike, years, vol, rate, dividend]
    for i, (kind, spot, strike, years, (vol, rate, dividend)) in enumerate(
        itertools.product(
            ["call", "put"], [90.0, 100.0], [80.0, 100.0, 130.0], [0.0, 0.02, 1.0, 8.0],
            [(0.1, 0.05, 0.0), (0.6, -0.01, 0.04)],
        )
    )
]  # fmt: skip


def test_options_agree_on_moves_of_spot_and_volatility() -> None:
    history = [["X", "X Vol"], *map(list, zip(RETURNS, SHIFTS, strict=True))]
    found = value("OPTION_PNL", history, [OPTION_HEADER, *OPTIONS])
    assert found[0] == [option[0] for option in OPTIONS]
    for r, shift, got in zip(RETURNS, SHIFTS, found[1:], strict=True):
        want = []
        for _, _, kind, quantity, spot, strike, years, vol, rate, dividend in OPTIONS:
            terms = strike, years
            after = naive.option(
                kind == "call", spot * (1 + r), *terms, vol + shift, rate, dividend
            )
            before = naive.option(kind == "call", spot, *terms, vol, rate, dividend)
            want.append(quantity * (after - before))
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-10)


def test_bonds_agree_on_changes_of_yields() -> None:
    changes = [-0.02, -0.0001, 0.0, 0.0005, 0.02, 0.1]
    bonds = [
        [f"bond {i}", "Y", 100.0 * (-1) ** i, coupon, years, y, float(frequency)]
        for i, (coupon, years, y, frequency) in enumerate(
            itertools.product([0.0, 0.05], [0.1, 1.0, 4.75, 30.0], [-0.01, 0.0, 0.06], [1, 2, 4, 12])
        )
    ]  # fmt: skip
    header = ["name", "curve", "face", "coupon", "years", "yield", "frequency"]
    found = value("BOND_PNL", [["Y"], *([c] for c in changes)], [header, *bonds])
    for change, got in zip(changes, found[1:], strict=True):
        want = [
            face * (naive.bond(c, t, y + change, int(f)) - naive.bond(c, t, y, int(f)))
            for _, _, face, c, t, y, f in bonds
        ]
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("word", "twin"), [("linear", naive.line), ("spline", naive.cubic)])
def test_grids_agree_between_and_on_their_moves(word, twin) -> None:
    moves, asked = [-0.3, -0.1, 0.0, 0.4], [-0.3, -0.2, -0.1, -0.01, 0.0, 0.2, 0.4]
    curves = [[-9.0, -4.0, 0.0, 1.0], [5.0, 0.5, 0.0, 7.0]]
    grid = [[m, *p] for m, *p in zip(moves, *curves, strict=True)]
    found = value("GRID_PNL", [[x] for x in asked], grid, word)
    want = [[twin(moves, curve, x) for curve in curves] for x in asked]
    np.testing.assert_allclose(found, want, rtol=1e-12, atol=1e-13)
