"""Columns of pyarrow from numbers and texts and back, by their buffers.

pyarrow's own ways (`array`, `to_numpy`) load pandas first if it is installed, to tell its objects from
others: half a second in every process of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .parquet import arrow

_DTYPES = {"halffloat": "f2", "float": "f4", "double": "f8", "date32[day]": "i4"}
_ARROW = {"i4": "int32", "i8": "int64", "f8": "float64"}

Bools = NDArray[np.bool_]


def numbers_of(array: Any) -> NDArray[Any]:
    """The values of an array of numbers or days, in its own memory; of nulls any."""
    kind = str(array.type)
    dtype = np.dtype(_DTYPES.get(kind, kind))
    if not len(array):
        return np.empty(0, dtype)
    at = array.offset * dtype.itemsize
    return np.frombuffer(array.buffers()[1], dtype, len(array), at)


def nulls_of(array: Any) -> Bools:
    """Which values of an array are missing."""
    if not array.null_count:
        return np.zeros(len(array), dtype=np.bool_)
    bits = np.frombuffer(array.buffers()[0], np.uint8)
    first = array.offset
    there = np.unpackbits(bits, count=first + len(array), bitorder="little")
    return np.asarray(there[first:] == 0)


def number_column(values: NDArray[Any], null: Bools | None = None) -> Any:
    """An array of int32, int64 or float64. null: which are missing."""
    (pa,) = arrow("")
    kind = getattr(pa, _ARROW[values.dtype.str[1:]])()
    there = None if null is None else pa.py_buffer(np.packbits(~null, bitorder="little"))
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [there, data])


def text_column(values: Iterable[str | None]) -> Any:
    """An array of texts, None for one that is missing."""
    (lib,) = arrow("lib")
    builder = lib.StringBuilder()
    builder.append_values(list(values))
    return builder.finish()


def coded_column(codes: NDArray[np.int32], names: Sequence[str]) -> Any:
    """An array of texts, each by its number among the names."""
    (pa,) = arrow("")
    return pa.DictionaryArray.from_arrays(number_column(codes), text_column(names))
