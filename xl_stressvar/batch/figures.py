"""The figures of some portfolios on one history: what a worksheet would give for each alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import Book, History, Matrix, Positions, Vector, Worst
from ..domain.panels import Panel, PanelWindows, ValuedPortfolio
from ..domain.portfolio import count_of_pnl
from ..errors import StressVarError
from ..risk.decompose.contribution import gradient
from ..risk.instruments.listed import Listed
from ..risk.instruments.mixed import Mixed
from ..risk.panel_figures import components as components_of
from ..risk.panel_figures import measured, worst_windows
from ..risk.stressed import default_window, stressed_book
from .job import JobMeasure

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Figures:
    """What measures give for portfolios, in the portfolio's unit; a loss is positive.

    A row a portfolio and measure, the measures of one portfolio together. start, stop: (rows,) of the
    history, the window of the VaR. es: over that window. held: (rows,) how many components each has
    among (components,) factor and component: those that are not zero, which add up to the VaR.
    failures: why a row has no figures.
    """

    start: Numbers
    stop: Numbers
    var: Vector
    es: Vector
    held: Numbers
    factor: NDArray[np.int32]
    component: Vector
    failures: Mapping[int, StressVarError]

    def __len__(self) -> int:
        return len(self.var)


def figures(
    history: History,
    weights: Matrix,
    measures: Sequence[JobMeasure],
    components: bool,
    room: Matrix | None = None,
    instruments: Sequence[Sequence[Listed]] = (),
) -> Figures:
    """A row a portfolio of (portfolios, factors) and measure; PANEL portfolios at most.

    room: for their P&L, (PANEL, days), that nobody else needs. instruments: of each portfolio, if any
    has some.
    """
    with np.errstate(all="ignore"):  # what overflows is refused, in words
        panel, refused = Panel.of(history, weights, room), _refused(history, weights)
        mixed = {i: held for i, held in enumerate(instruments) if held}
        if not mixed:
            return _interleaved([_answers(panel, refused, m, components) for m in measures])
        return _interleaved(_with_mixed(panel, mixed, refused, measures, components))


def joined(found: Sequence[Figures]) -> Figures:
    """The figures of portfolios, then those of others."""
    firsts = np.cumsum([0, *map(len, found)]).tolist()
    failures = {
        first + i: why
        for first, some in zip(firsts, found, strict=False)
        for i, why in some.failures.items()
    }
    columns = [name for name in vars(found[0]) if name != "failures"]
    arrays = {name: np.concatenate([getattr(some, name) for some in found]) for name in columns}
    return Figures(**arrays, failures=failures)


def _refused(history: History, weights: Matrix) -> dict[int, StressVarError]:
    """Why a cell would not take a row of positions on this history."""
    counts, amounts = (_rule(history, value) for value in (1.0, 1.5))
    if counts is amounts is None:
        return {}
    only_counts = np.all(count_of_pnl(weights), axis=1).tolist()
    rules = enumerate(counts if count else amounts for count in only_counts)
    return {i: rule for i, rule in rules if rule is not None}


def _rule(history: History, amount: float) -> StressVarError | None:
    """Why a cell would not take such an amount of each factor."""
    try:
        Positions(np.full((1, history.assets), amount)).each_on(history)
    except StressVarError as failure:
        return failure
    return None


@dataclass(frozen=True, eq=False)
class _Answers:
    """The figures of a panel by one measure, (portfolios,); component: (portfolios, factors)."""

    start: Numbers
    stop: Numbers
    var: Vector
    es: Vector
    component: Matrix
    failures: dict[int, StressVarError]

    def enter(self, at: Numbers, some: _Answers) -> None:
        """Take in the answers of some of the portfolios."""
        for name in ("start", "stop", "var", "es", "component"):
            getattr(self, name)[at] = getattr(some, name)
        self.failures.update({int(at[i]): why for i, why in some.failures.items()})


def _empty(panel: Panel, components: bool) -> _Answers:
    """Room for the answers of each portfolio of a panel."""
    shape = len(panel)
    return _Answers(
        np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.full(shape, np.nan),
        np.full(shape, np.nan), np.zeros((shape, panel.history.assets if components else 0)), {},
    )  # fmt: skip


def _interleaved(by_measure: Sequence[_Answers]) -> Figures:
    """The answers of several measures, those of one portfolio together."""
    each = len(by_measure)
    start, stop, var, es = (
        np.stack([getattr(answers, name) for answers in by_measure], axis=1).ravel()
        for name in ("start", "stop", "var", "es")
    )
    component = np.stack([answers.component for answers in by_measure], axis=1)
    factors = component.shape[-1]
    component = component.ravel()
    failures = {
        i * each + m: why for m, a in enumerate(by_measure) for i, why in a.failures.items()
    }
    at = np.flatnonzero(component)
    row = at // max(factors, 1)
    factor = (at - row * factors).astype(np.int32)
    held = np.bincount(row, minlength=len(var))
    return Figures(start, stop, var, es, held, factor, component[at], failures)


def _with_mixed(
    panel: Panel,
    mixed: Mapping[int, Sequence[Listed]],
    refused: Mapping[int, StressVarError],
    measures: Sequence[JobMeasure],
    components: bool,
) -> list[_Answers]:
    """The answers by each measure where some portfolios hold instruments; each of these by its book."""
    every = [_empty(panel, components) for _ in measures]
    linear = np.array([i for i in range(len(panel)) if i not in mixed], dtype=np.int64)
    if len(linear):
        others = panel.some(linear)
        of_others = {j: refused[i] for j, i in enumerate(linear.tolist()) if i in refused}
        for out, measure in zip(every, measures, strict=True):
            out.enter(linear, _answers(others, of_others, measure, components))
    for i, held in mixed.items():
        known = ValuedPortfolio(panel.weights[i], panel.history, panel.pnl[i])
        book = Book.of(panel.history, Mixed(known, held))
        for out, measure in zip(every, measures, strict=True):
            try:
                if i in refused:
                    raise refused[i]
                _fill_alone(out, i, book, measure, components)
            except StressVarError as failure:
                out.failures[i] = failure
    return every


def _fill_alone(out: _Answers, i: int, book: Book, measure: JobMeasure, components: bool) -> None:
    """Enter the figures of a portfolio with instruments. Raises what a cell would."""
    portfolio = book.portfolio
    assert isinstance(portfolio, Mixed)
    var, over = stressed_book(book, measure.windows, measure.var)
    es = measure.es(over)
    parts = gradient(over, measure.var, var)[1] if components else np.zeros(0)
    if not np.isfinite([var, es, *parts]).all():
        raise errors.OVERFLOW()
    out.start[i], out.stop[i] = over.rows.start, over.rows.stop
    out.var[i], out.es[i] = var, es
    if components:
        out.component[i, portfolio.columns_on(book.history)] = parts


def _answers(
    panel: Panel, refused: Mapping[int, StressVarError], measure: JobMeasure, components: bool
) -> _Answers:
    """The figures of each portfolio by one measure."""
    out = _empty(panel, components)
    found, out_of_windows = _windows(panel, measure)
    out.failures.update(out_of_windows)
    for windows in found:
        _fill(out, windows, measure, components)
    out.failures.update(refused)
    for i in out.failures:
        out.component[i] = 0.0
    return out


def _windows(
    panel: Panel, measure: JobMeasure
) -> tuple[list[PanelWindows], Mapping[int, StressVarError]]:
    """Each portfolio over the window of its VaR, those of as many rows together; why one has none."""
    if isinstance(measure.windows, Worst):
        windows, failures = worst_windows(panel, measure.var)
        return [windows], failures
    given = measure.windows or (default_window(panel.history),)
    if len(given) == 1:
        whole = panel.history
        rows = whole.every_row() if given[0] is None else whole.rows(given[0])
        starts = np.full(len(panel), rows.start)
        every = np.arange(len(panel))
        return [PanelWindows(panel, every, starts, rows.stop - rows.start)], {}
    return _of_several(panel, measure)


def _of_several(
    panel: Panel, measure: JobMeasure
) -> tuple[list[PanelWindows], Mapping[int, StressVarError]]:
    """Each portfolio over that of several windows in which its VaR is highest."""
    chosen: list[slice | None] = []
    failures = {}
    for i, book in enumerate(panel.books):
        try:
            chosen.append(stressed_book(book, measure.windows, measure.var)[1].rows)
        except StressVarError as failure:
            chosen.append(None)
            failures[i] = failure
    start = np.array([rows.start if rows else 0 for rows in chosen])
    length = np.array([rows.stop - rows.start if rows else 0 for rows in chosen])
    of = [np.flatnonzero(length == n) for n in np.unique(length[length > 0]).tolist()]
    return [PanelWindows(panel, some, start[some], int(length[some[0]])) for some in of], failures


def _fill(out: _Answers, windows: PanelWindows, measure: JobMeasure, components: bool) -> None:
    """Enter the figures of some of the portfolios."""
    at = windows.portfolios
    out.start[at], out.stop[at] = windows.starts, windows.starts + windows.length
    for values, of in ((out.var, measure.var), (out.es, measure.es)):
        windows = _entered(out, values, windows, measured(windows, of))
    if components and len(windows):
        values = out.var[windows.portfolios]
        _entered(out, out.component, windows, components_of(windows, measure.var, values))


def _entered(
    out: _Answers,
    column: Vector | Matrix,
    windows: PanelWindows,
    found: tuple[Vector | Matrix, Mapping[int, StressVarError]],
) -> PanelWindows:
    """Enter what was found for some windows; those of them that have it."""
    if not len(windows):
        return windows
    values, failures = found
    column[windows.portfolios] = values
    there = np.isfinite(values).reshape(len(windows), -1).all(axis=1)
    for i in np.flatnonzero(~there).tolist():
        out.failures[int(windows.portfolios[i])] = failures.get(i) or errors.OVERFLOW()
    return windows if there.all() else windows.some(np.flatnonzero(there))
