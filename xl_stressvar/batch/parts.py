"""A block's results as one Parquet file that appears whole, with its fingerprint and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..domain import History, dates
from ..errors import StressVarError
from .columns import coded_column, nulls_of, number_column, numbers_of, text_column
from .figures import Figures, Numbers
from .parquet import arrow, table_in, write_table
from .plan import Block, Plan

PARTS = "parts"
_FINGERPRINT, _DIGEST, _SPAN = b"fingerprint", b"digest", b"items"


def part_path(out: Path, number: int) -> Path:
    return out / PARTS / f"part-{number:07d}.parquet"


def table_of(plan: Plan, block: Block, figures: Figures) -> Any:
    """A row an item and measure: figures, or the error and its sentence."""
    (pa,) = arrow("")
    named = plan.named(block.first, block.last)
    each, failures = len(plan.measures), figures.failures
    failed = np.zeros(len(figures), dtype=np.bool_)
    failed[list(failures)] = True

    def why(of: Callable[[StressVarError], str]) -> Any:
        sentences: list[str | None] = [None] * len(figures)
        for i, failure in failures.items():
            sentences[i] = of(failure)
        return text_column(sentences)

    columns = {
        "portfolio": text_column(name for name, _ in named for _ in range(each)),
        "level": text_column(level for _, level in named for _ in range(each)),
        "measure": text_column([m.name for m in plan.measures] * len(named)),
        "start": _days(pa, plan.history, figures.start, failed),
        "end": _days(pa, plan.history, figures.stop - 1, failed),
        "var": number_column(figures.var + 0.0, failed),  # what a cell shows of -0 is 0
        "es": number_column(figures.es + 0.0, failed),
        "error": why(lambda failure: str(failure.code)),
        "why": why(lambda failure: failure.sentence()),
    }
    if plan.components:
        columns |= _components(pa, plan, figures)
    return pa.table(columns)


def _days(pa: Any, history: History, rows: Numbers, failed: NDArray[np.bool_]) -> Any:
    """The dates of rows of the history, or their numbers from 1."""
    if history.dates is None:
        return number_column((rows + 1).astype(np.int32), failed)
    since = (history.dates[rows] - dates.UNIX_EPOCH).astype(np.int32)
    return number_column(since, failed).cast(pa.date32())


def _components(pa: Any, plan: Plan, figures: Figures) -> dict[str, Any]:
    """The components that are not zero, as two lists a row: the factors' names, and the amounts."""
    offsets = number_column(np.concatenate([[0], np.cumsum(figures.held)]).astype(np.int32))
    names = coded_column(figures.factor, plan.history.labels())
    return {
        "factor": pa.ListArray.from_arrays(offsets, names),
        "component": pa.ListArray.from_arrays(offsets, number_column(figures.component)),
    }


class Digest:
    """Of every value of tables of results, bit by bit, however they are laid out or split."""

    def __init__(self) -> None:
        self._streams: dict[str, Any] = {}

    def update(self, table: Any) -> None:
        """Take in the rows of one more table."""
        for name, column in zip(table.column_names, table.columns, strict=True):
            for chunk in column.chunks:
                for stream, values in _flat(name, chunk):
                    self._streams.setdefault(stream, hashlib.sha256()).update(values)

    def __str__(self) -> str:
        whole = hashlib.sha256()
        for name in sorted(self._streams):
            whole.update(f"{name} {self._streams[name].hexdigest()}\n".encode())
        return whole.hexdigest()


def digest_of(table: Any) -> str:
    """The digest of one table."""
    digest = Digest()
    digest.update(table)
    return str(digest)


def _flat(name: str, array: Any) -> Iterator[tuple[str, bytes]]:
    """The values of a column as bytes, in streams that go on from one table to the next."""
    (pa, compute) = arrow("", "compute")
    if pa.types.is_dictionary(array.type):
        array = array.cast(pa.string())
    yield f"{name}.null", nulls_of(array).tobytes()
    if pa.types.is_list(array.type):
        yield f"{name}.length", _bytes(array.value_lengths())
        yield from _flat(f"{name}.value", array.flatten())
    elif pa.types.is_string(array.type):
        yield f"{name}.length", _bytes(compute.binary_length(array))
        yield f"{name}.text", _text(array)
    else:
        yield f"{name}.number", _bytes(array)


def _bytes(numbers: Any) -> bytes:
    values, missing = numbers_of(numbers), nulls_of(numbers)
    return np.where(missing, values.dtype.type(0), values).tobytes()


def _text(array: Any) -> bytes:
    """The texts of a column, one after another."""
    _, offsets, texts = array.buffers()
    if texts is None or not len(array):
        return b""
    at = np.frombuffer(offsets, np.int32)[[array.offset, array.offset + len(array)]]
    return bytes(memoryview(texts)[at[0] : at[1]])


def write_part(out: Path, plan: Plan, block: Block, table: Any) -> str:
    """The table as the part of a block, whole or not at all; its digest. Raises FileProblem."""
    digest = digest_of(table)
    marks = {_FINGERPRINT: plan.fingerprint, _DIGEST: digest, _SPAN: _span(block)}
    write_table(table.replace_schema_metadata(marks), part_path(out, block.number))
    return digest


def _span(block: Block) -> str:
    return f"{block.first}:{block.last}"


def read_part(out: Path, plan: Plan, block: Block) -> Any | None:
    """The table of a finished part; None if it is not there, not whole, or of another plan."""
    (lib,) = arrow("lib")
    try:
        table = table_in(part_path(out, block.number))
        marks = table.schema.metadata or {}
        wanted = {_FINGERPRINT: plan.fingerprint.encode(), _SPAN: _span(block).encode()}
        if any(marks.get(key) != value for key, value in wanted.items()):
            return None
        return table if marks.get(_DIGEST) == digest_of(table).encode() else None
    except (OSError, lib.ArrowException, UnicodeDecodeError):
        return None


def foreign_parts(out: Path, plan: Plan) -> list[Path]:
    """The files of the folder of parts that are none of this plan's."""
    wanted = {part_path(out, block.number) for block in plan.blocks}
    return [path for path in (out / PARTS).glob("*.parquet") if path not in wanted]
