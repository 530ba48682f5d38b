"""What is remembered stays within its bytes, and nothing wrong is remembered."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from xl_stressvar.domain import History, LinearPortfolio
from xl_stressvar.domain.cache import Cache


def test_the_longest_unused_is_forgotten_first() -> None:
    cache = Cache(limit=3000)
    made: list[int] = []

    def get_or_make(key: int) -> None:
        cache.get_or_make(key, lambda: made.append(key) or np.zeros(50))  # type: ignore[func-returns-value]

    for key in (1, 2, 3, 1, 4, 1, 2):
        get_or_make(key)
    assert made == [1, 2, 3, 4, 2]
    assert cache.bytes <= 3000


def test_what_is_too_large_is_made_anew() -> None:
    cache = Cache(limit=1000)
    first = cache.get_or_make("a", lambda: np.zeros(1000))
    assert cache.get_or_make("a", lambda: np.zeros(1000)) is not first
    assert (len(cache), cache.bytes) == (0, 0)


def test_a_failure_is_not_remembered() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get_or_make("a", lambda: 1 / 0)
    assert cache.get_or_make("a", lambda: 7) == 7


def test_threads_see_one_object_for_a_key() -> None:
    cache = Cache(limit=1 << 20)
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda i: cache.get_or_make(i % 5, lambda: np.full(10, i % 5)), range(500))
        )
    assert len({id(x) for x in found}) == 5
    assert all((x == i % 5).all() for i, x in enumerate(found))


def test_slices_share_the_memory_of_their_history_and_go_with_it() -> None:
    h = History(np.random.default_rng(1).normal(size=(50, 3)))
    w = np.ones(3)
    part = h[slice(10, 30)]
    assert h[slice(10, 30)] is part
    assert part[slice(5, 10)].values.base is not None
    assert h.cov is h.cov
    assert part.cov is part.cov
    assert not np.array_equal(h.cov, part.cov)
    assert LinearPortfolio(w).pnl_on(h) is LinearPortfolio(w.copy()).pnl_on(h)
    assert len(part.cache) == 0
    np.testing.assert_array_equal(part[slice(5, 10)].cov, h[slice(15, 20)].cov)
    gone = weakref.ref(h)
    gc.disable()
    try:
        del h
        assert gone() is None  # at once: cache and slices do not keep it alive
    finally:
        gc.enable()
    assert part.cov.shape == (3, 3)


def test_a_pnl_cannot_be_written_to() -> None:
    h = History(np.ones((5, 2)))
    with pytest.raises(ValueError, match="read-only"):
        LinearPortfolio(np.ones(2)).pnl_on(h)[0] = 7.0
