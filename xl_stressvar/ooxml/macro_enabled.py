"""A workbook as .xlsm, with one more sheet of settings: what xlwings' own add-in works with.

It holds no macro yet: *Import Functions* writes them, and Excel keeps macros only in such a file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from .files import zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES, _BOOK, _LINKS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def macro_enabled(workbook: bytes, sheet: str, settings: Mapping[str, str]) -> bytes:
    """The workbook (.xlsx) as .xlsm with a last sheet of that name: a row a setting, from A1."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = _free(parts)
    parts[_TYPES] = _types(parts[_TYPES], part)
    parts[_LINKS], link = _linked(parts[_LINKS], part)
    parts[_BOOK] = _listed(parts[_BOOK], sheet, link)
    parts[part] = _settings(settings)
    return zipped(parts, zipfile.ZIP_DEFLATED)


def _free(parts: Mapping[str, bytes]) -> str:
    names = (f"xl/worksheets/sheet{i}.xml" for i in range(1, len(parts) + 2))
    return next(name for name in names if name not in parts)


def _types(xml: bytes, part: str) -> bytes:
    root = etree.fromstring(xml)
    for each in root:
        if each.get("ContentType") == _PLAIN:
            each.set("ContentType", _WITH_MACROS)
    name = etree.QName(root).namespace
    etree.SubElement(root, f"{{{name}}}Override", PartName=f"/{part}", ContentType=_SHEET)
    return _text(root)


def _linked(xml: bytes, part: str) -> tuple[bytes, str]:
    root = etree.fromstring(xml)
    taken = {each.get("Id") for each in root}
    link = next(name for i in range(1, len(taken) + 2) if (name := f"rId{i}") not in taken)
    etree.SubElement(
        root,
        f"{{{etree.QName(root).namespace}}}Relationship",
        Id=link,
        Type=f"{_RELATIONS}/worksheet",
        Target=part.removeprefix("xl/"),
    )
    return _text(root), link


def _listed(xml: bytes, sheet: str, link: str) -> bytes:
    root = etree.fromstring(xml)
    sheets = root.find(f"{{{_MAIN}}}sheets")
    assert sheets is not None
    number = 1 + max(int(each.get("sheetId") or 0) for each in sheets)
    new = etree.SubElement(sheets, f"{{{_MAIN}}}sheet", name=sheet, sheetId=str(number))
    new.set(f"{{{_RELATIONS}}}id", link)
    return _text(root)


def _settings(settings: Mapping[str, str]) -> bytes:
    root = etree.fromstring(f'<worksheet xmlns="{_MAIN}"/>')
    data = etree.SubElement(root, f"{{{_MAIN}}}sheetData")
    for i, row in enumerate(settings.items(), 1):
        line = etree.SubElement(data, f"{{{_MAIN}}}row", r=str(i))
        for column, text in zip("AB", row, strict=True):
            cell = etree.SubElement(line, f"{{{_MAIN}}}c", r=f"{column}{i}", t="inlineStr")
            inline = etree.SubElement(cell, f"{{{_MAIN}}}is")
            etree.SubElement(inline, f"{{{_MAIN}}}t").text = text
    return _text(root)


def _text(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
