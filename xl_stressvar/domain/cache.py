"""A cache of bounded size: what was worked out once and may be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

T = TypeVar("T")
DERIVED = 64 << 20  # bytes that may hang on one history
_OBJECT = 512  # bytes, about: what anything takes that is no array


class Cache:
    """Values by key, the longest unused forgotten first; safe for threads.

    A value larger than the limit is worked out anew each time. Two threads that ask at once for a
    new value may both work it out; both then get the same object.
    """

    def __init__(self, limit: int = DERIVED) -> None:
        self.limit = limit
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not known. What `make` raises is not remembered."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key][0])
        made = make()
        size = size_of(made) + (len(key) if isinstance(key, bytes) else 0)
        with self._lock:
            if key in self._kept:
                return cast("T", self._kept[key][0])
            if size <= self.limit:
                self._kept[key] = made, size
                self.bytes += size
                while self.bytes > self.limit:
                    self.bytes -= self._kept.popitem(last=False)[1][1]
        return made


def size_of(value: object) -> int:
    """Bytes that a value holds, about. A slice of an array counts as nothing: it holds no more."""
    if isinstance(value, np.ndarray):
        return _OBJECT + (value.nbytes if value.base is None else 0)
    if isinstance(value, tuple):
        return sum(map(size_of, value))
    return _OBJECT
