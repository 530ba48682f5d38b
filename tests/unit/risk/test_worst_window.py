"""WORST is what measuring every window alone would pick, ties included."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar.domain import Book, Confidence, History, LinearPortfolio, Regime
from xl_stressvar.errors import ImpossibleNumber, NotEnoughData
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.worst_window import of_book

BY_ANOTHER = ("student t", "monte carlo", "volatility scaled", "garch")
SEARCHED = [m for m in METHODS if m not in BY_ANOTHER and METHODS[m].stressed]
RNG = np.random.default_rng(2020_03_16)


def pnl(kind: str) -> np.ndarray:
    calm = RNG.standard_t(6, 450)
    return {
        "fat": calm,
        "ties": np.round(calm),
        "few values": np.sign(calm) * (np.abs(calm) > 2),
        "one crash": np.where(np.arange(450) == 400, -40.0, calm),
    }[kind]


def of(p: np.ndarray) -> Book:
    return Book.of(History(p.reshape(-1, 1)), LinearPortfolio(np.ones(1)))


def brute_force(book: Book, length: int, wanted: Measure) -> tuple[float, int]:
    """The highest measure, and the first window that has it but for rounding."""
    starts = range(len(book.history) - length + 1)
    got = [wanted(book.over(slice(start, start + length), Regime.STRESSED)) for start in starts]
    at = next(i for i, each in enumerate(got) if math.isclose(each, max(got), rel_tol=1e-12))
    return got[at], at


@pytest.mark.parametrize("kind", ["fat", "ties", "few values", "one crash"])
@pytest.mark.parametrize("tail", list(Tail))
@pytest.mark.parametrize("method", SEARCHED)
@pytest.mark.slow
def test_worst_equals_brute_force(method, tail, kind) -> None:
    book = of(pnl(kind))
    wanted = Measure(tail, METHODS[method], Confidence(0.975), 10)
    try:
        best, at = brute_force(book, 250, wanted)
    except (ImpossibleNumber, NotEnoughData):
        told = r"days \d+ to \d+: (Skewness|No generalised|The fitted)|lost more than the 90th"
        with pytest.raises((ImpossibleNumber, NotEnoughData), match=told):
            of_book(book, 250, wanted)
        return
    found = of_book(book, 250, wanted)
    assert (wanted(found), found.rows.start) == (best, at)


def test_ties_go_to_the_earlier_start() -> None:
    p = [0.0] * 10 + [-1.0] + [0.0] * 10
    # windows of 5 that hold the loss start on days 7 to 11
    assert value("WORST_WINDOW", column(p), 1.0, 5, 0.8, 1, "historical rank") == [[7, 11, 1]]


def clustered() -> np.ndarray:
    """Moves of a GARCH(1,1) with alpha 0.12 and beta 0.8, so that one fits."""
    z = np.random.default_rng(1986).normal(size=400)
    out, variance = np.zeros(400), 1.0
    for i in range(400):
        out[i] = np.sqrt(variance) * z[i]
        variance = 0.08 + 0.12 * out[i] ** 2 + 0.8 * variance
    return out


@pytest.mark.parametrize(
    ("method", "chooser"),
    [
        ("student t", "normal"),
        ("monte carlo", "normal"),
        ("volatility scaled 0.97", "filtered 0.97"),
        ("garch", "filtered"),
    ],
)
@pytest.mark.slow
def test_a_slow_method_takes_the_window_that_a_quick_one_chooses(method, chooser) -> None:
    p = column((clustered() if method == "garch" else pnl("one crash")).tolist())
    start, end, var = value("WORST_WINDOW", p, 1.0, 250, 0.99, 1, method)[0]
    assert [start, end] == value("WORST_WINDOW", p, 1.0, 250, 0.99, 1, chooser)[0][:2]
    assert var == value("STRESSED_VAR", p[int(start) - 1 : int(end)], 1.0, OMITTED, 0.99, 1, method)


def test_stressed_es_searches_by_its_own_measure() -> None:
    # one huge loss moves the ES of its windows, several middling ones the VaR of theirs
    p = np.zeros(600)
    p[50] = -100.0
    p[400:405] = -20.0
    history = column(p.tolist())
    assert value("STRESSED_VAR", history, 1.0, "WORST") == pytest.approx(20)
    assert value("STRESSED_ES", history, 1.0, "WORST") == pytest.approx(100 / 2.5)


def test_worst_of_a_dated_history_comes_back_with_its_dates() -> None:
    rows = gfc("SPX")
    start, end, var = value("WORST_WINDOW", rows, 100.0, 250)[0]
    inside = [rows[0]] + [row for row in rows[1:] if start <= row[0] <= end]
    assert len(inside) == 251
    assert var == value("CURRENT_VAR", inside, 100.0)
    assert value("STRESSED_VAR", rows, 100.0, "WORST") == var


def test_a_short_history_has_no_worst_window() -> None:
    error, sentence = failed("STRESSED_VAR", column([0.01] * 248 + [-0.01]), 1.0, "WORST")
    assert error == "#N/A"
    assert "249 days" in sentence
    assert "250" in sentence


def test_several_windows_give_the_highest_and_name_the_one_that_fails() -> None:
    rows = gfc("SPX")
    half = "2008-09-01:2009-02-28"
    each = [value("STRESSED_VAR", rows, 1.0, w, 0.95) for w in ("GFC", half)]
    assert value("STRESSED_VAR", rows, 1.0, f"GFC;{half}", 0.95) == max(each)
    error, sentence = failed("STRESSED_VAR", rows, 1.0, f"GFC;COVID;{half}", 0.95)
    assert error == "#N/A"
    assert sentence.startswith("The history does not cover COVID (")  # named once
    error, sentence = failed("STRESSED_VAR", rows, 1.0, [["GFC"], ["2008-10-01:2008-10-31"]])
    assert error == "#N/A"
    assert sentence.startswith("2008-10-01:2008-10-31: 23 days cannot resolve 99%")
