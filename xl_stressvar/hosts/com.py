"""Values as COM hands them over, to cells and back: shared by both ways into Excel.

What arrives: numbers as float (from VBA also int), texts, booleans, None for a blank, an error cell as
its VT_ERROR number (an int), dates as datetimes and currency as Decimal if a caller passes Range.Value
instead of Value2; a range as a tuple of row tuples, an array {1,2,3} or a VBA Array as one flat tuple.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import chain
from typing import Any

from ..cells.algebra import OMITTED, Cell, CellBlock, ErrorValue, Given, Omitted, Value
from ..cells.numbers import SMALL
from ..errors import Code

#: The numbers of Excel's CVErr, as XlCVError lists them.
CVERR = {
    Code.NULL: 2000,
    Code.DIV0: 2007,
    Code.VALUE: 2015,
    Code.REF: 2023,
    Code.NAME: 2029,
    Code.NUM: 2036,
    Code.NA: 2042,
    Code.GETTING_DATA: 2043,
    Code.SPILL: 2045,
    Code.CONNECT: 2046,
    Code.BLOCKED: 2047,
    Code.UNKNOWN: 2048,
    Code.FIELD: 2049,
    Code.CALC: 2050,
    Code.BUSY: 2051,
}
_CODES = {number: code for code, number in CVERR.items()}
_SCODE = -2146828288  # 0x800A0000 as a signed long: an error cell crosses as this plus its CVErr
_LAST_CVERR = 2999  # well beyond the kinds that Excel has; an unlisted one comes back as #VALUE!
MISSING = -2147352572  # DISP_E_PARAMNOTFOUND: a Variant that was left out

_PLAIN = {float, str, bool, type(None)}  # types that are cells as they stand


def from_com(raw: Any) -> Given:
    """An argument as `call` wants it. A range of some size is looked at only if need be."""
    if isinstance(raw, Omitted):
        return raw
    if isinstance(raw, (tuple, list)):
        rows = raw if raw and isinstance(raw[0], (tuple, list)) else (raw,)
        return CellBlock(rows, _cells) if len(rows) * len(rows[0]) >= SMALL else _cells(rows)
    if type(raw) is int and raw == MISSING:
        return OMITTED
    return _cell(raw)


def to_com(cell: Cell, error: dict[Code, str]) -> Any:
    """A result as COM takes it, errors as the given texts."""
    return error[cell.code] if isinstance(cell, ErrorValue) else cell


def _cells(rows: Any) -> Value:
    """Rows in the cell algebra; as they are, if they are plain cells."""
    if not _rectangular(rows):
        return ErrorValue(Code.VALUE)  # an array of more than two dimensions, or of ragged arrays
    if set(map(type, chain.from_iterable(rows))) <= _PLAIN:
        return rows  # type: ignore[no-any-return]
    return [[_cell(cell) for cell in row] for row in rows]


def _rectangular(rows: Any) -> bool:
    return all(isinstance(row, (tuple, list)) and len(row) == len(rows[0]) for row in rows)


def _cell(raw: Any) -> Cell:
    if type(raw) in _PLAIN:
        return raw  # type: ignore[no-any-return]
    if isinstance(raw, int):
        if raw == MISSING:
            return None
        if _SCODE + CVERR[Code.NULL] <= raw <= _SCODE + _LAST_CVERR:
            return ErrorValue(_CODES.get(raw - _SCODE, Code.VALUE))
        return float(raw)
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    if isinstance(raw, Decimal):
        return float(raw)
    return ErrorValue(Code.VALUE)  # an object: nothing a cell can hold
