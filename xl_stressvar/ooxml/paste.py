"""Constants written into a workbook that is there: a sheet filled anew, single cells, a name's range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from ..cells.algebra import Cell
from .package import Package
from .references import cell_at, cell_name, column_letters
from .values import decoded, encoded
from .xml import parsed, serialised, tag

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CELL, _ROW, _VALUE, _INLINE = map(tag, ("c", "row", "v", "is"))


class Day(float):
    """A serial that is shown as a date."""


Content = Cell | Day


def sheet_filled(package: Package, sheet: str, grid: Sequence[Sequence[Content]]) -> bytes:
    """The part of a sheet with these cells from A1 on, in place of all that stood in them.

    Below the first row a cell has the looks of its column's second cell, dates those of A2. What stands in
    the first row beyond the grid, such as a note, stays.
    """
    root = parsed(package.read(package.sheets[sheet]), package.file)
    width = max(map(len, grid), default=0)
    data = next(root.iterfind(tag("sheetData")))
    looks = {
        at[1]: cell.get("s", "")
        for cell in data.iter(_CELL)
        if (at := cell_at(cell.get("r", ""))) and at[0] == 2
    }
    first = [
        cell
        for cell in data.iter(_CELL)
        if (at := cell_at(cell.get("r", ""))) and at[0] == 1 and at[1] > width
    ]
    del data[:]
    for element in root.findall(tag("dimension")):
        root.remove(element)
    for i, row in enumerate(grid, 1):
        line = etree.SubElement(data, _ROW, r=str(i))
        for j, content in enumerate(row, 1):
            if content is None or content == "":
                continue
            cell = etree.SubElement(line, _CELL, r=cell_name(i, j))
            day = isinstance(content, Day)
            look = looks.get(1 if day else j, "")
            if look and (day or (i > 1 and (j > 1 or isinstance(content, str)))):
                cell.set("s", look)
            _put(cell, content)
        if i == 1:
            line.extend(first)
    if not grid and first:
        etree.SubElement(data, _ROW, r="1").extend(first)
    return serialised(root)


def cells_filled(package: Package, cells: Mapping[str, Content]) -> dict[str, bytes]:
    """The parts with these values in the cells of these names; their looks stay."""
    roots: dict[str, etree._Element] = {}
    for name, content in cells.items():
        block = package.names.area(name, "")
        assert block is not None, name
        part = package.sheets[block.sheet]
        root = roots.get(part)
        if root is None:
            root = roots[part] = parsed(package.read(part), package.file)
        (cell,) = (c for c in root.iter(_CELL) if c.get("r") == cell_name(block.top, block.left))
        _put(cell, content)
    return {part: serialised(root) for part, root in roots.items()}


def names_moved(package: Package, ranges: Mapping[str, tuple[str, int, int]]) -> bytes:
    """The part of the workbook in which these names stand for (sheet, rows, columns) from A1 on."""
    root = parsed(package.read(package.workbook), package.file)
    for name in root.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        if found := ranges.get(name.get("name", "")):
            sheet, rows, columns = found
            name.text = f"{sheet}!$A$1:${column_letters(columns)}${rows}"
    return serialised(root)


def _put(cell: etree._Element, content: Content) -> None:
    del cell[:]
    cell.attrib.pop("t", "")
    if content is None or content == "":
        return
    if isinstance(content, str):
        _, text = encoded(content)
        cell.set("t", "inlineStr")
        element = etree.SubElement(etree.SubElement(cell, _INLINE), tag("t"))
        element.set(_SPACE, "preserve")
        element.text = text
        return
    kind, text = encoded(content)
    if kind:
        cell.set("t", kind)
    etree.SubElement(cell, _VALUE).text = text


def numbers_of(package: Package, names: Sequence[str]) -> dict[str, float]:
    """The stored numbers of the cells of these names; one without a number is left out."""
    found = {}
    for name in names:
        cell = _named(package, name)
        if cell is not None and cell.get("t", "n") == "n" and (text := cell.findtext(_VALUE)):
            found[name] = float(text)
    return found


def text_of(package: Package, name: str) -> str:
    """The stored text of a formula's cell; empty if there is none."""
    cell = _named(package, name)
    return (
        ""
        if cell is None or cell.get("t") != "str"
        else str(decoded(cell.findtext(_VALUE), "str") or "")
    )


def _named(package: Package, name: str) -> etree._Element | None:
    block = package.names.area(name, "")
    if block is None or block.sheet not in package.sheets:
        return None
    root = parsed(package.read(package.sheets[block.sheet]), package.file)
    return next(
        (c for c in root.iter(_CELL) if c.get("r") == cell_name(block.top, block.left)), None
    )
