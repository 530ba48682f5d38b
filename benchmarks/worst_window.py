"""The worst window of many portfolios over decades, against pandas' rolling quantile."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.timing import SEED, Result, medians
from xl_stressvar.domain import Book, Confidence, History, Matrix, Vector
from xl_stressvar.risk.measure import Measure
from xl_stressvar.risk.methods.base import Tail
from xl_stressvar.risk.methods.registry import METHODS
from xl_stressvar.risk.worst_window import measures, of_book, of_books

DAYS, PORTFOLIOS, LENGTH = 9000, 1000, 250
WANTED = Measure(Tail.VAR, METHODS["historical"], Confidence(0.99))


@dataclass(frozen=True, eq=False)
class Known:
    """A portfolio whose P&L is known: what is timed is the search alone."""

    pnl: Vector
    weights: Vector | None = None

    def pnl_on(self, history: History) -> Vector:
        return self.pnl

    def parts_on(self, history: History) -> Matrix:
        return self.pnl[None, :]

    def part_names(self, history: History) -> tuple[str, ...]:
        return ("all",)


def results() -> list[Result]:
    rng = np.random.default_rng(SEED)
    calm = np.exp(0.5 * np.sin(np.arange(DAYS) / 300))  # calm and stormy years
    pnl = rng.standard_t(4, (PORTFOLIOS, DAYS)) * calm
    history = History(np.zeros((DAYS, 1)))
    books = [Book.of(history, Known(row)) for row in pnl]
    frame = pd.DataFrame(pnl.T)

    def ours() -> list[tuple[int, float]]:
        return [(b.rows.start, WANTED(b)) for b in of_books(books, LENGTH, WANTED)]

    def theirs() -> list[tuple[int, float]]:
        rolled = -frame.rolling(LENGTH).quantile(0.01).to_numpy()[LENGTH - 1 :]
        starts = rolled.argmax(axis=0)
        return [(int(s), float(rolled[s, i])) for i, s in enumerate(starts)]

    took = medians({"ours": ours, "pandas": theirs}, rounds=3)
    for (start, var), (other_start, other_var) in zip(ours(), theirs(), strict=True):
        assert start == other_start
        assert abs(var - other_var) <= 1e-12 * var
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1]
    size = f"{DAYS:,} days x {PORTFOLIOS:,} portfolios, 99%"
    return [
        Result(size, took["ours"], "pandas' rolling quantile", took["pandas"], 0.1, "same windows"),
        Result(f"{size}: memory (P&L and working)", pnl.nbytes + peak, "the P&L", pnl.nbytes, 3.0,
               "bytes, not seconds"),
        *map(_moving, ("normal", "ewma", "filtered")),
    ]  # fmt: skip


def _moving(method: str) -> Result:
    """The search by a method whose figure is no sum of a window's largest losses."""
    rng = np.random.default_rng(SEED)
    pnl = rng.standard_t(4, DAYS) * np.exp(0.5 * np.sin(np.arange(DAYS) / 300))
    book = Book.of(History(np.zeros((DAYS, 1))), Known(pnl))
    wanted = Measure(Tail.VAR, METHODS[method], Confidence(0.99))
    search = wanted.searched()

    def each() -> int:
        return int(np.argmax(measures(book, LENGTH, search)))

    assert of_book(book, LENGTH, wanted).rows.start == each()
    took = medians({"ours": lambda: of_book(book, LENGTH, wanted), "each": each}, rounds=5)
    what = f"{DAYS:,} days, 99% {method}"
    return Result(what, took["ours"], "measuring every window", took["each"], 0.1)
