"""Workbooks taken apart: cells with their formulas, names, and edited copies."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class FormulaCell:
    where: str  # Sheet!A1
    text: str
    dynamic: bool  # written so that Excel puts no @ before it


def sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to part."""
    links = {e.get("Id"): e.get("Target") for e in tree(package, "xl/_rels/workbook.xml.rels")}
    return {
        e.get("name"): f"xl/{links[e.get(LINK)]}"
        for e in tree(package, "xl/workbook.xml").iter(f"{MAIN}sheet")
    }


def tree(package: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(package.read(part))


def names(package: zipfile.ZipFile) -> dict[str, str]:
    """Defined name to Sheet!A1 or Sheet!A1:B2, without quotes and dollars."""
    return {
        e.get("name"): (e.text or "").replace("$", "").replace("'", "")
        for e in tree(package, "xl/workbook.xml").iter(f"{MAIN}definedName")
    }


def formulas(path: Path) -> Iterator[FormulaCell]:
    with zipfile.ZipFile(path) as package:
        for sheet, part in sheets(package).items():
            for c in tree(package, part).iter(f"{MAIN}c"):
                f = c.find(f"{MAIN}f")
                if f is not None and f.text:
                    yield FormulaCell(f"{sheet}!{c.get('r')}", f.text, c.get("cm") == "1")


def edited(
    source: Path,
    target: Path,
    values: Mapping[str, float | str | None],
    freeze: Callable[[str], bool] = lambda formula: False,
) -> Path:
    """A copy with other values in some cells, by name or address, and formulas frozen to values.

    None empties a cell.
    """
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as out:
        known = names(package)
        wanted = {known.get(where, where): value for where, value in values.items()}
        parts = {part: sheet for sheet, part in sheets(package).items()}
        found = set()
        for item in package.infolist():
            data = package.read(item)
            if item.filename in parts:
                root = etree.fromstring(data)
                for c in root.iter(f"{MAIN}c"):
                    f, where = c.find(f"{MAIN}f"), f"{parts[item.filename]}!{c.get('r')}"
                    if f is not None and freeze(f.text or ""):
                        c.remove(f)
                        c.attrib.pop("cm", None)
                    if where in wanted:
                        found.add(where)
                        _set(c, wanted[where])
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            out.writestr(item, data)
    assert found == set(wanted), "a cell to edit is not there"
    return target


def _set(cell: etree._Element, number: float | str | None) -> None:
    v = cell.find(f"{MAIN}v")
    if isinstance(number, str):
        cell[:] = []
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = number
    elif number is None:
        if v is not None:
            cell.remove(v)
    else:
        if v is None:
            v = etree.SubElement(cell, f"{MAIN}v")
        v.text = repr(number)


def numbers(path: Path, sheet: str, columns: str) -> dict[str, float | None]:
    """The numbers in some columns of a sheet by address, row by row, where column A has a date."""
    with zipfile.ZipFile(path) as package:
        root = tree(package, sheets(package)[sheet])
        cells = {c.get("r"): c for c in root.iter(f"{MAIN}c")}
    rows = sorted(
        int(where[1:])
        for where, c in cells.items()
        if re.fullmatch(r"A\d+", where) and _number(c) is not None
    )
    return {f"{c}{i}": _number(cells.get(f"{c}{i}")) for i in rows for c in columns}


def _number(cell: etree._Element | None) -> float | None:
    if cell is None or cell.get("t") not in (None, "n"):
        return None
    v = cell.find(f"{MAIN}v")
    return None if v is None or not v.text else float(v.text)
