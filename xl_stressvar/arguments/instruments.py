"""The kinds of tables of instruments: options and bonds by the names of their columns, grids by shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

import numpy as np

from .. import errors
from ..cells.algebra import Cell, Grid, is_blank, is_number, is_number_text, quoted
from ..domain import Matrix, Vector, matched, plain
from ..domain.moves import LEAST_RATE, MOST_ANNUAL_VOLATILITY, MOST_RATE
from ..errors import Place
from .argument import Argument
from .kind import Kind
from .layout import header_names, header_row
from .scalars import Number

CALL, PUT = "call", "put"
MOST_OPTION_YEARS, MOST_BOND_YEARS = 25.0, 100.0
FREQUENCIES = (1, 2, 4, 12)
MOST_MOVE = 10.0  # of a grid: 1,000%


# --- what a number of an instrument may be ----------------------------------------------------------
def _any(number: float, place: Place | None) -> float:
    return number


def _positive(number: float, place: Place | None) -> float:
    if number <= 0:
        raise errors.NOT_POSITIVE(place, value=number)
    return number


def _years(number: float, place: Place | None, most: float) -> float:
    if number < 0:
        raise errors.TOO_SMALL(place, value=number, least=0)
    if number > most:
        raise errors.YEARS_UNIT(place, value=number, most=most)
    return number


def option_years(number: float, place: Place | None) -> float:
    """Years to expiry; raises ImpossibleNumber for negative ones, and for what must be days."""
    return _years(number, place, MOST_OPTION_YEARS)


def bond_years(number: float, place: Place | None) -> float:
    """Years to maturity; raises ImpossibleNumber for none left, and for what must be days."""
    return _years(_positive(number, place), place, MOST_BOND_YEARS)


def annual_volatility(number: float, place: Place | None) -> float:
    """A volatility a year; raises ImpossibleNumber for none, and for what must be percent."""
    if _positive(number, place) > MOST_ANNUAL_VOLATILITY:
        percent, most = f"{100 * number:.10g}%", f"{MOST_ANNUAL_VOLATILITY:.0%}"
        raise errors.ANNUAL_VOLATILITY(place, value=number, percent=percent, most=most)
    return number


def annual_rate(number: float, place: Place | None) -> float:
    """A rate, yield or coupon a year; raises ImpossibleNumber for what must be percent."""
    if not LEAST_RATE <= number <= MOST_RATE:
        raise errors.RATE_UNIT(
            place,
            value=number,
            percent=f"{100 * number:.10g}%",
            least=f"{LEAST_RATE:.0%}",
            most=f"{MOST_RATE:.0%}",
        )
    return number


def coupon_rate(number: float, place: Place | None) -> float:
    """A coupon a year; raises ImpossibleNumber for a negative one, and for what must be percent."""
    if number < 0:
        raise errors.TOO_SMALL(place, value=number, least=0)
    return annual_rate(number, place)


def coupon_frequency(number: float, place: Place | None) -> float:
    """Coupons a year; raises ImpossibleNumber for what no bond pays."""
    if number not in FREQUENCIES:
        raise errors.COUPON_FREQUENCY(place, value=number, choices=FREQUENCIES)
    return number


@dataclass(frozen=True)
class Checked(Number):
    """One number, by the rule of a column of a table of instruments."""

    rule: Callable[[float, Place | None], float] = _any

    def check(self, number: float, place: Place) -> float:
        """Raises ImpossibleNumber for what the rule does not allow."""
        return self.rule(super().check(number, place), place)


# --- tables -----------------------------------------------------------------------------------------
_Reader = Callable[[Argument, Cell, int, int, str], Any]


def _text(argument: Argument, cell: Cell, row: int, column: int, label: str) -> str:
    if is_blank(cell):
        raise errors.NO_LABEL(argument.place(row, column, label))
    if not isinstance(cell, str) or is_number_text(cell):
        raise errors.LABEL_NOT_TEXT(argument.place(row, column, label), value=quoted(cell))
    return " ".join(cell.split())


def _sign(argument: Argument, cell: Cell, row: int, column: int, label: str) -> float:
    if is_blank(cell):
        raise errors.NO_LABEL(argument.place(row, column, label))
    sign = {CALL: 1.0, PUT: -1.0}.get(plain(cell) if isinstance(cell, str) else "")
    if sign is None:
        raise errors.NOT_TEXT(
            argument.place(row, column, label),
            value=quoted(cell),
            expected="a type of option",
            choices=(CALL, PUT),
        )
    return sign


def _number(check: Callable[[float, Place | None], float]) -> _Reader:
    def read(argument: Argument, cell: Cell, row: int, column: int, label: str) -> float:
        number = argument.number(cell, row, column, label)
        try:
            return check(number, None)
        except errors.StressVarError as failure:
            raise failure.at(argument.place(row, column, label)) from None

    return read


@dataclass(frozen=True)
class TableColumn:
    """A column of a table of instruments: its name, how a cell is read, and what stands for a missing one."""

    name: str
    read: _Reader
    default: float | None = None


@dataclass(frozen=True, eq=False)
class Instruments:
    """A table as read: each column by name, and where everything stood."""

    columns: dict[str, list[Any]]
    rows: tuple[int, ...]
    at: dict[str, int]
    argument: str

    def texts(self, name: str) -> tuple[str, ...]:
        """A column of texts."""
        return tuple(self.columns[name])

    def numbers(self, name: str) -> Vector:
        """A column of numbers, (instruments,)."""
        return np.array(self.columns[name], dtype=float)


@dataclass(frozen=True)
class InstrumentTable(Kind):
    """A row an instrument under a header; its columns in any order, by name."""

    is_range = True
    expected = "a table of instruments with its header row"
    table: ClassVar[tuple[TableColumn, ...]] = ()

    def read(self, argument: Argument, owner: TableColumn | None = None) -> Instruments:
        """The table. Raises StressVarError at the first cell that does not fit.

        owner: one column more, that says whose each instrument is; a name is then one owner's own.
        """
        columns = self.table if owner is None else (owner, *self.table)
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        if isinstance(argument.value, str):
            raise errors.TEXT_FOR_RANGE(
                argument.place(), text=argument.value, expected=self.expected
            )
        at = _header(columns, argument, grid[0])
        if len(grid) == 1:
            raise errors.NO_INSTRUMENT(argument.place())
        return _body(columns, argument, grid, at, owner)


def _listed(columns: Sequence[TableColumn]) -> tuple[str, ...]:
    """The columns for a sentence; those that may be left out in brackets."""
    return tuple(c.name if c.default is None else f"[{c.name}]" for c in columns)


def _header(
    columns: Sequence[TableColumn], argument: Argument, top: Sequence[Cell]
) -> dict[str, int]:
    """Where each column stands. Raises BadInput for one that is missing, unknown or doubled."""
    known, names = {column.name: column for column in columns}, _listed(columns)
    spelled = {j: matched(cell) for j, cell in enumerate(top) if isinstance(cell, str)}
    if not set(spelled.values()) & set(known):
        raise errors.NO_HEADER(argument.place(0), columns=names)
    for name, column in known.items():
        if column.default is None and name not in spelled.values():
            raise errors.MISSING_COLUMN(argument.place(), column=name, columns=names)
    at: dict[str, int] = {}
    for j, cell in enumerate(top):
        place = argument.place(0, j)
        name = spelled.get(j, "")
        if is_blank(cell):
            raise errors.NO_LABEL(place)
        if name not in known:
            raise errors.UNKNOWN_COLUMN(place, column=quoted(cell), columns=names)
        if name in at:
            raise errors.COLUMN_TWICE(place, column=name)
        at[name] = j
    return at


def _body(
    columns: Sequence[TableColumn],
    argument: Argument,
    grid: Grid,
    at: dict[str, int],
    owner: TableColumn | None,
) -> Instruments:
    found: dict[str, list[Any]] = {column.name: [] for column in columns}
    seen: set[tuple[str, str]] = set()
    for i in range(1, len(grid)):
        row, of = grid[i], ""
        name = _text(argument, row[at["name"]], i, at["name"], f"row {i + 1}, name")
        if owner is not None:
            of = matched(owner.read(argument, row[at[owner.name]], i, at[owner.name], name))
        if (of, matched(name)) in seen:
            raise errors.INSTRUMENT_TWICE(argument.place(i, at["name"]), name=name)
        seen.add((of, matched(name)))
        for column in columns:
            j = at.get(column.name)
            found[column.name].append(
                column.default
                if j is None
                else column.read(argument, row[j], i, j, f"{name}, {column.name}")
            )
    return Instruments(found, tuple(range(1, len(grid))), at, argument.name)


class OptionTable(InstrumentTable):
    """Options, a row each."""

    expected = "a table of options with its header row"
    shape = "a row an option, header: name, underlying, type, quantity, spot, strike, years, volatility, rate, [yield]"
    table = (
        TableColumn("name", _text),
        TableColumn("underlying", _text),
        TableColumn("type", _sign),
        TableColumn("quantity", _number(_any)),
        TableColumn("spot", _number(_positive)),
        TableColumn("strike", _number(_positive)),
        TableColumn("years", _number(option_years)),
        TableColumn("volatility", _number(annual_volatility)),
        TableColumn("rate", _number(annual_rate)),
        TableColumn("yield", _number(annual_rate), 0.0),
    )


class BondTable(InstrumentTable):
    """Bonds, a row each."""

    expected = "a table of bonds with its header row"
    shape = "a row a bond, header: name, curve, face, coupon, years, yield, [frequency]"
    table = (
        TableColumn("name", _text),
        TableColumn("curve", _text),
        TableColumn("face", _number(_any)),
        TableColumn("coupon", _number(coupon_rate)),
        TableColumn("years", _number(bond_years)),
        TableColumn("yield", _number(annual_rate)),
        TableColumn("frequency", _number(coupon_frequency), 2.0),
    )


# --- grids ------------------------------------------------------------------------------------------
_NOT_ZERO = 1e-3  # of the largest P&L: what a front office's rounding may leave at no move


@dataclass(frozen=True, eq=False)
class PnlGrid:
    """A grid as read. pnl: (instruments, moves), or (moves, second) of two factors."""

    moves: Vector
    pnl: Matrix
    second: Vector | None
    names: tuple[str, ...] | None
    argument: str


class GridRange(Kind):
    """Moves down and P&L beside them, an instrument a column; or moves of a second factor on top."""

    unit = "decimals and money"
    is_range = True
    expected = "a column of moves and P&L beside it"
    shape = "moves x instruments with optional header; or moves x moves, corner blank"

    def read(self, argument: Argument) -> PnlGrid:
        """The grid. Raises StressVarError at the first cell that does not fit."""
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        header = header_row(grid[0]) if len(grid) > 1 else None
        surface = header is None and not is_number(grid[0][0]) and len(grid[0]) > 1
        first = 1 if header is not None or surface else 0
        if len(grid) - first < 2 or len(grid[0]) < 2 + surface:
            raise errors.GRID_SHAPE(argument.place(), rows=len(grid), columns=len(grid[0]))
        names = header_names(header[1:], argument, 1) if header is not None else None
        if surface and isinstance(grid[0][0], str) and is_number_text(grid[0][0]):
            argument.number(grid[0][0], 0, 0)  # a move stored as text is no corner
        body = np.array(
            [
                [argument.number(cell, first + i, j) for j, cell in enumerate(row)]
                for i, row in enumerate(grid[first:])
            ]
        )
        moves, pnl = body[:, 0], body[:, 1:]
        self._ascending(moves, [argument.place(first + i, 0) for i in range(len(moves))])
        second = None
        if surface:
            second = np.array([argument.number(c, 0, j + 1) for j, c in enumerate(grid[0][1:])])
            self._ascending(second, [argument.place(0, j + 1) for j in range(len(second))])
        self._still(argument, moves, second, pnl, first)
        return PnlGrid(moves, pnl if surface else pnl.T, second, names, argument.name)

    @staticmethod
    def _ascending(moves: Vector, places: list[Place]) -> None:
        for move, place in zip(moves.tolist(), places, strict=True):
            if not -1 <= move <= MOST_MOVE:
                raise errors.GRID_UNIT(place, value=move, most=f"{MOST_MOVE:.0f}")
        for i in np.flatnonzero(np.diff(moves) <= 0)[:1].tolist():
            raise errors.GRID_ORDER(places[i + 1], value=float(moves[i + 1]))

    @staticmethod
    def _still(
        argument: Argument, moves: Vector, second: Vector | None, pnl: Matrix, first: int
    ) -> None:
        """Raise BadInput for values in place of P&L: where nothing moves, P&L is 0."""
        for row in np.flatnonzero(moves == 0).tolist():
            still = range(pnl.shape[1]) if second is None else np.flatnonzero(second == 0).tolist()
            for j in still:
                largest = np.abs(pnl[:, j] if second is None else pnl).max()
                if abs(pnl[row, j]) > _NOT_ZERO * largest:
                    place = argument.place(first + row, 1 + j)
                    raise errors.GRID_NOT_PNL(place, value=float(pnl[row, j]))


class GammaRange(Kind):
    """One number an asset, or a matrix of assets by assets."""

    unit = "money per unit of the return squared"
    is_range = True
    expected = "one gamma an asset, or a square matrix"
    shape = "a row or column of numbers, or assets x assets"

    def parse(self, argument: Argument) -> Matrix:
        """The numbers in the shape of the range. Raises BadInput for a matrix that is not symmetric."""
        grid = argument.grid()
        if not grid or all(map(is_blank, chain.from_iterable(grid))):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        cells = np.array(
            [[argument.number(c, i, j) for j, c in enumerate(row)] for i, row in enumerate(grid)]
        )
        if cells.shape[0] == cells.shape[1]:
            apart = np.abs(cells - cells.T) > 1e-12 * np.maximum(np.abs(cells), np.abs(cells.T))
            for i, j in np.argwhere(apart)[:1].tolist():
                raise errors.GAMMA_NOT_SYMMETRIC(
                    argument.place(i, j), value=float(cells[i, j]), other=float(cells[j, i])
                )
        return cells
