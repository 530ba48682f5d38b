"""From a template to a file with values: written, calculated headlessly, examined, put in place whole.

A book with an error, a formula without value or a check that disagrees is refused, and nothing is
written.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from xl_stressvar.hosts.headless import calc
from xl_stressvar.ooxml.chart_caches import filled

Writer = Callable[[Path], None]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_VALUES = re.compile(rb"<(?:c:)?v>([^<]*)</(?:c:)?v>")  # of cells, and what charts remember of them
_CLOSE = 1e-12  # what two machines may differ by, relative, and absolute below 1


class UnfitError(Exception):
    """A generated workbook that must not be shipped, and why."""


def bake(write: Writer, target: Path) -> None:
    """Write a template's workbook, with its values, at `target`.

    Raises: UnfitError with every fault found.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".bake-") as folder:
        plain, baked = Path(folder, "plain.xlsx"), Path(folder, "baked.xlsx")
        write(plain)
        report = calc(plain, baked, everything=True)  # its values are zeros so far
        with zipfile.ZipFile(baked) as package:
            meant = {"!".join(where) for where in _intended_na(package)}
        found = [f"{e.address}: {e.sentence}" for e in report.errors if e.address.replace("'", "") not in meant]
        found += [f"not calculated: {cell}" for cell in report.kept]
        found += faults(baked)
        if found:
            raise UnfitError("\n".join([f"{target.name} is not fit to ship:", *found]))
        baked.write_bytes(filled(baked))
        os.replace(baked, target)


def faults(path: Path) -> Iterator[str]:
    """What is wrong with the values of a workbook: errors, formulas without value, failed checks."""
    with zipfile.ZipFile(path) as package:
        cells = _cells(package)
        meant = _intended_na(package)
        for (sheet, address), cell in cells.items():
            value = cell.findtext(f"{_MAIN}v")
            if (sheet, address) in meant:
                if value != "#N/A":
                    yield f"{sheet}!{address} is meant to show #N/A, and shows {value}"
            elif cell.get("t") == "e":
                yield f"{sheet}!{address} shows {value}: {cell.findtext(f'{_MAIN}f') or 'in a spill'}"
            elif cell.find(f"{_MAIN}f") is not None and value is None:
                yield f"{sheet}!{address} has no value: {cell.findtext(f'{_MAIN}f')}"
        checks = 0
        for name, (sheet, address) in _names(package, "test_"):
            checks += 1
            found = cells.get((sheet, address))
            if found is None or found.get("t") != "b" or found.findtext(f"{_MAIN}v") != "1":
                yield f"{name} at {sheet}!{address} is not TRUE"
        if not checks:
            yield "no check: a workbook needs cells named test_..."


def _names(package: zipfile.ZipFile, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The defined names that begin so, with the sheet and the address that each stands for."""
    for name in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}definedName"):
        if str(name.get("name")).startswith(prefix):
            sheet, _, address = str(name.text).replace("'", "").replace("$", "").rpartition("!")
            yield str(name.get("name")), (sheet, address)


def _intended_na(package: zipfile.ZipFile) -> set[tuple[str, str]]:
    """The cells that a template lists as meant to show #N/A (`Book.intended_na`)."""
    found = set()
    for _, (sheet, block) in _names(package, "intended_na_"):
        first, _, last = block.partition(":")
        top, left = xl_cell_to_rowcol(first)
        bottom, right = xl_cell_to_rowcol(last or first)
        found |= {(sheet, xl_rowcol_to_cell(i, j)) for i in range(top, bottom + 1)
                  for j in range(left, right + 1)}
    return found


def _cells(package: zipfile.ZipFile) -> dict[tuple[str, str], etree._Element]:
    """Every cell by sheet and address."""
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target") for link in links}
    found = {}
    for sheet in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        tree = etree.fromstring(package.read(f"xl/{parts[sheet.get(_RELATION)]}"))
        for cell in tree.iter(f"{_MAIN}c"):
            found[str(sheet.get("name")), str(cell.get("r"))] = cell
    return found


def same(one: Path, other: Path) -> bool:
    """Whether two workbooks are equal, part by part, but for the last digits of computed numbers.

    Processors round sums in different orders; a file that differs in nothing else is not new.
    """
    if one.read_bytes() == other.read_bytes():
        return True
    with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
        return a.namelist() == b.namelist() and all(
            _same_part(a.read(part), b.read(part)) for part in a.namelist()
        )


def _same_part(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    mine, theirs = _VALUES.split(one), _VALUES.split(other)  # every second piece is a value
    return (
        len(mine) == len(theirs)
        and mine[::2] == theirs[::2]
        and all(map(_close, mine[1::2], theirs[1::2]))
    )


def _close(one: bytes, other: bytes) -> bool:
    try:
        x, y = float(one), float(other)
    except ValueError:
        return one == other
    return abs(x - y) <= _CLOSE * max(1.0, abs(y))
