"""The positions of a job, checked and laid down row by row, so that they need not fit in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..domain import History, Matrix, Vector, matched
from ..domain.portfolio import count_of_pnl
from ..errors import Place
from ..risk.currency import is_code
from .hierarchy import PORTFOLIO, Hierarchy
from .job import InputFile
from .sources import LongTable, Stretch

FACTOR, AMOUNT, CURRENCY = "factor", "amount", "currency"
FACTORS_FILE, AMOUNTS_FILE = "factors.bin", "amounts.bin"
FACTOR_TYPE, AMOUNT_TYPE = np.dtype("<i4"), np.dtype("<f8")

Numbers = NDArray[np.int64]


@dataclass
class LaidDown:
    """What is known of the positions beside the files that hold them.

    names: of the portfolios, in the order of the file. counts: how many positions each has. lowest:
    the node of each. in_money: whether each has an amount that counts no P&L. own: (nodes, factors)
    the positions directly in each node, summed. currencies: of each factor that is held, by its column.
    """

    own: Matrix
    names: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    lowest: list[int] = field(default_factory=list)
    in_money: list[bool] = field(default_factory=list)
    currencies: dict[int, str] = field(default_factory=dict)

    def add(self, name: str, node: int) -> None:
        """One portfolio more, without a position yet."""
        self.names.append(name)
        self.lowest.append(node)
        self.counts.append(0)
        self.in_money.append(False)


def lay_down(
    file: InputFile, history: History, hierarchy: Hierarchy, folder: Path, *, currencies: bool
) -> LaidDown:
    """Check the positions and write them for the workers.

    The file has the columns portfolio, factor and amount, the rows of a portfolio together; and the
    currency of the factor's returns, if asked for.
    Raises StressVarError at the file's row and column.
    """
    columns = (PORTFOLIO, FACTOR, AMOUNT, *((CURRENCY,) if currencies else ()))
    table = LongTable(file, "positions", columns)
    if not currencies and CURRENCY in map(matched, table.header()):
        raise errors.BASE_MISSING(file=table.source.name)
    if history.names is None:
        raise errors.POSITIONS_UNNAMED(Place(table.source.name), table="returns")
    reader = _Reader(history, hierarchy, LaidDown(np.zeros((len(hierarchy.nodes), history.assets))))
    with (
        (folder / FACTORS_FILE).open("wb") as factors,
        (folder / AMOUNTS_FILE).open("wb") as amounts,
    ):
        for stretch in table.stretches():
            if len(stretch):
                reader.take(stretch, factors, amounts)
    if not reader.laid.names:
        raise errors.NO_POSITIONS(file=table.source.name)
    return reader.laid


@dataclass
class _Reader:
    """Takes stretch after stretch; the last portfolio of one may go on in the next."""

    history: History
    hierarchy: Hierarchy
    laid: LaidDown
    known: set[str] = field(default_factory=set)
    open_key: str = ""  # the portfolio of the last row
    open_factors: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def take(self, stretch: Stretch, factors: IO[bytes], amounts: IO[bytes]) -> None:
        portfolio = self._portfolios(stretch)
        factor = self._factors(stretch)
        amount = stretch.numbers(AMOUNT)
        self._require_once(stretch, portfolio, factor)
        if CURRENCY in stretch.columns:
            self._currencies(stretch, factor)
        first = int(portfolio[0])
        for i, count in enumerate(np.bincount(portfolio - first).tolist(), first):
            self.laid.counts[i] += count
        for i in np.flatnonzero(np.bincount(portfolio[~count_of_pnl(amount)] - first)).tolist():
            self.laid.in_money[first + i] = True
        node = np.array(self.laid.lowest[first:], dtype=np.int64)[portfolio - first]
        np.add.at(self.laid.own, (node, factor), amount)
        factors.write(factor.astype(FACTOR_TYPE).tobytes())
        amounts.write(amount.astype(AMOUNT_TYPE).tobytes())

    def _portfolios(self, stretch: Stretch) -> Numbers:
        """The number of each row's portfolio. Raises BadInput where one comes back."""
        codes, names = stretch.names(PORTFOLIO)
        keys = [matched(name) for name in names]
        same = {key: i for i, key in reversed([*enumerate(keys)])}  # spellings of one name
        codes = np.array([same[key] for key in keys], dtype=np.int64)[codes]
        starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
        first = len(self.laid.names) - (keys[0] == self.open_key)
        new = keys[len(self.laid.names) - first :]
        # the rows of each together, and none of a portfolio before: all at once
        if len(starts) == len(same) == len(keys) and self.known.isdisjoint(new):
            self._add(new, names[len(keys) - len(new) :])
            return np.asarray(first + codes)
        numbers = []
        for start in starts.tolist():
            key, name = keys[codes[start]], names[codes[start]]
            if key != self.open_key:
                if key in self.known:
                    raise errors.PORTFOLIO_APART(stretch.place(start, PORTFOLIO), name=name)
                self._add([key], [name])
            numbers.append(len(self.laid.names) - 1)
        lengths = np.diff([*starts.tolist(), len(codes)])
        return np.repeat(np.array(numbers, dtype=np.int64), lengths)

    def _add(self, keys: Sequence[str], names: Sequence[str]) -> None:
        """Take new portfolios. Raises FileProblem for one that the hierarchy does not have."""
        for name in names:
            self.laid.add(name, self.hierarchy.of(name))
        self.known.update(keys)
        self.open_key = keys[-1] if keys else self.open_key

    def _factors(self, stretch: Stretch) -> Numbers:
        """The column of each row's factor. Raises BadInput for one that the returns do not have."""
        codes, names = stretch.names(FACTOR)
        columns = []
        for i, name in enumerate(names):
            column = self.history.named_columns.get(matched(name))
            if column is None:
                place = stretch.place(int(np.flatnonzero(codes == i)[0]), FACTOR)
                known = ", ".join(self.history.names or ())
                raise errors.UNKNOWN_NAME(place, name=name, table="returns", names=known)
            columns.append(column)
        found: Numbers = np.array(columns, dtype=np.int64)[codes]
        return found

    def _currencies(self, stretch: Stretch, factor: Numbers) -> None:
        """Take the currency of each row's factor. Raises BadInput for no code, and for another one."""
        numbers, texts = stretch.names(CURRENCY)
        _, firsts = np.unique(factor * len(texts) + numbers, return_index=True)
        for row in sorted(firsts.tolist()):
            column, text = int(factor[row]), texts[int(numbers[row])]
            if not is_code(text):
                raise errors.NOT_A_CURRENCY(stretch.place(row, CURRENCY), value=text)
            code = self.laid.currencies.setdefault(column, text.upper())
            if code != text.upper():
                place, name = stretch.place(row, CURRENCY), self.history.name(column)
                raise errors.CURRENCY_DIFFERS(place, code=text.upper(), factor=name, other=code)

    def _require_once(self, stretch: Stretch, portfolio: Numbers, factor: Numbers) -> None:
        """Raise BadInput for a factor that a portfolio has twice."""
        before = len(self.open_factors)
        inside = np.concatenate([np.full(before, self._open_number(portfolio)), portfolio])
        every = np.concatenate([self.open_factors, factor])
        held = inside * self.history.assets + every
        if not np.diff(np.sort(held)).all():
            order = np.argsort(held, kind="stable")
            row = int(order[1:][np.diff(held[order]) == 0].min()) - before
            raise errors.POSITION_TWICE(
                stretch.place(row, FACTOR),
                name=self.history.name(int(factor[row])),
                portfolio=self.laid.names[int(portfolio[row])],
            )
        self.open_factors = every[inside == portfolio[-1]]

    def _open_number(self, portfolio: Numbers) -> int:
        """The number of the portfolio that the stretch before left open."""
        return int(portfolio[0]) - (self.laid.counts[int(portfolio[0])] == 0)


def require_held(hierarchy: Hierarchy, laid: LaidDown) -> None:
    """Raise BadInput for a portfolio of the hierarchy that holds nothing."""
    known = set(map(matched, laid.names))
    for key, (name, row) in hierarchy.placed.items():
        if key not in known:
            raise errors.PORTFOLIO_UNHELD(hierarchy.place(row), name=name)


def read_rows(folder: Path, first: int, last: int) -> tuple[NDArray[np.int32], Vector]:
    """Factors and amounts of some positions, of which only these are read."""
    factors = np.fromfile(folder / FACTORS_FILE, FACTOR_TYPE, last - first, offset=first * 4)
    amounts = np.fromfile(folder / AMOUNTS_FILE, AMOUNT_TYPE, last - first, offset=first * 8)
    return factors, amounts
