"""Whose risk it is: components, stand-alone VaRs, and their total."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import riskfolio as rp
from libraries import ES, VAR, Answer, ewma
from question import BOOK, GFC, Question, pnl, returns
from scipy import stats
from skfolio import RiskMeasure
from skfolio.portfolio import Portfolio


def questions() -> Iterator[Question]:
    cov = returns("gfc").cov()
    weights = pd.DataFrame({"w": BOOK}, index=cov.index)
    z = stats.norm.isf(0.01)
    held = {"from_row": 2, "to_row": 4}
    call = [GFC, list(BOOK), "GFC", 0.99, 1]
    yield Question(
        "contribution-normal-riskfolio", "VAR_CONTRIBUTION", [*call, "normal"],
        "riskfolio-lib; scipy", "Risk_Contribution, rm MV; x z",
        lambda: z * np.ravel(rp.Risk_Contribution(weights, returns("gfc"), cov, rm="MV")), "normal",
        at={**held, "heading": "Component VaR"},
        tolerance={"relative": 1e-4, "reason": "riskfolio differentiates numerically, step 1e-4 or so"},
    )  # fmt: skip
    share = np.array(BOOK) / sum(BOOK)
    portfolio = Portfolio(X=returns("gfc"), weights=share)

    def by_skfolio(name: str) -> np.ndarray:
        return np.ravel(portfolio.contribution(RiskMeasure[name]))

    yield Question(
        "contribution-normal-skfolio", "VAR_CONTRIBUTION", [*call, "normal"],
        "skfolio; scipy", "Portfolio.contribution, standard deviation, weights of sum 1; x 100 z",
        lambda: 100 * z * by_skfolio("STANDARD_DEVIATION"), "normal",
        at={**held, "heading": "Component VaR"},
        tolerance={"relative": 1e-3, "reason": "skfolio differentiates numerically"},
    )  # fmt: skip
    yield Question(
        "contribution-rank-riskfolio", "VAR_CONTRIBUTION", [*call, "historical rank"],
        "riskfolio-lib", "Risk_Contribution, rm VaR, alpha 0.01",
        lambda: np.ravel(rp.Risk_Contribution(weights, returns("gfc"), cov, rm="VaR", alpha=0.01)),
        "historical rank", at={**held, "heading": "Component VaR"},
        tolerance={"relative": 1e-6, "reason": "riskfolio differentiates numerically"},
    )  # fmt: skip
    yield Question(
        "contribution-standalone-pandas", "VAR_CONTRIBUTION", [*call, "historical"],
        "pandas", "Series.quantile of each position's P&L",
        lambda: [-float((returns("gfc")[a] * w).quantile(0.01)) for a, w in weights.w.items()],
        "historical", at={**held, "heading": "Standalone VaR"},
    )  # fmt: skip
    for method in (
        "historical",
        "historical exc",
        "normal",
        "student t",
        "cornish fisher",
        "monte carlo",
        "ewma",
        "filtered",
        "volatility scaled",
        "garch",
        "evt",
    ):
        library, how, answer, tolerance = VAR[method]
        yield Question(
            f"contribution-total-{method.replace(' ', '-')}", "VAR_CONTRIBUTION", [*call, method],
            library, how + "; the total of the components",
            lambda a=answer: a(pnl("gfc"), 0.99), method,
            at={"row": 5, "heading": "Component VaR"}, tolerance=tolerance,
        )  # fmt: skip

        def slopes(a: Answer = answer) -> list[float]:
            """w times a central difference of the library's VaR in w: Euler's components."""
            r, w = returns("gfc").to_numpy(), np.array(BOOK)
            out = []
            for j in range(len(w)):
                step = np.zeros_like(w)
                step[j] = 1e-4
                out.append(w[j] * (a(r @ (w + step), 0.99) - a(r @ (w - step), 0.99)) / 2e-4)
            return out

        if method in ("historical", "historical exc", "normal", "cornish fisher", "ewma"):
            yield Question(
                f"contribution-slope-{method.replace(' ', '-')}", "VAR_CONTRIBUTION",
                [*call, method], library, how + "; a central difference in each position",
                slopes, method, at={**held, "heading": "Component VaR"},
                tolerance={"absolute": 1e-6, "relative": 1e-6, "reason": "a difference quotient"},
            )  # fmt: skip
    yield from shortfalls(call, held, weights)
    yield from groups(call)
    yield from trades(call)
    yield from conventions(call, held, weights)


def shortfalls(
    call: list[object], held: dict[str, object], weights: pd.DataFrame
) -> Iterator[Question]:
    """Components of the ES: by two libraries, by differences, and what they add up to."""
    at = {**held, "heading": "Component ES"}
    portfolio = Portfolio(X=returns("gfc"), weights=np.array(BOOK) / sum(BOOK), cvar_beta=0.99)
    cov = returns("gfc").cov()
    yield Question(
        "es-contribution-riskfolio", "VAR_CONTRIBUTION", [*call, "historical", "es"],
        "riskfolio-lib", "Risk_Contribution, rm CVaR, alpha 0.01",
        lambda: np.ravel(rp.Risk_Contribution(weights, returns("gfc"), cov, rm="CVaR", alpha=0.01)),
        "historical", at=at,
        tolerance={"relative": 1e-6, "reason": "riskfolio differentiates numerically"},
    )  # fmt: skip
    yield Question(
        "es-contribution-skfolio", "VAR_CONTRIBUTION", [*call, "historical", "es"],
        "skfolio", "Portfolio.contribution, CVaR of beta 99%, weights of sum 1; x 100",
        lambda: 100 * np.ravel(portfolio.contribution(RiskMeasure.CVAR)), "historical", at=at,
        tolerance={"relative": 1e-3, "reason": "skfolio differentiates numerically"},
    )  # fmt: skip
    for method, (library, how, answer, tolerance) in ES.items():
        tag = method.replace(" ", "-")
        yield Question(
            f"es-contribution-total-{tag}", "VAR_CONTRIBUTION", [*call, method, "es"], library,
            how + "; the total of the components", lambda a=answer: a(pnl("gfc"), 0.99), method,
            at={"row": 5, "heading": "Component ES"}, tolerance=tolerance,
        )  # fmt: skip
        yield Question(
            f"es-group-total-{tag}", "GROUP_CONTRIBUTION",
            [GFC, list(BOOK), ["Risky", "Bonds", "Risky"], *call[2:], method, "es"], library,
            how + "; the total of the components", lambda a=answer: a(pnl("gfc"), 0.99), method,
            at={"row": 4, "heading": "Component ES"}, tolerance=tolerance,
        )  # fmt: skip

        def slopes(a: Answer = answer) -> list[float]:
            """w times a central difference of the library's ES in w: Euler's components."""
            r, w = returns("gfc").to_numpy(), np.array(BOOK)
            steps = 1e-4 * np.eye(len(w))
            return [
                w[j] * (a(r @ (w + step), 0.99) - a(r @ (w - step), 0.99)) / 2e-4
                for j, step in enumerate(steps)
            ]

        if method in ("historical rank", "normal", "cornish fisher", "ewma"):
            yield Question(
                f"es-contribution-slope-{tag}", "VAR_CONTRIBUTION", [*call, method, "es"], library,
                how + "; a central difference in each position", slopes, method, at=at,
                tolerance={"absolute": 1e-6, "relative": 1e-6, "reason": "a difference quotient"},
            )  # fmt: skip


def groups(call: list[object]) -> Iterator[Question]:
    """Of two groups, SPX with WTI and UST10Y, what the first is alone and what both add up to."""
    risky = returns("gfc").to_numpy()[:, ::2] @ np.array(BOOK[::2])
    grouped = [GFC, list(BOOK), ["Risky", "Bonds", "Risky"], *call[2:]]
    for method, (library, how, answer, tolerance) in VAR.items():
        tag = method.replace(" ", "-")
        yield Question(
            f"group-total-{tag}", "GROUP_CONTRIBUTION", [*grouped, method], library,
            how + "; the total of the components", lambda a=answer: a(pnl("gfc"), 0.99), method,
            at={"row": 4, "heading": "Component VaR"}, tolerance=tolerance,
        )  # fmt: skip
        if method == "volatility scaled":  # whose library answers know the whole book alone
            continue
        yield Question(
            f"group-standalone-{tag}", "GROUP_CONTRIBUTION", [*grouped, method], library,
            how + "; of the P&L of SPX and WTI alone", lambda a=answer: a(risky, 0.99), method,
            at={"row": 2, "heading": "Standalone VaR"}, tolerance=tolerance,
        )  # fmt: skip


def trades(call: list[object]) -> Iterator[Question]:
    """The stressed VaR before trades, and of the book that they leave."""
    traded = [-20.0, 15.0, 5.0]
    left = returns("gfc").to_numpy() @ (np.array(BOOK) + traded)
    for method, (library, how, answer, tolerance) in VAR.items():
        tag = method.replace(" ", "-")
        for label, x in (("before", pnl("gfc")), ("after", left)):
            if method == "volatility scaled" and label == "after":
                continue  # whose library answers know the book alone
            yield Question(
                f"what-if-{label}-{tag}", "WHAT_IF", [GFC, list(BOOK), traded, *call[2:], method],
                library, how + f"; of the book {label} the trades",
                lambda a=answer, x=x: a(x, 0.99), method,
                at={"label": f"Stressed VaR {label}", "column": 2}, tolerance=tolerance,
            )  # fmt: skip


def conventions(
    call: list[object], held: dict[str, object], weights: pd.DataFrame
) -> Iterator[Question]:
    """Where the components follow a convention rather than the slope."""
    r, w = returns("gfc"), weights.w
    for method in ("student t", "monte carlo"):
        library, how, answer, tolerance = VAR[method]
        yield Question(
            f"contribution-elliptical-{method.replace(' ', '-')}", "VAR_CONTRIBUTION",
            [*call, method], library + "; pandas",
            how + "; shared as DataFrame.cov shares the variance",
            lambda a=answer: (a(pnl("gfc"), 0.99) * w * (r.cov() @ w) / (w @ r.cov() @ w)).tolist(),
            method, at={**held, "heading": "Component VaR"},
            tolerance={"absolute": tolerance["relative"] * 5, "reason": tolerance["reason"]},
        )  # fmt: skip

    def filtered() -> list[float]:
        """The positions' own P&Ls on the two rescaled days that the quantile lies between."""
        sigma = ewma(pnl("gfc"))
        scaled = (r * w).mul(sigma.max() / sigma[:-1], axis=0)
        order = scaled.sum(axis=1).argsort(kind="stable")
        place = 0.01 * (len(r) - 1)
        low, part = int(place), place - int(place)
        days = scaled.to_numpy()[order.to_numpy()]
        return (-(days[low] * (1 - part) + days[low + 1] * part)).tolist()

    yield Question(
        "contribution-days-filtered", "VAR_CONTRIBUTION", [*call, "filtered"], "arch; pandas",
        "EWMAVariance.compute_variance; the positions' P&L on the tail days", filtered, "filtered",
        at={**held, "heading": "Component VaR"},
        tolerance={"absolute": 1e-11, "reason": "0.01 as a float there"},
    )  # fmt: skip
