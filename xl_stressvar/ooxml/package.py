"""The workbook as a zip of parts (Office Open XML): opened with suspicion, written whole or not at all.

A part that is not asked to change is copied byte for byte, whatever it is: charts, styles, macros.
"""

from __future__ import annotations

import contextlib
import copy
import io
import lzma
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from lxml import etree

from .. import errors
from .hidden_rows import HiddenRows, hidden_rows
from .references import Area, Names, SheetTable, area, cell_at
from .xml import check_prolog, is_plain, parsed, plainly, streamed, tag

_STRICT = b"http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_BYTES = 1 << 30  # unpacked; a workbook of 10 million cells stays below
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls and of encrypted workbooks
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip
_TEXT = (".csv", ".tsv", ".txt")
_XML = (".xml", ".rels", ".vml")
_READ_BY_THE_ENGINE = ("sharedStrings", "styles", "theme")
_YES, _NO = ("1", "true", "on"), ("0", "false", "off")


@dataclass(frozen=True)
class Package:
    """An opened workbook: its sheets in order with their parts, its names, its date system."""

    data: bytes
    file: str
    sheets: Mapping[str, str]  # name to part
    macro_sheets: Sequence[str]  # of Excel 4, whose formulas are nobody's here
    workbook: str
    parts: Mapping[str, str]  # of the workbook, by the last word of their kind
    names: Names
    date1904: bool

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    @property
    def members(self) -> list[str]:
        return self._zip.namelist()

    def read(self, part: str) -> bytes:
        with _damage(self.file):
            return self._zip.read(part)

    def hidden(self, sheet: str) -> HiddenRows:
        """The hidden rows of a sheet, in upper or lower case; without a name, of all sheets."""
        rows: list[int] = []
        filters: list[Area] = []
        for name, part in self.sheets.items():
            if sheet and sheet.casefold() != name.casefold():
                continue
            tables = [t.block for t in self.names.tables.values() if t.filtered]
            own = [block for block in tables if block.sheet == name]
            with _damage(self.file), self._zip.open(part) as data:
                found = hidden_rows(data, own, partial(area, sheet=name))
            rows += found.rows
            filters += found.filters
        return HiddenRows(rows, filters)

    def used_size(self, sheet: str) -> tuple[int, int]:
        """The last row and column in use of a sheet that is not held as a tree."""
        last_row = last_column = row = 0
        with _damage(self.file), self._zip.open(self.sheets[sheet]) as data:
            for line in streamed(data, tag("row")):
                row = int(line.get("r") or row + 1)
                cells = [cell_at(cell.get("r") or "") for cell in line]
                columns = [place[1] for place in cells if place]
                last_row, last_column = row, max(last_column, len(cells), *columns)
        return last_row, last_column

    def for_engine(self, sheets: Mapping[str, bytes]) -> bytes:
        """What the calculation reads and nothing else, not packed, with these parts of sheets.

        The engine's reader knows less of XML than a parser: what only a parser reads right is
        written anew in plain form.
        """
        needed = ["[Content_Types].xml", "_rels/.rels", self.workbook, _relations_of(self.workbook)]
        needed += [self.parts[kind] for kind in _READ_BY_THE_ENGINE if kind in self.parts]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for part in dict.fromkeys([*needed, *self.sheets.values()]):
                data = sheets.get(part)
                if data is None:
                    data = self.read(part)
                    data = data if is_plain(data) else plainly(parsed(data, self.file))
                new.writestr(zipfile.ZipInfo(part), data)
        return out.getvalue()

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The package with these parts in place of its own; the other members as they are."""
        if not parts:
            return self.data
        out = io.BytesIO()
        with _damage(self.file), zipfile.ZipFile(out, "w") as new:
            new.comment = self._zip.comment
            for member in self._zip.infolist():
                data = parts.get(member.filename)
                data = self._zip.read(member) if data is None else data
                new.writestr(copy.copy(member), data, member.compress_type)
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
        if workbook not in package.NameToInfo:
            raise errors.NOT_A_WORKBOOK(file=file)
        tree = _workbook(package.read(workbook), file)
        relations = _relations(package, workbook, file)
        sheets, macro_sheets = _sheets(tree, relations, package, file)
        parts = {kind: part for kind, part in relations.values() if part in package.NameToInfo}
        for part in {*sheets.values(), *(parts.get(kind, "") for kind in _READ_BY_THE_ENGINE)}:
            if part and not part.lower().endswith(_XML):
                _check_prolog(package, part, file)
        order = [s.get("name") or "" for s in tree.iterfind(f"{tag('sheets')}/{tag('sheet')}")]
        settings = tree.find(tag("workbookPr"))
        date1904 = settings is not None and settings.get("date1904") in _YES
        names = Names(
            _defined_names(tree, order),
            {t.name.casefold(): t for t in _tables(package, sheets, file)},
        )
    return Package(data, file, sheets, macro_sheets, workbook, parts, names, date1904)


def _workbook(data: bytes, file: str) -> etree._Element:
    tree = parsed(data, file)
    if tree.tag != tag("workbook"):
        if _STRICT in data:
            raise errors.WRONG_FORMAT(file=file, kind="a workbook in the Strict Open XML form")
        raise errors.NOT_A_WORKBOOK(file=file)
    calculation = tree.find(tag("calcPr"))
    if calculation is not None and calculation.get("fullPrecision") in _NO:
        raise errors.PRECISION_AS_DISPLAYED(file=file)
    return tree


def _sheets(
    workbook: etree._Element,
    relations: Mapping[str, tuple[str, str]],
    package: zipfile.ZipFile,
    file: str,
) -> tuple[dict[str, str], list[str]]:
    """The worksheets with their parts, and the names of the macro sheets."""
    sheets: dict[str, str] = {}
    macro_sheets: list[str] = []
    for sheet in workbook.iterfind(f"{tag('sheets')}/{tag('sheet')}"):
        kind, part = relations.get(sheet.get(_RELATION) or "", ("", ""))
        name = sheet.get("name")
        if not name or name in sheets or part not in package.NameToInfo or part in sheets.values():
            raise errors.DAMAGED(file=file)  # a sheet passed over would keep its old values
        if kind == "worksheet":
            sheets[name] = part
        elif kind.endswith("acrosheet"):
            macro_sheets.append(name)
    if not sheets:
        raise errors.NOT_A_WORKBOOK(file=file)
    return sheets, macro_sheets


def _bytes(path: Path) -> bytes:
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise errors.NOT_A_WORKBOOK(file=path.name)
        if not stat.S_ISREG(facts.st_mode):  # a device or a pipe may have no end
            raise errors.NOT_READ(file=path.name, reason="it is not an ordinary file")
        if facts.st_size > _MAX_BYTES:
            raise errors.TOO_BIG(file=path.name, most=f"{_MAX_BYTES >> 20:,} MB")
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
        if file.lower().endswith(_TEXT):
            raise errors.TEXT_FILE(file=file)
        raise errors.NOT_A_WORKBOOK(file=file)


def _check_members(package: zipfile.ZipFile, file: str) -> None:
    members = package.infolist()
    if sum(member.file_size for member in members) > _MAX_BYTES:
        raise errors.TOO_BIG(file=file, most=f"{_MAX_BYTES >> 20:,} MB")
    names = package.NameToInfo
    if len(names) < len(members):
        raise errors.DAMAGED(file=file)
    if any(member.flag_bits & 1 for member in members):
        raise errors.ENCRYPTED(file=file)
    if "mimetype" in names and b"opendocument" in package.read("mimetype"):
        raise errors.WRONG_FORMAT(file=file, kind="an OpenDocument file (.ods)")
    if "_rels/.rels" not in names:
        raise errors.NOT_A_WORKBOOK(file=file)
    for name in names:  # others that read the copy read parts that we do not
        if name.lower().endswith(_XML):
            _check_prolog(package, name, file)


def _check_prolog(package: zipfile.ZipFile, part: str, file: str) -> None:
    with package.open(part) as data:
        check_prolog(data, file)


@contextlib.contextmanager
def _damage(file: str) -> Iterator[None]:
    """A zip that cannot be read becomes its sentence; Python's reader says so in many ways."""
    try:
        yield
    except _UNREADABLE:
        raise errors.DAMAGED(file=file) from None


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(package: zipfile.ZipFile, part: str, file: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by id: (last word of the type, target part)."""
    path = _relations_of(part)
    if path not in package.NameToInfo:
        return {}
    folder = posixpath.dirname(part)
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


def _tables(package: zipfile.ZipFile, sheets: Mapping[str, str], file: str) -> Iterator[SheetTable]:
    for sheet, part in sheets.items():
        for kind, target in _relations(package, part, file).values():
            if kind != "table" or target not in package.NameToInfo:
                continue
            table = parsed(package.read(target), file)
            block = area(table.get("ref") or "", sheet)
            columns = [column.get("name") or "" for column in table.iter(tag("tableColumn"))]
            if block is None or len(columns) != block.right - block.left + 1:
                raise errors.DAMAGED(file=file)
            yield SheetTable(
                table.get("displayName") or table.get("name") or "",
                block,
                columns,
                table.get("headerRowCount", "1") != "0",
                table.get("totalsRowCount", "0") != "0",
                table.find(f"{tag('autoFilter')}/{tag('filterColumn')}") is not None,
            )
