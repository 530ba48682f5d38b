"""A sheet's XML: which formulas it holds, the copy that the engine reads, and the values put back.

Only `<v>` and the type of formula cells, and the cells that a spilled array covers, change; styles
and every other element of the sheet stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from .. import errors
from ..cells.algebra import Cell
from .filling import shifted
from .formulas import Unreadable, plain
from .package import Package
from .references import MAX_COLUMN, MAX_ROW, Area, Key, address, area, cell_at, cell_name
from .values import decoded, encoded
from .xml import is_plain, parsed, plainly, serialised, tag, tags

Kind = Literal["plain", "dynamic", "array"]
_CELL, _ROW, _FORMULA, _VALUE, _INLINE = map(tag, ("c", "row", "f", "v", "is"))
_FORMULA_TAG = re.compile(rb"<f[\s/>]")
_ERROR_TYPE = (b'"e"', b"'e'")
MAX_TEXT = 32_767
MAX_FORMULA = 8192  # characters, as Excel has it
_MOST_TAGS = 6_000_000  # in all sheets held as trees, at 250 bytes or so each


@dataclass(frozen=True)
class FormulaCell:
    """A cell with a formula. `block` is what an array formula covered when the file was saved."""

    key: Key
    text: str
    kind: Kind
    block: Area

    @property
    def shown(self) -> str:
        """As the formula bar shows it."""
        text = f"={plain(self.text)}"
        return f"{{{text}}}" if self.kind == "array" else text


class SheetPart:
    """One worksheet of the package, as a tree to patch."""

    def __init__(self, sheet: str, part: str, data: bytes, file: str) -> None:
        self.sheet = sheet
        self.part = part
        self._plain = is_plain(data)
        self._root = parsed(data, file)
        self._cells: dict[tuple[int, int], etree._Element] = {}
        self._rows: dict[int, etree._Element] = {}
        self._numbers: list[int] = []
        self.formulas: list[FormulaCell] = []
        self.data_tables: list[Key] = []
        try:
            self._find_cells()
            self._find_formulas()
        except ValueError:
            raise errors.DAMAGED(file=file) from None

    def _find_cells(self) -> None:
        """Raises: ValueError, for cells that a reader might take for others or pass over."""
        if len(self._root.findall(tag("sheetData"))) != 1:
            raise ValueError("two tables of cells, or none")
        for row, column, cell in _walk(self._root):
            if (row, column) in self._cells:
                raise ValueError("a cell twice")
            self._cells[row, column] = cell
        if sum(1 for _ in self._root.iter(_CELL)) != len(self._cells):
            raise ValueError("a cell outside its row, or one of several alternatives")

    def _find_formulas(self) -> None:
        """Raises: ValueError, for a formula that says nothing or not where it stands."""
        masters: dict[str, tuple[int, int, str]] = {}
        found = []
        for (row, column), cell in self._cells.items():
            formula = _only(cell, _FORMULA)
            if formula is None:
                continue
            text = (formula.text or "").strip().removeprefix("=")
            _check_length(text, (self.sheet, row, column))
            form, group = formula.get("t", "normal"), formula.get("si", "")
            if form == "dataTable":
                self.data_tables.append((self.sheet, row, column))
                continue
            if form == "shared" and text:
                masters[group] = row, column, text
            found.append((row, column, cell, formula, text))
        for row, column, cell, formula, text in found:
            shared = formula.get("si") if formula.get("t") == "shared" else None
            if not text and shared in masters:
                top, left, master = masters[shared]
                try:
                    text = shifted(master, row - top, column - left)
                except Unreadable as problem:
                    cell_at = address((self.sheet, top, left))
                    raise errors.UNREADABLE_FORMULA(cell=cell_at, what=problem) from None
            if not text:
                raise ValueError("a formula without its text")
            own = Area(self.sheet, row, column, row, column)
            array = formula.get("t") == "array"
            block = (area(formula.get("ref") or "", self.sheet) if array else None) or own
            if (block.top, block.left) != (row, column):
                raise ValueError("an array formula that does not begin at its cell")
            kind: Kind = "plain" if not array else "dynamic" if cell.get("cm") else "array"
            self.formulas.append(FormulaCell((self.sheet, row, column), text, kind, block))

    def errors(self) -> Iterator[tuple[Key, str]]:
        """Error values typed into cells without a formula."""
        for (row, column), cell in self._cells.items():
            if cell.get("t") == "e" and cell.find(_FORMULA) is None:
                yield (self.sheet, row, column), cell.findtext(_VALUE) or "#VALUE!"

    def has_value(self, row: int, column: int) -> bool:
        """Whether a cell holds a value, as the file was saved; an empty text is one."""
        cell = self._cells.get((row, column))
        return cell is not None and cell.find(_VALUE) is not None

    def stored(self, row: int, column: int) -> Cell:
        """The value of a formula's cell as the file was saved; None without one."""
        cell = self._cells.get((row, column))
        return None if cell is None else decoded(cell.findtext(_VALUE), cell.get("t", "n"))

    def data_table(self, key: Key) -> tuple[Area, tuple[Area, ...]]:
        """The block of a data table (What-If Analysis), and its input cells."""
        formula = _formula(self._cells[key[1:]])
        own = Area(self.sheet, key[1], key[2], key[1], key[2])
        block = area(formula.get("ref") or "", self.sheet) or own
        inputs = (area(formula.get(name) or "", self.sheet) for name in ("r1", "r2"))
        return block, tuple(one for one in inputs if one)

    def is_filled(self, row: int, column: int) -> bool:
        cell = self._cells.get((row, column))
        return cell is not None and len(cell) > 0

    def blocker(self, formula: FormulaCell, block: Area) -> tuple[int, int] | None:
        """The first filled cell in a block that the formula did not fill itself when last saved."""
        inside = [
            place
            for place in _inside(block, self._cells)
            if (self.sheet, *place) != formula.key
            and self.is_filled(*place)
            and ((self.sheet, *place) not in formula.block or self._has_formula(*place))
        ]
        return min(inside, default=None)

    def _has_formula(self, row: int, column: int) -> bool:
        return self._cells[row, column].find(_FORMULA) is not None

    def size(self) -> tuple[int, int]:
        """The last row and column in use."""
        return max((r for r, _ in self._cells), default=0), max(
            (c for _, c in self._cells), default=0
        )

    def for_engine(self, rewritten: Callable[[FormulaCell], str | None]) -> bytes:
        """The sheet as the engine reads it: formulas rewritten, stale spilled cells taken out.

        A formula whose rewriting is None keeps its cached value as a constant.
        """
        root = deepcopy(self._root)
        cells = dict(zip(self._cells, root.iter(_CELL), strict=True))
        if not self._plain:
            _simplify(root)
        for key in self.data_tables:
            _drop_formula(cells[key[1:]])
        for formula in self.formulas:
            cell = cells[formula.key[1:]]
            text = rewritten(formula)
            if text is None:
                _drop_formula(cell)
                continue
            element = _formula(cell)
            element.attrib.clear()
            element.text = text
            if formula.kind != "plain":
                for place in _inside(formula.block, cells):
                    child = cells[place]
                    if child.find(_FORMULA) is None:
                        _remove(child)
                        del cells[place]
        return plainly(root)

    def put(self, row: int, column: int, value: Cell) -> None:
        """A calculated value into a cell, made if need be. A blank result shows as 0."""
        _put(self._cell(row, column), value)

    def cover(self, formula: FormulaCell, rows: int, columns: int) -> None:
        """A dynamic array now covers rows x columns; what it no longer covers is emptied."""
        _, top, left = formula.key
        new = Area(self.sheet, top, left, top + rows - 1, left + columns - 1)
        _formula(self._cells[top, left]).set("ref", new.ref)
        for place in _inside(formula.block, self._cells):
            cell = self._cells[place]
            if (self.sheet, *place) in new or cell.find(_FORMULA) is not None:
                continue
            if cell.get("s") is None:
                _remove(cell)
                del self._cells[place]
            else:
                _empty(cell)

    def data(self) -> bytes:
        return serialised(self._root)

    def _cell(self, row: int, column: int) -> etree._Element:
        if (row, column) in self._cells:
            return self._cells[row, column]
        line = self._row(row)
        cell = etree.Element(_CELL, r=cell_name(row, column))
        for before in line.iterchildren(_CELL, reversed=True):  # a result is written left to right
            here = cell_at(before.get("r") or "")
            if here and here[1] < column:
                before.addnext(cell)
                break
        else:
            line.insert(0, cell)
        line.attrib.pop("spans", "")  # a hint that would no longer be true
        self._cells[row, column] = cell
        return cell

    def _row(self, row: int) -> etree._Element:
        if not self._rows:
            lines = self._root.iterfind(f"{tag('sheetData')}/{_ROW}")
            self._rows = {int(line.get("r") or 0): line for line in lines}
            self._numbers = sorted(self._rows)
        if row not in self._rows:
            line = etree.Element(_ROW, r=str(row))
            at = bisect_left(self._numbers, row)
            if at:
                self._rows[self._numbers[at - 1]].addnext(line)
            else:
                next(self._root.iterfind(tag("sheetData"))).insert(0, line)
            insort(self._numbers, row)
            self._rows[row] = line
        return self._rows[row]


