"""Who says what on the same data: the numbers behind docs/differences.md."""

from __future__ import annotations

from typing import Any

import empyrical
import numpy as np
import pandas as pd
import riskfolio as rp
import skfolio.measures as sk
from question import pnl
from scipy import stats

Row = tuple[str, float, float | None]


def tails(x: np.ndarray, c: float) -> list[Row]:
    """(library, VaR, ES) as each reports them, sign and all."""
    a = round(1 - c, 12)
    rows: list[Row] = [
        ("pandas", -float(pd.Series(x).quantile(a)), None),
        ("numpy", -float(np.quantile(x, a)), None),
        ("numpy, weibull", -float(np.quantile(x, a, method="weibull")), None),
        ("scipy, mquantiles", -float(stats.mstats.mquantiles(x, [a])[0]), None),
        ("empyrical-reloaded", float(empyrical.value_at_risk(x, a)),
         float(empyrical.conditional_value_at_risk(x, a))),
        ("riskfolio-lib", float(rp.VaR_Hist(x, a)), float(rp.CVaR_Hist(x, a))),
        ("skfolio", float(sk.value_at_risk(x, beta=c)), float(sk.cvar(x, beta=c))),
    ]  # fmt: skip
    return rows


def ranks() -> list[dict[str, Any]]:
    """Which of the worst days each library reports as the 99% VaR: the losses are 1, 2, … n."""
    out = []
    for n in (100, 250, 252, 300, 500, 1000):
        x = -np.arange(1.0, n + 1)
        out.append({
            "days": n,
            "exact": -(-n // 100),
            "float": int(np.ceil((1 - 0.99) * n)),
            "riskfolio-lib": int(n + 1 - rp.VaR_Hist(x, 0.01)),
            "skfolio": int(n + 1 - sk.value_at_risk(x, beta=0.99)),
            "empyrical-reloaded": int((n - 1) * 0.01) + 1,
        })  # fmt: skip
    return out


def table() -> dict[str, Any]:
    return {
        "tails": {
            f"{name} {c}": [
                {"library": library, "var": var, "es": es}
                for library, var, es in tails(pnl(name), c)
            ]
            for name in ("gfc", "three")
            for c in (0.99, 0.95)
        },
        "ranks": ranks(),
    }
