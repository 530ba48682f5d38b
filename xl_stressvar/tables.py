"""Tables of any usual file as cells: CSV in whatever dialect, workbooks of Excel and LibreOffice."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import errors
from .cells.algebra import Cell
from .errors import Place
from .ooxml.references import cell_name

_TEXTS = {".csv", ".txt", ".tsv", ".asc", ".prn"}
_BOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_RARE = ("\t", ";", "|")  # between fields; a comma may also be a decimal sign, so it comes last


@dataclass(frozen=True)
class FileTable:
    """Cells, row by row as in the file, all rows equally long. sheet: of a workbook; empty for a text.

    file: its name, for a sentence.
    """

    grid: list[list[Cell]]
    sheet: str
    file: str = ""

    def address(self, place: Place) -> str | None:
        """Where a cell stands, for a sentence."""
        if place.row is None or place.column is None:
            return None
        if not self.sheet:
            return f"line {place.row + 1}, field {place.column + 1}"
        return f"{self.sheet}!{cell_name(place.row + 1, place.column + 1)}"


def read_table(path: Path, sheet: str | None = None) -> FileTable:
    """The table in a file; of a workbook the sheet of that name, or the first.

    Raises: FileProblem.
    """
    ending = path.suffix.lower()
    if path.is_dir():
        raise errors.NOT_A_TABLE(file=path.name or str(path), reason="it is a folder")
    try:
        if ending in _BOOKS:
            grid, name = _of_book(path, sheet)
        elif ending in _TEXTS:
            grid, name = _of_text(path.read_bytes()), ""
        else:
            raise errors.NOT_A_TABLE(file=path.name, reason=f"it ends in {ending or 'nothing'}")
    except OSError as problem:
        raise errors.unreadable(path.name, problem) from None
    except (csv.Error, UnicodeError) as problem:
        raise errors.NOT_A_TABLE(file=path.name, reason=str(problem)) from None
    width = max(map(len, grid), default=0)
    if not width:
        raise errors.NOT_A_TABLE(file=path.name, reason="it is empty")
    return FileTable([[*row, *[None] * (width - len(row))] for row in grid], name, path.name)


def _of_text(data: bytes) -> list[list[Cell]]:
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    delimiter = None
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        delimiter, text = (
            first.strip()[-1],
            f"\n{rest}",
        )  # Excel's own hint; lines keep their number
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text)))
    return [[field or None for field in row] for row in rows]


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel saves in the West


def _delimiter(text: str) -> str:
    """What parts the fields: a rare sign that parts most of the lines that any sign parts, or a comma."""
    parted = {
        delimiter: {
            i
            for i, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            if len(row) > 1
        }
        for delimiter in (*_RARE, ",")
    }
    lines = len(set().union(*parted.values()))
    return next((sign for sign in _RARE if 2 * len(parted[sign]) > lines), ",")


def _of_book(path: Path, sheet: str | None) -> tuple[list[list[Cell]], str]:
    import python_calamine as calamine

    if not path.is_file():
        raise FileNotFoundError
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        names = book.sheet_names
        name = sheet or names[0]
        if name not in names:
            raise errors.NO_SUCH_SHEET(file=path.name, sheet=name, sheets=tuple(names))
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, LookupError) as problem:
        raise errors.NOT_A_TABLE(file=path.name, reason=str(problem).rstrip(".")) from None
    return [[_cell(cell) for cell in row] for row in rows], name


def _cell(cell: Any) -> Cell:
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    if isinstance(cell, int):
        return float(cell)
    return None if cell == "" else cell
