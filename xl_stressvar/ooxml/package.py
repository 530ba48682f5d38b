"""The workbook as a zip of parts (Office Open XML): opened with suspicion, written whole or not at all.

A part that is not asked to change is copied byte for byte, whatever it is: charts, styles, macros.
"""

from __future__ import annotations

import contextlib
import copy
import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml import etree

from .. import errors
from .hidden_rows import HiddenRows, hidden_rows
from .references import Area, Names, Table, area

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_BYTES = 1 << 30  # unpacked; a workbook of 10 million cells stays below
_MAX_NODES = 20_000_000  # tags and attributes of a part read as a tree, at 200 bytes or so each
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls and of encrypted workbooks
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip
_DOCTYPES = tuple("<!DOCTYPE".encode(c) for c in ("utf-8", "utf-16-le", "utf-16-be"))


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


@dataclass(frozen=True)
class Package:
    """An opened workbook: its sheets in order with their parts, its names, its date system."""

    data: bytes
    file: str
    sheets: Mapping[str, str]  # name to part
    workbook: str
    names: Names
    date1904: bool

    def read(self, part: str) -> bytes:
        with _damage(self.file), zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return package.read(part)

    def hidden(self, sheet: str) -> HiddenRows:
        """The hidden rows of a sheet, in upper or lower case; without a name, of all sheets."""
        rows: list[int] = []
        filters: list[Area] = []
        for name, part in self.sheets.items():
            if sheet and sheet.casefold() != name.casefold():
                continue
            tables = [t.block for t in self.names.tables.values() if t.filtered]
            own = [block for block in tables if block.sheet == name]
            data = self.read(part)
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                data = serialised(parsed(data, self.file))
            found = hidden_rows(data, own, partial(area, sheet=name))
            rows += found.rows
            filters += found.filters
        return HiddenRows(rows, filters)

    def with_parts(self, parts: Mapping[str, bytes], packed: bool = True) -> bytes:
        """The package with these parts in place of its own; the other members as they are."""
        out = io.BytesIO()
        with (
            _damage(self.file),
            zipfile.ZipFile(io.BytesIO(self.data)) as old,
            zipfile.ZipFile(out, "w") as new,
        ):
            new.comment = old.comment
            for member in old.infolist():
                data = parts.get(member.filename)
                data = old.read(member) if data is None else data
                method = member.compress_type if packed else zipfile.ZIP_STORED
                new.writestr(copy.copy(member), data, method)
        return out.getvalue()


def opened(path: Path) -> Package:
    """The workbook in a file.

    Raises: FileProblem, with the sentence for whatever is wrong with the file.
    """
    data = _bytes(path)
    file = path.name
    _check_kind(data, file)
    with _damage(file), zipfile.ZipFile(io.BytesIO(data)) as package:
        _check_members(package, file)
        root = _relations(package, "", file)
        workbook = next((target for kind, target in root.values() if kind == "officeDocument"), "")
        if workbook.endswith(".bin"):
            raise errors.WRONG_FORMAT(file=file, kind="a binary workbook (.xlsb)")
        if workbook not in package.namelist():
            raise errors.NOT_A_WORKBOOK(file=file)
        tree = parsed(package.read(workbook), file)
        if tree.tag != tag("workbook"):
            strict = _STRICT in package.read(workbook)
            kind = "a workbook in the Strict Open XML form"
            raise (
                errors.WRONG_FORMAT(file=file, kind=kind)
                if strict
                else errors.NOT_A_WORKBOOK(file=file)
            )
        relations = _relations(package, workbook, file)
        sheets = {}
        for sheet in tree.iterfind(f"{tag('sheets')}/{tag('sheet')}"):
            kind, target = relations.get(sheet.get(_RELATION) or "", ("", ""))
            if kind == "worksheet" and target in package.namelist():
                name = sheet.get("name")
                if not name or name in sheets:
                    raise errors.DAMAGED(file=file)
                sheets[name] = target
        if not sheets:
            raise errors.NOT_A_WORKBOOK(file=file)
        order = [s.get("name") or "" for s in tree.iterfind(f"{tag('sheets')}/{tag('sheet')}")]
        settings = tree.find(tag("workbookPr"))
        date1904 = settings is not None and settings.get("date1904") in ("1", "true", "on")
        names = Names(
            _defined_names(tree, order),
            {t.name.casefold(): t for t in _tables(package, sheets, file)},
        )
    return Package(data, file, sheets, workbook, names, date1904)


