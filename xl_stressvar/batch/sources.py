"""Input files: Parquet, CSV and workbooks, a stretch of rows at a time; and where a cell stands."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import errors
from ..arguments.argument import Argument
from ..cells.algebra import Cell, is_number
from ..domain import Vector, matched
from ..errors import Place, StressVarError
from ..tables import read_table
from .columns import number_column, numbers_of
from .job import InputFile
from .parquet import arrow

PARQUET, TEXT = {".parquet", ".pq"}, {".csv", ".txt", ".tsv"}
_ROWS = 1 << 16  # of a stretch
_CHUNK = 1 << 20  # bytes
_DIGITS_LOST = 1 << 53  # from here on two whole numbers may be one float


@dataclass(frozen=True)
class Source:
    """A file under the name of an argument, which knows how a person finds a cell of it."""

    file: InputFile
    argument: str
    sheet: str = ""

    @property
    def name(self) -> str:
        return self.file.path.name

    @property
    def ending(self) -> str:
        return self.file.path.suffix.lower()

    def where(self, row: int | None, column: int | None, name: str = "") -> str:
        """A cell in words; rows and columns count from 0, the header is row 0."""
        if row is None:
            return f"{self.name}, column {name}" if name else self.name
        if self.ending in PARQUET:
            column_name = f", column {name}" if name else ""
            return f"{self.name}, row {row}{column_name}" if row else f"{self.name}{column_name}"
        if self.ending in TEXT:
            field_ = "" if column is None else f", field {column + 1}"
            return f"{self.name}, line {_line_of(self.file.path, row)}{field_}"
        from ..ooxml.references import column_letters

        letters = "" if column is None else column_letters(column + 1)
        return f"{self.name}, {self.sheet}!{letters}{row + 1}"

    def blamed(self, failure: StressVarError, columns: Sequence[str] = ()) -> StressVarError:
        """A failure of the argument, at the place in the file."""
        place = failure.place
        if place is None:
            return failure.at(Place(self.name))
        name = ""
        if place.column is not None and place.column < len(columns):
            name = columns[place.column]
        return failure.at(Place(self.where(place.row, place.column, name), label=place.label))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises: FileProblem."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise errors.unreadable(path.name, problem) from None


@contextlib.contextmanager
def readable(path: Path) -> Iterator[None]:
    """What pyarrow and the system say of a file that cannot be read, in words."""
    (lib,) = arrow("lib")
    try:
        yield
    except lib.ArrowException as problem:  # some of which are an OSError or a ValueError too
        reason = str(problem).partition("\n")[0].rstrip(". ")
        raise errors.NOT_A_TABLE(file=path.name, reason=reason) from None
    except OSError as problem:
        raise errors.unreadable(path.name, problem) from None


def delimiter_of(path: Path) -> str:
    """What parts the fields of a text file, by its first line: a semicolon or tab, or a comma."""
    with path.open("rb") as file:
        first = file.readline(_CHUNK)
    return next((sign for sign in "\t;" if sign.encode() in first), ",")


def _line_of(path: Path, row: int) -> int:
    """The line on which a row of a text file begins; rows count from 0, and empty lines are none."""
    with (
        contextlib.suppress(OSError, UnicodeDecodeError, csv.Error),
        path.open(encoding="utf-8", newline="") as file,
    ):
        lines, before, rows = csv.reader(file, delimiter=delimiter_of(path)), 0, 0
        for fields in lines:
            if fields and rows == row:
                return before + 1
            before, rows = lines.line_num, rows + bool(fields)
    return row + 1


def as_cell(text: Any) -> Cell:
    """A field of a text file as a sheet would hold it: a number with a point, or the text."""
    if not isinstance(text, str):
        return text  # type: ignore[no-any-return]
    stripped = text.strip()
    if not stripped:
        return None
    try:
        number = float(stripped)
    except ValueError:
        return text
    plain = set(stripped) <= set("0123456789.+-eE")  # not nan, inf, 1_000
    return number if plain else text


@dataclass
class Stretch:
    """Rows of a long table. first: the number of its first row in the file, the header being 0."""

    source: Source
    first: int
    columns: dict[str, tuple[int, Any]]  # by name: where it stands, and its cells

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))[1])

    def place(self, row: int, column: str) -> Place:
        """A cell, for a sentence; row counts in the stretch."""
        at, _ = self.columns[column]
        return Place(self.source.where(self.first + row, at, column))

    def names(self, column: str) -> tuple[np.ndarray[Any, Any], list[str]]:
        """A column of names: the number of each row's name, and the names in order of appearance.

        Raises BadInput for a blank and for what is no text; whole numbers count as texts.
        """
        (pa,) = arrow("")
        cells = self.columns[column][1]
        if not isinstance(cells, list) and _coded(pa, cells.type) and not cells.null_count:
            codes, texts = _in_order(cells)
        elif not isinstance(cells, list) and pa.types.is_string(cells.type):
            coded = cells.dictionary_encode("encode")
            codes, texts = numbers_of(coded.indices), coded.dictionary.to_pylist()
        else:
            known: dict[Any, int] = {}
            every = cells if isinstance(cells, list) else cells.to_pylist()
            codes = np.array([known.setdefault(_key(c), len(known)) for c in every], dtype=np.int64)
            texts = [_known(value) for _, value in known]
        named = []
        for i, text in enumerate(texts):
            name = _name(text)
            if name is None:
                row = int(np.flatnonzero(codes == i)[0])
                raise _no_name(text, self.place(row, column))
            named.append(name)
        return codes.astype(np.int64, copy=False), named

    def numbers(self, column: str) -> Vector:
        """A column of amounts. Raises StressVarError at the first cell that is no number."""
        (pa, compute) = arrow("", "compute")
        cells = self.columns[column][1]
        if not isinstance(cells, list):
            if _coded(pa, cells.type):
                cells = cells.dictionary_decode()
            found = _converted(pa, compute, cells)
            if found is not None:
                return found
            of_text = pa.types.is_string(cells.type)
            cells = [as_cell(c) if of_text else c for c in cells.to_pylist()]
        argument = Argument(column, [[0.0]])
        out = np.empty(len(cells))
        for i, cell in enumerate(cells):
            try:
                out[i] = argument.number(plain_cell(cell))
            except StressVarError as failure:
                raise failure.at(self.place(i, column)) from None
        return out


def plain_cell(value: Any) -> Cell:
    """A value of a file as a cell: NaN is a blank, and what a sheet does not know is a text."""
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, (str, bool, dt.date)):
        return value
    if isinstance(value, (int, Decimal)):
        return float(value)
    return str(value)


def _converted(pa: Any, compute: Any, cells: Any) -> Vector | None:
    """Cells as finite float64 in one go; None where they must be looked at."""
    if cells.null_count or pa.types.is_boolean(cells.type):
        return None
    try:
        if pa.types.is_string(cells.type):
            cells = compute.utf8_trim_whitespace(cells)
        numbers = numbers_of(cells.cast(pa.float64()))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    return numbers if np.isfinite(numbers).all() else None


def _coded(pa: Any, kind: Any) -> bool:
    """Whether a column holds texts by their numbers."""
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))


def _in_order(cells: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Numbers of texts, and the texts, as of `Stretch.names`, from an array that has them in any order.

    Texts that no row has are left out.
    """
    codes = numbers_of(cells.indices)
    first = np.full(len(cells.dictionary), len(codes))
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    seen = np.flatnonzero(first < len(codes))
    seen = seen[np.argsort(first[seen])]
    numbers = np.empty(len(first), dtype=np.int64)
    numbers[seen] = np.arange(len(seen))
    return numbers[codes], cells.dictionary.take(number_column(seen)).to_pylist()


