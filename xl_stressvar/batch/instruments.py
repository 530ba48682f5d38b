"""Options and bonds of a job: read as the tables of OPTION_PNL and BOND_PNL, a portfolio in each row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..arguments.argument import Argument
from ..arguments.instruments import TableColumn
from ..catalogue import CATALOGUE
from ..cells.algebra import Cell, resolved
from ..domain import History, matched
from ..errors import Place, StressVarError
from ..ooxml.files import written
from ..risk.instruments.bonds import Bonds
from ..risk.instruments.listed import Listed
from ..risk.instruments.options import VOLATILITY, Options
from .hierarchy import PORTFOLIO, Hierarchy
from .job import InputFile, Job
from .positions import LaidDown
from .returns import table_of
from .sources import Source, name_of

Numbers = NDArray[np.int64]
_KINDS: Mapping[str, type[Listed]] = {"options": Options, "bonds": Bonds}
_FUNCTIONS = {"options": "OPTION_PNL", "bonds": "BOND_PNL"}
_STARTS, _TEXTS = "starts", ".json"


@dataclass(frozen=True, eq=False)
class Held:
    """Instruments of one kind (options or bonds), by portfolio. starts: (portfolios + 1,) where those of each begin."""

    kind: str
    table: Listed
    starts: Numbers

    def of(self, portfolios: Numbers) -> Listed | None:
        """Those of some portfolios, in that order; None if they have none."""
        first, counts = self.starts[portfolios], np.diff(self.starts)[portfolios]
        if not counts.any():
            return None
        before = np.cumsum(counts) - counts
        return self.table.some(np.repeat(first - before, counts) + np.arange(counts.sum()))


@dataclass(frozen=True, eq=False)
class _Read:
    """A table as it was read: whose each instrument is, and where it stands in the file."""

    source: Source
    columns: Sequence[str]
    owners: Sequence[str]
    table: Any

    def blamed(self, failure: StressVarError) -> StressVarError:
        place = failure.place
        if place is not None and place.label.startswith("row "):  # the file's place says it
            failure = failure.at(replace(place, label=""))
        return self.source.blamed(failure, self.columns)

    def place(self, i: int, column: str) -> Place:
        """The cell of an instrument."""
        places = self.table.places
        j = places.columns[column]
        name = self.columns[j] if self.columns else ""
        return Place(self.source.where(places.rows[i], j, name))


def read_instruments(job: Job, laid: LaidDown, hierarchy: Hierarchy) -> dict[str, _Read]:
    """The tables of a job. A portfolio that has no positions is added to those that are laid down.

    Raises StressVarError at the file's row and column.
    """
    files = {name: file for name, file in job.inputs.items() if name in _KINDS}
    found = {name: _read(file, name) for name, file in files.items()}
    known = {matched(name) for name in laid.names} if found else set()
    for read in found.values():
        for owner in read.owners:
            if matched(owner) not in known:
                known.add(matched(owner))
                laid.add(owner, hierarchy.of(owner))
    return found


def _read(file: InputFile, name: str) -> _Read:
    kind: Any = CATALOGUE[_FUNCTIONS[name]].parameter(name).kind
    source, given, columns = table_of(file, name, {PORTFOLIO})
    read = _Read(source, columns, (), None)
    try:
        cells = resolved(given)  # once: a table of a file makes them anew each time
        table = kind.read(Argument(name, cells), TableColumn(PORTFOLIO, _portfolio))
    except StressVarError as failure:
        raise read.blamed(failure) from None
    return replace(read, owners=table.texts(PORTFOLIO), table=kind.book(table))


def _portfolio(argument: Argument, cell: Cell, row: int, column: int, label: str) -> str:
    return name_of(cell, argument.place(row, column))


def by_portfolio(
    job: Job, history: History, laid: LaidDown, read: Mapping[str, _Read]
) -> dict[str, Held]:
    """The instruments of each portfolio, once each is known to be moved by a column of the returns.

    Raises StressVarError at the file's row and column, and for returns that cannot be such moves.
    """
    number = {matched(name): i for i, name in enumerate(laid.names)} if read else {}
    out = {}
    for name, each in read.items():
        _require_columns(job, history, laid, each)
        owners = np.array([number[matched(owner)] for owner in each.owners], dtype=np.int64)
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(len(laid.names) + 1))
        out[name] = Held(name, each.table.some(order), starts.astype(np.int64))
    return out


def _require_columns(job: Job, history: History, laid: LaidDown, read: _Read) -> None:
    """Raise what the table and the returns say of each other."""
    table: Listed = read.table
    try:
        columns = table.columns_on(history)
    except StressVarError as failure:
        raise read.blamed(failure) from None
    for i, column in enumerate(columns.tolist()):
        volatility = matched(f"{history.name(column)} {VOLATILITY}")
        moving = (column, history.named_columns.get(volatility, column))
        codes = [laid.currencies.get(j, job.base) for j in moving]
        for code in [code for code in codes if code != job.base][:1]:
            raise errors.INSTRUMENT_CURRENCY(
                read.place(i, table.mover), name=history.name(column), code=code, base=job.base
            )
    try:
        table.require_moves(history)
    except StressVarError as failure:
        label = failure.place.label if failure.place else ""
        raise failure.at(Place(job.returns.path.name, label=label)) from None


def write_held(folder: Path, held: Mapping[str, Held]) -> None:
    """Lay the instruments down for the workers."""
    for kind, each in held.items():
        np.save(_file(folder, kind, _STARTS), each.starts)
        for name in _columns(type(each.table)):
            column = getattr(each.table, name)
            if isinstance(column, tuple):  # an array would give each text the room of the longest
                written(json.dumps(column).encode(), _file(folder, kind, name, _TEXTS))
            else:
                np.save(_file(folder, kind, name), column)


def load_held(folder: Path) -> tuple[Held, ...]:
    """The instruments that were laid down."""
    there = {name: kind for name, kind in _KINDS.items() if _file(folder, name, _STARTS).exists()}
    return tuple(_loaded(folder, name, kind) for name, kind in there.items())


def _loaded(folder: Path, name: str, kind: type[Listed]) -> Held:
    columns = {column: _column(folder, name, column) for column in _columns(kind)}
    return Held(name, kind(**columns), np.load(_file(folder, name, _STARTS)))


def _column(folder: Path, kind: str, name: str) -> Any:
    """The texts or numbers of a column."""
    texts = _file(folder, kind, name, _TEXTS)
    return (
        tuple(json.loads(texts.read_bytes()))
        if texts.exists()
        else np.load(_file(folder, kind, name))
    )


def _file(folder: Path, kind: str, column: str, ending: str = ".npy") -> Path:
    return folder / f"{kind}-{column}{ending}"


def _columns(kind: type[Listed]) -> list[str]:
    """The fields of a table that hold a value an instrument."""
    return [f.name for f in fields(kind) if f.name != "places"]
