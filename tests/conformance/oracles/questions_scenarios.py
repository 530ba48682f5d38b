"""Scenarios: regressions, a constrained optimum, drawdowns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import skfolio.measures as sk
import statsmodels.api as sm
from question import BOOK, GFC, Question, pnl, returns
from scipy import optimize, stats


def questions() -> Iterator[Question]:
    x = returns("gfc")
    centred = x - x.mean()

    def regressed() -> list[list[float]]:
        fit = sm.OLS(centred["UST10Y"], centred[["SPX", "WTI"]]).fit()
        return [[-0.2, float(fit.params @ [-0.2, -0.3]), -0.3]]

    yield Question("propagate-statsmodels", "SCENARIO_PROPAGATE",
                   [{**GFC}, [[-0.2, None, -0.3]], "GFC"], "statsmodels",
                   "OLS of the blank asset on the given ones, all centred, no constant", regressed,
                   tolerance={"relative": 1e-9, "reason": "two least-squares solvers"})  # fmt: skip

    sigma, w, loss = x.cov().to_numpy(), np.array(BOOK), 25.0
    scale = np.sqrt(np.diag(sigma))
    inverse = np.linalg.inv(sigma / np.outer(scale, scale))

    def plausible() -> np.ndarray:
        """scipy's own search for the nearest scenario, in units of each asset's deviation."""
        found = optimize.minimize(
            lambda u: u @ inverse @ u, np.zeros(3), jac=lambda u: 2 * inverse @ u, method="SLSQP",
            constraints={"type": "eq", "fun": lambda u: (w * scale) @ u + loss,
                         "jac": lambda u: w * scale},
            options={"ftol": 1e-15, "maxiter": 1000},
        )  # fmt: skip
        return found.x * scale

    yield Question("reverse-scipy", "REVERSE_STRESS", [GFC, list(BOOK), loss, "GFC"], "scipy",
                   "optimize.minimize, SLSQP: least Mahalanobis distance at that loss", plausible,
                   at={"from_row": 2, "to_row": 4, "column": 2},
                   tolerance={"relative": 1e-6, "absolute": 1e-7, "reason": "SLSQP's stopping rule"},
                   )  # fmt: skip
    yield Question("reverse-distance-scipy", "REVERSE_STRESS", [GFC, list(BOOK), loss, "GFC"],
                   "pandas; scipy", "Series.std; norm.sf",
                   lambda: [loss / float(np.std(pnl("gfc"), ddof=1)),
                            float(stats.norm.sf(loss / np.std(pnl("gfc"), ddof=1)))],
                   at={"from_row": 5, "column": 2},
                   tolerance={"relative": 1e-10, "reason": "the far normal tail"})  # fmt: skip
    yield Question("replay-skfolio", "CRISIS_REPLAY", [GFC, list(BOOK), "GFC"], "skfolio",
                   "measures.get_drawdowns, not compounded",
                   lambda: -sk.get_drawdowns(pnl("gfc"), compounded=False),
                   at={"from_row": 2, "column": 4},
                   tolerance={"absolute": 1e-11, "reason": "running sums in another order"},
                   )  # fmt: skip

    shocks = [[-0.4, 0.05, -0.5], [0.1, -0.02, 0.2]]
    yield Question("scenario-pnl-numpy", "SCENARIO_PNL", [list(BOOK), shocks], "numpy", "matmul",
                   lambda: (np.array(shocks) @ w)[:, None])  # fmt: skip
