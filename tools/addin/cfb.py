"""A compound file of version 3, [MS-CFB]: storages and streams in one file of 512-byte sectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

Tree = Mapping[str, "bytes | Tree"]

_SECTOR, _MINI = 512, 64
_CUTOFF = 4096  # shorter streams lie in the mini stream
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1  # 2.6.4: the simplest tree that is valid has every node black
_HEADER_FATS = 109


@dataclass
class _Entry:
    """A directory entry; left, right and child are indices of others."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(name), self.kind, _BLACK, self.left, self.right, self.child)
            + bytes(36)  # class id, state, times
            + struct.pack("<IQ", self.start, len(self.data))
        )


_UNUSED = bytes(68) + struct.pack("<3I", _NONE, _NONE, _NONE) + bytes(48)


class _Sectors:
    """Sectors of one size, and the table that chains them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Store data; gives back its first sector."""
        if not data:
            return _END
        first, count = len(self.table), -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The file with these storages (mappings) and streams (bytes)."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(tree, entries)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI)
    for entry in entries[1:]:
        if entry.kind == _STREAM:
            entry.start = (sectors if len(entry.data) >= _CUTOFF else mini).add(entry.data)
    entries[0].data = bytes(mini.data)
    entries[0].start = sectors.add(entries[0].data)
    mini_table = sectors.add(_numbers(mini.table))
    directory = b"".join(entry.packed() for entry in entries)
    directory += _UNUSED * (-len(entries) % (_SECTOR // 128))
    directory_start = sectors.add(directory)
    fats = _add_fat(sectors)
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)  # versions, byte order, sector sizes
        + struct.pack("<9I", 0, len(fats), directory_start, 0, _CUTOFF, mini_table,
                      -(-len(mini.table) * 4 // _SECTOR), _END, 0)
        + struct.pack(f"<{_HEADER_FATS}I", *fats, *[_FREE] * (_HEADER_FATS - len(fats)))
    )  # fmt: skip
    return header + bytes(sectors.data)


def _add(tree: Tree, entries: list[_Entry]) -> int:
    """Append a storage's children; gives back the root of their balanced tree."""
    indices = []
    for name in sorted(tree, key=lambda n: (len(n), n.upper())):  # the order that 2.6.4 asks for
        content = tree[name]
        indices.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entry = _Entry(name, _STORAGE)
            entries.append(entry)
            entry.child = _add(content, entries)

    def balanced(some: list[int]) -> int:
        if not some:
            return _NONE
        middle = len(some) // 2
        entry = entries[some[middle]]
        entry.left, entry.right = balanced(some[:middle]), balanced(some[middle + 1 :])
        return some[middle]

    return balanced(indices)


def _numbers(table: list[int]) -> bytes:
    """A table, filled up to whole sectors."""
    packed = struct.pack(f"<{len(table)}I", *table)
    return packed + b"\xff" * (-len(packed) % _SECTOR)


def _add_fat(sectors: _Sectors) -> list[int]:
    """Append the sector table itself, which lists its own sectors too; gives back where they are."""
    per_sector = _SECTOR // 4
    count = 1
    while len(sectors.table) + count > count * per_sector:
        count += 1
    if count > _HEADER_FATS:
        raise ValueError("the project is too large for a header without DIFAT sectors")
    first = len(sectors.table)
    sectors.table += [_FAT] * count
    sectors.data += _numbers(sectors.table)
    return list(range(first, first + count))