def sheet_parts(package: Package) -> dict[str, SheetPart]:
    """The sheets that must be read as trees: with formulas, error cells, or XML that is not plain.

    Raises: FileProblem.
    """
    found = {}
    held = 0
    for sheet, part in package.sheets.items():
        data = package.read(part)
        if has_formulas(data):
            held += tags(data)
            if held > _MOST_TAGS:
                raise errors.TOO_MANY_TAGS(file=package.file, most=f"{_MOST_TAGS:,}")
            found[sheet] = SheetPart(sheet, part, data, package.file)
    return found


def has_formulas(data: bytes) -> bool:
    """Whether a part may hold formulas or error cells; other sheets are not even parsed."""
    return (
        bool(_FORMULA_TAG.search(data))
        or any(kind in data for kind in _ERROR_TYPE)
        or not is_plain(data)
    )


def _only(cell: etree._Element, name: str) -> etree._Element | None:
    """The one child of a name, which holds nothing but text; None if there is none.

    Raises: ValueError, for several: readers differ in which they take.
    """
    found = cell.findall(name)
    if len(found) > 1 or (found and len(found[0])):
        raise ValueError("a cell with two formulas")
    return found[0] if found else None


def _check_length(text: str, key: Key) -> None:
    if len(text) > MAX_FORMULA and (length := len(plain(text))) > MAX_FORMULA:
        raise errors.FORMULA_TOO_LONG(
            cell=address(key), length=f"{length:,}", most=f"{MAX_FORMULA:,}"
        )


