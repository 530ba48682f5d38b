"""The returns of a job as a history: by the rules of the argument `history` of a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from ..catalogue import CATALOGUE, Parameter
from ..cells.algebra import Cell, CellBlock, Given, Grid
from ..cells.numbers import Numbers
from ..dispatch import read
from ..domain import History, Matrix, matched
from ..errors import StressVarError
from ..tables import read_table
from .columns import numbers_of
from .job import InputFile
from .parquet import arrow
from .sources import PARQUET, TEXT, Source, as_cell, delimiter_of, plain_cell, readable


class ColumnBlock(CellBlock):
    """A table of a file: its numbers at once, its cells only if one of them must be named."""

    def __init__(self, numbers: Numbers | None, size: int, cells: Callable[[], Grid]) -> None:
        super().__init__(())
        self._numbers, self._size, self._make = numbers, size, cells

    @property
    def size(self) -> int:
        """How many cells it has."""
        return self._size

    @property
    def cells(self) -> Grid:
        """The cells; made anew, for a large grid is not to be kept."""
        return self._make()

    @property
    def numbers(self) -> Numbers | None:
        """The numbers, or None if anything is not certainly one."""
        return self._numbers


def read_returns(file: InputFile) -> History:
    """The returns of a job. Raises StressVarError at the file's row and column."""
    return _read(file, CATALOGUE["STRESSED_VAR"].parameter("history"))


def read_rates(file: InputFile) -> History:
    """The rates between currencies of a job. Raises as `read_returns`."""
    return _read(file, CATALOGUE["IN_CURRENCY"].parameter("fx"))


def table_of(
    file: InputFile, argument: str, texts: Collection[str] = ()
) -> tuple[Source, Given, Sequence[str]]:
    """A table as the cells of an argument; and of Parquet the names of its columns. Raises FileProblem.

    texts: columns of which a text file has every field as it is typed: 007 is not 7.
    """
    ending = file.path.suffix.lower()
    source = Source(file, argument)
    if ending in PARQUET:
        return source, *_of_parquet(file)
    if ending in TEXT:
        return source, _of_text(file, texts), ()
    found = read_table(file.path, file.sheet)
    return Source(file, argument, found.sheet), found.grid, ()


def _read(file: InputFile, asked: Parameter) -> History:
    """A table of days, by the rules of an argument."""
    source, given, columns = table_of(file, asked.name)
    try:
        history: History = read(asked, given)
    except StressVarError as failure:
        raise source.blamed(failure, columns) from None
    return history


def _of_parquet(file: InputFile) -> tuple[CellBlock, Sequence[str]]:
    (parquet,) = arrow("parquet")
    with readable(file.path):
        table = parquet.ParquetFile(file.path).read()
    names = table.column_names
    return _block(names, table.columns, [plain_cell] * len(names)), names


def _of_text(file: InputFile, texts: Collection[str]) -> CellBlock:
    """A text file: numbers in all columns but the first, or else cell by cell."""
    pa, csv = arrow("", "csv")
    with readable(file.path):
        parse = csv.ParseOptions(delimiter=delimiter_of(file.path))
        with csv.open_csv(file.path, parse_options=parse) as reader:
            names = reader.schema.names

        def columns(kind: Any) -> Any:
            kinds = dict.fromkeys(names[1:], kind) | {names[0]: pa.string()}
            convert = csv.ConvertOptions(column_types=kinds)
            return csv.read_csv(file.path, parse_options=parse, convert_options=convert)

        try:
            if texts or len(set(names)) < len(names):  # types go by name
                raise pa.ArrowInvalid
            table = columns(pa.float64())
        except pa.ArrowInvalid:
            table = columns(pa.string())
    cells = [plain_cell if matched(name) in texts else as_cell for name in names]
    return _block(names, table.columns, cells)


def _block(
    names: Sequence[str], columns: Sequence[Any], made: Sequence[Callable[[Any], Cell]]
) -> CellBlock:
    """Columns under their names as a range; made: of each, what a value of it is in a sheet."""

    def cells() -> list[list[Cell]]:
        values = [
            list(map(cell, column.to_pylist())) for cell, column in zip(made, columns, strict=True)
        ]
        return [list(names), *map(list, zip(*values, strict=True))]

    rows = len(columns[0]) if columns else 0
    return ColumnBlock(_numbers(names, columns), (rows + 1) * len(names), cells)


def _numbers(names: Sequence[str], columns: Sequence[Any]) -> Numbers | None:
    """Days beside finite numbers; None for any other table, whose cells are then looked at."""
    if len(columns) < 2 or not len(columns[0]):
        return None
    (pa,) = arrow("")
    if any(not _finite_numbers(pa, column) for column in columns[1:]):
        return None
    left = columns[0]
    if left.null_count or not (pa.types.is_string(left.type) or pa.types.is_temporal(left.type)):
        return None
    matrix: Matrix = np.empty((len(left), len(columns) - 1))
    for j, column in enumerate(columns[1:]):
        first = 0
        for chunk in column.chunks:
            matrix[first : first + len(chunk), j] = numbers_of(chunk)
            first += len(chunk)
    if not np.isfinite(matrix).all():
        return None
    matrix.flags.writeable = False
    return Numbers(tuple(names), tuple(left.to_pylist()), matrix)


def _finite_numbers(pa: Any, column: Any) -> bool:
    kind = column.type
    return not column.null_count and (pa.types.is_floating(kind) or pa.types.is_integer(kind))
