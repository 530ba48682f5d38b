"""Python's values as cells, and results as pandas tables: what a host is to a sheet.

pandas is imported only for a result that is a table: a value that came from pandas has brought it.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from .cells.algebra import Cell, ErrorValue, Value
from .cells.results import BLANK, NONE, Report, Table, encode
from .domain import dates

if TYPE_CHECKING:
    import pandas as pd


def cells(value: Any) -> Value:
    """A Python value as a worksheet function would be given it.

    A table or a series with an index of dates: a header (unless its columns are only numbered), and
    a first column of dates. A series or mapping by name: names and amounts, a row each. A sequence
    or a one-dimensional array: a column. NaN and None: blank, so that a gap is refused, never zero.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return _table(value, numbered=isinstance(value.columns, pandas.RangeIndex))
    if pandas is not None and isinstance(value, pandas.Series):
        if _is_numbered(value.index) or _is_dated(value.index):
            return _table(value.to_frame(), numbered=value.name is None)
        return _pairs(value.items())
    if isinstance(value, Mapping):
        return _pairs(value.items())
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [list(map(_cell, row if _is_row(row) else [row])) for row in value]
    return _cell(value)


def listed(table: Any) -> Any:
    """A table of instruments as cells: its index, if it has one of its own, is their names.

    table: a frame, or a sequence of mappings.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(table, pandas.DataFrame):
        frame = table if _is_numbered(table.index) else table.rename_axis("name").reset_index()
        return [list(map(str, frame.columns)), *_numbers(frame)]
    if isinstance(table, Sequence) and table and isinstance(table[0], Mapping):
        header = list(dict.fromkeys(name for row in table for name in row))
        return [header, *([_cell(row.get(name)) for name in header] for row in table)]
    return table


def surface(frame: Any) -> Any:
    """A frame of P&L as cells: moves down the index, under names or moves of a second factor."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(frame, pandas.DataFrame):
        return frame
    named = frame.columns.dtype.kind not in "fi"
    top = ["Move", *map(str, frame.columns)] if named else [None, *map(float, frame.columns)]
    moves = map(_cell, frame.index)
    return [top, *([move, *row] for move, row in zip(moves, _numbers(frame), strict=True))]


def _is_row(value: object) -> bool:
    return isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str)


def _pairs(items: Iterable[tuple[Any, Any]]) -> list[list[Cell]]:
    return [[str(name), _cell(amount)] for name, amount in items]


def _cell(value: Any) -> Cell:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if type(value).__name__ == "NaTType":  # a missing day, which pandas counts among the datetimes
        return None
    return cast(Cell, value)


def _is_numbered(index: Any) -> bool:
    return isinstance(index, sys.modules["pandas"].RangeIndex)


def _is_dated(index: Any) -> bool:
    return isinstance(index, sys.modules["pandas"].DatetimeIndex) or (
        len(index) > 0
        and (isinstance(index[0], dt.date) or dates.parse_iso(str(index[0])) is not None)
    )


def _table(frame: pd.DataFrame, numbered: bool) -> list[list[Cell]]:
    """The rows of a table, under a header unless its columns are only numbered."""
    rows = _numbers(frame)
    header: list[Cell] = [str(name) for name in frame.columns]
    if not _is_numbered(frame.index):
        rows = [[day, *row] for day, row in zip(_days(frame.index), rows, strict=True)]
        header.insert(0, "Date")
    return rows if numbered else [header, *rows]


def _numbers(frame: pd.DataFrame) -> list[list[Cell]]:
    block = frame.to_numpy()
    if block.dtype.kind == "f" and not np.isnan(block).any():  # a large table in one go
        rows: list[list[Cell]] = block.tolist()
        return rows
    return [list(map(_cell, row)) for row in block.tolist()]


def _days(index: Any) -> list[Cell]:
    """The labels of the rows; timestamps as serials of the days where they are."""
    if isinstance(index, sys.modules["pandas"].DatetimeIndex) and not index.hasnans:
        since = index.tz_localize(None).normalize() - _pandas().Timestamp(dates.date(0))
        return cast("list[Cell]", since.days.astype(float).tolist())
    return list(map(_cell, index))


def shown(result: Any, names: Sequence[str] = ()) -> Any:
    """A result for Python: a number or a text as it is, a table or a report for pandas.

    Under a header a first column of dates or texts becomes the index; where a sheet shows n/a, a blank or an error inside
    a table stands NaN. names: of the columns of a table without a header.

    Raises: ImpossibleNumber for what no cell could show: NaN and infinities.
    """
    plain = encode(result)
    if isinstance(result, Table):
        return _frame(result, names)
    if isinstance(result, Report):
        return _pandas().Series({label: _value(cell) for label, cell in result.lines})
    return np.array(plain) if isinstance(result, np.ndarray) else plain


def _frame(table: Table, names: Sequence[str]) -> pd.DataFrame:
    rows = [list(map(_value, row)) for row in table.rows]
    if not table.header:
        fits = rows and len(rows[0]) == len(names)
        return cast(
            "pd.DataFrame", _pandas().DataFrame(rows, columns=list(names) if fits else None)
        )
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=list(table.header))
    first = frame[frame.columns[0]]
    labels = first.dtype.kind == "M" or all(isinstance(label, str) for label in first)
    return frame.set_index(frame.columns[0]) if labels else frame


def _value(cell: Any) -> Any:
    if isinstance(cell, ErrorValue) or cell is BLANK or cell == NONE:
        return np.nan
    if isinstance(cell, dates.Serial):
        return _pandas().Timestamp(dates.date(cell))
    return cell


def _pandas() -> Any:
    import pandas

    return pandas
