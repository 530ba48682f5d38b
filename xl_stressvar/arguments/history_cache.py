"""Histories by content: a range that many functions read is made a history once.

The content is the key: the very bytes of the numbers are compared, with header, dates and date
system, so a changed cell is another history and no answer can be stale. A handle (LOAD_HISTORY) is
the digest of a history's content.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ..cells.numbers import Numbers
from ..domain import History, Matrix, Origin

LIMIT = 256 << 20  # bytes of all histories together, with what hangs on them
_OBJECTS = 2048  # bytes, about: what an entry takes beside its numbers
_LOOK = 16  # histories in use whose bytes are yet to be counted anew
_HANDLE = re.compile(r"history:[0-9a-f]{16}")


def is_handle(cell: object) -> bool:
    return isinstance(cell, str) and _HANDLE.fullmatch(cell.strip().lower()) is not None


@dataclass
class _Entry:
    numbers: Matrix  # that it was made from; of no size if from none
    history: History
    handle: str = ""  # if somebody asked for one
    behind: dict[str, History] = field(default_factory=dict)  # the handle, by argument
    counted: int = 0  # its size as it is in the store's total

    @property
    def size(self) -> int:
        own = 0 if self.history.values.base is not None else self.history.values.nbytes
        return _OBJECTS + self.numbers.nbytes + own + self.history.cache.bytes


class HistoryCache:
    """Histories, the longest unused forgotten first, those behind a handle last; safe for threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._handles: dict[str, Hashable] = {}
        self._lock = Lock()
        self._total = 0
        self._growing: set[Hashable] = set()  # used since they were counted

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def bytes(self) -> int:
        return sum(entry.size for entry in self._entries.values())

    def history(self, numbers: Numbers, reading: Hashable, make: Callable[[], History]) -> History:
        """The history of these numbers, made if they are new.

        reading: all else that its making depends on. What `make` raises is not remembered.
        """
        key = _key(numbers, reading)
        with self._lock:
            entry = self._entries.get(key)
            # the key is a sum: only the bits themselves are proof
            if entry is not None and np.array_equal(_bits(entry.numbers), _bits(numbers.matrix)):
                self._used(key)
                return entry.history
        made = make()
        self._keep(key, _Entry(numbers.matrix, made))
        return made

    def load(self, history: History) -> str:
        """A handle to a history; it stays known until histories behind handles fill the memory."""
        handle = handle_of(history)
        if handle not in self._handles:
            key = "handle", handle
            self._keep(key, _Entry(np.empty((0, 0)), history, handle))
            with self._lock:
                self._handles[handle] = key
        return handle

    def behind(self, handle: str, argument: str) -> History | None:
        """The history behind a handle, as the argument of a call; None if it is not known."""
        with self._lock:
            key = self._handles.get(handle.strip().lower())
            entry = self._entries.get(key) if key else None
            if key is None or entry is None:
                return None
            self._used(key)
            if argument not in entry.behind:
                origin = Origin(argument, placed=False)
                entry.behind[argument] = replace(entry.history, origin=origin)
            return entry.behind[argument]

    def handles(self) -> list[tuple[str, History]]:
        """Each handle with its history, the longest unused first."""
        with self._lock:
            return [(e.handle, e.history) for e in self._entries.values() if e.handle]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._handles.clear()
            self._growing.clear()
            self._total = 0

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        with self._lock:
            if key in self._entries:
                self._total -= self._entries[key].counted
            self._entries[key] = entry
            self._used(key)
            self._shrink()

    def _used(self, key: Hashable) -> None:
        """Note a use; what hangs on a history grows as it is used, so it is counted anew later."""
        self._entries.move_to_end(key)
        self._growing.add(key)
        if len(self._growing) > _LOOK:
            self._shrink()

    def _shrink(self) -> None:
        """Forget until the rest fits; what has just been used stays.

        Takes no longer for more entries: a sheet whose numbers tick makes a new one every second.
        """
        for key in self._growing:
            entry = self._entries[key]
            self._total += entry.size - entry.counted
            entry.counted = entry.size
        last = next(reversed(self._entries))
        self._growing = {last}  # whoever asked for it is about to use it
        while len(self._entries) > 1 and self._total > self.limit:
            unheld = (k for k, entry in self._entries.items() if not entry.handle and k != last)
            key = next(unheld, next(iter(self._entries)))
            forgotten = self._entries.pop(key)
            self._total -= forgotten.counted
            self._handles.pop(forgotten.handle, None)


HISTORY_CACHE = HistoryCache()


def handle_of(history: History) -> str:
    """`history:` and the digest of all that the history holds."""
    digest = hashlib.sha256(
        repr((history.values.shape, history.names, history.date_label)).encode()
    )
    digest.update(history.values.tobytes())
    if history.dates is not None:
        digest.update(history.dates.tobytes())
    return f"history:{digest.hexdigest()[:16]}"


def _key(numbers: Numbers, reading: Hashable) -> Hashable:
    """Cheap, and different for almost all contents that differ."""
    bits = _bits(numbers.matrix)
    head = numbers.head and tuple((type(cell), cell) for cell in numbers.head)
    left = numbers.left and tuple((type(cell), cell) for cell in numbers.left)
    ends = bits[:8].tobytes(), bits[-8:].tobytes()
    return reading, head, left, numbers.matrix.shape, int(bits.sum()), ends


def _bits(numbers: Matrix) -> NDArray[np.int64]:
    """Floats as whole numbers, which tell 0 from -0."""
    return numbers.view(np.int64).ravel()
