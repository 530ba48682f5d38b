"""Volatilities, correlations, covariances, and the nearest correlation matrix."""

from __future__ import annotations

from collections.abc import Iterator

import empyrical
import numpy as np
import statsmodels.stats.correlation_tools as tools
from question import GFC, Question, returns
from skfolio.moments import EmpiricalCovariance
from skfolio.utils.stats import cov_nearest

BROKEN = [[1, 0.9, -0.7], [0.9, 1, 0.6], [-0.7, 0.6, 1]]
REPAIRED = {
    "absolute": 2e-7,
    "reason": "alternating projections, the library's stop at an eigenvalue threshold of 1e-15",
}


def questions() -> Iterator[Question]:
    x = returns("gfc")
    yield Question("vol-gfc-empyrical", "CRISIS_VOL", [GFC, "GFC"], "empyrical-reloaded",
                   "annual_volatility (252 days, ddof 1)",
                   lambda: [[empyrical.annual_volatility(x[a]) for a in x]])  # fmt: skip
    yield Question("vol-gfc-daily-pandas", "CRISIS_VOL", [GFC, "GFC", False], "pandas",
                   "DataFrame.std", lambda: [x.std().tolist()])  # fmt: skip
    for kind in ("pearson", "spearman", "kendall"):
        yield Question(f"corr-gfc-{kind}", "CRISIS_CORR", [GFC, "GFC", kind], "pandas",
                       f"DataFrame.corr, method {kind}",
                       lambda k=kind: x.corr(method=k).to_numpy(), kind,
                       tolerance={"absolute": 1e-13, "relative": 1e-12,
                                  "reason": "the same arithmetic in another order"})  # fmt: skip
    yield Question("cov-gfc-pandas", "CRISIS_COV", [GFC, "GFC"], "pandas", "DataFrame.cov",
                   lambda: x.cov().to_numpy())  # fmt: skip
    yield Question("cov-gfc-annual-skfolio", "CRISIS_COV", [GFC, "GFC", True], "skfolio",
                   "moments.EmpiricalCovariance (ddof 1); x 252",
                   lambda: EmpiricalCovariance(nearest=False).fit(x).covariance_ * 252)  # fmt: skip
    yield Question("nearest-statsmodels", "NEAREST_CORR", [BROKEN], "statsmodels",
                   "correlation_tools.corr_nearest, threshold 0",
                   lambda: tools.corr_nearest(np.array(BROKEN), threshold=0, n_fact=100_000),
                   tolerance=REPAIRED)  # fmt: skip
    yield Question("nearest-skfolio", "NEAREST_CORR", [BROKEN], "skfolio",
                   "utils.stats.cov_nearest, higham",
                   lambda: cov_nearest(np.array(BROKEN), higham=True, higham_max_iteration=100_000),
                   tolerance={"absolute": 2e-6,
                              "reason": "skfolio clips eigenvalues at 1e-13 after Higham's steps"},
                   )  # fmt: skip
    equal = np.full((4, 4), -0.6) + 1.6 * np.eye(4)
    yield Question("stress-corr-statsmodels", "STRESS_CORR", [np.eye(4).tolist(), -0.6],
                   "statsmodels", "correlation_tools.corr_nearest of -0.6 everywhere",
                   lambda: tools.corr_nearest(equal, threshold=0, n_fact=100_000),
                   tolerance=REPAIRED)  # fmt: skip