def _key(cell: Any) -> tuple[type, Any]:
    return type(cell), cell


def _known(value: Any) -> Any:
    """A value of a file under which a name may stand: NaN is a blank, a decimal a number."""
    return plain_cell(value) if isinstance(value, (float, Decimal)) else value


def _whole(cell: Any) -> bool:
    """Whether it is a whole number of which a cell, too, would have every digit."""
    return is_number(cell) and abs(cell) < _DIGITS_LOST and cell == int(cell)


def _name(cell: Any) -> str | None:
    """A cell as a name, its spaces single; None for a blank, and for what is no text."""
    if isinstance(cell, str):
        return " ".join(cell.split()) or None
    return str(int(cell)) if _whole(cell) else None


def name_of(cell: Cell, place: Place) -> str:
    """A cell as a name, its spaces single. Raises BadInput for a blank and for what is no text."""
    name = _name(cell)
    if name is None:
        raise _no_name(cell, place)
    return name


def _no_name(cell: Any, place: Place) -> StressVarError:
    if cell is None or isinstance(cell, str):
        return errors.NO_NAME(place)
    return errors.NAME_NOT_TEXT(place, value=cell)


@dataclass
class LongTable:
    """A table with a row a fact, whose columns are found by name whatever their order."""

    file: InputFile
    argument: str
    needed: tuple[str, ...]
    source: Source = field(init=False)

    def __post_init__(self) -> None:
        sheet = self._grid.sheet if self._is_book else ""
        self.source = Source(self.file, self.argument, sheet)

    @property
    def _is_book(self) -> bool:
        return self.file.path.suffix.lower() not in PARQUET | TEXT

    @cached_property
    def _grid(self) -> Any:
        return read_table(self.file.path, self.file.sheet)

    def stretches(self) -> Iterator[Stretch]:
        """The rows, so many at a time. Raises: FileProblem."""
        if self._is_book:
            yield self._of_book()
        else:
            with readable(self.file.path):
                yield from self._of_parquet() if self.source.ending in PARQUET else self._of_text()

    def header(self) -> list[str]:
        """The names of the columns, as they stand in the file."""
        if self._is_book:
            return [str(cell if cell is not None else "") for cell in self._grid.grid[0]]
        with readable(self.file.path):
            if self.source.ending in PARQUET:
                (parquet,) = arrow("parquet")
                return list(parquet.read_schema(self.file.path).names)
            return list(self._opened_text().schema.names)

    def _at(self) -> dict[str, int]:
        """Where each column that is needed stands."""
        header = [matched(name) for name in self.header()]
        for name in self.needed:
            if (count := header.count(matched(name))) != 1:
                problem = errors.INPUT_COLUMN_TWICE if count else errors.NO_SUCH_COLUMN
                needed = (", ".join(self.needed),)
                raise problem(file=self.source.name, column=name, needed=needed)
        return {name: header.index(matched(name)) for name in self.needed}

    def _of_book(self) -> Stretch:
        rows = self._grid.grid[1:]
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        at = self._at()
        return Stretch(self.source, 1, {n: (j, [row[j] for row in rows]) for n, j in at.items()})

    def _of_parquet(self) -> Iterator[Stretch]:
        pa, parquet = arrow("", "parquet")
        at, first = self._at(), 1
        schema = parquet.read_schema(self.file.path)
        names = [schema.names[j] for j in at.values()]
        # as the file has them: a number a row, and each text once
        texts = [name for name in names if pa.types.is_string(schema.field(name).type)]
        with parquet.ParquetFile(self.file.path, read_dictionary=texts) as file:
            for batch in file.iter_batches(_ROWS, columns=names):
                found = {name: _plain_texts(pa, batch.column(c)) for name, c in zip(
                    at, names, strict=True)}  # fmt: skip
                yield Stretch(self.source, first, {n: (at[n], c) for n, c in found.items()})
                first += len(batch)

    def _of_text(self) -> Iterator[Stretch]:
        at, first = self._at(), 1
        for batch in self._opened_text():
            yield Stretch(self.source, first, {n: (j, batch.column(j)) for n, j in at.items()})
            first += len(batch)

    def _opened_text(self) -> Any:
        """A reader of a text file whose every column is text; blanks are empty texts."""
        pa, text = arrow("", "csv")
        parse = text.ParseOptions(delimiter=delimiter_of(self.file.path))
        with text.open_csv(self.file.path, parse_options=parse) as reader:
            names = reader.schema.names
        convert = text.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        return text.open_csv(self.file.path, parse_options=parse, convert_options=convert)


def _plain_texts(pa: Any, column: Any) -> Any:
    """A column of texts with ordinary offsets, or numbered; any other as it is."""
    kind = column.type
    if _coded(pa, kind) and not column.null_count:
        return column
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or str(kind) == "string_view":
        return column.cast(pa.string())
    return column
