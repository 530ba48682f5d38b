"""The one cache of the process: histories by content, and histories behind handles.

A range that many functions read is made a history once. Its content is the key: the very bytes of
the numbers are compared, with header, dates and date system, so a changed cell is another history
and no answer can be stale. A handle (LOAD_HISTORY) is the digest of a history's content.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Any

import numpy as np
from cachetools import Cache, LRUCache
from numpy.typing import NDArray

from ..cells.numbers import Numbers
from ..domain import History, Origin

LIMIT = 256 << 20  # bytes of all histories together, with what is derived from them
_OBJECTS = 2048  # bytes, about: what an entry takes beside its numbers
_TEXT = 64  # bytes, about: what a cell of a header or a date column takes
_MOST_CELLS = 1 << 14  # of which the last handle is known
_DIGITS = 32  # hexadecimal, of a handle: 128 bits, which no two histories share by chance
# workbooks saved by earlier versions show handles of half the length: known as such, and unknown
_HANDLE = re.compile(rf"history:(?:[0-9a-f]{{{_DIGITS // 2}}}|[0-9a-f]{{{_DIGITS}}})")

_Bits = NDArray[np.int64]


def is_handle(cell: object) -> bool:
    """Whether a cell is a handle, be its history known or not."""
    return isinstance(cell, str) and _HANDLE.fullmatch(cell.strip().lower()) is not None


@dataclass
class _FromRange:
    """A history, and the numbers and texts that it was made from."""

    bits: _Bits
    beside: Hashable  # all else that it was made from
    history: History
    texts: int  # how many cells of the range are not in the numbers

    @property
    def size(self) -> int:
        values = self.history.values
        own = 0 if values.base is not None else values.nbytes
        return _OBJECTS + _TEXT * self.texts + self.bits.nbytes + own + self.history.cache.bytes


@dataclass
class _BehindHandle:
    """A history as somebody asked for a handle to it."""

    history: History
    as_argument: dict[str, History] = field(default_factory=dict)
    cells: set[str] = field(default_factory=set)  # that show the handle, as far as hosts tell

    @property
    def size(self) -> int:
        return _OBJECTS + self.history.values.nbytes + self.history.cache.bytes


class _Handles(LRUCache[str, _BehindHandle]):
    """What no cell shows any more is evicted before all else."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit, getsizeof=_within(limit))
        self.abandoned: OrderedDict[str, None] = OrderedDict()

    def untouched(self, handle: str) -> _BehindHandle:
        """An entry, whose turn to be evicted stays as it is."""
        return Cache.__getitem__(self, handle)

    def popitem(self) -> tuple[str, _BehindHandle]:
        """Evict one; no longer for more entries."""
        if not self.abandoned:
            return super().popitem()
        handle, _ = self.abandoned.popitem(last=False)
        return handle, self.pop(handle)


class HistoryCache:
    """Histories within so many bytes; the least recently used are evicted. Safe for threads.

    Half of the bytes are for histories by content, half for those behind handles, so that neither
    evicts the other. One that is larger than that stays until the next is kept.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        half = limit // 2
        self._ranges: LRUCache[int, _FromRange] = LRUCache(half, getsizeof=_within(half))
        self._handles = _Handles(half)
        self._shown: LRUCache[str, str] = LRUCache(_MOST_CELLS)  # the last handle of a cell
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._ranges) + len(self._handles)

    @property
    def bytes(self) -> int:
        """The size of all that is kept."""
        return int(self._ranges.currsize + self._handles.currsize)

    def history(self, numbers: Numbers, reading: Hashable, make: Callable[[], History]) -> History:
        """The history of these numbers, made if they are new.

        reading: all else that its making depends on. What `make` raises is not kept.
        """
        head, left = numbers.head or (), numbers.left or ()
        bits = numbers.matrix.view(np.int64).ravel()  # which tell 0 from -0
        # with the types, for TRUE equals 1
        beside = reading, numbers.matrix.shape, head, left, _types(head), _types(left)
        # cheap, and another for almost all contents that differ
        key = hash((beside, int(bits.sum()), bits[:8].tobytes(), bits[-8:].tobytes()))
        with self._lock:
            known = self._ranges.get(key)
            # only the content itself is proof
            if known and known.beside == beside and np.array_equal(known.bits, bits):
                return known.history
        made = make()
        made.cache.on_growth = partial(self._count, self._ranges, key)
        with self._lock:
            self._ranges[key] = _FromRange(bits, beside, made, len(head) + len(left))
        return made

    def load(self, history: History) -> str:
        """A handle to a history."""
        handle = handle_of(history)
        with self._lock:
            if self._handles.get(handle) is None:
                # with a cache of its own, which is counted here alone
                kept = replace(history, origin=Origin(placed=False))
                kept.cache.on_growth = partial(self._count, self._handles, handle)
                self._handles[handle] = _BehindHandle(kept)
            self._handles.abandoned.pop(handle, None)
        return handle

    def show(self, handle: str, cell: str) -> None:
        """Note that a cell shows a handle now; the one that it showed before may be evicted."""
        with self._lock:
            before = self._shown.get(cell)
            self._shown[cell] = handle
            if now := self._handles.get(handle):
                now.cells.add(cell)
            if before is None or before == handle or before not in self._handles:
                return
            showing = self._handles[before].cells
            showing.discard(cell)
            if not showing:
                self._handles.abandoned[before] = None

    def behind(self, handle: str, argument: str) -> History | None:
        """The history behind a handle, as the argument of a call; None if it is not known."""
        handle = handle.strip().lower()
        with self._lock:
            known = self._handles.get(handle)
            if known is None:
                return None
            self._handles.abandoned.pop(handle, None)  # in use, wherever it is written
            if argument not in known.as_argument:
                origin = Origin(argument, placed=False)
                known.as_argument[argument] = known.history.standing_at(origin)
            return known.as_argument[argument]

    def handles(self) -> list[tuple[str, History]]:
        """Each handle with its history, in the order in which they were made."""
        with self._lock:
            return [(handle, self._handles.untouched(handle).history) for handle in self._handles]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._ranges.clear()
            self._handles.clear()
            self._handles.abandoned.clear()
            self._shown.clear()

    def _count(self, kept: LRUCache[Any, Any], key: Hashable) -> None:
        """Take the size of an entry anew: more has been derived from its history."""
        with self._lock:
            if (entry := kept.get(key)) is not None:
                kept[key] = entry


def _within(limit: int) -> Callable[[Any], int]:
    """The size of an entry for a cache of that limit, which takes nothing larger."""
    return lambda entry: min(entry.size, limit)


def handle_of(history: History) -> str:
    """`history:` and the digest of all that the history holds."""
    digest = hashlib.sha256(
        repr((history.values.shape, history.names, history.date_label)).encode()
    )
    digest.update(history.values.tobytes())
    if history.dates is not None:
        digest.update(history.dates.tobytes())
    return f"history:{digest.hexdigest()[:_DIGITS]}"


def _types(cells: Sequence[Any]) -> tuple[type, ...]:
    return tuple(map(type, cells))


HISTORY_CACHE = HistoryCache()
