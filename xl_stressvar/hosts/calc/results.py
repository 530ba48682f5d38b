"""The values that the engine found, put into the sheets; and the error cells, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ... import errors
from ...cells.algebra import Cell, ErrorValue, is_grid
from ...errors import Code
from .book import Book
from .cellrefs import MAX_COLUMN, MAX_ROW, Area, Cells, Key, address, cell_name
from .engine import Unsupported
from .sentences import foreign_sentence
from .sheets import MAX_TEXT, FormulaCell


@dataclass(frozen=True)
class CellError:
    """One error cell. `counted` if a formula of ours came back as an error."""

    address: str
    code: str
    sentence: str
    counted: bool


def collected(book: Book) -> list[CellError]:
    """Put every value into its sheet; the errors in the order of the sheets' cells.

    Raises: FileProblem, if the engine could not compute one; the sheets are then worthless.
    """
    found: dict[Key, tuple[FormulaCell, Code]] = {}
    for cell in book.formulas.values():
        part = book.parts[cell.key[0]]
        block = book.block(cell)
        for row, column in block.cells():
            value = _value(book, (cell.key[0], row, column))
            part.put(row, column, value)
            if isinstance(value, ErrorValue):
                found[cell.key[0], row, column] = cell, value.code
        if cell.kind == "dynamic":
            part.cover(cell, block.bottom - block.top + 1, block.right - block.left + 1)
    typed = {key for part in book.parts.values() for key, _ in part.errors()}
    known = Cells(typed | set(found))
    sheets = {sheet: i for i, sheet in enumerate(book.parts)}
    ordered = sorted(found, key=lambda key: (sheets[key[0]], key[1:]))
    return [_described(book, key, *found[key], known) for key in ordered]


def _value(book: Book, key: Key) -> Cell:
    try:
        value = book.engine.value(*key)
    except Unsupported as missing:
        raise errors.NOT_EVALUATED(cell=address(key), what=missing) from None
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return ErrorValue(Code.VALUE)  # more than a cell holds
    return value


def _described(book: Book, key: Key, cell: FormulaCell, code: Code, known: Cells) -> CellError:
    session = book.session
    where = address(key)
    if function := session.table_at(cell.key):
        if code == Code.SPILL:
            return CellError(where, code, _no_room(book, cell), True)
        return CellError(where, code, _in_table(book, cell, key, function, code), False)
    ours = bool(session.calls_in(cell.key)) and key == cell.key
    own = session.sentence(cell.key, code)
    if own is None:
        source = session.first_of(known, cell.text, cell.key[0], but=key)
        no_room = code == Code.SPILL and source is None
        own = _no_room(book, cell) if no_room else foreign_sentence(key, code, source)
    return CellError(where, code, own, ours)


def _in_table(book: Book, cell: FormulaCell, key: Key, function: str, code: Code) -> str:
    """An #N/A of the result itself, or one that fills up an array formula larger than the result."""
    for site in book.session.calls_in(cell.key):
        if site.whole and site.outcome and is_grid(site.outcome.value):
            rows, columns = len(site.outcome.value), len(site.outcome.value[0])
            if key[1] - cell.key[1] >= rows or key[2] - cell.key[2] >= columns:
                return errors.BEYOND_RESULT(
                    cell=address(key), rows=rows, columns=columns, function=function, error=code
                ).sentence()
    return errors.IN_TABLE(cell=address(key), function=function, error=code).sentence()


def _no_room(book: Book, cell: FormulaCell) -> str:
    """The sentence for #SPILL!, with the cell in the way if the size of the result is known."""
    block = book.spills.size(cell.key) or Area(*cell.key, *cell.key[1:])
    if block.bottom > MAX_ROW or block.right > MAX_COLUMN:
        blocker = "the end of the sheet"
    else:
        found = book.blocker(cell.key, block)
        blocker = cell_name(*found[1:]) if found else "a filled cell"
    return errors.NO_ROOM(cell=address(cell.key), blocker=blocker, error=Code.SPILL).sentence()
