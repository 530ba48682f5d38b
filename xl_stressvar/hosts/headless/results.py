"""The values that the engine found, put into the sheets; and the error cells, each with its sentence."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ... import errors
from ...cells.algebra import Cell, ErrorValue, is_grid
from ...errors import Code
from ...ooxml.references import MAX_COLUMN, MAX_ROW, Area, Cells, Key, address, area, cell_name
from ...ooxml.sheet import MAX_TEXT, FormulaCell
from .sentences import foreign_sentence
from .workbook import Workbook

_ALIKE = 1e-9  # relative: Excel and the engine add up in another order
_TINY = 1e-12  # what is left where digits cancel


@dataclass(frozen=True)
class CellError:
    """One error cell. `counted` if a formula of ours came back as an error."""

    address: str
    code: str
    sentence: str
    counted: bool


def collected(
    book: Workbook, values: Mapping[Key, Cell], meant: Container[Key] = ()
) -> list[CellError]:
    """Put every value into its sheet; the errors in the order of the sheets' cells.

    meant: cells whose #N/A is an answer, and no failure.
    """
    found: dict[Key, tuple[FormulaCell, Code]] = {}
    for cell in book.formulas.values():
        part = book.parts[cell.key[0]]
        block = book.block(cell)
        for row, column in block.cells():
            value = _storable(values[cell.key[0], row, column])
            part.put(row, column, value)
            if isinstance(value, ErrorValue):
                found[cell.key[0], row, column] = cell, value.code
        if cell.kind == "dynamic":
            part.cover(cell, block.bottom - block.top + 1, block.right - block.left + 1)
    known = Cells({*_other_errors(book), *found})
    sheets = {sheet: i for i, sheet in enumerate(book.parts)}
    ordered = sorted(found, key=lambda key: (sheets[key[0]], key[1:]))
    described = {key: _described(book, key, *found[key], known) for key in ordered}
    return [
        replace(error, counted=False) if error.code == Code.NA and key in meant else error
        for key, error in described.items()
    ]


def _other_errors(book: Workbook) -> Iterator[Key]:
    """The error cells that were not calculated: typed, or kept."""
    for part in book.parts.values():
        for key, _ in part.errors():
            yield key
    for key in book.plan.kept if book.plan else ():
        if isinstance(book.parts[key[0]].stored(*key[1:]), ErrorValue):
            yield key


@dataclass(frozen=True)
class Difference:
    """A cell whose value as calculated here is not the one in the file. `formula`: whose result it is."""

    formula: Key
    key: Key
    stored: Cell
    calculated: Cell

    @property
    def address(self) -> str:
        return address(self.key)


def differences(
    book: Workbook, values: Mapping[Key, Cell], of: Container[Key] | None = None
) -> list[Difference]:
    """Where the values calculated differ from those in the file. `of`: only some formulas."""
    found = []
    for cell in book.formulas.values():
        if of is not None and cell.key not in of:
            continue
        part = book.parts[cell.key[0]]
        for row, column in book.block(cell).cells():
            key = cell.key[0], row, column
            stored = part.stored(row, column)
            if not _alike(stored, _storable(values[key])):
                found.append(Difference(cell.key, key, stored, values[key]))
    return found


def _alike(stored: Cell, value: Cell) -> bool:
    value = 0.0 if value is None else value
    if isinstance(stored, float) and isinstance(value, float):
        return math.isclose(stored, value, rel_tol=_ALIKE, abs_tol=_TINY)
    if isinstance(stored, ErrorValue) and isinstance(value, ErrorValue):
        newer = value.code in (Code.SPILL, Code.CALC)  # in files, #VALUE!
        return stored.code == value.code or (newer and stored.code == Code.VALUE)
    return type(stored) is type(value) and stored == value


def grouped(found: Iterable[CellError]) -> list[tuple[str, int, CellError]]:
    """Errors that say the same but for their own cell, in one: addresses, how many cells, the first.

    A table of a thousand rows may hold a thousand #N/A. Cells that make a block are named as one.
    """
    groups: dict[tuple[str, str], list[CellError]] = {}
    for one in found:
        groups.setdefault((one.code, one.sentence.replace(one.address, "")), []).append(one)
    return [
        (", ".join(_blocks([one.address for one in group])), len(group), group[0])
        for group in groups.values()
    ]


def error_lines(found: Iterable[CellError]) -> list[str]:
    """A line of text for each group of errors: where, the code, the sentence."""
    lines = []
    for where, cells, error in grouped(found):
        several = f" ({cells:,} cells)" if cells > 1 else ""
        lines.append(f"{where}  {error.code}  {error.sentence}{several}")
    return lines


def addresses(keys: Iterable[Key]) -> str:
    """Some cells, with those that make a block as its address."""
    return ", ".join(_blocks([address(key) for key in keys]))


def _blocks(addresses: list[str]) -> Iterator[str]:
    """The addresses, with cells that make a block as its address; the sheet only where it changes."""
    areas = [found for text in addresses if (found := area(text, ""))]
    for across in (False, True):  # first columns of cells, then columns side by side
        areas.sort(key=lambda a: (a.sheet, *((a.top, a.left) if across else (a.left, a.top))))
        joined: list[Area] = []
        for block in areas:
            if joined and (both := _together(joined[-1], block, across)):
                joined[-1] = both
            else:
                joined.append(block)
        areas = joined
    sheet = None
    for block in areas:
        yield block.ref if block.sheet == sheet else block.at(None, None)
        sheet = block.sheet


def _together(one: Area, other: Area, across: bool) -> Area | None:
    """The block that two make, side by side or one below the other; None if they make none."""
    if across:
        fit = (one.top, one.bottom, one.right + 1) == (other.top, other.bottom, other.left)
    else:
        fit = (one.left, one.right, one.bottom + 1) == (other.left, other.right, other.top)
    if one.sheet != other.sheet or not fit:
        return None
    return Area(one.sheet, one.top, one.left, other.bottom, other.right)


def _storable(value: Cell) -> Cell:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return ErrorValue(Code.VALUE)  # more than a cell holds
    return value


def _described(book: Workbook, key: Key, cell: FormulaCell, code: Code, known: Cells) -> CellError:
    sites = book.sites
    where = address(key)
    if function := sites.table_at(cell.key):
        if code == Code.SPILL:
            return CellError(where, code, _no_room(book, cell), True)
        return CellError(where, code, _in_table(book, cell, key, function, code), False)
    ours = bool(sites.calls_in(cell.key)) and key == cell.key
    own = sites.sentence(cell.key, code)
    if own is None:
        source = sites.first_of(known, cell.text, cell.key[0], but=key)
        no_room = code == Code.SPILL and source is None
        own = _no_room(book, cell) if no_room else foreign_sentence(key, code, source)
    return CellError(where, code, own, ours)


def _in_table(book: Workbook, cell: FormulaCell, key: Key, function: str, code: Code) -> str:
    """An #N/A of the result itself, or one that fills up an array formula larger than the result."""
    for site in book.sites.calls_in(cell.key):
        if site.whole and site.outcome and is_grid(site.outcome.value):
            rows, columns = len(site.outcome.value), len(site.outcome.value[0])
            if key[1] - cell.key[1] >= rows or key[2] - cell.key[2] >= columns:
                return errors.BEYOND_RESULT(
                    cell=address(key), rows=rows, columns=columns, function=function, error=code
                ).sentence()
    return errors.IN_TABLE(cell=address(key), function=function, error=code).sentence()


def _no_room(book: Workbook, cell: FormulaCell) -> str:
    """The sentence for #SPILL!, with the cell in the way if the size of the result is known."""
    block = book.spills.size(cell.key) or Area(*cell.key, *cell.key[1:])
    if block.bottom > MAX_ROW or block.right > MAX_COLUMN:
        blocker = "the end of the sheet"
    else:
        found = book.blocker(cell.key, block)
        blocker = cell_name(*found[1:]) if found else "a filled cell"
    return errors.NO_ROOM(cell=address(cell.key), blocker=blocker, error=Code.SPILL).sentence()