def _simplify(root: etree._Element) -> None:
    """Leave out of a sheet's cells what the engine's reader takes for something else."""
    for table in root.iterfind(tag("sheetData")):
        _keep_only(table, _ROW)
        for row in table:
            _keep_only(row, _CELL)
            for cell in row:
                _keep_only(cell, _FORMULA, _VALUE, _INLINE)
                value = cell.find(_VALUE)
                if value is not None and cell.get("t") not in ("str", "inlineStr"):
                    value.text = (value.text or "").strip()


def _keep_only(element: etree._Element, *names: str) -> None:
    for child in list(element):
        if child.tag not in names:
            element.remove(child)


def _walk(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Every cell with its row and column; a file may leave both to be counted.

    Raises: ValueError, for a cell that is blank_cell on a sheet or not in the row that holds it.
    """
    row = 0
    for line in root.iterfind(f"{tag('sheetData')}/{_ROW}"):
        number = line.get("r")
        row = int(number) if number else row + 1
        line.set("r", str(row))
        column = 0
        for cell in line.iterchildren(_CELL):
            name = cell.get("r")
            here = cell_at(name) if name else (row, column + 1)
            if here is None or here[0] != row:
                raise ValueError(f"cell {name} in row {row}")
            column = here[1]
            if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
                raise ValueError(f"cell {name} in row {row}")
            plain = cell_name(row, column)
            if name != plain:
                cell.set("r", plain)
            yield row, column, cell


def _inside(block: Area, cells: Mapping[tuple[int, int], object]) -> list[tuple[int, int]]:
    """The cells of a block that exist; a block may claim a whole sheet."""
    if block.size > len(cells):
        return [place for place in cells if (block.sheet, *place) in block]
    return [place for place in block.cells() if place in cells]


def _formula(cell: etree._Element) -> etree._Element:
    return next(cell.iterfind(_FORMULA))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _drop_formula(cell: etree._Element) -> None:
    formula = cell.find(_FORMULA)
    if formula is not None:
        cell.remove(formula)


def _empty(cell: etree._Element) -> None:
    for child in [*cell.iterchildren(_VALUE), *cell.iterchildren(_INLINE)]:
        cell.remove(child)
    for attribute in ("t", "vm"):  # vm: the side record of an error that may no longer be there
        cell.attrib.pop(attribute, "")


def _put(cell: etree._Element, value: Cell) -> None:
    _empty(cell)
    kind, text = encoded(value)
    if kind:
        cell.set("t", kind)
    element = etree.Element(_VALUE)
    element.text = text
    if text != text.strip() or "\n" in text:
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    formula = cell.find(_FORMULA)
    if formula is not None:
        formula.addnext(element)
    else:
        cell.insert(0, element)
