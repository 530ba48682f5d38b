"""A size-bounded LRU cache."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from operator import itemgetter
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache

T = TypeVar("T")
DERIVED = 64 << 20  # bytes that may be derived from one history
_OBJECT = 512  # bytes, about: what anything takes that is no array


class Cache:
    """Values by key, within so many bytes; the least recently used is evicted. Safe for threads.

    A value larger than the limit is made anew each time. Two threads that ask at once for a new
    value may both make it; both then get the same object.

    on_growth: called after a value has been kept, so that whoever counts this cache can do so anew.
    """

    def __init__(self, limit: int = DERIVED) -> None:
        self.limit = limit
        self.on_growth: Callable[[], None] | None = None
        # each with its size, of which the key is a part
        self._kept: LRUCache[Hashable, tuple[Any, int]] = LRUCache(limit, getsizeof=itemgetter(1))
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """The size of all that is kept."""
        return int(self._kept.currsize)

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not known. What `make` raises is not kept."""
        with self._lock:
            if key in self._kept:
                return cast("T", self._kept[key][0])
        made = make()
        size = size_of(made) + _bytes_of(key)
        if size > self.limit:
            return made
        with self._lock:
            value = cast("T", self._kept.setdefault(key, (made, size))[0])
        if self.on_growth is not None:
            self.on_growth()
        return value


def size_of(value: object) -> int:
    """Bytes that a value holds, about. A slice of an array holds all of it."""
    if isinstance(value, np.ndarray):
        whole = value if value.base is None else value.base
        return _OBJECT + int(getattr(whole, "nbytes", value.nbytes))
    if isinstance(value, tuple):
        return sum(map(size_of, value))
    return _OBJECT


def _bytes_of(key: Hashable) -> int:
    """The bytes of a portfolio, say, of which a key is made."""
    if isinstance(key, tuple):
        return sum(map(_bytes_of, key))
    return len(key) if isinstance(key, bytes) else 0