def parsed(data: bytes, file: str) -> etree._Element:
    """XML without entities, document types or network.

    Raises: FileProblem.
    """
    if data.count(b"<") + data.count(b"=") > _MAX_NODES:
        raise errors.TOO_BIG(file=file, most=f"{_MAX_NODES:,} XML tags in one sheet")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise errors.DAMAGED(file=file) from None
    if str(root.getroottree().docinfo.doctype or ""):  # type: ignore[union-attr]
        raise errors.HOSTILE(file=file)
    return root


def serialised(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return data


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise errors.NOT_A_WORKBOOK(file=path.name)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise errors.NO_FILE(file=path.name) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "the name is not a file's"
        raise errors.NOT_READ(file=path.name, reason=reason) from None


def _check_kind(data: bytes, file: str) -> None:
    """What the file is by its content, whatever its name says."""
    if data.startswith(_CFB):
        if _ENCRYPTED in data:
            raise errors.ENCRYPTED(file=file)
        raise errors.WRONG_FORMAT(file=file, kind="a workbook of Excel 97-2003 (.xls)")
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise errors.NOT_A_WORKBOOK(file=file)


def _check_members(package: zipfile.ZipFile, file: str) -> None:
    members = package.infolist()
    if sum(member.file_size for member in members) > _MAX_BYTES:
        raise errors.TOO_BIG(file=file, most=f"{_MAX_BYTES >> 20} MB")
    if len({member.filename for member in members}) < len(members):
        raise errors.DAMAGED(file=file)
    if any(member.flag_bits & 1 for member in members):
        raise errors.ENCRYPTED(file=file)
    names = set(package.namelist())
    if "mimetype" in names and b"opendocument" in package.read("mimetype"):
        raise errors.WRONG_FORMAT(file=file, kind="an OpenDocument file (.ods)")
    if "_rels/.rels" not in names:
        raise errors.NOT_A_WORKBOOK(file=file)
    for member in members:  # the engine reads parts that we do not
        if member.filename.endswith((".xml", ".rels")):
            with package.open(member) as part:
                head = part.read(1 << 16)
            if any(doctype in head for doctype in _DOCTYPES):
                raise errors.HOSTILE(file=file)


@contextlib.contextmanager
def _damage(file: str) -> Iterator[None]:
    """A zip that cannot be read becomes its sentence; Python's reader says so in many ways."""
    try:
        yield
    except _UNREADABLE:
        raise errors.DAMAGED(file=file) from None


def _relations(package: zipfile.ZipFile, part: str, file: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by id: (last word of the type, target part)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.namelist():
        return {}
    found = {}
    for relation in parsed(package.read(path), file):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], target)
    return found


def _defined_names(workbook: etree._Element, order: list[str]) -> dict[tuple[str, str], str]:
    found = {}
    for name in workbook.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        local = name.get("localSheetId")
        sheet = order[int(local)] if local and local.isdigit() and int(local) < len(order) else ""
        found[sheet.casefold(), (name.get("name") or "").casefold()] = (name.text or "").strip()
    return found


def _tables(package: zipfile.ZipFile, sheets: Mapping[str, str], file: str) -> Iterator[Table]:
    for sheet, part in sheets.items():
        for kind, target in _relations(package, part, file).values():
            if kind != "table" or target not in package.namelist():
                continue
            table = parsed(package.read(target), file)
            block = area(table.get("ref") or "", sheet)
            columns = [column.get("name") or "" for column in table.iter(tag("tableColumn"))]
            if block:
                if len(columns) != block.right - block.left + 1:
                    raise errors.DAMAGED(file=file)
                yield Table(
                    table.get("displayName") or table.get("name") or "",
                    block,
                    columns,
                    table.get("headerRowCount", "1") != "0",
                    table.get("totalsRowCount", "0") != "0",
                    table.find(f"{tag('autoFilter')}/{tag('filterColumn')}") is not None,
                )
