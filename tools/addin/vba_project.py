"""A vbaProject.bin from VBA sources alone: [MS-OVBA] streams in an [MS-CFB] file.

The project holds sources and no compiled code: `_VBA_PROJECT` is its 7-byte header with version
0xFFFF, which makes Excel compile on loading. The same sources give the same bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tools.addin.cfb import compound_file

CODE_PAGE = 1252
_ID = "{6E1B8D34-57C2-4F0A-9A61-0D3C5B7E2F48}"  # of this project; any fixed GUID serves
#: The libraries that the sources use beside VBA's and Excel's own; Office for the ribbon's types.
REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        (
            r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files"
            r"\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
        ),
    ),
)


class ModuleKind(StrEnum):
    """How the PROJECT stream lists a module."""

    DOCUMENT = "Document"
    CLASS = "Class"
    STANDARD = "Module"


@dataclass(frozen=True)
class Module:
    """One module: its whole source, `Attribute` lines included, with \\n between lines."""

    name: str
    kind: ModuleKind
    source: str

    @staticmethod
    def of(source: str) -> Module:
        """A module from its source, which says its name and, by its base, its kind."""
        name = re.search(r'^Attribute VB_Name = "(\w+)"$', source, re.MULTILINE)
        base = re.search(r'^Attribute VB_Base = "0(\{[^}]*\})"$', source, re.MULTILINE)
        if not name:
            raise ValueError("a module without a name")
        if not base:
            kind = ModuleKind.STANDARD
        elif base[1].startswith("{0002"):  # the bases of Workbook and Worksheet
            kind = ModuleKind.DOCUMENT
        else:
            kind = ModuleKind.CLASS
        return Module(name[1], kind, source)

    @property
    def stored(self) -> bytes:
        return self.source.replace("\n", "\r\n").encode(f"cp{CODE_PAGE}")


def vba_project(modules: Iterable[Module], name: str = "StressVar") -> bytes:
    """The file that goes into an .xlam as xl/vbaProject.bin."""
    modules = list(modules)
    streams: dict[str, bytes] = {m.name: compress(m.stored) for m in modules}
    streams["dir"] = compress(_dir(name, modules))
    streams["_VBA_PROJECT"] = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 1)  # the last is not read
    return compound_file(
        {"VBA": streams, "PROJECT": _project(name, modules), "PROJECTwm": _names(modules)}
    )


# --- 2.4.1 compression ---------------------------------------------------------------------------
_CHUNK = 4096


def compress(data: bytes) -> bytes:
    """A CompressedContainer: chunks of 4096 bytes, each packed on its own."""
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        packed = _pack(chunk)
        if (
            len(packed) > _CHUNK
        ):  # cannot happen to text, but a raw chunk is what the format has for it
            out += struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
        else:
            out += struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed
    return bytes(out)


def _pack(chunk: bytes) -> bytes:
    """Token sequences: a flag byte, then eight literals or back references."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags_at = len(out)
        out.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            offset, length = _match(chunk, position, seen)
            if length:
                out[flags_at] |= 1 << bit
                bits = _offset_bits(position)
                out += struct.pack("<H", (offset - 1) << (16 - bits) | (length - 3))
            else:
                out.append(chunk[position])
            for p in range(position, position + (length or 1)):
                seen.setdefault(chunk[p : p + 3], []).append(p)
            position += length or 1
    return bytes(out)


def _offset_bits(position: int) -> int:
    """How many bits of a copy token say the offset: 2.4.1.3.19.1."""
    return max(4, (position - 1).bit_length())


def _match(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """The longest earlier occurrence, as offset and length; length 0 if none is worth a token."""
    longest = min((0xFFFF >> _offset_bits(position)) + 3, len(chunk) - position)
    best = (0, 0)
    if longest < 3:
        return best
    for candidate in reversed(seen.get(chunk[position : position + 3], [])[-32:]):
        length = 3
        while length < longest and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best[1]:
            best = (position - candidate, length)
    return best


# --- 2.3.4.2 the dir stream ----------------------------------------------------------------------
def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(number: int, unicode_number: int, text: str) -> bytes:
    """A text twice: in the code page, and in UTF-16."""
    return _record(number, text.encode(f"cp{CODE_PAGE}")) + _record(
        unicode_number, text.encode("utf-16-le")
    )


def _long(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<I", value))


def _short(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<H", value))


def _dir(name: str, modules: list[Module]) -> bytes:
    english = 0x0409
    out = _long(0x01, 3)  # SYSKIND: 64-bit Windows
    out += _long(0x02, english) + _long(0x14, english) + _short(0x03, CODE_PAGE)
    out += _record(0x04, name.encode())
    out += _text(0x05, 0x40, "") + _text(0x06, 0x3D, "")  # description, help file
    out += _long(0x07, 0) + _long(0x08, 0)  # help context, library flags
    out += struct.pack("<HIIH", 0x09, 4, 1, 1)  # the project's version; its size is said as 4
    out += _text(0x0C, 0x3C, "")  # constants
    for library, libid in REFERENCES:
        out += _text(0x16, 0x3E, library)
        stored = libid.encode()
        out += _record(0x0D, struct.pack("<I", len(stored)) + stored + bytes(6))
    out += _short(0x0F, len(modules)) + _short(0x13, 0xFFFF)
    for module in modules:
        out += _text(0x19, 0x47, module.name) + _text(0x1A, 0x32, module.name)
        out += _text(0x1C, 0x48, "")  # description
        out += _long(0x31, 0) + _long(0x1E, 0)  # the source starts at 0; help context
        out += _short(0x2C, 0xFFFF)
        out += _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22, b"")
        out += _record(0x2B, b"")
    return out + _record(0x10, b"")


# --- 2.3.1 the PROJECT stream, 2.3.3 PROJECTwm ---------------------------------------------------
def _project(name: str, modules: list[Module]) -> bytes:
    listed = [
        f"{m.kind}={m.name}" + ("/&H00000000" if m.kind is ModuleKind.DOCUMENT else "")
        for m in modules
    ]
    lines = [
        f'ID="{_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obscured(bytes(4))}"',  # not protected
        f'DPB="{_obscured(bytes(1))}"',  # no password
        f'GC="{_obscured(bytes([0xFF]))}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{m.name}=0, 0, 0, 0, C" for m in modules),
        "",
    ]
    return "\r\n".join(lines).encode()


def _obscured(data: bytes, seed: int = 0) -> str:
    """Data Encryption of 2.4.3.2, with a fixed seed."""
    key = sum(_ID.encode()) & 0xFF
    out = bytearray([seed, seed ^ 2, seed ^ key])
    previous, before = seed ^ key, seed ^ 2
    plain_before = key
    for plain in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        encrypted = plain ^ ((before + plain_before) & 0xFF)
        out.append(encrypted)
        before, previous, plain_before = previous, encrypted, plain
    return out.hex().upper()


def _names(modules: list[Module]) -> bytes:
    pairs = (m.name.encode() + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"
