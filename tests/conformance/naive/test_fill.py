"""FILL_HISTORY beside the normal equations, a loop over days and assets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.support import examples, value, weekdays


def naive(history: np.ndarray, factors: np.ndarray) -> tuple[np.ndarray, list[float], list[float]]:
    """What stands in each blank above a column's first number; R² and residual volatility of each column."""
    out, r_squared, residual = history.copy(), [], []
    for j in range(history.shape[1]):
        blank = [i for i in range(len(history)) if np.isnan(history[: i + 1, j]).all()]
        others = [
            k for k in range(history.shape[1]) if k != j and not np.isnan(history[blank, k]).any()
        ]
        x, y = [], []
        for i in range(len(history)):
            row = [1.0, *factors[i], *history[i, others]]
            if not np.isnan([*row, history[i, j]]).any():
                x.append(row)
                y.append(history[i, j])
        a, b = np.array(x), np.array(y)
        beta = np.linalg.solve(a.T @ a, a.T @ b)
        for i in blank:
            out[i, j] = sum(
                p * q for p, q in zip(beta[1:], [*factors[i], *history[i, others]], strict=True)
            )
        left = b - a @ beta
        r_squared.append(1 - left @ left / ((b - b.mean()) @ (b - b.mean())))
        residual.append((left @ left / (len(b) - a.shape[1])) ** 0.5)
    return out, r_squared, residual


@examples(20)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_the_gaps_are_filled_by_the_normal_equations(seed, starts) -> None:
    rng = np.random.default_rng(seed)
    history, factors = rng.normal(0, 0.01, (120, 3)), rng.normal(0, 0.01, (120, 2))
    for j, start in enumerate(starts):
        history[:start, j] = np.nan
    days = weekdays(120)
    cells = [
        [day, *(None if np.isnan(x) else x for x in row)]
        for day, row in zip(days, history.tolist(), strict=True)
    ]
    table = [["Date", "A", "B", "C"], *cells]
    x = [
        ["Date", "F", "G"],
        *([day, *row] for day, row in zip(days, factors.tolist(), strict=True)),
    ]
    filled, r_squared, residual = naive(history, factors)
    ours = np.array([row[1:] for row in value("FILL_HISTORY", table, x)[1:]], float)
    np.testing.assert_allclose(ours, filled, rtol=1e-9, atol=1e-14)
    for j, row in enumerate(value("FILL_FIT", table, x)[1:]):
        assert row[1:3] == [120 - starts[j], starts[j]]
        if starts[j]:
            np.testing.assert_allclose(row[3:], [r_squared[j], residual[j]], rtol=1e-8)
        else:
            assert row[3:] == ["n/a", "n/a"]
